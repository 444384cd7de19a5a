"""SQLite's log of changes (WAL), written into the database beside the one who writes.

By itself SQLite does that within the commit that makes the log too long: with millions of tickets it is hundreds of
pages all over the file, and whoever waits for that commit waits for them. Here a connection of its own does it, while
others commit. What SQLite does by itself is only the bound, for when this does not keep up
(`storage.engine.LONGEST_LOG`).
"""

import sqlite3
from typing import Final

TRIES: Final = 3
"""One that ends while nobody commits lets the log begin anew; each is shorter than the one before."""


class Checkpoints:
    """The connection that writes the log into the database. Not for two threads at once."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None

    def run(self) -> bool:
        """Write what can be written; whether all of it was. Raises errors of the driver; nothing is lost by one.

        A reader of an old state keeps what came after it in the log, until he has read.
        """
        if self._connection is None:
            self._connection = sqlite3.connect(self._file, timeout=0, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA synchronous=FULL")
        for _ in range(TRIES):
            busy, pages, written = self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if busy or written >= pages:
                break
        return not busy and bool(written >= pages)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
