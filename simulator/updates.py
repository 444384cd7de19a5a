"""A bot's updates with Telegram's offset semantics: repeated until a later offset confirms them, for one poller."""

import asyncio
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from simulator.errors import ApiError, conflict
from simulator.model import Bot, Update

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
)
ONLY_IF_ASKED = ("chat_member", "message_reaction", "message_reaction_count")
FOREVER = timedelta(days=36500)
MOST_SECONDS = 50

OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "terminated by setWebhook request"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


def lifetime(kind: str) -> timedelta:
    return timedelta(seconds=150) if kind == "callback_query" else timedelta(hours=24)


def wanted(bot: Bot, kind: str) -> bool:
    return kind in bot.allowed_updates if bot.allowed_updates else kind not in ONLY_IF_ASKED


class Line:
    """One bot's queue: what is put in, who waits for it."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self._poll: asyncio.Future[None] | None = None
        self._arrivals: list[asyncio.Future[None]] = []
        self._emptied: list[asyncio.Future[None]] = []
        self._watching: list[asyncio.Future[None]] = []

    def put(self, kind: str, payload: dict[str, Any], queue: str, expires: datetime) -> None:
        if not wanted(self.bot, kind):
            return
        update = Update(self.bot.next_update, kind, payload, queue, expires)
        self.bot.next_update += 1
        self.bot.updates[update.id] = update
        self.wake()

    def wake(self) -> None:
        arrivals, self._arrivals = self._arrivals, []
        _finish(arrivals)

    def confirm(self, offset: int) -> None:
        """Forget updates below a positive offset; a negative one keeps only the last ones."""
        if offset < 0:
            gone = list(self.bot.updates)[:offset]
        else:
            gone = list(takewhile(lambda update_id: update_id < offset, self.bot.updates))
        for update_id in gone:
            self.remove(update_id)

    def remove(self, update_id: int) -> None:
        self.bot.updates.pop(update_id, None)
        if self.bot.updates:
            return
        emptied, self._emptied = self._emptied, []
        _finish(emptied)

    async def drained(self) -> None:
        if self.bot.updates:
            await _in(self._emptied)

    async def polled(self) -> None:
        if self._poll is None:
            await _in(self._watching)

    def clear(self) -> None:
        for update_id in list(self.bot.updates):
            self.remove(update_id)

    def expire(self, now: datetime) -> None:
        for update in [update for update in self.bot.updates.values() if update.expires <= now]:
            self.remove(update.id)

    def first(self, limit: int) -> list[Update]:
        found: list[Update] = []
        for update in self.bot.updates.values():
            if len(found) >= limit:
                break
            found.append(update)
        return found

    def interrupt(self, reason: ApiError) -> None:
        """End the waiting poll, if there is one, with this error."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(reason)

    async def poll(self, limit: int, seconds: float, stopping: asyncio.Event) -> list[Update]:
        """Updates now, or as soon as one arrives within so many real seconds."""
        self.interrupt(conflict(OTHER_POLLER))
        if not self.bot.updates and seconds > 0:
            await self._wait(seconds, stopping)
        return self.first(limit)

    async def _wait(self, seconds: float, stopping: asyncio.Event) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        watching, self._watching = self._watching, []
        _finish(watching)
        arrival = self.arrival()
        end = asyncio.ensure_future(stopping.wait())
        try:
            await asyncio.wait((poll, arrival, end), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if poll.done():
                poll.result()
        finally:
            end.cancel()
            arrival.cancel()
            if not poll.done():
                poll.cancel()
            if self._poll is poll:
                self._poll = None

    def arrival(self) -> asyncio.Future[None]:
        """Done when the next update is put in."""
        return _in(self._arrivals)


def _in(waiting: list[asyncio.Future[None]]) -> asyncio.Future[None]:
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    waiting.append(future)
    return future


def _finish(waiting: list[asyncio.Future[None]]) -> None:
    for future in waiting:
        if not future.done():
            future.set_result(None)
