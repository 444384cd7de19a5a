"""From one database to another, of either kind: every row, in one transaction, and compared afterwards.

A row's hash is made of its values as the program sees them, so that both kinds of database give the same; a table's is
the sum of its rows', in whatever order they come.
"""

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.backups import APPLICATION, BATCH, RUNNING, SEQUENCES, count_on
from storage.dialects import lock_for_migration, translated
from storage.engine import make_engine
from storage.errors import CopyUnfit, DatabaseTaken
from storage.schema import refuse_newer, require_head, upgrade, version_of
from storage.tables import metadata

_MODULUS: Final = 1 << 128


@dataclass(slots=True)
class Sum:
    """How many rows a table has, and the sum of their hashes."""

    rows: int = 0
    hashes: int = 0

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Count these rows, too."""
        for row in rows:
            digest = blake2b(json.dumps(dict(row), default=_plain, sort_keys=True).encode(), digest_size=16).digest()
            self.rows += 1
            self.hashes = (self.hashes + int.from_bytes(digest)) % _MODULUS

    @property
    def digest(self) -> str:
        """32 hex digits."""
        return f"{self.hashes:032x}"


async def copy_database(source: str, target: str, *, while_running: bool = False) -> Mapping[str, Sum]:
    """Copy every row, as all stand at one moment, into a database that is empty. What each table has.

    `while_running`: also when the bot works on the source; what happens meanwhile is not in the copy. Raises
    DatabaseTaken, CopyUnfit (the target is not empty, or not like the source afterwards), DatabaseOutdated,
    DatabaseNewer, DatabaseUnavailable. Then nothing was written.
    """
    with translated():
        async with _reading(source) as old, _writing(target) as new:
            await _require_rest(old, while_running=while_running)
            await new.run_sync(_prepare)
            sums = await _carry(old, new)
            await _go_on(new, await _given(old))
            found = await _sums(new)
            wrong = [name for name, each in sums.items() if found[name] != each]
            if wrong:
                raise CopyUnfit(f"the copy is not like the source in {', '.join(wrong)}")
    return sums


@asynccontextmanager
async def _reading(url: str) -> AsyncIterator[AsyncConnection]:
    engine = make_engine(url, APPLICATION, read_only=True)
    try:
        async with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execution_options(isolation_level="REPEATABLE READ")
            await require_head(connection)
            yield connection
    finally:
        await engine.dispose()


@asynccontextmanager
async def _writing(url: str) -> AsyncIterator[AsyncConnection]:
    engine = make_engine(url, APPLICATION)
    try:
        async with engine.begin() as connection:
            await lock_for_migration(connection)
            yield connection
    finally:
        await engine.dispose()


async def _require_rest(old: AsyncConnection, *, while_running: bool) -> None:
    """SQLite's lock is looked at by the caller."""
    if while_running or old.dialect.name == "sqlite":
        return
    if (await old.execute(RUNNING)).scalar_one():
        raise DatabaseTaken("the bot runs on the source; stop it first")


def _prepare(new: sa.Connection) -> None:
    """The tables, with nothing in them."""
    version = version_of(new)
    refuse_newer(version)
    upgrade(new)
    for table in metadata.sorted_tables:
        if new.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise CopyUnfit(f"the target is not empty: {table.name} has rows; name a new database")


async def _carry(old: AsyncConnection, new: AsyncConnection) -> dict[str, Sum]:
    sums = {table.name: Sum() for table in metadata.sorted_tables}
    for table in metadata.sorted_tables:
        async for part in _parts(old, table):
            sums[table.name].add(part)
            await new.execute(sa.insert(table), part)
    return sums


async def _sums(connection: AsyncConnection) -> dict[str, Sum]:
    sums = {table.name: Sum() for table in metadata.sorted_tables}
    for table in metadata.sorted_tables:
        async for part in _parts(connection, table):
            sums[table.name].add(part)
    return sums


async def _parts(connection: AsyncConnection, table: sa.Table) -> AsyncIterator[list[dict[str, Any]]]:
    rows = await connection.stream(sa.select(table))
    async for part in rows.mappings().partitions(BATCH):
        yield [dict(row) for row in part]


async def _given(old: AsyncConnection) -> dict[str, int]:
    """The last id that each table has ever given, where none is to be given twice."""
    if old.dialect.name == "sqlite":
        return dict(map(tuple, await old.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")))
    given = {}
    for name in SEQUENCES:
        sequence = sa.text(f"SELECT last_value, is_called FROM {name}_id_seq")  # noqa: S608 - names of our own
        last, is_called = (await old.execute(sequence)).one()
        if is_called:
            given[name] = int(last)
    return given


async def _go_on(new: AsyncConnection, given: Mapping[str, int]) -> None:
    """Every table goes on counting where it was."""
    if new.dialect.name == "sqlite":
        await new.exec_driver_sql("DELETE FROM sqlite_sequence")
        for name in SEQUENCES:
            if name in given:
                await new.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, given[name]))
        return
    for table in metadata.sorted_tables:
        if "id" in table.c:
            highest = (await new.execute(sa.select(sa.func.max(table.c.id)))).scalar_one() or 0
            await count_on(new, table.name, max(highest, given.get(table.name, 0)))


def _plain(value: Any) -> str:
    """What JSON does not know."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return bytes(value).hex()
