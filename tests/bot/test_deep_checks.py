"""What `python -m bot check --deep` finds in a database that somebody or something has hurt."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.checks import Finding
from bot.deep_checks import deep_findings
from bot.settings import Settings
from storage.database import Database, migrate
from storage.engine import make_engine
from storage.sealing import Sealer
from storage.soundness import unopened, unsound
from tests.bot.support import SECRET_KEY
from tests.storage.samples import NOW, SARI, a_ticket, submitted
from tests.support.databases import dialect, postgres, sqlite_template, sqlite_url  # noqa: F401
from tests.support.postgres import Cluster
from tickets.events import Actor, ActorKind, Event, EventKind


async def fill(database: Database) -> None:
    """Sari's ticket, given to PUPR."""
    given = Event(kind=EventKind.ASSIGNED, at=NOW, actor=Actor(ActorKind.SYSTEM), data={"to": "pupr"})
    async with database.transaction() as unit:
        sari = await unit.people.meet("telegram", SARI, NOW)
        await unit.tickets.insert(a_ticket(reporter_id=sari.id), [submitted(), given])


async def tamper(url: str, *statements: str) -> None:
    engine = make_engine(url)
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            await connection.exec_driver_sql("COMMIT")  # foreign keys are switched off outside of transactions only
            await connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
        for statement in statements:
            await connection.execute(sa.text(statement))
        await connection.commit()
    await engine.dispose()


def damage(path: Path) -> None:
    """A disk forgets some pages."""
    whole = path.read_bytes()
    path.write_bytes(whole[: 3 * 4096] + b"\xff" * 40 * 4096 + whole[43 * 4096 :])


async def found(settings: Settings) -> list[Finding]:
    return [finding async for finding in deep_findings(settings)]


def wrong(findings: list[Finding]) -> str:
    return "\n".join(finding.sentence for finding in findings if not finding.is_well)


async def test_a_sound_database(settings: Settings, database: Database) -> None:
    await fill(database)
    findings = await found(settings)
    assert wrong(findings) == ""
    topics = [finding.sentence.partition(":")[0] for finding in findings]
    assert topics == ["Pages", "Seals", "Tickets", "History"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE tickets SET status = 'closed', is_open = 0", "Tickets: LP-2611-7F3K9Q: it is closed, by its history"),
        ("UPDATE tickets SET agency = 'dishub'", "it is with dishub, by its history pupr"),
        ("UPDATE events SET kind = 'expired' WHERE seq = 2", "fact 2 (expired) cannot happen to a ticket that is"),
        ("DELETE FROM events", "its history does not begin with its filing"),
        ("UPDATE people SET profile = zeroblob(60)", "1 of 1 values of people.profile do not open"),
        (
            "UPDATE attachments SET content = CAST(content || x'00' AS BLOB)",
            "values of attachments.content do not",
        ),
        ("DELETE FROM people", "Pages: a row of tickets refers to a row of people that is not there"),
        ("UPDATE tickets SET text = 'Semua baik'", "History: LP-2611-7F3K9Q: the words of fact 1"),
    ],
)
async def test_what_does_not_fit_together(settings: Settings, database: Database, statement: str, said: str) -> None:
    await fill(database)
    await tamper(settings.database, statement)
    assert said in wrong(await found(settings))


async def test_a_damaged_file(settings: Settings, database: Database, tmp_path: Path) -> None:
    await fill(database)
    await database.close()
    await asyncio.to_thread(damage, Path(settings.database.removeprefix("sqlite:///")))
    assert await unsound(settings.database)


async def test_a_postgresql_database(postgres: Cluster) -> None:  # noqa: F811
    url = postgres.empty()
    await asyncio.to_thread(migrate, url)
    sealer = Sealer(SECRET_KEY)
    database = await Database.open(url, sealer)
    await fill(database)
    assert await unsound(url) == []
    count, broken = await unopened(url, sealer)
    assert (count > 3, broken) == (True, [])
    await tamper(url, "ALTER TABLE consents DROP CONSTRAINT fk_consents_person_id")
    await tamper(url, "INSERT INTO consents (person_id, version, at) VALUES (99, '1', now())")
    assert await unsound(url) == ["a row of consents refers to a row of people that is not there"]
    await tamper(url, "UPDATE tickets SET sealed = '\\x00'")
    assert (await unopened(url, sealer))[1] == ["1 of 1 values of tickets.sealed do not open"]
    await database.close()
