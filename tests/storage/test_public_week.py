"""How many reports everybody may be told of, and how many of these were followed up."""

from datetime import datetime

from storage.database import Database
from storage.values import ALL, PublicWeek
from tests.storage.samples import BY_SARI, DAY, MINUTE, NOW, SARI, a_ticket, submitted
from tickets.events import Event, EventKind
from tickets.ticket import Status

WEEK = (NOW - 7 * DAY, NOW)


async def file_one(database: Database, number: int, *later: Event, **fields: object) -> None:
    at = NOW - DAY
    async with database.transaction() as unit:
        await unit.people.meet("telegram", SARI, at)
        usual = {"number": f"LP-{number}", "draft": f"d{number}", "created_at": at, "assigned_at": at}
        await unit.tickets.insert(a_ticket(**{**usual, **fields}), [submitted(), *later])


async def test_only_what_may_be_told_is_counted(database: Database) -> None:
    await file_one(database, 1)
    await file_one(database, 2, followed_up_at=NOW)
    await file_one(database, 3, status=Status.CLOSED, closed_at=NOW)
    await file_one(database, 4, secret=True)
    await file_one(database, 5, secret=True, withheld=True)
    await file_one(database, 6, category="pungli")
    await file_one(database, 7, agency="dishub")
    await file_one(database, 8, created_at=NOW - 8 * DAY, assigned_at=NOW - 8 * DAY)
    await file_one(database, 9, created_at=NOW, assigned_at=NOW)
    for number, status in enumerate((Status.OUT_OF_AUTHORITY, Status.MERGED, Status.ARCHIVED), start=10):
        await file_one(database, number, status=status)
    await file_one(database, 13, created_at=NOW - 9 * DAY, assigned_at=NOW - MINUTE)
    async with database.transaction() as unit:
        assert await unit.weeks.public("pupr", *WEEK, ("pungli",)) == PublicWeek(4, 2)
        assert await unit.weeks.public(ALL, *WEEK, ("pungli",)) == PublicWeek(4, 2)
        assert await unit.weeks.public("dishub", *WEEK, ("pungli",)) == PublicWeek(1, 0)
        assert await unit.weeks.public("dinkes", *WEEK, ()) == PublicWeek(0, 0)


def an_event(kind: EventKind, at: datetime) -> Event:
    return Event(kind=kind, at=at, actor=BY_SARI)


async def test_what_was_followed_up_counts_also_when_it_was_reopened_since(database: Database) -> None:
    came, reopened = NOW - DAY, {"followed_up_at": None, "closed_at": None, "reopened": 1}
    answered = an_event(EventKind.FOLLOWED_UP, came + MINUTE)
    again = an_event(EventKind.REOPENED, came + 3 * MINUTE)
    await file_one(database, 1, answered, again, **reopened)
    await file_one(database, 2, an_event(EventKind.CONFIRMED, came + MINUTE), again, **reopened)
    await file_one(database, 3, an_event(EventKind.TAKEN, came + MINUTE))
    await file_one(database, 4, answered, assigned_at=came + 5 * MINUTE)
    async with database.transaction() as unit:
        assert await unit.weeks.public("pupr", *WEEK, ()) == PublicWeek(4, 2), (
            "an earlier agency's answer is not its own"
        )
