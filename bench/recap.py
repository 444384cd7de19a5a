"""A month's recap with its charts over very many tickets: seconds, processor and memory above idle.

    SECRET_KEY=… python -m bench.seed sqlite:////tmp/big/lapor.db --tickets 1000000 --months 24
    SECRET_KEY=… DATABASE_URL=sqlite:////tmp/big/lapor.db python -m bench.recap --month 2026-10

What is measured is what the recapper does with an order: read and count, draw five pictures, write the workbook, the
text and the CSV files. Idle is the program with catalogue and database open and nothing drawn yet; the first recap
after a start loads the library that draws, the later ones do not. The processor of PostgreSQL's own is not in it.
"""

import argparse
import asyncio
import time
from pathlib import Path
from random import Random

from bot.clock import SystemClock
from bot.geocoding import Geocoder
from bot.heap import nothing_collected
from bot.office import open_office, recap_work
from bot.settings import Settings, secret_key
from handlers.recap import Gathered
from storage.database import Database
from storage.recap_orders import RecapOrder
from storage.sealing import Sealer
from tickets.dialogue import Chat, ChatKind
from tickets.recap import View
from tickets.sp4n import month

MEGABYTE = 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--month", default="2026-10")
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    settings, clock = Settings(), SystemClock()
    office = open_office(settings, clock, Random(1), Geocoder())
    days = month(wanted.month, office.calendar.local_date(clock.now()))
    if days is None:
        raise SystemExit(f"{wanted.month!r} is no month")
    order = RecapOrder(Chat("telegram", "1", ChatKind.GROUP), View.RECAP, *days, None)
    work = recap_work(office, clock)

    async def gather() -> Gathered:
        database = await Database.open(settings.database, Sealer(secret_key(settings)), read_only=True)
        try:
            async with database.transaction() as unit:
                gathered: Gathered = await work.gather(order, unit)
                return gathered
        finally:
            await database.close()

    idle = _megabytes("VmRSS")
    for number in range(1, wanted.rounds + 1):
        begun, worked = time.monotonic(), time.process_time()
        with nothing_collected():
            gathered = asyncio.run(gather())
        read = time.monotonic() - begun
        found, _ = work.draw(order, gathered)
        seconds, processor = time.monotonic() - begun, time.process_time() - worked
        tickets, above = gathered.tickets, _megabytes("VmHWM") - idle
        print(
            f"round {number}: {found.whole.received} filed, {tickets} counted, "
            f"{seconds:.2f} s ({read:.2f} s of it reading), "
            f"{processor:.2f} s of processor, peak {above:.0f} MB above the idle {idle:.0f} MB"
        )
        del gathered, found, _


def _megabytes(what: str) -> float:
    """Of this process, as Linux tells."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) * 1024 / MEGABYTE


if __name__ == "__main__":
    main()
