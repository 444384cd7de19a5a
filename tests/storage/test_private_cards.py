"""Who has a ticket's card alone with us: each once, until it is not kept up to date any more."""

from storage.database import Database
from storage.values import Person
from tests.storage.samples import BUDI, NOW, a_ticket


async def test_readers_of_a_card(database: Database, sari: Person) -> None:
    async with database.transaction() as unit:
        budi = await unit.people.meet("telegram", BUDI, NOW)
        ticket = await unit.tickets.insert(a_ticket(reporter_id=sari.id), [])
        assert await unit.private_cards.readers(ticket.id) == ()
        await unit.private_cards.put(ticket.id, budi.id)
        await unit.private_cards.put(ticket.id, sari.id)
        await unit.private_cards.put(ticket.id, budi.id)
        assert await unit.private_cards.readers(ticket.id) == (sari.id, budi.id)
        assert await unit.private_cards.readers(ticket.id + 1) == ()
        await unit.private_cards.drop(ticket.id, sari.id)
        assert await unit.private_cards.readers(ticket.id) == (budi.id,)
