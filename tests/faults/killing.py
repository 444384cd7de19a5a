"""A crowd that files and answers while the program dies and starts again, and what must be so afterwards.

Kills come at random moments: after a random number of calls and a few random milliseconds. A seed chooses the moments;
what the machine does at them is different every time.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from handlers.follow_up import ANSWERS
from simulator.server import serving
from simulator.world import World
from storage.database import Database
from storage.sealing import Sealer
from tests.faults.crowd import FORUMS, TOPICS, Citizen, Crowd
from tests.faults.program import Program
from tests.support.databases import SECRET_KEY
from tests.support.stage import TOKEN
from tickets.dialogue import Chat, ChatKind

MOST_CALLS = 60
CALM_SECONDS = 1.0


@dataclass(frozen=True)
class Pace:
    """How long a life lasts."""

    most_calls: int = MOST_CALLS
    """Between two kills, with those of the start."""
    calm_seconds: float = CALM_SECONDS
    """Without a call; then there is nothing left to wait for, and the kill comes in the calm."""


@dataclass
class Figures:
    """What the README and the operations guide quote."""

    dialect: str
    seed: int
    kills: int
    in_the_calm: int
    updates: int
    tickets: int
    repeated: int
    most_in_a_chat: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"\n{self.dialect}: {self.kills} kills (seed {self.seed}; {self.in_the_calm} of them in a calm), "
            f"{self.updates} updates, {self.tickets} tickets, 0 lost, 0 doubled, {self.repeated} messages repeated "
            f"(at most {self.most_in_a_chat} in one chat), {self.seconds:.0f} s"
        )


@asynccontextmanager
async def played(
    database_url: str, folder: Path, *, seconds: float, patience: float = 180, undo_seconds: int = 1
) -> AsyncIterator[tuple[Crowd, Program]]:
    """A world with its crowd, and the program that is not started yet; however it ends, no process is left.

    All of it takes at most so many `seconds`; nobody in the crowd waits longer than `patience` (seconds) for anything.
    """
    world = World()
    world.add_bot(TOKEN, "Lapor Bot", "lapor_bot")
    world.calls = deque()  # every call is kept
    crowd = Crowd(world, world.add_person("Rina"), patience=patience)
    async with serving(world) as address:
        program = Program(folder, address, database_url, crowd.coordinator.id, undo_seconds)
        try:
            async with asyncio.timeout(seconds):
                yield crowd, program
        finally:
            if program.running:
                await program.kill()


@dataclass
class Lives:
    """The crowd lives through the end of its program, again and again."""

    crowd: Crowd
    program: Program
    random: Random
    pace: Pace = Pace()
    in_the_calm: int = 0
    """How often the end came when nothing was left to do."""

    async def pass_by(self, citizens: int, ends: int, end: Callable[[], Awaitable[None]], *, first: int) -> None:
        """All citizens file and are answered, while the program ends so many times. `first`: who begin at once."""
        crowd = self.crowd
        crowd.found_groups()
        await self.program.start()
        await crowd.are_paired()
        crowd.world.calls.clear()
        async with asyncio.TaskGroup() as people:
            admins = [people.create_task(crowd.answers(topic.agency)) for topic in TOPICS]
            filing = []
            for wave in _waves(citizens, ends, first):
                filing += [people.create_task(crowd.files(number)) for number in wave]
                self.in_the_calm += not await calls(
                    crowd.world, self.random.randint(1, self.pace.most_calls), self.pace.calm_seconds
                )
                await asyncio.sleep(self.random.random() * 0.02)
                await end()
                await self.program.start()
            await asyncio.gather(*filing)
            for admin in admins:
                admin.cancel()


def _waves(citizens: int, ends: int, first: int) -> list[range]:
    """The citizens by when they begin: some at first, some more before every end, all by the last."""
    marks = [first + (citizens - first) * n // (ends - 1) for n in range(ends)]
    return [range(start, end) for start, end in zip([0, *marks], marks, strict=False)]


async def calls(world: World, number: int, calm_seconds: float) -> bool:
    """Wait until the bot has made so many calls more, or has come to life and made none for a while; which it was."""
    before, polls = _made(world), world.call_counts["getUpdates"]
    seen, since = before, time.monotonic()
    while _made(world) < before + number:
        await asyncio.sleep(0.002)
        if _made(world) > seen or world.call_counts["getUpdates"] == polls:
            seen, since = _made(world), time.monotonic()
        elif time.monotonic() - since > calm_seconds:
            return False
    return True


def _made(world: World) -> int:
    return world.call_counts.total() - world.call_counts["getUpdates"]


async def comes_to_rest(world: World, database_url: str) -> None:
    """Wait until every update is handled and every message is sent."""
    database = await Database.open(database_url, Sealer(SECRET_KEY))
    try:
        while world.pending_updates() or await _under_way(database):  # noqa: ASYNC110 - the database makes no sound
            await asyncio.sleep(0.1)
    finally:
        await database.close()


async def _under_way(database: Database) -> int:
    async with database.transaction() as unit:
        inbox, outbox = await unit.inbox.counts(), await unit.outbox.counts()
    return inbox["pending"] + outbox["waiting"] + outbox["sending"]


async def all_is_as_it_should_be(crowd: Crowd, number: int, database_url: str, why: str) -> None:
    """Every citizen has one ticket, one card and one answer, and nothing is left open; `why` is said if not."""
    assert len(crowd.citizens) == number
    assert len({citizen.number for citizen in crowd.citizens}) == number, why
    database = await Database.open(database_url, Sealer(SECRET_KEY))
    try:
        async with database.transaction() as unit:
            inbox, outbox = await unit.inbox.counts(), await unit.outbox.counts()
            for citizen in crowd.citizens:
                person = await unit.people.find(_chat(citizen))
                assert person is not None
                tickets = await unit.tickets.of_reporter(person.id, 10)
                assert [ticket.number for ticket in tickets] == [citizen.number], why
                assert tickets[0].agency == citizen.topic.agency
                answers = [event for event in await unit.tickets.history(tickets[0].id) if event.kind in ANSWERS]
                assert len(answers) == 1, f"{why}: {len(answers)} answers to {citizen.number}"
                assert not await unit.sendings.of_ticket(tickets[0].id), why
                assert not await unit.dialogues.load(_chat(citizen), person.id), "the draft is closed"
        assert (inbox["pending"], inbox["failed"]) == (0, 0), why
        lost = {status: outbox[status] for status in ("waiting", "sending", "rejected", "gone", "unknown")}
        assert not any(lost.values()), f"{why}: {lost}"
    finally:
        await database.close()
    for citizen in crowd.citizens:
        assert crowd.cards(citizen), f"{why}: no card of {citizen.number}"
        assert citizen.number in citizen.answer
        if citizen.topic.agency in FORUMS:
            forum = crowd.groups[citizen.topic.agency]
            assert any(card.thread in forum.topics for card in crowd.cards(citizen)), f"{why}: {citizen.number}"


def _chat(citizen: Citizen) -> Chat:
    return Chat("telegram", str(citizen.person.id), ChatKind.PRIVATE)
