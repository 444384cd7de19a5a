"""Links of posters, their orders, and counts that know nobody."""

import asyncio
from datetime import date

import pytest

from storage.database import Database
from storage.sealing import Sealer
from storage.unit import Unit
from storage.values import Dialogue
from tests.storage.samples import NOW, PUPR_CHAT, SARI, SARI_CHAT
from tickets.promotion import LONGEST, Link, Scans

NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 23), date(2026, 12, 1), date(2027, 1, 9)


async def test_the_same_wish_is_the_same_link_however_it_is_spelt(database: Database) -> None:
    async with database.transaction() as unit:
        first = await unit.promotion.link("PUPR", "Jembatan Barito", "63.04", NOW)
        again = await unit.promotion.link("PUPR", "JEMBATAN barito", "63.04", NOW)
        others = [
            await unit.promotion.link("DISHUB", "Jembatan Barito", "63.04", NOW),
            await unit.promotion.link("PUPR", "Jembatan Barito", "63.03", NOW),
            await unit.promotion.link("PUPR", "", None, NOW),
            await unit.promotion.link(None, "", None, NOW),
        ]
    assert again == first == Link(first.id, "PUPR", "Jembatan Barito", "63.04")
    assert len({first.id, *(each.id for each in others)}) == 5


async def test_only_what_we_signed_opens_a_link(database: Database, sealer: Sealer) -> None:
    async with database.transaction() as unit:
        first, second = [await unit.promotion.link(agency, "", None, NOW) for agency in ("PUPR", "DISHUB")]
        one, two = unit.promotion.payload(first), unit.promotion.payload(second)
        assert await unit.promotion.opened(one) == first
        assert len(one) <= LONGEST
        swapped = one.partition("-")[0] + "-" + two.partition("-")[2]
        for altered in (swapped, one[:-1], one + "0", one.upper(), "", "qr1", "7F3K98QX2M"):
            assert await unit.promotion.opened(altered) is None
        assert await unit.promotion.by_id(2**63) is None
        assert await unit.promotion.by_id(999) is None
    other = Sealer("another key of thirty-two characters")
    async with database.transaction() as unit:
        unit.promotion._sealer = other
        assert await unit.promotion.opened(one) is None


async def test_a_poster_is_ordered_and_taken_once(database: Database) -> None:
    async with database.transaction() as unit:
        link = await unit.promotion.link("PUPR", "", None, NOW)
        order_id = await unit.promotion.order(PUPR_CHAT, link, NOW)
        found = await unit.promotion.next_order()
        assert found is not None
        assert (found.chat, found.link_id, found.id) == (PUPR_CHAT, link.id, order_id)
        assert await unit.promotion.take_order(order_id)
        assert not await unit.promotion.take_order(order_id)
        assert await unit.promotion.next_order() is None


async def test_links_are_listed_with_what_came_of_them_the_most_used_first(database: Database) -> None:
    async with database.transaction() as unit:
        quiet = await unit.promotion.link("PUPR", "", None, NOW)
        busy = await unit.promotion.link("PUPR", "Jembatan", "63.03", NOW)
        await unit.promotion.link("PUPR", "Di mana ini?", None, NOW)
        other = await unit.promotion.link("DISHUB", "", None, NOW)
        unit.tallies.count(busy.subject, NOVEMBER, "started", "started", "finished")
        unit.tallies.count(busy.subject, DECEMBER, "started", "joined")
    async with database.transaction() as unit:
        assert await unit.promotion.of("PUPR", 10) == ((busy, Scans(3, 2)), (quiet, Scans()))
        assert await unit.promotion.of("PUPR", 1, 1) == ((quiet, Scans()),)
        assert [link.id for link, _ in await unit.promotion.of(None, 10)] == [busy.id, quiet.id, other.id]
        assert [await unit.promotion.count(agency) for agency in ("PUPR", "DISHUB", None, "DINKES")] == [2, 1, 3, 0]


async def test_counts_are_summed_by_months(database: Database) -> None:
    for day in (NOVEMBER, NOVEMBER, DECEMBER, JANUARY):
        async with database.transaction() as unit:
            unit.tallies.count("form", day, "started", "left:text")
            unit.tallies.count("other", day, "started")
    async with database.transaction() as unit:
        assert await unit.tallies.of("form", NOVEMBER, DECEMBER) == {"started": 2, "left:text": 2}
        assert await unit.tallies.of("form", NOVEMBER, JANUARY) == {"started": 3, "left:text": 3}
        assert await unit.tallies.ever("form") == {"started": 4, "left:text": 4}
        assert await unit.tallies.ever("nothing") == {}


async def test_open_dialogues_are_counted_by_their_form(database: Database) -> None:
    async with database.transaction() as unit:
        sari = await unit.people.meet("telegram", SARI, NOW)
        await unit.dialogues.save(Dialogue(SARI_CHAT, sari.id, "complaint", 1, {}, 1, NOW))
        assert await unit.dialogues.count("complaint") == 1
        assert await unit.dialogues.count("recording") == 0


async def test_what_shall_not_be_counted_is_taken_back(database: Database) -> None:
    async with database.transaction() as unit:
        unit.tallies.count("form", NOVEMBER, "started", "started")
    async with database.transaction() as unit:
        unit.tallies.count("form", NOVEMBER, "started", times=-1)
    async with database.transaction() as unit:
        assert await unit.tallies.ever("form") == {"started": 1}


async def test_what_is_undone_is_not_counted(database: Database) -> None:
    async def part(unit: Unit) -> None:
        async with unit.savepoint():
            unit.tallies.count("form", NOVEMBER, "started", "finished")
            raise ValueError("undone")

    async def whole() -> None:
        async with database.transaction() as unit:
            unit.tallies.count("form", NOVEMBER, "started")
            raise ValueError("undone")

    async with database.transaction() as unit:
        unit.tallies.count("form", NOVEMBER, "started")
        with pytest.raises(ValueError, match="undone"):
            await part(unit)
    with pytest.raises(ValueError, match="undone"):
        await whole()
    async with database.transaction() as unit:
        assert await unit.tallies.ever("form") == {"started": 1}


async def test_many_may_count_the_same_at_once(database: Database) -> None:
    async def count(first: str, second: str) -> None:
        async with database.transaction() as unit:
            unit.tallies.count("form", NOVEMBER, first)
            unit.tallies.count("form", NOVEMBER, second)

    await asyncio.gather(*(count(*pair) for pair in [("started", "left:text"), ("left:text", "started")] * 10))
    async with database.transaction() as unit:
        assert await unit.tallies.ever("form") == {"started": 20, "left:text": 20}
