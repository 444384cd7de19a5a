"""Draws the recaps that were asked for: one after another, with no transaction open meanwhile.

What they are counted from is read through a connection of its own that cannot write: whoever writes does not wait for
it. Counting and drawing are done by processes of their own (`bot.aside`). A crash leaves the order where it was. Of
several processes one draws; should two, one lays it into the outbox. Who wants the very same gets it from the same
drawing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog

from bot.behaviour import RecapWork
from bot.leading import Alone, Leader
from bot.loops import REST_SECONDS, Loop, Wake
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.recap_orders import RecapOrder
from storage.unit import Unit

log = structlog.get_logger()

LOOK_SECONDS: Final = 1.0
Reading = Callable[[], Awaitable[Database]]
"""Opens the database so that it can only be read; it is closed again after each recap."""


class Recapper(Loop):
    """Turns orders into messages."""

    name = "recapper"

    def __init__(
        self,
        database: Database,
        reading: Reading,
        work: RecapWork | None,
        *,
        sender: Wake,
        leader: Leader | None = None,
    ) -> None:
        super().__init__()
        self._leader = leader or Alone()
        self._database = database
        self._reading = reading
        self._work = work
        self._sender = sender
        self._one_at_a_time = asyncio.Lock()

    async def step(self) -> None:
        if not await self.look():
            await self.wake.wait(LOOK_SECONDS if self._work else REST_SECONDS)

    async def look(self) -> bool:
        """Draw the oldest order; whether there was one."""
        if self._work is None or not self._leader.leads:
            return False
        async with self._one_at_a_time:
            order = await self._database.run(_next)
            if order is not None:
                await self._carry_out(order, self._work)
        if order is not None:
            self._sender.set()
        return order is not None

    async def _carry_out(self, order: RecapOrder, work: RecapWork) -> None:
        try:
            drawn = await self._draw(order, work)
            await self._database.run(lambda unit: _for_all(order, unit, lambda each: work.deliver(each, drawn, unit)))
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("a recap cannot be drawn", order=order.id)
            await self._database.run(lambda unit: _for_all(order, unit, lambda each: work.give_up(each, unit)))

    async def _draw(self, order: RecapOrder, work: RecapWork) -> Any:
        gathered = await asyncio.to_thread(asyncio.run, self._gather(order, work))
        await self._database.run(lambda unit: work.progress(order, gathered, unit))
        self._sender.set()
        return await asyncio.to_thread(work.draw, order, gathered)

    async def _gather(self, order: RecapOrder, work: RecapWork) -> Any:
        """In an event loop of its own: it waits for the process that counts, which would hold up the program's."""
        database = await self._reading()
        try:
            async with database.transaction() as unit:
                return await work.gather(order, unit)
        finally:
            await database.close()


async def _next(unit: Unit) -> RecapOrder | None:
    return await unit.recap_orders.next()


async def _for_all(order: RecapOrder, unit: Unit, work: Callable[[RecapOrder], Awaitable[None]]) -> None:
    """For everybody who wants what was drawn."""
    for each in await unit.recap_orders.alike(order):
        await work(each)
