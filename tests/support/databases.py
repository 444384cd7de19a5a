"""Databases for tests: real ones, of both kinds, migrated once per session and copied for every test.

To use them, import the fixtures into a conftest: `database` (both dialects), `sqlite_database`, `database_url` …
"""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.database import Database, migrate
from storage.sealing import Sealer
from tests.support.postgres import Cluster, postgres

__all__ = [
    "SECRET_KEY",
    "database",
    "database_url",
    "dialect",
    "postgres",
    "sealer",
    "sqlite_database",
    "sqlite_template",
    "sqlite_url",
]

SECRET_KEY = "kunci-rahasia-hanya-untuk-pengujian-0001"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "lapor.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh migrated SQLite database, `lapor.db` in the test's folder."""
    path = tmp_path / "lapor.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Each test that asks for it runs once per dialect."""
    return str(request.param)


@pytest.fixture
def database_url(dialect: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh migrated database of each dialect."""
    if dialect == "sqlite":
        yield str(request.getfixturevalue("sqlite_url"))
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.fresh()
    yield url
    cluster.give_back(url)


@pytest.fixture(scope="session")
def sealer() -> Sealer:
    """The keys that tests seal with."""
    return Sealer(SECRET_KEY)


@pytest.fixture
async def database(database_url: str, sealer: Sealer) -> AsyncIterator[Database]:
    """An open, empty database of each dialect."""
    opened = await Database.open(database_url, sealer)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str, sealer: Sealer) -> AsyncIterator[Database]:
    """An open, empty SQLite database."""
    opened = await Database.open(sqlite_url, sealer)
    yield opened
    await opened.close()
