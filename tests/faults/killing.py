"""A crowd that files and answers while the program dies and starts again, and what must be so afterwards.

Every kill meets the program at work: in each life people ask things, of which some are not answered yet when it comes.
A seed chooses the moments by what has happened before; what the machine does at them is different every time.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from handlers.follow_up import ANSWERS
from simulator.server import serving
from simulator.world import World
from storage.database import Database
from storage.sealing import Sealer
from tests.faults.askers import IN_A_ROW, Asker, asks, owed
from tests.faults.crowd import FORUMS, SENDING, TOPICS, Citizen, Crowd
from tests.faults.program import Program
from tests.support.databases import SECRET_KEY
from tests.support.stage import TOKEN
from tickets.dialogue import Chat, ChatKind

ASKERS = 6
"""In each life, all of them new: nobody of them waits for a message that was being sent in the life before."""
BEFORE_ANY_ANSWER = 1 / 3
"""How often the end comes while the first updates are fetched, stored and handled."""
LONGEST_AFTER_THE_FIRST_POLL = 0.5
"""Seconds, of which handling takes the most."""
LONGEST_AFTER_AN_ANSWER = 0.02
"""Seconds: between two calls, or within one."""
FEWEST_OWED = 4
"""Answers, at the moment that is waited for; a few milliseconds later there may be less."""
MOST_LIVES_PER_END = 2
"""Lives that end in a calm do not count, and another one follows. If there are too many, the test is no test."""


@dataclass(frozen=True)
class Plan:
    """How the program is killed, and how often."""

    kills: int
    """At work."""
    citizens: int
    first: int
    """Citizens who begin at once; the others begin before the later kills."""
    seed: int
    seconds: float
    """All of it takes at most so long."""
    patience: float = 600
    """Seconds that anybody waits for anything."""


@dataclass
class Figures:
    """What the README and the operations guide quote."""

    dialect: str
    plan: Plan
    lives: "Lives"
    updates: int
    repeated: Counter[str]
    seconds: float

    def __str__(self) -> str:
        plan, lives, most = self.plan, self.lives, max(self.repeated.values(), default=0)
        return (
            f"\n{self.dialect}: {plan.kills} kills at work (seed {plan.seed}; {lives.unconfirmed} with updates not yet "
            f"confirmed, {lives.owed / plan.kills:.0f} answers owed on average; {lives.in_the_calm} more in a calm), "
            f"{self.updates} updates, {plan.citizens} tickets, 0 lost, 0 doubled, {self.repeated.total()} messages "
            f"repeated (at most {most} in one chat, never more than one for a kill), {self.seconds:.0f} s"
        )


async def survives(plan: Plan, dialect: str, database_url: str, folder: Path) -> Figures:
    """The program is killed as planned; afterwards nothing is lost, doubled, or repeated more often than it may be."""
    why, began, marks = f"seed {plan.seed}", time.monotonic(), list[int]()
    async with played(database_url, folder, seconds=plan.seconds, patience=plan.patience) as (crowd, program):

        async def kill() -> None:
            await program.kill()
            marks.append(len(crowd.world.calls))

        lives = Lives(crowd, program, Random(plan.seed))
        await lives.pass_by(plan.citizens, plan.kills, kill, first=plan.first)
        await comes_to_rest(crowd.world, database_url)
        assert await program.terminate() == 0

    await all_is_as_it_should_be(crowd, plan.citizens, database_url, why)
    lives.everybody_was_answered(why)
    repeated = _repeated_after_each(crowd, marks)
    assert all(times <= 1 for times in repeated.values()), f"{why}: repeated by chat and kill: {repeated}"
    assert '"level": "error"' not in program.log(), program.log()
    return Figures(dialect, plan, lives, crowd.updates(), crowd.repeated(), time.monotonic() - began)


@asynccontextmanager
async def played(
    database_url: str, folder: Path, *, seconds: float, patience: float = 600, undo_seconds: int = 1
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
    at_work: int = 0
    """How often the end came while this life's questions were not all answered: some were not confirmed to Telegram,
    not handled, or their answers not sent."""
    in_the_calm: int = 0
    """How often it came when they were; such an end does not count."""
    unconfirmed: int = 0
    """How often Telegram held updates that were not confirmed, when the end came at work."""
    owed: int = 0
    """Answers that were owed at all these ends together, of questions that were asked in the same life."""
    _askers: list[Asker] = field(default_factory=list)

    async def pass_by(self, citizens: int, ends: int, end: Callable[[], Awaitable[None]], *, first: int) -> None:
        """All citizens file and are answered, while the program ends at work so many times. `first`: who begin at
        once.
        """
        crowd = self.crowd
        crowd.found_groups()
        await self.program.start()
        await crowd.are_paired()
        crowd.world.calls.clear()
        waves = _waves(citizens, ends, first)
        async with asyncio.TaskGroup() as people:
            admins = [people.create_task(crowd.answers(topic.agency)) for topic in TOPICS]
            filing = []
            while self.at_work < ends:
                wave, waves[self.at_work] = waves[self.at_work], range(0)
                filing += [people.create_task(crowd.files(number)) for number in wave]
                await self._reaches_a_moment()
                await end()
                await self.program.start()
                assert self.in_the_calm <= MOST_LIVES_PER_END * ends, "the program is hardly ever met at work"
            await asyncio.gather(*filing)
            for admin in admins:
                admin.cancel()

    def everybody_was_answered(self, why: str) -> None:
        """Each question once and in its turn; an answer may be repeated."""
        for asker in self._askers:
            heard = asker.heard(self.crowd.world)
            assert asker.heard_all_in_order(self.crowd.world), f"{why}: {asker.person.first_name} heard {heard}"

    async def _reaches_a_moment(self) -> None:
        """New people ask, the program takes hold of it, and a moment has come; what there is to do at it is noted."""
        world, life = self.crowd.world, self.at_work + self.in_the_calm
        polls = world.call_counts["getUpdates"]
        askers = [asks(world, f"Penanya {life}.{number}") for number in range(ASKERS)]
        self._askers += askers
        while world.call_counts["getUpdates"] == polls:  # noqa: ASYNC110 - a poll changes nothing in the world
            await asyncio.sleep(0.002)
        if self.random.random() < BEFORE_ANY_ANSWER:
            await asyncio.sleep(self.random.random() * LONGEST_AFTER_THE_FIRST_POLL)
        else:
            left = self.random.randint(FEWEST_OWED, ASKERS * IN_A_ROW - 1)
            while owed(world, askers) > left:
                await world.changed()
            await asyncio.sleep(self.random.random() * LONGEST_AFTER_AN_ANSWER)
        still_owed = owed(world, askers)
        if still_owed:
            self.at_work += 1
            self.owed += still_owed
            self.unconfirmed += bool(world.pending_updates())
        else:
            self.in_the_calm += 1


def _waves(citizens: int, ends: int, first: int) -> list[range]:
    """The citizens by when they begin: some at first, some more before every end, all by the last."""
    marks = [first + (citizens - first) * n // (ends - 1) for n in range(ends)]
    return [range(start, end) for start, end in zip([0, *marks], marks, strict=False)]


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


def _repeated_after_each(crowd: Crowd, marks: list[int]) -> Counter[tuple[str, int]]:
    """How many messages each chat got again between one kill and the next. `marks`: calls made before each kill."""
    seen: set[tuple[str, str]] = set()
    repeated: Counter[tuple[str, int]] = Counter()
    for number, call in enumerate(crowd.world.calls):
        if call.method in SENDING and call.error is None:
            chat = str(call.params["chat_id"])
            content = {name: value for name, value in call.params.items() if name != "reply_parameters"}
            message = (chat, f"{call.method} {content}")
            if message in seen:
                repeated[chat, sum(mark <= number for mark in marks)] += 1
            seen.add(message)
    return repeated
