"""Lapor Bot itself: the real program, every step committed to disk, only the channel's limits taken away."""

import asyncio
import os
import signal
import sys

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
    if os.environ.get("PROFILE"):
        import cProfile
        import pstats
        import threading
        profile = cProfile.Profile()
        other = cProfile.Profile()
        run = threading.Thread.run
        def profiled(self):
            if self._target and "connection_worker" in self._target.__name__:
                other.runcall(run, self)
            else:
                run(self)
        threading.Thread.run = profiled
        try:
            profile.runcall(asyncio.run, main())
        finally:
            import time; time.sleep(.3)
            for p in (profile, other):
                pstats.Stats(p, stream=sys.stderr).sort_stats(os.environ["PROFILE"]).print_stats(60)
    else:
        asyncio.run(main())
