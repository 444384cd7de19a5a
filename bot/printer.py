"""Draws the posters that were asked for: one after another, in a thread, with no transaction open meanwhile.

A crash leaves the order where it was. Of several processes one draws; should two, one lays it into the outbox.
"""

import asyncio
from typing import Final

import structlog

from bot.behaviour import PosterWork
from bot.leading import Alone, Leader
from bot.loops import REST_SECONDS, Loop, Wake
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.promotion import PosterOrder
from storage.unit import Unit

log = structlog.get_logger()

LOOK_SECONDS: Final = 1.0


class Printer(Loop):
    """Turns orders into posters."""

    name = "printer"

    def __init__(
        self, database: Database, work: PosterWork | None, *, sender: Wake, leader: Leader | None = None
    ) -> None:
        super().__init__()
        self._leader = leader or Alone()
        self._database = database
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

    async def _carry_out(self, order: PosterOrder, work: PosterWork) -> None:
        try:
            gathered = await self._database.run(lambda unit: work.gather(order, unit))
            drawn = await asyncio.to_thread(work.draw, gathered)
            await self._database.run(lambda unit: work.deliver(order, drawn, unit))
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("a poster cannot be drawn", order=order.id)
            await self._database.run(lambda unit: work.give_up(order, unit))


async def _next(unit: Unit) -> PosterOrder | None:
    return await unit.promotion.next_order()
