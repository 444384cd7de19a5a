"""What the loops of the program share: how they are woken, stopped in order, and started again after a crash."""

import asyncio
from abc import ABC, abstractmethod
from contextlib import suppress
from random import Random
from time import monotonic
from typing import Final

import structlog

from bot.channels.base import TokenInvalid
from storage.errors import DatabaseUnavailable, WrongSecretKey

log = structlog.get_logger()

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
STEADY_SECONDS: Final = 60.0
"""A loop that ran this long had got over its last crash."""
REST_SECONDS: Final = 60.0
"""A loop with nothing to do goes round all the same, or it would be taken for stuck (`bot.monitor`)."""
DATABASE_PATIENCE: Final = 120.0
"""A database that cannot be used for longer is dead; whoever supervises the process should start it anew."""


class Fatal(Exception):  # noqa: N818 - the end of the program, told to the operator in one sentence
    """The program cannot go on; the text is for the operator."""


class Wake:
    """An alarm clock for one sleeper: `set` wakes it, or keeps it from falling asleep once."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def set(self) -> None:
        self._event.set()

    async def wait(self, seconds: float | None) -> None:
        """Sleep until woken or until the time is over; a loop always names a time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()
        self._event.clear()


class Loop(ABC):
    """Something that goes on until it is stopped. `stop` lets the step at hand end; nothing is cancelled half-way."""

    name: str

    def __init__(self, wake: Wake | None = None) -> None:
        self.wake = wake or Wake()
        self.last_step = monotonic()
        """When its last round began, by a steady clock."""
        self._stop = asyncio.Event()

    @abstractmethod
    async def step(self) -> None:
        """One round, including the wait for the next."""

    async def run(self) -> None:
        while not self.stopping:
            self.last_step = monotonic()
            await self.step()

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    def stop(self) -> None:
        self._stop.set()
        self.wake.set()

    async def stopped_within(self, seconds: float) -> bool:
        """Wait that long; True at once when the loop is stopped."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stop.wait()
        return self.stopping


async def keep_running(loop: Loop, random: Random, database_patience: float = DATABASE_PATIENCE) -> None:
    """Run the loop, and again after a crash with growing pauses, until it is stopped. Raises Fatal."""
    pause, unusable_since = FIRST_PAUSE, None
    while not loop.stopping:
        began = monotonic()
        try:
            await loop.run()
            return
        except TokenInvalid as error:
            raise Fatal(f"{error}. Check TELEGRAM_BOT_TOKEN.") from None
        except WrongSecretKey:
            raise Fatal("SECRET_KEY is not the key that this database was filled with.") from None
        except DatabaseUnavailable as error:
            unusable_since = began if unusable_since is None or _was_steady(began) else unusable_since
            if monotonic() - unusable_since > database_patience:
                raise Fatal(f"The database cannot be used: {error}") from None
            log.warning("database unavailable", loop=loop.name, why=str(error))
        except Exception:
            unusable_since = None
            log.exception("loop crashed", loop=loop.name)
        pause = FIRST_PAUSE if _was_steady(began) else pause
        await loop.stopped_within(pause * random.uniform(0.5, 1.0))
        pause = min(2 * pause, LONGEST_PAUSE)


def _was_steady(began: float) -> bool:
    return monotonic() - began > STEADY_SECONDS
