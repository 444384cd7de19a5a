"""Lapor Bot itself, with a clock that was put to a moment; what its transactions take is noted.

CLOCK_AT is the moment (ISO 8601) at which the program starts. At its end it writes into the file TIMES_FILE, as JSON:
`transactions`, for each chore of its clockwork how many there were, the milliseconds of the longest by the clock and by
the processor (of the thread that did it), and of all; `rounds`, when each round of all chores began and ended (or the
program did). Messages go out at the pace of MESSAGES_PER_SECOND, as with the real program.
"""

import asyncio
import json
import os
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot import heap
from bot.app import App, with_handlers
from bot.behaviour import Behaviour, Chore, Turns
from bot.clock import Clock
from bot.geocoding import Geocoder
from bot.logs import configure
from bot.settings import Settings
from storage.unit import Unit

Work = Callable[[Unit], Coroutine[Any, Any, Any]]


class Shifted:
    """A clock that goes, from another moment on."""

    def __init__(self, at: datetime) -> None:
        self._ahead: timedelta = at - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


class Times:
    """What transactions took from their first statement on, by what they were for."""

    def __init__(self) -> None:
        self._of: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self._rounds: list[list[float]] = []

    def watched(self, behaviour: Behaviour) -> Behaviour:
        """The same with its chores timed."""
        chores = {name: self._named(name, chore) for name, chore in behaviour.chores.items()}
        first, last = next(iter(chores)), next(reversed(chores))

        async def begin(turns: Turns) -> None:
            self._rounds.append([time.time()])
            await chores[first](turns)

        async def end(turns: Turns) -> None:
            await chores[last](turns)
            self._rounds[-1].append(time.time())

        return replace(
            behaviour, chores={first: begin, **{name: chores[name] for name in list(chores)[1:-1]}, last: end}
        )

    def _named(self, name: str, chore: Chore) -> Chore:
        return lambda turns: chore(_TimedTurns(turns, name, self))

    def timed(self, name: str, work: Work) -> Work:
        async def noted(unit: Unit) -> Any:
            began, used = time.perf_counter(), time.thread_time()
            try:
                return await work(unit)
            finally:
                took = time.perf_counter() - began, time.thread_time() - used
                self._of[name].append((took[0] * 1000, took[1] * 1000))

        return noted

    def write(self, path: Path) -> None:
        told = {}
        for name, each in self._of.items():
            clock, processor = zip(*each, strict=True)
            told[name] = [len(each), max(clock), max(processor), sum(processor)]
        rounds = [[*each, time.time()][:2] for each in self._rounds]
        path.write_text(json.dumps({"transactions": told, "rounds": rounds}), encoding="utf-8")


class _TimedTurns:
    def __init__(self, turns: Turns, name: str, times: Times) -> None:
        self._turns = turns
        self._name = name
        self._times = times

    async def write(self, work: Work) -> Any:
        return await self._turns.write(self._times.timed(self._name, work))

    async def attempt(self, work: Work) -> bool:
        return await self._turns.attempt(self._times.timed(self._name, work))

    async def read(self, work: Work) -> Any:
        return await self._turns.read(self._times.timed(f"{self._name}, reading", work))


async def main() -> None:
    settings = Settings(_env_file=None, reports_per_minute=0, first_reports_per_minute=0)
    configure("WARNING")
    times = Times()

    def behave(settings: Settings, clock: Clock, random: Random, geocoder: Geocoder) -> Behaviour:
        return times.watched(with_handlers(settings, clock, random, geocoder))

    app = App(settings, clock=Shifted(datetime.fromisoformat(os.environ["CLOCK_AT"])), behave=behave)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, app.stop)
    async with app.running():
        heap.settle()
        await app.stopped()
    times.write(Path(os.environ["TIMES_FILE"]))


if __name__ == "__main__":
    asyncio.run(main())
