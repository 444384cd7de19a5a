"""Every fault at every step of one whole case: file, card, take, answer, confirm, stars. Nothing is lost, nothing is
there twice, nobody is told what is not theirs, and whoever missed a message finds another way on.

In the short run a fault strikes at every step of one case, one after the other. SWEEP=1 plays a case for each fault
and step alone, on both databases, and restarts PostgreSQL at each step, too; what came of it stands in
docs/operations.md.
"""

import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest

from tests.faults.case import STEPS, Case, open_case
from tests.faults.troubles import TROUBLES, GroupKind, Repeats, Strike, Trouble, database_restarted
from tests.support.postgres import Cluster
from tests.support.stage import Stage

EXHAUSTIVE = bool(os.environ.get("SWEEP"))
ALONE = tuple(STEPS) if EXHAUSTIVE else ("any step",)
"""In the short run one case stands for all that are skipped."""


@pytest.mark.parametrize("name", TROUBLES)
async def test_a_fault_at_every_step_of_a_case_loses_doubles_and_misdirects_nothing(sqlite_url: str, name: str) -> None:
    trouble = TROUBLES[name]
    async with _opened(sqlite_url, trouble.group) as case:
        await _lives_through(case, trouble.strikes, trouble.steps, trouble.repeats)


@pytest.mark.skipif(not EXHAUSTIVE, reason="SWEEP=1 lets this run")
@pytest.mark.parametrize("step", ALONE)
@pytest.mark.parametrize("name", TROUBLES if EXHAUSTIVE else ("any trouble",))
async def test_each_fault_at_each_step_alone(database_url: str, dialect: str, name: str, step: str) -> None:
    trouble: Trouble = TROUBLES[name]
    if dialect not in trouble.dialects:
        pytest.skip("a trouble of SQLite")
    async with _opened(database_url, trouble.group) as case:
        await _lives_through(case, trouble.strikes, [step], trouble.repeats)


@pytest.mark.skipif(not EXHAUSTIVE, reason="SWEEP=1 lets this run")
@pytest.mark.parametrize("step", ALONE)
async def test_postgresql_is_restarted_at_each_step(postgres: Cluster, step: str) -> None:
    async with _opened(postgres.fresh(), "supergroup") as case:
        await _lives_through(case, database_restarted(postgres), [step], "never")


async def _lives_through(case: Case, strikes: Strike, at: Iterable[str], repeats: Repeats) -> None:
    """The case is played to its end, with trouble at those steps."""
    for name, step in STEPS.items():
        if name in at:
            async with strikes(case):
                step.act(case)
        else:
            step.act(case)
            await case.stage.settles()
        await case.sees_to_it(step)
    await case.ends_well()
    most = {"never": 0, "once a strike": len(set(at))}.get(repeats)
    repeated = case.repeated()
    assert most is None or all(times <= most for times in repeated.values()), repeated


@asynccontextmanager
async def _opened(database_url: str, group: GroupKind) -> AsyncIterator[Case]:
    """A stage whose PUPR works in a group of that kind."""
    async with Stage.open(database_url, pair=False) as stage:
        if group == "group":
            stage.budi = stage.found_group("Dinas PUPR", "Budi", "Pak Budi, PUPR", kind="group")
            stage.pupr = stage.budi.chat
            stage.world.join(stage.rina.person, stage.pupr)
            stage.world.promote(stage.world.bot, stage.pupr)
            stage.world.send(stage.rina.person, stage.pupr, "/hubungkan PUPR")
            await stage.settles()
        else:
            stage.budi, stage.pupr = await stage.group(
                "Dinas PUPR", "PUPR", "Budi", "Pak Budi, PUPR", forum=group == "forum"
            )
        stage.rina, stage.coordinator = await stage.group(
            "Koordinator Diskominfo", "koordinator", "Rina", "Bu Rina, koordinator"
        )
        yield await open_case(stage)
