"""What several processes share on PostgreSQL: one lease, one bucket, one count of what went to a group."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from storage.database import Database
from storage.sealing import Sealer
from storage.unit import Unit
from storage.values import Incoming
from tests.storage.samples import NOW, SARI_CHAT, text
from tests.support.postgres import Cluster


@pytest.fixture
async def shared(postgres: Cluster, sealer: Sealer) -> AsyncIterator[Database]:
    url = postgres.fresh()
    database = await Database.open(url, sealer)
    yield database
    await database.close()
    postgres.give_back(url)


async def holds(database: Database, holder: str, seconds: float = 60) -> bool:
    return await database.run(lambda unit: unit.leases.hold("leader", holder, seconds))


async def test_one_holds_the_lease_until_it_lets_go_or_is_silent(shared: Database) -> None:
    assert await holds(shared, "first")
    assert await holds(shared, "first"), "it may keep it"
    assert not await holds(shared, "second")
    await shared.run(lambda unit: unit.leases.let_go("leader", "second"))
    assert not await holds(shared, "second"), "it was not its own to let go"
    await shared.run(lambda unit: unit.leases.let_go("leader", "first"))
    assert await holds(shared, "second", seconds=0)
    assert await holds(shared, "first"), "the second has not been heard of in time"


async def test_many_who_ask_at_once_are_one_holder(shared: Database) -> None:
    assert sorted(await asyncio.gather(*(holds(shared, str(number)) for number in range(8)))) == [False] * 7 + [True]


async def spends(database: Database, cost: int, per_second: float = 0.0) -> int:
    granted = await database.run(lambda unit: unit.allowance.spend("overall", cost, per_second, 28))
    return granted.messages


async def test_many_who_spend_at_once_get_no_more_than_there_is(shared: Database) -> None:
    await shared.run(lambda unit: unit.allowance.open("overall", 28))
    await spends(shared, 8)
    await shared.run(lambda unit: unit.allowance.open("overall", 28))  # a second process opens what is open
    assert sum(await asyncio.gather(*(spends(shared, 7) for _ in range(8)))) == 20
    assert await spends(shared, 1) == 0
    assert await spends(shared, 5, per_second=1e9) == 5, "it fills with time"


async def test_a_flood_empties_the_bucket_for_all(shared: Database) -> None:
    await shared.run(lambda unit: unit.allowance.open("overall", 28))
    await shared.run(lambda unit: unit.allowance.stop("overall", 1e6, 28, 28))
    assert await spends(shared, 1, per_second=28) == 0


async def test_what_went_to_a_group_is_known_to_all_for_a_while(shared: Database) -> None:
    await shared.run(lambda unit: unit.allowance.note({"pupr": 3, "dlh": 1}))
    await shared.run(lambda unit: unit.allowance.note({"pupr": 10}))
    sent = await shared.run(lambda unit: unit.allowance.sent_to(["pupr", "dishub"], 3600))
    assert [cost for cost, _ in sent["pupr"]] == [3, 10]
    assert all(0 <= ago < 3600 for _, ago in sent["pupr"])
    assert sent["dishub"] == []
    await shared.run(lambda unit: unit.allowance.forget(3600))
    assert len((await shared.run(lambda unit: unit.allowance.sent_to(["pupr"], 3600)))["pupr"]) == 2
    await shared.run(lambda unit: unit.allowance.forget(-1))
    assert not (await shared.run(lambda unit: unit.allowance.sent_to(["pupr"], 3600)))["pupr"]


def update(number: int) -> Incoming:
    return Incoming("telegram", str(number), "sari", {"update_id": number}, NOW)


async def handled(database: Database) -> list[str]:
    """What somebody who comes now gets to handle, and handles."""

    async def take(unit: Unit) -> list[str]:
        rows = await unit.inbox.take(NOW, 10, 60)
        await unit.inbox.done([row.id for row in rows], NOW)
        return [row.key for row in rows]

    return await database.run(take)


async def test_one_process_at_a_time_is_in_a_lane_although_the_first_update_is_seen_last(shared: Database) -> None:
    """The lower number was given first and committed last, by another process."""
    async with AsyncExitStack() as slow, AsyncExitStack() as quick:
        await (await slow.enter_async_context(shared.transaction())).inbox.store([update(1)])
        await shared.run(lambda unit: unit.inbox.store([update(2)]))
        working = await quick.enter_async_context(shared.transaction())
        taken = await working.inbox.take(NOW, 10, 60)
        assert [row.key for row in taken] == ["2"]
        await slow.aclose()
        assert await handled(shared) == [], "somebody is in that lane"
        await working.inbox.done([row.id for row in taken], NOW)
        await quick.aclose()
        assert await handled(shared) == ["1"]


async def test_what_was_put_back_is_as_if_nobody_had_claimed_it(database: Database) -> None:
    async with database.transaction() as unit:
        await unit.outbox.put(text("halo", SARI_CHAT), NOW)
        (row,) = await unit.outbox.claim(NOW, 1, 60)
        await unit.outbox.put_back([row])
        (again,) = await unit.outbox.claim(NOW, 1, 0)
        assert (again.was_sending, again.attempts) == (False, 1)
        (third,) = await unit.outbox.claim(NOW, 1, 60)
        assert third.was_sending
        await unit.outbox.put_back([third])
        (fourth,) = await unit.outbox.claim(NOW, 1, 60)
        assert (fourth.was_sending, fourth.attempts) == (True, 2)
