# ruff: noqa: F811 - fixtures are imported by name
"""`copy-database SOURCE TARGET`, as an operator types it: all or nothing, from each kind to the other."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import copying
from storage.database import Database, migrate, schema_version
from storage.engine import make_engine
from storage.errors import CopyUnfit
from storage.guard import only_process
from storage.sealing import Sealer
from storage.tables import metadata
from tests.bot.test_backups import contents, fill
from tests.bot.test_command_line import environment
from tests.support.databases import SECRET_KEY, database_url, dialect, postgres, sqlite_template, sqlite_url  # noqa: F401
from tests.support.postgres import Cluster

Copy = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    def run(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "bot", "copy-database", *words]
        env = environment(tmp_path, **{"SECRET_KEY": SECRET_KEY, **settings})
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False)

    return run


def lines(done: "subprocess.CompletedProcess[str]") -> list[str]:
    """The table of what was copied."""
    return re.findall(r"^\w+ +\d+ rows  [0-9a-f]{32}$", done.stdout, re.MULTILINE)


def test_there_and_back_every_row_is_the_same_and_no_id_is_given_twice(
    copy: Copy, sqlite_url: str, postgres: Cluster, tmp_path: Path
) -> None:
    asyncio.run(fill(sqlite_url))
    server, file, other = postgres.empty(), f"sqlite:///{tmp_path}/back.db", postgres.empty()
    there = copy(sqlite_url, server)
    assert (there.returncode, there.stderr) == (0, "")
    back = copy(server, file)
    assert (back.returncode, back.stderr) == (0, "")
    again = copy(server, other)
    assert len(lines(there)) > 5
    assert lines(there) == lines(back) == lines(again), "the hashes do not depend on the kind of database"
    everywhere = [asyncio.run(contents(url)) for url in (sqlite_url, server, file, other)]
    assert all(each == everywhere[0] for each in everywhere)
    assert not list(tmp_path.glob(".lapor-backup-*"))


def test_a_database_that_was_only_migrated_is_empty(copy: Copy, sqlite_url: str, postgres: Cluster) -> None:
    asyncio.run(fill(sqlite_url))
    server = postgres.empty()
    migrate(server)
    assert copy(sqlite_url, server).returncode == 0


def test_what_has_rows_is_not_overwritten(copy: Copy, sqlite_url: str, postgres: Cluster) -> None:
    asyncio.run(fill(sqlite_url))
    server = postgres.empty()
    assert copy(sqlite_url, server).returncode == 0
    before = asyncio.run(contents(server))
    for target in (server, sqlite_url):
        refused = copy(sqlite_url, target)
        assert refused.returncode == 1
        assert "not empty" in refused.stderr or "there already" in refused.stderr
        assert "Traceback" not in refused.stderr
    assert asyncio.run(contents(server)).keys() == before.keys()


def test_it_is_copied_at_rest_but_for_a_rehearsal(copy: Copy, sqlite_url: str, postgres: Cluster) -> None:
    asyncio.run(fill(sqlite_url))
    with only_process(sqlite_url):
        refused = copy(sqlite_url, postgres.empty())
        assert refused.returncode == 1
        assert "stop it first" in refused.stderr
        assert copy(sqlite_url, postgres.empty(), "--while-running").returncode == 0


def test_nor_while_the_bot_runs_on_postgresql(copy: Copy, postgres: Cluster, tmp_path: Path) -> None:
    server, target = postgres.fresh(), f"sqlite:///{tmp_path}/copy.db"

    async def while_it_runs() -> "subprocess.CompletedProcess[str]":
        database = await Database.open(server, Sealer(SECRET_KEY))
        try:
            return await asyncio.to_thread(copy, server, target)
        finally:
            await database.close()

    refused = asyncio.run(while_it_runs())
    assert refused.returncode == 1
    assert "the bot runs on the source" in refused.stderr
    assert not (tmp_path / "copy.db").exists()


def test_it_is_copied_only_with_its_key_and_the_key_s_way_is_told(
    copy: Copy, sqlite_url: str, postgres: Cluster, tmp_path: Path
) -> None:
    asyncio.run(fill(sqlite_url))
    server = postgres.empty()
    wrong = copy(sqlite_url, server, SECRET_KEY="another key of more than thirty-two characters")
    assert "another SECRET_KEY" in wrong.stderr
    assert "There is no SECRET_KEY" in copy(sqlite_url, server, SECRET_KEY="").stderr
    assert schema_version(server) is None
    (tmp_path / "secret_key").write_text(SECRET_KEY)
    done = copy(sqlite_url, server, SECRET_KEY="")
    assert done.returncode == 0, done.stderr
    assert f"copy {tmp_path}/secret_key to data/secret_key" in done.stdout


async def test_a_copy_that_is_not_like_its_source_is_undone(
    sqlite_url: str, postgres: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(sqlite_url)
    server = postgres.empty()
    carry = copying._carry

    async def careless(old: copying.AsyncConnection, new: copying.AsyncConnection) -> dict[str, copying.Sum]:
        sums = await carry(old, new)
        await new.execute(sa.update(metadata.tables["tickets"]).values(number="LP-2611-00000A"))
        return sums

    monkeypatch.setattr(copying, "_carry", careless)
    with pytest.raises(CopyUnfit, match="not like the source in tickets"):
        await copying.copy_database(sqlite_url, server)
    engine = make_engine(server)
    async with engine.connect() as connection:
        assert await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names()) == []
    await engine.dispose()


def test_an_address_that_is_none_is_told_plainly(copy: Copy, sqlite_url: str) -> None:
    done = copy("mysql://x", sqlite_url)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
