"""An order becomes messages once, whoever draws it; what cannot be drawn is said."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.behaviour import RecapWork
from bot.loops import Wake
from bot.recapper import Reading, Recapper
from storage.database import Database
from storage.recap_orders import RecapOrder
from storage.sealing import Sealer
from storage.unit import Unit
from tests.bot.support import SECRET_KEY
from tests.storage.samples import BUDI_CHAT, NOW, PUPR_CHAT
from tickets.recap import View

ORDER = RecapOrder(PUPR_CHAT, View.RECAP, NOW.date().replace(day=1), NOW.date(), "PUPR")


class Work:
    """Remembers what was done with orders; drawing may fail."""

    def __init__(self, *, fails: bool = False) -> None:
        self.done: list[str] = []
        self.drawn = 0
        self.shown: list[str] = []
        self.fails = fails

    async def gather(self, order: RecapOrder, unit: Unit) -> str:
        return f"{order.view.value} {order.agency}"

    def draw(self, order: RecapOrder, gathered: str) -> str:
        self.drawn += 1
        if self.fails:
            raise ValueError("no ink")
        return gathered

    async def deliver(self, order: RecapOrder, drawn: Any, unit: Unit) -> None:
        if await unit.recap_orders.take(order.id):
            self.done.append(drawn)

    async def give_up(self, order: RecapOrder, unit: Unit) -> None:
        if await unit.recap_orders.take(order.id):
            self.done.append("given up")

    async def progress(self, order: RecapOrder, gathered: str, unit: Unit) -> None:
        self.shown.append(gathered)

    def recapper(self, database: Database, url: str) -> Recapper:
        work = RecapWork(self.gather, self.progress, self.draw, self.deliver, self.give_up)
        return Recapper(database, reading(url), work, sender=Wake())


def reading(url: str) -> Reading:
    return partial(Database.open, url, Sealer(SECRET_KEY), read_only=True)


async def put(database: Database, **other: Any) -> int:
    async with database.transaction() as unit:
        return await unit.recap_orders.put(replace(ORDER, **other), NOW)


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


async def test_orders_are_drawn_one_after_another(database: Database, database_url: str) -> None:
    work = Work()
    recapper = work.recapper(database, database_url)
    await put(database)
    await put(database, agency=None)
    assert [await recapper.look() for _ in range(3)] == [True, True, False]
    assert work.done == ["recap PUPR", "recap None"]
    assert work.shown == work.done


async def test_who_wants_the_same_gets_it_from_one_drawing(database: Database, database_url: str) -> None:
    work = Work()
    recapper = work.recapper(database, database_url)
    await put(database)
    await put(database, chat=BUDI_CHAT)
    await put(database, view=View.EXPORT)
    assert [await recapper.look() for _ in range(3)] == [True, True, False]
    assert (work.done, work.drawn) == (["recap PUPR", "recap PUPR", "export PUPR"], 2)


async def test_reading_for_a_recap_keeps_nobody_from_writing(database: Database, database_url: str) -> None:
    order_id = await put(database)
    reader = await reading(database_url)()
    try:
        async with reader.transaction() as unit:
            assert await unit.recap_orders.next() is not None
            async with database.transaction() as other:
                assert await other.recap_orders.take(order_id)
    finally:
        await reader.close()


async def test_what_cannot_be_drawn_is_given_up_and_not_tried_for_ever(
    database: Database, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    work = Work(fails=True)
    recapper = work.recapper(database, database_url)
    await put(database)
    assert [await recapper.look() for _ in range(2)] == [True, False]
    assert work.done == ["given up"]


async def test_without_work_there_is_nothing_to_do(database: Database, database_url: str) -> None:
    await put(database)
    assert not await Recapper(database, reading(database_url), None, sender=Wake()).look()
