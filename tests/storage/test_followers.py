"""Whoever joined a ticket, or reported one that was merged into it, gets its updates: once, through any mergers."""

from storage.database import Database
from storage.unit import Unit
from storage.values import Via
from tests.storage.samples import BUDI, DAY, MINUTE, NOW, SARI, a_ticket
from tickets.dialogue import Sender
from tickets.sources import Source
from tickets.ticket import Status, Ticket

TONO = Sender("5550303999", "Tono", None, "id")


async def people(unit: Unit) -> tuple[int, int, int]:
    """Sari, Budi and Tono."""
    sari, budi, tono = [(await unit.people.meet("telegram", each, NOW)).id for each in (SARI, BUDI, TONO)]
    return sari, budi, tono


async def filed(unit: Unit, number: str, reporter: int, **fields: object) -> Ticket:
    return await unit.tickets.insert(a_ticket(number=number, reporter_id=reporter, draft=number, **fields), [])


async def test_who_joined_is_told_and_may_leave(database: Database) -> None:
    async with database.transaction() as unit:
        sari, budi, tono = await people(unit)
        ticket = await filed(unit, "LP-2611-AAAAA1", sari)
        assert await unit.followers.of(ticket.id) == ()
        assert await unit.followers.add(ticket.id, tono, Via.JOINED, NOW + MINUTE)
        assert await unit.followers.add(ticket.id, budi, Via.INCIDENT, NOW)
        assert not await unit.followers.add(ticket.id, tono, Via.JOINED, NOW + DAY), "joined before"
        told = await unit.followers.of(ticket.id)
        assert [(each.person_id, each.since) for each in told] == [(budi, NOW), (tono, NOW + MINUTE)], "first to last"
        assert {each.id for each in await unit.tickets.followed(tono, 10)} == {ticket.id}
        await unit.followers.drop(ticket.id, tono)
        assert [each.person_id for each in await unit.followers.of(ticket.id)] == [budi]
        assert await unit.tickets.followed(tono, 10) == ()


async def test_reporters_of_merged_tickets_are_told_through_any_mergers_and_once(database: Database) -> None:
    async with database.transaction() as unit:
        sari, budi, tono = await people(unit)
        root = await filed(unit, "LP-2611-AAAAA1", sari)
        gone = {"status": Status.MERGED, "closed_at": NOW + MINUTE}
        second = await filed(unit, "LP-2611-AAAAA2", budi, merged_into=root.id, **gone)
        third = await filed(unit, "LP-2611-AAAAA3", tono, merged_into=second.id, **gone)
        await filed(unit, "LP-2611-AAAAA4", tono, merged_into=third.id, status=Status.MERGED, closed_at=NOW + DAY)
        await unit.followers.add(third.id, budi, Via.JOINED, NOW)
        told = await unit.followers.of(root.id)
        assert [(each.person_id, each.since) for each in told] == [(budi, NOW), (tono, NOW + MINUTE)]
        assert [each.person_id for each in await unit.followers.of(third.id)] == [budi, tono], "not those above it"


async def test_the_own_reporter_is_named_if_he_did_so_too(database: Database) -> None:
    async with database.transaction() as unit:
        sari, _, _ = await people(unit)
        root = await filed(unit, "LP-2611-AAAAA1", sari)
        await filed(unit, "LP-2611-AAAAA2", sari, merged_into=root.id, status=Status.MERGED, closed_at=NOW)
        assert [each.person_id for each in await unit.followers.of(root.id)] == [sari]


async def test_whoever_recorded_a_merged_ticket_is_not_its_reporter(database: Database) -> None:
    async with database.transaction() as unit:
        sari, budi, _ = await people(unit)
        root = await filed(unit, "LP-2611-AAAAA1", sari)
        letter = await filed(
            unit,
            "LP-2611-AAAAA2",
            budi,
            merged_into=root.id,
            status=Status.MERGED,
            closed_at=NOW,
            source=Source.LETTER,
        )
        assert await unit.followers.of(root.id) == ()
        assert await unit.followers.recorded(root.id) == (letter.id,)
        assert await unit.followers.recorded(letter.id) == (), "itself is not merged into itself"
