"""From the inbox to the handlers: in order, many updates in one transaction, each behind a savepoint of its own.

On SQLite, what came just now is stored, handled and claimed for sending in one transaction where nobody is ahead of it:
a reply waits for one commit instead of three.

A handler that raises undoes its own update only. The row is kept as failed, the person gets an apology, and
`python -m bot replay` runs it again once the mistake is mended.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from time import monotonic
from typing import Any, Final

import structlog

from bot.behaviour import Behaviour
from bot.channels.base import Channel, MalformedUpdate
from bot.clock import Clock
from bot.logs import safe_traceback
from bot.loops import Loop, Wake
from bot.measures import Measures
from storage.database import Database
from storage.errors import DatabaseUnavailable, StaleTicket
from storage.unit import Unit
from storage.values import InboxRow, Incoming
from tickets.dialogue import Inbound

log = structlog.get_logger()

Handling = Callable[[Unit], Coroutine[Any, Any, int]]
Following = Callable[[Handling], Awaitable[int]]
"""Runs it in a transaction in which what it put is claimed as well."""

BATCH: Final = 64
PROMPT: Final = 8
"""So many updates at once are handled as they are stored; more are stored first, so that the next can be fetched."""
LEASE_SECONDS: Final = 120
FALLBACK_SECONDS: Final = 1.0
"""Another process may have stored something, or the clock may have been moved: look without being woken."""


class Worker(Loop):
    """Takes updates from the inbox and has them handled."""

    name = "worker"

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Clock,
        behaviour: Behaviour,
        *,
        wake: Wake,
        sender: Wake,
        measures: Measures | None = None,
        following: Following | None = None,
    ) -> None:
        super().__init__(wake)
        self._following = following
        self._database = database
        self._channels = channels
        self._clock = clock
        self._behaviour = behaviour
        self._sender = sender
        self._measures = measures or Measures()
        self._batch = BATCH
        self._one_at_a_time = asyncio.Lock()
        self.handled = 0
        """Updates that were handled since the start, well or badly."""

    @property
    def is_idle(self) -> bool:
        return not self._one_at_a_time.locked()

    async def step(self) -> None:
        if not await self.work():
            await self.wake.wait(FALLBACK_SECONDS)

    async def keep(self, incoming: Sequence[Incoming]) -> None:
        """Store updates; when it returns they are committed. Few of them are handled in the same transaction, unless
        others are being handled. Raises DatabaseUnavailable.
        """
        if self._database.dialect == "sqlite" and len(incoming) <= PROMPT and self.is_idle:
            try:
                await self.work(incoming)
                return
            except DatabaseUnavailable:
                pass  # if it is so for storing as well, that says so
            except Exception as error:
                log.warning("updates are stored before they are handled", why=safe_traceback(error))
        await self._database.run(lambda unit: unit.inbox.store(incoming))
        self.wake.set()

    async def work(self, incoming: Sequence[Incoming] = ()) -> int:
        """Handle one batch; the number of updates that were handled, well or badly. `incoming` is stored before."""
        async with self._one_at_a_time:
            batch, self._batch = (
                self._batch,
                1,
            )  # if the batch as a whole breaks, the next ones are small, to pass the culprit
            handled = await self._transact(batch, incoming)
            self.handled += handled
            self._batch = min(2 * batch, BATCH)
        if incoming and handled >= batch:
            self.wake.set()
        return handled

    async def _transact(self, limit: int, incoming: Sequence[Incoming]) -> int:
        now = self._clock.now()

        async def handle(unit: Unit) -> int:
            await unit.inbox.store(incoming)
            rows = await unit.inbox.take(now, limit, LEASE_SECONDS)
            told = [self._read(row) for row in rows]
            await unit.foresee(each for each in told if each is not None and not isinstance(each, Exception))
            done = [row.id for row, each in zip(rows, told, strict=True) if await self._succeeds(row, each, unit, now)]
            if done:
                await unit.inbox.done(done, now)
            return len(rows)

        if self._following is not None:
            return await self._following(handle)
        handled = await self._database.run(handle)
        if handled:
            self._sender.set()
        return handled

    def _read(self, row: InboxRow) -> Inbound | Exception | None:
        """What an update tells; nothing, where it is of no concern to us; or why it cannot be read."""
        try:
            return self._channels[row.channel].read(row.raw, row.key, row.received_at)
        except Exception as error:
            return error

    async def _succeeds(self, row: InboxRow, told: Inbound | Exception | None, unit: Unit, now: datetime) -> bool:
        inbound = None if isinstance(told, Exception) else told
        began = monotonic()
        try:
            if isinstance(told, Exception):
                raise told
            if inbound is not None:
                await self._handle(inbound, unit)
        except DatabaseUnavailable:
            raise
        except Exception as error:
            await self._fail(row, inbound, error, unit, now)
            self._measures.handled(inbound, monotonic() - began, well=False)
            return False
        self._measures.handled(inbound, monotonic() - began, well=True)
        return True

    async def _handle(self, inbound: Inbound, unit: Unit) -> None:
        """Behind a savepoint; once more when another process was quicker, on what that one has left."""
        try:
            async with unit.savepoint():
                await self._behaviour.handle(inbound, unit)
        except StaleTicket:
            async with unit.savepoint():
                await self._behaviour.handle(inbound, unit)

    async def _fail(self, row: InboxRow, inbound: Inbound | None, error: Exception, unit: Unit, now: datetime) -> None:
        log.error("update failed", inbox=row.id, key=row.key, exc_info=error)
        await unit.inbox.failed(row.id, safe_traceback(error), now)
        if inbound is None or isinstance(error, MalformedUpdate):
            return
        try:
            async with unit.savepoint():
                await self._behaviour.apologise(inbound, unit)
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("apology failed", inbox=row.id)
