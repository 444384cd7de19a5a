"""SQLite without a thread between: the standard library's driver, dressed as the asynchronous one that SQLAlchemy
knows.

aiosqlite hands every call to a thread and waits for it, three times per statement, and these hand-overs cost many
times what the statements do (measured: 18 per update, two thirds of the time). Statements of this program take
microseconds, so they run where they are. What may wait for another process or for the disk runs in a thread: BEGIN,
COMMIT and pragmas.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from typing import Any, Self

_MAY_WAIT = ("BEGIN", "PRAGMA")


async def connect(database: str, **options: Any) -> "Connection":
    """Open a file; SQLAlchemy's `async_creator_fn`."""

    def opened() -> sqlite3.Connection:
        # One task at a time uses it, in whatever thread.
        connection: sqlite3.Connection = sqlite3.connect(database, **options | {"check_same_thread": False})
        return connection

    return Connection(await asyncio.to_thread(opened))


class Cursor:
    """A cursor of `sqlite3` whose methods are awaited."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._cursor.close()

    @property
    def description(self) -> Any:
        """The columns of the result, if there is one."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The id of the row inserted last."""
        return self._cursor.lastrowid

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        """Run a statement."""
        if sql.startswith(_MAY_WAIT):
            await asyncio.to_thread(self._cursor.execute, sql, parameters)
        else:
            self._cursor.execute(sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Sequence[Any]) -> Self:
        """Run a statement for many."""
        self._cursor.executemany(sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        """The rest of the result."""
        return self._cursor.fetchall()

    async def close(self) -> None:
        """Forget the result."""
        self._cursor.close()


class Connection:
    """A connection of `sqlite3` whose methods are awaited. By `_connection` SQLAlchemy sees whether it is open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection: sqlite3.Connection | None = connection

    @property
    def isolation_level(self) -> str | None:
        """None: transactions begin and end by our own words only."""
        return self._open.isolation_level

    def cursor(self) -> Cursor:
        """A new cursor."""
        return Cursor(self._open.cursor())

    async def create_function(self, *words: Any, **options: Any) -> None:
        """Teach SQLite a function."""
        self._open.create_function(*words, **options)

    async def commit(self) -> None:
        """Write to the disk, and wait for it."""
        await asyncio.to_thread(self._open.commit)

    async def rollback(self) -> None:
        """Undo the transaction, if there is one."""
        self._open.rollback()

    async def close(self) -> None:
        """Close the file; a second time does nothing."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await asyncio.to_thread(connection.close)

    def stop(self) -> None:
        """Close the file at once."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise sqlite3.OperationalError("connection closed")
        return self._connection
