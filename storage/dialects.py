"""The few places where SQLite and PostgreSQL differ; everything else in storage is written once for both."""

import sqlite3
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.errors import DatabaseBusy, DatabaseFull, DatabaseUnavailable, StorageError

Insert = sqlite.Insert | postgresql.Insert

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_MIGRATION_LOCK = 0x1A908B07

_SQLITE_FULL = {sqlite3.SQLITE_FULL}
_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_AWAY = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
_POSTGRES_BUSY = {"40001", "40P01", "55P03", "57014"}
_POSTGRES_FULL = {"53100"}
_POSTGRES_AWAY = ("08", "53", "57P", "58")


def url_of(text: str) -> URL:
    """DATABASE_URL as SQLAlchemy wants it. Raises ValueError for a database that is neither SQLite nor PostgreSQL."""
    url = make_url(text)
    try:
        url = url.set(drivername=_DRIVERS[url.get_backend_name()])
    except KeyError:
        raise ValueError(f"DATABASE_URL must start with sqlite:/// or postgresql://, not {url.drivername}") from None
    if "sslmode" in url.query:  # libpq's word; asyncpg calls it ssl
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": url.query["sslmode"]})
    return url


def insert(dialect: str, table: Table) -> Insert:
    """An INSERT that knows ON CONFLICT; both dialects spell it alike."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


async def lock_for_migration(connection: AsyncConnection) -> None:
    """Let one process at a time migrate: SQLite's BEGIN IMMEDIATE has done so already."""
    if connection.dialect.name == "postgresql":
        await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")


LOCK_ALONE: Final = sa.text(
    "SELECT key FROM unnest(CAST(:keys AS BIGINT[])) AS key WHERE pg_try_advisory_xact_lock(key)"
).columns(key=sa.BigInteger)
"""PostgreSQL: which of these numbers nobody else holds; they are this transaction's until it ends."""


class numbers(FunctionElement[int]):  # noqa: N801 - it is written like a function of SQL
    """The numbers of a list that is bound as one JSON text: however many they are, the statement is the same."""

    inherit_cache = True


@compiles(numbers, "sqlite")
def _numbers_in_sqlite(element: numbers, compiler: SQLCompiler, **how: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **how)}))"  # noqa: S608 - a bound value


@compiles(numbers, "postgresql")
def _numbers_in_postgresql(element: numbers, compiler: SQLCompiler, **how: Any) -> str:
    listed = compiler.process(element.clauses, **how)
    return f"(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST({listed} AS JSON)))"  # noqa: S608


class in_utc(FunctionElement[str]):  # noqa: N801 - it is written like a function of SQL
    """A moment as text in UTC without a zone, as SQLite keeps it."""

    type = sa.Text()
    inherit_cache = True


@compiles(in_utc, "sqlite")
def _in_utc_in_sqlite(element: in_utc, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(element.clauses, **how)


@compiles(in_utc, "postgresql")
def _in_utc_in_postgresql(element: in_utc, compiler: SQLCompiler, **how: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **how)} AT TIME ZONE 'UTC' AS TEXT)"


_OF_DRIVERS = (SQLAlchemyError, sqlite3.Error, OSError)


class _Translated:
    """The one block of `translated`: it keeps nothing, so that all can have the same."""

    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None and isinstance(error, _OF_DRIVERS):
            raise _translate(error) from None


_TRANSLATED = _Translated()


def translated() -> _Translated:
    """Let no error of a driver out of this block, only ours."""
    return _TRANSLATED


def _translate(error: Exception) -> StorageError:
    """The error of a driver (or of the way to the database) as one of ours, without any value that it quotes."""
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    while cause.__cause__ is not None:  # SQLAlchemy's asyncpg dialect wraps the driver's error once more
        cause = cause.__cause__
    said = f"{type(cause).__name__}: {str(cause).partition(chr(10))[0]}"
    return _kind_of(error, cause)(said)


def _kind_of(error: Exception, cause: Any) -> type[StorageError]:
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _kind_of_sqlite(code & 0xFF)
    state = getattr(cause, "sqlstate", None)
    if state:
        return _kind_of_postgres(state)
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    away = isinstance(error, OSError | PoolTimeout | InterfaceError)
    return DatabaseUnavailable if lost or away else StorageError


def _kind_of_sqlite(code: int) -> type[StorageError]:
    if code in _SQLITE_FULL:
        return DatabaseFull
    if code in _SQLITE_BUSY:
        return DatabaseBusy
    return DatabaseUnavailable if code in _SQLITE_AWAY else StorageError


def _kind_of_postgres(state: str) -> type[StorageError]:
    if state in _POSTGRES_FULL:
        return DatabaseFull
    if state in _POSTGRES_BUSY:
        return DatabaseBusy
    return DatabaseUnavailable if state.startswith(_POSTGRES_AWAY) else StorageError
