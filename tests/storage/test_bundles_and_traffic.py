"""Lists of new tickets, and what went through the outbox, on both databases."""

from storage.database import Database
from storage.unit import Unit
from storage.values import Backlog, Bundle, Passage, Person
from tests.storage.samples import BUDI, MINUTE, NOW, PHOTO, PUPR_CHAT, SARI_CHAT, SECOND, a_ticket, submitted, text
from tickets.dialogue import Edit, Media, Parcel
from tickets.ticket import Ticket


async def a_group(unit: Unit) -> int:
    budi = await unit.people.meet("telegram", BUDI, NOW)
    return (await unit.groups.pair(PUPR_CHAT, "pupr", False, budi.id, NOW)).id


async def some_tickets(unit: Unit, sari: Person, how_many: int) -> list[Ticket]:
    drafts = [a_ticket(reporter_id=sari.id, number=f"LP-2611-7F3K{n:02}", draft=f"draft {n}") for n in range(how_many)]
    return [await unit.tickets.insert(draft, [submitted()]) for draft in drafts]


async def test_a_ticket_stands_in_its_list_until_it_leaves(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        group = await a_group(unit)
        first, second = await some_tickets(unit, sari, 2)
        await unit.bundles.add(group, 5, first.id, NOW)
        await unit.bundles.add(group, 5, second.id, NOW + SECOND)
        (bundle,) = await unit.bundles.stale()
        assert bundle == Bundle(group, 5, was_shown=False)
        assert [each.ticket_id for each in await unit.bundles.waiting(bundle)] == [first.id, second.id]
        await unit.bundles.shown(bundle, NOW)
        assert await unit.bundles.stale() == ()
        assert await unit.bundles.take_out(group, first.id, NOW)
        assert not await unit.bundles.take_out(group, first.id, NOW), "once"
        (bundle,) = await unit.bundles.stale()
        assert bundle.was_shown
        assert [each.ticket_id for each in await unit.bundles.waiting(bundle)] == [second.id]
        assert await unit.bundles.came(bundle) == 2
        assert await unit.bundles.holds(PUPR_CHAT, second.id)
        assert not await unit.bundles.holds(PUPR_CHAT, first.id)
        assert not await unit.bundles.holds(SARI_CHAT, second.id)
        assert await unit.bundles.touch(group, second.id)
        assert not await unit.bundles.touch(group, first.id)
        assert await unit.bundles.came_since(group, NOW) == 1


async def test_a_ticket_that_comes_again_stands_at_the_end_of_the_newer_list(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        group = await a_group(unit)
        first, second = await some_tickets(unit, sari, 2)
        await unit.bundles.add(group, 5, first.id, NOW)
        await unit.bundles.add(group, 6, second.id, NOW)
        await unit.bundles.add(group, 6, first.id, NOW + MINUTE)
        newer = await unit.bundles.find(group, 6)
        assert [each.ticket_id for each in await unit.bundles.waiting(newer)] == [second.id, first.id]
        assert await unit.bundles.waiting(await unit.bundles.find(group, 5)) == ()


async def test_a_group_that_is_unpaired_takes_its_lists_along(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        group = await a_group(unit)
        (ticket,) = await some_tickets(unit, sari, 1)
        await unit.bundles.add(group, 5, ticket.id, NOW)
        await unit.groups.unpair(group)
        assert await unit.bundles.stale() == ()


async def test_cards_on_their_way_count_and_those_sent_within_the_minute(database: Database) -> None:
    async with database.transaction() as unit:
        await unit.outbox.put(text("kartu", PUPR_CHAT, slot="card:1"), NOW)
        (row,) = await unit.outbox.claim(NOW, 1, 60)
        await unit.outbox.sent(row.id, ("1",), NOW)
        await unit.outbox.put(text("kartu", PUPR_CHAT, slot="card:2"), NOW)
        await unit.outbox.put(Parcel(chat=PUPR_CHAT, content=Edit(html="kartu"), slot="card:1"), NOW)
        await unit.outbox.put(text("daftar", PUPR_CHAT, slot="list:1"), NOW)
        await unit.outbox.put(text("kartu", SARI_CHAT, slot="card:3"), NOW)
        assert await unit.traffic.new_cards(PUPR_CHAT, NOW - MINUTE) == 2
        assert await unit.traffic.new_cards(PUPR_CHAT, NOW) == 1, "the waiting one"


async def test_traffic_is_counted_as_the_channel_counts_it(database: Database) -> None:
    async with database.transaction() as unit:
        group = await a_group(unit)
        await unit.outbox.put(Parcel(chat=PUPR_CHAT, content=Media(items=(PHOTO, PHOTO, PHOTO))), NOW)
        await unit.outbox.put(text("hai", SARI_CHAT), NOW)
        rows = await unit.outbox.claim(NOW, 5, 60)
        await unit.outbox.sent_many({row.id: ("1",) for row in rows}, NOW + SECOND)
        await unit.outbox.put(text("kartu", PUPR_CHAT), NOW + MINUTE)
        assert await unit.traffic.sent_since(NOW) == 4
        assert await unit.traffic.sent_since(NOW + SECOND) == 0
        assert await unit.traffic.to_groups_since(NOW) == (Passage(group, NOW + SECOND, 3),)
        assert await unit.traffic.backlogs(NOW + MINUTE) == (Backlog(group, 1, NOW + MINUTE),)
