"""The same as `test_killed`, for long: KILLS=200 kills the program so often at work, on each database.

    KILLS=200 KILL_SEED=1 .venv/bin/pytest -s tests/faults/test_killed_often.py -k sqlite

Not part of `make test`: a kill takes five seconds, on a busy machine ten to fifteen, as the program has to start again.
The figures of the last run stand in docs/operations.md.
"""

import os
from pathlib import Path

import pytest

from tests.faults.killing import Plan, survives

KILLS = int(os.environ.get("KILLS") or 0)
KILLS_FOR_EACH = 5
"""Of every citizen: with more of them, groups would get their new tickets as lists, which this crowd does not read."""
FIRST = 9
SECONDS_OF_A_KILL = 30
"""At most, on a slow machine."""
PATIENCE_SECONDS = 1200
"""Of everybody: Telegram lets a group have 20 messages a minute, and half of the time there is no program."""


@pytest.mark.skipif(not KILLS, reason="KILLS=200 lets this run")
async def test_every_confirmed_complaint_is_one_ticket_however_often_the_program_is_killed(
    dialect: str, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = Plan(
        kills=KILLS,
        citizens=FIRST + KILLS // KILLS_FOR_EACH,
        first=FIRST,
        seed=int(os.environ.get("KILL_SEED") or 1),
        seconds=SECONDS_OF_A_KILL * KILLS + PATIENCE_SECONDS,
        patience=PATIENCE_SECONDS,
    )
    figures = await survives(plan, dialect, database_url, tmp_path)
    with capsys.disabled():
        print(figures)
