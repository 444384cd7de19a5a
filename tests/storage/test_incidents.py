"""At most one incident of a region and category is open; its news are drafted, sent once, and counted."""

import asyncio
from dataclasses import replace

from storage.database import Database
from storage.values import IncidentStatus, Person
from tests.storage.samples import DAY, MINUTE, NOW, a_ticket


async def test_one_is_proposed_at_a_time(database: Database) -> None:
    async with database.transaction() as unit:
        first = await unit.incidents.propose("63.72", "banjir", 5, NOW)
        assert first is not None
        assert (first.status, first.ticket_id, first.reporters) == (IncidentStatus.PROPOSED, None, 5)
        assert await unit.incidents.propose("63.72", "banjir", 9, NOW + MINUTE) is None
        assert await unit.incidents.propose("63.72", "jalan", 5, NOW) is not None, "another matter"
        assert await unit.incidents.propose("63.71", "banjir", 5, NOW) is not None, "elsewhere"
        assert await unit.incidents.get(first.id) == first
        assert await unit.incidents.get(first.id + 999) is None


async def test_after_the_end_there_may_be_another(database: Database) -> None:
    async with database.transaction() as unit:
        first = await unit.incidents.propose("63.72", "banjir", 5, NOW)
        assert first is not None
        for status in (IncidentStatus.ENDED, IncidentStatus.DISMISSED):
            await unit.incidents.save(replace(first, status=status))
        second = await unit.incidents.propose("63.72", "banjir", 6, NOW + DAY)
        assert second is not None
        assert await unit.incidents.latest("63.72", "banjir", lock=True) == second
        assert await unit.incidents.latest("63.72", "sampah") is None


async def test_the_ticket_that_is_worked_on_names_its_incident(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        proposed = await unit.incidents.propose("63.72", "banjir", 5, NOW)
        assert proposed is not None
        ticket = await unit.tickets.insert(a_ticket(reporter_id=sari.id), [])
        running = replace(
            proposed, status=IncidentStatus.RUNNING, ticket_id=ticket.id, reporters=7, last_at=NOW + MINUTE
        )
        await unit.incidents.save(running)
        assert await unit.incidents.of_ticket(ticket.id) == running
        assert await unit.incidents.of_ticket(ticket.id + 1) is None


async def test_two_at_once_propose_one(database: Database, neighbour: Database) -> None:
    async def propose(process: Database) -> bool:
        async with process.transaction() as unit:
            return await unit.incidents.propose("63.72", "banjir", 5, NOW) is not None

    assert sorted(await asyncio.gather(propose(database), propose(neighbour))) == [False, True]


async def test_news_are_a_draft_until_they_are_begun(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        incident = await unit.incidents.propose("63.72", "banjir", 5, NOW)
        assert incident is not None
        news = await unit.incidents.draft_broadcast(incident.id, "Pompa sudah jalan", sari.id, NOW)
        draft = await unit.incidents.broadcast(news)
        assert draft is not None
        assert (draft.text, draft.total, draft.is_running) == ("Pompa sudah jalan", 0, False)
        assert list(await unit.incidents.running_broadcasts()) == []
        await unit.incidents.begin(news, 40)
        (running,) = await unit.incidents.running_broadcasts()
        assert (running.id, running.total, running.shown) == (news, 40, 0)
        await unit.incidents.show(news, 25, is_running=True)
        await unit.incidents.show(news, 40, is_running=False)
        assert list(await unit.incidents.running_broadcasts()) == []
        ended = await unit.incidents.broadcast(news)
        assert ended is not None
        assert ended.shown == 40
        assert await unit.incidents.broadcast(news + 1) is None
