"""Is the database itself sound: its pages and indices, what refers to what, what is sealed? For `check --deep`."""

import asyncio
import sqlite3
from collections.abc import Iterable
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.backups import opened_file
from storage.dialects import translated, url_of
from storage.engine import make_engine
from storage.errors import BrokenSeal, StorageError
from storage.sealing import Sealer
from storage.tables import metadata

SAMPLE: Final = 500
"""Rows of each sealed column that are opened: half the newest, half the oldest."""

_SEALED: Final = [
    (table, column) for table in metadata.sorted_tables for column in table.c if isinstance(column.type, sa.LargeBinary)
]
_HAS_AMCHECK: Final = sa.text("SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'")
_CHECK_INDEX: Final = "SELECT bt_index_check(to_regclass('{}'))"


async def unsound(url: str) -> list[str]:
    """What is damaged, in sentences; nothing when the database is sound.

    Reads every row. On PostgreSQL also every index, where the extension amcheck is installed.
    """
    target = url_of(url)
    if target.get_backend_name() == "sqlite":
        return await asyncio.to_thread(_unsound_file, str(target.database))
    engine = make_engine(url, "lapor-check")
    try:
        async with engine.connect() as connection:
            return await _unsound_server(connection)
    except StorageError as error:
        return [str(error)]
    finally:
        await engine.dispose()


async def unopened(url: str, sealer: Sealer) -> tuple[int, list[str]]:
    """How many sealed values of a sample open, and which columns hold some that do not."""
    engine = make_engine(url, "lapor-check")
    count, wrong = 0, []
    try:
        with translated():
            async with engine.connect() as connection:
                for table, column in _SEALED:
                    values = await _sample(connection, table, column)
                    broken = sum(not _opens(value, f"{table.name}.{column.name}", sealer) for value in values)
                    count += len(values)
                    if broken:
                        wrong.append(f"{broken} of {len(values)} values of {table.name}.{column.name} do not open")
    finally:
        await engine.dispose()
    return count, wrong


def _unsound_file(path: str) -> list[str]:
    try:
        with opened_file(path) as connection:
            pages = [said for (said,) in connection.execute("PRAGMA integrity_check") if said != "ok"]
            lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [f"the file is damaged ({error})"]
    return [*pages, *_lost((table, parent) for table, _, parent, _ in lost)]


async def _unsound_server(connection: AsyncConnection) -> list[str]:
    with translated():
        lost = []
        for table in metadata.sorted_tables:
            await connection.execute(sa.select(sa.func.count(sa.func.row(*table.c))).select_from(table))
            for key in table.foreign_keys:
                parent = key.column.table.alias("parent")
                found = parent.c[key.column.name]
                missing = (
                    sa.select(sa.func.count())
                    .select_from(table.outerjoin(parent, key.parent == found))
                    .where(key.parent.is_not(None), found.is_(None))
                )
                lost += [(table.name, key.column.table.name)] * (await connection.execute(missing)).scalar_one()
        if (await connection.execute(_HAS_AMCHECK)).scalar_one():
            for table in metadata.sorted_tables:
                for index in table.indexes:
                    await connection.execute(sa.text(_CHECK_INDEX.format(index.name)))
    return _lost(lost)


def _lost(rows: Iterable[tuple[str, str]]) -> list[str]:
    return [f"a row of {table} refers to a row of {parent} that is not there" for table, parent in sorted(set(rows))]


async def _sample(connection: AsyncConnection, table: sa.Table, column: sa.Column[Any]) -> list[bytes]:
    some = sa.select(column).where(column.is_not(None)).limit(SAMPLE // 2)
    keys = list(table.primary_key.columns)
    values: set[bytes] = set()
    for order in (keys, [key.desc() for key in keys]):
        values.update((await connection.execute(some.order_by(*order))).scalars())
    return list(values)


def _opens(value: bytes, context: str, sealer: Sealer) -> bool:
    try:
        sealer.open(value, context)
    except (BrokenSeal, StorageError):
        return False
    return True
