"""When a month is recapped by itself: on the first working day of the next one, at the hour of the digest.

Who could not get it then (the program stood still, silent hours) gets it on a later working day of that month.
"""

from datetime import date, datetime, timedelta

from tickets.calendar import WorkingCalendar
from tickets.deadlines import digest_slot

Month = tuple[date, date]
"""The first day of a month, and that of the next."""


def month_to_report(calendar: WorkingCalendar, now: datetime) -> Month | None:
    """The month whose recap may go out now, or None: never at night, nor on a day that is not worked."""
    day = digest_slot(calendar, now)
    return None if day is None else month_before(day)


def month_before(day: date) -> Month:
    """The month before that of the day."""
    until = day.replace(day=1)
    return (until - timedelta(days=1)).replace(day=1), until
