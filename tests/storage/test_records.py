"""Recorded reports: found again by any address of the same page, the contact shown to the agency or not."""

from storage.database import Database
from tests.storage.samples import NOW, SARI, a_ticket, submitted
from tickets.records import Record
from tickets.sources import Source

LINK = "https://www.facebook.com/wargabanjar/posts/777"


async def a_record(database: Database, number: str, **known: str) -> Record:
    """A recorded ticket and what is known of it."""
    async with database.transaction() as unit:
        rina = await unit.people.meet("telegram", SARI, NOW)
        filed = a_ticket(number=number, draft=number, source=Source.SOCIAL_MEDIA, reporter_id=rina.id)
        ticket = await unit.tickets.insert(filed, [submitted()])
        record = Record(ticket_id=ticket.id, recorder_id=rina.id, **known)
        await unit.records.add(record)
    return record


async def test_a_record_comes_back_as_it_was(database: Database) -> None:
    record = await a_record(database, "LP-1", link=LINK, said_by="akun @warga", contact="0811")
    async with database.transaction() as unit:
        assert await unit.records.of(record.ticket_id) == record
        assert await unit.records.of(record.ticket_id + 1) is None


async def test_another_address_of_the_same_page_finds_the_newest_ticket(database: Database) -> None:
    await a_record(database, "LP-1", link=LINK)
    newest = await a_record(database, "LP-2", link=f"{LINK}?fbclid=1")
    await a_record(database, "LP-3")
    async with database.transaction() as unit:
        assert await unit.records.with_link("http://m.facebook.com/WargaBanjar/posts/777/") == newest.ticket_id
        assert await unit.records.with_link("https://facebook.com/wargabanjar/posts/778") is None


async def test_the_agency_may_be_shown_the_contact_and_not_any_more(database: Database) -> None:
    record = await a_record(database, "LP-1", contact="0811")
    for shown in (True, False):
        async with database.transaction() as unit:
            await unit.records.show_contact(record.ticket_id, shown=shown)
            found = await unit.records.of(record.ticket_id)
        assert found is not None
        assert found.contact_shown is shown


async def test_what_somebody_recorded_is_not_his_own(database: Database) -> None:
    record = await a_record(database, "LP-1")
    async with database.transaction() as unit:
        assert await unit.tickets.of_reporter(record.recorder_id, 10) == ()
        assert await unit.tickets.count_of_reporter(record.recorder_id) == 0
