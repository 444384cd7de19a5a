"""How dates, times and numbers are written: "Senin, 23 November 2026", "09.30 WITA", "1.234" in Indonesian.

Pure functions; the renderer gives them the time zone and the locale of the reader's language.
"""

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from messages.lengths import head, units

_ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
REMEMBERED = 2048
"""Days and minutes that are not written anew: cards name the same few over and over."""
EXCERPT = 120
"""Length of a quoted text before it is cut."""


def zone_name(zone: ZoneInfo) -> str:
    """What people call the zone; its key where Indonesians have no name for it."""
    return _ZONE_NAMES.get(zone.key, zone.key)


def local_day(value: date | datetime, zone: ZoneInfo) -> date:
    """The calendar day of a moment in that zone; a plain date is one already."""
    return value.astimezone(zone).date() if isinstance(value, datetime) else value


def long_date(value: date | datetime, zone: ZoneInfo, locale: str) -> str:
    """Senin, 23 November 2026."""
    return _written(local_day(value, zone), "EEEE, d MMMM y", locale)


def short_date(value: date | datetime, zone: ZoneInfo, locale: str) -> str:
    """23 Nov 2026."""
    return _written(local_day(value, zone), "d MMM y", locale)


def month(value: date | datetime, zone: ZoneInfo, locale: str) -> str:
    """November 2026."""
    return _written(local_day(value, zone), "MMMM y", locale)


def clock_time(value: datetime, zone: ZoneInfo, locale: str) -> str:
    """09.30 WITA; 09:30 WITA in English."""
    local = value.astimezone(zone)
    return f"{_clock(time(local.hour, local.minute), locale)} {zone_name(zone)}"


@lru_cache(maxsize=REMEMBERED)
def _written(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=REMEMBERED)
def _clock(at: time, locale: str) -> str:
    return format_time(at, "short", locale=locale)


def number(value: float, locale: str) -> str:
    """1.234 and 2,01."""
    return format_decimal(value, locale=locale)


def decimal(value: float, places: int, locale: str) -> str:
    """2,01: always so many places, as scores are compared."""
    return format_decimal(value, format=f"#,##0.{'0' * places}", locale=locale)


def percent(part: float, locale: str) -> str:
    """A part of 1 as 97,35 %."""
    return f"{decimal(part * 100, 2, locale)} %"


def excerpt(text: str, length: int = EXCERPT) -> str:
    """The beginning of a text on one line, cut between words and marked so."""
    return beginning(" ".join(text.split()), length)


def beginning(text: str, length: int) -> str:
    """The beginning of a text, cut between words and marked so. Its length is counted as Telegram does."""
    return text if units(text) <= length else f"{head(text, length - 1)}…"
