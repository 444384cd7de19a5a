"""When a week is summed up, and what counts into it: tables of cases. The 27th of November 2026 is a Friday."""

from datetime import datetime

import pytest
from hypothesis import given

from tests.tickets.time_support import CALENDAR, moments, wita
from tickets.calendar import WorkingCalendar
from tickets.weeks import week_to_report, weeks_until


@pytest.mark.parametrize(
    ("now", "day", "why"),
    [
        ("2026-11-27 14:59", None, "not before 15.00"),
        ("2026-11-27 15:00", "2026-11-27", "Friday at 15.00"),
        ("2026-11-27 19:59", "2026-11-27", "after a pause of the program"),
        ("2026-11-27 20:00", None, "never at night"),
        ("2026-11-28 15:00", None, "nor at the weekend"),
        ("2026-11-30 08:00", None, "nor before the hour of the digest"),
        ("2026-11-30 08:30", "2026-11-27", "who missed it gets it on Monday morning"),
        ("2026-11-30 12:00", None, "but not later"),
        ("2026-11-26 16:00", None, "not on a Thursday"),
        ("2026-08-13 15:00", "2026-08-13", "unless Friday is a holiday"),
        ("2026-08-14 15:00", None, "on which nothing comes"),
        ("2026-10-02 15:00", None, "nor when Saturday is worked"),
        ("2026-10-03 15:00", "2026-10-03", "which then is the last day"),
    ],
)
def test_when_the_week_is_summed_up(now: str, day: str | None, why: str) -> None:
    week = week_to_report(CALENDAR, wita(now))
    assert (week and week.day.isoformat()) == day, why


def test_each_week_begins_where_the_one_before_ended() -> None:
    first = week_to_report(CALENDAR, wita("2026-11-20 15:00"))
    second = week_to_report(CALENDAR, wita("2026-11-27 15:00"))
    assert first is not None
    assert second is not None
    assert (second.since, second.until) == (wita("2026-11-20 15:00"), wita("2026-11-27 15:00"))
    assert first.until == second.since


def test_a_week_without_any_working_day_has_no_summary() -> None:
    days = ("2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27")
    off = {CALENDAR.local_date(wita(f"{day} 12:00")): "libur" for day in days}
    calendar = WorkingCalendar(CALENDAR.timezone, {**CALENDAR.holidays, **off}, frozenset(), CALENDAR.known_years)
    assert week_to_report(calendar, wita("2026-11-27 15:00")) is None
    after = week_to_report(calendar, wita("2026-12-04 15:00"))
    assert after is not None
    assert after.since == wita("2026-11-20 15:00")


@given(moments)
def test_a_summary_never_covers_the_future_and_never_comes_at_night(now: datetime) -> None:
    week = week_to_report(CALENDAR, now)
    if week is not None:
        assert week.until <= now
        assert 8 <= CALENDAR.local(now).hour < 20


@pytest.mark.parametrize(
    ("now", "count", "since", "until"),
    [
        ("2026-11-27 15:00", 1, "2026-11-20 15:00", "2026-11-27 15:00"),
        ("2026-11-27 14:59", 1, "2026-11-13 15:00", "2026-11-20 15:00"),
        ("2026-11-30 09:00", 1, "2026-11-20 15:00", "2026-11-27 15:00"),
        ("2026-11-30 09:00", 4, "2026-10-30 15:00", "2026-11-27 15:00"),
    ],
)
def test_several_weeks_follow_each_other_without_a_gap(now: str, count: int, since: str, until: str) -> None:
    span = weeks_until(CALENDAR, wita(now), count)
    assert (span.since, span.until) == (wita(since), wita(until))
