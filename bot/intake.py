"""Updates in, by long polling: fetched, stored as they came, and only then confirmed.

Telegram forgets an update as soon as a later offset is asked for, so the offset moves after the commit, never before.
Nothing is parsed here: an update that cannot be read must not hold up those behind it. No offset is kept between runs,
because the numbers start anew, maybe lower, after a quiet week; the inbox ignores what it has already.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from random import Random
from typing import Any, Final

import structlog

from bot.channels.base import ChannelError, Conflict, Raw, Retry, Source, TokenInvalid
from bot.clock import Clock
from bot.loops import Loop, Wake
from bot.measures import Measures
from storage.database import Database
from storage.values import Incoming

log = structlog.get_logger()

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0


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
    ) -> None:
        super().__init__()
        self._measures = measures or Measures()
        self._source = source
        self._database = database
        self._clock = clock
        self._worker = worker
        self._random = random
        self._offset: int | None = None
        self._pause = FIRST_PAUSE
        self._answering: set[asyncio.Task[None]] = set()

    @property
    def is_idle(self) -> bool:
        return not self._answering

    async def run(self) -> None:
        try:
            await super().run()
        finally:
            if self.stopping and self._answering:
                await asyncio.wait(self._answering, timeout=1)

    async def step(self) -> None:
        batch = await self._pull()
        if batch:
            await self._store(batch)
            self._worker.set()
            self._acknowledge(batch)
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

    async def _store(self, batch: Sequence[Raw]) -> None:
        at = self._clock.now()
        incoming = [Incoming(self._source.name, _key(raw), self._lane(raw), _as_dict(raw), at) for raw in batch]
        await self._database.run(lambda unit: unit.inbox.store(incoming))

    def _lane(self, raw: Any) -> str:
        return self._source.lane(raw) if isinstance(raw, dict) else ""

    def _acknowledge(self, batch: Sequence[Raw]) -> None:
        """Stop the buttons from spinning, beside everything else; whether that works changes nothing."""
        for raw in batch:
            if isinstance(raw, dict) and "callback_query" in raw:
                task = asyncio.create_task(self._answer(raw))
                self._answering.add(task)
                task.add_done_callback(self._answering.discard)

    async def _answer(self, raw: Raw) -> None:
        try:
            await self._source.acknowledge(raw)
        except ChannelError as error:
            log.debug("press not acknowledged", why=str(error))


def _key(raw: Any) -> str:
    """The update's number, or a name for what has none."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    if isinstance(number, int):
        return str(number)
    return "malformed:" + hashlib.blake2b(json.dumps(raw).encode(), digest_size=16).hexdigest()


def _as_dict(raw: Any) -> Raw:
    return raw if isinstance(raw, dict) else {"malformed": raw}


def _next_offset(batch: Sequence[Any], offset: int | None) -> int | None:
    """One behind the last. None after an empty batch: everything before is confirmed, and after a quiet week the
    numbers start anew, maybe lower, so that none we remember is to be relied on.
    """
    if not batch:
        return None
    numbers = [raw["update_id"] for raw in batch if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]
    return numbers[-1] + 1 if numbers else offset
