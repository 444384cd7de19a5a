"""The program is killed with SIGKILL again and again while people talk to it, and nobody can tell afterwards.

Kills come at random moments: after a random number of calls and a few random milliseconds. KILL_SEED chooses other
moments; what the machine does at them is different every time.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

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

CITIZENS = 25
FEW_CITIZENS = 10
SEED = 20_261_122
KILLS = {"sqlite": 8, "postgresql": 5}
ENDS = 3
MOST_CALLS = 60
"""Between two kills."""
PATIENCE_SECONDS = 900
"""With the whole of it, on a slow machine."""
CALM_SECONDS = 1.0
"""Without a call; then there is nothing left to wait for, and the kill comes in the calm."""


@dataclass
class Figures:
    """What the README quotes."""

    dialect: str
    seed: int
    kills: int
    updates: int
    tickets: int
    repeated: int
    most_in_a_chat: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"\n{self.dialect}: {self.kills} kills (seed {self.seed}), {self.updates} updates, {self.tickets} tickets, "
            f"0 lost, 0 doubled, {self.repeated} messages repeated (at most {self.most_in_a_chat} in one chat), "
            f"{self.seconds:.0f} s"
        )


async def test_every_confirmed_complaint_is_one_ticket_whenever_the_program_is_killed(
    dialect: str, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = int(os.environ.get("KILL_SEED") or SEED)
    began, kills = time.monotonic(), KILLS[dialect]
    async with _played(database_url, tmp_path) as (crowd, program):
        await _live_through_it(crowd, program, Random(seed), CITIZENS, kills, program.kill)
        await _comes_to_rest(crowd.world, database_url)
        assert await program.terminate() == 0

    await _all_is_as_it_should_be(crowd, CITIZENS, database_url, f"seed {seed}")
    repeated = crowd.repeated()
    assert all(times <= kills for times in repeated.values()), f"seed {seed}: {repeated}"
    assert '"level": "error"' not in program.log(), program.log()
    most = max(repeated.values(), default=0)
    seconds = time.monotonic() - began
    figures = Figures(dialect, seed, kills, crowd.updates(), CITIZENS, repeated.total(), most, seconds)
    with capsys.disabled():
        print(figures)


async def test_a_program_that_is_asked_to_end_leaves_nothing_half_done_and_repeats_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    seed = int(os.environ.get("KILL_SEED") or SEED)

    async def ends() -> None:
        async with asyncio.timeout(60):
            assert await program.terminate() == 0
        assert await _half_sent(sqlite_url) == 0

    async with _played(sqlite_url, tmp_path) as (crowd, program):
        await _live_through_it(crowd, program, Random(seed), FEW_CITIZENS, ENDS, ends)
        await _comes_to_rest(crowd.world, sqlite_url)
        assert await program.terminate() == 0

    await _all_is_as_it_should_be(crowd, FEW_CITIZENS, sqlite_url, f"seed {seed}")
    assert not crowd.repeated(), f"seed {seed}"


async def test_an_answer_that_can_still_be_taken_back_survives_kills_and_goes_out_once(
    database_url: str, tmp_path: Path
) -> None:
    async with _played(database_url, tmp_path, undo_seconds=3) as (crowd, program):
        crowd.found_groups()
        await program.start()
        await crowd.are_paired()
        citizen = asyncio.create_task(crowd.files(0))
        admin = asyncio.create_task(crowd.answers(TOPICS[0].agency))
        async with asyncio.timeout(180):
            while not await _on_its_way(database_url):  # noqa: ASYNC110 - the database makes no sound
                await asyncio.sleep(0.02)
        for _ in range(ENDS):
            await program.kill()
            await program.start()
            await asyncio.sleep(0.5)
        assert (await citizen).answer.count("petugas kami datang besok") == 1
        admin.cancel()
        await _comes_to_rest(crowd.world, database_url)
        assert await program.terminate() == 0
    await _all_is_as_it_should_be(crowd, 1, database_url, "killed with an answer on its way")


async def _on_its_way(database_url: str) -> int:
    """How many answers were sent and have not gone out."""
    database = await Database.open(database_url, Sealer(SECRET_KEY))
    try:
        async with database.transaction() as unit:
            return len(await unit.sendings.due(datetime.max.replace(tzinfo=UTC), 100))
    finally:
        await database.close()


@asynccontextmanager
async def _played(database_url: str, folder: Path, undo_seconds: int = 1) -> AsyncIterator[tuple[Crowd, Program]]:
    """A world with its crowd, and the program that is not started yet; however it ends, no process is left."""
    world = World()
    world.add_bot(TOKEN, "Lapor Bot", "lapor_bot")
    crowd = Crowd(world, world.add_person("Rina"))
    async with serving(world) as address:
        program = Program(folder, address, database_url, crowd.coordinator.id, undo_seconds)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                yield crowd, program
        finally:
            if program.running:
                await program.kill()


async def _live_through_it(
    crowd: Crowd, program: Program, random: Random, citizens: int, ends: int, end: Callable[[], Awaitable[None]]
) -> None:
    """All citizens file and are answered, while the program dies so many times."""
    crowd.found_groups()
    await program.start()
    await crowd.are_paired()
    crowd.world.calls.clear()
    async with asyncio.TaskGroup() as people:
        admins = [people.create_task(crowd.answers(topic.agency)) for topic in TOPICS]
        filing = []
        for wave in _waves(citizens, ends):
            filing += [people.create_task(crowd.files(number)) for number in wave]
            await _calls(crowd.world, random.randint(1, MOST_CALLS))
            await asyncio.sleep(random.random() * 0.02)
            await end()
            await program.start()
        await asyncio.gather(*filing)
        for admin in admins:
            admin.cancel()


def _waves(citizens: int, ends: int) -> list[range]:
    """The citizens by when they begin: a third at first, some more before every end, all by the last."""
    first = citizens // 3
    marks = [first + (citizens - first) * n // (ends - 1) for n in range(ends)]
    return [range(start, end) for start, end in zip([0, *marks], marks, strict=False)]


async def _calls(world: World, number: int) -> None:
    """Wait until the bot has made so many calls more, or has come to life and made none for a while."""
    before, polls = _made(world), world.call_counts["getUpdates"]
    seen, since = before, time.monotonic()
    while _made(world) < before + number:
        await asyncio.sleep(0.002)
        if _made(world) > seen or world.call_counts["getUpdates"] == polls:
            seen, since = _made(world), time.monotonic()
        elif time.monotonic() - since > CALM_SECONDS:
            return


def _made(world: World) -> int:
    return world.call_counts.total() - world.call_counts["getUpdates"]


async def _comes_to_rest(world: World, database_url: str) -> None:
    """Wait until every update is handled and every message is sent."""
    database = await Database.open(database_url, Sealer(SECRET_KEY))
    try:
        while world.pending_updates() or await _under_way(database):  # noqa: ASYNC110 - the database makes no sound
            await asyncio.sleep(0.1)
    finally:
        await database.close()


async def _half_sent(database_url: str) -> int:
    """Messages that somebody began to send and never settled."""
    database = await Database.open(database_url, Sealer(SECRET_KEY))
    try:
        async with database.transaction() as unit:
            return (await unit.outbox.counts())["sending"]
    finally:
        await database.close()


async def _under_way(database: Database) -> int:
    async with database.transaction() as unit:
        inbox, outbox = await unit.inbox.counts(), await unit.outbox.counts()
    return inbox["pending"] + outbox["waiting"] + outbox["sending"]


async def _all_is_as_it_should_be(crowd: Crowd, number: int, database_url: str, why: str) -> None:
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
