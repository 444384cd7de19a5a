"""Throughput of a durable conversation against what somebody would pick instead, doing the same form.

    python -m bench.throughput [--complaints 600] [--rounds 5] [--only ours,aiogram]

The stub (with its crowd) runs on one core, the program under test on the other; contenders take turns within each
round, so that noise of the machine meets all of them. Printed: updates per second (median, min, max), processor time
per update, and the ratio of ours to each other, taken round by round.
"""

import argparse
import statistics
from dataclasses import dataclass

from bench.running import measured

CONTENDERS = {
    "ours, SQLite": "ours",
    "aiogram FSM (memory)": "aiogram_fsm",
    "PTB ConversationHandler": "conversation_handler",
    "raw aiohttp loop": "raw_loop",
}


@dataclass(frozen=True)
class Figures:
    """One run of one contender."""

    updates_per_second: float
    milliseconds: float
    megabytes: float
    p50: float
    p95: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--complaints", type=int, default=600)
    parser.add_argument("--citizens", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="")
    wanted = parser.parse_args()
    names = [name for name in CONTENDERS if not wanted.only or any(part in name for part in wanted.only.split(","))]
    found: dict[str, list[Figures]] = {name: [] for name in names}
    for _ in range(wanted.rounds):
        for name in names:
            found[name].append(run(CONTENDERS[name], wanted.citizens, wanted.complaints))
    report(found)


def run(module: str, citizens: int, complaints: int) -> Figures:
    """One contender with a crowd that files complaints."""
    done = measured(module, ["bench.api_stub", "--citizens", str(citizens), "--complaints", str(complaints)])
    return Figures(done.updates_per_second, done.milliseconds, done.megabytes, done.answer["p50"], done.answer["p95"])


def report(found: dict[str, list[Figures]]) -> None:
    """The table, and the ratios."""
    print(f"{'':26} {'updates/s':>10} {'(min–max)':>15} {'CPU ms':>7} {'MB':>5} {'p50 ms':>7} {'p95 ms':>7}")
    for name, runs in found.items():
        rates = [one.updates_per_second for one in runs]
        middle = statistics.median
        print(
            f"{name:26} {middle(rates):10.0f} {f'({min(rates):.0f}–{max(rates):.0f})':>15}"
            f" {middle(one.milliseconds for one in runs):7.2f} {middle(one.megabytes for one in runs):5.0f}"
            f" {middle(one.p50 for one in runs) * 1000:7.1f} {middle(one.p95 for one in runs) * 1000:7.1f}"
        )
    ours = next((name for name in found if name.startswith("ours")), None)
    for name, runs in found.items():
        if ours and name != ours:
            pairs = zip(found[ours], runs, strict=True)
            ratios = [mine.updates_per_second / theirs.updates_per_second for mine, theirs in pairs]
            print(f"ours : {name} = {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})")


if __name__ == "__main__":
    main()
