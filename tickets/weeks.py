"""When a week is summed up, and what counts into it.

At 15.00 on the last working day of the week; each summary begins where the one before ended, so that everything counts
once. Who could not get it then (the program stood still, silent hours) gets it the next working morning.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tickets.calendar import WorkingCalendar
from tickets.deadlines import CITIZEN_UNTIL, DIGEST_TIME

CLOSING_TIME = time(15, 0)
"""When the week is summed up."""
LATEST = time(12, 0)
"""From here on the next working day, last week's summary is of no use any more."""


@dataclass(frozen=True, slots=True)
class Week:
    """What one summary covers: from `since`, inclusive, to `until`, exclusive; `day` is the day it belongs to."""

    day: date
    since: datetime
    until: datetime


def week_to_report(calendar: WorkingCalendar, now: datetime) -> Week | None:
    """The week whose summary may go out now, or None."""
    local = calendar.local(now)
    day = _last_closing_day(calendar, local)
    if local.date() == day:
        is_time = local.time() < CITIZEN_UNTIL
    else:
        is_time = local.date() == calendar.next_working_day(day) and DIGEST_TIME <= local.time() < LATEST
    return _week(calendar, day) if is_time else None


def weeks_until(calendar: WorkingCalendar, now: datetime, count: int) -> Week:
    """The last so many weeks that have ended, as one span."""
    day = _last_closing_day(calendar, calendar.local(now))
    week = _week(calendar, day)
    since = week.since
    for _ in range(count - 1):
        since = _week(calendar, calendar.local(since).date()).since
    return Week(day=day, since=since, until=week.until)


def _week(calendar: WorkingCalendar, day: date) -> Week:
    before = calendar.previous_working_day(_monday(day))
    return Week(day=day, since=calendar.at(before, CLOSING_TIME), until=calendar.at(day, CLOSING_TIME))


def _last_closing_day(calendar: WorkingCalendar, local: datetime) -> date:
    """The last day on which a week was summed up, or is now."""
    monday = _monday(local.date())
    day = calendar.previous_working_day(monday + timedelta(days=7))
    if day >= monday and (local.date(), local.time()) >= (day, CLOSING_TIME):
        return day
    return calendar.previous_working_day(monday)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
