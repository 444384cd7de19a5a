"""Whoever touches a ticket's history in the database is found out; whoever is erased by law is not missed."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from storage.database import Database, migrate
from storage.engine import make_engine
from storage.schema import SCRIPTS
from storage.sealing import Sealer
from storage.values import Person
from tests.storage.samples import BUDI as PAK_BUDI
from tests.storage.samples import DAY, MINUTE, NOW, SARI, a_ticket, submitted
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.ticket import Ticket, follow_up, note

CHAINS = next(path.name[:4] for path in (SCRIPTS / "versions").glob("*_chains.py"))
"""The migration that linked what was there."""
BEFORE = f"{int(CHAINS) - 1:04}"
BUDI = Actor(ActorKind.AGENCY, 1, "pupr")


async def a_history(database: Database, number: str = "LP-2611-7F3K9Q", **fields: object) -> Ticket:
    """Filed, given to PUPR, noted, answered."""
    async with database.transaction() as unit:
        given = Event(kind=EventKind.ASSIGNED, at=NOW, actor=Actor(ActorKind.SYSTEM), data={"to": "pupr"})
        ticket = a_ticket(number=number, draft=number, **fields)
        ticket = await unit.tickets.insert(ticket, [submitted(), given])
        change = note(ticket, "Sudah dicek \ud800", (), by=BUDI, at=NOW + MINUTE)
        await unit.tickets.save(change.ticket, change.event, ticket.revision)
        last = follow_up(change.ticket, "Kami tambal besok", (), by=BUDI, at=NOW + 2 * MINUTE)
        await unit.tickets.save(last.ticket, last.event, change.ticket.revision)
    return last.ticket


async def faults(database: Database) -> list[str]:
    async with database.transaction() as unit:
        return list((await unit.chains.verify(0, 100)).faults)


async def tamper(url: str, *statements: str) -> None:
    engine = make_engine(url)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(sa.text(statement))
    await engine.dispose()


async def test_what_nobody_touched_holds(database: Database, sari: Person) -> None:
    for number, secret in (("LP-2611-AAAAAA", False), ("LP-2611-BBBBBB", True)):
        await a_history(database, number, secret=secret)
    async with database.transaction() as unit:
        found = await unit.chains.verify(0, 1)
        assert (found.tickets, found.facts, found.wordless, found.faults) == (1, 4, 0, ())
        found = await unit.chains.verify(found.last_id, 10)
        assert (found.tickets, found.facts, found.wordless, found.faults) == (1, 4, 0, ())
        assert (await unit.chains.verify(found.last_id, 10)).tickets == 0


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE events SET text = 'Kami tidak tambal' WHERE seq = 4", "the words of fact 4 (followed_up)"),
        ("UPDATE events SET actor_person_id = 2 WHERE seq = 3", "the words of fact 3 (noted)"),
        ("UPDATE tickets SET text = 'Semua baik'", "the words of fact 1 (submitted)"),
        ("UPDATE tickets SET address = 'Jl. Lain'", "the words of fact 1 (submitted)"),
        ("UPDATE events SET kind = 'noted' WHERE seq = 4", "fact 4 (noted) is not as it was written"),
        ('UPDATE events SET data = \'{"to": "dishub"}\' WHERE seq = 2', "fact 2 (assigned) is not as it was written"),
        ("UPDATE events SET at = '2026-11-23 01:31:59.000000+00:00' WHERE seq = 4", "fact 4 (followed_up) is not"),
        ("UPDATE events SET actor_agency = 'dishub' WHERE seq = 3", "fact 3 (noted) is not as it was written"),
        ("UPDATE events SET salt = words_hash WHERE seq = 3", "the words of fact 3 (noted)"),
        ("UPDATE events SET words_hash = salt WHERE seq = 3", "fact 3 (noted) is not as it was written"),
        ("UPDATE events SET hash = NULL WHERE seq = 4", "fact 4 (followed_up) is not as it was written"),
        ("DELETE FROM events WHERE seq = 3", "fact 3 is missing"),
        ("DELETE FROM events WHERE seq = 4", "the last facts are missing"),
        ("DELETE FROM events WHERE seq > 1", "the last facts are missing"),
        ("DELETE FROM events", "the last facts are missing"),
    ],
)
async def test_what_was_altered_or_removed_is_named(
    database: Database, database_url: str, sari: Person, statement: str, said: str
) -> None:
    async with database.transaction() as unit:
        await unit.people.meet("telegram", PAK_BUDI, NOW)
    await a_history(database)
    await tamper(database_url, statement)
    assert any(said in fault for fault in await faults(database)), await faults(database)


async def test_what_was_moved_is_named(database: Database, database_url: str, sari: Person) -> None:
    await a_history(database)
    swap = [f"UPDATE events SET seq = {new} WHERE seq = {old}" for old, new in ((3, 9), (4, 3), (9, 4))]
    await tamper(database_url, *swap)
    assert len(await faults(database)) >= 2


async def test_what_was_put_in_is_named(database: Database, database_url: str, sari: Person) -> None:
    await a_history(database)
    row = "(1, 5, 'confirmed', '2026-11-23 02:00:00.000000+00:00', 'reporter', '{}', '')"
    await tamper(database_url, f"INSERT INTO events (ticket_id, seq, kind, at, actor_kind, data, text) VALUES {row}")
    assert await faults(database) == ["LP-2611-7F3K9Q: fact 5 (confirmed) is not as it was written"]


async def test_words_are_erased_and_the_chain_holds(database: Database, database_url: str, sari: Person) -> None:
    ticket = await a_history(database)
    async with database.transaction() as unit:
        anchor = await unit.chains.anchor(NOW)
        await unit.chains.forget_words(ticket.id)
    await tamper(
        database_url,
        "UPDATE events SET text = '', actor_person_id = NULL WHERE ticket_id = 1",
        "UPDATE tickets SET text = '', address = ''",
    )
    async with database.transaction() as unit:
        found = await unit.chains.verify(0, 100)
        assert (found.wordless, found.faults) == (4, ())
        assert anchor is not None
        assert await unit.chains.holds(anchor, None)


async def test_a_ticket_that_becomes_secret_keeps_its_chain(database: Database, sari: Person) -> None:
    ticket = await a_history(database)
    secret = replace(ticket, secret=True, revision=ticket.revision + 1)
    async with database.transaction() as unit:
        event = Event(kind=EventKind.CORRECTED, at=NOW + DAY, actor=Actor(ActorKind.COORDINATOR, 1))
        await unit.tickets.save(secret, event, ticket.revision)
        await unit.tickets.seal_history(secret)
    assert await faults(database) == []


async def test_a_day_is_anchored_once_and_holds(database: Database, database_url: str, sari: Person) -> None:
    await a_history(database, "LP-2611-AAAAAA")
    async with database.transaction() as unit:
        first = await unit.chains.anchor(NOW)
        assert first is not None
        assert await unit.chains.anchor(NOW + timedelta(hours=1)) is None
        assert await unit.chains.anchor(NOW - DAY) is None
    await a_history(database, "LP-2611-BBBBBB")
    async with database.transaction() as unit:
        second = await unit.chains.anchor(NOW + DAY)
        third = await unit.chains.anchor(NOW + 2 * DAY)
        assert second is not None
        assert third is not None
        assert await unit.chains.anchors() == (first, second, third)
        assert first.digest != second.digest != third.digest
        for anchor, before in ((first, None), (second, first), (third, second)):
            assert await unit.chains.holds(anchor, before)


async def test_a_whole_ticket_that_vanished_is_missed_by_its_anchor(
    database: Database, database_url: str, sari: Person
) -> None:
    """Nothing of its own is left to tell."""
    await a_history(database, "LP-2611-AAAAAA")
    await a_history(database, "LP-2611-BBBBBB")
    async with database.transaction() as unit:
        anchor = await unit.chains.anchor(NOW)
        assert anchor is not None
    gone = [f"DELETE FROM {table} WHERE ticket_id = 2" for table in ("events", "attachments", "ticket_words")]
    await tamper(database_url, *gone, "DELETE FROM tickets WHERE id = 2")
    assert await faults(database) == []
    async with database.transaction() as unit:
        assert not await unit.chains.holds(anchor, None)


async def test_what_was_there_before_the_chains_is_linked(
    dialect: str, tmp_path: Path, request: pytest.FixtureRequest, sealer: Sealer
) -> None:
    url = f"sqlite:///{tmp_path}/old.db" if dialect == "sqlite" else request.getfixturevalue("postgres").empty()
    await asyncio.to_thread(migrate, url)
    database = await Database.open(url, sealer)
    async with database.transaction() as unit:
        await unit.people.meet("telegram", SARI, NOW)
    await a_history(database, "LP-2611-AAAAAA")
    await a_history(database, "LP-2611-BBBBBB", secret=True)
    engine = make_engine(url)

    def link(connection: sa.Connection) -> None:
        """As the migration found it: nothing is linked."""
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        connection.execute(sa.text("DROP INDEX ix_events_anchor"))
        for column in ("salt", "words_hash", "hash", "anchor"):
            connection.execute(sa.text(f"ALTER TABLE events DROP COLUMN {column}"))
        connection.execute(sa.text("DROP TABLE anchors"))
        command.stamp(config, BEFORE)
        command.upgrade(config, CHAINS)

    async with engine.begin() as connection:
        await connection.run_sync(link)
    await engine.dispose()
    async with database.transaction() as unit:
        found = await unit.chains.verify(0, 10)
        assert (found.tickets, found.facts, found.wordless, found.faults) == (2, 8, 4, ())
    await database.close()
