"""The budget as several processes on one PostgreSQL share it.

Over all, one row of the database is the bucket: whoever has claimed messages takes as many out of it as it holds, just
before the commit, so that nobody waits long for the row; what was not given is put back unsent. What went to a group
stands in the database, too, and is looked up when a message to the group was claimed: as long as that is so, nobody
else sends there. A flood that the channel tells one process of empties the bucket for all.

The process's own `Budget` is what it knows of all this; it keeps it from asking in vain. Messages to people are counted
there alone: each has few, and one chat at a time is one process's.
"""

import time
from collections.abc import Sequence
from typing import Final

from bot.budget import GROUP_WINDOW, Budget
from bot.orders import Order
from storage.database import Database
from storage.unit import Unit
from storage.values import OutboxRow
from tickets.dialogue import ChatKind

NAME: Final = "overall"
TOLD_WITHIN: Final = 0.5
"""Seconds by which a flood may grow before the others are told again."""


class Treasury:
    """This process's way to the shared budget."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._told_until = 0.0
        self._owed = 0
        """What an album cost more than was given: it goes as a whole, and the next ones wait for it."""

    @property
    def _rate(self) -> float:
        return self._budget.limits.overall_per_second

    async def open(self, database: Database) -> None:
        """Begin; the bucket is full if nobody did before."""
        async with database.transaction() as unit:
            await unit.allowance.open(NAME, self._rate)

    async def learn(self, rows: Sequence[OutboxRow], unit: Unit) -> None:
        """What everybody sent to the groups of these claimed messages."""
        groups = {row.chat_key for row in rows if row.parcel.chat.kind is ChatKind.GROUP}
        if not groups:
            return
        steady = time.monotonic()
        for chat, spent in (await unit.allowance.sent_to(groups, GROUP_WINDOW)).items():
            self._budget.learn(chat, [(cost, steady - ago) for cost, ago in spent])

    async def admit(self, orders: Sequence[Order], unit: Unit) -> list[Order]:
        """Those that may go now; the others are put back. Last in its transaction."""
        await self._tell_of_flood(unit)
        if not orders:
            return []
        asked = sum(map(_tokens, orders))
        granted = await unit.allowance.spend(NAME, asked + self._owed, self._rate, self._rate)
        going, tokens = [], granted.messages - self._owed
        for order in orders:
            if tokens <= 0:
                break
            going.append(order)
            tokens -= _tokens(order)
        self._owed = max(0, -tokens)
        await unit.outbox.put_back(order.row for order in orders[len(going) :])
        await unit.allowance.note({order.row.chat_key: order.cost for order in going if _is_to_group(order)})
        spent = sum(map(_tokens, going))
        refused = asked - spent
        self._budget.learn_level(granted.left + spent - refused - self._owed, time.monotonic())
        return going

    async def _tell_of_flood(self, unit: Unit) -> None:
        steady = time.monotonic()
        seconds = self._budget.flood(steady)
        if seconds > 0 and steady + seconds > self._told_until + TOLD_WITHIN:
            self._told_until = steady + seconds
            await unit.allowance.stop(NAME, seconds, self._rate, self._rate)


def _tokens(order: Order) -> int:
    return max(order.cost, 1)


def _is_to_group(order: Order) -> bool:
    return order.parcel.chat.kind is ChatKind.GROUP and order.cost > 0
