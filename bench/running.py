"""A program under test against a stub with its crowd: the stub on one core, the program on the other."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent
TOKEN: Final = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SECRET_KEY: Final = "a key for measurements only, nothing secret"
PATIENCE: Final = 120
"""Seconds after which a crowd that waits for ever is told to stop."""
WARM_SECONDS: Final = 10.0
"""At the beginning of a run, when templates and words are read for the first time."""


@dataclass(frozen=True)
class Run:
    """What came of one run. `answer` are the crowd's own figures; times are seconds."""

    answer: dict[str, Any]
    processor: float
    megabytes: float
    first_reply: float
    """From the start of the program to the first answer to a citizen."""

    @property
    def updates_per_second(self) -> float:
        return float(self.answer["updates"] / self.answer["seconds"])

    @property
    def milliseconds(self) -> float:
        """Of processor time for an update."""
        return self.processor / max(1, int(self.answer["updates"])) * 1000


def measured(module: str, crowd: list[str], database: str | None = None, *, apart: bool = True) -> Run:
    """Start the crowd and the contender, wait until the crowd is content, and stop both.

    `database` none: BENCH_DATABASE_URL, or an empty SQLite file. `apart`: each on a core of its own, which a process
    that the contender starts shares with it; else wherever the system puts them.
    """
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        for_crowd, for_program = (1, 0) if apart else (None, None)
        stub = _start(for_crowd, [*crowd, "--port", str(port), "--patience", str(PATIENCE)], {}, subprocess.PIPE)
        assert stub.stdout
        stub.stdout.readline()
        empty = os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/lapor.db")
        environment = {
            "TELEGRAM_API_URL": f"http://127.0.0.1:{port}",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "DATABASE_URL": database or empty,
            "SECRET_KEY": SECRET_KEY,
            "UNDO_SECONDS": "0",
        }
        began = time.time()
        program = _start(for_program, [f"bench.contenders.{module}"], environment, None)
        try:
            stub.stdout.readline()
            before = _processor_seconds(program.pid)
            answer = json.loads(stub.stdout.readline())
            processor = _processor_seconds(program.pid) - before
            status = Path(f"/proc/{program.pid}/status").read_text()
            resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        finally:
            program.send_signal(signal.SIGTERM)
            program.wait(30)
            stub.wait(30)
        return Run(answer, processor, resident / 1024, answer["first_reply_at"] - began)


def tell_waits(each: Sequence[tuple[float, float]], began: float, ended: float) -> None:
    """Print how long answers were waited for before something began, meanwhile, and afterwards.

    `each`: when an update was handed out, and the wait, in seconds; `began`, `ended`: moments of the same clock.
    """
    first = min(at for at, _ in each)
    spans = {"before": (first + WARM_SECONDS, began), "meanwhile": (began, ended), "afterwards": (ended, float("inf"))}
    for name, (since, until) in spans.items():
        waits = sorted(wait * 1000 for at, wait in each if since <= at < until)
        if waits:
            middle, most = waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
            print(f"{name}: {len(waits)} answers, p50 {middle:.0f} ms, p95 {most:.0f} ms, longest {waits[-1]:.0f} ms")


def _processor_seconds(pid: int) -> float:
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")


def _start(
    core: int | None, module: list[str], environment: dict[str, str], out: int | None
) -> subprocess.Popen[bytes]:
    """Start a module; on that core, if one is named and the system can do that."""
    taskset = shutil.which("taskset")
    pinned = [] if core is None or not taskset else [taskset, "--cpu-list", str(core % (os.cpu_count() or 1))]
    command = [*pinned, sys.executable, "-m", *module]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=out)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
