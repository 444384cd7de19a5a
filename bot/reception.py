"""What becomes of updates whichever way they came: stored as they are, in one commit, and presses acknowledged.

Nothing is parsed here: an update that cannot be read must not hold up those behind it.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog

from bot.channels.base import ChannelError, Raw, Source
from bot.clock import Clock
from bot.loops import Wake
from storage.database import Database
from storage.values import Incoming

log = structlog.get_logger()

Keep = Callable[[Sequence[Incoming]], Awaitable[None]]
"""Stores updates, in this order; when it returns they are committed. Raises DatabaseUnavailable."""


class Reception:
    """Takes the updates of one channel into the inbox and wakes whoever handles them."""

    def __init__(
        self, source: Source, database: Database, clock: Clock, *, worker: Wake, keep: Keep | None = None
    ) -> None:
        """`keep`: in place of storing them and waking the worker."""
        self._source = source
        self._keep = keep or self._store
        self._database = database
        self._clock = clock
        self._worker = worker
        self._answering: set[asyncio.Task[None]] = set()

    @property
    def is_idle(self) -> bool:
        return not self._answering

    async def take(self, batch: Sequence[Any]) -> None:
        """Keep them, in this order; when it returns, they may be confirmed. Raises DatabaseUnavailable."""
        at = self._clock.now()
        incoming = [Incoming(self._source.name, _key(raw), self._lane(raw), _as_dict(raw), at) for raw in batch]
        await self._keep(incoming)
        self._acknowledge(batch)

    async def _store(self, incoming: Sequence[Incoming]) -> None:
        await self._database.run(lambda unit: unit.inbox.store(incoming))
        self._worker.set()

    async def finish(self) -> None:
        """Let what is being acknowledged end, for a moment."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=1)

    def _lane(self, raw: Any) -> str:
        return self._source.lane(raw) if isinstance(raw, dict) else ""

    def _acknowledge(self, batch: Sequence[Any]) -> None:
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
