"""How the program is doing, over HTTP, for whoever watches it: /healthz, /readyz and /metrics.

`/healthz`: the process answers and its loops go round; if not, start it anew. `/readyz`: it can do its work now; if
not, somebody should look. Both say in a line what is wrong. Nothing here names a person, a chat or a token.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from time import monotonic
from typing import Final

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import facts
from bot.budget import Limits
from bot.clock import Clock
from bot.loops import Fatal, Loop
from bot.measures import Measures
from storage.database import Database
from storage.errors import DatabaseNewer, DatabaseOutdated, StorageError

log = structlog.get_logger()

LOOP_PATIENCE: Final = 300.0
"""Seconds that one round of a loop may take: the longest is a database that is waited for."""
POLL_PATIENCE: Final = 180.0
"""Seconds without a word from the channel; a long poll comes back after less than a minute."""
DATABASE_PATIENCE: Final = 5.0
KEEP_ALIVE_SECONDS: Final = 180
"""Longer than a proxy keeps an idle connection: it would send an update into one that is just being closed."""


class Monitor:
    """Watches one machine: give it the parts with `watch`, and serve its `routes`."""

    def __init__(self) -> None:
        self.measures = Measures()
        self._database: Database | None = None
        self._clock: Clock | None = None
        self._limits = Limits()
        self._loops: Sequence[tuple[Loop, asyncio.Task[None]]] = ()

    @contextmanager
    def watching(
        self, database: Database, clock: Clock, limits: Limits, loops: Sequence[tuple[Loop, asyncio.Task[None]]]
    ) -> Iterator[None]:
        """The machine runs, with these parts, until the block ends."""
        self._database, self._clock, self._limits, self._loops = database, clock, limits, loops
        try:
            yield
        finally:
            self._database, self._loops = None, ()

    def routes(self) -> list[Route]:
        """The three pages."""
        return [
            Route("/healthz", self._healthz),
            Route("/readyz", self._readyz),
            Route("/metrics", self._metrics),
        ]

    def illness(self) -> str | None:
        """Why the process should be started anew; none when it is alive."""
        for loop, task in self._loops:
            if task.done():
                return f"the {loop.name} has ended"
            if monotonic() - loop.last_step > LOOP_PATIENCE:
                return f"the {loop.name} is stuck"
        return None

    async def obstacle(self) -> str | None:
        """Why it cannot do its work now; none when it can."""
        if self._database is None:
            return "it has not started yet, or is stopping"
        try:
            async with asyncio.timeout(DATABASE_PATIENCE):
                await self._database.require_current()
        except (DatabaseOutdated, DatabaseNewer):
            return "the database's schema is not this program's"
        except (StorageError, TimeoutError):
            return "the database cannot be used"
        last = self.measures.last_poll
        if self.measures.polls and (last is None or monotonic() - last > POLL_PATIENCE):
            return "no updates could be fetched lately"
        return self.illness()

    async def _healthz(self, _request: Request) -> Response:
        return _answer(self.illness())

    async def _readyz(self, _request: Request) -> Response:
        return _answer(await self.obstacle())

    async def _metrics(self, _request: Request) -> Response:
        own = CollectorRegistry()
        own.register(_Once([*await self._facts(), *self._of_loops()]))
        text = generate_latest(self.measures.registry) + generate_latest(own)
        return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _facts(self) -> list[Metric]:
        """What the database tells; where it cannot be asked, that."""
        found: list[Metric] = []
        if self._database is not None and self._clock is not None:
            try:
                async with asyncio.timeout(DATABASE_PATIENCE):
                    found = [*(await facts.gather(self._database, self._clock.now())).families(self._limits)]
            except (StorageError, TimeoutError) as error:
                log.warning("no facts for metrics", why=type(error).__name__)
        return [
            GaugeMetricFamily("lapor_database_up", "Whether the database could be asked.", value=bool(found)),
            *found,
        ]

    def _of_loops(self) -> list[Metric]:
        rounds = GaugeMetricFamily("lapor_loop_round_seconds", "How long each loop is at its round.", labels=("loop",))
        for loop, _ in self._loops:
            rounds.add_metric((loop.name,), monotonic() - loop.last_step)
        return [rounds]


class _Once(Collector):
    """Gives what was gathered before: a registry collects without awaiting."""

    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> list[Metric]:
        return self._metrics


class _Server(uvicorn.Server):
    """Leaves the signals to the program."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(monitor: Monitor, host: str, port: int, also: Sequence[Route] = ()) -> AsyncIterator[str | None]:
    """Serve the pages and give their address. None where it is taken: the bot works without being watched.

    `also`: pages that the bot cannot do without; Fatal where the address is taken.
    """
    try:
        listener = _listen(host, port)
    except OSError as error:
        if also:
            raise Fatal(f"The webhook cannot listen on {host}:{port} ({error.strerror}). Set HTTP_PORT.") from None
        log.warning("the pages for monitoring cannot be served", host=host, port=port, why=error.strerror)
        yield None
        return
    config = uvicorn.Config(
        Starlette(routes=[*monitor.routes(), *also]),
        lifespan="off",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="monitor")
    address = f"http://{host}:{listener.getsockname()[1]}"
    log.info("watch it here", health=f"{address}/healthz", ready=f"{address}/readyz", metrics=f"{address}/metrics")
    try:
        yield address
    finally:
        server.should_exit = True
        await task
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener


def _answer(trouble: str | None) -> Response:
    return PlainTextResponse("ok\n") if trouble is None else PlainTextResponse(f"{trouble}\n", status_code=503)
