"""Once a minute of the clock."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.clock import SystemClock
from bot.loops import Wake
from bot.ticker import Ticker
from simulator.clock import Clock
from storage.database import Database
from storage.unit import Unit
from storage.values import Sending
from tests.bot.support import MONDAY, Script
from tests.storage.samples import SARI, a_ticket


@pytest.fixture
def clock() -> Clock:
    return Clock(MONDAY, running=False)


@pytest.fixture
def ticker(database: Database, clock: Clock, script: Script) -> Ticker:
    return Ticker(database, clock, script.behaviour(), sender=Wake())


async def test_it_ticks_at_the_start_and_then_once_a_minute(ticker: Ticker, clock: Clock, script: Script) -> None:
    ticked = []
    for seconds in (0, 0, 30, 29, 1, 59, 1):
        clock.advance(seconds)
        ticked.append(await ticker.look())
    assert ticked == [True, False, False, False, True, False, True]
    assert len(script.ticks) == 3


async def test_what_there_is_much_of_is_done_in_short_transactions(
    database: Database, clock: Clock, script: Script
) -> None:
    """Others come to their turn in between."""
    rounds = 0

    async def go_on(unit: Unit) -> bool:
        nonlocal rounds
        rounds += 1
        await unit.notes.put("rounds", str(rounds))
        return rounds < 4

    wake = Wake()
    ticker = Ticker(database, clock, replace(script.behaviour(), go_on=go_on), sender=wake)
    assert await ticker.look()
    assert (rounds, len(script.ticks)) == (4, 1)
    assert not await ticker.look()
    assert rounds == 4


async def test_a_clock_that_jumps_ticks_once(ticker: Ticker, clock: Clock, script: Script) -> None:
    await ticker.look()
    clock.advance(timedelta(days=3))
    assert await ticker.look()
    assert not await ticker.look()
    assert len(script.ticks) == 2


async def test_a_tick_that_fails_leaves_nothing_and_the_next_minute_comes(
    ticker: Ticker, clock: Clock, script: Script, database: Database
) -> None:
    async def fail(unit: Unit) -> None:
        await unit.notes.put("tick", "half done")
        raise RuntimeError

    script.tick = fail
    with pytest.raises(RuntimeError):
        await ticker.look()
    assert ticker.is_idle
    async with database.transaction() as unit:
        assert await unit.notes.get("tick") is None
    script.tick = None
    assert not await ticker.look()
    clock.advance(60)
    assert await ticker.look()


async def a_sending(database: Database, due_at: datetime) -> int:
    async with database.transaction() as unit:
        sari = await unit.people.meet("telegram", SARI, MONDAY)
        ticket = await unit.tickets.by_number("LP-2611-7F3K9Q")
        ticket = ticket or await unit.tickets.insert(a_ticket(reporter_id=sari.id), [])
        return await unit.sendings.put(Sending(None, ticket.id, sari.id, sari.id, MONDAY, due_at, {"answer": "Siap"}))


async def on_its_way(database: Database) -> list[int]:
    async with database.transaction() as unit:
        return [sending.id for sending in await unit.sendings.due(MONDAY + timedelta(days=1), 100)]


async def test_what_is_due_is_released_to_the_second(
    ticker: Ticker, clock: Clock, script: Script, database: Database
) -> None:
    await ticker.look()
    first = await a_sending(database, MONDAY + timedelta(seconds=10))
    second = await a_sending(database, MONDAY + timedelta(seconds=11))
    clock.advance(9.9)
    assert not await ticker.look()
    clock.advance(0.1)
    assert await ticker.look()
    assert not await ticker.look()
    assert (script.released, await on_its_way(database)) == ([first], [second])
    assert len(script.ticks) == 1, "seconds are no minutes"


async def test_a_sending_that_breaks_waits_and_holds_nobody_up(
    ticker: Ticker, clock: Clock, script: Script, database: Database
) -> None:
    broken, fine = [await a_sending(database, MONDAY) for _ in range(2)]

    async def break_first(sending: Sending, unit: Unit) -> None:
        await unit.notes.put(f"sending {sending.id}", "half done")
        if sending.id == broken:
            raise RuntimeError

    script.release = break_first
    assert await ticker.look()
    assert (script.released, await on_its_way(database)) == ([fine], [broken])
    async with database.transaction() as unit:
        assert await unit.notes.get(f"sending {broken}") is None
    script.release = None
    clock.advance(59)
    assert not await ticker.look()
    clock.advance(1)
    assert await ticker.look()
    assert (script.released, await on_its_way(database)) == ([fine, broken], [])


def test_the_system_clock_is_aware() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
