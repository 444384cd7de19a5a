"""The log of changes is kept short while the bot works, and trouble with it stops nobody."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import structlog

from bot.checkpointer import Checkpointer
from storage.database import Database
from tests.bot.support import until
from tests.storage.test_checkpoints import no_longer


def noted(file: Path, folder: Path) -> int:
    """How many notes are in the database without its log."""
    copy = folder / "alone.db"
    copy.write_bytes(file.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        return int(connection.execute("SELECT count(*) FROM notes WHERE key LIKE 'a note%'").fetchone()[0])


async def test_what_was_written_is_in_the_database_a_moment_later(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    file = Path(database_url.removeprefix("sqlite:///"))
    loop = Checkpointer(database)
    running = asyncio.create_task(loop.run())
    await database.run(lambda unit: unit.notes.put("a note", "x"))
    await until(lambda: noted(file, tmp_path) == 1)
    loop.stop()
    await running


async def test_a_full_disk_is_logged_and_the_loop_goes_on(database: Database, database_url: str) -> None:
    file = Path(database_url.removeprefix("sqlite:///"))
    await database.checkpoint()
    await database.run(lambda unit: unit.notes.put("a note", "x" * 200_000))
    loop = Checkpointer(database)
    with structlog.testing.capture_logs() as logs, no_longer(file):
        running = asyncio.create_task(loop.run())
        await until(lambda: bool(logs))
    assert [entry["event"] for entry in logs] == ["the log of changes was not written into the database"]
    assert not running.done()
    loop.stop()
    await running
    assert await database.checkpoint()
