"""A small world with Bu Sari (a citizen), Pak Budi (an official), his group, and a bot; served on loopback."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from telegram import Bot as PtbBot

from simulator.clock import Clock
from simulator.model import Bot, Chat, Person
from simulator.server import serving
from simulator.world import World

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09.00 in Makassar


@pytest.fixture
def world() -> World:
    return World(clock=Clock(MONDAY, running=False))


@pytest.fixture
def lapor(world: World) -> Bot:
    return world.add_bot(token="1:SIM", name="Lapor Bot", username="lapor_bot")


@pytest.fixture
def sari(world: World) -> Person:
    return world.add_person("Sari", username="sari_bjm")


@pytest.fixture
def budi(world: World) -> Person:
    return world.add_person("Budi", "Santoso")


@pytest.fixture
def private(world: World, lapor: Bot, sari: Person) -> Chat:
    """Sari's chat with the bot, which she has started; nothing waits in it."""
    chat = world.private(sari)
    world.send(sari, chat, "/start")
    lapor.updates.clear()
    return chat


@pytest.fixture
def group(world: World, lapor: Bot, budi: Person) -> Chat:
    chat = world.add_group("Dinas PUPR", creator=budi, members=[lapor])
    lapor.updates.clear()
    return chat


@pytest.fixture
async def address(world: World, lapor: Bot) -> AsyncIterator[str]:
    async with serving(world) as at:
        yield at


@pytest.fixture
async def bot(address: str) -> AsyncIterator[PtbBot]:
    """python-telegram-bot's own client."""
    client = PtbBot("1:SIM", base_url=f"{address}/bot", base_file_url=f"{address}/file/bot")
    async with client:
        yield client


@dataclass
class Answer:
    status: int
    body: Any

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> str:
        assert not self.body["ok"]
        assert self.body["error_code"] == self.status
        return f"{self.status} {self.body['description']}"


@dataclass
class Raw:
    """The Bot API and the people API without any client library."""

    http: aiohttp.ClientSession
    address: str

    async def call(self, method: str, token: str = "1:SIM", **params: Any) -> Answer:
        async with self.http.post(f"{self.address}/bot{token}/{method}", json=params) as answer:
            return Answer(answer.status, await answer.json())

    async def post(self, path: str, **body: Any) -> Any:
        async with self.http.post(f"{self.address}/sim/{path}", json=body) as answer:
            found = await answer.json()
            assert found["ok"] == (answer.status == 200), found
            return found

    async def get(self, path: str) -> Any:
        async with self.http.get(f"{self.address}/sim/{path}") as answer:
            return await answer.json()


@pytest.fixture
async def raw(address: str) -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as http:
        yield Raw(http, address)
