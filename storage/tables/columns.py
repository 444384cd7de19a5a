"""The kinds of columns and indices that the tables are made of."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Index, MetaData
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_WRITTEN_LENGTH = len("2026-11-23 08:30:00.000000")
_UNWRITABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


class Instant(TypeDecorator[datetime]):
    """A moment. In and out go aware datetimes, out always in UTC; a naive one is refused with ValueError."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """For SQLite what the two steps of SQLAlchemy write, in one: there are some ten of these to an update."""
        return _written if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], datetime | None] | None:
        """The same on the way out, where there are twenty."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC for the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives naive times, PostgreSQL those of its own zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _written(value: datetime | None) -> str | None:
    """A moment as SQLite keeps it: text of one length, in UTC, so that it sorts."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    in_utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return in_utc.isoformat(" ", "microseconds")[:_WRITTEN_LENGTH]


def _read(value: str | None) -> datetime | None:
    """What `_written` wrote; and whatever else is a moment, which somebody else may have put there."""
    if value is None:
        return None
    if len(value) == _WRITTEN_LENGTH:
        return datetime.fromisoformat(f"{value}+00:00")
    found = datetime.fromisoformat(value)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Words of people. NUL and half characters, which PostgreSQL cannot keep, become U+FFFD on both dialects."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What both dialects can keep."""
        return None if value is None else writable(value)


def writable(words: str) -> str:
    """Words as `Words` keeps them."""
    return words.translate(_UNWRITABLE)


BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite counts up only what is called INTEGER; it holds 64 bits there too."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> Column[int]:
    """A number for each row, given by the database."""
    return Column("id", BigId, primary_key=True)


def partial(name: str, *columns: Any, where: sa.ColumnElement[bool]) -> Index:
    """An index of the rows that fulfil a condition without parameters."""
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


def partial_where_true(name: str, *columns: Any, flag: Column[bool]) -> Index:
    """SQLite uses a partial index only for a query with its very words; for a flag these are ``flag = 1``."""
    return Index(name, *columns, sqlite_where=sa.text(f"{flag.name} = 1"), postgresql_where=flag)
