# ruff: noqa: F811 - fixtures are imported by name
"""DATABASE_URL is all that tells an installation on PostgreSQL from one on SQLite."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import HEAD, Database, migrate, schema_version
from storage.errors import DriverMissing
from storage.sealing import Sealer
from tests.bot.test_command_line import environment
from tests.support.databases import SECRET_KEY, dialect, postgres  # noqa: F401
from tests.support.postgres import Cluster


@pytest.fixture
def nothing_yet(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The URL of a database in which there is nothing."""
    if dialect == "sqlite":
        return f"sqlite:///{tmp_path}/new/lapor.db"
    return str(request.getfixturevalue("postgres").empty())


def test_the_first_start_makes_the_tables_whichever_database_it_is(nothing_yet: str, tmp_path: Path) -> None:
    env = environment(tmp_path, DATABASE_URL=nothing_yet, HTTP_PORT="0")
    command = [sys.executable, "-m", "bot", "run"]
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert b"Lapor Bot runs against the simulator" in process.stdout.readline()
        process.terminate()
        said = process.communicate(timeout=60)[1]
    assert process.returncode == 0, said.decode()
    assert schema_version(nothing_yet) == HEAD


def test_an_older_postgresql_is_left_to_the_operator(postgres: Cluster, tmp_path: Path) -> None:
    url = postgres.empty()
    migrate(url)
    postgres.execute(url.rpartition("/")[2], "UPDATE alembic_version SET version_num = '0001'")
    env = environment(tmp_path, DATABASE_URL=url, HTTP_PORT="0")
    command = [sys.executable, "-m", "bot", "run"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "run migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_its_driver_postgresql_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.engine.find_spec", lambda _name: None)
    url = "postgresql://lapor:rahasia@127.0.0.1/lapor"
    with pytest.raises(DriverMissing, match=r"asyncpg is needed.*lapor-bot\[postgres\]") as said:
        asyncio.run(Database.open(url, Sealer(SECRET_KEY)))
    assert "rahasia" not in str(said.value)
