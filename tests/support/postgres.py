"""A PostgreSQL of the tests' own: one cluster in a temporary folder per test session, a fresh database per test.

The server's programs are looked for on PATH and where Debian puts them. They refuse to run as root, so root runs them
as the user `postgres`. Nothing of an installed server is touched.
"""

import asyncio
import itertools
import os
import pwd
import shlex
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.database import HEAD, migrate
from storage.tables import metadata

USER = "postgres"
HOST = "127.0.0.1"
TEMPLATE = "migrated"

_OPTIONS = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": HOST,
    "max_connections": "200",
    "max_wal_senders": "0",
    "shared_buffers": "32MB",
    "wal_level": "minimal",
}

_EMPTY = ";".join(
    [f"UPDATE alembic_version SET version_num = '{HEAD}'"]
    + [f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)]
    + [
        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), 1, false)"
        for table in metadata.sorted_tables
        if "id" in table.c
    ]
)


class Missing(Exception):  # noqa: N818 - a reason to skip
    """Why there can be no PostgreSQL here."""


class Cluster:
    """A running server. `fresh` makes databases with this program's schema, `empty` without."""

    def __init__(self) -> None:
        """Raise Missing where there can be no server."""
        self._programs = _programs()
        self._prefix = as_postgres()
        self._folder = Path(tempfile.mkdtemp(prefix="lapor-pg-"))
        self._undertaker = self._waiting_undertaker()
        self._port = free_port()
        self._numbers = itertools.count(1)
        self._used: list[str] = []

    def start(self) -> None:
        """Make the cluster and wait until it answers."""
        if self._prefix:
            shutil.chown(self._folder, USER, USER)
        data = str(self._folder / "data")
        self._call("initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = _OPTIONS | {"port": str(self._port), "unix_socket_directories": str(self._folder)}
        words = " ".join(f"-c {name}={value}" for name, value in options.items())
        self._call("pg_ctl", "start", "-w", "-D", data, "-l", str(self._folder / "log"), "-o", words)
        migrate(self._new(TEMPLATE, "template0"))

    def restart(self) -> None:
        """Throw everybody out, stop, and start again, as an upgrade of the server does."""
        self._call("pg_ctl", "restart", "-w", "-m", "fast", "-D", str(self._folder / "data"))

    def stop(self) -> None:
        """Stop at once and leave nothing behind."""
        self._undertaker.communicate()

    def fresh(self) -> str:
        """The URL of a migrated database with nothing in it: one that was given back, or a new one."""
        return self._used.pop() if self._used else self._new(f"test_{next(self._numbers)}", TEMPLATE)

    def give_back(self, url: str) -> None:
        """A `fresh` database is not needed any more; its schema is as it was, and nobody is connected to it."""
        self.execute(url.rpartition("/")[2], _EMPTY)
        self._used.append(url)

    def empty(self) -> str:
        """The URL of a new database with nothing in it."""
        return self._new(f"test_{next(self._numbers)}", "template0")

    def execute(self, database: str, sql: str) -> None:
        """Run a statement as the owner of everything."""
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, self._execute(database, sql)).result()

    def _new(self, name: str, template: str) -> str:
        self.execute("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql://{USER}@{HOST}:{self._port}/{name}"

    async def _execute(self, database: str, sql: str) -> None:
        asyncpg = pytest.importorskip("asyncpg", reason="asyncpg is not installed: the extra `postgres`")
        connection = await asyncpg.connect(user=USER, host=HOST, port=self._port, database=database)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    def _waiting_undertaker(self) -> subprocess.Popen[bytes]:
        """A process that stops the server and removes its folder when this one is gone, even if it was killed.

        It waits for the end of a pipe whose other end nobody but this process holds.
        """
        stop = [*self._prefix, str(self._programs / "pg_ctl"), "stop", "-w", "-m", "immediate", "-D"]
        folder = shlex.quote(str(self._folder))
        script = f"cd /; cat; {shlex.join(stop)} {folder}/data; rm -rf {folder}"
        quiet = subprocess.DEVNULL
        command = ["sh", "-c", script]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True)

    def _call(self, program: str, *words: str) -> None:
        command = [*self._prefix, str(self._programs / program), *words]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The session's PostgreSQL; the test is skipped where there can be none."""
    try:
        cluster = Cluster()
    except Missing as missing:
        pytest.skip(str(missing))
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def _programs() -> Path:
    """The folder of initdb and pg_ctl."""
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise Missing("PostgreSQL's initdb and pg_ctl are not installed, so this is tested on SQLite only.")


def as_postgres() -> list[str]:
    """What to put before a program of PostgreSQL's so that it does not run as root."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam(USER)
    except KeyError:
        raise Missing("PostgreSQL does not run as root, and there is no user `postgres` to run it.") from None
    if shutil.which("setpriv") is None:
        raise Missing("PostgreSQL does not run as root, and there is no `setpriv` to run it as `postgres`.")
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]


def free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
    return port
