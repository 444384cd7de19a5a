"""How a connection is made: drivers, pragmas, and the way a transaction begins."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.dialects import url_of
from storage.errors import DatabaseUnavailable, DriverMissing

BUSY_SECONDS = 5.0
"""How long a transaction waits for another process (SQLite) or for a free connection before it is DatabaseBusy."""

_POOL = 10
_PREPARED = 500
_LONGEST_STATEMENT = 60.0
_READING_PRAGMAS = ("query_only=ON", "temp_store=MEMORY")
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "secure_delete=ON")
"""`secure_delete`: what is deleted is overwritten, so that nobody reads it out of the file."""


def make_engine(
    url: str, application_name: str = "lapor", busy_seconds: float = BUSY_SECONDS, *, read_only: bool = False
) -> AsyncEngine:
    """An engine for DATABASE_URL; the folder of an SQLite file is made. Its errors never quote parameters.

    `read_only`: the database itself refuses to write, and nobody who writes has to wait.
    """
    target = url_of(url)
    if target.get_backend_name() == "sqlite":
        return _sqlite(target, busy_seconds, read_only=read_only)
    return _postgres(target, application_name, busy_seconds, read_only=read_only)


def _sqlite(url: URL, busy_seconds: float, *, read_only: bool) -> AsyncEngine:
    if not url.database or url.database == ":memory:":
        raise ValueError("DATABASE_URL must name a file: sqlite:///folder/name.db")
    file = Path(url.database)
    if read_only:
        if not file.is_file():
            raise DatabaseUnavailable(f"there is no file {file}")
        url = url.set(database=f"file:{quote(url.database)}", query={"mode": "ro", "uri": "true"})
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
        pool_timeout=busy_seconds,
        connect_args={"isolation_level": None, "timeout": busy_seconds, "cached_statements": _PREPARED},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in _READING_PRAGMAS if read_only else _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _postgres(url: URL, application_name: str, busy_seconds: float, *, read_only: bool) -> AsyncEngine:
    if find_spec(url.get_driver_name()) is None:
        raise DriverMissing(
            "for a postgresql:// address the library asyncpg is needed, and not installed: run make setup, or install "
            "the extra: pip install 'lapor-bot[postgres]'"
        )
    server = {
        "application_name": application_name,
        "jit": "off",
        "lock_timeout": f"{busy_seconds:.3f}s",
        "timezone": "UTC",
        "default_transaction_read_only": "on" if read_only else "off",
    }
    return create_async_engine(
        url,
        hide_parameters=True,
        pool_size=_POOL,
        pool_timeout=busy_seconds,
        connect_args={
            "server_settings": server,
            "prepared_statement_cache_size": _PREPARED,
            "command_timeout": _LONGEST_STATEMENT,
        },
    )
