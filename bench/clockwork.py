"""What comes by itself, among many tickets: finding due reminders, and the digest of many groups.

    python -m bench.clockwork [--tickets 1000000 --groups 500]

Printed: milliseconds to find the due reminders (median and longest of twenty), and of the transactions of the minute
in which the digests are due, how many there are and how long the longest is: so long a reply may have to wait for it.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bench.made_up import CATALOGUE, Sizes
from bench.running import SECRET_KEY
from bench.seed import fill
from bot.behaviour import Behaviour
from bot.geocoding import Geocoder
from bot.loops import Wake
from bot.office import behaviour_of, open_office
from bot.settings import Settings
from bot.ticker import Ticker
from storage.database import Database
from storage.sealing import Sealer
from storage.unit import Unit
from tickets.deadlines import DIGEST_TIME

LOOKS = 20
AT_ONCE = 100


class Fixed:
    """A clock that stands still."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at


class Timed(Database):
    """A database that remembers how long its transactions took."""

    seconds: list[float]

    async def run(self, work: Callable[[Unit], Coroutine[Any, Any, Any]]) -> Any:
        began = time.perf_counter()
        try:
            return await super().run(work)
        finally:
            self.seconds.append(time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, default=2_000)
    parser.add_argument("--groups", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(f"sqlite:///{folder}/lapor.db", given.tickets, given.groups))


async def _measure(url: str, tickets: int, groups: int) -> None:
    settings = Settings.model_validate({"database_url": url, "secret_key": SECRET_KEY, "catalogue_file": CATALOGUE})
    now = datetime.now(UTC)
    office = open_office(settings, Fixed(now), Random(1), Geocoder())
    day = office.calendar.next_working_day(office.calendar.local_date(now))
    digest = office.calendar.at(day, DIGEST_TIME) + timedelta(minutes=1)
    await fill(url, SECRET_KEY, Sizes(tickets, groups=groups, open_share=1.0), now=digest - timedelta(hours=12))
    database = await Timed.open(url, Sealer(SECRET_KEY))
    database.seconds = []
    try:
        for _ in range(LOOKS):
            await database.run(lambda unit: unit.reminders.due(digest, AT_ONCE))
        looks = [each * 1000 for each in database.seconds]
        print(f"due reminders: {statistics.median(looks):.1f} ms, at most {max(looks):.1f} ms")
        database.seconds.clear()
        await _tick(database, behaviour_of(office, Fixed(digest)), Fixed(digest))
        longest, whole = max(database.seconds) * 1000, sum(database.seconds) * 1000
        print(f"the minute of {groups} digests: {len(database.seconds)} transactions, the longest {longest:.0f} ms,")
        print(f"all together {whole:.0f} ms")
    finally:
        await database.close()


async def _tick(database: Database, behaviour: Behaviour, clock: Fixed) -> None:
    await Ticker(database, clock, behaviour, sender=Wake()).look()


if __name__ == "__main__":
    main()
