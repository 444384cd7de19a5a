"""`python -m bot recap`: the recap of a month as files, without a channel: text, sheets and pictures."""

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from html import unescape
from pathlib import Path
from random import SystemRandom
from typing import Final

from bot.clock import SystemClock
from bot.easel import Easel, Scene
from bot.geocoding import Geocoder
from bot.heap import nothing_collected
from bot.keys import sealer_of
from bot.loops import Fatal
from bot.office import open_office
from bot.settings import Settings
from handlers import recap
from handlers.desk import Office
from handlers.recap_orders import PICTURES
from messages.books import book_of, csv_of
from messages.recap_tables import tables_of
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
    try:
        with easel.set_up(PICTURES):
            found = await _counted(period, code, settings, office)
    except CalendarUnknown as error:
        raise Fatal(f"{named} is too long ago: {error}.") from None
    written = await asyncio.to_thread(files, found, office, easel)
    easel.put_away()
    await asyncio.to_thread(_write, folder, written)
    known_at = office.calendar.local(period.cutoff)
    say(f"{found.whole.received} tickets of {period.since:%Y-%m}, as of {known_at:%Y-%m-%d %H:%M}, are in {folder}.")


async def _counted(period: Period, code: str | None, settings: Settings, office: Office) -> Recap:
    try:
        database = await Database.open(settings.database, sealer_of(settings), read_only=True)
    except (StorageError, OSError, ValueError) as error:
        raise Fatal(f"The database cannot be opened: {error}") from None
    try:
        with nothing_collected():
            async with database.transaction() as unit:
                return (await recap.gather(period, unit, office, code)).found
    finally:
        await database.close()


def files(
    found: Recap, office: Office, easel: Easel, pictures: frozenset[str] = PICTURES
) -> tuple[tuple[str, bytes], ...]:
    """Everything that a recap is written as, and those pictures: names of files and their bytes."""
    if not pictures:
        return tuple(papers(found, office))
    zone, tiles = office.calendar.timezone, dict(office.catalogue.tiles)
    scene = Scene(found, recap.names(office), zone, office.rules.follow_up, tiles, pictures)
    drawn, written = easel.paint(scene, lambda: tuple(papers(found, office)))
    return (*written, *drawn)


def papers(found: Recap, office: Office) -> Iterator[tuple[str, bytes]]:
    """What is not drawn: the text, the workbook and the CSV files."""
    called = recap.names(office)
    html = office.words.render(recap.summary(found, office))
    yield "rekap.txt", (unescape(_TAG.sub("", html)) + "\n").encode()
    tables = tables_of(found, called, office.words)
    yield "rekap.xlsx", book_of(tables)
    for table in tables:
        yield f"{table.key}.csv", csv_of(table)


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
