"""`python -m bot open-data`: a month's counts for everybody as CSV, without small numbers (docs/open-data.md)."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from random import SystemRandom

from bot.census import Census
from bot.clock import SystemClock
from bot.geocoding import Geocoder
from bot.loops import Fatal
from bot.office import open_office
from bot.settings import Settings, secret_key
from handlers import open_data
from handlers.counting import count, survey_of
from storage.database import Database
from storage.errors import StorageError
from storage.sealing import Sealer
from tickets.calendar import CalendarUnknown
from tickets.recap import period_of
from tickets.sp4n import month

Say = Callable[[str], None]


async def export(settings: Settings, named: str, folder: Path, say: Say) -> None:
    """Write the file of a month that has ended: of two that overlap, the difference would tell small numbers.

    Raises Fatal.
    """
    clock = SystemClock()
    office = open_office(settings, clock, SystemRandom(), Geocoder())
    days = month(named, office.calendar.local_date(clock.now()))
    if days is None:
        raise Fatal(f"{named!r} is no month. Write it like 2026-10.")
    period = period_of(days, office.calendar, clock.now(), None)
    if not period.has_ended:
        raise Fatal(f"{named} has not ended: publish it afterwards, once.")
    census = Census()
    try:
        database = await Database.open(settings.database, Sealer(secret_key(settings)), read_only=True)
    except (StorageError, OSError, ValueError) as error:
        raise Fatal(f"The database cannot be opened: {error}") from None
    try:
        async with database.transaction() as unit:
            rows = (await count(survey_of(period, office, for_everybody=True), unit, census)).public
    except CalendarUnknown as error:
        raise Fatal(f"{named} is too long ago: {error}.") from None
    finally:
        census.put_away()
        await database.close()
    path = folder / open_data.name_of(period)
    await asyncio.to_thread(_write, path, open_data.written(rows, period, office))
    say(f"The counts of {period.since:%Y-%m} are in {path}. Numbers below five are left out.")


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise Fatal(f"{path} cannot be written: {error.strerror}.") from None
