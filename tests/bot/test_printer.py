"""A poster that was ordered goes out once, whoever draws it; what cannot be drawn is said."""

from typing import Any

import pytest

from bot.behaviour import PosterWork
from bot.loops import Wake
from bot.printer import Printer
from storage.database import Database
from storage.promotion import PosterOrder
from storage.unit import Unit
from tests.storage.samples import NOW, PUPR_CHAT


class Work:
    """Remembers what was done with orders; drawing may fail."""

    def __init__(self, *, fails: bool = False) -> None:
        self.done: list[str] = []
        self.fails = fails

    async def gather(self, order: PosterOrder, unit: Unit) -> str:
        return f"link {order.link_id}"

    def draw(self, gathered: str) -> str:
        if self.fails:
            raise ValueError("no ink")
        return gathered

    async def deliver(self, order: PosterOrder, drawn: Any, unit: Unit) -> None:
        if await unit.promotion.take_order(order.id):
            self.done.append(drawn)

    async def give_up(self, order: PosterOrder, unit: Unit) -> None:
        if await unit.promotion.take_order(order.id):
            self.done.append("given up")

    def printer(self, database: Database) -> Printer:
        return Printer(database, PosterWork(self.gather, self.draw, self.deliver, self.give_up), sender=Wake())


async def put(database: Database, agency: str) -> None:
    async with database.transaction() as unit:
        await unit.promotion.order(PUPR_CHAT, await unit.promotion.link(agency, "", None, NOW), NOW)


async def test_posters_are_drawn_one_after_another(database: Database) -> None:
    work = Work()
    printer = work.printer(database)
    await put(database, "PUPR")
    await put(database, "DISHUB")
    assert [await printer.look() for _ in range(3)] == [True, True, False]
    assert work.done == ["link 1", "link 2"]


async def test_what_cannot_be_drawn_is_given_up_and_not_tried_for_ever(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    work = Work(fails=True)
    printer = work.printer(database)
    await put(database, "PUPR")
    assert [await printer.look() for _ in range(2)] == [True, False]
    assert work.done == ["given up"]


async def test_without_work_there_is_nothing_to_do(database: Database) -> None:
    await put(database, "PUPR")
    assert not await Printer(database, None, sender=Wake()).look()
