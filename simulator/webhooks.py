"""Pushing updates to webhooks: in order within a queue, again and again until the receiver answers 2xx."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from simulator.model import Bot, Update, Webhook
from simulator.world import World

ANSWER_WITHIN = aiohttp.ClientTimeout(total=60)
LONGEST_WAIT = 120.0


class Pusher:
    """One bot's webhook. Each queue (chat, user) has one update under way; the others wait behind it."""

    def __init__(self, world: World, bot: Bot, hook: Webhook, session: aiohttp.ClientSession) -> None:
        self.world = world
        self.bot = bot
        self.hook = hook
        self.session = session
        self._waiting: dict[str, deque[Update]] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(hook.max_connections)
        self._last = 0

    async def run(self) -> None:
        line = self.world.line(self.bot)
        try:
            while True:
                arrival = line.arrival()
                self._collect()
                await arrival
        finally:
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _collect(self) -> None:
        """Put what is new behind its queue and start queues that stand still."""
        new: list[Update] = []
        for update in reversed(self.bot.updates.values()):
            if update.id <= self._last:
                break
            new.append(update)
        for update in reversed(new):
            self._last = update.id
            self._waiting.setdefault(update.queue, deque()).append(update)
            if update.queue not in self._running:
                self._running[update.queue] = asyncio.create_task(self._drain(update.queue))

    async def _drain(self, queue: str) -> None:
        waiting = self._waiting[queue]
        while waiting:
            await self._push_until_taken(waiting[0])
            waiting.popleft()
        del self._waiting[queue], self._running[queue]

    async def _push_until_taken(self, update: Update) -> None:
        """The first repetition comes at once, the next after 2, 4, 8 … units, or when the receiver says."""
        failures = 0
        while update.id in self.bot.updates:
            async with self._slots:
                again_after = await self._push(update)
            if again_after is None:
                self.world.line(self.bot).remove(update.id)
                self.world.touch()
                return
            failures += 1
            backoff = 0.0 if failures == 1 else self.world.webhook_pause * 2 ** (failures - 2)
            await asyncio.sleep(min(again_after or backoff, LONGEST_WAIT))

    async def _push(self, update: Update) -> float | None:
        """None when the receiver took it, otherwise the wait it asked for (0: none asked)."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.hook.secret} if self.hook.secret else {}
        body = {"update_id": update.id, update.kind: update.payload}
        try:
            async with self.session.post(self.hook.url, json=body, headers=headers) as answer:
                if 200 <= answer.status < 300:
                    return None
                self._note(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                asked = answer.headers.get("Retry-After", "0")
                return min(float(asked), 3600.0) if asked.isdecimal() else 0.0
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._note("Read timeout expired" if isinstance(error, TimeoutError) else "Connection failed")
            return 0.0

    def _note(self, problem: str) -> None:
        self.hook.last_error, self.hook.last_error_date = problem, self.world.clock.now()


@asynccontextmanager
async def pushing(world: World) -> AsyncIterator[None]:
    """Keep one pusher per bot that has a webhook, for as long as the block lasts."""
    async with aiohttp.ClientSession(timeout=ANSWER_WITHIN) as session:
        tasks: dict[int, asyncio.Task[None]] = {}

        def restart(bot: Bot) -> None:
            old = tasks.pop(bot.id, None)
            if old:
                old.cancel()
            if bot.webhook:
                tasks[bot.id] = asyncio.create_task(Pusher(world, bot, bot.webhook, session).run())

        for bot in world.bots:
            restart(bot)
        world.on_webhook_change.append(restart)
        try:
            yield
        finally:
            world.on_webhook_change.remove(restart)
            for task in tasks.values():
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(*tasks.values(), return_exceptions=True)
