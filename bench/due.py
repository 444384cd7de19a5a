"""Finding what is due among very many open tickets: a database with nothing but these and their reminders.

    python -m bench.due [--tickets 1000000] [--database URL]

A database that is given must be empty; without, an SQLite file is made. Each ticket had a reminder that was sent and
has one that is to come, spread over five days. Printed: milliseconds, median and longest of twenty, to find a hundred
that are due where a thousand are, where none is, and where all are (the program stood still for a week).
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta

from bench.bulk import Bulk, bulk
from bench.running import SECRET_KEY
from storage import tables
from storage.database import Database, migrate
from storage.sealing import Sealer
from storage.ticket_rows import ticket_values
from tickets.kinds import Kind
from tickets.ticket import Status, Ticket

LOOKS = 20
AT_ONCE = 100
NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
SPREAD = timedelta(days=5)
A_DAY = timedelta(days=1)
DUE = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, default=20_000)
    parser.add_argument("--database", help="the URL of an empty database")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/lapor.db"
        migrate(url)
        asyncio.run(_measure(url, given.tickets))


async def _measure(url: str, tickets: int) -> None:
    sealer = Sealer(SECRET_KEY)
    rows = await bulk(url)
    try:
        await rows.begin()
        await _fill(rows, sealer, tickets)
        await rows.finish()
    finally:
        await rows.close()
    database = await Database.open(url, sealer)
    some = NOW + SPREAD * DUE / tickets
    try:
        for name, at in (("a thousand due", some), ("none due", NOW - A_DAY), ("all due", NOW + SPREAD)):
            await _look(database, name, at)
    finally:
        await database.close()


async def _look(database: Database, name: str, at: datetime) -> None:
    looks = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        found = await database.run(lambda unit: unit.reminders.due(at, AT_ONCE))
        looks.append((time.perf_counter() - began) * 1000)
    print(f"{name}: {len(found)} found in {statistics.median(looks):.1f} ms, at most {max(looks):.1f} ms")


async def _fill(rows: Bulk, sealer: Sealer, tickets: int) -> None:
    person = {"id": 1, "channel": "telegram", "person_key": "p", "profile": b"", "blocked": False, "created_at": NOW}
    await rows.add(tables.people, person)
    like = rows.values(tables.tickets, ticket_values(_ticket(), sealer))
    own = rows.places(tables.tickets, "id", "number", "draft_key")
    for number in range(1, tickets + 1):
        values = like.copy()
        for place, value in zip(own, (number, f"LP-{number}", f"draft {number}"), strict=True):
            values[place] = value
        await rows.put(tables.tickets, values)
        to_come = NOW + SPREAD * number / tickets
        sent = {"id": 2 * number - 1, "ticket_id": number, "kind": "day_before", "due_at": NOW, "done_at": NOW}
        await rows.add(tables.reminders, sent)
        coming = {"id": 2 * number, "ticket_id": number, "kind": "due_today", "due_at": to_come}
        await rows.add(tables.reminders, coming)


def _ticket() -> Ticket:
    return Ticket(
        number="LP",
        reporter_id=1,
        kind=Kind.COMPLAINT,
        text="Jalan berlubang di depan pasar",
        category="jalan",
        agency="pupr",
        region="63.72",
        address="Depan pasar",
        location=None,
        occurred_on=date(2026, 11, 20),
        anonymous=False,
        secret=False,
        urgent=False,
        status=Status.ASSIGNED,
        created_at=NOW - A_DAY,
        assigned_at=NOW - A_DAY,
        follow_up_due=NOW + SPREAD,
        draft="",
    )


if __name__ == "__main__":
    main()
