"""Dialogues, sent messages, reminders, occasions and notes."""

import asyncio
from dataclasses import replace

import pytest

from storage.database import Database
from storage.values import Dialogue, Person
from tests.storage.samples import BUDI_CHAT, MINUTE, NOW, PUPR_CHAT, SARI_CHAT, SECOND, a_ticket
from tickets.ticket import Ticket

DATA = {"text": "Lampu \ud83d mati \u0000", "photos": [1, 2.5, None, True], "nested": {"a": []}}


def dialogue_of(person: Person) -> Dialogue:
    return Dialogue(SARI_CHAT, person.id, "complaint", 1, DATA, 3, NOW)


@pytest.fixture
async def ticket(database: Database, sari: Person) -> Ticket:
    async with database.transaction() as unit:
        return await unit.tickets.insert(a_ticket(reporter_id=sari.id), [])


async def test_a_dialogue_is_resumed_where_it_stood(database: Database, sari: Person) -> None:
    dialogue = dialogue_of(sari)
    async with database.transaction() as unit:
        assert await unit.dialogues.load(SARI_CHAT, sari.id) is None
        await unit.dialogues.save(dialogue)
    async with database.transaction() as unit:
        assert await unit.dialogues.load(SARI_CHAT, sari.id) == dialogue
        assert await unit.dialogues.load(PUPR_CHAT, sari.id) is None


async def test_there_is_one_dialogue_per_person_and_chat(database: Database, sari: Person) -> None:
    in_group = replace(dialogue_of(sari), chat=PUPR_CHAT)
    changed = replace(dialogue_of(sari), form="follow_up", version=2, data={}, revision=4, updated_at=NOW + SECOND)
    async with database.transaction() as unit:
        for dialogue in (dialogue_of(sari), in_group, changed):
            await unit.dialogues.save(dialogue)
        assert await unit.dialogues.load(SARI_CHAT, sari.id) == changed
        assert await unit.dialogues.load(PUPR_CHAT, sari.id) == in_group


async def test_a_closed_dialogue_is_forgotten(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        await unit.dialogues.save(dialogue_of(sari))
        await unit.dialogues.close(SARI_CHAT, sari.id)
        await unit.dialogues.close(SARI_CHAT, sari.id)
        assert await unit.dialogues.load(SARI_CHAT, sari.id) is None


async def test_a_group_that_moves_takes_what_is_open_along_unless_something_is_open_there_already(
    database: Database, sari: Person
) -> None:
    moved = replace(PUPR_CHAT, id="-100999")
    in_group = replace(dialogue_of(sari), chat=PUPR_CHAT)
    async with database.transaction() as unit:
        await unit.dialogues.save(in_group)
        await unit.dialogues.move(PUPR_CHAT, moved)
        assert await unit.dialogues.load(PUPR_CHAT, sari.id) is None
        assert await unit.dialogues.load(moved, sari.id) == replace(in_group, chat=moved)
        await unit.dialogues.save(replace(in_group, revision=9))
        await unit.dialogues.move(PUPR_CHAT, moved)
        assert await unit.dialogues.load(PUPR_CHAT, sari.id) is None
        assert await unit.dialogues.load(moved, sari.id) == replace(in_group, chat=moved)


async def test_two_processes_answer_in_one_dialogue_one_after_the_other(
    database: Database, neighbour: Database, sari: Person
) -> None:
    async with database.transaction() as unit:
        await unit.dialogues.save(replace(dialogue_of(sari), revision=0))

    async def answer(on: Database) -> None:
        async with on.transaction() as unit:
            dialogue = await unit.dialogues.load(SARI_CHAT, sari.id)
            assert dialogue is not None
            await asyncio.sleep(0.01)
            await unit.dialogues.save(replace(dialogue, revision=dialogue.revision + 1))

    await asyncio.gather(*(answer(on) for on in (database, neighbour) * 3))
    async with database.transaction() as unit:
        dialogue = await unit.dialogues.load(SARI_CHAT, sari.id)
    assert dialogue is not None
    assert dialogue.revision == 6


async def test_the_newest_message_stands_in_the_slot(database: Database) -> None:
    async with database.transaction() as unit:
        await unit.messages.link(PUPR_CHAT, "10", 7, "card:7", NOW)
        await unit.messages.link(PUPR_CHAT, "11", 7, "card:7", NOW)
        await unit.messages.link(BUDI_CHAT, "12", 7, "card:7", NOW)
        await unit.messages.link(PUPR_CHAT, "13", 7, None, NOW)
        assert await unit.messages.find(PUPR_CHAT, "card:7") == "11"
        await unit.messages.forget(PUPR_CHAT, "card:7")
        assert await unit.messages.find(PUPR_CHAT, "card:7") is None
        assert await unit.messages.find(BUDI_CHAT, "card:7") == "12"
        assert await unit.messages.ticket_of(PUPR_CHAT, "10") == 7
        assert await unit.messages.slot_of(BUDI_CHAT, "12") == "card:7"
        assert await unit.messages.slot_of(BUDI_CHAT, "99") is None


async def test_a_message_linked_again_has_its_last_meaning(database: Database) -> None:
    async with database.transaction() as unit:
        await unit.messages.link(PUPR_CHAT, "10", 7, "card:7", NOW)
        await unit.messages.link(PUPR_CHAT, "10", 8, "card:8", NOW)
        assert await unit.messages.ticket_of(PUPR_CHAT, "10") == 8
        assert await unit.messages.find(PUPR_CHAT, "card:7") is None


async def test_reminders_come_when_due_longest_due_first(database: Database, ticket: Ticket) -> None:
    async with database.transaction() as unit:
        await unit.reminders.schedule(ticket.id, "limit", NOW)
        await unit.reminders.schedule(ticket.id, "target", NOW - MINUTE)
        await unit.reminders.schedule(ticket.id, "later", NOW + SECOND)
        due = await unit.reminders.due(NOW, 10)
        assert [(one.kind, one.ticket_id, one.due_at) for one in due] == [
            ("target", ticket.id, NOW - MINUTE),
            ("limit", ticket.id, NOW),
        ]
        assert await unit.reminders.due(NOW, 1) == due[:1]
        await unit.reminders.done(due[0].id, NOW)
        assert await unit.reminders.due(NOW, 10) == due[1:]


async def test_the_same_reminder_is_scheduled_once_even_after_it_was_sent(database: Database, ticket: Ticket) -> None:
    async with database.transaction() as unit:
        for _ in range(2):
            await unit.reminders.schedule(ticket.id, "limit", NOW)
        (due,) = await unit.reminders.due(NOW, 10)
        await unit.reminders.done(due.id, NOW)
        await unit.reminders.schedule(ticket.id, "limit", NOW)
        assert await unit.reminders.due(NOW, 10) == ()


async def test_cancelled_reminders_do_not_come_and_may_be_scheduled_again(database: Database, ticket: Ticket) -> None:
    async with database.transaction() as unit:
        await unit.reminders.schedule(ticket.id, "limit", NOW)
        await unit.reminders.cancel(ticket.id)
        assert await unit.reminders.due(NOW, 10) == ()
        await unit.reminders.schedule(ticket.id, "limit", NOW)
        assert len(await unit.reminders.due(NOW, 10)) == 1


async def test_a_reminder_is_sent_by_one_process(database: Database, neighbour: Database, ticket: Ticket) -> None:
    async with database.transaction() as unit:
        for number in range(20):
            await unit.reminders.schedule(ticket.id, f"k{number}", NOW)
    sent: list[int] = []

    async def tick(on: Database) -> None:
        async with on.transaction() as unit:
            for due in await unit.reminders.due(NOW, 10):
                await asyncio.sleep(0.001)
                sent.append(due.id)
                await unit.reminders.done(due.id, NOW)

    await asyncio.gather(*(tick(on) for on in (database, neighbour) * 3))
    assert len(sent) == len(set(sent)) == 20


async def test_an_occasion_comes_once_however_many_ask(database: Database, neighbour: Database) -> None:
    async def ask(on: Database, key: str) -> bool:
        async with on.transaction() as unit:
            first = await unit.reminders.once(key, NOW)
            await asyncio.sleep(0.002)
            return first

    answers = await asyncio.gather(*(ask(on, "digest:7:2026-11-23") for on in (database, neighbour) * 5))
    assert sorted(answers) == [False] * 9 + [True]
    assert await ask(database, "digest:7:2026-11-24")


async def test_an_occasion_that_was_rolled_back_never_was(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as unit:
            assert await unit.reminders.once("k", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.transaction() as unit:
        assert await unit.reminders.once("k", NOW)


async def test_a_note_is_what_was_put_last(database: Database) -> None:
    async with database.transaction() as unit:
        assert await unit.notes.get("k") is None
        await unit.notes.put("k", "satu")
        await unit.notes.put("k", "dua")
        assert await unit.notes.get("k") == "dua"
