"""Which schema a database has, and how it comes to have this program's: forward only, one process at a time.

Alembic is imported when there is something to do, so that importing storage stays cheap. Revisions are called 0001,
0002 …: a database whose number is higher than ours was written by a newer program and is refused.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import lock_for_migration, translated
from storage.engine import make_engine
from storage.errors import DatabaseBusy, DatabaseNewer, DatabaseOutdated

T = TypeVar("T")

HEAD = "0032"
"""The schema that this program works with."""

PATIENCE_SECONDS = 120.0
"""How long to wait for another process that migrates: a large database takes its time."""

_PAUSE_SECONDS = 0.2

SCRIPTS = Path(__file__).parent / "migrations"
"""Where Alembic's environment lies."""


def migrate(url: str) -> None:
    """Bring a database, empty or older, to `HEAD`. Twice, or by two processes at once, is as good as once.

    Blocks until it is done, in a running event loop too. Raises DatabaseNewer; DatabaseBusy after `PATIENCE_SECONDS`.
    """
    _wait_for(_in_transaction(url, upgrade))


def schema_version(url: str) -> str | None:
    """The revision that a database has; None when it is empty."""
    return _wait_for(_in_transaction(url, version_of))


async def require_head(connection: AsyncConnection) -> None:
    """Raise DatabaseOutdated or DatabaseNewer unless the schema is this program's."""
    version = await connection.run_sync(version_of)
    refuse_newer(version)
    if version != HEAD:
        raise DatabaseOutdated(f"the database has schema {version or 'none'}, this program needs {HEAD}: run migrate")


def version_of(connection: Connection) -> str | None:
    """The revision that Alembic noted in this database."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return version


def refuse_newer(version: str | None) -> None:
    """Raise DatabaseNewer for a schema that this program does not know."""
    if version is not None and (not version.isdecimal() or int(version) > int(HEAD)):
        raise DatabaseNewer(f"the database has schema {version}, this program knows {HEAD}: start the newer program")


def upgrade(connection: Connection) -> None:
    """Bring the database of this transaction to `HEAD`. Raises DatabaseNewer."""
    version = version_of(connection)
    refuse_newer(version)
    if version == HEAD:
        return
    from alembic import command  # noqa: PLC0415 - see the module's docstring
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def _in_transaction(url: str, work: Callable[[Connection], T]) -> T:
    """Do it once nobody else migrates. SQLite does not wait by itself while another process turns on its WAL."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return await _attempt(url, work)
        except DatabaseBusy:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(_PAUSE_SECONDS)


async def _attempt(url: str, work: Callable[[Connection], T]) -> T:
    engine = make_engine(url)
    try:
        with translated():
            async with engine.begin() as connection:
                await lock_for_migration(connection)
                return await connection.run_sync(work)
    finally:
        await engine.dispose()


def _wait_for(work: Coroutine[Any, Any, T]) -> T:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
