"""Which day somebody means by "kemarin", "2 hari lalu" or "3 mei": answers to "kapan kejadiannya?".

A day is named only where one day is meant: "minggu lalu" may be last Sunday or last week and stays unknown. Never a
day of the future, nor one so long ago that it is probably a slip. Times of day are not kept: complaints need the day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from tickets.words import listed, plain_words

OLDEST_YEARS = 5
"""Events further back than this are not taken as dates."""

MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb pebruari february",
            "maret mar mrt march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu agt agst ags aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nop nopember",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(("senin", "selasa", "rabu rebo", "kamis", "jumat jum", "sabtu saptu", "ahad"))
    for name in names.split()
}
_NUMBERS = {
    name: number
    for number, name in enumerate("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh".split(), start=1)  # noqa: SIM905
}
_AGO = r"(?:yang )?(?:lalu|kemarin|lewat|sebelumnya)"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?\b(?![.:]\d)")
_NAMED = re.compile(rf"\b(\d{{1,2}}) (?:(?:sampai|sd|hingga|dan) )?(?:\d{{1,2}} )?({_MONTH})(?: (\d{{4}}))?\b")
_DAYS_AGO = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_NUMBERS)}) ?hari {_AGO}\b")
_WEEKS_AGO = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)}) ?minggu (?:yang )?lalu\b")
_FOR_DAYS = re.compile(r"\b(?:sudah|sejak|selama) (\d{1,2}|dua|tiga|empat|lima|enam|tujuh) ?hari\b")
_DAY_OF_MONTH = re.compile(r"\b(?:tanggal|tgl) (\d{1,2})\b")
_CLOCK = re.compile(r"\b(?:jam|pukul|pkl)\s*\d{1,2}(?:[.:]\d{2})?\b")
_VAGUE = re.compile(r"\b(?:minggu|bulan|tahun|pekan) (?:yang )?(?:lalu|kemarin|lewat|ini|depan)\b")
_NO_DAY = date.max  # written like a date, but none: no other reader may find half of it
_FUTURE = listed("besok lusa nanti")
_NOW = listed("tadi barusan sekarang")


def occurred_on(text: str, today: date, spellings: Mapping[str, str] | None = None) -> date | None:
    """The one day that the text means, seen from ``today``; none where it means no day, several or a future one."""
    raw = _CLOCK.sub(" ", text.casefold())
    plain = " ".join(plain_words(re.sub(r"(?<=\d)(?=[a-z])", " ", raw), spellings or {}))
    for reader in _READERS:
        day = reader(raw, plain, today)
        if day is not None:
            return day if _is_plausible(day, today) else None
    return None


def _is_plausible(day: date, today: date) -> bool:
    oldest = today.replace(year=today.year - OLDEST_YEARS, day=min(today.day, 28))
    return oldest <= day <= today


def _iso(raw: str, _plain: str, _today: date) -> date | None:
    found = _ISO.search(raw)
    return (_day(int(found[1]), int(found[2]), int(found[3])) or _NO_DAY) if found else None


def _numeric(raw: str, _plain: str, today: date) -> date | None:
    found = _NUMERIC.search(raw)
    if not found:
        return None
    return _with_year(int(found[1]), int(found[2]), found[3], today)


def _named(_raw: str, plain: str, today: date) -> date | None:
    found = _NAMED.search(plain)
    return _with_year(int(found[1]), MONTHS[found[2]], found[3], today) if found else None


def _counted(_raw: str, plain: str, today: date) -> date | None:
    for pattern, days in ((_DAYS_AGO, 1), (_WEEKS_AGO, 7), (_FOR_DAYS, 1)):
        if found := pattern.search(plain):
            return today - timedelta(days=days * _number(found[1]))
    if re.search(r"\bseminggu (?:yang )?lalu\b", plain):
        return today - timedelta(days=7)
    if re.search(r"\bsehari (?:yang )?lalu\b", plain):
        return today - timedelta(days=1)
    return None


def _weekday(_raw: str, plain: str, today: date) -> date | None:
    words = plain.split()
    named = [word for word in words if word in _WEEKDAYS]
    if "hari minggu" in plain:
        named.append("ahad")
    if (
        len(set(named)) != 1
        or ("minggu" in words and "ahad" not in named)
        or _FUTURE.intersection(words)
        or "depan" in words
    ):
        return None
    back = (today.weekday() - _WEEKDAYS[named[0]]) % 7
    is_past = bool({"lalu", "kemarin", "lewat"}.intersection(words))
    return today - timedelta(days=7 if back == 0 and is_past else back)


def _relative(_raw: str, plain: str, today: date) -> date | None:
    """Yesterday and today in words; the earlier one where both are named."""
    if _VAGUE.search(plain):
        return None
    words = frozenset(plain.split())
    if "kemarin" in words and words & {"lusa", "dulu"}:
        return today - timedelta(days=2)
    if _FUTURE & words:
        return None
    if "kemarin" in words or "semalam" in words or "tadi malam" in plain or "malam tadi" in plain:
        return today - timedelta(days=1)
    if _NOW & words or "baru saja" in plain or re.search(r"\b(?:hari|pagi|siang|sore|malam|subuh) ini\b", plain):
        return today
    return None


def _day_of_month(_raw: str, plain: str, today: date) -> date | None:
    found = _DAY_OF_MONTH.search(plain)
    if not found:
        return None
    last_month = today.replace(day=1) - timedelta(days=1)
    this = _day(today.year, today.month, int(found[1]))
    if this is not None and this <= today:
        return this
    return _day(last_month.year, last_month.month, int(found[1]))


_READERS: tuple[Callable[[str, str, date], date | None], ...] = (
    _iso,
    _named,
    _numeric,
    _counted,
    _weekday,
    _day_of_month,
    _relative,
)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]


def _with_year(day: int, month: int, year: str | None, today: date) -> date | None:
    """A date with its year, or the last such day that was not in the future."""
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    this_year = _day(today.year, month, day)
    if this_year is not None and this_year <= today:
        return this_year
    return _day(today.year - 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
