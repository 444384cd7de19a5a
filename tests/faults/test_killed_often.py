"""The same as `test_killed`, for hours if need be: KILLS=200 kills the program so often, on each database.

    KILLS=200 KILL_SEED=1 .venv/bin/pytest -s tests/faults/test_killed_often.py -k sqlite

Not part of `make test`: a kill takes two to four seconds, as the program has to start again. The figures of the last
run stand in docs/operations.md.
"""

import asyncio
import os
import time
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest

from simulator.server import serving
from simulator.world import World
from tests.faults import test_killed as killed
from tests.faults.crowd import SENDING, Crowd
from tests.faults.program import Program
from tests.support.stage import TOKEN

KILLS = int(os.environ.get("KILLS") or 0)
KILLS_FOR_EACH = 5
"""Of every citizen: with more of them, groups would get their new tickets as lists, which this crowd does not read."""
CITIZENS = 9 + KILLS // KILLS_FOR_EACH
CALM_SECONDS = 5.0
"""Longer than a busy machine needs from an update to its answer: else every life ends before it has done anything."""
SECONDS_OF_A_KILL = 30
"""At most, on a slow machine."""
SECONDS_TO_CATCH_UP = 600
"""Telegram lets a group have 20 messages a minute: the last ones come late."""


@pytest.mark.skipif(not KILLS, reason="KILLS=200 lets this run")
async def test_every_confirmed_complaint_is_one_ticket_however_often_the_program_is_killed(
    dialect: str,
    database_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(killed, "CALM_SECONDS", CALM_SECONDS)
    seed = int(os.environ.get("KILL_SEED") or 1)
    began, marks = time.monotonic(), list[int]()
    async with _played(database_url, tmp_path) as (crowd, program):

        async def kill() -> None:
            await program.kill()
            marks.append(len(crowd.world.calls))

        await killed._live_through_it(crowd, program, Random(seed), CITIZENS, KILLS, kill)
        await killed._comes_to_rest(crowd.world, database_url)
        assert await program.terminate() == 0

    await killed._all_is_as_it_should_be(crowd, CITIZENS, database_url, f"seed {seed}")
    most_after_a_kill = max(_repeated_after_each(crowd, marks).values(), default=0)
    assert most_after_a_kill <= 1, f"seed {seed}: {most_after_a_kill} messages repeated in one chat after one kill"
    assert '"level": "error"' not in program.log(), program.log()
    repeated = crowd.repeated()
    figures = killed.Figures(
        dialect=dialect,
        seed=seed,
        kills=KILLS,
        updates=crowd.updates(),
        tickets=CITIZENS,
        repeated=repeated.total(),
        most_in_a_chat=max(repeated.values(), default=0),
        seconds=time.monotonic() - began,
    )
    with capsys.disabled():
        print(figures)


def _repeated_after_each(crowd: Crowd, marks: list[int]) -> Counter[tuple[str, int]]:
    """How many messages each chat got again between one kill and the next."""
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


@asynccontextmanager
async def _played(database_url: str, folder: Path) -> AsyncIterator[tuple[Crowd, Program]]:
    """As in `test_killed`, with time for so many kills."""
    world = World()
    world.add_bot(TOKEN, "Lapor Bot", "lapor_bot")
    world.calls = deque()  # every call is kept
    crowd = Crowd(world, world.add_person("Rina"), patience=SECONDS_TO_CATCH_UP)
    async with serving(world) as address:
        program = Program(folder, address, database_url, crowd.coordinator.id)
        try:
            async with asyncio.timeout(SECONDS_OF_A_KILL * KILLS + SECONDS_TO_CATCH_UP):
                yield crowd, program
        finally:
            if program.running:
                await program.kill()
