"""`python -m bot replay`: what failed, and trying it again after the mistake was mended."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from bot.keys import sealer_of
from bot.loops import Fatal
from bot.settings import Settings
from storage.database import Database
from storage.errors import StorageError

SHOWN: Final = 20
Say = Callable[[str], None]


async def report(settings: Settings, say: Say) -> None:
    """Tell what would be run again."""
    async with opened(settings) as database, database.transaction() as unit:
        failures = await unit.inbox.failures(SHOWN)
        counts = await unit.inbox.counts(), await unit.outbox.counts()
    for failure in failures:
        say(f"update {failure.key} of {failure.failed_at:%Y-%m-%d %H:%M} UTC\n{failure.error}\n")
    say(f"{counts[0]['failed']} failed updates, {counts[1]['rejected']} rejected messages.")


async def run_again(settings: Settings, say: Say) -> None:
    """Put everything that failed back in line; a running bot takes it up within a second."""
    async with opened(settings) as database, database.transaction() as unit:
        updates, messages = await unit.inbox.replay(), await unit.outbox.replay()
    say(f"{updates} updates and {messages} messages stand in line again.")


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database of this installation. Raises Fatal when it cannot be opened."""
    try:
        database = await Database.open(settings.database, sealer_of(settings))
    except (StorageError, OSError, ValueError) as error:
        raise Fatal(f"The database cannot be opened: {error}") from None
    try:
        yield database
    finally:
        await database.close()
