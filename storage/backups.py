"""Backups: everything in one SQLite file, whichever database it came from, and the way back into either.

A backup of PostgreSQL is therefore checked, opened and looked at as that of a file is, needs no server and no pg_dump
of the right version, and is the way from one kind of database to the other. What is sealed stays sealed in it.
"""

import asyncio
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import lock_for_migration, translated, url_of
from storage.engine import make_engine
from storage.errors import BackupUnfit, DatabaseTaken
from storage.schema import migrate, refuse_newer, require_head, upgrade, version_of
from storage.tables import metadata

BATCH: Final = 1000
"""Rows that are carried at once between the two kinds of database."""

APPLICATION: Final = "lapor-backup"
RUNNING: Final = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lapor'"
)
SEQUENCES: Final = [
    table.name
    for table in metadata.sorted_tables
    if "id" in table.c and table.dialect_options["sqlite"]["autoincrement"]
]
"""Tables whose ids are never given twice, not even after a row was deleted."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What lies in a backup: its schema, and how many rows each table has."""

    schema: str
    rows: Mapping[str, int]

    @property
    def total(self) -> int:
        """Rows of all tables."""
        return sum(self.rows.values())


async def copy_out(url: str, target: Path) -> Contents:
    """Copy the database, as it is at one moment, into a new SQLite file, and verify that. Nobody who writes waits.

    `target` must not be there, or be empty. Raises DatabaseNewer, DatabaseOutdated (PostgreSQL: the program of its own
    schema must back it up), DatabaseUnavailable, BackupUnfit.
    """
    source = url_of(url)
    with translated():
        if source.get_backend_name() == "sqlite":
            counted = await asyncio.to_thread(_copy_file, source, target)
        else:
            counted = await _copy_server(url, target)
        found = await asyncio.to_thread(inspect, target)
    if found.rows != counted:
        raise BackupUnfit("the copy does not have the rows of the database")
    return found


def inspect(path: Path) -> Contents:
    """Read a whole backup: pages, indices, foreign keys, schema, rows. Raises BackupUnfit or DatabaseNewer."""
    try:
        with opened_file(path) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                raise BackupUnfit(f"{path.name} is damaged: {found.partition(chr(10))[0]}")
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupUnfit(f"{path.name} has rows that refer to rows which are not there")
            return Contents(_schema_of(connection), _counted(connection))
    except sqlite3.DatabaseError as error:
        raise BackupUnfit(f"{path.name} is not a backup of this program, or damaged ({error})") from None


async def copy_in(backup: Path, url: str, *, replace: bool) -> None:
    """Put the rows of a backup, which must have this program's schema, into PostgreSQL, in one transaction.

    Raises BackupUnfit when something is there already, unless it is to be replaced; DatabaseTaken while the bot runs.
    """
    engine = make_engine(url, APPLICATION)
    try:
        with translated():
            async with engine.begin() as connection:
                await lock_for_migration(connection)
                if (await connection.execute(RUNNING)).scalar_one():
                    raise DatabaseTaken("the bot runs on this database; stop it first")
                await connection.run_sync(_clear, replace)
                await connection.run_sync(upgrade)
                await _fill(connection, backup)
    finally:
        await engine.dispose()


# --- SQLite -----------------------------------------


def _copy_file(source: URL, target: Path) -> dict[str, int]:
    """The reading transaction counts and copies one and the same state; in WAL mode writers do not wait for it."""
    with opened_file(Path(str(source.database))) as old, closing(sqlite3.connect(target, isolation_level=None)) as new:
        old.execute("BEGIN")
        _schema_of(old)
        counted = _counted(old)
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
    return counted


@contextmanager
def opened_file(file: Path | str) -> Iterator[sqlite3.Connection]:
    """A database file. Raises BackupUnfit when it is not there."""
    path = Path(file)
    if not path.exists():
        raise BackupUnfit(f"{path} is not there")
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=30)) as connection:
        yield connection


def _schema_of(connection: sqlite3.Connection) -> str:
    """Raises DatabaseNewer, or BackupUnfit when there is none."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        raise BackupUnfit("there is no database of this program in the file")
    version = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    refuse_newer(version)
    return version


def _counted(connection: sqlite3.Connection) -> dict[str, int]:
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names of our own
        for table in metadata.tables
        if table in there
    }


# --- PostgreSQL -------------------------------------


async def _copy_server(url: str, target: Path) -> dict[str, int]:
    engine = make_engine(url, APPLICATION)
    try:
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="REPEATABLE READ")
            await require_head(connection)
            counted = {
                name: (await connection.execute(sa.select(sa.func.count()).select_from(table))).scalar_one()
                for name, table in metadata.tables.items()
            }
            await asyncio.to_thread(migrate, f"sqlite:///{target}")
            await _carry_out(connection, target)
    finally:
        await engine.dispose()
    return counted


async def _carry_out(connection: AsyncConnection, target: Path) -> None:
    with _file_engine(target) as file, file.begin() as new:
        for table in metadata.sorted_tables:
            rows = await connection.stream(sa.select(table))
            async for part in rows.mappings().partitions(BATCH):
                new.execute(sa.insert(table), [dict(row) for row in part])
        new.exec_driver_sql("DELETE FROM sqlite_sequence")
        for name in SEQUENCES:
            sequence = sa.text(f"SELECT last_value, is_called FROM {name}_id_seq")  # noqa: S608 - names of our own
            last, is_called = (await connection.execute(sequence)).one()
            if is_called:
                new.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, last))
    with opened_file(target) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")


def _clear(connection: Connection, replace: bool) -> None:
    version = version_of(connection)
    if version is None:
        return
    if not replace:
        raise BackupUnfit("the database is not empty; --force replaces everything in it")
    refuse_newer(version)
    metadata.drop_all(connection)
    connection.exec_driver_sql("DROP TABLE alembic_version")


async def _fill(connection: AsyncConnection, backup: Path) -> None:
    with _file_engine(backup) as file, file.connect() as old:
        for table in metadata.sorted_tables:
            for part in old.execute(sa.select(table)).mappings().partitions(BATCH):
                await connection.execute(sa.insert(table), [dict(row) for row in part])
        given: dict[str, int] = dict(map(tuple, old.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")))
    for table in metadata.sorted_tables:
        if "id" in table.c:
            highest = (await connection.execute(sa.select(sa.func.max(table.c.id)))).scalar_one() or 0
            await count_on(connection, table.name, max(highest, given.get(table.name, 0)))


async def count_on(connection: AsyncConnection, table: str, last: int) -> None:
    """The next id of a table is one more."""
    sequence = sa.func.setval(sa.func.pg_get_serial_sequence(table, "id"), max(last, 1), last > 0)
    await connection.execute(sa.select(sequence))


@contextmanager
def _file_engine(path: Path) -> Iterator[sa.Engine]:
    engine = sa.create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)
    try:
        yield engine
    finally:
        engine.dispose()
