"""Rows into an empty database as fast as it takes them: sqlite3 without its journal's care, or PostgreSQL's COPY.

Indices and foreign keys are taken away before and made anew behind, so that they are built sorted. For databases that
may be thrown away: when it is interrupted, what is there is of no use.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import URL, Dialect
from sqlalchemy.schema import CreateIndex, DropIndex

from storage.dialects import url_of
from storage.tables import metadata

AT_ONCE = 20_000
"""Rows that are gathered before they are written."""

Row = Mapping[str, Any]

_INDICES = [index for table in metadata.sorted_tables for index in sorted(table.indexes, key=lambda one: str(one.name))]
_KEYS = """
SELECT conrelid::regclass::text AS "table", conname AS name, pg_get_constraintdef(oid) AS meaning
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2
"""
_PARTS = "CREATE TEMPORARY TABLE {} ({} BIGINT NOT NULL, part BIGINT NOT NULL)"
_WORDS = """
INSERT INTO ticket_words (word, ticket_id)
SELECT DISTINCT words.word, parts.ticket_id FROM parts_of_ticket AS parts
JOIN words_of_part AS words ON words.part = parts.part ORDER BY words.word, parts.ticket_id
"""


class Bulk(ABC):
    """An open database to be filled: `add` row by row, then `finish`."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._gathered: dict[sa.Table, list[list[Any]]] = {}
        self._shapes = {table: _shape(table, dialect) for table in metadata.sorted_tables}
        self._parts: dict[str, list[tuple[int, int]]] = {"words_of_part": [], "parts_of_ticket": []}
        self.counts: dict[str, int] = dict.fromkeys(metadata.tables, 0)

    async def add(self, table: sa.Table, row: Row) -> None:
        """A row, its values as Python has them; what is not named is empty."""
        await self.put(table, self.values(table, row))

    def values(self, table: sa.Table, row: Row) -> list[Any]:
        """The row as the driver takes it, for `put`."""
        get = row.get
        return [get(name) if into is None else into(get(name)) for name, into in self._shapes[table]]

    async def put(self, table: sa.Table, values: list[Any]) -> None:
        """A row as `values` made it."""
        rows = self._gathered.setdefault(table, [])
        rows.append(values)
        if len(rows) >= AT_ONCE:
            await self._put(table)

    @staticmethod
    def places(table: sa.Table, *names: str) -> list[int]:
        """Where columns stand in what `values` makes."""
        columns = list(table.c.keys())
        return [columns.index(name) for name in names]

    @abstractmethod
    def moment(self, at: datetime) -> Any:
        """A time in UTC as the driver takes it."""

    async def add_part(self, part: int, words: Iterable[int]) -> None:
        """A part of texts, numbered, and the keys of its words."""
        self._parts["words_of_part"] += [(word, part) for word in words]

    async def has_parts(self, ticket_id: int, parts: Iterable[int]) -> None:
        """Which parts a ticket's texts are made of."""
        rows = self._parts["parts_of_ticket"]
        rows += [(ticket_id, part) for part in parts]
        if len(rows) >= AT_ONCE:
            await self._put_parts("parts_of_ticket")

    async def finish(self) -> None:
        """Write what is left, index the words, make indices and foreign keys."""
        for table in list(self._gathered):
            await self._put(table)
        for name in self._parts:
            await self._put_parts(name)
        await self._run(_WORDS)
        for index in _INDICES:
            await self._run(self._ddl(CreateIndex(index)))
        await self._finish()

    async def begin(self) -> None:
        """Take indices away."""
        for index in _INDICES:
            await self._run(self._ddl(DropIndex(index)))
        await self._run(_PARTS.format("words_of_part", "word"))
        await self._run(_PARTS.format("parts_of_ticket", "ticket_id"))

    async def _put(self, table: sa.Table) -> None:
        rows = self._gathered.pop(table)
        await self._write(table.name, [name for name, _ in self._shapes[table]], rows)
        self.counts[table.name] += len(rows)

    async def _put_parts(self, name: str) -> None:
        rows = self._parts[name]
        await self._write(name, ["word" if name == "words_of_part" else "ticket_id", "part"], rows)
        rows.clear()

    def _ddl(self, element: Any) -> str:
        return str(element.compile(dialect=self._dialect))

    @abstractmethod
    async def _run(self, statement: str) -> None: ...

    @abstractmethod
    async def _write(self, table: str, columns: list[str], rows: list[list[Any]] | list[tuple[int, int]]) -> None: ...

    @abstractmethod
    async def _finish(self) -> None: ...

    @abstractmethod
    async def close(self) -> None: ...


class _SqliteBulk(Bulk):
    def __init__(self, url: URL) -> None:
        super().__init__(sa.create_engine("sqlite://").dialect)
        self._raw = sqlite3.connect(str(url.database), isolation_level=None)
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-400000", "temp_store=FILE"):
            self._raw.execute(f"PRAGMA {pragma}")

    def moment(self, at: datetime) -> str:
        return at.isoformat(" ", "microseconds")[:26]

    async def _run(self, statement: str) -> None:
        self._raw.execute(statement)

    async def _write(self, table: str, columns: list[str], rows: list[list[Any]] | list[tuple[int, int]]) -> None:
        marks = ", ".join("?" * len(columns))
        self._raw.execute("BEGIN")
        self._raw.executemany(f"INSERT INTO {table} ({', '.join(map(_quoted, columns))}) VALUES ({marks})", rows)
        self._raw.execute("COMMIT")

    async def _finish(self) -> None:
        self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        self._raw.close()


class _PostgresBulk(Bulk):
    def __init__(self, connection: asyncpg.Connection) -> None:
        super().__init__(postgresql.asyncpg.dialect())  # type: ignore[no-untyped-call]
        self._raw = connection
        self._keys: list[Any] = []

    async def begin(self) -> None:
        self._keys = await self._raw.fetch(_KEYS)
        for key in self._keys:
            await self._run(f"ALTER TABLE {key['table']} DROP CONSTRAINT {key['name']}")
        await super().begin()

    def moment(self, at: datetime) -> datetime:
        return at

    async def _run(self, statement: str) -> None:
        await self._raw.execute(statement)

    async def _write(self, table: str, columns: list[str], rows: list[list[Any]] | list[tuple[int, int]]) -> None:
        await self._raw.copy_records_to_table(table, records=rows, columns=columns)

    async def _finish(self) -> None:
        for key in self._keys:
            await self._run(f"ALTER TABLE {key['table']} ADD CONSTRAINT {key['name']} {key['meaning']}")
        for table in metadata.sorted_tables:
            if "id" in table.c and self.counts[table.name]:
                last = f"(SELECT max(id) FROM {table.name})"
                await self._run(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last})")
        await self._run("VACUUM ANALYZE")

    async def close(self) -> None:
        await self._raw.close()


async def bulk(url: str) -> Bulk:
    """Open a migrated, empty database for filling."""
    target = url_of(url)
    if target.get_backend_name() == "sqlite":
        return _SqliteBulk(target)
    return _PostgresBulk(await asyncpg.connect(target.set(drivername="postgresql").render_as_string(False)))


def _shape(table: sa.Table, dialect: Dialect) -> list[tuple[str, Callable[[Any], Any] | None]]:
    """The columns, each with what makes of a value what the driver takes."""
    return [
        (
            column.name,
            None
            if isinstance(column.type, sa.LargeBinary)
            else column.type.dialect_impl(dialect).bind_processor(dialect),
        )
        for column in table.c
    ]


def _quoted(name: str) -> str:
    return f'"{name}"'
