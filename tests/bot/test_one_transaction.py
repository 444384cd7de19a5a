"""A reply waits for one commit: what comes now is stored, handled and claimed for sending in one transaction."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.channels.telegram import TelegramChannel
from bot.loops import Wake
from bot.sender import Sender
from bot.worker import PROMPT, Worker
from simulator.model import Chat, Person
from simulator.world import World
from storage import tables
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.unit import Unit
from storage.values import Incoming
from tests.bot.posting import Post, rests
from tests.bot.support import Script, echo, private, text, texts, until
from tests.bot.test_worker import update
from tickets.dialogue import Inbound, Message


@pytest.fixture
def home(world: World, sari: Person) -> Chat:
    chat = world.private(sari)
    world.send(sari, chat, "/start")
    return chat


@pytest.fixture
def sender(post: Post, script: Script) -> Sender:
    script.answer = echo
    return post.sender()


@pytest.fixture
def worker(post: Post, channel: TelegramChannel, script: Script, sender: Sender) -> Worker:
    return Worker(
        post.database,
        {"telegram": channel},
        post.clock,
        script.behaviour(),
        wake=Wake(),
        sender=sender.wake,
        following=sender.after,
    )


def come(post: Post, person: Person, *words: str, first: int = 1) -> Sequence[Incoming]:
    """What a person wrote, as it comes in."""
    raws = [update(number, word, person.id) for number, word in enumerate(words, first)]
    return [Incoming("telegram", str(raw["update_id"]), str(person.id), raw, post.clock.now()) for raw in raws]


def is_woken(wake: Wake) -> bool:
    return wake._event.is_set()


async def inbox(database: Database) -> dict[str, int]:
    async with database.transaction() as unit:
        return await unit.inbox.counts()


async def arrive(sender: Sender) -> None:
    """Let everything be sent that can be."""
    running = asyncio.create_task(sender.run())
    await rests(sender, running)
    sender.stop()
    await running


async def test_what_comes_is_answered_with_one_transaction(
    world: World, sari: Person, home: Chat, post: Post, worker: Worker, sender: Sender
) -> None:
    before = post.database.asked_for
    await worker.keep(come(post, sari, "Halo"))
    assert post.database.asked_for == before + 1
    assert await post.counts() == {"sending": 1}
    await arrive(sender)
    assert texts(world, home) == ["Halo"]
    assert await post.counts() == {"sent": 1}
    assert await inbox(post.database) == {"pending": 0, "failed": 0, "done": 1}


async def test_what_waited_before_goes_first(
    world: World, sari: Person, home: Chat, post: Post, worker: Worker, sender: Sender
) -> None:
    await post.database.run(lambda unit: unit.inbox.store(come(post, sari, "satu")))
    await worker.keep(come(post, sari, "dua", first=2))
    await arrive(sender)
    assert texts(world, home) == ["satu", "dua"]


async def test_an_update_that_comes_twice_is_answered_once(
    world: World, sari: Person, home: Chat, post: Post, worker: Worker, sender: Sender
) -> None:
    await worker.keep(come(post, sari, "Halo"))
    await worker.keep(come(post, sari, "Halo"))
    await arrive(sender)
    assert texts(world, home) == ["Halo"]


async def test_what_arrived_before_is_settled_in_the_same_transaction(
    world: World, sari: Person, budi: Person, home: Chat, post: Post, worker: Worker, sender: Sender
) -> None:
    await worker.keep(come(post, sari, "Halo"))
    await until(lambda: bool(sender._results))
    await worker.keep(come(post, budi, "Selamat pagi", first=2))
    assert await post.counts() == {"sent": 1, "sending": 1}
    await arrive(sender)


async def test_many_at_once_are_stored_first_so_that_the_next_can_be_fetched(
    sari: Person, post: Post, worker: Worker, script: Script
) -> None:
    await worker.keep(come(post, sari, *map(str, range(PROMPT + 1))))
    assert not script.inbound
    assert (await inbox(post.database))["pending"] == PROMPT + 1
    assert is_woken(worker.wake)


async def test_while_others_are_handled_updates_are_only_stored(
    sari: Person, post: Post, worker: Worker, script: Script
) -> None:
    async with worker._one_at_a_time:
        await worker.keep(come(post, sari, "Halo"))
    assert not script.inbound
    assert (await inbox(post.database))["pending"] == 1
    assert is_woken(worker.wake)


async def test_while_the_sender_settles_the_answer_waits_for_it(
    sari: Person, post: Post, worker: Worker, sender: Sender
) -> None:
    async with sender._one_at_a_time:
        await worker.keep(come(post, sari, "Halo"))
    assert await post.counts() == {"waiting": 1}
    assert is_woken(sender.wake)


@pytest.mark.parametrize("trouble", [DatabaseUnavailable("gone for a moment"), RuntimeError("a mistake of ours")])
async def test_an_update_is_stored_although_its_transaction_breaks(
    world: World, sari: Person, home: Chat, post: Post, worker: Worker, sender: Sender, trouble: Exception
) -> None:
    following, tries = worker._following, []

    async def broken(work: object) -> int:
        tries.append(work)
        raise trouble

    worker._following = broken
    await worker.keep(come(post, sari, "Halo"))
    assert (await inbox(post.database))["pending"] == 1
    assert is_woken(worker.wake)
    worker._following = following
    assert await worker.work() == 1
    await arrive(sender)
    assert texts(world, home) == ["Halo"]
    assert len(tries) == 1


async def test_a_handler_that_raises_fails_its_own_update_only(
    world: World, sari: Person, home: Chat, post: Post, worker: Worker, sender: Sender, script: Script
) -> None:
    async def fail_on_two(inbound: Inbound, unit: Unit) -> None:
        await echo(inbound, unit)
        if isinstance(inbound, Message) and inbound.text == "dua":
            raise ValueError

    script.answer = fail_on_two
    await worker.keep(come(post, sari, "satu", "dua", "tiga"))
    assert await inbox(post.database) == {"pending": 0, "failed": 1, "done": 2}
    await arrive(sender)
    assert texts(world, home) == ["satu", "Maaf", "tiga"]


async def test_an_outbox_that_cannot_be_read_does_not_undo_what_was_handled(
    sari: Person, budi: Person, post: Post, worker: Worker, script: Script
) -> None:
    await post.put(text(private(budi.id)))
    async with post.database.transaction() as unit:
        await unit.outbox._run(tables.outbox.update().values(content=b"nothing of ours"))
    await worker.keep(come(post, sari, "Halo"))
    assert [inbound.text for inbound in script.inbound if isinstance(inbound, Message)] == ["Halo"]
    assert await inbox(post.database) == {"pending": 0, "failed": 0, "done": 1}
    assert await post.counts() == {"waiting": 2}
