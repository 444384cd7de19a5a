"""Keeps SQLite's log of changes short, beside those who write: no answer waits for it."""

from typing import Final

import structlog

from bot.loops import Loop
from storage.database import Database
from storage.errors import StorageError

log = structlog.get_logger()

EVERY_SECONDS: Final = 0.25
"""Some five hundred pages at the pace of a whole channel."""
REST_SECONDS: Final = 10.0
"""After trouble, of a full disk for example. Those who write are told of it themselves, and the log grows meanwhile."""


class Checkpointer(Loop):
    """Writes the log into the database, again and again; where there is nothing new, that is one look."""

    name = "checkpoints"

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database

    async def step(self) -> None:
        try:
            await self._database.checkpoint()
        except StorageError as error:
            log.warning("the log of changes was not written into the database", why=str(error))
            await self.stopped_within(REST_SECONDS)
            return
        await self.stopped_within(EVERY_SECONDS)
