"""Updates by webhook: nothing is confirmed before it is kept, strangers are sent away, nonsense makes no storm."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from io import BytesIO
from typing import Any

import aiohttp
import pytest
import structlog

from bot.app import App
from bot.behaviour import Behaviour
from bot.channels.telegram import TelegramChannel
from bot.clock import SystemClock
from bot.hook import HEADER, MOST_BYTES, Door, Hook, door_of
from bot.loops import Fatal, Wake, keep_running
from bot.monitor import Monitor, serving
from bot.reception import Reception
from bot.settings import Settings
from simulator.model import Bot, Person
from simulator.world import World
from storage.database import Database
from storage.values import InboxRow
from tests.bot.support import Script, echo, texts, until
from tests.bot.test_intake import FailingDatabase

SECRET = "rahasia_webhook_0001"


class Post:
    """Whoever posts to the door: Telegram, or a stranger."""

    def __init__(self, door: Door, session: aiohttp.ClientSession) -> None:
        self._door = door
        self._session = session

    async def brings(self, body: Any, secret: str | None = SECRET) -> int:
        """The status that was answered."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {} if secret is None else {HEADER: secret}
        async with self._session.post(self._door.url, data=BytesIO(data), headers=headers) as answer:
            self.retry_after = answer.headers.get("Retry-After")
            return answer.status


@pytest.fixture
def monitor() -> Monitor:
    return Monitor()


@pytest.fixture
async def door(monitor: Monitor) -> AsyncIterator[Door]:
    """Served beside the pages of the monitor, on a free port."""
    door = Door("http://somewhere/hook/5f1c", SECRET)
    async with serving(monitor, "127.0.0.1", 0, door.routes()) as address:
        door.url = f"{address}/hook/5f1c"
        yield door


@pytest.fixture
async def post(door: Door) -> AsyncIterator[Post]:
    async with aiohttp.ClientSession() as session:
        yield Post(door, session)


@pytest.fixture
def worker() -> Wake:
    return Wake()


@pytest.fixture
async def hook(door: Door, channel: TelegramChannel, database: Database, worker: Wake) -> AsyncIterator[Hook]:
    """A hook that runs."""
    hook = Hook(door, Reception(channel, database, SystemClock(), worker=worker))
    task = asyncio.create_task(hook.run())
    await until(lambda: hook.last_step > 0 and door._take is not None)
    yield hook
    hook.stop()
    await task


@pytest.fixture
def hooked(
    settings: Settings, world: World, script: Script, door: Door, monitor: Monitor
) -> AbstractAsyncContextManager[App]:
    """A whole bot behind the door, whose handlers are the script."""
    behaviour: Behaviour = script.behaviour()
    return App(settings, clock=world.clock, behave=lambda *_: behaviour, door=door, monitor=monitor).running()


def an_update(number: int, text: str = "halo") -> dict[str, Any]:
    sari = {"id": 7, "is_bot": False, "first_name": "Sari"}
    message = {"message_id": number, "date": 1, "chat": {"id": 7, "type": "private"}, "from": sari, "text": text}
    return {"update_id": number, "message": message}


async def stored(database: Database) -> tuple[InboxRow, ...]:
    async with database.transaction() as unit:
        return await unit.inbox.take(SystemClock().now(), 1000, 0)


async def test_telegram_brings_updates_and_gets_answers(
    world: World, bot: Bot, sari: Person, script: Script, hooked: AbstractAsyncContextManager[App], monitor: Monitor
) -> None:
    script.answer = echo
    chat = world.private(sari)
    world.send(sari, chat, "sebelum bot menyala")
    async with hooked as app:
        world.send(sari, chat, "sesudahnya")
        await app.idle(lambda: not bot.updates)
        assert texts(world, chat) == ["sebelum bot menyala", "sesudahnya"]
        assert bot.webhook is not None
        assert bot.webhook.secret == SECRET
        assert await monitor.obstacle() is None, "ready, although nothing is polled"
    assert bot.webhook is not None, "other processes go on taking updates"


async def test_without_the_webhook_again_updates_are_fetched(
    world: World,
    bot: Bot,
    sari: Person,
    script: Script,
    settings: Settings,
    hooked: AbstractAsyncContextManager[App],
) -> None:
    script.answer = echo
    async with hooked:
        pass
    world.send(sari, world.private(sari), "halo")
    app = App(settings, clock=world.clock, behave=lambda *_: script.behaviour(), poll_seconds=1)
    async with app.running():
        await app.idle(lambda: not bot.updates)
    assert bot.webhook is None
    assert texts(world, world.private(sari)) == ["halo"]


async def test_an_update_is_confirmed_once_it_is_kept(post: Post, hook: Hook, database: Database, worker: Wake) -> None:
    assert await post.brings(an_update(1)) == 200
    assert [row.raw for row in await stored(database)] == [an_update(1)]
    async with asyncio.timeout(60):
        await worker.wait(None)
    assert await post.brings(an_update(1)) == 200, "brought again: the first answer was lost"
    assert len(await stored(database)) == 1


async def test_what_comes_together_is_one_commit_in_the_order_of_its_numbers(
    post: Post, hook: Hook, database: Database
) -> None:
    statuses = await asyncio.gather(*(post.brings(an_update(number)) for number in (3, 1, 2)))
    assert statuses == [200, 200, 200]
    assert sorted(row.raw["update_id"] for row in await stored(database)) == [1, 2, 3]


async def test_what_cannot_be_kept_is_to_come_again(
    door: Door, post: Post, channel: TelegramChannel, database: Database
) -> None:
    assert await post.brings(an_update(1)) == 503, "nobody is behind the door yet"
    assert post.retry_after == "2"
    failing: Any = FailingDatabase(database, failures=1)
    hook = Hook(door, Reception(channel, failing, SystemClock(), worker=Wake()))
    with structlog.testing.capture_logs():
        running = asyncio.create_task(keep_running(hook, _Calm()))
        await until(lambda: door._take is not None)
        assert await post.brings(an_update(1)) == 503
        assert not await stored(database)
        await until(lambda: door._take is not None)
        assert await post.brings(an_update(1)) == 200
        hook.stop()
        await running
    assert [row.raw["update_id"] for row in await stored(database)] == [1]
    assert await post.brings(an_update(2)) == 503, "it has stopped"


@pytest.mark.parametrize("secret", [None, "", "salah", "rahasia_webhook_000", "räuber"])
async def test_a_stranger_is_sent_away(post: Post, hook: Hook, database: Database, secret: str | None) -> None:
    with structlog.testing.capture_logs() as logs:
        assert [await post.brings(an_update(1), secret) for _ in range(3)] == [403, 403, 403]
    assert [(line["event"], line["why"]) for line in logs] == [("refused at the webhook", "wrong secret")]
    assert not await stored(database)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"{", 400), (b"\xff\xfe", 400), (b"[" * 100_000, 400), (b"x" * MOST_BYTES + b"x", 413)],
)
async def test_nonsense_is_refused_and_logged_once(
    post: Post, hook: Hook, database: Database, body: bytes, status: int
) -> None:
    with structlog.testing.capture_logs() as logs:
        assert [await post.brings(body) for _ in range(3)] == [status] * 3
    assert [line["log_level"] for line in logs] == ["warning"]
    assert not await stored(database)
    assert await post.brings(an_update(1)) == 200, "the door is still open"


async def test_json_that_is_no_update_is_kept_like_a_fetched_one_and_holds_up_nobody(
    post: Post, hook: Hook, database: Database
) -> None:
    assert [await post.brings(body) for body in (["apa"], 5, {}, an_update(1))] == [200] * 4
    assert len(await stored(database)) == 4


async def test_only_posts_are_taken(door: Door, hook: Hook) -> None:
    async with aiohttp.ClientSession() as session, session.get(door.url) as answer:
        assert answer.status == 405


async def test_an_address_that_telegram_does_not_take_ends_the_program_with_a_sentence(
    settings: Settings, world: World, script: Script, bot: Bot
) -> None:
    door = Door("http://lapor.example/hook", SECRET)
    app = App(settings, clock=world.clock, behave=lambda *_: script.behaviour(), door=door)
    with pytest.raises(Fatal, match="WEBHOOK_URL"):
        async with app.running():
            pass


async def test_a_taken_port_ends_the_program_when_updates_would_come_there(door: Door, monitor: Monitor) -> None:
    port = int(door.url.split(":")[2].split("/")[0])
    with pytest.raises(Fatal, match="Set HTTP_PORT"):
        async with serving(monitor, "127.0.0.1", port, door.routes()):
            pass


def test_the_secret_is_the_given_one_or_made_from_the_key(settings: Settings) -> None:
    assert door_of(settings) is None
    hooked = settings.model_copy(update={"webhook_url": "https://lapor.example/hook"})
    one, other = door_of(hooked), door_of(hooked)
    assert one is not None
    assert other is not None
    assert one.secret == other.secret
    assert len(one.secret) == 32
    assert door_of(hooked.model_copy(update={"telegram_bot_token": None})) is None


class _Calm:
    """A random source for pauses: the shortest."""

    def uniform(self, _least: float, _most: float) -> float:
        return 0.01
