"""How many reports everybody may be told of, and how many of these were followed up."""

from storage.database import Database
from storage.values import ALL, PublicWeek
from tests.storage.samples import DAY, MINUTE, NOW, SARI, a_ticket, submitted
from tickets.ticket import Status

WEEK = (NOW - 7 * DAY, NOW)


async def file_one(database: Database, number: int, **fields: object) -> None:
    at = NOW - DAY
    async with database.transaction() as unit:
        await unit.people.meet("telegram", SARI, at)
        usual = {"number": f"LP-{number}", "draft": f"d{number}", "created_at": at, "assigned_at": at}
        await unit.tickets.insert(a_ticket(**{**usual, **fields}), [submitted()])


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
