"""Once a minute of the clock."""

import asyncio
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.behaviour import Behaviour, Chore, Turns
from bot.clock import SystemClock
from bot.loops import Wake
from bot.ticker import Ticker
from simulator.clock import Clock
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.sealing import Sealer
from storage.unit import Unit
from storage.values import Sending
from tests.bot.support import MONDAY, SECRET_KEY, Script, until
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


def doing(script: Script, **chores: Chore) -> Behaviour:
    return replace(script.behaviour(), chores=chores)


async def test_who_writes_meanwhile_has_his_turn_before_the_next_of_a_chore(
    database: Database, clock: Clock, script: Script
) -> None:
    order: list[str] = []

    async def citizen(unit: Unit) -> None:
        order.append("Sari")

    async def chore(turns: Turns) -> None:
        for number in range(3):

            async def piece(unit: Unit, number: int = number) -> None:
                order.append(f"turn {number}")

            if number == 1:
                waiting.append(asyncio.create_task(database.run(citizen)))
            await turns.write(piece)

    waiting: list[asyncio.Task[None]] = []
    wake = Wake()
    await Ticker(database, clock, doing(script, chore=chore), sender=wake).look()
    await asyncio.gather(*waiting)
    assert order == ["turn 0", "turn 1", "Sari", "turn 2"]


async def test_whoever_reads_long_holds_up_nobody_who_writes(
    database: Database, database_url: str, clock: Clock, script: Script
) -> None:
    read: list[str | None] = []
    reads, wrote = threading.Event(), threading.Event()

    async def long_look(unit: Unit) -> None:
        read.append(await unit.notes.get("who"))
        reads.set()
        assert wrote.wait(60)
        read.append(await unit.notes.get("who"))

    async def writing(unit: Unit) -> None:
        await unit.notes.put("who", "Sari")

    async def chore(turns: Turns) -> None:
        await turns.read(long_look)

    opened = partial(Database.open, database_url, Sealer(SECRET_KEY), read_only=True)
    ticker = Ticker(database, clock, doing(script, chore=chore), sender=Wake(), reading=opened)
    looking = asyncio.create_task(ticker.look())
    await until(reads.is_set)
    await database.run(writing)
    wrote.set()
    await looking
    assert read == [None, None], "it sees one moment all the while"


async def test_whoever_is_to_read_cannot_write(
    database: Database, database_url: str, clock: Clock, script: Script
) -> None:
    async def chore(turns: Turns) -> None:
        await turns.read(lambda unit: unit.notes.put("who", "nobody"))

    opened = partial(Database.open, database_url, Sealer(SECRET_KEY), read_only=True)
    ticker = Ticker(database, clock, doing(script, chore=chore), sender=Wake(), reading=opened)
    with pytest.raises(DatabaseUnavailable):
        await ticker.look()
    async with database.transaction() as unit:
        assert await unit.notes.get("who") is None


async def test_a_chore_that_breaks_leaves_nothing_and_holds_up_no_other(
    database: Database, clock: Clock, script: Script
) -> None:
    async def half(unit: Unit) -> None:
        await unit.notes.put("half", "done")
        raise RuntimeError

    async def breaks(turns: Turns) -> None:
        await turns.write(half)

    async def good(turns: Turns) -> None:
        await turns.write(lambda unit: unit.notes.put("good", "done"))

    ticker = Ticker(database, clock, doing(script, breaks=breaks, good=good), sender=Wake())
    assert await ticker.look()
    assert ticker.is_idle
    async with database.transaction() as unit:
        assert (await unit.notes.get("half"), await unit.notes.get("good")) == (None, "done")


async def test_of_several_pieces_one_that_breaks_holds_up_no_other(
    database: Database, clock: Clock, script: Script
) -> None:
    went: list[bool] = []

    async def chore(turns: Turns) -> None:
        for number in range(3):

            async def piece(unit: Unit, number: int = number) -> None:
                await unit.notes.put(f"piece {number}", "done")
                if number == 1:
                    raise RuntimeError

            went.append(await turns.attempt(piece))

    await Ticker(database, clock, doing(script, chore=chore), sender=Wake()).look()
    assert went == [True, False, True]
    async with database.transaction() as unit:
        assert [await unit.notes.get(f"piece {number}") for number in range(3)] == ["done", None, "done"]


async def test_what_is_stopped_ends_after_the_turn_at_hand(database: Database, clock: Clock, script: Script) -> None:
    done: list[int] = []

    async def chore(turns: Turns) -> None:
        for number in range(3):

            async def piece(unit: Unit, number: int = number) -> None:
                done.append(number)

            if number == 1:
                ticker.stop()
            await turns.attempt(piece)

    ticker = Ticker(database, clock, doing(script, chore=chore, later=chore), sender=Wake())
    await ticker.look()
    assert done == [0, 1]


async def test_answers_that_are_due_go_out_between_the_turns_of_a_long_chore(
    database: Database, clock: Clock, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ticker.LOOK_SECONDS", 0.0)
    released: list[list[int]] = []

    async def nothing(unit: Unit) -> None:
        pass

    async def chore(turns: Turns) -> None:
        await a_sending(database, MONDAY)
        for _ in range(2):
            await turns.write(nothing)
            released.append(list(script.released))

    await Ticker(database, clock, doing(script, chore=chore), sender=Wake()).look()
    assert released[0] == script.released != []


async def test_a_clock_that_jumps_ticks_once(ticker: Ticker, clock: Clock, script: Script) -> None:
    await ticker.look()
    clock.advance(timedelta(days=3))
    assert await ticker.look()
    assert not await ticker.look()
    assert len(script.ticks) == 2


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
