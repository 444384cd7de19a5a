"""Three processes share one PostgreSQL behind a proxy and are killed again and again, and nobody can tell afterwards.

The seed is fixed; MANY_SEED, MANY_KILLS and MANY_CITIZENS make other and longer runs.
"""

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from simulator.server import serving
from simulator.world import World
from tests.faults.askers import asks
from tests.faults.balancer import Balancer, balancing
from tests.faults.crowd import TOPICS, Crowd
from tests.faults.killing import all_is_as_it_should_be, comes_to_rest
from tests.faults.program import Program
from tests.support.postgres import Cluster
from tests.support.stage import TOKEN

PROCESSES = 3
SEED = int(os.environ.get("MANY_SEED") or 26)
KILLS = int(os.environ.get("MANY_KILLS") or 4)
CITIZENS = int(os.environ.get("MANY_CITIZENS") or 12)
MOST_CALLS = 40
"""Between two kills."""
CALM_SECONDS = 1.0
"""Without a call; then there is nothing left to wait for, and the kill comes in the calm."""
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
            askers = [asks(crowd.world, f"Penanya {number}") for number in range(CITIZENS // 2)]
            filing = [people.create_task(crowd.files(number)) for number in range(CITIZENS)]
            for _ in range(KILLS):
                await _calls(crowd.world, random.randint(1, MOST_CALLS))
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
    for asker in askers:
        assert asker.heard_all_in_order(crowd.world), f"{asker.person.first_name}: {asker.heard(crowd.world)}"
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


async def _calls(world: World, number: int) -> None:
    """Wait until the bot has made so many calls more, or has come to life and made none for a while."""
    before, polls = _made(world), world.call_counts["getUpdates"]
    seen, since = before, time.monotonic()
    while _made(world) < before + number and time.monotonic() - since <= CALM_SECONDS:
        await asyncio.sleep(0.002)
        if _made(world) > seen or world.call_counts["getUpdates"] == polls:
            seen, since = _made(world), time.monotonic()


def _made(world: World) -> int:
    return world.call_counts.total() - world.call_counts["getUpdates"]


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
