"""Whole lives of tickets, filed, taken, answered, confirmed and looked up, at growing numbers of stored ones.

    python -m bench.ticket_life [--lives 60] [--stored 0,100000] [--folder FOLDER]

Databases that are not in the folder yet are filled first (`bench.seed`), and changed by the run. Printed: lives and
updates per second, processor time for a life, and how long a life took (p50, p95) with so many at a time.
"""

import argparse
import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.made_up import Sizes
from bench.running import SECRET_KEY, Run, measured
from bench.seed import fill

AT_A_TIME = 24
"""One person of an agency keeps ten unsent answers, and one answers in each of three groups here."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lives", type=int, default=60)
    parser.add_argument("--stored", default="0,20000", help="how many tickets are there already, with commas between")
    parser.add_argument("--folder", type=Path, help="where the databases are kept; without: nowhere")
    given = parser.parse_args()
    print(f"{'stored':>10} {'lives/s':>8} {'updates/s':>10} {'CPU ms/life':>12} {'p50 s':>7} {'p95 s':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for stored in map(int, given.stored.split(",")):
            url = database(given.folder or Path(folder), stored)
            crowd = ["bench.lives", "--citizens", str(AT_A_TIME), "--complaints", str(given.lives)]
            print(_line(stored, measured("ours", crowd, url)), flush=True)


def database(folder: Path, tickets: int) -> str:
    """The URL of a database with so many tickets."""
    path = folder / f"tickets-{tickets}.db"
    url = f"sqlite:///{path}"
    if not path.exists():
        asyncio.run(fill(url, SECRET_KEY, Sizes(tickets), now=datetime.now(UTC)))
    return url


def _line(stored: int, run: Run) -> str:
    lives, seconds = run.answer["complaints"], run.answer["seconds"]
    return (
        f"{stored:10,} {lives / seconds:8.1f} {run.updates_per_second:10.0f} {run.processor / lives * 1000:12.1f}"
        f" {run.answer['life_p50']:7.2f} {run.answer['life_p95']:7.2f}"
    )


if __name__ == "__main__":
    main()
