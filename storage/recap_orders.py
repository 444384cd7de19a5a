"""Recaps that somebody asked for and that are not drawn yet: one row each. Whoever deletes the row lays it into the
outbox in the same transaction, so that each goes out once.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from storage import tables
from storage.repository import Repository, chat_from_json, chat_to_json
from tickets.dialogue import Chat
from tickets.recap import View

_orders = tables.recap_orders
_CHAT = "recap_orders.chat"
_next = sa.select(_orders).order_by(_orders.c.id).limit(1)
_take = sa.delete(_orders).where(_orders.c.id == sa.bindparam("key")).returning(_orders.c.id)


@dataclass(frozen=True, slots=True)
class RecapOrder:
    """What is wanted, and in which chat. `since`, `until`: local days; `agency`: only its own figures."""

    chat: Chat
    view: View
    since: date
    until: date
    agency: str | None
    id: int = 0


class RecapOrders(Repository):
    """Everything that is still to be drawn."""

    async def put(self, order: RecapOrder, at: datetime) -> int:
        """Keep it until it is done; its id."""
        values = {
            "chat": self._seal_json(chat_to_json(order.chat), _CHAT),
            "view": order.view.value,
            "since": order.since,
            "until": order.until,
            "agency": order.agency,
            "at": at,
        }
        return int((await self._run(sa.insert(_orders).returning(_orders.c.id), values)).scalar_one())

    async def next(self) -> RecapOrder | None:
        """The oldest one."""
        row = (await self._run(_next)).one_or_none()
        return None if row is None else self._order(row)

    async def alike(self, order: RecapOrder) -> tuple[RecapOrder, ...]:
        """That order and all that want the very same, in whatever chat."""
        same = (
            _orders.c.view == order.view.value,
            _orders.c.since == order.since,
            _orders.c.until == order.until,
            _orders.c.agency == order.agency,  # `== None` becomes IS NULL
        )
        rows = await self._run(sa.select(_orders).where(*same).order_by(_orders.c.id))
        return tuple(map(self._order, rows))

    async def take(self, order_id: int) -> bool:
        """Remove it; False when somebody else did."""
        return (await self._run(_take, {"key": order_id})).one_or_none() is not None

    def _order(self, row: sa.Row[Any]) -> RecapOrder:
        chat = chat_from_json(self._open_json(row.chat, _CHAT))
        return RecapOrder(chat, View(row.view), row.since, row.until, row.agency, row.id)
