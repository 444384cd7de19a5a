"""Updates in: stored before they are confirmed, whatever happens."""

import asyncio
from random import Random
from typing import Any

import pytest
import structlog

from bot.channels import base
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from bot.intake import Intake
from bot.loops import Wake, keep_running
from simulator.model import Bot, Person
from simulator.world import World
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.unit import Unit
from storage.values import InboxRow
from tests.bot.support import TOKEN


@pytest.fixture
def worker() -> Wake:
    return Wake()


@pytest.fixture
def intake(channel: TelegramChannel, database: Database, worker: Wake) -> Intake:
    return Intake(channel, database, SystemClock(), Random(1), worker=worker)


async def stored(database: Database) -> tuple[InboxRow, ...]:
    async with database.transaction() as unit:
        return await unit.inbox.take(SystemClock().now(), 1000, 0)


class FailingDatabase:
    """The real database, whose commits fail as often as asked, after everything was written."""

    def __init__(self, database: Database, failures: int) -> None:
        self._database = database
        self.failures = failures

    async def run(self, work: Any) -> Any:
        async def failing(unit: Unit) -> Any:
            result = await work(unit)
            await unit.flush()
            if self.failures > 0:
                self.failures -= 1
                raise DatabaseUnavailable("the disk is full")
            return result

        return await self._database.run(failing)


async def test_updates_are_stored_in_order_and_the_worker_is_woken(
    world: World, sari: Person, intake: Intake, database: Database, worker: Wake
) -> None:
    for text in ("satu", "dua", "tiga"):
        world.send(sari, world.private(sari), text)
    await intake.step()
    assert [row.raw["message"]["text"] for row in await stored(database)] == ["satu", "dua", "tiga"]
    async with asyncio.timeout(20):
        await worker.wait(None)


async def test_updates_are_confirmed_only_after_the_commit(
    world: World, sari: Person, bot: Bot, intake: Intake, channel: TelegramChannel, database: Database, worker: Wake
) -> None:
    world.send(sari, world.private(sari), "satu")
    failing = FailingDatabase(database, failures=2)
    intake = Intake(channel, failing, SystemClock(), Random(1), worker=worker)  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(DatabaseUnavailable):
            await intake.step()
        assert len(bot.updates) == 1
        assert not await stored(database)
    await intake.step()
    assert [row.raw["message"]["text"] for row in await stored(database)] == ["satu"]
    world.send(sari, world.private(sari), "dua")
    await intake.step()
    assert [update.payload["text"] for update in bot.updates.values()] == ["dua"]


async def test_an_update_that_comes_twice_is_stored_once(
    world: World, sari: Person, intake: Intake, channel: TelegramChannel, database: Database, worker: Wake
) -> None:
    world.send(sari, world.private(sari), "satu")
    await intake.step()
    await Intake(channel, database, SystemClock(), Random(1), worker=worker).step()
    assert len(await stored(database)) == 1


async def test_a_backlog_is_taken_in_batches(
    world: World, sari: Person, bot: Bot, intake: Intake, database: Database
) -> None:
    for number in range(250):
        world.send(sari, world.private(sari), str(number))
    for _ in range(3):
        await intake.step()
    assert [row.raw["message"]["text"] for row in await stored(database)] == [str(number) for number in range(250)]


async def test_numbers_that_start_anew_lower_are_followed(
    world: World, sari: Person, bot: Bot, intake: Intake, database: Database
) -> None:
    world.send(sari, world.private(sari), "sebelum")
    await intake.step()
    world.send(sari, world.private(sari), "minggu ini")
    await intake.step()
    await intake.step()  # a quiet while
    bot.next_update = 1000
    world.send(sari, world.private(sari), "sesudah")
    await intake.step()
    world.send(sari, world.private(sari), "lagi")
    await intake.step()
    texts = [row.raw["message"]["text"] for row in await stored(database)]
    assert texts == ["sebelum", "minggu ini", "sesudah", "lagi"]


class Scripted:
    """A source that gives what the test says; for updates that no Telegram would send."""

    name = "telegram"

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)
        self.offsets: list[int | None] = []
        self.acknowledged = 0

    def lane(self, raw: base.Raw) -> str:
        return "5" if "message" in raw else ""

    async def pull(self, offset: int | None) -> list[base.Raw]:
        self.offsets.append(offset)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        found: list[base.Raw] = answer
        return found

    async def acknowledge(self, raw: base.Raw) -> None:
        self.acknowledged += 1
        raise base.Rejected("query is too old")


async def test_what_is_malformed_is_stored_like_everything_else(database: Database, worker: Wake) -> None:
    source = Scripted([{"update_id": 7, "message": 5}, {"no": "id"}, [1, 2], "text"], [])
    intake = Intake(source, database, SystemClock(), Random(1), worker=worker)
    await intake.step()
    await intake.step()
    rows = await stored(database)
    assert [row.raw for row in rows] == [
        {"update_id": 7, "message": 5},
        {"no": "id"},
        {"malformed": [1, 2]},
        {"malformed": "text"},
    ]
    assert rows[0].key == "7"
    assert all(row.key.startswith("malformed:") for row in rows[1:])
    assert source.offsets == [None, 8]


async def test_presses_are_acknowledged_at_once_and_failures_change_nothing(database: Database, worker: Wake) -> None:
    source = Scripted([{"update_id": 1, "callback_query": {"id": "q"}}, {"update_id": 2, "message": {}}])
    intake = Intake(source, database, SystemClock(), Random(1), worker=worker)
    await intake.step()
    await asyncio.gather(*intake._reception._answering)
    assert intake.is_idle
    assert source.acknowledged == 1
    assert len(await stored(database)) == 2


async def test_trouble_makes_it_wait_and_a_second_poller_is_named(database: Database, worker: Wake) -> None:
    source = Scripted(
        base.Conflict("terminated"), base.Unknown(), base.Retry(0.01), base.Retry(None), [{"update_id": 1}]
    )
    intake = Intake(source, database, SystemClock(), Random(1), worker=worker)
    intake._pause = 0.001
    with structlog.testing.capture_logs() as lines:
        for _ in range(5):
            await intake.step()
    assert [line["log_level"] for line in lines] == ["error", "warning", "warning", "warning"]
    assert "only one may run" in lines[0]["event"]
    assert len(await stored(database)) == 1


async def test_a_long_poll_ends_when_the_loop_is_stopped(
    world: World, intake: Intake, channel: TelegramChannel
) -> None:
    channel._poll_seconds = 50
    running = asyncio.create_task(keep_running(intake, Random(1)))
    await world.polled()
    intake.stop()
    async with asyncio.timeout(40):
        await running


async def test_the_real_second_poller_takes_over_and_the_first_says_so(
    world: World, address: str, intake: Intake, channel: TelegramChannel
) -> None:
    channel._poll_seconds = 50
    second = TelegramChannel(TOKEN, address, poll_seconds=0)
    await second.open()
    with structlog.testing.capture_logs() as lines:
        running = asyncio.create_task(intake.step())
        await world.polled()
        await second.pull(None)
        await running
    await second.close()
    assert lines[0]["log_level"] == "error"
    assert "409" not in lines[0]["event"]
    assert "another program" in lines[0]["event"]
