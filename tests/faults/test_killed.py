"""The program is killed with SIGKILL again and again while people talk to it, and nobody can tell afterwards.

KILL_SEED chooses other moments.
"""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from storage.database import Database
from storage.sealing import Sealer
from tests.faults.crowd import TOPICS
from tests.faults.killing import Lives, Plan, all_is_as_it_should_be, comes_to_rest, played, survives
from tests.support.databases import SECRET_KEY

CITIZENS = 18
FEW_CITIZENS = 10
SEED = 20_261_122
KILLS = {"sqlite": 8, "postgresql": 5}
ENDS = 3
PATIENCE_SECONDS = 1800
"""With the whole of it, on a slow machine."""


async def test_every_confirmed_complaint_is_one_ticket_whenever_the_program_is_killed(
    dialect: str, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = int(os.environ.get("KILL_SEED") or SEED)
    plan = Plan(KILLS[dialect], CITIZENS, CITIZENS // 3, seed, PATIENCE_SECONDS)
    figures = await survives(plan, dialect, database_url, tmp_path)
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

    async with played(sqlite_url, tmp_path, seconds=PATIENCE_SECONDS) as (crowd, program):
        lives = Lives(crowd, program, Random(seed))
        await lives.pass_by(FEW_CITIZENS, ENDS, ends, first=FEW_CITIZENS // 3)
        await comes_to_rest(crowd.world, sqlite_url)
        assert await program.terminate() == 0

    await all_is_as_it_should_be(crowd, FEW_CITIZENS, sqlite_url, f"seed {seed}")
    lives.everybody_was_answered(f"seed {seed}")
    assert not crowd.repeated(), f"seed {seed}"


async def test_an_answer_that_can_still_be_taken_back_survives_kills_and_goes_out_once(
    database_url: str, tmp_path: Path
) -> None:
    async with played(database_url, tmp_path, seconds=PATIENCE_SECONDS, undo_seconds=3) as (crowd, program):
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
        await comes_to_rest(crowd.world, database_url)
        assert await program.terminate() == 0
    await all_is_as_it_should_be(crowd, 1, database_url, "killed with an answer on its way")


async def _on_its_way(database_url: str) -> int:
    """How many answers were sent and have not gone out."""
    database = await Database.open(database_url, Sealer(SECRET_KEY))
    try:
        async with database.transaction() as unit:
            return len(await unit.sendings.due(datetime.max.replace(tzinfo=UTC), 100))
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
