"""The database as the program holds it: opened once, then one short transaction after another.

SQLite has one writer: transactions of this process queue in the order in which they came (and only then, for a while,
for other processes). No transaction outlives its block, whatever ends the block: an error, a cancelled task, a lost
connection.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Self, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.checkpoints import Checkpoints
from storage.connection import AwaitedConnection
from storage.dialects import translated
from storage.direct import DirectConnection
from storage.engine import BUSY_SECONDS, make_engine
from storage.schema import HEAD, migrate, require_head, schema_version
from storage.sealing import Sealer
from storage.steps import whole
from storage.unit import Unit

__all__ = ["BUSY_SECONDS", "HEAD", "Database", "migrate", "schema_version"]

T = TypeVar("T")


class Database:
    """A migrated database and the keys to it."""

    def __init__(self, engine: AsyncEngine, sealer: Sealer, *, read_only: bool = False) -> None:
        self._engine = engine
        self._read_only = read_only
        self._sealer = sealer
        self._queue = asyncio.Lock()
        self._checkpoints = Checkpoints(engine.url.database or "")
        self._checkpointing = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None
        self._kept: Any = None
        self._direct: tuple[Any, DirectConnection] | None = None
        self._stained = True
        """Something was erased since the last `scrub`, or may have been: by the process before this one."""
        self.asked_for = 0
        """How many transactions were asked for since it was opened, those that wait for their turn among them."""
        self.dialect: str = engine.dialect.name
        """``sqlite`` or ``postgresql``."""

    @classmethod
    async def open(
        cls,
        url: str,
        sealer: Sealer,
        *,
        application_name: str = "lapor",
        busy_seconds: float = BUSY_SECONDS,
        read_only: bool = False,
    ) -> Self:
        """Open ``sqlite:///folder/name.db`` or ``postgresql://…``; an SQLite file's folder is made.

        `read_only`: the database refuses to write, a file must be there, and transactions hold up nobody who writes.

        Raises DatabaseOutdated, DatabaseNewer, WrongSecretKey, or DatabaseUnavailable; ValueError for another kind of
        URL.
        """
        engine = make_engine(url, application_name, busy_seconds, read_only=read_only)
        database = cls(engine, sealer, read_only=read_only)
        try:
            async with database._connection() as connection:
                await require_head(connection)
            async with database.transaction() as unit:
                await unit.notes.check_secret_key(take=not read_only)
                lookup = await unit.notes.lookup_key(take=not read_only)
            database._sealer = sealer.looking_up_by(lookup)
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Close every connection. Transactions must have ended."""
        self._kept = None
        self._checkpoints.close()
        await whole(self._engine.dispose())

    async def require_current(self) -> None:
        """Raise DatabaseUnavailable, DatabaseOutdated or DatabaseNewer unless it can be used by this program now."""
        async with self._turn(), self._connection() as connection:
            await require_head(connection)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Unit]:
        """One transaction: committed when the block ends, undone when it raises or is cancelled.

        Await nothing in it but the unit; on SQLite everybody else waits. A task that is cancelled during the commit
        itself ends cancelled, with the transaction committed whole. Raises DatabaseUnavailable when the same
        transaction may succeed later.
        """
        async with self._turn(), self._connection() as connection:
            unit = Unit(AwaitedConnection(connection), self._sealer)
            yield unit
            await unit.flush()
            with translated():
                await whole(connection.commit())
            self._stained |= unit.erasures.happened

    async def run(self, work: Callable[[Unit], Coroutine[Any, Any, T]]) -> T:
        """One transaction around `work`, as `transaction` would, and on SQLite several times as fast.

        `work` must await nothing but the unit, and touch nothing that the event loop changes meanwhile: on SQLite it
        runs in the connection's thread. Once it has begun there it ends, also when this task is cancelled meanwhile.
        """
        if self.dialect != "sqlite":
            async with self.transaction() as unit:
                return await work(unit)
        async with self._turn():
            driver, self._kept = self._kept or await self._looked_up(), None
            with translated():
                result: T = await whole(driver._execute(self._transact, driver, work))
            self._kept = driver
            return result

    def _transact(self, driver: Any, work: Callable[[Unit], Coroutine[Any, Any, T]]) -> T:
        """In the connection's thread."""
        if self._direct is None or self._direct[0] is not driver:
            self._direct = (driver, DirectConnection(driver._conn, read_only=self._read_only))
        connection = self._direct[1]

        async def whole_work() -> T:
            unit = Unit(connection, self._sealer)
            result = await work(unit)
            await unit.flush()
            self._stained |= unit.erasures.happened
            return result

        return connection.transact(whole_work)

    async def scrub(self) -> None:
        """Let what was erased be in no file any more (SQLite): write the log of changes into the database, empty it.

        Does nothing where nothing was erased. Where somebody reads meanwhile, the next call does it.
        """
        if not self._stained or self.dialect != "sqlite":
            return
        async with self._checkpointing, self._turn():
            driver = await self._looked_up()
            with translated():
                self._stained = await whole(_is_busy(driver))

    async def checkpoint(self) -> bool:
        """Write SQLite's log of changes into the database, while others write; whether all of it was. What was not,
        because somebody commits or reads meanwhile, the next call writes.

        Raises DatabaseUnavailable; then the log is as long as it was, and everything is in it.
        """
        if self.dialect != "sqlite" or self._read_only:
            return True
        async with self._checkpointing:
            with translated():
                return await whole(asyncio.to_thread(self._checkpoints.run))

    async def _looked_up(self) -> Any:
        """The connection of aiosqlite, out of its pool of one and back in it, where it was found to be in order.

        It is remembered from one transaction to the next, and looked up anew after every error.
        """
        connection = self._engine.connect()
        try:
            with translated():
                await whole(_opened(connection))
                return (await connection.get_raw_connection()).driver_connection
        finally:
            if connection.sync_connection is not None:
                await whole(connection.close())

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction; what is not committed when it is given back is undone."""
        self._kept = None  # whatever becomes of the connection here, `run` looks it up anew
        connection = self._engine.connect()
        try:
            with translated():
                await whole(_started(connection))
            yield connection
        finally:
            if connection.sync_connection is not None:
                await whole(connection.close())

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait for this process's turn to write (SQLite)."""
        self.asked_for += 1
        if self.dialect != "sqlite":
            yield
            return
        task = asyncio.current_task()
        if self._holder is task:
            raise RuntimeError("a transaction within a transaction would wait for itself for ever")
        async with self._queue:
            self._holder = task
            try:
                yield
            finally:
                self._holder = None


async def _opened(connection: AsyncConnection) -> None:
    await connection.start()


async def _started(connection: AsyncConnection) -> None:
    await connection.start()
    await connection.begin()


async def _is_busy(driver: Any) -> bool:
    cursor = await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    busy, _, _ = await cursor.fetchone()
    await cursor.close()
    return bool(busy)
