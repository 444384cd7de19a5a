"""Memory and start with a large database: resident megabytes, and seconds from the start to the first reply.

    python -m bench.memory [--tickets 1000000 --drafts 100000 --outbox 1000000] [--database URL]

A database that is given must have been filled by `bench.seed`; without, one is filled first.
"""

import argparse
import asyncio
import tempfile
from datetime import UTC, datetime

from bench.made_up import Sizes
from bench.running import SECRET_KEY, measured
from bench.seed import fill


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, default=5_000)
    parser.add_argument("--drafts", type=int, default=500)
    parser.add_argument("--outbox", type=int, default=5_000)
    parser.add_argument("--database", help="the URL of a filled database")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/lapor.db"
        if not given.database:
            sizes = Sizes(given.tickets, given.drafts, given.outbox, given.outbox)
            asyncio.run(fill(url, SECRET_KEY, sizes, now=datetime.now(UTC)))
        run = measured("ours", ["bench.api_stub", "--citizens", "10", "--complaints", "20"], url)
    print(f"resident {run.megabytes:.0f} MB; first reply {run.first_reply:.1f} s after the start")


if __name__ == "__main__":
    main()
