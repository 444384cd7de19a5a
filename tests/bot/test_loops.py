"""Loops: woken, stopped, started again."""

import asyncio
from random import Random

import pytest
import structlog

from bot import loops
from bot.channels.base import TokenInvalid
from bot.loops import Fatal, Loop, Wake, keep_running
from storage.errors import DatabaseUnavailable, WrongSecretKey


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "FIRST_PAUSE", 0.001)


class Scripted(Loop):
    """Raises what it was given, one thing a step, and stops at the end."""

    name = "scripted"

    def __init__(self, *errors: Exception | None) -> None:
        super().__init__()
        self._errors = list(errors)
        self.steps = 0

    async def step(self) -> None:
        self.steps += 1
        if not self._errors:
            self.stop()
            return
        error = self._errors.pop(0)
        if error is not None:
            raise error


async def test_a_crashed_loop_is_logged_and_started_again() -> None:
    loop = Scripted(RuntimeError("the citizen's words"), None, RuntimeError())
    with structlog.testing.capture_logs() as lines:
        await keep_running(loop, Random(1))
    assert loop.steps == 4
    assert [(line["event"], line["loop"]) for line in lines] == [("loop crashed", "scripted")] * 2


async def test_a_database_that_is_away_for_a_moment_is_waited_for() -> None:
    loop = Scripted(DatabaseUnavailable("busy"), DatabaseUnavailable("busy"), None)
    with structlog.testing.capture_logs() as lines:
        await keep_running(loop, Random(1))
    assert [line["event"] for line in lines] == ["database unavailable"] * 2


async def test_a_database_that_stays_away_ends_the_program_in_a_sentence() -> None:
    loop = Scripted(*[DatabaseUnavailable("the disk is full")] * 50)
    with pytest.raises(Fatal, match="The database cannot be used: the disk is full") as caught:
        await keep_running(loop, Random(1), database_patience=0.02)
    assert caught.value.__cause__ is None
    assert 2 < loop.steps < 50


@pytest.mark.parametrize(
    ("error", "says"),
    [(TokenInvalid("refused"), "TELEGRAM_BOT_TOKEN"), (WrongSecretKey("other"), "SECRET_KEY")],
)
async def test_what_only_the_operator_can_mend_ends_the_program(error: Exception, says: str) -> None:
    with pytest.raises(Fatal, match=says):
        await keep_running(Scripted(error), Random(1))


async def test_a_stop_ends_the_pause_after_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "FIRST_PAUSE", 60)
    loop = Scripted(RuntimeError(), None)
    running = asyncio.create_task(keep_running(loop, Random(1)))
    await asyncio.sleep(0.01)
    loop.stop()
    async with asyncio.timeout(20):
        await running
    assert loop.steps == 1


async def test_a_wake_up_call_before_the_sleep_is_not_lost() -> None:
    wake = Wake()
    wake.set()
    async with asyncio.timeout(20):
        await wake.wait(None)
    await wake.wait(0.001)
