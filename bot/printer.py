"""Draws the posters that were asked for, in a thread."""

import asyncio

from bot.behaviour import PosterWork
from bot.drawer import Drawer
from storage.promotion import PosterOrder
from storage.unit import Unit


class Printer(Drawer[PosterOrder, PosterWork]):
    """Turns orders into posters."""

    name = "printer"

    async def _next(self, unit: Unit) -> PosterOrder | None:
        return await unit.promotion.next_order()

    async def _draw(self, order: PosterOrder, work: PosterWork) -> None:
        gathered = await self._database.run(lambda unit: work.gather(order, unit))
        drawn = await asyncio.to_thread(work.draw, gathered)
        await self._database.run(lambda unit: work.deliver(order, drawn, unit))

    async def _give_up(self, order: PosterOrder, work: PosterWork) -> None:
        await self._database.run(lambda unit: work.give_up(order, unit))
