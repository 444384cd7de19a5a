"""Once a minute: what is due now (reminders, escalations, expiry). What that is, the handlers know.

The minute is the clock's and not the machine's: the clock is looked at every second, so that a simulator in which days
pass in a moment is served as well, and a machine that slept catches up at once.
"""

from datetime import datetime
from typing import Final

from bot.behaviour import Behaviour
from bot.clock import Clock
from bot.loops import Loop, Wake
from storage.database import Database

LOOK_SECONDS: Final = 1.0


class Ticker(Loop):
    """Calls `tick` in a transaction of its own whenever a minute of the clock has begun."""

    name = "ticker"

    def __init__(self, database: Database, clock: Clock, behaviour: Behaviour, *, sender: Wake) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        self._sender = sender
        self._behaviour = behaviour
        self._last: datetime | None = None
        self._ticking = False

    @property
    def is_idle(self) -> bool:
        return not self._ticking

    async def step(self) -> None:
        await self.look()
        await self.wake.wait(LOOK_SECONDS)

    async def look(self) -> bool:
        """Tick if a minute has begun since the last time; whether it did. A tick that fails waits for the next one."""
        minute = self._clock.now().replace(second=0, microsecond=0)
        if minute == self._last:
            return False
        self._last, self._ticking = minute, True
        try:
            await self._database.run(self._behaviour.tick)
        finally:
            self._ticking = False
        self._sender.set()
        return True
