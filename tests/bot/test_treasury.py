"""The limit over all is one for all processes on a PostgreSQL."""

from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from bot.budget import Budget, Limits
from bot.orders import order_of
from bot.treasury import Treasury
from storage import tables
from storage.database import Database
from storage.sealing import Sealer
from storage.unit import Unit
from tests.bot.support import MONDAY, SECRET_KEY, private, text
from tests.support.databases import postgres  # noqa: F401
from tests.support.postgres import Cluster


@pytest.fixture
async def shared(postgres: Cluster) -> AsyncIterator[Database]:  # noqa: F811
    url = postgres.fresh()
    database = await Database.open(url, Sealer(SECRET_KEY))
    async with database.transaction() as unit:
        for person in range(1, 61):
            await unit.outbox.put(text(private(person)), MONDAY)
    yield database
    await database.close()
    postgres.give_back(url)


async def a_process(database: Database) -> tuple[Treasury, Budget]:
    budget = Budget(Limits(overall_per_second=28))
    treasury = Treasury(budget)
    await treasury.open(database)
    return treasury, budget


async def sends(treasury: Treasury, database: Database, wanted: int) -> int:
    """How many of so many messages a process may send now."""

    async def claim(unit: Unit) -> int:
        rows = await unit.outbox.claim(MONDAY, wanted, 60)
        return len(await treasury.admit([await order_of(row, (), unit) for row in rows], unit))

    return await database.run(claim)


async def nothing_flows_in(database: Database) -> None:
    """The bucket was last looked at in an hour."""
    later = sa.update(tables.allowances).values(at=sa.text("clock_timestamp() + interval '1 hour'"))
    async with database._engine.begin() as connection:
        await connection.execute(later)


async def test_what_one_process_sends_no_other_can(shared: Database) -> None:
    first, _ = await a_process(shared)
    second, own = await a_process(shared)
    assert await sends(first, shared, 28) == 28
    await nothing_flows_in(shared)
    assert own.room(0) == 28, "it has sent nothing itself"
    assert await sends(second, shared, 20) == 0
    async with shared.transaction() as unit:
        counts = await unit.outbox.counts()
    assert (counts["sending"], counts["waiting"]) == (28, 32), "what it may not send is put back"


async def test_a_process_that_comes_later_opens_no_bucket_of_its_own(shared: Database) -> None:
    first, _ = await a_process(shared)
    assert await sends(first, shared, 28) == 28
    await nothing_flows_in(shared)
    second, _ = await a_process(shared)
    assert await sends(second, shared, 1) == 0


async def test_a_flood_that_one_process_is_told_of_stops_all(shared: Database) -> None:
    first, told = await a_process(shared)
    second, _ = await a_process(shared)
    for chat in ("a", "b", "c"):
        told.flooded(chat, 1e9, now=0)
    assert await sends(first, shared, 1) == 0
    assert await sends(second, shared, 1) == 0
