"""Deadlines, pauses, reminders and quiet hours, as tables of cases. The 23rd of November 2026 is a Monday."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.time_support import CALENDAR, day, moments, wita
from tickets.calendar import CalendarUnknown
from tickets.deadlines import (
    DeadlineRules,
    Pause,
    Remaining,
    Reminder,
    ReminderKind,
    completion_due,
    days_late,
    digest_slot,
    due,
    escalate_to_coordinator,
    follow_up_due,
    follow_up_limit_due,
    is_overdue,
    may_send_to_citizen,
    missed,
    next_decent_hour,
    next_digest,
    remaining,
    reminders,
    silence_ends,
    verification_due,
)

RULES = DeadlineRules()
MONDAY = wita("2026-11-23 09:00")
FRIDAY_DUE = CALENDAR.end_of_day(day("2026-11-20"))
MONDAY_DUE = CALENDAR.end_of_day(day("2026-11-23"))


def pauses(*texts: str) -> list[Pause]:
    """`2026-11-24 09:00 / 2026-11-25 10:00`, or `2026-11-24 09:00 /` for one still open."""
    halves = [text.split(" /") for text in texts]
    return [Pause(wita(since), wita(until.strip()) if until else None) for since, until in halves]


def due_day(start: datetime, n: int, paused: list[Pause]) -> date | None:
    moment = due(CALENDAR, start, n, paused)
    return moment and CALENDAR.local_date(moment)


# --- when it is due ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "n", "end", "why"),
    [
        ("2026-11-23 09:00", 3, "2026-11-26", "Monday and three days"),
        ("2026-11-20 09:00", 3, "2026-11-25", "a Friday's weekend is not counted"),
        ("2026-11-21 09:00", 3, "2026-11-25", "nor a Saturday's"),
        ("2026-11-20 23:59:59", 1, "2026-11-23", "Friday, one second to midnight"),
        ("2026-11-23 23:59:59", 1, "2026-11-24", "Monday, one second to midnight in WITA: 15:59:59 UTC"),
        ("2026-11-24 00:00:00", 1, "2026-11-25", "Tuesday by then: 16:00:00 UTC"),
        ("2026-03-16 10:00", 3, "2026-03-26", "Lebaran"),
        ("2026-12-23 10:00", 3, "2026-12-30", "Natal"),
        ("2026-12-30 10:00", 3, "2027-01-06", "a new year, a weekend and Isra Mikraj"),
        ("2026-10-02 10:00", 1, "2026-10-03", "a Saturday worked"),
        ("2026-02-20 10:00", 60, "2026-06-02", "sixty days over Lebaran, Idul Adha and May's holidays"),
    ],
)
def test_a_deadline_is_the_end_of_the_nth_working_day(start: str, n: int, end: str, why: str) -> None:
    assert due(CALENDAR, wita(start), n) == CALENDAR.end_of_day(day(end)), why


@pytest.mark.parametrize(
    ("paused", "end", "why"),
    [
        (pauses("2026-11-24 09:00 / 2026-11-24 15:00"), "2026-11-26", "within one day"),
        (pauses("2026-11-24 16:00 / 2026-11-25 09:00"), "2026-11-30", "over one night: both its days"),
        (pauses("2026-11-23 10:00 / 2026-11-24 10:00"), "2026-11-27", "from the start's day"),
        (pauses("2026-11-26 23:00 / 2026-11-30 07:00"), "2026-12-01", "over a weekend"),
        (pauses("2026-11-20 20:00 / 2026-11-22 10:00"), "2026-11-26", "over before the start"),
        (pauses("2026-11-20 20:00 / 2026-11-24 10:00"), "2026-11-27", "begun before the start"),
        (pauses("2026-11-28 09:00 / 2026-11-29 09:00"), "2026-11-26", "begun after the deadline"),
        (pauses("2026-11-26 09:00 / 2026-11-27 09:00"), "2026-11-30", "begun on the last day"),
        (pauses("2026-11-24 09:00 / 2026-11-25 09:00", "2026-11-25 10:00 / 2026-11-26 09:00"), "2026-12-01", "two"),
        (pauses("2026-11-24 09:00 / 2026-11-26 09:00", "2026-11-25 10:00 / 2026-11-26 09:00"), "2026-12-01", "overlap"),
        (pauses("2026-11-24 09:00 / 2026-11-24 10:00", "2026-11-25 08:00 / 2026-11-25 17:00"), "2026-11-26", "short"),
        (pauses("2026-11-27 09:00 /"), None, "open"),
        (pauses("2026-11-24 09:00 / 2026-11-25 09:00", "2026-11-27 09:00 /"), None, "one closed, one open"),
        (pauses("2026-12-10 09:00 /"), None, "open, though it was late before: there is no deadline while we wait"),
    ],
)
def test_a_pause_stops_the_clock(paused: list[Pause], end: str | None, why: str) -> None:
    assert due_day(MONDAY, 3, paused) == (day(end) if end else None), why


@pytest.mark.parametrize(
    ("until", "end"),
    [("2026-11-24 23:59:59", "2026-11-26"), ("2026-11-25 00:00:00", "2026-11-30")],
)
def test_a_pause_lasts_over_midnight_in_wita_not_in_utc(until: str, end: str) -> None:
    assert due_day(MONDAY, 3, [Pause(wita("2026-11-24 10:00"), wita(until))]) == day(end)


def test_what_makes_no_deadline_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        due(CALENDAR, MONDAY, 0)
    with pytest.raises(ValueError, match="time zone"):
        due(CALENDAR, datetime(2026, 11, 23, 9, 0), 3)  # noqa: DTZ001 - the mistake under test
    with pytest.raises(ValueError, match="before it begins"):
        Pause(wita("2026-11-24 09:00"), wita("2026-11-24 08:59"))
    with pytest.raises(ValueError, match="time zone"):
        Pause(datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001 - the mistake under test
    with pytest.raises(CalendarUnknown):
        due(CALENDAR, wita("2028-12-20 09:00"), 14)


def test_the_rules_refuse_what_contradicts_itself() -> None:
    for wrong in ({"verification": 0}, {"follow_up": 6}, {"completion": 61}):
        with pytest.raises(ValueError, match=r"at least one|beyond|shorter"):
            DeadlineRules(**wrong)


# --- each promise ----------------------------------------------------------------------------------------------------


def test_each_step_has_its_own_length() -> None:
    ends = {
        "verification": verification_due(CALENDAR, RULES, MONDAY),
        "follow-up": follow_up_due(CALENDAR, RULES, MONDAY),
        "follow-up limit": follow_up_limit_due(CALENDAR, RULES, MONDAY),
        "completion": completion_due(CALENDAR, RULES, MONDAY),
        "completion with inspection": completion_due(CALENDAR, RULES, MONDAY, inspection=True),
        "silence": silence_ends(CALENDAR, RULES, MONDAY),
    }
    assert {name: end and str(CALENDAR.local_date(end)) for name, end in ends.items()} == {
        "verification": "2026-11-26",
        "follow-up": "2026-11-26",
        "follow-up limit": "2026-11-30",
        "completion": "2026-12-11",
        "completion with inspection": "2027-02-22",
        "silence": "2026-12-07",
    }


def test_a_transfer_starts_a_new_follow_up_clock_but_keeps_the_total_age() -> None:
    transferred = wita("2026-11-26 15:00")
    assert follow_up_due(CALENDAR, RULES, transferred) == CALENDAR.end_of_day(day("2026-12-01"))
    assert completion_due(CALENDAR, RULES, MONDAY) == CALENDAR.end_of_day(day("2026-12-11")), "from the first"
    assert CALENDAR.working_days_between(MONDAY, transferred) == 3


def test_reopening_keeps_the_original_deadline() -> None:
    """Answered on Tuesday, *belum selesai* on Friday: those days were no pause, those before Tuesday's answer are."""
    asked = pauses("2026-11-23 10:00 / 2026-11-24 08:00")
    original = completion_due(CALENDAR, RULES, MONDAY, paused=asked)
    assert original == CALENDAR.end_of_day(day("2026-12-14")), "one day later, for the night we waited"
    assert original is not None
    assert is_overdue(wita("2026-12-15 08:00"), original), "whether or not it was answered in between"


def test_a_pause_gives_back_no_lateness() -> None:
    """Due on Thursday; on Friday, late, the agency asks; on Monday the citizen answers: still due on Thursday."""
    asked = pauses("2026-11-27 09:00 /")
    assert follow_up_due(CALENDAR, RULES, MONDAY, asked) is None
    answered = pauses("2026-11-27 09:00 / 2026-11-30 09:00")
    thursday = follow_up_due(CALENDAR, RULES, MONDAY, answered)
    assert thursday is not None
    assert thursday == CALENDAR.end_of_day(day("2026-11-26"))
    assert days_late(CALENDAR, wita("2026-11-30 09:00"), thursday) == 2


# --- how far away ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "left", "why"),
    [
        ("2026-11-17 09:00", Remaining(3, None, overdue=False), "three working days"),
        ("2026-11-19 23:59:59", Remaining(1, None, overdue=False), "tomorrow"),
        ("2026-11-20 00:00:00", Remaining(0, 24, overdue=False), "today, all of it"),
        ("2026-11-20 10:00:00", Remaining(0, 14, overdue=False), "today"),
        ("2026-11-20 10:00:01", Remaining(0, 14, overdue=False), "a begun hour counts"),
        ("2026-11-20 23:59:59", Remaining(0, 1, overdue=False), "the last second"),
        ("2026-11-21 00:00:00", Remaining(0, None, overdue=True), "late, but no working day yet"),
        ("2026-11-22 12:00", Remaining(0, None, overdue=True), "nor on Sunday"),
        ("2026-11-23 00:00", Remaining(-1, None, overdue=True), "one day late on Monday"),
        ("2026-11-26 12:00", Remaining(-4, None, overdue=True), "four days late"),
    ],
)
def test_a_fridays_deadline_seen_from(now: str, left: Remaining, why: str) -> None:
    assert remaining(CALENDAR, wita(now), FRIDAY_DUE) == left, why
    assert days_late(CALENDAR, wita(now), FRIDAY_DUE) == max(0, -left.working_days)
    assert escalate_to_coordinator(CALENDAR, wita(now), FRIDAY_DUE) is (left.working_days < 0)


def test_seen_from_the_weekend_a_mondays_deadline_is_one_working_day_away() -> None:
    assert remaining(CALENDAR, wita("2026-11-21 12:00"), MONDAY_DUE) == Remaining(1, None, overdue=False)


def test_a_deadline_holds_until_its_last_second_is_over() -> None:
    assert not is_overdue(FRIDAY_DUE, FRIDAY_DUE)
    assert not is_overdue(FRIDAY_DUE + timedelta(microseconds=999_999), FRIDAY_DUE)
    assert is_overdue(FRIDAY_DUE + timedelta(seconds=1), FRIDAY_DUE)


def test_lebaran_makes_nobody_late() -> None:
    tuesday = CALENDAR.end_of_day(day("2026-03-17"))
    assert days_late(CALENDAR, wita("2026-03-24 23:00"), tuesday) == 0
    assert is_overdue(wita("2026-03-24 23:00"), tuesday)
    assert not escalate_to_coordinator(CALENDAR, wita("2026-03-24 23:00"), tuesday)
    assert escalate_to_coordinator(CALENDAR, wita("2026-03-25 00:00"), tuesday)


# --- reminders -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "due_on", "expected", "why"),
    [
        ("2026-11-23 09:00", "2026-11-26", ["day_before 2026-11-25", "due_today 2026-11-26"], "the usual pair"),
        ("2026-11-18 09:00", "2026-11-23", ["day_before 2026-11-20", "due_today 2026-11-23"], "Friday for Monday"),
        ("2026-03-12 09:00", "2026-03-25", ["day_before 2026-03-17", "due_today 2026-03-25"], "before Lebaran"),
        ("2026-11-23 09:00", "2026-11-24", ["due_today 2026-11-24"], "too late for the day before"),
        ("2026-11-23 08:30", "2026-11-24", ["day_before 2026-11-23", "due_today 2026-11-24"], "at the very moment"),
        ("2026-11-21 09:00", "2026-11-23", ["due_today 2026-11-23"], "begun on Saturday"),
        ("2026-11-24 09:00", "2026-11-24", [], "begun on its day: nothing new to say"),
    ],
)
def test_a_group_is_reminded_before_and_on_the_day(start: str, due_on: str, expected: list[str], why: str) -> None:
    end = CALENDAR.end_of_day(day(due_on))
    planned = reminders(CALENDAR, end, wita(start))
    assert [f"{reminder.kind} {CALENDAR.local_date(reminder.at)}" for reminder in planned] == expected, why
    assert {(CALENDAR.local(reminder.at).time(), reminder.due) for reminder in planned} <= {(time(8, 30), end)}


def test_a_reminder_is_a_plain_value() -> None:
    first, _ = reminders(CALENDAR, MONDAY_DUE, wita("2026-11-18 09:00"))
    assert first == Reminder(ReminderKind.DAY_BEFORE, wita("2026-11-20 08:30"), MONDAY_DUE)


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [("2026-11-26", "2026-11-27"), ("2026-11-27", "2026-11-30"), ("2026-03-17", "2026-03-25")],
    ids=["the next day", "over the weekend", "over Lebaran"],
)
def test_a_card_says_on_the_next_working_morning_that_its_deadline_was_missed(due_on: str, expected: str) -> None:
    end = CALENDAR.end_of_day(day(due_on))
    assert missed(CALENDAR, end) == Reminder(ReminderKind.MISSED, wita(f"{expected} 08:30"), end)


# --- digests and quiet hours -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-11-23 07:00", "2026-11-23 08:30"),
        ("2026-11-23 08:30", "2026-11-24 08:30"),
        ("2026-11-20 12:00", "2026-11-23 08:30"),
        ("2026-11-21 07:00", "2026-11-23 08:30"),
        ("2026-03-17 09:00", "2026-03-25 08:30"),
        ("2026-12-31 09:00", "2027-01-04 08:30"),
    ],
)
def test_the_next_digest_is_on_a_working_morning(after: str, expected: str) -> None:
    assert next_digest(CALENDAR, wita(after)) == wita(expected)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-11-23 08:29:59", None),
        ("2026-11-23 08:30:00", "2026-11-23"),
        ("2026-11-23 19:59:59", "2026-11-23"),
        ("2026-11-23 20:00:00", None),
        ("2026-11-21 10:00", None),
        ("2026-03-20 10:00", None),
        ("2026-10-03 10:00", "2026-10-03"),
    ],
)
def test_the_digest_of_a_day_lives_until_its_evening(now: str, slot: str | None) -> None:
    assert digest_slot(CALENDAR, wita(now)) == (day(slot) if slot else None)


def test_a_restart_after_days_of_downtime_sends_one_digest() -> None:
    """A process that was down from Monday to Friday asks every minute on Friday and sends what it has not sent."""
    minutes = (wita("2026-11-27 06:00") + timedelta(minutes=n) for n in range(24 * 60))
    assert {digest_slot(CALENDAR, minute) for minute in minutes} == {None, day("2026-11-27")}


@pytest.mark.parametrize(
    ("now", "allowed", "decent"),
    [
        ("2026-11-23 07:59:59", False, "2026-11-23 08:00"),
        ("2026-11-23 08:00:00", True, "2026-11-23 08:00"),
        ("2026-11-23 19:59:59", True, "2026-11-23 19:59:59"),
        ("2026-11-23 20:00:00", False, "2026-11-24 08:00"),
        ("2026-11-24 00:00:00", False, "2026-11-24 08:00"),
        ("2026-11-21 12:00", True, "2026-11-21 12:00"),
        ("2026-12-31 23:00", False, "2027-01-01 08:00"),
    ],
)
def test_nothing_automatic_reaches_a_citizen_at_night(now: str, allowed: bool, decent: str) -> None:
    assert may_send_to_citizen(CALENDAR, wita(now)) is allowed
    assert next_decent_hour(CALENDAR, wita(now)) == wita(decent)


# --- what holds always -----------------------------------------------------------------------------------------------

lengths = st.integers(min_value=1, max_value=60)
closed_pauses = st.lists(
    st.builds(lambda since, hours: Pause(since, since + timedelta(hours=hours)), moments, st.integers(0, 400)),
    max_size=4,
)


@given(moments, lengths, closed_pauses)
def test_nothing_is_ever_due_on_a_day_off_or_in_a_long_pause(start: datetime, n: int, paused: list[Pause]) -> None:
    end = due_day(start, n, paused)
    assert end is not None
    assert CALENDAR.is_working_day(end)
    assert end > CALENDAR.local_date(start)
    for pause in paused:
        assert pause.until is not None
        first, last = CALENDAR.local_date(pause.since), CALENDAR.local_date(pause.until)
        assert first == last or not first <= end <= last


@given(moments, lengths, closed_pauses, closed_pauses)
def test_a_pause_never_makes_it_earlier_and_their_order_is_nothing(
    start: datetime, n: int, some: list[Pause], more: list[Pause]
) -> None:
    ends = [due_day(start, n, paused) for paused in ([], some, some + more)]
    assert all(one and other and one <= other for one, other in pairwise(ends))
    assert due_day(start, n, more + some) == ends[-1]


@given(moments, moments, lengths, closed_pauses)
def test_who_starts_later_is_not_due_earlier(one: datetime, other: datetime, n: int, paused: list[Pause]) -> None:
    early, late = (due_day(start, n, paused) for start in sorted((one, other)))
    assert early is not None
    assert late is not None
    assert early <= late


@given(moments, moments, lengths)
def test_remaining_overdue_and_late_agree(start: datetime, now: datetime, n: int) -> None:
    end = due(CALENDAR, start, n)
    left = remaining(CALENDAR, now, end)
    assert left.overdue is is_overdue(now, end)
    assert days_late(CALENDAR, now, end) == (-left.working_days if left.overdue else 0)
    assert (left.hours is not None) == (CALENDAR.local_date(now) == CALENDAR.local_date(end))
    assert left.hours is None or 1 <= left.hours <= 24


@given(moments, lengths, moments)
def test_reminders_keep_to_office_hours_and_to_their_deadline(start: datetime, n: int, begun: datetime) -> None:
    end = due(CALENDAR, start, n)
    for reminder in reminders(CALENDAR, end, begun):
        assert begun <= reminder.at < end
        assert digest_slot(CALENDAR, reminder.at) == CALENDAR.local_date(reminder.at)


@given(moments)
def test_the_next_digest_opens_its_own_slot_and_none_lies_between(now: datetime) -> None:
    digest = next_digest(CALENDAR, now)
    assert digest > now
    assert digest_slot(CALENDAR, digest) == CALENDAR.local_date(digest)
    assert next_digest(CALENDAR, digest - timedelta(seconds=1)) == digest
    assert CALENDAR.working_days_between(now, digest) <= 1


@given(moments)
def test_a_decent_hour_is_decent_and_near(now: datetime) -> None:
    decent = next_decent_hour(CALENDAR, now)
    assert may_send_to_citizen(CALENDAR, decent)
    assert timedelta() <= decent - now <= timedelta(hours=12)
    assert decent.tzinfo is UTC
