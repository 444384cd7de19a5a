"""What is to be done once is done by one of several processes: the one that holds the lease.

It says every few seconds that it is still there. If it dies, another has the lease as soon as it runs out; if it ends
in good order, at once. A leader that slept through its lease (a machine that stood still) knows by its own steady clock
that it is none any more; the work itself is written so that doing it twice says nothing twice, for the moment in which
two believe it.
"""

from secrets import token_hex
from time import monotonic
from typing import Final, Protocol

import structlog

from bot.loops import Loop
from storage.database import Database
from storage.unit import Unit

log = structlog.get_logger()

NAME: Final = "leader"
LEASE_SECONDS: Final = 10.0
RENEW_SECONDS: Final = 3.0
FORGET_SECONDS: Final = 120.0
"""What went to groups longer ago than that counts for no limit."""


class Leader(Protocol):
    """Whether this process is to do what only one does."""

    @property
    def leads(self) -> bool: ...


class Alone:
    """The only process leads."""

    leads = True


class Leadership(Loop):
    """Holds the lease, or waits for it."""

    name = "leadership"

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._holder = token_hex(16)
        self._until = 0.0

    @property
    def leads(self) -> bool:
        return monotonic() < self._until

    async def step(self) -> None:
        await self.renew()
        await self.wake.wait(RENEW_SECONDS)

    async def run(self) -> None:
        await super().run()
        await self._resign()

    async def renew(self) -> None:
        """Take the lease if it is free, keep it if it is ours."""
        asked, led = monotonic(), self.leads

        async def hold(unit: Unit) -> bool:
            holds = await unit.leases.hold(NAME, self._holder, LEASE_SECONDS)
            if holds:
                await unit.allowance.forget(FORGET_SECONDS)
            return holds

        self._until = asked + LEASE_SECONDS if await self._database.run(hold) else 0.0
        if self.leads != led:
            log.info("this process leads now" if self.leads else "another process leads now")

    async def _resign(self) -> None:
        if self.leads:
            self._until = 0.0
            await self._database.run(lambda unit: unit.leases.let_go(NAME, self._holder))
