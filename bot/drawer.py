"""Draws what was ordered, one order after another, with no transaction open meanwhile.

A crash leaves the order where it was. Of several processes one draws; should two, one lays it into the outbox.
"""

import asyncio
from abc import abstractmethod
from typing import Final, Generic, Protocol, TypeVar

import structlog

from bot.leading import Alone, Leader
from bot.loops import REST_SECONDS, Loop, Wake
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.unit import Unit

log = structlog.get_logger()

LOOK_SECONDS: Final = 1.0


class Numbered(Protocol):
    """An order as far as all of them are alike."""

    @property
    def id(self) -> int: ...


Order = TypeVar("Order", bound=Numbered)
Work = TypeVar("Work")


class Drawer(Loop, Generic[Order, Work]):
    """Turns orders into messages; without `work` there are none to draw."""

    def __init__(self, database: Database, work: Work | None, *, sender: Wake, leader: Leader | None = None) -> None:
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
            order = await self._database.run(self._next)
            if order is not None:
                await self._carry_out(order, self._work)
        if order is not None:
            self._sender.set()
        return order is not None

    async def _carry_out(self, order: Order, work: Work) -> None:
        try:
            await self._draw(order, work)
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("an order cannot be drawn", loop=self.name, order=order.id)
            await self._give_up(order, work)

    @abstractmethod
    async def _next(self, unit: Unit) -> Order | None:
        """The oldest order."""

    @abstractmethod
    async def _draw(self, order: Order, work: Work) -> None:
        """Draw it and lay it into the outbox; the order is gone then."""

    @abstractmethod
    async def _give_up(self, order: Order, work: Work) -> None:
        """Tell who ordered it that it cannot be drawn; the order is gone then."""
