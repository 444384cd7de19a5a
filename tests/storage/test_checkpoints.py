"""SQLite's log of changes is written into the database beside those who write, and nothing is lost when it is not."""

import asyncio
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage.database import Database
from storage.engine import LONGEST_LOG
from storage.errors import DatabaseUnavailable
from storage.sealing import Sealer

PAGE = 4096
KILLED = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA wal_autocheckpoint=0")
for number in range(300):
    connection.execute("INSERT INTO notes (key, value) VALUES (?, ?)", (f"killed {number}", b"x" * 30_000))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def file(sqlite_database: Database) -> Path:
    return Path(str(sqlite_database._engine.url.database))


async def note(database: Database, *names: str, size: int = 10) -> None:
    for name in names:
        await database.run(lambda unit, name=name: unit.notes.put(name, "x" * size))  # type: ignore[misc]


def alone(file: Path, folder: Path) -> int:
    """How many notes of these tests are in the database without its log."""
    copy = folder / "alone.db"
    shutil.copy(file, copy)
    with closing(sqlite3.connect(copy)) as connection:
        return int(connection.execute("SELECT count(*) FROM notes WHERE key LIKE 'a note%'").fetchone()[0])


def log_of(file: Path) -> Path:
    return file.with_name(file.name + "-wal")


async def test_commits_leave_the_log_alone_and_a_checkpoint_writes_it(
    sqlite_database: Database, file: Path, tmp_path: Path
) -> None:
    await sqlite_database.checkpoint()
    names = [f"a note {number}" for number in range(1200)]
    await note(sqlite_database, *names)
    assert alone(file, tmp_path) == 0, "more pages than SQLite would leave in the log by itself"
    assert await sqlite_database.checkpoint()
    assert alone(file, tmp_path) == 1200


async def test_after_a_checkpoint_the_log_begins_anew(sqlite_database: Database, file: Path) -> None:
    await note(sqlite_database, "a note", size=100_000)
    assert await sqlite_database.checkpoint()
    length = log_of(file).stat().st_size
    await note(sqlite_database, "a note 2", size=100)
    await note(sqlite_database, "a note 3", size=100)
    assert log_of(file).stat().st_size == length


async def test_who_reads_an_old_state_holds_up_nobody_who_writes(
    sqlite_database: Database, file: Path, tmp_path: Path
) -> None:
    await sqlite_database.checkpoint()
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM notes").fetchone()
        await note(sqlite_database, "a note 1", "a note 2")
        assert not await sqlite_database.checkpoint()
        assert alone(file, tmp_path) == 0
        await note(sqlite_database, "a note 3")
        reader.execute("COMMIT")
    assert await sqlite_database.checkpoint()
    assert alone(file, tmp_path) == 3


async def test_without_anybody_who_does_it_the_log_does_not_grow_for_ever(
    sqlite_database: Database, file: Path
) -> None:
    for number in range(6):
        await note(sqlite_database, f"a note {number}", size=LONGEST_LOG * PAGE // 2)
    assert log_of(file).stat().st_size < 3 * LONGEST_LOG * PAGE


async def test_a_killed_process_leaves_a_long_log_and_nothing_is_lost(
    sqlite_url: str, sealer: Sealer, tmp_path: Path
) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    killed = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", KILLED, str(file)], check=False, timeout=120
    )
    assert killed.returncode == -signal.SIGKILL
    assert log_of(file).stat().st_size > 2000 * PAGE
    database = await Database.open(sqlite_url, sealer)
    try:
        await note(database, "a note after it")
        assert await database.checkpoint()
    finally:
        await database.close()
    assert not log_of(file).exists()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM notes WHERE key LIKE 'killed%'").fetchone()[0] == 300
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


async def test_a_full_disk_at_a_checkpoint_loses_nothing_and_the_next_one_goes_on(
    sqlite_database: Database, file: Path, tmp_path: Path
) -> None:
    await sqlite_database.checkpoint()
    await note(sqlite_database, "a note 1", size=200_000)
    await note(sqlite_database, "a note 2")
    with no_longer(file):
        with pytest.raises(DatabaseUnavailable):
            await sqlite_database.checkpoint()
        assert await sqlite_database.run(lambda unit: unit.notes.get("a note 1")) == "x" * 200_000
    assert await sqlite_database.checkpoint()
    assert alone(file, tmp_path) == 2


@contextmanager
def no_longer(file: Path) -> Iterator[None]:
    """As on a full disk, for this process: the file cannot grow, nor can another one beyond its length."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
