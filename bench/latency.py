"""From update to reply at a steady pace: ours, less a bare loop that keeps the same form in memory.

    python -m bench.latency [--pace 50] [--seconds 20] [--rounds 3]

Both answer the same citizens, in turns; updates come whether or not the last one was answered.
"""

import argparse
import statistics

from bench.running import Run, measured

STEPS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pace", type=float, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    complaints = max(1, round(given.pace * given.seconds / STEPS))
    crowd = ["bench.api_stub", "--pace", str(given.pace), "--complaints", str(complaints), "--citizens", "100"]
    found: dict[str, list[Run]] = {"ours": [], "raw_loop": []}
    for _ in range(given.rounds):
        for module, runs in found.items():
            runs.append(measured(module, crowd))
    for name in ("p50", "p95"):
        ours, bare = (statistics.median(run.answer[name] * 1000 for run in runs) for runs in found.values())
        print(f"{name}: ours {ours:.1f} ms, bare {bare:.1f} ms, difference {ours - bare:.1f} ms")


if __name__ == "__main__":
    main()
