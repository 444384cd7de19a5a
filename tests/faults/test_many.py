"""Three processes share one PostgreSQL behind a proxy and are killed again and again, and nobody can tell afterwards.

The seed is fixed; MANY_SEED, MANY_KILLS and MANY_CITIZENS make other and longer runs.
"""

import asyncio
import os
import re
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from random import Random

import pytest

from simulator.model import Chat, Person
from simulator.server import serving
from simulator.world import World
from tests.faults.balancer import Balancer, balancing
from tests.faults.crowd import TOPICS, Crowd
from tests.faults.killing import CALM_SECONDS, all_is_as_it_should_be, calls, comes_to_rest
from tests.faults.program import Program
from tests.support.postgres import Cluster
from tests.support.stage import TOKEN

PROCESSES = 3
SEED = int(os.environ.get("MANY_SEED") or 26)
KILLS = int(os.environ.get("MANY_KILLS") or 4)
CITIZENS = int(os.environ.get("MANY_CITIZENS") or 12)
IN_A_ROW = 4
"""Messages that a citizen writes without waiting: they are answered in their order."""
MOST_CALLS = 40
"""Between two kills."""
PATIENCE_SECONDS = 300 + 60 * KILLS


@dataclass
class Many:
    """The people, the processes, and what stands between them."""

    crowd: Crowd
    programs: Sequence[Program]
    balancer: Balancer

    @property
    def world(self) -> World:
        return self.crowd.world

    async def start(self) -> None:
        """All of them at once."""
        for program in self.programs:
            await program.start()

    def logs(self) -> str:
        return "\n".join(program.log() for program in self.programs)


@asynccontextmanager
async def many(database_url: str, folder: Path, *, webhook: bool = True) -> AsyncIterator[Many]:
    """Nothing is started yet; however it ends, no process is left."""
    world = World()
    world.webhook_pause = 0.05
    world.add_bot(TOKEN, "Lapor Bot", "lapor_bot")
    crowd = Crowd(world, world.add_person("Rina"))
    ports = [_free_port() for _ in range(PROCESSES)]
    async with serving(world) as address, balancing(ports) as balancer:
        programs = []
        for number, port in enumerate(ports):
            own = folder / str(number)
            own.mkdir()
            settings = {"HTTP_PORT": str(port)} | ({"WEBHOOK_URL": balancer.url} if webhook else {})
            programs.append(Program(own, address, database_url, crowd.coordinator.id, **settings))
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                yield Many(crowd, programs, balancer)
        finally:
            for program in programs:
                if program.running:
                    await program.kill()


@pytest.fixture
def url(postgres: Cluster) -> str:
    return postgres.fresh()


async def test_nothing_is_lost_doubled_or_reordered_whichever_process_dies(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    random = Random(SEED)
    async with many(url, tmp_path) as all_of_it:
        crowd = all_of_it.crowd
        crowd.found_groups()
        await all_of_it.start()
        await crowd.are_paired()
        async with asyncio.TaskGroup() as people:
            admins = [people.create_task(crowd.answers(topic.agency)) for topic in TOPICS]
            talkers = [_talks(crowd, number) for number in range(CITIZENS // 2)]
            filing = [people.create_task(crowd.files(number)) for number in range(CITIZENS)]
            for _ in range(KILLS):
                await calls(crowd.world, random.randint(1, MOST_CALLS), CALM_SECONDS)
                await asyncio.sleep(random.random() * 0.02)
                victim = random.choice(all_of_it.programs)
                await victim.kill()
                await victim.start()
            await asyncio.gather(*filing)
            for admin in admins:
                admin.cancel()
        await comes_to_rest(crowd.world, url)
        assert [await program.terminate() for program in all_of_it.programs] == [0] * PROCESSES
        logs = all_of_it.logs()

    await all_is_as_it_should_be(crowd, CITIZENS, url, f"seed {SEED}")
    for person, chat in talkers:
        heard = _heard(crowd, chat)
        assert [number for number, _ in groupby(heard)] == list(range(IN_A_ROW)), f"{person.first_name}: {heard}"
    repeated = crowd.repeated()
    assert all(times <= KILLS for times in repeated.values()), f"seed {SEED}: {repeated}"
    assert '"level": "error"' not in logs, logs
    assert min(all_of_it.balancer.taken) > 0, all_of_it.balancer.taken
    with capsys.disabled():
        print(
            f"\n3 processes: {KILLS} kills (seed {SEED}), {crowd.updates()} updates {all_of_it.balancer.taken}, "
            f"{CITIZENS} tickets, 0 lost, 0 doubled, 0 reordered, {repeated.total()} messages repeated (at most "
            f"{max(repeated.values(), default=0)} in one chat)"
        )


async def test_one_process_fetches_and_ticks_and_another_takes_over_when_it_dies(url: str, tmp_path: Path) -> None:
    async with many(url, tmp_path, webhook=False) as all_of_it:
        crowd, world = all_of_it.crowd, all_of_it.world
        crowd.found_groups()
        await all_of_it.start()
        await crowd.are_paired()
        leader = await _leader(all_of_it)
        assert all(_led(program) == (program is leader) for program in all_of_it.programs)
        await leader.kill()
        person = world.add_person("Sari")
        world.send(person, world.private(person), "/start")
        while not any(message.sender == world.bot.id for message in world.messages(world.private(person))):
            await world.changed()
        assert await _leader(all_of_it, but=leader) is not leader
        assert "another program takes" not in all_of_it.logs()


def _talks(crowd: Crowd, number: int) -> tuple[Person, Chat]:
    """Somebody asks several things in a row and waits for nothing."""
    person = crowd.world.add_person(f"Penanya {number}")
    chat = crowd.world.private(person)
    for turn in range(IN_A_ROW):
        crowd.world.send(person, chat, f"/status urutan {turn}")
    return person, chat


def _heard(crowd: Crowd, chat: Chat) -> list[int]:
    """The questions that were answered, in the order of the answers."""
    said = (message.text for message in crowd.world.messages(chat) if message.sender == crowd.world.bot.id)
    return [int(turn) for text in said for turn in re.findall(r"urutan (\d)", text)]


def _led(program: Program) -> bool:
    return "this process leads now" in program.log()


async def _leader(all_of_it: Many, but: Program | None = None) -> Program:
    """The one that leads now."""
    while True:
        for program in all_of_it.programs:
            if program is not but and _led(program):
                return program
        await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
