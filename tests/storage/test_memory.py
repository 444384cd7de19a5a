"""What a step has read it does not read again, and nothing that was changed meanwhile is taken for what it was."""

import pytest

from storage.database import Database
from storage.memory import MOST
from storage.repository import Repository
from storage.unit import Unit
from storage.values import Dialogue, Expectation, Group, Person
from tests.storage.samples import BUDI, BUDI_CHAT, NOW, PUPR_CHAT, SARI, SARI_CHAT, a_ticket
from tickets.dialogue import Chat, Message, Sender
from tickets.events import Actor, ActorKind, Event, EventKind


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every statement that is run, in order."""
    run, seen = Repository._run, []

    async def counted(self: Repository, statement: object, values: object = None) -> object:
        seen.append(statement)
        return await run(self, statement, values)  # type: ignore[arg-type]

    monkeypatch.setattr(Repository, "_run", counted)
    return seen


async def paired(unit: Unit, sari: Person) -> Group:
    return await unit.groups.pair(PUPR_CHAT, "pupr", False, sari.id, NOW)


async def test_what_was_read_is_not_read_again(database: Database, sari: Person, statements: list[object]) -> None:
    async with database.transaction() as unit:
        await paired(unit, sari)
        del statements[:]
        groups = [await unit.groups.of_agency("pupr") for _ in range(3)]
        people = [await unit.people.get(sari.id) for _ in range(3)]
        assert len(statements) == 2
    assert groups[0] == groups[2]
    assert people == [sari] * 3


async def test_other_questions_are_others(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        await paired(unit, sari)
        assert len(await unit.groups.of_agency("pupr")) == 1
        assert await unit.groups.of_agency("dlh") == ()
        assert await unit.groups.coordinators() == ()


async def test_a_write_forgets_what_was_read_of_its_table_and_of_no_other(
    database: Database, sari: Person, statements: list[object]
) -> None:
    async with database.transaction() as unit:
        assert await unit.groups.of_agency("pupr") == ()
        await unit.people.get(sari.id)
        group = await paired(unit, sari)
        assert await unit.groups.of_agency("pupr") == (group,)
        await unit.groups.unpair(group.id)
        assert await unit.groups.of_agency("pupr") == ()
        await unit.people.set_blocked(sari.id, True)
        assert (await unit.people.get(sari.id)).blocked
        await unit.expectations.of(sari.id)
        del statements[:]
        await unit.groups.of_agency("pupr")
        assert statements == []


async def test_whatever_is_kept_in_a_step_is_what_the_step_reads(database: Database, sari: Person) -> None:
    expected = Expectation(sari.id, "data", None, NOW, {})
    dialogue = Dialogue(SARI_CHAT, sari.id, "complaint", 1, {}, 1, NOW)
    async with database.transaction() as unit:
        assert await unit.expectations.of(sari.id) is None
        await unit.expectations.put(expected)
        assert await unit.expectations.of(sari.id) == expected
        await unit.expectations.drop(sari.id)
        assert await unit.expectations.of(sari.id) is None
        assert await unit.dialogues.load(SARI_CHAT, sari.id) is None
        await unit.dialogues.save(dialogue)
        assert await unit.dialogues.load(SARI_CHAT, sari.id) == dialogue
        assert await unit.messages.find(SARI_CHAT, "card:1") is None
        await unit.messages.link(SARI_CHAT, "17", None, "card:1", NOW)
        assert await unit.messages.find(SARI_CHAT, "card:1") == "17"
        assert await unit.messages.slot_of(SARI_CHAT, "17") == "card:1"


async def test_a_ticket_that_is_merged_brings_its_reporter_along(database: Database, sari: Person) -> None:
    """Who follows a ticket is read of the tickets, too."""
    async with database.transaction() as unit:
        main = await unit.tickets.insert(a_ticket(reporter_id=sari.id), [])
        other = await unit.tickets.insert(a_ticket(reporter_id=sari.id, number="LP-2611-7K3QXD", draft="another"), [])
        assert await unit.followers.of(main.id) == ()
        taken = Event(kind=EventKind.MERGED, at=NOW, actor=Actor(ActorKind.SYSTEM), data={"into": main.number})
        changed = a_ticket(
            id=other.id, reporter_id=sari.id, number=other.number, draft="another", merged_into=main.id, revision=1
        )
        assert await unit.tickets.history(other.id) == ()
        await unit.tickets.save(changed, taken, other.revision)
        assert [each.person_id for each in await unit.followers.of(main.id)] == [sari.id]
        assert [each.kind for each in await unit.tickets.history(other.id)] == [EventKind.MERGED]


async def test_what_is_undone_was_never_read(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        with pytest.raises(ZeroDivisionError):  # noqa: PT012
            async with unit.savepoint():
                await paired(unit, sari)
                assert len(await unit.groups.of_agency("pupr")) == 1
                raise ZeroDivisionError
        assert await unit.groups.of_agency("pupr") == ()


async def test_the_next_step_sees_what_another_process_has_changed(
    database: Database, neighbour: Database, sari: Person, dialect: str
) -> None:
    """On SQLite nobody else writes while a transaction is open."""
    if dialect == "sqlite":
        return
    async with database.transaction() as unit:
        async with unit.savepoint():
            assert await unit.groups.of_agency("pupr") == ()
        async with neighbour.transaction() as elsewhere:
            group = await paired(elsewhere, sari)
        async with unit.savepoint():
            assert await unit.groups.of_agency("pupr") == (group,)


def written_by(sender: Sender, chat: Chat) -> Message:
    return Message(key="1", chat=chat, sender=sender, at=NOW, message_id="1", text="Halo")


async def test_what_a_batch_begins_with_is_read_at_once(
    database: Database, sari: Person, statements: list[object]
) -> None:
    dialogue = Dialogue(SARI_CHAT, sari.id, "complaint", 1, {}, 1, NOW)
    expected = Expectation(sari.id, "data", None, NOW, {})
    async with database.transaction() as unit:
        await unit.dialogues.save(dialogue)
        await unit.expectations.put(expected)
        del statements[:]
        await unit.foresee([written_by(SARI, SARI_CHAT), written_by(BUDI, BUDI_CHAT)])
        assert len(statements) == 3
        async with unit.savepoint():
            assert await unit.people.meet("telegram", SARI, NOW) == sari
            assert await unit.dialogues.load(SARI_CHAT, sari.id) == dialogue
            assert await unit.expectations.of(sari.id) == expected
        assert len(statements) == 3
        async with unit.savepoint():
            budi = await unit.people.meet("telegram", BUDI, NOW)
            assert len(statements) == 4, "nobody looks for him once more before he is made"
            assert await unit.people.meet("telegram", BUDI, NOW) == budi
            assert await unit.dialogues.load(BUDI_CHAT, budi.id) is None


async def test_what_one_step_of_a_batch_changes_is_what_the_next_one_reads(database: Database, sari: Person) -> None:
    dialogue = Dialogue(SARI_CHAT, sari.id, "complaint", 1, {}, 1, NOW)
    expected = Expectation(sari.id, "data", None, NOW, {})
    async with database.transaction() as unit:
        await unit.foresee([written_by(SARI, SARI_CHAT)])
        async with unit.savepoint():
            await unit.dialogues.save(dialogue)
            await unit.expectations.put(expected)
            await unit.people.choose_language(sari.id, "en")
        async with unit.savepoint():
            assert await unit.dialogues.load(SARI_CHAT, sari.id) == dialogue
            assert await unit.expectations.of(sari.id) == expected
            assert (await unit.people.meet("telegram", SARI, NOW)).chosen_language == "en"
            await unit.dialogues.close(SARI_CHAT, sari.id)
            await unit.expectations.drop(sari.id)
        async with unit.savepoint():
            assert await unit.dialogues.load(SARI_CHAT, sari.id) is None
            assert await unit.expectations.of(sari.id) is None


async def test_what_one_changes_of_his_own_leaves_the_others_known(
    database: Database, sari: Person, statements: list[object]
) -> None:
    async with database.transaction() as unit:
        budi = await unit.people.meet("telegram", BUDI, NOW)
        await unit.foresee([written_by(SARI, SARI_CHAT), written_by(BUDI, BUDI_CHAT)])
        async with unit.savepoint():
            await unit.dialogues.save(Dialogue(BUDI_CHAT, budi.id, "complaint", 1, {}, 1, NOW))
            await unit.expectations.put(Expectation(budi.id, "data", None, NOW, {}))
        del statements[:]
        async with unit.savepoint():
            assert await unit.dialogues.load(SARI_CHAT, sari.id) is None
            assert await unit.expectations.of(sari.id) is None
            await unit.expectations.drop(sari.id)
        assert statements == []


async def test_a_step_that_failed_leaves_nothing_that_was_read_ahead(
    database: Database, sari: Person, statements: list[object]
) -> None:
    """It is handled anew because another process was quicker: what that one has left must be read."""
    async with database.transaction() as unit:
        await unit.foresee([written_by(SARI, SARI_CHAT)])
        with pytest.raises(ZeroDivisionError):
            async with unit.savepoint():
                raise ZeroDivisionError
        del statements[:]
        async with unit.savepoint():
            assert await unit.people.meet("telegram", SARI, NOW) == sari
        assert len(statements) == 1


async def test_one_person_among_several_is_the_same_as_alone(
    database: Database, sari: Person, statements: list[object]
) -> None:
    async with database.transaction() as unit:
        del statements[:]
        assert await unit.people.several([sari.id]) == (sari,)
        assert await unit.people.get(sari.id) == sari
        assert len(statements) == 1
        assert await unit.people.several([4711]) == ()
        assert await unit.people.several([]) == ()


async def test_a_message_stands_in_one_slot_and_the_newest_counts(
    database: Database, sari: Person, statements: list[object]
) -> None:
    async with database.transaction() as unit:
        for message_id, slot in (("16", "why:1"), ("17", "why:1"), ("18", "other:1")):
            await unit.messages.link(SARI_CHAT, message_id, None, slot, NOW)
        del statements[:]
        assert not await unit.messages.stands_in(SARI_CHAT, "17", "other:1")
        assert not await unit.messages.stands_in(SARI_CHAT, "17", "else:1")
        assert len(statements) == 1
        assert await unit.messages.stands_in(SARI_CHAT, "17", "why:1")
        assert not await unit.messages.stands_in(SARI_CHAT, "16", "why:1"), "another came after it"
        assert not await unit.messages.stands_in(PUPR_CHAT, "17", "why:1"), "in another chat"
        assert not await unit.messages.stands_in(SARI_CHAT, "99", "why:1"), "a message of nobody's"
        assert not await unit.messages.stands_in(SARI_CHAT, None, "why:1"), "no reply"
        assert await unit.messages.stood_in(SARI_CHAT, "16", "why:1"), "whatever came after it"
        assert not await unit.messages.stood_in(SARI_CHAT, "18", "why:1")
        assert not await unit.messages.stood_in(SARI_CHAT, None, "why:1"), "no reply"


async def test_who_goes_through_everything_does_not_hold_everything(database: Database) -> None:
    async with database.transaction() as unit:
        for ticket_id in range(1, 2 * MOST):
            await unit.followers.of(ticket_id)
            assert len(unit.followers.memory._found) <= MOST
