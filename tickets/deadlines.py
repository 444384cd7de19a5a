"""When something is due, when to say so, and when to keep silent.

Functions over small values only: they know nothing of tickets, so that each rule can be read, and tried, as a table
of cases. Lengths are working days of a `WorkingCalendar`; moments are aware datetimes and come back in UTC.

Three rules of the desk hold because of *what is passed in*, and are best remembered here:

* A transfer starts a new follow-up clock: `follow_up_due` counts from the latest assignment.
* A transfer keeps the total age: `completion_due` counts from the first assignment, whoever holds the ticket now.
* Reopening keeps the original deadline: the time a ticket waited for the citizen's opinion (status `answered`) is not
  a `Pause`, so computing the deadline again from the same inputs gives the same moment. Only `waiting_reporter` is.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import overload

from tickets.calendar import ONE_DAY, WorkingCalendar, aware_utc

DIGEST_TIME = time(8, 30)
"""When groups get their digest and their reminders, on the office's clock."""
CITIZEN_FROM = time(8, 0)
"""From here, inclusive, automatic messages may go out."""
CITIZEN_UNTIL = time(20, 0)
"""From here, inclusive, nothing automatic goes out until the next morning."""
NUDGE_TIME = time(9, 0)
"""When a citizen is reminded of what we wait for."""
DRAFT_NUDGED_AFTER = timedelta(days=1)
"""An unfinished draft left alone for so long is asked about, once."""
DRAFT_KEPT = timedelta(days=7)
"""One left alone for so long is deleted, at the earliest `DRAFT_NUDGED_AFTER` after it was asked about."""
LATE_FOR_COORDINATOR = 1
"""Working days late at which the coordinator hears of it."""

ONE_SECOND = timedelta(seconds=1)
ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class DeadlineRules:
    """How many working days each step may take.

    Public sources state these numbers and differ among themselves, hence settings (DOMAIN.md, Deadlines):

    verification                from the arrival to the coordinator's decision
    follow_up                   the target for the first substantive answer (the Regional Secretary's three days)
    follow_up_limit             the limit for the same
    completion                  to the end of the work
    completion_with_inspection  the same where somebody must go and look
    reporter_silence            an answered ticket is closed after so long without a word from the citizen
    reporter_data               a ticket is archived when the data asked for do not come in so long
    reporter_reminder           the citizen is reminded once of data asked for so long ago
    last_call                   so long before it is closed or archived, the citizen is told

    Raises ValueError when a number is below 1, or a target lies beyond its limit.
    """

    verification: int = 3
    follow_up: int = 3
    follow_up_limit: int = 5
    completion: int = 14
    completion_with_inspection: int = 60
    reporter_silence: int = 10
    reporter_data: int = 10
    reporter_reminder: int = 5
    last_call: int = 2

    def __post_init__(self) -> None:
        for name, days in asdict(self).items():
            if days < 1:
                raise ValueError(f"{name} must be at least one working day, got {days}")
        if self.follow_up > self.follow_up_limit:
            raise ValueError("the follow-up target lies beyond its limit")
        if self.completion > self.completion_with_inspection:
            raise ValueError("completion with an inspection is shorter than without")
        if self.last_call >= min(self.reporter_silence, self.reporter_data):
            raise ValueError("the last call would come before the wait begins")


@dataclass(frozen=True)
class Pause:
    """A time in which we waited for the citizen, and the agency's clock stood still. `until` None: we still wait.

    Raises ValueError for naive moments and for an end before the beginning.
    """

    since: datetime
    until: datetime | None = None

    def __post_init__(self) -> None:
        since = aware_utc(self.since)
        if self.until is not None and aware_utc(self.until) < since:
            raise ValueError("a pause ends before it begins")


@dataclass(frozen=True)
class Remaining:
    """How far a deadline is away.

    working_days  left; 0 on the last day; negative: working days late. A Friday's deadline is overdue on Saturday
                  with 0 working days late, and -1 on Monday: ask `overdue`, not the sign
    hours         full or begun hours left, on the last day only, else None
    overdue       the deadline has passed
    """

    working_days: int
    hours: int | None
    overdue: bool


class ReminderKind(StrEnum):
    """What comes by itself for a deadline; the code is half of the reminder's unique key."""

    DAY_BEFORE = "day_before"
    """One working day before the deadline's day."""
    DUE_TODAY = "due_today"
    """On the deadline's day."""
    MISSED = "missed"
    """On the first working day after it. Said on the card alone: the digest names what is overdue."""


class WaitKind(StrEnum):
    """What comes by itself while we wait for the citizen's word; like `ReminderKind`, half of a unique key."""

    REMINDER = "reporter_reminder"
    """Half way: data were asked for and did not come."""
    LAST_CALL = "last_call"
    """Some days before the end, which is announced."""
    END = "wait_end"
    """The wait is over: closed, or archived."""


@dataclass(frozen=True)
class Reminder:
    """At `at`, remind the group that a ticket is due at `due`. With the ticket, (kind, due) makes it unique."""

    kind: ReminderKind
    at: datetime
    due: datetime


@overload
def due(calendar: WorkingCalendar, start: datetime, days: int) -> datetime: ...
@overload
def due(calendar: WorkingCalendar, start: datetime, days: int, paused: Sequence[Pause]) -> datetime | None: ...
def due(calendar: WorkingCalendar, start: datetime, days: int, paused: Sequence[Pause] = ()) -> datetime | None:
    """The end of the `days`-th counted day after start's local date, or None while a pause is open.

    Counted are working days on which the clock was not stopped. A pause that lasts over a local midnight stops the
    clock on every local date it touches, its first and last included: no agency had that whole day. A pause
    within one local date stops nothing, so that a question asked and answered before lunch wins nobody a day.

    With days = 3 and the start on a Monday (no holidays):

    | pauses                         | counted            | due        |
    |--------------------------------|--------------------|------------|
    | none                           | Tue Wed Thu        | Thursday   |
    | Tue 09:00 – Tue 15:00          | Tue Wed Thu        | Thursday   |
    | Tue 16:00 – Wed 09:00          | Thu Fri Mon        | Monday     |
    | Mon 10:00 – Tue 10:00          | Wed Thu Fri        | Friday     |
    | Thu 23:00 – Mon 07:00          | Tue Wed, then Tue  | Tuesday    |
    | Fri 20:00 – Sat 10:00          | Tue Wed Thu        | Thursday   |
    | Tue – Wed and Wed – Thu        | Fri Mon Tue        | Tuesday    |
    | Fri 09:00 – (open)             | –                  | none       |

    A pause that begins after the deadline's day moves nothing once it is closed: waiting does not undo lateness. One
    that ended on or before the start's date moves nothing either. Overlapping pauses count once.

    Raises ValueError for days < 1 or naive moments, CalendarUnknown beyond the calendar's years.
    """
    if days < 1:
        raise ValueError(f"a deadline is at least one working day away, got {days}")
    day = calendar.local_date(start)
    spans = [(calendar.local_date(p.since), calendar.local_date(p.until)) for p in paused if p.until is not None]
    if len(spans) < len(paused):
        return None
    for _ in range(days):
        day = _next_counted_day(calendar, day, spans)
    return calendar.end_of_day(day)


def days_taken(calendar: WorkingCalendar, start: datetime, end: datetime, paused: Sequence[Pause] = ()) -> int:
    """Working days from start to end, the same day being none, without those on which a pause stopped the clock.

    Counted like `due`: what was done on the last day of a deadline of n days took n. An open pause stops to the end.
    """
    spans = [(calendar.local_date(p.since), calendar.local_date(p.until or end)) for p in paused]
    if not any(first < last for first, last in spans):
        return calendar.working_days_between(start, end)
    day, last_day, count = calendar.local_date(start), calendar.local_date(end), -1
    while day <= last_day:
        day, count = _next_counted_day(calendar, day, spans), count + 1
    return max(count, 0)


def _next_counted_day(calendar: WorkingCalendar, day: date, spans: Sequence[tuple[date, date]]) -> date:
    day = calendar.next_working_day(day)
    while any(first <= day <= last and first < last for first, last in spans):
        day = calendar.next_working_day(day)
    return day


def verification_due(calendar: WorkingCalendar, rules: DeadlineRules, received_at: datetime) -> datetime:
    """Until when the coordinator must have verified a complaint. Nothing pauses it: nobody was asked anything yet."""
    return due(calendar, received_at, rules.verification)


@overload
def follow_up_due(calendar: WorkingCalendar, rules: DeadlineRules, assigned_at: datetime) -> datetime: ...
@overload
def follow_up_due(
    calendar: WorkingCalendar, rules: DeadlineRules, assigned_at: datetime, paused: Sequence[Pause]
) -> datetime | None: ...
def follow_up_due(
    calendar: WorkingCalendar, rules: DeadlineRules, assigned_at: datetime, paused: Sequence[Pause] = ()
) -> datetime | None:
    """Until when the agency should give a substantive answer; `assigned_at` is the *latest* assignment.

    A transfer thus starts a new clock for the new agency. None while paused.
    """
    return due(calendar, assigned_at, rules.follow_up, paused)


def follow_up_limit_due(
    calendar: WorkingCalendar, rules: DeadlineRules, assigned_at: datetime, paused: Sequence[Pause] = ()
) -> datetime | None:
    """Until when the agency must give a substantive answer at the latest; counted like `follow_up_due`."""
    return due(calendar, assigned_at, rules.follow_up_limit, paused)


def completion_due(
    calendar: WorkingCalendar,
    rules: DeadlineRules,
    first_assigned_at: datetime,
    *,
    inspection: bool = False,
    paused: Sequence[Pause] = (),
) -> datetime | None:
    """Until when the work must be done; counted from the *first* assignment, so no transfer or reopening extends it.

    That the count begins with the first assignment is our proposal; the sources state the number only.
    None while paused.
    """
    days = rules.completion_with_inspection if inspection else rules.completion
    return due(calendar, first_assigned_at, days, paused)


def silence_ends(calendar: WorkingCalendar, rules: DeadlineRules, answered_at: datetime) -> datetime:
    """Until when the citizen may object to an answer; after it the ticket is closed."""
    return due(calendar, answered_at, rules.reporter_silence)


def data_ends(calendar: WorkingCalendar, rules: DeadlineRules, asked_at: datetime) -> datetime:
    """Until when the citizen may give the data asked for; after it the ticket is archived."""
    return due(calendar, asked_at, rules.reporter_data)


def data_reminder(calendar: WorkingCalendar, rules: DeadlineRules, asked_at: datetime) -> datetime:
    """When the citizen is reminded, once, of data asked for."""
    return calendar.at(calendar.add_working_days(calendar.local_date(asked_at), rules.reporter_reminder), NUDGE_TIME)


def last_call(calendar: WorkingCalendar, rules: DeadlineRules, ends: datetime) -> datetime:
    """When the end of a wait is announced: so many working days before its last day."""
    day = calendar.local_date(ends)
    for _ in range(rules.last_call):
        day = calendar.previous_working_day(day)
    return calendar.at(day, NUDGE_TIME)


def wait_ends(calendar: WorkingCalendar, rules: DeadlineRules, ends: datetime, announced_at: datetime) -> datetime:
    """When a wait really ends: an announcement made late, after downtime, still leaves the days it promises."""
    return max(aware_utc(ends), due(calendar, announced_at, rules.last_call))


def is_overdue(now: datetime, due: datetime) -> bool:
    """Whether the deadline has passed. Its last second still belongs to it: 23:59:59.9 is not late."""
    return aware_utc(now) >= aware_utc(due) + ONE_SECOND


def days_late(calendar: WorkingCalendar, now: datetime, due: datetime) -> int:
    """Working days since the deadline's day, today included; 0 before, on and at the weekend after that day."""
    return calendar.working_days_between(due, now)


def remaining(calendar: WorkingCalendar, now: datetime, due: datetime) -> Remaining:
    """How far the deadline is away, for people: working days, and hours on the last day."""
    if is_overdue(now, due):
        return Remaining(working_days=-days_late(calendar, now, due), hours=None, overdue=True)
    last_day = calendar.local_date(now) == calendar.local_date(due)
    hours = -((aware_utc(now) - aware_utc(due) - ONE_SECOND) // ONE_HOUR) if last_day else None
    return Remaining(working_days=calendar.working_days_between(now, due), hours=hours, overdue=False)


def escalate_to_coordinator(calendar: WorkingCalendar, now: datetime, due: datetime) -> bool:
    """Whether a ticket is late enough for the coordinator: from the first working day after the deadline's day on.

    It says that a ticket belongs into the coordinator's digest, not that a message may leave at night: the hour is
    `digest_slot`'s.
    """
    return days_late(calendar, now, due) >= LATE_FOR_COORDINATOR


def reminders(calendar: WorkingCalendar, due: datetime, start: datetime) -> tuple[Reminder, ...]:
    """When to remind a group of a deadline, earliest first: at 08:30 one working day before, and on the day.

    None lies before `start`, the moment this deadline came to be (assignment, end of a pause): nobody is reminded of
    what he was just told. The fixed hour keeps every reminder out of the night.
    """
    last = calendar.local_date(due)
    days = ((ReminderKind.DAY_BEFORE, calendar.previous_working_day(last)), (ReminderKind.DUE_TODAY, last))
    begun = aware_utc(start)
    planned = (Reminder(kind, calendar.at(day, DIGEST_TIME), aware_utc(due)) for kind, day in days)
    return tuple(reminder for reminder in planned if reminder.at >= begun)


def missed(calendar: WorkingCalendar, due: datetime) -> Reminder:
    """When a ticket's card is to say that its deadline has passed: at 08:30 of the next working day."""
    day = calendar.next_working_day(calendar.local_date(due))
    return Reminder(ReminderKind.MISSED, calendar.at(day, DIGEST_TIME), aware_utc(due))


def next_digest(calendar: WorkingCalendar, after: datetime) -> datetime:
    """The first 08:30 of a working day strictly after the moment."""
    today = calendar.local_date(after)
    if calendar.is_working_day(today) and calendar.at(today, DIGEST_TIME) > aware_utc(after):
        return calendar.at(today, DIGEST_TIME)
    return calendar.at(calendar.next_working_day(today), DIGEST_TIME)


def digest_slot(calendar: WorkingCalendar, now: datetime) -> date | None:
    """The date of the digest that may go out now, or None.

    A digest lives from 08:30 until before 20:00 of its own working day. After days of downtime exactly one is due,
    that of today: the others would repeat it.
    """
    local = calendar.local(now)
    if not DIGEST_TIME <= local.time() < CITIZEN_UNTIL:
        return None
    return local.date() if calendar.is_working_day(local.date()) else None


def may_send_to_citizen(calendar: WorkingCalendar, now: datetime) -> bool:
    """Whether an automatic message may reach a citizen now: from 08:00 until before 20:00 local, on any day.

    Answers to what the citizen just wrote are not automatic in this sense and go out at any hour.
    """
    return CITIZEN_FROM <= calendar.local(now).time() < CITIZEN_UNTIL


def next_decent_hour(calendar: WorkingCalendar, now: datetime) -> datetime:
    """Now, if a citizen may be written to, else the next 08:00 local; in UTC."""
    if may_send_to_citizen(calendar, now):
        return now.astimezone(UTC)
    local = calendar.local(now)
    day = local.date() if local.time() < CITIZEN_FROM else local.date() + ONE_DAY
    return calendar.at(day, CITIZEN_FROM)
