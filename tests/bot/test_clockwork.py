"""What comes by itself comes once: when the program dies between any two of its turns, and when two do it at once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.behaviour import Behaviour
from bot.geocoding import Geocoder
from bot.loops import Wake
from bot.office import behaviour_of, open_office
from bot.settings import Settings
from bot.ticker import Ticker
from simulator.clock import Clock
from storage import tables
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.sealing import Sealer
from storage.unit import Unit
from tests.bot.support import MONDAY, SECRET_KEY
from tests.storage.samples import SARI, a_ticket, submitted
from tests.support.databases import postgres  # noqa: F401
from tests.support.postgres import Cluster
from tickets.deadlines import ReminderKind
from tickets.dialogue import Chat, ChatKind

AGENCIES = ("pupr", "dlh", "dishub", None)
"""Each has a group; none: the coordinator."""
A_DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return str(request.getfixturevalue("database_url"))
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.fresh()


@pytest.fixture
async def desk(url: str) -> AsyncIterator[Database]:
    """Monday at nine: three agencies have something overdue each, and two cases to be reminded of."""
    database = await Database.open(url, Sealer(SECRET_KEY))
    async with database.transaction() as unit:
        sari = await unit.people.meet("telegram", SARI, MONDAY)
        for place, agency in enumerate(AGENCIES):
            chat = Chat("telegram", str(-100 - place), ChatKind.GROUP, f"Grup {place}")
            await unit.groups.pair(chat, agency, agency is None, sari.id, MONDAY - 30 * A_DAY)
        for number in range(9):
            due = MONDAY - 5 * A_DAY if number < 3 else MONDAY + A_DAY
            ticket = a_ticket(
                number=f"LP-2611-00000{number}",
                draft=str(number),
                reporter_id=sari.id,
                agency=AGENCIES[number % 3],
                follow_up_due=due,
                attachments=(),
                created_at=MONDAY - 10 * A_DAY,
                assigned_at=MONDAY - 10 * A_DAY,
            )
            ticket = await unit.tickets.insert(ticket, [submitted()])
            if number >= 3:
                await unit.reminders.schedule(ticket.id, ReminderKind.DAY_BEFORE.value, MONDAY)
    yield database
    await database.close()


@pytest.fixture
def behaviour() -> Behaviour:
    """But for menus: to tell one a second time says nothing twice."""
    clock = Clock(MONDAY, running=False)
    whole = behaviour_of(open_office(Settings(_env_file=None), clock, Random(1), Geocoder()), clock)
    return replace(whole, chores={name: chore for name, chore in whole.chores.items() if name != "menus"})


def a_ticker(database: Database, behaviour: Behaviour, url: str) -> Ticker:
    """Of a process that has just been started."""
    reading = partial(Database.open, url, Sealer(SECRET_KEY), read_only=True)
    return Ticker(database, Clock(MONDAY, running=False), behaviour, sender=Wake(), reading=reading)


async def said(database: Database) -> list[int]:
    """How many messages each group is to get: reminders, digest, week."""
    outbox = tables.outbox
    counted = sa.select(sa.func.count()).where(outbox.c.priority == "5-reminder").group_by(outbox.c.chat_key)
    async with database._engine.connect() as connection:
        return sorted((await connection.execute(counted)).scalars())


EVERYTHING = [2, 4, 4, 4]
"""Two reminders, a digest and a week to each agency; to the coordinator a digest and a week."""


class Dying(Database):
    """Of a process that is killed at its n-th transaction: before it, or just after its commit."""

    left: int
    after: bool

    async def run(self, work: Callable[[Unit], Coroutine[Any, Any, Any]]) -> Any:
        self.left -= 1
        if self.left > 0 or self.after:
            result = await super().run(work)
        if self.left == 0:
            raise DatabaseUnavailable("killed")
        return result


@pytest.mark.parametrize("after", [False, True], ids=["before its commit", "after its commit"])
async def test_killed_at_each_of_its_transactions_it_says_everything_once(
    desk: Database, behaviour: Behaviour, url: str, after: bool
) -> None:
    deaths, finished = 0, False
    dying = await Dying.open(url, Sealer(SECRET_KEY))
    while not finished:
        dying.left, dying.after = deaths + 1, after
        try:
            await a_ticker(dying, behaviour, url).look()
            finished = True
        except DatabaseUnavailable:
            deaths += 1
    await dying.close()
    assert deaths > len(behaviour.chores)
    assert await said(desk) == EVERYTHING


async def test_two_who_do_it_at_once_say_everything_once(desk: Database, behaviour: Behaviour, url: str) -> None:
    """For a moment two processes may believe that they lead."""
    other = await Database.open(url, Sealer(SECRET_KEY))
    await asyncio.gather(*(a_ticker(each, behaviour, url).look() for each in (desk, other)))
    await other.close()
    assert await said(desk) == EVERYTHING


async def test_a_reminder_that_breaks_holds_up_no_other(desk: Database, behaviour: Behaviour, url: str) -> None:
    async def break_one(unit: Unit) -> None:
        await unit._connection.execute(
            sa.update(tables.tickets).where(tables.tickets.c.id == 4).values(kind="nonsense")
        )

    await desk.run(break_one)
    with capture_logs() as logged:
        await a_ticker(desk, behaviour, url).look()
    assert [each["event"] for each in logged].count("a turn failed") == 1
    assert await said(desk) == [2, 3, 4, 4]
    async with desk.transaction() as unit:
        assert [due.ticket_id for due in await unit.reminders.due(MONDAY, 9)] == [4], "it is tried again"
