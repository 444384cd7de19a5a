"""A ticket keeps its words, its history and its number; nobody changes it unseen."""

import asyncio
from dataclasses import fields, replace

import pytest
import sqlalchemy as sa

from storage import tables
from storage.database import Database
from storage.errors import DraftTaken, NumberTaken, StaleTicket
from storage.values import ALL, Person
from tests.storage.samples import BY_SARI, DAY, LETTER, NOW, PHOTO, a_ticket, submitted
from tickets import ticket as rules
from tickets.declining import Decline, Why
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.ticket import Kind, Status, Ticket

MOMENTS = (
    *("follow_up_due", "assigned_at", "followed_up_at", "answered_at"),
    *("closed_at", "awaiting_since", "checked_at"),
)
PUPR = Actor(ActorKind.AGENCY, 1, "pupr")


async def insert(database: Database, **fields: object) -> Ticket:
    async with database.transaction() as unit:
        return await unit.tickets.insert(a_ticket(**fields), [submitted()])


async def insert_many(database: Database, *several: dict[str, object]) -> list[Ticket]:
    return [
        await insert(database, number=f"LP-{number}", draft=f"d{number}", **fields)
        for number, fields in enumerate(several)
    ]


@pytest.mark.parametrize("secret", [False, True])
async def test_a_ticket_comes_back_as_it_was_sent(database: Database, sari: Person, secret: bool) -> None:
    ticket = await insert(database, secret=secret)
    assert ticket == a_ticket(secret=secret, id=ticket.id)
    async with database.transaction() as unit:
        assert await unit.tickets.by_id(ticket.id) == ticket
        assert await unit.tickets.by_number(ticket.number, lock=True) == ticket
        assert await unit.tickets.by_draft(ticket.draft) == ticket


@pytest.mark.parametrize("secret", [False, True])
async def test_a_ticket_may_lack_what_nobody_said(database: Database, sari: Person, secret: bool) -> None:
    bare = {"agency": None, "location": None, "occurred_on": None, "attachments": (), "address": ""}
    ticket = await insert(database, secret=secret, **bare)
    async with database.transaction() as unit:
        assert await unit.tickets.by_id(ticket.id) == a_ticket(id=ticket.id, secret=secret, **bare)


async def test_what_does_not_exist_is_none(database: Database) -> None:
    async with database.transaction() as unit:
        assert await unit.tickets.by_id(1) is None
        assert await unit.tickets.by_number("LP-0") is None
        assert await unit.tickets.by_draft("d") is None
        assert await unit.tickets.history(1) == ()


@pytest.mark.parametrize("stranger", [0, -1, 2**63, 10**40])
async def test_an_id_that_no_database_can_hold_is_nobodys(database: Database, stranger: int) -> None:
    async with database.transaction() as unit:
        assert await unit.tickets.by_id(stranger) is None


async def test_a_taken_number_is_drawn_again_in_the_same_transaction(database: Database, sari: Person) -> None:
    await insert(database)
    async with database.transaction() as unit:
        with pytest.raises(NumberTaken):
            await unit.tickets.insert(a_ticket(draft="other"), [])
        other = await unit.tickets.insert(a_ticket(draft="other", number="LP-2"), [])
    async with database.transaction() as unit:
        assert await unit.tickets.by_number("LP-2") == other
        assert await unit.tickets.count_of_reporter(sari.id) == 2


async def test_a_draft_becomes_one_ticket(database: Database, sari: Person) -> None:
    await insert(database)
    async with database.transaction() as unit:
        with pytest.raises(DraftTaken):
            await unit.tickets.insert(a_ticket(number="LP-2"), [])


async def test_a_draft_sent_by_two_processes_at_once_becomes_one_ticket(
    database: Database, neighbour: Database, sari: Person
) -> None:
    async def send(on: Database, number: str) -> bool:
        async with on.transaction() as unit:
            try:
                await unit.tickets.insert(a_ticket(number=number), [submitted()])
            except DraftTaken:
                assert await unit.tickets.by_draft(a_ticket().draft) is not None
                return False
            await asyncio.sleep(0.02)
            return True

    won = await asyncio.gather(send(database, "LP-1"), send(neighbour, "LP-2"))
    assert sorted(won) == [False, True]


async def test_a_change_is_kept_with_its_event_and_files(database: Database, sari: Person) -> None:
    ticket = await insert(database)
    taken = rules.take(ticket, by=PUPR, at=NOW + DAY)
    answered = rules.follow_up(taken.ticket, "Sudah ditambal", (PHOTO, LETTER), by=PUPR, at=NOW + 2 * DAY)
    async with database.transaction() as unit:
        await unit.tickets.save(taken.ticket, taken.event, ticket.revision)
        await unit.tickets.save(answered.ticket, answered.event, taken.ticket.revision)
    async with database.transaction() as unit:
        assert await unit.tickets.by_id(ticket.id) == answered.ticket
        assert await unit.tickets.history(ticket.id) == (submitted(), taken.event, answered.event)


@pytest.mark.parametrize("secret", [False, True])
async def test_events_come_back_as_they_happened(database: Database, sari: Person, secret: bool) -> None:
    event = Event(
        kind=EventKind.TRANSFERRED,
        at=NOW,
        actor=Actor(ActorKind.COORDINATOR, None, None),
        data={"from": "pupr", "to": "dishub"},
        text="Bukan kewenangan kami",
        attachments=(LETTER,),
    )
    async with database.transaction() as unit:
        ticket = await unit.tickets.insert(a_ticket(secret=secret), [event, submitted("x", attachments=(PHOTO,))])
        assert await unit.tickets.history(ticket.id) == (event, submitted("x", attachments=(PHOTO,)))
        assert await unit.tickets.by_id(ticket.id) == ticket


FILED = {
    *("id", "number", "reporter_id", "source", "draft", "created_at", "forgotten_at"),
    *("text", "address", "location", "occurred_on", "attachments"),
}
"""What of a ticket no step changes: erasing and giving it to another person are no steps."""


@pytest.mark.parametrize("secret", [False, True])
async def test_every_field_that_a_step_may_change_is_kept(database: Database, sari: Person, secret: bool) -> None:
    into = await insert(database, number="LP-2", draft="d2")
    ticket = await insert(database)
    changes = {
        "kind": Kind.SUGGESTION,
        "category": "air",
        "agency": "dlh",
        "region": "banjar",
        "status": Status.ARCHIVED,
        "anonymous": True,
        "secret": secret,
        "urgent": True,
        "withheld": True,
        "taken_by": sari.id,
        "stars": 4,
        **{name: NOW + number * DAY for number, name in enumerate(MOMENTS, 10)},
        "declining": Decline(Why.DUPLICATE, into.number),
        "merged_into": into.id,
        "reopened": 2,
        "revision": 7,
        "sp4n_number": "8723461",
        "sp4n_status": "Diproses",
    }
    assert FILED | set(changes) == {field.name for field in fields(Ticket)}, "a new field has to be one or the other"
    changed = replace(ticket, **changes)
    note = rules.note(ticket, "catatan", (), by=PUPR, at=NOW).event
    async with database.transaction() as unit:
        await unit.tickets.save(changed, note, ticket.revision)
    async with database.transaction() as unit:
        assert await unit.tickets.by_id(ticket.id) == changed


async def test_a_change_of_a_ticket_that_changed_meanwhile_is_refused(database: Database, sari: Person) -> None:
    ticket = await insert(database)
    first, second = (rules.note(ticket, words, (), by=PUPR, at=NOW) for words in ("satu", "dua"))
    async with database.transaction() as unit:
        await unit.tickets.save(first.ticket, first.event, ticket.revision)
        with pytest.raises(StaleTicket):
            await unit.tickets.save(second.ticket, second.event, ticket.revision)
    async with database.transaction() as unit:
        assert await unit.tickets.history(ticket.id) == (submitted(), first.event)


async def test_of_two_changes_at_once_one_is_kept(database: Database, neighbour: Database, sari: Person) -> None:
    ticket = await insert(database)

    async def change(on: Database, words: str) -> bool:
        done = rules.note(ticket, words, (), by=PUPR, at=NOW)
        async with on.transaction() as unit:
            try:
                await unit.tickets.save(done.ticket, done.event, ticket.revision)
            except StaleTicket:
                return False
            await asyncio.sleep(0.02)
            return True

    assert sorted(await asyncio.gather(change(database, "satu"), change(neighbour, "dua"))) == [False, True]


async def test_a_locked_ticket_is_changed_by_one_process_after_the_other(
    database: Database, neighbour: Database, sari: Person
) -> None:
    ticket = await insert(database)

    async def change(on: Database) -> None:
        async with on.transaction() as unit:
            now = await unit.tickets.by_id(ticket.id, lock=True)
            assert now is not None
            await asyncio.sleep(0.01)
            done = rules.reply(now, "lagi", (), by=BY_SARI, at=NOW)
            await unit.tickets.save(done.ticket, done.event, now.revision)

    await asyncio.gather(*(change(on) for on in (database, neighbour, database, neighbour)))
    async with database.transaction() as unit:
        assert len(await unit.tickets.history(ticket.id)) == 5


async def test_a_reporters_tickets_come_newest_first(database: Database, sari: Person) -> None:
    one, two, three = await insert_many(database, {}, {"secret": True}, {})
    async with database.transaction() as unit:
        assert await unit.tickets.of_reporter(sari.id, 2) == (three, two)
        assert await unit.tickets.of_reporter(sari.id, 2, 2) == (one,)
        assert await unit.tickets.of_reporter(99, 2) == ()
        assert await unit.tickets.count_of_reporter(sari.id) == 3


async def test_open_tickets_come_by_deadline_and_without_closed_ones(database: Database, sari: Person) -> None:
    later, closed, sooner, unassigned, other = await insert_many(
        database,
        {"follow_up_due": NOW + 9 * DAY},
        {"status": Status.CLOSED, "closed_at": NOW},
        {"follow_up_due": NOW + DAY, "status": Status.ANSWERED},
        {"agency": None, "status": Status.RECEIVED},
        {"agency": "dishub"},
    )
    async with database.transaction() as unit:
        assert await unit.tickets.open_of_agency("pupr", 10) == (sooner, later)
        assert await unit.tickets.open_of_agency("pupr", 10, 1) == (later,)
        assert await unit.tickets.open_of_agency(None, 10) == (unassigned,)
        assert set(await unit.tickets.open_of_agency(ALL, 10)) == {later, sooner, unassigned, other}
        assert [await unit.tickets.count_open(code) for code in ("pupr", None, ALL)] == [2, 1, 4]
        assert closed not in await unit.tickets.open_of_agency(ALL, 10)


async def test_overdue_are_those_still_without_an_answer_of_substance(database: Database, sari: Person) -> None:
    late = NOW - DAY
    received, assigned, taken, *_ = await insert_many(
        database,
        {"follow_up_due": late, "agency": None, "status": Status.RECEIVED},
        {"follow_up_due": late - DAY},
        {"follow_up_due": late - 2 * DAY, "agency": "dishub", "status": Status.IN_PROGRESS, "taken_by": 1},
        {"follow_up_due": late, "status": Status.IN_PROGRESS, "followed_up_at": late},
        {"follow_up_due": late, "status": Status.ANSWERED, "followed_up_at": late},
        {"follow_up_due": late, "status": Status.CLOSED, "followed_up_at": late},
        {"follow_up_due": NOW},
    )
    async with database.transaction() as unit:
        assert await unit.tickets.overdue(NOW, limit=10) == (taken, assigned, received)
        assert await unit.tickets.overdue(NOW, ALL, limit=1) == (taken,)
        assert await unit.tickets.overdue(NOW, "pupr", limit=10) == (assigned,)
        assert await unit.tickets.overdue(NOW, None, limit=10) == (received,)
        assert [await unit.tickets.count_overdue(NOW, code) for code in (ALL, "pupr", None)] == [3, 1, 1]


async def test_a_ticket_leaves_the_overdue_when_it_is_answered_and_returns_when_reopened(
    database: Database, sari: Person
) -> None:
    ticket = await insert(database, follow_up_due=NOW - DAY)
    answered = rules.follow_up(ticket, "Sudah", (), by=PUPR, at=NOW)
    finished = rules.finish(answered.ticket, by=PUPR, at=NOW)
    reopened = rules.reopen(finished.ticket, by=BY_SARI, at=NOW)
    overdue = []
    for change in (answered, finished, reopened):
        async with database.transaction() as unit:
            await unit.tickets.save(change.ticket, change.event, change.ticket.revision - 1)
            overdue.append(await unit.tickets.count_overdue(NOW))
    assert overdue == [0, 0, 1]


async def test_words_that_a_database_cannot_hold_are_kept_as_far_as_it_can(database: Database, sari: Person) -> None:
    ticket = await insert(database, text="nol \x00 dan \ud83d separuh 🚧")
    async with database.transaction() as unit:
        assert await unit.tickets.by_id(ticket.id) == replace(ticket, text="nol \ufffd dan \ufffd separuh 🚧")


async def test_what_was_written_before_a_ticket_became_secret_is_sealed_too(database: Database, sari: Person) -> None:
    ticket = await insert(database)
    async with database.transaction() as unit:
        noted = rules.note(ticket, "dicek hari ini", (LETTER,), by=PUPR, at=NOW)
        await unit.tickets.save(noted.ticket, noted.event, ticket.revision)
        before = await unit.tickets.history(ticket.id)
        await unit.tickets.seal_history(replace(noted.ticket, secret=True))
    async with database.transaction() as unit:
        assert await unit.tickets.history(ticket.id) == before
        rows = (await unit._connection.execute(sa.select(tables.events))).all()
        assert [row.text for row in rows] == [None, None]


async def test_what_is_withheld_from_the_coordinator_is_in_none_of_his_lists(database: Database, sari: Person) -> None:
    ticket = await insert(database, withheld=True, agency="pupr")
    later = NOW.replace(year=NOW.year + 1)
    async with database.transaction() as unit:
        assert await unit.tickets.open_of_agency(ALL, 10) == ()
        assert await unit.tickets.overdue(later, ALL, limit=10) == ()
        assert await unit.tickets.count_open("pupr") == 1
        assert await unit.tickets.overdue(later, "pupr", limit=10) == (ticket,)
