"""Lapor Bot itself: the real program, every step committed to disk, only the channel's limits taken away.

With WEBHOOK_URL it takes its updates at HTTP_PORT.
"""
# ruff: noqa: PLC0415 - loaded as `python -m bot run` does: when it has begun

import asyncio
import signal
from contextlib import AsyncExitStack

from bot import heap


async def main() -> None:
    from bot.app import App
    from bot.budget import UNLIMITED
    from bot.hook import door_of
    from bot.logs import configure
    from bot.monitor import Monitor, serving
    from bot.settings import Settings

    settings = Settings(_env_file=None, reports_per_minute=0, first_reports_per_minute=0)
    configure("WARNING")
    door, monitor = door_of(settings), Monitor()
    app = App(settings, limits=UNLIMITED, door=door, monitor=monitor)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, app.stop)
    async with AsyncExitStack() as stack:
        if door is not None:
            await stack.enter_async_context(serving(monitor, settings.http_host, settings.http_port, door.routes()))
        await stack.enter_async_context(app.running())
        heap.settle()
        await app.stopped()


if __name__ == "__main__":
    heap.begin()
    asyncio.run(main())
