"""Looks at the catalogue's feeds every so many minutes of the clock; what is new, the handlers keep.

No transaction is open while a feed is awaited. Of several processes one looks. A feed that cannot be read is logged and
disturbs nothing: it is tried again the next time, and `python -m bot check` names it.
"""

import asyncio
import json
from datetime import datetime
from typing import Final

import structlog

from bot.behaviour import Behaviour
from bot.clock import Clock
from bot.feeds import SECONDS, FeedProblem, Fetched, fetch
from bot.leading import Alone, Leader
from bot.loops import REST_SECONDS, Loop
from storage.database import Database
from tickets.catalogue import Feed

log = structlog.get_logger()

LOOK_SECONDS: Final = 1.0


class Watcher(Loop):
    """Fetches each feed in turn."""

    name = "watcher"

    def __init__(self, database: Database, clock: Clock, behaviour: Behaviour, leader: Leader | None = None) -> None:
        super().__init__()
        self._leader = leader or Alone()
        self._database = database
        self._clock = clock
        self._behaviour = behaviour
        self._turn = -1
        self._one_at_a_time = asyncio.Lock()

    async def step(self) -> None:
        await self.look()
        await self.wake.wait(LOOK_SECONDS if self._behaviour.watch.feeds else REST_SECONDS)

    async def look(self) -> bool:
        """Look at every feed if it is time; whether it was."""
        if not self._leader.leads:
            return False
        async with self._one_at_a_time:
            return await self._look(self._clock.now())

    async def _look(self, now: datetime) -> bool:
        turn = int(now.timestamp()) // (60 * self._behaviour.watch.minutes)
        if turn == self._turn:
            return False
        self._turn = turn
        for feed in self._behaviour.watch.feeds:
            if self.stopping:
                break
            await self._read(feed, turn, now)
        return True

    async def _read(self, feed: Feed, turn: int, now: datetime) -> None:
        async with self._database.transaction() as unit:
            if not await unit.reminders.once(f"feed:{feed.url}:{turn}", now):
                return
            marks = json.loads(await unit.notes.get(_note(feed)) or "{}")
        fetching = asyncio.create_task(fetch(feed.url, str(marks.get("etag", "")), str(marks.get("modified", ""))))
        stopping = asyncio.create_task(self.stopped_within(SECONDS + 1))
        await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not fetching.done():  # the program ends; the feed is read after the next start
            fetching.cancel()
            return
        try:
            fetched = fetching.result()
        except FeedProblem as problem:
            log.warning("a feed cannot be read", feed=feed.name, why=str(problem))
            return
        if fetched.entries is not None:
            await self._keep(feed, fetched)

    async def _keep(self, feed: Feed, fetched: Fetched) -> None:
        async with self._database.transaction() as unit:
            new = await self._behaviour.watched(feed.name, fetched.entries or (), unit)
            await unit.notes.put(_note(feed), json.dumps({"etag": fetched.etag, "modified": fetched.modified}))
        log.info("feed read", feed=feed.name, new=new)


def _note(feed: Feed) -> str:
    return f"feed:{feed.url}"
