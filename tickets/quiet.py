"""Silent hours of a group: when it is not to be reminded of anything.

They hold for what comes by itself (reminders, digests, summaries). New cards, urgent ones first of all, and answers to
what somebody just did come at their time.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time

from tickets.calendar import ONE_DAY, WorkingCalendar
from tickets.deadlines import CITIZEN_FROM, CITIZEN_UNTIL

LEAST_FREE_MINUTES = 120
"""Minutes of the day's automatic hours (08.00 to 20.00) that a group must leave free, or nothing would ever come."""

_CLOCK = r"(?:jam|pukul|pkl\.?)?\s*(\d{1,2})(?:[.:](\d{2}))?\s*(?:wib|wita|wit)?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|–|—|sampai|hingga|s/d|s\.d\.|sd|to|until)\s*{_CLOCK}")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start`, inclusive, to `until`, exclusive, every day; over midnight where `until` is the earlier.

    Raises ValueError when both are the same: nobody can tell whether that means never or always.
    """

    start: time
    until: time

    def __post_init__(self) -> None:
        if self.start == self.until:
            raise ValueError("silent hours begin and end at different times")

    def covers(self, at: time) -> bool:
        """Whether it is silent at that time of the day."""
        if self.start < self.until:
            return self.start <= at < self.until
        return at >= self.start or at < self.until

    @property
    def leaves_room(self) -> bool:
        """Whether enough of the automatic hours stays free."""
        minutes = range(_minutes(CITIZEN_FROM), _minutes(CITIZEN_UNTIL))
        return sum(not self.covers(time(*divmod(minute, 60))) for minute in minutes) >= LEAST_FREE_MINUTES

    @property
    def code(self) -> str:
        """As it is stored, and read again by `read`: ``17.00-07.30``."""
        return f"{self.start:%H.%M}-{self.until:%H.%M}"


def read(text: str) -> QuietHours | None:
    """The hours that somebody means by "17.00-07.30", "17:00 sampai 7" or the like; none where they are none."""
    found = _SPAN.fullmatch(" ".join(text.casefold().split()))
    if found is None:
        return None
    try:
        return QuietHours(
            *(time(int(hour), int(minute or 0)) for hour, minute in (found.group(1, 2), found.group(3, 4)))
        )
    except ValueError:
        return None


def is_quiet(quiet: QuietHours | None, calendar: WorkingCalendar, now: datetime) -> bool:
    """Whether a group with those hours (or none) is not to be reminded now."""
    return quiet is not None and quiet.covers(calendar.local(now).time())


def quiet_until(quiet: QuietHours, calendar: WorkingCalendar, now: datetime) -> datetime:
    """The next end of the silent hours, strictly after now; in UTC."""
    end = calendar.at(calendar.local_date(now), quiet.until)
    return end if end > now else calendar.at(calendar.local_date(now) + ONE_DAY, quiet.until)


def end_of_silence(quiet: QuietHours | None, calendar: WorkingCalendar, now: datetime) -> datetime | None:
    """Until when a group with those hours (or none) is not to be reminded, in UTC; none if it may be now."""
    return quiet_until(quiet, calendar, now) if quiet and is_quiet(quiet, calendar, now) else None


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
