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
_POOLER = "pooler"
"""`DATABASE_URL=postgresql://…?pooler=transaction`: PgBouncer, or another that lends a connection for a transaction."""
_KEEPS_NO_STATEMENT: dict[str, object] = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": str,  # no name: such a statement lasts until the next one
}
_READING_PRAGMAS = ("query_only=ON", "temp_store=MEMORY")
LONGEST_LOG = 8000
"""Pages of SQLite's log of changes (32 MB) with which a commit writes it into the database itself, unless
`Database.checkpoint` has done it before, beside those who write.
"""
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "secure_delete=ON",
    f"wal_autocheckpoint={LONGEST_LOG}",
)
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
    settings = {"application_name": application_name, "timezone": "UTC"}
    wishes = {"jit": "off", "lock_timeout": f"{busy_seconds:.3f}s"}
    read_only_is = "on" if read_only else "off"
    pooled = _behind_pooler(url)
    if not pooled:
        settings |= wishes | {"default_transaction_read_only": read_only_is}
    engine = create_async_engine(
        url.difference_update_query([_POOLER]),
        hide_parameters=True,
        pool_size=_POOL,
        pool_timeout=busy_seconds,
        connect_args={
            "server_settings": settings,
            "command_timeout": _LONGEST_STATEMENT,
            **(_KEEPS_NO_STATEMENT if pooled else {"prepared_statement_cache_size": _PREPARED}),
        },
    )
    if pooled:
        _wish_each_time(engine, wishes | {"transaction_read_only": read_only_is})
    return engine


def _behind_pooler(url: URL) -> bool:
    """Whether each transaction may come to another connection of the server, so that none can keep anything for us."""
    mode = url.query.get(_POOLER)
    if mode not in {None, "transaction"}:
        raise ValueError("DATABASE_URL: after pooler= only the word transaction can stand")
    return mode is not None


def _wish_each_time(engine: AsyncEngine, wishes: dict[str, str]) -> None:
    """Set for each transaction, at its beginning and for it alone, what a connection of our own is asked for once."""
    statement = "SELECT " + ", ".join(f"set_config('{name}', '{value}', true)" for name, value in wishes.items())

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)
