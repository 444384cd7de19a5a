# ruff: noqa: F811 - fixtures are imported by name
"""Several programs on one PostgreSQL: what is to be done once is done once, and limits are kept together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import structlog

from bot.app import App
from bot.budget import Limits
from bot.clock import SystemClock
from bot.leading import Leadership
from bot.loops import Wake
from bot.settings import Settings
from bot.ticker import Ticker
from simulator.model import Bot, Chat, Person
from simulator.world import World
from storage.database import Database
from storage.sealing import Sealer
from storage.unit import Unit
from tests.bot.support import SECRET_KEY, Script, group_chat, text, texts, until
from tests.support.databases import postgres  # noqa: F401
from tests.support.postgres import Cluster
from tickets.dialogue import Parcel, Priority, Text


@pytest.fixture
def shared_url(postgres: Cluster) -> str:
    return postgres.fresh()


@pytest.fixture
async def shared(shared_url: str) -> AsyncIterator[Database]:
    database = await Database.open(shared_url, Sealer(SECRET_KEY))
    yield database
    await database.close()


async def test_only_the_leader_ticks_and_when_it_goes_the_next_one_does(shared: Database, script: Script) -> None:
    first, second = Leadership(shared), Leadership(shared)
    tickers = [
        Ticker(shared, SystemClock(), script.behaviour(), sender=Wake(), leader=leader) for leader in (first, second)
    ]
    with structlog.testing.capture_logs():
        await first.renew()
        await second.renew()
        assert (first.leads, second.leads) == (True, False)
        await asyncio.gather(*(ticker.look() for ticker in tickers))
        assert len(script.ticks) == 1

        running = asyncio.create_task(first.run())
        await asyncio.sleep(0)
        first.stop()
        await running
        await second.renew()
        assert (first.leads, second.leads) == (False, True)
        assert not await tickers[0].look()


async def test_who_slept_through_the_lease_knows_that_it_leads_no_more(
    shared: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.leading.LEASE_SECONDS", 0.0)
    sleeper = Leadership(shared)
    await sleeper.renew()
    assert not sleeper.leads


@pytest.fixture
async def two(world: World, settings: Settings, script: Script, shared_url: str) -> AsyncIterator[tuple[App, App]]:
    """Two programs whose groups take five messages a minute, two of them for those who wait."""
    limits = Limits(group_per_minute=5, group_reserve=2, overall_per_second=1000)
    on_postgres = settings.model_copy(update={"database_url": shared_url})
    apps = [
        App(on_postgres, clock=world.clock, behave=lambda *_: script.behaviour(), limits=limits, poll_seconds=1)
        for _ in range(2)
    ]
    async with AsyncExitStack() as stack:
        for app in apps:
            await stack.enter_async_context(app.running())
        yield apps[0], apps[1]


async def test_a_group_s_limit_is_kept_by_all_together(
    world: World, bot: Bot, group: Chat, two: tuple[App, App], shared: Database
) -> None:
    chat = group_chat(group)

    async def reminders(unit: Unit) -> None:
        for number in range(6):
            reminder = Parcel(chat=chat, content=Text(html=f"pengingat {number}"), priority=Priority.REMINDER)
            await unit.outbox.put(reminder, world.clock.now())

    await shared.run(reminders)
    await _both_at_rest(two)
    assert texts(world, group) == ["pengingat 0", "pengingat 1", "pengingat 2"], "two are kept for those who wait"

    async def answers(unit: Unit) -> None:
        for number in range(4):
            await unit.outbox.put(text(chat, f"jawaban {number}", priority=Priority.ANSWER), world.clock.now())

    await shared.run(answers)
    await _both_at_rest(two)
    assert texts(world, group)[3:] == ["jawaban 0", "jawaban 1"]
    async with shared.transaction() as unit:
        counts = await unit.outbox.counts()
    assert (counts["sent"], counts["waiting"], counts["sending"]) == (5, 5, 0)


async def test_one_fetches_and_both_handle(
    world: World, bot: Bot, sari: Person, script: Script, two: tuple[App, App]
) -> None:
    for number in range(20):
        world.send(sari, world.private(sari), str(number))
    await until(lambda: len(script.inbound) == 20)
    assert [message.text for message in script.inbound] == [str(number) for number in range(20)]  # type: ignore[union-attr]


async def _both_at_rest(two: tuple[App, App]) -> None:
    for app in (*two, *two):
        await app.idle()
