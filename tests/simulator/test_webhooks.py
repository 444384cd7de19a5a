"""Webhooks: secret, order within a chat, redelivery, and the conflict with polling."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot as PtbBot
from telegram.error import BadRequest, Conflict

from simulator.model import Bot, Chat, Person
from simulator.world import World
from tests.simulator.conftest import Raw


@dataclass
class Receiver:
    """A bot's own web server, which fails as often as a test wants."""

    url: str = ""
    failures: int = 0
    status: int = 500
    retry_after: str | None = None
    bodies: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> Response:
        self.bodies.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.arrived.set()
        if self.failures:
            self.failures -= 1
            headers = {"Retry-After": self.retry_after} if self.retry_after else None
            return Response(status_code=self.status, headers=headers)
        return Response()

    def texts(self) -> list[str]:
        return [body["message"]["text"] for body in self.bodies]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = Starlette(routes=[Route("/hook", receiver.take, methods=["POST"])])
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off", ws="none")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    port = server.servers[0].sockets[0].getsockname()[1]
    receiver.url = f"http://127.0.0.1:{port}/hook"
    yield receiver
    await server.shutdown()


async def test_updates_are_pushed_with_the_secret(
    world: World, sari: Person, private: Chat, receiver: Receiver, bot: PtbBot
) -> None:
    await bot.set_webhook(receiver.url, secret_token="rahasia_123", max_connections=5)
    world.send(sari, private, "halo")
    await asyncio.wait_for(world.drained(), 60)

    assert receiver.texts() == ["halo"]
    assert receiver.secrets == ["rahasia_123"]
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == (receiver.url, 0, 5)


async def test_what_waits_is_pushed_when_the_webhook_is_set(
    world: World, sari: Person, private: Chat, receiver: Receiver, bot: PtbBot
) -> None:
    world.send(sari, private, "sebelum")
    await bot.set_webhook(receiver.url)
    await asyncio.wait_for(world.drained(), 60)

    assert receiver.texts() == ["sebelum"]


async def test_a_refused_update_comes_again_and_holds_back_its_chat(
    world: World, sari: Person, private: Chat, receiver: Receiver, bot: PtbBot
) -> None:
    world.webhook_pause = 0.01
    receiver.failures = 3
    await bot.set_webhook(receiver.url)
    world.send(sari, private, "satu")
    world.send(sari, private, "dua")
    await asyncio.wait_for(world.drained(), 60)

    assert receiver.texts() == ["satu", "satu", "satu", "satu", "dua"]
    assert len({body["update_id"] for body in receiver.bodies}) == 2
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_one_chat_does_not_hold_back_another(
    world: World, lapor: Bot, sari: Person, budi: Person, private: Chat, receiver: Receiver, bot: PtbBot
) -> None:
    receiver.failures, receiver.status, receiver.retry_after = 1, 503, "3600"
    await bot.set_webhook(receiver.url)
    world.send(sari, private, "tertahan")
    await asyncio.wait_for(receiver.arrived.wait(), 60)
    world.send(budi, world.private(budi), "lewat")
    while "lewat" not in receiver.texts():
        receiver.arrived.clear()
        await asyncio.wait_for(receiver.arrived.wait(), 60)

    assert receiver.texts() == ["tertahan", "lewat"]
    assert (await bot.get_webhook_info()).pending_update_count >= 1


async def test_a_receiver_that_is_away_is_reported(world: World, sari: Person, private: Chat, raw: Raw) -> None:
    await raw.call("setWebhook", url="http://127.0.0.1:1/hook")
    world.send(sari, private, "halo")
    for _ in range(500):
        info = (await raw.call("getWebhookInfo")).result
        if "last_error_message" in info:
            break
    assert info["last_error_message"] == "Connection failed"
    assert info["pending_update_count"] == 1


async def test_polling_and_webhook_exclude_each_other(
    world: World, private: Chat, receiver: Receiver, bot: PtbBot
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await world.polled()
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await asyncio.wait_for(poll, 60)
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()

    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_pending_updates_can_be_dropped(world: World, sari: Person, private: Chat, bot: PtbBot) -> None:
    world.send(sari, private, "halo")
    await bot.delete_webhook(drop_pending_updates=True)

    assert world.pending_updates() == 0


async def test_bad_webhooks_are_refused(private: Chat, bot: PtbBot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)an HTTPS URL must be provided for webhook"):
        await bot.set_webhook("http://example.com/hook")
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("https://example.com/hook", secret_token="a b")
