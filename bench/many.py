"""What an update costs in each shape: one process on SQLite, or one and more on PostgreSQL, fetching or by webhook.

    python -m bench.many [--complaints 200] [--citizens 60] [--rounds 3]

Judge by processor time: crowd, processes and PostgreSQL share the machine, and with them whoever else works there. The
PostgreSQL is a private one of the tests (fsync off); its processor time is that of all its processes.
"""

import argparse
import asyncio
import itertools
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bench.api_stub import TRUE, BotApi, Crowd, _args
from tests.support.postgres import Cluster

ROOT = Path(__file__).parent.parent
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
PATIENCE_SECONDS = 600.0
START_SECONDS = 120.0


@dataclass(frozen=True)
class Shape:
    """How the work is done."""

    name: str
    processes: int
    postgres: bool
    webhook: bool


SHAPES = (
    Shape("SQLite, fetching", 1, postgres=False, webhook=False),
    Shape("PostgreSQL, fetching", 1, postgres=True, webhook=False),
    Shape("PostgreSQL, webhook, 1", 1, postgres=True, webhook=True),
    Shape("PostgreSQL, webhook, 2", 2, postgres=True, webhook=True),
    Shape("PostgreSQL, webhook, 3", 3, postgres=True, webhook=True),
)


@dataclass(frozen=True)
class Figures:
    """One run."""

    updates_per_second: float
    bot_milliseconds: float
    database_milliseconds: float
    shares: tuple[int, ...]
    updates: float
    """Of a complaint, as the next one."""
    messages: float


class Telegram(BotApi):
    """The stub, which can also bring its updates: to each of the addresses that it was told, in turn."""

    addresses: dict[str, str]
    sent: list[int]

    def _call(self, method: str, head: bytes, body: bytes) -> None:
        if method == "setwebhook":
            args = _args(head, body)
            self.addresses[args["url"]] = args["secret_token"]
            self._answer(TRUE)
            return
        self.sent[0] += method.startswith(("send", "edit"))
        super()._call(method, head, body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--complaints", type=int, default=200)
    parser.add_argument("--citizens", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    cluster = Cluster()
    cluster.start()
    found: dict[Shape, list[Figures]] = {shape: [] for shape in SHAPES}
    try:
        for _ in range(wanted.rounds):
            for shape in SHAPES:
                found[shape].append(asyncio.run(run(shape, cluster, wanted.citizens, wanted.complaints)))
    finally:
        cluster.stop()
    report(found)


async def run(shape: Shape, cluster: Cluster, citizens: int, complaints: int) -> Figures:
    """Start the stub here and the processes beside it; wait for the crowd; stop all."""
    with tempfile.TemporaryDirectory() as folder:
        url = await asyncio.to_thread(cluster.fresh) if shape.postgres else f"sqlite:///{folder}/lapor.db"
        crowd, addresses, sent = Crowd(citizens, complaints), dict[str, str](), [0]

        def connection() -> Telegram:
            telegram = Telegram(crowd)
            telegram.addresses, telegram.sent = addresses, sent
            return telegram

        server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        programs = [_start(f"http://127.0.0.1:{port}", url, webhook=shape.webhook) for _ in range(shape.processes)]
        try:
            pushing = await _pushing(crowd, addresses, shape)
            spent = [_processor_seconds([program.pid]) for program in programs]
            database = _processor_seconds(_family(cluster)) if shape.postgres else 0.0
            async with asyncio.timeout(PATIENCE_SECONDS):
                await crowd.over.wait()
            shares = [
                _processor_seconds([program.pid]) - before for program, before in zip(programs, spent, strict=True)
            ]
            database = _processor_seconds(_family(cluster)) - database if shape.postgres else 0.0
            pushing.cancel()
        finally:
            for program in programs:
                program.send_signal(signal.SIGTERM)
            for program in programs:
                program.wait(60)
            server.close()
        return Figures(
            crowd.updates / (crowd.ended - crowd.started),
            sum(shares) / crowd.updates * 1000,
            database / crowd.updates * 1000,
            tuple(round(100 * share / sum(shares)) for share in shares),
            crowd.updates / crowd.finished,
            sent[0] / crowd.finished,
        )


async def _pushing(crowd: Crowd, addresses: dict[str, str], shape: Shape) -> asyncio.Task[None]:
    """Wait until every process is there, and bring the updates from then on; those who fetch do so by themselves."""
    async with asyncio.timeout(START_SECONDS):
        while shape.webhook and len(addresses) < shape.processes:  # noqa: ASYNC110 - they call when they call
            await asyncio.sleep(0.05)
        while not shape.webhook and not crowd.started:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    return asyncio.create_task(_push(crowd, list(addresses.items())) if shape.webhook else asyncio.sleep(0))


async def _push(crowd: Crowd, addresses: Sequence[tuple[str, str]]) -> None:
    turns = itertools.cycle(addresses)
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        while True:
            for update in await crowd.take(100, PATIENCE_SECONDS):
                group.create_task(_bring(session, update, *next(turns)))


async def _bring(session: aiohttp.ClientSession, update: dict[str, Any], url: str, secret: str) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    while True:
        with suppress(aiohttp.ClientError):  # as Telegram does: again, until it was taken
            async with session.post(url, json=update, headers=headers) as answer:
                if answer.status == 200:
                    return
        await asyncio.sleep(0.1)


def _start(api: str, database: str, *, webhook: bool) -> subprocess.Popen[bytes]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "TELEGRAM_API_URL": api,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "DATABASE_URL": database,
        "SECRET_KEY": "a key for measurements only, nothing secret",
        "HTTP_PORT": str(port),
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/hook/bench" if webhook else "",
    }
    command = [sys.executable, "-m", "bench.contenders.ours"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)


def _family(cluster: Cluster) -> list[int]:
    """The server's processes."""
    parent = int((cluster._folder / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [parent, *map(int, children)]


def _processor_seconds(pids: Sequence[int]) -> float:
    """Of these processes, and of their children that have ended."""
    total = 0
    for pid in pids:
        ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, ticks[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


def report(found: dict[Shape, list[Figures]]) -> None:
    """The table, and the same as JSON."""
    middle = statistics.median
    print(f"{'':24} {'CPU ms/update: bot':>19} {'database':>9} {'updates/s here':>15}  share of each process, %")
    for shape, runs in found.items():
        print(
            f"{shape.name:24} {middle(one.bot_milliseconds for one in runs):19.2f}"
            f" {middle(one.database_milliseconds for one in runs):9.2f}"
            f" {middle(one.updates_per_second for one in runs):15.0f}  {runs[-1].shares}"
        )
    some = found[SHAPES[0]][-1]
    print(f"a complaint, until it has its number: {some.updates:.1f} updates, {some.messages:.1f} messages")
    print(json.dumps({shape.name: [one.bot_milliseconds for one in runs] for shape, runs in found.items()}))


if __name__ == "__main__":
    main()
