"""What stands before several processes: hands each update to the next one that is there, as a proxy does."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from bot.hook import HEADER


class Balancer:
    """Its `url` is the webhook's. `taken` counts the updates that each process has taken."""

    def __init__(self, ports: Sequence[int], session: aiohttp.ClientSession) -> None:
        self._ports = ports
        self._session = session
        self._turns = itertools.cycle(range(len(ports)))
        self.taken = [0] * len(ports)
        self.url = ""

    async def pass_on(self, request: web.Request) -> web.Response:
        """To the next process that listens; a failure of one that died meanwhile is Telegram's to repeat."""
        body, headers = await request.read(), {HEADER: request.headers[HEADER]}
        for _ in self._ports:
            turn = next(self._turns)
            address = f"http://127.0.0.1:{self._ports[turn]}{request.path}"
            try:
                async with self._session.post(address, data=body, headers=headers) as answer:
                    self.taken[turn] += answer.status == 200
                    return web.Response(status=answer.status)
            except aiohttp.ClientConnectorError:
                continue
            except aiohttp.ClientError:
                return web.Response(status=502)
        return web.Response(status=502)


@asynccontextmanager
async def balancing(ports: Sequence[int]) -> AsyncIterator[Balancer]:
    """A balancer before the processes on these ports."""
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(connector=connector) as session:
        balancer = Balancer(ports, session)
        application = web.Application()
        application.router.add_post("/hook/{secret}", balancer.pass_on)
        runner = web.AppRunner(application)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        balancer.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook/5f1c0d9ab2"
        try:
            yield balancer
        finally:
            await runner.cleanup()
