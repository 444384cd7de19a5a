"""`python -m bot recap`: the recap of a month as files, without a channel: text, sheets and pictures."""

import asyncio
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from html import unescape
from pathlib import Path
from random import SystemRandom
from typing import Final

from bot.census import Census
from bot.clock import SystemClock
from bot.easel import Easel
from bot.geocoding import Geocoder
from bot.keys import sealer_of
from bot.loops import Fatal
from bot.office import open_office, scene_of
from bot.settings import Settings
from handlers import recap
from handlers.counting import count, survey_of
from handlers.desk import Office
from handlers.recap_orders import PICTURES
from storage.database import Database
from storage.errors import StorageError
from tickets.calendar import CalendarUnknown
from tickets.recap import Period, Recap, period_of
from tickets.sp4n import month

Say = Callable[[str], None]
_TAG: Final = re.compile(r"<[^>]+>")


async def export(settings: Settings, named: str, agency: str, known: str, folder: Path, say: Say) -> None:
    """Write the recap of a month into a folder. `known`: a day; what happened after it is not counted. Raises Fatal."""
    clock = SystemClock()
    office = open_office(settings, clock, SystemRandom(), Geocoder())
    period = _period(named, known, clock.now(), office)
    code = _code(agency, office) if agency else None
    easel = Easel()
    easel.get_ready()
    try:
        found = await _counted(period, code, settings, office)
        drawn = await asyncio.to_thread(easel.paint, scene_of(found, office, PICTURES, sheets=True))
    except CalendarUnknown as error:
        raise Fatal(f"{named} is too long ago: {error}.") from None
    finally:
        easel.put_away()
    await asyncio.to_thread(_write, folder, (("rekap.txt", _text(found, office)), *drawn))
    known_at = office.calendar.local(period.cutoff)
    say(f"{found.whole.received} tickets of {period.since:%Y-%m}, as of {known_at:%Y-%m-%d %H:%M}, are in {folder}.")


async def _counted(period: Period, code: str | None, settings: Settings, office: Office) -> Recap:
    census = Census()
    try:
        database = await Database.open(settings.database, sealer_of(settings), read_only=True)
    except (StorageError, OSError, ValueError) as error:
        raise Fatal(f"The database cannot be opened: {error}") from None
    try:
        async with database.transaction() as unit:
            return (await count(survey_of(period, office, code), unit, census)).found
    finally:
        census.put_away()
        await database.close()


def _text(found: Recap, office: Office) -> bytes:
    html = office.words.render(recap.summary(found, office))
    return (unescape(_TAG.sub("", html)) + "\n").encode()


def _period(named: str, known: str, now: datetime, office: Office) -> Period:
    days = month(named, office.calendar.local_date(now))
    if days is None:
        raise Fatal(f"{named!r} is no month. Write it like 2026-10.")
    if not known:
        return period_of(days, office.calendar, now, None)
    try:
        end = office.calendar.end_of_day(datetime.strptime(known, "%Y-%m-%d").date())  # noqa: DTZ007 - a local day
    except ValueError:
        raise Fatal(f"{known!r} is no day. Write it like 2026-11-10.") from None
    return period_of(days, office.calendar, now, end)


def _code(agency: str, office: Office) -> str:
    found = office.catalogue.find_agency(agency)
    if len(found) != 1:
        raise Fatal(f"{agency!r} is not one agency of the catalogue.")
    return found[0].code


def _write(folder: Path, written: Iterable[tuple[str, bytes]]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in written:
            (folder / name).write_bytes(data)
    except OSError as error:
        raise Fatal(f"{folder} cannot be written: {error.strerror}.") from None
