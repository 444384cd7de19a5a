"""Whether citizens wait while a month's recap is counted and drawn.

    python -m bench.recap_meanwhile [--tickets 200000 --months 5] [--database URL] [--month 2026-10] [--pace 8]

A crowd files complaints; in between the coordinator asks for `/rekap`. Printed: how long citizens waited for an answer
before, until the last picture came, and afterwards. A database that is given must have been filled by `bench.seed`, and
is written to.
"""

import argparse
import asyncio
import os
import tempfile
from datetime import datetime

from bench.made_up import Sizes
from bench.running import SECRET_KEY, measured, tell_waits
from bench.seed import fill
from storage.database import migrate

STEPS = 5
ASKED_AFTER = 30.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, default=5_000)
    parser.add_argument("--months", type=int, default=5)
    parser.add_argument("--now", type=datetime.fromisoformat, default=datetime.fromisoformat("2026-11-20T00:00+00:00"))
    parser.add_argument("--month", default="2026-10")
    parser.add_argument("--database", help="the URL of a filled database")
    parser.add_argument("--pace", type=float, default=8, help="updates a second")
    parser.add_argument("--seconds", type=float, default=60, help="of the crowd, in all")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/lapor.db"
        if given.database:
            migrate(url)
        else:
            asyncio.run(fill(url, SECRET_KEY, Sizes(given.tickets, months=given.months), now=given.now))
        os.environ |= {"RECAP_ORDER": f"/rekap {given.month}", "RECAP_AFTER": str(ASKED_AFTER)}
        complaints = max(1, round(given.pace * given.seconds / STEPS))
        crowd = ["bench.recap_crowd", "--pace", str(given.pace), "--complaints", str(complaints), "--citizens", "100"]
        answer = measured("ours", crowd, url, apart=False).answer
    asked, came = answer["asked"], answer["came"]
    print(f"the recap came after {came - asked:.1f} s" if came else "the recap did not come")
    tell_waits(answer["each"], asked, came or float("inf"))


if __name__ == "__main__":
    main()
