"""Every storage test runs on real databases: SQLite files in the test's folder, and a private PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from storage.sealing import Sealer
from storage.values import Person
from tests.storage.samples import NOW, SARI
from tests.support.databases import (  # noqa: F401
    database,
    database_url,
    dialect,
    postgres,
    sealer,
    sqlite_database,
    sqlite_template,
    sqlite_url,
)


@pytest.fixture
async def neighbour(database: Database, database_url: str, sealer: Sealer) -> AsyncIterator[Database]:  # noqa: F811
    """Another process's view of the same database."""
    opened = await Database.open(database_url, sealer)
    yield opened
    await opened.close()


@pytest.fixture
async def sari(database: Database) -> Person:  # noqa: F811
    """Bu Sari, a citizen who has written before."""
    async with database.transaction() as unit:
        return await unit.people.meet("telegram", SARI, NOW)
