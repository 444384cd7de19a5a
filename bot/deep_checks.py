"""`python -m bot check --deep`: the whole database is looked through. Beside the running bot, in small transactions."""

from collections.abc import AsyncIterator
from typing import Final

from bot.checks import Finding
from bot.keys import sealer_of
from bot.settings import Settings, SettingsError, key_file
from bot.verifying import verify_database
from storage.database import Database
from storage.errors import StorageError
from storage.sealing import Sealer
from storage.soundness import unopened, unsound
from tickets.replaying import contradiction

BATCH: Final = 100
"""Tickets of one transaction: on SQLite the bot waits meanwhile."""
SHOWN: Final = 20
"""Tickets that are named; the others are counted."""


async def deep_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Whether what is stored is whole and fits together. Nothing where there is no database that can be used."""
    if settings.secret_key is None and not key_file(settings).exists():
        return
    try:
        sealer = sealer_of(settings)
        database = await Database.open(settings.database, sealer)
    except (StorageError, SettingsError, OSError, ValueError):
        return  # what is wrong, the usual findings say
    try:
        async for finding in _looked_through(settings.database, database, sealer):
            yield finding
    except StorageError as error:
        yield Finding(f"Database: it cannot be read to its end ({error}). Restore the last backup.", is_well=False)
    finally:
        await database.close()


async def _looked_through(url: str, database: Database, sealer: Sealer) -> AsyncIterator[Finding]:
    damages = await unsound(url)
    for damage in damages[:SHOWN]:
        yield Finding(f"Pages: {damage}. Restore the last backup, and look after the disk.", is_well=False)
    if not damages:
        yield Finding("Pages: every row can be read, and what it refers to is there.")
    count, broken = await unopened(url, sealer)
    for column in broken:
        yield Finding(f"Seals: {column}. They were changed, or sealed with another key.", is_well=False)
    if not broken:
        yield Finding(f"Seals: a sample of {count} values opens.")
    async for finding in _states(database):
        yield finding
    said: list[str] = []
    is_well = await verify_database(database, said.append)
    for line in said:
        yield Finding(f"History: {line[5:]}", is_well=is_well or not line.startswith("MEND"))


async def _states(database: Database) -> AsyncIterator[Finding]:
    """Whether the facts explain where each ticket stands."""
    tickets = wrong = last = 0
    while True:
        async with database.transaction() as unit:
            batch = await unit.tickets.after(last, BATCH)
            found = [(ticket, contradiction(ticket, await unit.tickets.history(ticket.id))) for ticket in batch]
        if not batch:
            break
        last, tickets = batch[-1].id, tickets + len(batch)
        for ticket, why in found:
            if why is None:
                continue
            wrong += 1
            if wrong <= SHOWN:
                yield Finding(f"Tickets: {ticket.number}: {why}. Report it, with this line.", is_well=False)
    if wrong:
        yield Finding(f"Tickets: {wrong} of {tickets} are not where their histories say.", is_well=False)
    else:
        yield Finding(f"Tickets: {tickets}, each where its history says.")
