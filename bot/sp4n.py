"""`python -m bot sp4n`: the export as a file, and reading a status file, first as a trial."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from random import SystemRandom
from typing import Final

from bot.clock import SystemClock
from bot.geocoding import Geocoder
from bot.keys import sealer_of
from bot.loops import Fatal
from bot.office import open_office
from bot.settings import Settings
from bot.workbooks import Unreadable, is_workbook, rows_of
from handlers import sp4n, sp4n_file
from handlers.desk import Desk
from handlers.sp4n_file import Effect
from messages import sheets
from storage.database import Database
from storage.errors import StorageError
from storage.values import ALL
from tickets.sp4n import COLUMNS, Line, Malformed, Outcome, csv_of, month, read_file, read_rows

BIGGEST: Final = 20 * 1024 * 1024
"""Bytes of a status file."""
Say = Callable[[str], None]


def read(file: Path) -> bytes:
    """A status file's bytes. Raises Fatal."""
    try:
        if file.stat().st_size > BIGGEST:
            raise Fatal(f"{file} is bigger than {BIGGEST // 1024 // 1024} MB.")
        return file.read_bytes()
    except OSError as error:
        raise Fatal(f"{file} cannot be read: {error.strerror}.") from None


def write(file: Path, data: bytes) -> None:
    """Raises Fatal."""
    try:
        file.write_bytes(data)
    except OSError as error:
        raise Fatal(f"{file} cannot be written: {error.strerror}.") from None


async def export(settings: Settings, period: str, agency: str, file: Path, say: Say) -> None:
    """Write what was filed in a month; the file's ending chooses CSV or XLSX. Raises Fatal."""
    if file.suffix.lower() not in {".csv", ".xlsx"}:
        raise Fatal(f"{file} must end in .csv or .xlsx.")
    async with _desk(settings) as desk:
        days = month(period, desk.today)
        if days is None:
            raise Fatal(f"{period!r} is no month. Write it like 2026-10.")
        found = desk.office.catalogue.find_agency(agency) if agency else ()
        if agency and len(found) != 1:
            raise Fatal(f"{agency!r} is not one agency of the catalogue.")
        rows = await sp4n.exported(*days, found[0].code if found else ALL, desk)
    data = csv_of(rows) if file.suffix.lower() == ".csv" else sheets.xlsx_of("aduan", COLUMNS, rows)
    await asyncio.to_thread(write, file, data)
    say(f"{len(rows)} tickets of {days[0]:%Y-%m} in {file}.")


async def read_status(settings: Settings, file: Path, say: Say, *, apply: bool) -> bool:
    """Say what a status file changes, and change it with `apply`. Whether every line was understood and known."""
    data = await asyncio.to_thread(read, file)
    lines, malformed = _lines(file, data)
    for each in malformed:
        say(f"line {each.at}: {each.why}")
    async with _desk(settings) as desk:
        effects = await sp4n_file.imported(lines, desk, apply=apply)
    for effect in effects:
        if effect.outcome is not Outcome.SAME:
            say(_sentence(effect))
    counts = Counter(effect.outcome for effect in effects)
    done = "changed" if apply else "would change"
    say(
        f"{counts[Outcome.NUMBERED]} numbers and {counts[Outcome.STATUS]} statuses {done}, "
        f"{counts[Outcome.SAME]} lines change nothing, {counts[Outcome.UNKNOWN]} unknown, "
        f"{counts[Outcome.CONFLICT]} in conflict, {len(malformed)} malformed."
    )
    if not apply and counts[Outcome.NUMBERED] + counts[Outcome.STATUS]:
        say("Nothing was stored. Run it again with --apply.")
    return not (malformed or counts[Outcome.UNKNOWN] or counts[Outcome.CONFLICT])


def _lines(file: Path, data: bytes) -> tuple[tuple[Line, ...], tuple[Malformed, ...]]:
    if not is_workbook(data):
        return read_file(data)
    try:
        return read_rows(rows_of(data))
    except Unreadable as error:
        raise Fatal(f"{file} cannot be read: {error}.") from None


def _sentence(effect: Effect) -> str:
    line = effect.line
    match effect.outcome:
        case Outcome.UNKNOWN:
            return f"line {line.at}: there is no ticket {line.ticket or f'with the SP4N number {line.number}'}"
        case Outcome.CONFLICT:
            return (
                f"line {line.at}: {effect.ticket} has the number {effect.before or '–'}, or {line.number} is another's"
            )
        case Outcome.NUMBERED:
            return f"line {line.at}: {effect.ticket} gets the number {effect.after}"
    return f"line {line.at}: {effect.ticket} from {effect.before or '–'} to {effect.after}"


@asynccontextmanager
async def _desk(settings: Settings) -> AsyncIterator[Desk]:
    """One transaction, with the office around it."""
    clock = SystemClock()
    office = open_office(settings, clock, SystemRandom(), Geocoder())
    try:
        database = await Database.open(settings.database, sealer_of(settings))
    except (StorageError, OSError, ValueError) as error:
        raise Fatal(f"The database cannot be opened: {error}") from None
    try:
        async with database.transaction() as unit:
            yield Desk(unit=unit, office=office, now=clock.now())
    finally:
        await database.close()
