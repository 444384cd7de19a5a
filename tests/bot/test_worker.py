"""From the inbox to the handlers."""

from datetime import timedelta
from typing import Any

import pytest

from bot.channels.base import Raw
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from bot.loops import Wake
from bot.worker import BATCH, Worker
from storage.database import Database
from storage.errors import DatabaseUnavailable, StaleTicket
from storage.unit import Unit
from storage.values import Incoming
from tests.bot.support import MONDAY, Script, echo
from tickets.dialogue import Inbound, Message


@pytest.fixture
def worker(database: Database, channel: TelegramChannel, script: Script) -> Worker:
    wakes = {"wake": Wake(), "sender": Wake()}
    return Worker(database, {"telegram": channel}, SystemClock(), script.behaviour(), **wakes)


def update(number: int, text: str, chat: int = 7) -> Raw:
    sender = {"id": chat, "is_bot": False, "first_name": "Sari"}
    home = {"id": chat, "type": "private", "first_name": "Sari"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1795395600, "chat": home, "from": sender, "text": text},
    }


async def store(database: Database, *raws: Raw) -> None:
    async with database.transaction() as unit:
        await unit.inbox.store(
            [
                Incoming(
                    "telegram",
                    str(raw.get("update_id", "?")),
                    str(raw.get("message", {}).get("chat", {}).get("id", "")),
                    raw,
                    MONDAY,
                )
                for raw in raws
            ]
        )


async def test_whoever_was_slower_than_another_process_does_it_again_on_what_that_one_left(
    database: Database, worker: Worker, script: Script
) -> None:
    tries: list[Inbound] = []

    async def slower(inbound: Inbound, unit: Unit) -> None:
        tries.append(inbound)
        await echo(inbound, unit)
        if len(tries) == 1:
            raise StaleTicket("somebody was quicker")

    script.answer = slower
    await store(database, update(1, "halo"))
    await worker.work()
    assert len(tries) == 2
    assert await waiting(database) == ["halo"]
    assert (await counts(database))["failed"] == 0


async def counts(database: Database) -> dict[str, int]:
    async with database.transaction() as unit:
        return await unit.inbox.counts()


async def waiting(database: Database) -> list[str]:
    """The texts in the outbox, as the sender would claim them, chat by chat."""
    async with database.transaction() as unit:
        rows = await unit.outbox.claim(SystemClock().now() + timedelta(minutes=1), 100, 60)
        return [getattr(row.parcel.content, "html", "") for row in rows]


def said(script: Script) -> list[str]:
    return [inbound.text for inbound in script.inbound if isinstance(inbound, Message)]


async def test_updates_are_handled_in_order_and_marked_done(worker: Worker, database: Database, script: Script) -> None:
    await store(database, *(update(number, str(number)) for number in range(5)))
    assert await worker.work() == 5
    assert said(script) == ["0", "1", "2", "3", "4"]
    assert await counts(database) == {"pending": 0, "failed": 0, "done": 5}
    assert await worker.work() == 0


async def test_a_burst_is_handled_batch_by_batch(worker: Worker, database: Database, script: Script) -> None:
    await store(database, *(update(number, str(number)) for number in range(BATCH + 10)))
    assert await worker.work() == BATCH
    assert await worker.work() == 10
    assert said(script) == [str(number) for number in range(BATCH + 10)]


async def test_what_a_handler_says_is_committed_with_the_update(
    worker: Worker, database: Database, script: Script
) -> None:
    script.answer = echo
    await store(database, update(1, "Halo"))
    await worker.work()
    assert await waiting(database) == ["Halo"]
    assert (await counts(database))["done"] == 1


async def test_a_handler_that_raises_undoes_only_its_own_update_and_apologises(
    worker: Worker, database: Database, script: Script
) -> None:
    async def fail_on_two(inbound: Inbound, unit: Unit) -> None:
        await echo(inbound, unit)
        if isinstance(inbound, Message) and inbound.text == "dua rahasia":
            raise ValueError(f"cannot read {inbound.text}")

    script.answer = fail_on_two
    await store(database, update(1, "satu", 11), update(2, "dua rahasia", 12), update(3, "tiga", 13))
    assert await worker.work() == 3
    assert await counts(database) == {"pending": 0, "failed": 1, "done": 2}
    assert sorted(await waiting(database)) == ["Maaf", "satu", "tiga"]
    async with database.transaction() as unit:
        (failure,) = await unit.inbox.failures(10)
    assert "fail_on_two" in failure.error
    assert "builtins.ValueError" in failure.error
    assert "rahasia" not in failure.error.replace('== "dua rahasia"', "")


async def test_after_a_failure_the_same_chat_goes_on_and_replay_runs_it_again(
    worker: Worker, database: Database, script: Script
) -> None:
    broken = True

    async def fail_while_broken(inbound: Inbound, _unit: Unit) -> None:
        if broken and isinstance(inbound, Message) and inbound.text == "satu":
            raise RuntimeError

    script.answer = fail_while_broken
    await store(database, update(1, "satu"), update(2, "dua"))
    await worker.work()
    assert said(script) == ["dua"]
    broken = False
    async with database.transaction() as unit:
        assert await unit.inbox.replay() == 1
    await worker.work()
    assert said(script) == ["dua", "satu"]
    assert (await counts(database))["failed"] == 0


async def test_an_apology_that_fails_too_is_only_logged(worker: Worker, database: Database, script: Script) -> None:
    async def fail(_inbound: Inbound, _unit: Unit) -> None:
        raise RuntimeError

    behaviour = script.behaviour()
    object.__setattr__(behaviour, "apologise", fail)
    object.__setattr__(behaviour, "handle", fail)
    worker._behaviour = behaviour
    await store(database, update(1, "satu"))
    assert await worker.work() == 1
    assert (await counts(database))["failed"] == 1


@pytest.mark.parametrize("raw", [{"update_id": 1, "message": {}}, {"update_id": 1, "message": {"chat": {"id": 1}}}])
async def test_a_malformed_update_fails_alone_and_nobody_is_bothered(
    worker: Worker, database: Database, script: Script, raw: Raw
) -> None:
    await store(database, raw, update(2, "dua"))
    assert await worker.work() == 2
    assert said(script) == ["dua"]
    assert not script.apologies
    assert (await counts(database))["failed"] == 1


async def test_an_update_that_means_nothing_to_us_is_done(worker: Worker, database: Database, script: Script) -> None:
    await store(database, {"update_id": 1, "poll_answer": {}})
    assert await worker.work() == 1
    assert not script.inbound
    assert (await counts(database))["done"] == 1


async def test_a_database_that_gives_up_undoes_the_batch_and_it_comes_again_in_small_steps(
    worker: Worker, database: Database, script: Script
) -> None:
    calls: list[Any] = []

    async def lose_the_database_once(inbound: Inbound, unit: Unit) -> None:
        await echo(inbound, unit)
        calls.append(inbound)
        if len(calls) == 2:
            raise DatabaseUnavailable("gone for a moment")

    script.answer = lose_the_database_once
    await store(database, update(1, "satu", 11), update(2, "dua", 12), update(3, "tiga", 13))
    with pytest.raises(DatabaseUnavailable):
        await worker.work()
    assert await counts(database) == {"pending": 3, "failed": 0, "done": 0}
    assert [await worker.work() for _ in range(3)] == [1, 2, 0]
    assert sorted(await waiting(database)) == ["dua", "satu", "tiga"]
    assert not script.apologies
