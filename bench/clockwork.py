"""What comes by itself, among many tickets: finding due reminders, and whether citizens wait at 08.30.

    python -m bench.clockwork [--tickets 1000000 --groups 500] [--database URL] [--pace 8] [--quiet 40] [--seconds 90]

Printed: milliseconds to find the due reminders (median and longest of twenty). Then the program is started shortly
before 08.30 of a Monday, by its own clock, with a crowd that files complaints: how long citizens waited for an answer
before that moment, and while reminders, digests and the sums of the week were made; how many transactions each chore
took, and how long the longest was: so long everybody waits for it on SQLite. A database that is given must have been
filled by `bench.seed` with `--now` at half past eight in the evening (WITA) of a Sunday, and is written to.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.made_up import Sizes
from bench.running import SECRET_KEY, measured, tell_waits
from bench.seed import fill
from storage.database import Database, migrate
from storage.sealing import Sealer

LOOKS = 20
AT_ONCE = 100
STEPS = 5
DIGEST = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""08.30 of a Monday in WITA."""
SEEDED = DIGEST - timedelta(hours=12)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, default=2_000)
    parser.add_argument("--groups", type=int, default=50)
    parser.add_argument("--open-share", type=float, default=1.0)
    parser.add_argument("--database", help="the URL of a filled database")
    parser.add_argument("--pace", type=float, default=8, help="updates a second")
    parser.add_argument("--quiet", type=float, default=25, help="seconds from the start of the program to 08.30")
    parser.add_argument("--seconds", type=float, default=45, help="of the crowd, in all")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/lapor.db"
        if given.database:
            migrate(url)
        else:
            sizes = Sizes(given.tickets, groups=given.groups, open_share=given.open_share)
            asyncio.run(fill(url, SECRET_KEY, sizes, now=SEEDED))
        asyncio.run(_look(url))
        if given.seconds:
            times = Path(folder) / "times"
            answer = _crowd(url, given.pace, given.quiet, given.seconds, times)
            _report(answer["each"], json.loads(times.read_text(encoding="utf-8")))


async def _look(url: str) -> None:
    database = await Database.open(url, Sealer(SECRET_KEY))
    looks = []
    try:
        for _ in range(LOOKS):
            began = time.perf_counter()
            found = await database.run(lambda unit: unit.reminders.due(DIGEST, AT_ONCE))
            looks.append((time.perf_counter() - began) * 1000)
    finally:
        await database.close()
    print(f"due reminders ({len(found)} of them): {statistics.median(looks):.1f} ms, at most {max(looks):.1f} ms")


def _crowd(url: str, pace: float, quiet: float, seconds: float, times: Path) -> dict[str, Any]:
    """Start the program and the crowd. The answer of the crowd."""
    os.environ["CLOCK_AT"] = (DIGEST - timedelta(seconds=quiet)).isoformat()
    os.environ["TIMES_FILE"] = str(times)
    complaints = max(1, round(pace * seconds / STEPS))
    crowd = ["bench.clock_crowd", "--pace", str(pace), "--complaints", str(complaints), "--citizens", "100"]
    return measured("ours_at", crowd, url).answer


def _report(each: Sequence[tuple[float, float]], times: dict[str, Any]) -> None:
    began, ended = max(times["rounds"], key=lambda span: span[1] - span[0])
    print(f"08.30: {ended - began:.1f} s of clockwork")
    tell_waits(each, began, ended)
    print("transactions: how many, ms of the longest by the clock and by the processor, of all by the processor")
    for name, (number, longest, processor, whole) in times["transactions"].items():
        print(f"{name:32} {number:6} {longest:8.1f} {processor:8.1f} {whole:8.0f}")


if __name__ == "__main__":
    main()
