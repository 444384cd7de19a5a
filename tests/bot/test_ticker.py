"""Once a minute of the clock."""

from datetime import timedelta

import pytest

from bot.clock import SystemClock
from bot.loops import Wake
from bot.ticker import Ticker
from simulator.clock import Clock
from storage.database import Database
from storage.unit import Unit
from tests.bot.support import MONDAY, Script


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


def test_the_system_clock_is_aware() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
