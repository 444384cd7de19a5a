"""What people's next words mean, and the drafts that nobody came back to."""

from dataclasses import replace

from storage.database import Database
from storage.values import Dialogue, Expectation, Person
from tests.storage.samples import BUDI, BUDI_CHAT, DAY, MINUTE, NOW, PUPR_CHAT, SARI_CHAT, a_ticket


def draft_of(person: Person) -> Dialogue:
    return Dialogue(SARI_CHAT, person.id, "complaint", 1, {"text": "Lampu mati"}, 1, NOW)


async def test_the_newest_expectation_counts(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        assert await unit.expectations.of(sari.id) is None
        ticket = await unit.tickets.insert(a_ticket(reporter_id=sari.id), [])
        await unit.expectations.put(Expectation(sari.id, "stars", ticket.id, NOW))
        newest = Expectation(sari.id, "whether", None, NOW + MINUTE, {"heard": [{"text": "KM 12 \u0000"}]})
        await unit.expectations.put(newest)
    async with database.transaction() as unit:
        assert await unit.expectations.of(sari.id) == newest
        await unit.expectations.drop(sari.id)
        assert await unit.expectations.of(sari.id) is None


async def test_old_expectations_are_forgotten_and_nobody_elses(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        budi = await unit.people.meet("telegram", BUDI, NOW)
        await unit.expectations.put(Expectation(sari.id, "data", None, NOW))
        await unit.expectations.put(Expectation(budi.id, "data", None, NOW + DAY))
        await unit.expectations.forget(NOW + MINUTE)
        assert await unit.expectations.of(sari.id) is None
        assert await unit.expectations.of(budi.id) is not None


async def test_a_draft_left_alone_is_nudged_once_whatever_is_added_later(database: Database, sari: Person) -> None:
    draft = draft_of(sari)
    async with database.transaction() as unit:
        await unit.dialogues.save(draft)
        await unit.dialogues.save(replace(draft, chat=PUPR_CHAT, form="group"))
        assert await unit.dialogues.to_nudge("complaint", NOW - MINUTE, 9) == ()
        assert await unit.dialogues.to_nudge("complaint", NOW, 9) == (draft,)
        await unit.dialogues.nudged(SARI_CHAT, sari.id, NOW)
        await unit.dialogues.save(draft)
        assert await unit.dialogues.to_nudge("complaint", NOW, 9) == ()


async def test_a_new_draft_may_be_nudged_again(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        await unit.dialogues.save(draft_of(sari))
        await unit.dialogues.nudged(SARI_CHAT, sari.id, NOW)
        await unit.dialogues.close(SARI_CHAT, sari.id)
        await unit.dialogues.save(draft_of(sari))
        assert len(await unit.dialogues.to_nudge("complaint", NOW, 9)) == 1


async def test_only_a_draft_that_was_nudged_is_forgotten(database: Database, sari: Person) -> None:
    draft = draft_of(sari)
    async with database.transaction() as unit:
        await unit.dialogues.save(draft)
        assert await unit.dialogues.to_forget("complaint", NOW, NOW, 9) == ()
        await unit.dialogues.nudged(SARI_CHAT, sari.id, NOW)
        assert await unit.dialogues.to_forget("complaint", NOW, NOW - MINUTE, 9) == ()
        assert await unit.dialogues.to_forget("complaint", NOW - MINUTE, NOW, 9) == ()
        assert await unit.dialogues.to_forget("complaint", NOW, NOW, 9) == (draft,)


async def test_two_processes_do_not_nudge_about_the_same_draft(
    database: Database, neighbour: Database, sari: Person, dialect: str
) -> None:
    if dialect == "sqlite":
        return  # one writer at a time: the second comes after the first has noted it
    async with database.transaction() as unit:
        budi = await unit.people.meet("telegram", BUDI, NOW)
        await unit.dialogues.save(draft_of(sari))
        await unit.dialogues.save(replace(draft_of(budi), chat=BUDI_CHAT))
    async with database.transaction() as unit:
        assert len(await unit.dialogues.to_nudge("complaint", NOW, 9)) == 2
        async with neighbour.transaction() as other:
            assert await other.dialogues.to_nudge("complaint", NOW, 9) == ()
