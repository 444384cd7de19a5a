"""A working day is what the office calls one: weekends, holidays, cuti bersama, exceptions, midnight in WITA."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.time_support import CALENDAR, WITA, day, days, moments, wita
from tickets.calendar import CalendarUnknown, WorkingCalendar, aware_utc


@pytest.mark.parametrize(
    ("text", "works", "why"),
    [
        ("2026-11-20", True, "an ordinary Friday"),
        ("2026-11-21", False, "a Saturday"),
        ("2026-11-22", False, "a Sunday"),
        ("2026-03-17", True, "the last working day before Lebaran"),
        ("2026-03-18", False, "cuti bersama Nyepi"),
        ("2026-03-19", False, "Nyepi"),
        ("2026-03-20", False, "cuti bersama Idul Fitri"),
        ("2026-03-21", False, "Idul Fitri, a Saturday"),
        ("2026-03-24", False, "the last cuti bersama Idul Fitri"),
        ("2026-03-25", True, "back at work"),
        ("2026-12-24", False, "cuti bersama Natal"),
        ("2026-12-31", True, "no holiday in Indonesia"),
        ("2027-01-01", False, "a new year"),
        ("2026-08-14", False, "the catalogue's own holiday"),
        ("2026-08-25", True, "a holiday that the catalogue has worked"),
        ("2026-10-03", True, "a Saturday that the catalogue has worked"),
    ],
)
def test_a_day_counts_or_not(text: str, works: bool, why: str) -> None:
    assert CALENDAR.is_working_day(day(text)) is works, why


@pytest.mark.parametrize(
    ("start", "n", "end", "why"),
    [
        ("2026-11-23", 0, "2026-11-23", "nothing added"),
        ("2026-11-21", 0, "2026-11-21", "nothing added, not even to a Saturday"),
        ("2026-11-23", 3, "2026-11-26", "within a week"),
        ("2026-11-20", 1, "2026-11-23", "Friday to Monday"),
        ("2026-11-21", 1, "2026-11-23", "Saturday to Monday"),
        ("2026-11-22", 1, "2026-11-23", "Sunday to Monday"),
        ("2026-03-17", 1, "2026-03-25", "over all of Lebaran"),
        ("2026-03-16", 3, "2026-03-26", "into and out of Lebaran"),
        ("2026-12-23", 1, "2026-12-28", "Natal, its cuti bersama and a weekend"),
        ("2026-12-31", 1, "2027-01-04", "over the year's end"),
        ("2026-10-02", 1, "2026-10-03", "a Saturday worked"),
        ("2026-10-02", 2, "2026-10-05", "and Monday after it"),
        ("2026-08-13", 1, "2026-08-18", "the province's day, a weekend, Independence Day"),
    ],
)
def test_working_days_are_added(start: str, n: int, end: str, why: str) -> None:
    assert CALENDAR.add_working_days(day(start), n) == day(end), why


@pytest.mark.parametrize(
    ("start", "end", "count", "why"),
    [
        ("2026-11-23", "2026-11-23", 0, "the same day"),
        ("2026-11-23", "2026-11-24", 1, "the end counts, the start does not"),
        ("2026-11-20", "2026-11-22", 0, "a weekend"),
        ("2026-11-20", "2026-11-23", 1, "over a weekend"),
        ("2026-03-17", "2026-03-24", 0, "Lebaran"),
        ("2026-03-01", "2026-03-31", 17, "a whole March: 22 weekdays less five of Lebaran"),
        ("2026-11-24", "2026-11-20", 0, "never negative"),
    ],
)
def test_working_days_are_counted(start: str, end: str, count: int, why: str) -> None:
    assert CALENDAR.working_days_between(day(start), day(end)) == count, why


def test_next_and_previous_are_strict() -> None:
    friday, monday = day("2026-11-20"), day("2026-11-23")
    assert CALENDAR.next_working_day(friday) == monday
    assert CALENDAR.next_working_day(monday) == day("2026-11-24")
    assert CALENDAR.previous_working_day(monday) == friday
    assert CALENDAR.previous_working_day(day("2026-11-22")) == friday


def test_the_local_day_changes_at_16_utc() -> None:
    assert CALENDAR.local_date(datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)) == day("2026-11-20")
    assert CALENDAR.local_date(datetime(2026, 11, 20, 16, 0, 0, tzinfo=UTC)) == day("2026-11-21")


def test_a_moment_stands_for_its_local_date_where_a_day_is_asked_for() -> None:
    friday_23h, saturday_1h = wita("2026-11-20 23:00"), wita("2026-11-21 01:00")
    assert saturday_1h.date() == day("2026-11-20"), "its UTC date would be wrong"
    assert CALENDAR.is_working_day(friday_23h)
    assert not CALENDAR.is_working_day(saturday_1h)
    assert CALENDAR.working_days_between(friday_23h, wita("2026-11-23 00:30")) == 1
    assert CALENDAR.add_working_days(saturday_1h, 1) == day("2026-11-23")


def test_the_end_of_a_day_is_its_last_second_in_utc() -> None:
    end = CALENDAR.end_of_day(day("2026-11-20"))
    assert end == datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)
    assert end.tzinfo is UTC
    assert CALENDAR.local_date(end) == day("2026-11-20")
    assert CALENDAR.local_date(end + timedelta(seconds=1)) == day("2026-11-21")


def test_an_hour_of_a_day_is_a_moment_in_utc() -> None:
    assert CALENDAR.at(day("2026-11-20"), time(8, 30)) == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    assert CALENDAR.at(day("2026-11-20"), time(7, 59)) == datetime(2026, 11, 19, 23, 59, tzinfo=UTC)


def test_an_unknown_year_is_refused_and_named() -> None:
    with pytest.raises(CalendarUnknown, match="2029") as refused:
        CALENDAR.add_working_days(day("2028-12-28"), 5)
    assert refused.value.year == 2029
    with pytest.raises(CalendarUnknown):
        CALENDAR.is_working_day(day("2024-12-31"))


def test_a_naive_moment_is_refused() -> None:
    naive = datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001 - the mistake under test
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.local_date(naive)
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.working_days_between(naive, naive)


def test_other_zones_become_utc() -> None:
    jakarta = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=7)))
    assert aware_utc(jakarta) == datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    assert aware_utc(jakarta).tzinfo is UTC


def test_changing_what_it_was_built_from_does_not_change_a_calendar() -> None:
    names: dict[date, str] = {}
    calendar = WorkingCalendar(WITA, names, frozenset(), range(2026, 2027))
    names[day("2026-11-20")] = "late news"
    assert calendar.is_working_day(day("2026-11-20"))
    assert hash(calendar) == hash(WorkingCalendar(WITA, {}, frozenset(), range(2026, 2027)))


counts = st.integers(min_value=0, max_value=70)


@given(days, counts)
def test_counting_is_the_inverse_of_adding(start: date, n: int) -> None:
    assert CALENDAR.working_days_between(start, CALENDAR.add_working_days(start, n)) == n


@given(days, days, counts)
def test_adding_keeps_the_order(one: date, other: date, n: int) -> None:
    early, late = sorted((one, other))
    assert CALENDAR.add_working_days(early, n) <= CALENDAR.add_working_days(late, n)


@given(days, counts)
def test_one_day_more_ends_later(start: date, n: int) -> None:
    assert CALENDAR.add_working_days(start, n) < CALENDAR.add_working_days(start, n + 1)


@given(days, days, days)
def test_counts_add_up(one: date, two: date, three: date) -> None:
    first, middle, last = sorted((one, two, three))
    count = CALENDAR.working_days_between
    assert count(first, middle) + count(middle, last) == count(first, last)


@given(days)
def test_next_and_previous_lie_on_either_side(start: date) -> None:
    before, after = CALENDAR.previous_working_day(start), CALENDAR.next_working_day(start)
    assert before < start < after
    assert CALENDAR.is_working_day(before)
    assert CALENDAR.is_working_day(after)
    assert CALENDAR.working_days_between(before, after) == 1 + CALENDAR.is_working_day(start)


@given(moments)
def test_a_moment_lies_within_its_day(at: datetime) -> None:
    today = CALENDAR.local_date(at)
    assert CALENDAR.at(today, time(0)) <= at < CALENDAR.end_of_day(today) + timedelta(seconds=1)
