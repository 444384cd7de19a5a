"""What the tests of bot/ share: constants, parcels, and handlers that do as they are told."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.behaviour import Behaviour, Turns
from simulator.model import Chat as SimulatedChat
from simulator.world import World
from storage.unit import Unit
from storage.values import Sending
from tickets.dialogue import Attachment, Chat, ChatKind, Inbound, MediaKind, Message, Parcel, Text

TOKEN = "123456789:AAsecretSECRETsecretSECRETsecretSECRET"
SECRET_KEY = "a secret key of more than thirty-two characters"
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def private(person_id: int) -> Chat:
    return Chat("telegram", str(person_id), ChatKind.PRIVATE)


def group_chat(chat: SimulatedChat) -> Chat:
    return Chat("telegram", str(chat.id), ChatKind.GROUP, chat.title)


def text(chat: Chat, html: str = "Halo", **more: Any) -> Parcel:
    return Parcel(chat=chat, content=Text(html=html), **more)


def attachment(kind: MediaKind, file_id: str) -> Attachment:
    return Attachment(kind, file_id, f"unique {file_id}")


def texts(world: World, chat: SimulatedChat) -> list[str]:
    """What the bot wrote that stands in the chat now."""
    return [message.text for message in world.messages(chat) if message.sender == world.bot.id and message.text]


async def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something that happens by itself."""
    async with asyncio.timeout(seconds):
        while True:
            if condition():
                return
            await asyncio.sleep(0.003)


@dataclass
class Script:
    """Handlers for tests: each remembers what it was given; `answer` may be replaced by a test's own."""

    inbound: list[Inbound] = field(default_factory=list)
    apologies: list[Inbound] = field(default_factory=list)
    gone: list[Parcel] = field(default_factory=list)
    moves: list[tuple[Chat, str]] = field(default_factory=list)
    ticks: list[datetime] = field(default_factory=list)
    answer: Callable[[Inbound, Unit], Awaitable[None]] | None = None
    tick: Callable[[Unit], Coroutine[Any, Any, None]] | None = None
    topics_gone: list[tuple[Chat, int]] = field(default_factory=list)
    topics_refused: list[Chat] = field(default_factory=list)
    released: list[int] = field(default_factory=list)
    release: Callable[[Sending, Unit], Awaitable[None]] | None = None

    def behaviour(self) -> Behaviour:
        return Behaviour(
            self._handle,
            self._apologise,
            self._undeliverable,
            self._moved,
            {"tick": self._tick},
            self._gone,
            self._refused,
            self._release,
        )

    async def _handle(self, inbound: Inbound, unit: Unit) -> None:
        if self.answer is not None:
            await self.answer(inbound, unit)
        self.inbound.append(inbound)

    async def _apologise(self, inbound: Inbound, unit: Unit) -> None:
        self.apologies.append(inbound)
        await unit.outbox.put(text(inbound.chat, "Maaf"), inbound.at)

    async def _undeliverable(self, parcel: Parcel, unit: Unit) -> None:
        self.gone.append(parcel)

    async def _moved(self, chat: Chat, new_id: str, unit: Unit) -> None:
        self.moves.append((chat, new_id))

    async def _gone(self, chat: Chat, ticket_id: int, unit: Unit) -> None:
        self.topics_gone.append((chat, ticket_id))

    async def _refused(self, chat: Chat, unit: Unit) -> None:
        self.topics_refused.append(chat)

    async def _tick(self, turns: Turns) -> None:
        self.ticks.append(MONDAY)
        if self.tick is not None:
            await turns.write(self.tick)

    async def _release(self, sending: Sending, unit: Unit) -> None:
        await unit.sendings.take(sending.id)
        if self.release is not None:
            await self.release(sending, unit)
        self.released.append(sending.id)


async def echo(inbound: Inbound, unit: Unit) -> None:
    """A handler that says everything again."""
    if isinstance(inbound, Message):
        await unit.outbox.put(text(inbound.chat, inbound.text), inbound.at)
