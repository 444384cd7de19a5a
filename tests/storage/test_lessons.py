"""What tickets teach: counted without texts, taken back exactly, and never told of a single ticket."""

import sqlalchemy as sa

from storage import tables
from storage.database import Database
from storage.lessons import BUCKETS
from storage.unit import Unit
from storage.values import Person
from tests.storage.samples import BY_SARI, NOW, a_ticket
from tickets.events import Event, EventKind
from tickets.learning import NOTHING
from tickets.ticket import Ticket

ROAD = ("jalan", "lubang", "cempaka")
LAMP = ("lampu", "jalan", "gelap")


async def a_stored_ticket(unit: Unit, sari: Person, name: str) -> Ticket:
    ticket = a_ticket(number=name, draft=name, reporter_id=sari.id)
    return await unit.tickets.insert(ticket, [Event(kind=EventKind.SUBMITTED, at=NOW, actor=BY_SARI)])


async def rows(unit: Unit) -> set[tuple[int, str, int]]:
    found = await unit._connection.execute(sa.select(tables.learnt))
    return {(row.bucket, row.agency, row.tickets) for row in found}


async def test_a_word_speaks_once_two_tickets_hold_it(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        first, second = [await a_stored_ticket(unit, sari, name) for name in ("LP-2611-AAAAAA", "LP-2611-BBBBBB")]
        await unit.lessons.teach(first.id, "PUPR", ROAD)
        assert (await unit.lessons.learnt(ROAD)).words == {}
        await unit.lessons.teach(second.id, "DISHUB", LAMP)
        learnt = await unit.lessons.learnt((*ROAD, *LAMP, "unknown"))
    assert learnt.words == {"jalan": {"PUPR": 1, "DISHUB": 1}}
    assert learnt.texts == {"PUPR": 1, "DISHUB": 1}


async def test_the_same_lesson_counts_once(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        ticket = await a_stored_ticket(unit, sari, "LP-2611-AAAAAA")
        await unit.lessons.teach(ticket.id, "PUPR", ROAD)
        before = await rows(unit)
        await unit.lessons.teach(ticket.id, "PUPR", ROAD)
        assert await rows(unit) == before


async def test_a_transfer_unteaches_the_old_agency_whatever_the_words_are_by_now(
    database: Database, sari: Person
) -> None:
    async with database.transaction() as unit:
        ticket = await a_stored_ticket(unit, sari, "LP-2611-AAAAAA")
        await unit.lessons.teach(ticket.id, "PUPR", ROAD)
        await unit.lessons.teach(ticket.id, "DISHUB", LAMP)
        assert {agency for _, agency, _ in await rows(unit)} == {"DISHUB"}
        await unit.lessons.forget(ticket.id)
        await unit.lessons.forget(ticket.id)
        assert await rows(unit) == set()
        assert await unit.lessons.learnt(ROAD) == NOTHING


async def test_no_word_lies_in_the_tables(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        ticket = await a_stored_ticket(unit, sari, "LP-2611-AAAAAA")
        await unit.lessons.teach(ticket.id, "PUPR", ROAD)
        found = await rows(unit)
    assert len(found) == len(ROAD) + 1
    assert all(0 <= bucket <= BUCKETS for bucket, _, _ in found)
