"""Which days count.

Every promise of the desk is given in working days, so the whole house asks one object what a working day is. It is
handed its holidays as data (`bot.holidays` collects them), which keeps this module free of libraries and clocks and
lets a test state its own year in three lines.

Moments are aware datetimes and come back in UTC; days are local dates of `timezone`. Wherever a method takes a day it
also takes a moment, which stands for its local date: `datetime` is a subclass of `date`, so a moment handed in
by mistake would otherwise be read as its UTC date, silently wrong for eight hours of each day in WITA.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Self
from zoneinfo import ZoneInfo

LAST_SECOND = time(23, 59, 59)
SATURDAY = 5  # date.weekday()
ONE_DAY = timedelta(days=1)


class CalendarUnknown(LookupError):  # noqa: N818 - it says what is wrong, like its siblings in errors.py
    """A day was asked for in a year whose holidays nobody has told us.

    Guessing would promise citizens a wrong date. Remedy: build the calendar for more years
    (`bot.holidays.working_calendar`), update the `holidays` library, or state the year's holidays in the catalogue.
    """

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year

    def __str__(self) -> str:
        return f"the working calendar does not know the year {self.year}"


def aware_utc(at: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for a naive datetime: whose midnight it means is anybody's guess."""
    if at.utcoffset() is None:
        raise ValueError(f"a moment needs a time zone, got the naive {at.isoformat()}")
    return at.astimezone(UTC)


@dataclass(frozen=True)
class WorkingCalendar:
    """Monday to Friday, without holidays, with extra working days, in one time zone.

    holidays            day → its name, as shown to people; weekends may be among them
    extra_working_days  days worked although they are a weekend or a holiday; they win over both
    known_years         years whose holidays are complete as far as anybody can know; others raise `CalendarUnknown`
    """

    timezone: ZoneInfo
    holidays: Mapping[date, str] = field(hash=False)
    extra_working_days: frozenset[date]
    known_years: range

    def __post_init__(self) -> None:
        object.__setattr__(self, "holidays", MappingProxyType(dict(self.holidays)))

    def __reduce__(self) -> tuple[type[Self], tuple[ZoneInfo, dict[date, str], frozenset[date], range]]:
        """Another process can be told the calendar, which pickle could not of a mapping that nobody may change."""
        return type(self), (self.timezone, dict(self.holidays), self.extra_working_days, self.known_years)

    def local(self, at: datetime) -> datetime:
        """The moment on the office's clock. Raises ValueError for a naive datetime."""
        return aware_utc(at).astimezone(self.timezone)

    def local_date(self, at: datetime) -> date:
        """The day on the office's wall calendar at that moment. Raises ValueError for a naive datetime."""
        return self.local(at).date()

    def is_working_day(self, day: date) -> bool:
        """Whether the day counts. Raises CalendarUnknown outside the known years."""
        day = self._day(day)
        if day.year not in self.known_years:
            raise CalendarUnknown(day.year)
        return day in self.extra_working_days or (day.weekday() < SATURDAY and day not in self.holidays)

    def next_working_day(self, day: date) -> date:
        """The first working day strictly after the day. Raises CalendarUnknown beyond the known years."""
        return self._step(day, ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day strictly before the day. Raises CalendarUnknown beyond the known years."""
        return self._step(day, -ONE_DAY)

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after the day, which itself is never counted; for n = 0 the day itself, working or not.

        Raises ValueError for a negative n, CalendarUnknown beyond the known years.
        """
        if n < 0:
            raise ValueError(f"working days are counted forward, got {n}")
        day = self._day(day)
        for _ in range(n):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after start's date, up to and including end's date.

        The same day is 0, and so is an end before the start: a count is never negative. It is the inverse of
        `add_working_days`. Raises CalendarUnknown outside the known years.
        """
        first, last = self._day(start), self._day(end)
        if first >= last:
            return 0
        for day in (first + ONE_DAY, last):
            if day.year not in self.known_years:
                raise CalendarUnknown(day.year)
        worked = self._worked
        return bisect_right(worked, last.toordinal()) - bisect_right(worked, first.toordinal())

    def end_of_day(self, day: date) -> datetime:
        """The last whole second of the local day, 23:59:59, in UTC.

        Not the midnight after it: a deadline shown to people must carry the date it is meant for. A deadline holds
        until its second is over (see `deadlines.is_overdue`).
        """
        return self.at(day, LAST_SECOND)

    def at(self, day: date, local_time: time) -> datetime:
        """The moment, in UTC, at which the office's clock shows that time on that day."""
        return datetime.combine(self._day(day), local_time, self.timezone).astimezone(UTC)

    @cached_property
    def _worked(self) -> Sequence[int]:
        """Every working day of the known years, as an ordinal: for a card of a year ago each of its days was asked."""
        days = [day for year in self.known_years for day in _days_of(year)]
        return [day.toordinal() for day in days if self.is_working_day(day)]

    def _day(self, day: date) -> date:
        return self.local_date(day) if isinstance(day, datetime) else day

    def _step(self, day: date, step: timedelta) -> date:
        day = self._day(day) + step
        while not self.is_working_day(day):
            day += step
        return day


def _days_of(year: int) -> list[date]:
    first, after = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1
    return [date.fromordinal(number) for number in range(first, after)]
