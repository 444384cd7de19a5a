"""Throughput of a durable conversation against what somebody would pick instead, doing the same form.

    python -m bench.throughput [--complaints 600] [--rounds 5] [--only ours,aiogram]

The stub (with its crowd) runs on one core, the program under test on the other; contenders take turns within each
round, so that noise of the machine meets all of them. Printed: updates per second (median, min, max), processor time
per update, and the ratio of ours to each other, taken round by round.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONTENDERS = {
    "ours, SQLite": "ours",
    "aiogram FSM (memory)": "aiogram_fsm",
    "PTB ConversationHandler": "conversation_handler",
    "raw aiohttp loop": "raw_loop",
}
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


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
    """Start the stub and the contender, wait for the crowd, and stop both."""
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        url = f"http://127.0.0.1:{port}"
        stub = _start(1, ["bench.api_stub", str(port), str(citizens), str(complaints), "120"], {}, subprocess.PIPE)
        assert stub.stdout
        stub.stdout.readline()
        environment = {
            "TELEGRAM_API_URL": url,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/lapor.db"),
            "SECRET_KEY": "a key for measurements only, nothing secret",
        }
        program = _start(0, [f"bench.contenders.{module}"], environment, None)
        try:
            stub.stdout.readline()
            before = _processor_seconds(program.pid)
            answer = json.loads(stub.stdout.readline())
            cpu = _processor_seconds(program.pid) - before
            status = Path(f"/proc/{program.pid}/status").read_text()
            resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        finally:
            program.send_signal(signal.SIGTERM)
            program.wait(20)
            stub.wait(20)
        updates = answer["updates"]
        return Figures(updates / answer["seconds"], cpu / updates * 1000, resident / 1024, answer["p50"], answer["p95"])


def _processor_seconds(pid: int) -> float:
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


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


def _start(core: int, module: list[str], environment: dict[str, str], out: int | None) -> subprocess.Popen[bytes]:
    """Start a module; on a core of its own where the system can do that."""
    taskset = shutil.which("taskset")
    pinned = [taskset, "--cpu-list", str(core % (os.cpu_count() or 1))] if taskset else []
    command = [*pinned, sys.executable, "-m", *module]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=out)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
