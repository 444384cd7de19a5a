"""The same as `test_killed`, for long: KILLS=200 kills the program so often, on each database.

    KILLS=200 KILL_SEED=1 .venv/bin/pytest -s tests/faults/test_killed_often.py -k sqlite

Not part of `make test`: a kill takes five seconds, on a busy machine ten to fifteen, as the program has to start again.
The figures of the last run stand in docs/operations.md.
"""

import os
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tests.faults.crowd import SENDING, Crowd
from tests.faults.killing import Figures, Lives, Pace, all_is_as_it_should_be, comes_to_rest, played

KILLS = int(os.environ.get("KILLS") or 0)
KILLS_FOR_EACH = 5
"""Of every citizen: with more of them, groups would get their new tickets as lists, which this crowd does not read."""
FIRST = 9
CITIZENS = FIRST + KILLS // KILLS_FOR_EACH
PACE = Pace(most_calls=30, calm_seconds=3.0)
"""A life begins with six calls, and has five more to make for so few citizens. In shorter ones too little gets done, as
what was sent and not noted is sent again. The calm is longer than a busy machine needs from an update to its answer:
else a life ends before it has done anything."""
SECONDS_OF_A_KILL = 30
"""At most, on a slow machine."""
PATIENCE_SECONDS = 1200
"""Of everybody: Telegram lets a group have 20 messages a minute, and half of the time there is no program."""


@pytest.mark.skipif(not KILLS, reason="KILLS=200 lets this run")
async def test_every_confirmed_complaint_is_one_ticket_however_often_the_program_is_killed(
    dialect: str, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = int(os.environ.get("KILL_SEED") or 1)
    began, marks = time.monotonic(), list[int]()
    seconds = SECONDS_OF_A_KILL * KILLS + PATIENCE_SECONDS
    async with played(database_url, tmp_path, seconds=seconds, patience=PATIENCE_SECONDS) as (crowd, program):

        async def kill() -> None:
            await program.kill()
            marks.append(len(crowd.world.calls))

        lives = Lives(crowd, program, Random(seed), PACE)
        await lives.pass_by(CITIZENS, KILLS, kill, first=FIRST)
        await comes_to_rest(crowd.world, database_url)
        assert await program.terminate() == 0

    await all_is_as_it_should_be(crowd, CITIZENS, database_url, f"seed {seed}")
    most_after_a_kill = max(_repeated_after_each(crowd, marks).values(), default=0)
    assert most_after_a_kill <= 1, f"seed {seed}: {most_after_a_kill} messages repeated in one chat after one kill"
    assert '"level": "error"' not in program.log(), program.log()
    repeated = crowd.repeated()
    figures = Figures(
        dialect=dialect,
        seed=seed,
        kills=KILLS,
        in_the_calm=lives.in_the_calm,
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
