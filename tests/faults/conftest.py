"""What the tests of faults share: databases of both kinds, and a stage with people on each or on one.

The stage's clock stands still, so whatever the sender puts off waits until `trouble_passes` moves it.
"""

from collections.abc import AsyncIterator

import pytest

from tests.support.databases import (  # noqa: F401
    database_url,
    dialect,
    postgres,
    sealer,
    sqlite_template,
    sqlite_url,
)
from tests.support.stage import Stage


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:  # noqa: F811
    """A stage on SQLite, for trouble that has nothing to do with the database."""
    async with Stage.open(sqlite_url) as opened:
        yield opened


@pytest.fixture
async def both_stages(database_url: str) -> AsyncIterator[Stage]:  # noqa: F811
    """A stage on each kind of database."""
    async with Stage.open(database_url) as opened:
        yield opened
