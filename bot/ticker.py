"""Once a minute: what is due now (reminders, escalations, expiry). Once a second: answers that are to go out now.

What that is, the handlers know; they do it turn by turn, so that whoever writes meanwhile is answered in between.
Minute and second are the clock's and not the machine's: the clock is looked at every second, so that a simulator in
which days pass in a moment is served as well, and a machine that slept catches up at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final, TypeVar

import structlog

from bot.behaviour import Behaviour, Chore, Turns
from bot.clock import Clock
from bot.leading import Alone, Leader
from bot.loops import Loop, Wake
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.unit import Unit
from storage.values import Sending

log = structlog.get_logger()

T = TypeVar("T")
Reading = Callable[[], Awaitable[Database]]
"""Opens the database for somebody who only reads."""

LOOK_SECONDS: Final = 1.0
BATCH: Final = 5
"""Sendings of one transaction."""
ROUNDS: Final = 20
"""Such transactions in a row."""
NEXT_TRY: Final = timedelta(minutes=1)
"""After a sending that broke, by a mistake of ours."""
QUIET_SECONDS: Final = 0.01
"""Nobody asked for a transaction so long: whoever was there before is answered."""
LONGEST_REST: Final = 0.2
"""Seconds between two turns, however many write to us."""


class _Ends(Exception):  # noqa: N818 - no mistake: the program is to end, or another process leads now
    """No more turns."""


class Ticker(Loop):
    """Does every chore whenever a minute of the clock has begun, and calls `release` for each sending that is due,
    behind a savepoint of its own.

    A chore that breaks is logged, holds up no other, and comes again with the next minute.
    """

    name = "ticker"

    def __init__(
        self,
        database: Database,
        clock: Clock,
        behaviour: Behaviour,
        *,
        sender: Wake,
        leader: Leader | None = None,
        reading: Reading | None = None,
    ) -> None:
        super().__init__()
        self._leader = leader or Alone()
        self._database = database
        self._reading = reading
        self._clock = clock
        self._sender = sender
        self._behaviour = behaviour
        self._last: datetime | None = None
        self._looked = 0.0
        self._one_at_a_time = asyncio.Lock()

    @property
    def is_idle(self) -> bool:
        return not self._one_at_a_time.locked()

    async def step(self) -> None:
        await self.look()
        await self.wake.wait(LOOK_SECONDS)

    async def look(self) -> bool:
        """Do what is due; whether there was anything.

        Of several processes one does it.
        """
        if not self._leader.leads:
            return False
        async with self._one_at_a_time:
            released = await self._release()
            ticked = await self._tick()
        if released or ticked:
            self._sender.set()
        return released or ticked

    async def _release(self) -> bool:
        """What is due, a few at a time."""
        now, released = self._clock.now(), False

        async def let_go(unit: Unit) -> int:
            due = await unit.sendings.due(now, BATCH)
            for sending in due:
                await self._let_go(sending, unit, now)
            return len(due)

        for _ in range(ROUNDS):
            found = await self._database.run(let_go)
            released = released or found > 0
            if found < BATCH:
                break
        self._looked = monotonic()
        return released

    async def _let_go(self, sending: Sending, unit: Unit, now: datetime) -> None:
        try:
            async with unit.savepoint():
                await self._behaviour.release(sending, unit)
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("sending failed", sending=sending.id)
            await unit.sendings.postpone(sending.id, now + NEXT_TRY)

    async def _tick(self) -> bool:
        minute = self._clock.now().replace(second=0, microsecond=0)
        if minute == self._last:
            return False
        self._last = minute
        turns = _Turns(self._database, self._reading, self._between)
        try:
            for name, chore in self._behaviour.chores.items():
                await _do(name, chore, turns)
                self._sender.set()
        except _Ends:
            return True
        finally:
            await turns.close()
        await self._anchor(minute)
        await self._database.scrub()
        return True

    async def _between(self, others: bool) -> None:
        """Between two turns others have theirs, and answers go out that are due by now."""
        if others:
            await self._rest()
        if self.stopping or not self._leader.leads:
            raise _Ends
        if monotonic() - self._looked >= LOOK_SECONDS and await self._release():
            self._sender.set()

    async def _rest(self) -> None:
        """An update is stored, handled and answered in one transaction after another; with a turn of ours before each,
        three turns would be waited for.
        """
        ends = monotonic() + LONGEST_REST
        while monotonic() < ends:
            asked_for = self._database.asked_for
            await asyncio.sleep(QUIET_SECONDS)
            if self._database.asked_for == asked_for:
                return

    async def _anchor(self, now: datetime) -> None:
        """Once a day. The log is where the digest is out of the database's reach."""
        anchor = await self._database.run(lambda unit: unit.chains.anchor(now))
        if anchor is not None:
            log.info("history anchored", day=anchor.day, digest=anchor.digest)


class _Turns:
    """One round of turns."""

    def __init__(self, database: Database, reading: Reading | None, between: Callable[[bool], Awaitable[None]]) -> None:
        self._database = database
        self._open = reading
        self._reading: Database | None = None
        self._between = between

    async def write(self, work: Callable[[Unit], Coroutine[Any, Any, T]]) -> T:
        before = self._database.asked_for
        result = await self._database.run(work)
        await self._between(self._database.asked_for > before + 1)
        return result

    async def attempt(self, work: Callable[[Unit], Coroutine[Any, Any, None]]) -> bool:
        try:
            await self.write(work)
        except (DatabaseUnavailable, _Ends):
            raise
        except Exception:
            log.exception("a turn failed")
            return False
        return True

    async def read(self, work: Callable[[Unit], Coroutine[Any, Any, T]]) -> T:
        """On PostgreSQL nobody waits for a transaction of ours anyway."""
        if self._database.dialect != "sqlite" or self._open is None:
            return await self._database.run(work)
        self._reading = self._reading or await self._open()
        return await self._reading.run(work)

    async def close(self) -> None:
        if self._reading is not None:
            await self._reading.close()


async def _do(name: str, chore: Chore, turns: Turns) -> None:
    try:
        await chore(turns)
    except (DatabaseUnavailable, _Ends):
        raise
    except Exception:
        log.exception("chore failed", chore=name)
