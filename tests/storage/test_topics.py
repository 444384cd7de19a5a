"""Which case has which topic: what is wanted, what there is, and how it is found again."""

from dataclasses import replace

from storage.database import Database
from tests.storage.samples import NEW_PUPR_CHAT, NOW, PUPR_CHAT, SECOND, text
from tickets.dialogue import Arrange, Parcel
from tickets.topics import MOST_MADE, Topic

NAME = "LP-2611-7F3K98 · Jalan"


async def test_a_wanted_topic_is_made_and_found_by_its_thread(database: Database) -> None:
    async with database.transaction() as unit:
        wanted = await unit.topics.want(PUPR_CHAT, 7, NAME, closed=False)
        assert wanted == Topic(NAME)
        assert wanted.is_to_be_made
        assert wanted.changes == 0, "there is nothing to be changed yet"
        await unit.topics.keep(PUPR_CHAT, 7, wanted.made_as("310"))
        assert await unit.topics.ticket_in(PUPR_CHAT, "310") == 7
        assert await unit.topics.ticket_in(NEW_PUPR_CHAT, "310") is None
        assert await unit.topics.ticket_in(PUPR_CHAT, "31") is None
        found = await unit.topics.find(PUPR_CHAT, 7)
        assert found == Topic(NAME, thread="310", shown_name=NAME, made=1)
        assert not found.is_to_be_made
        assert await unit.topics.want(PUPR_CHAT, 7, NAME, closed=False) == found, "a card put again changes nothing"


async def test_only_a_real_change_of_a_topic_that_is_there_is_one(database: Database) -> None:
    async with database.transaction() as unit:
        assert not await unit.topics.change(PUPR_CHAT, 7, closed=True), "it has none"
        topic = await unit.topics.want(PUPR_CHAT, 7, NAME, closed=False)
        await unit.topics.keep(PUPR_CHAT, 7, topic.made_as("310"))
        assert not await unit.topics.change(PUPR_CHAT, 7, name=NAME, closed=False)
        assert await unit.topics.change(PUPR_CHAT, 7, name=NAME + "an", closed=True)
        changed = await unit.topics.find(PUPR_CHAT, 7)
        assert changed is not None
        assert changed.changes == 2
        await unit.topics.keep(PUPR_CHAT, 7, changed.arranged())
        assert await unit.topics.find(PUPR_CHAT, 7) == changed.arranged()
        assert changed.arranged().changes == 0


async def test_what_is_wanted_meanwhile_is_not_overwritten(database: Database) -> None:
    async with database.transaction() as unit:
        topic = await unit.topics.want(PUPR_CHAT, 7, NAME, closed=False)
        await unit.topics.change(PUPR_CHAT, 7, closed=True)
        await unit.topics.keep(PUPR_CHAT, 7, topic.made_as("310"))
        found = await unit.topics.find(PUPR_CHAT, 7)
        assert found is not None
        assert (found.closed, found.shown_closed, found.changes) == (True, False, 1)


async def test_a_lost_topic_is_made_again_but_not_for_ever_and_not_for_a_closed_case(database: Database) -> None:
    async with database.transaction() as unit:
        topic = await unit.topics.want(PUPR_CHAT, 7, NAME, closed=False)
        for made in range(MOST_MADE):
            assert topic.is_to_be_made
            await unit.topics.keep(PUPR_CHAT, 7, topic.made_as(str(made)))
            await unit.topics.lose(PUPR_CHAT, 7)
            assert await unit.topics.ticket_in(PUPR_CHAT, str(made)) is None
            topic = await unit.topics.find(PUPR_CHAT, 7) or topic
        assert not topic.is_to_be_made
        assert not replace(topic, made=0, closed=True).is_to_be_made


async def test_giving_up_and_forgetting(database: Database) -> None:
    async with database.transaction() as unit:
        for ticket_id in (7, 8, 9):
            await unit.topics.want(PUPR_CHAT, ticket_id, NAME, closed=False)
            await unit.topics.want(NEW_PUPR_CHAT, ticket_id, NAME, closed=False)
        await unit.topics.keep(PUPR_CHAT, 7, Topic(NAME).made_as("310"))
        await unit.topics.give_up(PUPR_CHAT, 8)
        assert await unit.topics.find(PUPR_CHAT, 8) is None
        assert await unit.topics.find(PUPR_CHAT, 9) is not None
        await unit.topics.give_up(PUPR_CHAT)
        assert await unit.topics.find(PUPR_CHAT, 9) is None
        assert await unit.topics.find(PUPR_CHAT, 7) is not None, "it is there"
        await unit.topics.forget(PUPR_CHAT)
        assert await unit.topics.find(PUPR_CHAT, 7) is None
        assert await unit.topics.find(NEW_PUPR_CHAT, 9) is not None


async def test_messages_of_a_case_are_put_behind_in_their_order(database: Database) -> None:
    async with database.transaction() as unit:
        await unit.outbox.put(text("satu", chat=PUPR_CHAT, ticket_id=7, unique_key="satu"), NOW)
        await unit.outbox.put(text("rekap", chat=PUPR_CHAT), NOW)
        await unit.outbox.put(text("dua", chat=PUPR_CHAT, ticket_id=7), NOW)
        waiting = await unit.outbox.waiting_of_case(PUPR_CHAT, 7)
        assert len(waiting) == 2
        await unit.outbox.put(text("kartu", chat=PUPR_CHAT, ticket_id=7), NOW)
        await unit.outbox.put_behind(waiting)
        assert not await unit.outbox.put(text("satu", chat=PUPR_CHAT, unique_key="satu"), NOW), "still known"
    said = []
    for _ in range(4):
        async with database.transaction() as unit:
            (row,) = await unit.outbox.claim(NOW + SECOND, 9, 60)
            said.append(getattr(row.parcel.content, "html", ""))
            await unit.outbox.sent(row.id, (), NOW)
    assert said == ["rekap", "kartu", "satu", "dua"]


async def test_of_several_wishes_for_a_topic_the_last_is_sent(database: Database) -> None:
    wish = Parcel(chat=PUPR_CHAT, content=Arrange(), slot="topic:7", ticket_id=7)
    async with database.transaction() as unit:
        await unit.outbox.put(wish, NOW)
        await unit.outbox.put(wish, NOW)
        counts = await unit.outbox.counts()
    assert (counts["waiting"], counts["superseded"]) == (1, 1)
