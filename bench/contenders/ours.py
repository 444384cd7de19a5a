"""Lapor Bot itself: the real program, every step committed to disk, only the channel's limits taken away."""

import asyncio
import signal

from bot.app import App
from bot.budget import UNLIMITED
from bot.logs import configure
from bot.settings import Settings


async def main() -> None:
    settings = Settings(_env_file=None)
    configure("WARNING")
    app = App(settings, limits=UNLIMITED)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, app.stop)
    async with app.running():
        await app.stopped()


if __name__ == "__main__":
    asyncio.run(main())
