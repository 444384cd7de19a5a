"""An order becomes messages once, whoever draws it; what cannot be drawn is said."""

from typing import Any

import pytest

from bot.behaviour import RecapWork
from bot.loops import Wake
from bot.recapper import Recapper
from storage.database import Database
from storage.recap_orders import RecapOrder
from storage.unit import Unit
from tests.storage.samples import NOW, PUPR_CHAT
from tickets.recap import View

ORDER = RecapOrder(PUPR_CHAT, View.RECAP, NOW.date().replace(day=1), NOW.date(), "PUPR")


class Work:
    """Remembers what was done with orders; drawing may fail."""

    def __init__(self, *, fails: bool = False) -> None:
        self.done: list[str] = []
        self.fails = fails

    async def gather(self, order: RecapOrder, unit: Unit) -> str:
        return f"{order.view.value} {order.agency}"

    def draw(self, order: RecapOrder, gathered: str) -> str:
        if self.fails:
            raise ValueError("no ink")
        return gathered

    async def deliver(self, order: RecapOrder, drawn: Any, unit: Unit) -> None:
        if await unit.recap_orders.take(order.id):
            self.done.append(drawn)

    async def give_up(self, order: RecapOrder, unit: Unit) -> None:
        if await unit.recap_orders.take(order.id):
            self.done.append("given up")

    def recapper(self, database: Database) -> Recapper:
        return Recapper(database, RecapWork(self.gather, self.draw, self.deliver, self.give_up), sender=Wake())


async def put(database: Database) -> int:
    async with database.transaction() as unit:
        return await unit.recap_orders.put(ORDER, NOW)


async def test_an_order_is_kept_until_it_is_delivered(database: Database) -> None:
    order_id = await put(database)
    async with database.transaction() as unit:
        found = await unit.recap_orders.next()
        assert found is not None
        assert (found.chat, found.view, found.since, found.until, found.agency) == (
            ORDER.chat,
            ORDER.view,
            ORDER.since,
            ORDER.until,
            "PUPR",
        )
        assert await unit.recap_orders.take(order_id)
        assert not await unit.recap_orders.take(order_id)
        assert await unit.recap_orders.next() is None


async def test_orders_are_drawn_one_after_another(database: Database) -> None:
    work = Work()
    recapper = work.recapper(database)
    await put(database)
    await put(database)
    assert [await recapper.look() for _ in range(3)] == [True, True, False]
    assert work.done == ["recap PUPR", "recap PUPR"]


async def test_what_cannot_be_drawn_is_given_up_and_not_tried_for_ever(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    work = Work(fails=True)
    recapper = work.recapper(database)
    await put(database)
    assert [await recapper.look() for _ in range(2)] == [True, False]
    assert work.done == ["given up"]


async def test_without_work_there_is_nothing_to_do(database: Database) -> None:
    await put(database)
    assert not await Recapper(database, None, sender=Wake()).look()
