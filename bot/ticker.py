"""Once a minute: what is due now (reminders, escalations, expiry). Once a second: answers that are to go out now.

What that is, the handlers know. Minute and second are the clock's and not the machine's: the clock is looked at every
second, so that a simulator in which days pass in a moment is served as well, and a machine that slept catches up at
once.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.behaviour import Behaviour
from bot.clock import Clock
from bot.leading import Alone, Leader
from bot.loops import Loop, Wake
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.unit import Unit
from storage.values import Sending

log = structlog.get_logger()

LOOK_SECONDS: Final = 1.0
BATCH: Final = 50
"""Sendings of one transaction."""
NEXT_TRY: Final = timedelta(minutes=1)
"""After a sending that broke, by a mistake of ours."""


class Ticker(Loop):
    """Calls `tick` in a transaction of its own whenever a minute of the clock has begun, `go_on` in short ones while
    there is more to do, and `release` for each sending that is due, behind a savepoint of its own."""

    name = "ticker"

    def __init__(
        self, database: Database, clock: Clock, behaviour: Behaviour, *, sender: Wake, leader: Leader | None = None
    ) -> None:
        super().__init__()
        self._leader = leader or Alone()
        self._database = database
        self._clock = clock
        self._sender = sender
        self._behaviour = behaviour
        self._last: datetime | None = None
        self._one_at_a_time = asyncio.Lock()

    @property
    def is_idle(self) -> bool:
        return not self._one_at_a_time.locked()

    async def step(self) -> None:
        await self.look()
        await self.wake.wait(LOOK_SECONDS)

    async def look(self) -> bool:
        """Do what is due; whether there was anything. A tick that fails waits for the next minute.

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
        now = self._clock.now()

        async def let_go(unit: Unit) -> bool:
            due = await unit.sendings.due(now, BATCH)
            for sending in due:
                await self._let_go(sending, unit, now)
            return bool(due)

        return await self._database.run(let_go)

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
        await self._database.run(self._behaviour.tick)
        while not self.stopping and await self._database.run(self._behaviour.go_on):
            self._sender.set()
        await self._anchor(minute)
        await self._database.scrub()
        return True

    async def _anchor(self, now: datetime) -> None:
        """Once a day. The log is where the digest is out of the database's reach."""
        anchor = await self._database.run(lambda unit: unit.chains.anchor(now))
        if anchor is not None:
            log.info("history anchored", day=anchor.day, digest=anchor.digest)
