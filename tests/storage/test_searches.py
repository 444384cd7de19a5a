"""Tickets are found by words and filters, on both databases; no word of a secret one can be read or guessed."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage import tables
from storage.database import Database
from storage.searches import RARE
from storage.unit import Unit
from storage.values import ALL, Look
from tests.storage.samples import BY_SARI, DAY, NOW, PUPR_CHAT, SARI, SARI_CHAT, a_ticket, submitted
from tickets.events import Event, EventKind
from tickets.searching import forms
from tickets.sources import Source
from tickets.ticket import Status, Ticket

EVERYTHING = Look(agency=ALL)


def looking(*words: str, **wishes: object) -> Look:
    """A search of the coordinator."""
    usual: dict[str, object] = {"agency": ALL, "words": tuple(forms(word, {}) for word in words)}
    return Look(**usual | wishes)  # type: ignore[arg-type]


async def file(unit: Unit, number: int, text: str, **fields: object) -> Ticket:
    """A ticket with that text."""
    sari = await unit.people.meet("telegram", SARI, NOW)
    known = {"number": f"LP-{number}", "draft": str(number), "reporter_id": sari.id, "attachments": ()}
    ticket = a_ticket(text=text, **known | fields)
    return await unit.tickets.insert(ticket, [submitted()])


async def numbers(unit: Unit, look: Look, limit: int = 10, offset: int = 0) -> list[str]:
    """What is found, newest first."""
    return [ticket.number for ticket in await unit.searches.find(look, limit, offset)]


async def test_all_words_must_be_there_in_any_form_newest_first(database: Database) -> None:
    async with database.transaction() as unit:
        await file(unit, 1, "Jln berlubang di depan masjid")
        await file(unit, 2, "Lampu jalan padam")
        await file(unit, 3, "ada lobang di jalan desa", address="Jl. Melati")
        assert await numbers(unit, looking("lubang")) == ["LP-3", "LP-1"]
        assert await numbers(unit, looking("jalan")) == ["LP-3", "LP-2", "LP-1"]
        assert await numbers(unit, looking("lubang", "masjid")) == ["LP-1"]
        assert await numbers(unit, looking("melati")) == ["LP-3"]
        assert await numbers(unit, looking("lubang", "lampu")) == []
        assert await numbers(unit, EVERYTHING, 2, 1) == ["LP-2", "LP-1"]
        assert await unit.searches.count(looking("jalan"), 2) == 2
        assert await unit.searches.count(looking("jalan"), 9) == 3


async def test_what_is_said_later_is_found_too(database: Database) -> None:
    async with database.transaction() as unit:
        ticket = await file(unit, 1, "Jalan rusak")
        reply = Event(kind=EventKind.REPLIED, at=NOW, actor=BY_SARI, text="Sekarang sudah banjir")
        await unit.tickets.save(replace(ticket, revision=1), reply, 0)
        assert await numbers(unit, looking("banjir")) == ["LP-1"]


async def test_filters(database: Database) -> None:
    async with database.transaction() as unit:
        await file(unit, 1, "Jalan rusak")
        await file(unit, 2, "Jalan rusak", agency="dishub", region="banjar")
        await file(unit, 3, "Jalan rusak", status=Status.CLOSED, created_at=NOW - 40 * DAY, source=Source.LETTER)
        wanted = {
            looking("jalan", only="pupr"): ["LP-3", "LP-1"],
            looking(only="dishub"): ["LP-2"],
            looking(agency="dishub"): ["LP-2"],
            looking(agency="dishub", only="pupr"): [],
            looking(region="banjar"): ["LP-2"],
            looking(statuses=frozenset({"closed"})): ["LP-3"],
            looking(sources=("letter",)): ["LP-3"],
            looking(since=NOW - DAY): ["LP-2", "LP-1"],
            looking(before=NOW - DAY): ["LP-3"],
            looking(late_at=NOW + 9 * DAY): ["LP-1", "LP-2"],
            looking(late_at=NOW): [],
        }
        assert {look: await numbers(unit, look) for look in wanted} == wanted


async def test_a_ticket_that_moved_on_is_found_where_it_is(database: Database) -> None:
    async with database.transaction() as unit:
        ticket = await file(unit, 1, "Jalan rusak")
        moved = Event(kind=EventKind.TRANSFERRED, at=NOW, actor=BY_SARI, text="bukan kami")
        await unit.tickets.save(replace(ticket, agency="dishub", revision=1), moved, 0)
        assert await numbers(unit, looking(only="pupr")) == []
        assert await numbers(unit, looking(only="dishub")) == ["LP-1"]


@pytest.mark.parametrize("many", [3, RARE + 1], ids=["rare", "common"])
async def test_a_rare_and_a_common_word_find_the_same(database: Database, many: int) -> None:
    """The way to the tickets is another one."""
    async with database.transaction() as unit:
        await file(unit, 1, "Jalan rusak")
        last = await file(unit, 2, "Jalan berlubang")
        key = sa.select(tables.ticket_words.c.word).where(tables.ticket_words.c.ticket_id == last.id)
        words = [row.word for row in await unit._connection.execute(key)]
        row = tables.tickets.select().where(tables.tickets.c.id == last.id)
        values = dict((await unit._connection.execute(row)).one()._mapping)
        new = [values | {"id": 10 + n, "number": f"N{n}", "draft_key": f"{n}"} for n in range(many)]
        await unit._connection.execute(sa.insert(tables.tickets), new)
        more = [{"word": word, "ticket_id": 10 + n} for n in range(many) for word in words]
        await unit._connection.execute(sa.insert(tables.ticket_words), more)
        assert await numbers(unit, looking("jalan", "lubang"), 1) == [f"N{many - 1}"]
        assert await numbers(unit, looking("jalan", "rusak")) == ["LP-1"]


async def test_words_of_secret_tickets_have_hashes_of_their_own(database: Database) -> None:
    async with database.transaction() as unit:
        await file(unit, 1, "pungutan liar di loket")
        await file(unit, 2, "pungutan liar di loket", secret=True)
        rows = (await unit._connection.execute(sa.select(tables.ticket_words))).all()
        of = {number: {row.word for row in rows if row.ticket_id == number} for number in (1, 2)}
        assert of[1]
        assert not of[1] & of[2]
        assert await numbers(unit, looking("pungutan")) == ["LP-2", "LP-1"]


async def test_a_search_is_kept_with_its_chat_and_forgotten(database: Database) -> None:
    async with database.transaction() as unit:
        number = await unit.searches.keep(SARI_CHAT, {"typed": "lubang"}, NOW)
        await unit.searches.change(number, {"typed": "jalan"}, NOW + DAY)
        kept = await unit.searches.kept(number, SARI_CHAT)
        assert kept is not None
        assert kept.content == {"typed": "jalan"}
        assert await unit.searches.kept(number, PUPR_CHAT) is None
        assert await unit.searches.kept(2**70, SARI_CHAT) is None
        await unit.searches.forget(NOW + timedelta(days=2))
        assert await unit.searches.kept(number, SARI_CHAT) is None


async def test_tickets_of_before_the_index_are_indexed_with_their_histories(database: Database) -> None:
    async with database.transaction() as unit:
        ticket = await file(unit, 1, "Jalan rusak")
        reply = Event(kind=EventKind.REPLIED, at=NOW, actor=BY_SARI, text="Sekarang banjir")
        await unit.tickets.save(replace(ticket, revision=1), reply, 0)
        await file(unit, 2, "Lampu padam")
        await unit._connection.execute(sa.delete(tables.ticket_words))
        assert await numbers(unit, looking("banjir")) == []
        assert await unit.searches.index_older(0, 1) == 1
        assert await unit.searches.index_older(1, 9) == 2
        assert await unit.searches.index_older(2, 9) is None
        assert await numbers(unit, looking("banjir")) == ["LP-1"]
        assert await numbers(unit, looking("lampu")) == ["LP-2"]
