"""The simulator's time: runs like a wall clock or stands still, and can be moved forward. Aware UTC datetimes only."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

WITA = ZoneInfo("Asia/Makassar")
OFFICE_OPENS = time(9, 0)


class Clock:
    """Running clocks add an offset to real time; standing clocks change only by `advance` and `set`."""

    def __init__(self, start: datetime | None = None, running: bool = True) -> None:
        self._running = running
        self._stands = _aware(start or datetime.now(UTC))
        self._offset = self._stands - datetime.now(UTC) if start else timedelta()

    @property
    def running(self) -> bool:
        return self._running

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset if self._running else self._stands

    def set(self, moment: datetime) -> datetime:
        self._stands = _aware(moment)
        self._offset = self._stands - datetime.now(UTC)
        return self.now()

    def advance(self, by: timedelta | float) -> datetime:
        """Move forward by a timedelta or by seconds. Time does not run backwards."""
        step = by if isinstance(by, timedelta) else timedelta(seconds=by)
        if step < timedelta():
            raise ValueError("a clock can only be moved forward")
        return self.set(self.now() + step)

    def advance_working_day(self, days: int = 1) -> datetime:
        """Move to 09.00 WITA of the n-th working day after today."""
        day = self.now().astimezone(WITA).date()
        for _ in range(days):
            day += timedelta(days=1)
            while day.weekday() >= 5 or day in _free_days(day.year):
                day += timedelta(days=1)
        return self.set(datetime.combine(day, OFFICE_OPENS, tzinfo=WITA))


@cache
def _free_days(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("ID", years=year, categories=("public", "government"))


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("an aware datetime is needed")
    return moment.astimezone(UTC)
