"""Every fault at every step of one whole case: file, card, take, answer, confirm, stars. Nothing is lost, nothing is
there twice, nobody is told what is not theirs, and whoever missed a message finds another way on.

In the short run a fault strikes at every step of one case, one after the other. SWEEP=1 plays a case for each fault
and step alone, on both databases, and restarts PostgreSQL at each step, too; what came of it stands in
docs/operations.md.
"""

import os

import pytest

from tests.faults.case import STEPS
from tests.faults.living import lives_through, opened
from tests.faults.troubles import TROUBLES, Trouble, database_restarted
from tests.support.postgres import Cluster

EXHAUSTIVE = bool(os.environ.get("SWEEP"))
ALONE = tuple(STEPS) if EXHAUSTIVE else ("any step",)
"""In the short run one case stands for all that are skipped."""


@pytest.mark.parametrize("name", TROUBLES)
async def test_a_fault_at_every_step_of_a_case_loses_doubles_and_misdirects_nothing(sqlite_url: str, name: str) -> None:
    trouble = TROUBLES[name]
    async with opened(sqlite_url, trouble.group) as case:
        await lives_through(case, trouble.strikes, trouble.steps, trouble.repeats)


@pytest.mark.skipif(not EXHAUSTIVE, reason="SWEEP=1 lets this run")
@pytest.mark.parametrize("step", ALONE)
@pytest.mark.parametrize("name", TROUBLES if EXHAUSTIVE else ("any trouble",))
async def test_each_fault_at_each_step_alone(database_url: str, dialect: str, name: str, step: str) -> None:
    trouble: Trouble = TROUBLES[name]
    if dialect not in trouble.dialects:
        pytest.skip("a trouble of SQLite")
    async with opened(database_url, trouble.group) as case:
        await lives_through(case, trouble.strikes, [step], trouble.repeats)


@pytest.mark.skipif(not EXHAUSTIVE, reason="SWEEP=1 lets this run")
@pytest.mark.parametrize("step", ALONE)
async def test_postgresql_is_restarted_at_each_step(postgres: Cluster, step: str) -> None:
    async with opened(postgres.fresh(), "supergroup") as case:
        await lives_through(case, database_restarted(postgres), [step], "never")
