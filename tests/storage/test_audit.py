"""The audit log keeps what those with power did, on both databases, and tells nobody's words."""

from datetime import timedelta

import sqlalchemy as sa

from storage import tables
from storage.database import Database
from tests.storage.samples import BUDI, MINUTE, NOW, SARI, a_ticket, submitted
from tickets.audit import Act, Entry, Search, on_ticket
from tickets.events import EventKind


async def test_a_line_comes_back_as_it_was_written_and_its_reason_lies_sealed(database: Database) -> None:
    async with database.transaction() as unit:
        sari, budi = [await unit.people.meet("telegram", each, NOW) for each in (SARI, BUDI)]
        ticket = await unit.tickets.insert(a_ticket(reporter_id=sari.id), [submitted()])
        written = await unit.audit.record(
            Entry(
                action=on_ticket(EventKind.TRANSFERRED),
                at=NOW,
                actor=budi.id,
                ticket=ticket.id,
                agency="pupr",
                group=7,
                about=sari.id,
                data={"from": "dishub"},
                reason="jalan itu milik provinsi",
            )
        )
    async with database.transaction() as unit:
        assert await unit.audit.read(Search(), 10) == (written,)
        row = (await unit._connection.execute(sa.select(tables.audit))).one()
    assert written.id > 0
    assert b"milik provinsi" not in row.reason


async def test_lines_are_found_by_what_they_say_newest_first(database: Database) -> None:
    async with database.transaction() as unit:
        sari, budi = [(await unit.people.meet("telegram", each, NOW)).id for each in (SARI, BUDI)]
        for minute, (action, actor, agency) in enumerate(
            [
                (Act.GROUP_PAIRED, budi, "pupr"),
                (Act.INVITATION_MADE, sari, "dishub"),
                (Act.GROUP_PAIRED, sari, "dishub"),
            ]
        ):
            await unit.audit.record(
                Entry(action=action, at=NOW + minute * MINUTE, actor=actor, agency=agency, about=budi)
            )
    later = NOW + timedelta(minutes=1)
    wanted = {
        Search(): [Act.GROUP_PAIRED, Act.INVITATION_MADE, Act.GROUP_PAIRED],
        Search(action=Act.INVITATION_MADE): [Act.INVITATION_MADE],
        Search(actor=sari): [Act.GROUP_PAIRED, Act.INVITATION_MADE],
        Search(agency="pupr"): [Act.GROUP_PAIRED],
        Search(about=sari): [],
        Search(ticket=1): [],
        Search(since=later): [Act.GROUP_PAIRED, Act.INVITATION_MADE],
        Search(since=later, before=later + MINUTE): [Act.INVITATION_MADE],
    }
    async with database.transaction() as unit:
        found = {search: [entry.action for entry in await unit.audit.read(search, 10)] for search in wanted}
        assert found == wanted
        assert {search: await unit.audit.count(search) for search in wanted} == {
            search: len(entries) for search, entries in wanted.items()
        }
        assert [entry.actor for entry in await unit.audit.read(Search(), 1, 1)] == [sari]
