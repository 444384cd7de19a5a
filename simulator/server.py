"""The server: three doors on one World, in the running event loop, gone within a second when told."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from uvicorn.protocols.http.h11_impl import H11Protocol

from simulator.bot_api import BotApi
from simulator.people_api import PeopleApi
from simulator.webhooks import pushing
from simulator.world import World

PAGE = Path(__file__).parent / "page"
GRACE_SECONDS = 0.5


class _Connection(H11Protocol):
    """Gives the application a way to cut the connection, for the faults."""

    def __init__(self, config: Any, server_state: Any, app_state: dict[str, Any], _loop: Any = None) -> None:
        super().__init__(config, server_state, {**app_state, "drop": self.drop}, _loop)

    def drop(self) -> None:
        self.transport.abort()


def application(world: World, stopping: asyncio.Event, also: Sequence[BaseRoute] = ()) -> Starlette:
    routes: list[BaseRoute] = [*also, *BotApi(world, stopping).routes(), *PeopleApi(world, stopping).routes()]
    if PAGE.is_dir():
        files = StaticFiles(directory=PAGE, html=True)
        routes += [Mount("/page", files), Mount("/", files)]
    return Starlette(routes=routes)


@asynccontextmanager
async def serving(
    world: World, host: str = "127.0.0.1", port: int = 0, also: Sequence[BaseRoute] = ()
) -> AsyncIterator[str]:
    """Serve a world and give its address, such as http://127.0.0.1:49152; `port` 0 takes a free one.

    `also`: pages of somebody else's at the same address.
    """
    stopping = asyncio.Event()
    config = uvicorn.Config(
        application(world, stopping, also),
        http=_Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_keep_alive=75,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    listener = _listen(host, port)
    try:
        await server.startup(sockets=[listener])
        async with pushing(world):
            yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        stopping.set()
        await _stop(server)
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    # asyncio sends at once (TCP_NODELAY) only where the protocol is named; without it every answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


async def _until_empty(connections: set[Any]) -> None:
    while connections:  # noqa: ASYNC110
        await asyncio.sleep(0.005)


async def _stop(server: uvicorn.Server) -> None:
    """Close what listens, let answers under way go out, then cut what is left."""
    for listening in server.servers:
        listening.close()
    connections = server.server_state.connections
    for connection in list(connections):
        connection.shutdown()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(_until_empty(connections), GRACE_SECONDS)
    for connection in list(connections):
        cast("_Connection", connection).drop()
    for task in list(server.server_state.tasks):
        task.cancel()
    await asyncio.gather(*server.server_state.tasks, return_exceptions=True)
