"""Updates in, by long polling: fetched, stored as they came, and only then confirmed.

Telegram forgets an update as soon as a later offset is asked for, so the offset moves after the commit, never before.
Nothing is parsed here: an update that cannot be read must not hold up those behind it. No offset is kept between runs,
because the numbers start anew, maybe lower, after a quiet week; the inbox ignores what it has already.
"""

import asyncio
from collections.abc import Sequence
from random import Random
from typing import Any, Final

import structlog

from bot.channels.base import ChannelError, Conflict, Raw, Retry, Source, TokenInvalid
from bot.clock import Clock
from bot.leading import Alone, Leader
from bot.loops import Loop, Wake
from bot.measures import Measures
from bot.reception import Keep, Reception
from storage.database import Database

log = structlog.get_logger()

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
STANDBY_SECONDS: Final = 1.0
"""How often a process looks whether it has become the one that fetches: Telegram admits one."""


class Intake(Loop):
    """Fetches the updates of one channel."""

    name = "intake"

    def __init__(
        self,
        source: Source,
        database: Database,
        clock: Clock,
        random: Random,
        *,
        worker: Wake,
        measures: Measures | None = None,
        leader: Leader | None = None,
        keep: Keep | None = None,
    ) -> None:
        super().__init__()
        self._leader = leader or Alone()
        self._measures = measures or Measures()
        self._source = source
        self._reception = Reception(source, database, clock, worker=worker, keep=keep)
        self._random = random
        self._offset: int | None = None
        self._pause = FIRST_PAUSE

    @property
    def is_idle(self) -> bool:
        return self._reception.is_idle

    async def run(self) -> None:
        try:
            await super().run()
        finally:
            if self.stopping:
                await self._reception.finish()

    async def step(self) -> None:
        self._measures.polls = self._leader.leads
        if not self._leader.leads:
            await self.stopped_within(STANDBY_SECONDS)
            return
        batch = await self._pull()
        if batch:
            await self._reception.take(batch)
        if batch is not None:
            self._offset = _next_offset(batch, self._offset)

    async def _pull(self) -> Sequence[Raw] | None:
        """The next updates; None when the loop is stopped meanwhile, or after a pause when there is trouble."""
        pulling = asyncio.create_task(self._source.pull(self._offset))
        stopped = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait((pulling, stopped), return_when=asyncio.FIRST_COMPLETED)
            if not pulling.done():
                return None
            batch = pulling.result()
            self._measures.polled()
            self._pause = FIRST_PAUSE
            return batch
        except TokenInvalid:
            raise
        except ChannelError as error:
            await self._rest(error)
            return None
        finally:
            for task in (pulling, stopped):
                task.cancel()
            await asyncio.gather(pulling, stopped, return_exceptions=True)

    async def _rest(self, error: ChannelError) -> None:
        if isinstance(error, Conflict):
            log.error("another program takes this bot's updates; only one may run", why=str(error))
        else:
            log.warning("no updates", why=str(error), kind=type(error).__name__)
        asked = error.after if isinstance(error, Retry) and error.after else 0.0
        await self.stopped_within(max(asked, self._pause * self._random.uniform(0.5, 1.0)))
        self._pause = min(2 * self._pause, LONGEST_PAUSE)


def _next_offset(batch: Sequence[Any], offset: int | None) -> int | None:
    """One behind the last. None after an empty batch: everything before is confirmed, and after a quiet week the
    numbers start anew, maybe lower, so that none we remember is to be relied on.
    """
    if not batch:
        return None
    numbers = [raw["update_id"] for raw in batch if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]
    return numbers[-1] + 1 if numbers else offset
