"""Draws the recaps that were asked for.

What they are counted from is read through a connection of its own that cannot write: whoever writes does not wait for
it. Counting and drawing are done by processes of their own (`bot.aside`). Who wants the very same gets it from the same
drawing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.behaviour import RecapWork
from bot.drawer import Drawer
from bot.leading import Leader
from bot.loops import Wake
from storage.database import Database
from storage.recap_orders import RecapOrder
from storage.unit import Unit

Reading = Callable[[], Awaitable[Database]]
"""Opens the database so that it can only be read; it is closed again after each recap."""


class Recapper(Drawer[RecapOrder, RecapWork]):
    """Turns orders into recaps."""

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
        super().__init__(database, work, sender=sender, leader=leader)
        self._reading = reading

    async def _next(self, unit: Unit) -> RecapOrder | None:
        return await unit.recap_orders.next()

    async def _draw(self, order: RecapOrder, work: RecapWork) -> None:
        gathered = await asyncio.to_thread(asyncio.run, self._gather(order, work))
        await self._database.run(lambda unit: work.progress(order, gathered, unit))
        self._sender.set()
        drawn = await asyncio.to_thread(work.draw, order, gathered)
        await self._database.run(lambda unit: _for_all(order, unit, lambda each: work.deliver(each, drawn, unit)))

    async def _give_up(self, order: RecapOrder, work: RecapWork) -> None:
        await self._database.run(lambda unit: _for_all(order, unit, lambda each: work.give_up(each, unit)))

    async def _gather(self, order: RecapOrder, work: RecapWork) -> Any:
        """In an event loop of its own: it waits for the process that counts, which would hold up the program's."""
        database = await self._reading()
        try:
            async with database.transaction() as unit:
                return await work.gather(order, unit)
        finally:
            await database.close()


async def _for_all(order: RecapOrder, unit: Unit, work: Callable[[RecapOrder], Awaitable[None]]) -> None:
    """For everybody who wants what was drawn."""
    for each in await unit.recap_orders.alike(order):
        await work(each)
