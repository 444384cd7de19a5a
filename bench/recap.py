"""A month's recap with its charts over very many tickets: seconds, processor and memory above idle.

    SECRET_KEY=… python -m bench.seed sqlite:////tmp/big/lapor.db --tickets 1000000 --months 24
    SECRET_KEY=… DATABASE_URL=sqlite:////tmp/big/lapor.db python -m bench.recap --month 2026-10

What is measured is what the recapper does with an order: read and count, draw five pictures, write the workbook, the
text and the CSV files. Idle is the program with catalogue and database open and nothing counted yet. Processes of
their own count and draw: their processor and memory count, too. The processor of PostgreSQL's own is not in it.
"""

import argparse
import asyncio
import os
import resource
import time
from pathlib import Path
from random import Random
from threading import Thread

from bot.clock import SystemClock
from bot.easel import Easel
from bot.geocoding import Geocoder
from bot.office import open_office, recap_work
from bot.settings import Settings, secret_key
from storage.database import Database
from storage.recap_orders import RecapOrder
from storage.sealing import Sealer
from tickets.dialogue import Chat, ChatKind
from tickets.recap import View
from tickets.sp4n import month
from tickets.surveys import Counted

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
    work = recap_work(office, clock, Easel())

    async def count() -> Counted:
        database = await Database.open(settings.database, Sealer(secret_key(settings)), read_only=True)
        try:
            async with database.transaction() as unit:
                counted: Counted = await work.gather(order, unit)
                return counted
        finally:
            await database.close()

    idle = _resident(os.getpid())
    memory = _Memory()
    for number in range(1, wanted.rounds + 1):
        begun, worked = time.monotonic(), _processor()
        counted = asyncio.run(count())
        read = time.monotonic() - begun
        found, _ = work.draw(order, counted)
        seconds, processor = time.monotonic() - begun, _processor() - worked
        tickets, above = counted.tickets, memory.most - idle
        print(
            f"round {number}: {found.whole.received} filed, {tickets} counted, "
            f"{seconds:.2f} s ({read:.2f} s of it reading), "
            f"{processor:.2f} s of processor, peak {above:.0f} MB above the idle {idle:.0f} MB"
        )
        del counted, found, _


def _processor() -> float:
    """Seconds of this process and of those that it started."""
    ended, ours = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time()
    return ours + ended.ru_utime + ended.ru_stime + sum(map(_worked, _started()))


def _worked(pid: int) -> float:
    ticks = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _started() -> list[int]:
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(pid) for each in children for pid in each.read_text(encoding="ascii").split()]


class _Memory:
    """The most that this process and those that it started had together, looked at all the time."""

    def __init__(self) -> None:
        self.most = 0.0
        Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while True:
            self.most = max(self.most, sum(map(_resident, [os.getpid(), *_started()])))
            time.sleep(0.1)


def _resident(pid: int) -> float:
    """Megabytes, as Linux tells; none of a process that has just ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024 / MEGABYTE


if __name__ == "__main__":
    main()
