"""The composition root: opens the database, builds the channel, starts the loops, and stops them in order.

Stopping, first to last: no more updates are taken; the ticker and the worker finish their transaction; the sender lets
what it claimed arrive and settles it; channel and database are closed. Nothing is lost by a `kill -9` either, it only
takes until the leases run out.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random, SystemRandom
from typing import Final

import structlog

from bot.behaviour import Behaviour
from bot.budget import GROUP_WINDOW, Budget, Limits
from bot.channels.base import ChannelError, Menu, Rejected, TokenInvalid
from bot.channels.telegram import LONG_POLL_SECONDS, TelegramChannel
from bot.checkpointer import Checkpointer
from bot.clock import Clock, SystemClock
from bot.geocoding import Geocoder
from bot.hook import Door, Hook
from bot.intake import Intake
from bot.keys import sealer_of
from bot.leading import Alone, Leader, Leadership
from bot.loops import Fatal, Loop, Wake, keep_running
from bot.monitor import Monitor
from bot.printer import Printer
from bot.recapper import Recapper
from bot.reception import Reception
from bot.sender import Sender
from bot.settings import Settings, sqlite_folder
from bot.settling import LONGEST_PAUSE_OFFLINE, pause
from bot.ticker import Ticker
from bot.treasury import Treasury
from bot.watcher import Watcher
from bot.watchman import Watchman, free_percent, operator_chat
from bot.worker import Worker
from storage.database import Database, migrate, schema_version
from storage.errors import StorageError, WrongSecretKey
from storage.guard import only_process
from tickets.flood import pace_name
from tickets.invitations import link_name
from tickets.number import chat_link_name

log = structlog.get_logger()

IDLE_LOOK_SECONDS: Final = 0.003

Behave = Callable[[Settings, Clock, Random, Geocoder], Behaviour]


def with_handlers(settings: Settings, clock: Clock, random: Random, geocoder: Geocoder) -> Behaviour:
    """The real behaviour; imported here, so that the parts can be used without it."""
    from bot.office import behaviour_of, open_office  # noqa: PLC0415

    return behaviour_of(open_office(settings, clock, random, geocoder), clock)


class App:
    """The running bot: `async with app.running():`, inside it `await app.stopped()` or, in tests, `app.idle()`."""

    def __init__(  # noqa: PLR0913 - what a test or a demo may want to be otherwise
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        random: Random | None = None,
        geocoder: Geocoder | None = None,
        behave: Behave = with_handlers,
        limits: Limits | None = None,
        poll_seconds: int = LONG_POLL_SECONDS,
        monitor: Monitor | None = None,
        door: Door | None = None,
    ) -> None:
        if settings.telegram_bot_token is None:
            raise ValueError("a token is needed; bot.demo gives one for the simulator")
        self._settings = settings
        self._token = settings.telegram_bot_token.get_secret_value()
        self._clock = clock or SystemClock()
        self._random = random or SystemRandom()
        self._geocoder = geocoder or Geocoder()
        self._behave = behave
        self._limits = limits or Limits(overall_per_second=settings.messages_per_second)
        self._poll_seconds = poll_seconds
        self._monitor = monitor or Monitor()
        self._door = door
        self._stop = asyncio.Event()
        self._fatal: Fatal | None = None

    def stop(self) -> None:
        """Ask for the end (a signal does)."""
        self._stop.set()

    async def stopped(self) -> None:
        """Wait until somebody asked for the end. Raises Fatal if the program cannot go on by itself."""
        await self._stop.wait()
        if self._fatal:
            raise self._fatal

    @asynccontextmanager
    async def running(self) -> AsyncIterator["App"]:
        """Everything is open and goes. Raises Fatal, SettingsError or CatalogueError if it cannot start."""
        async with AsyncExitStack() as stack:
            behaviour = self._behave(self._settings, self._clock, self._random, self._geocoder)
            warming = asyncio.create_task(self._warm(behaviour))
            stack.push_async_callback(asyncio.wait, [warming])
            self.database = await self._open_database(stack)
            stack.push_async_callback(self.database.close)
            self.channel = TelegramChannel(self._token, self._settings.telegram_api_url, self._poll_seconds)
            await self.channel.open()
            stack.push_async_callback(self.channel.close)
            if await self._reached(lambda: self._introduce(behaviour.menu)):
                await self._leave_notes()
                await stack.enter_async_context(self._loops(behaviour))
                await self._reached(self._invite)
            yield self

    async def _warm(self, behaviour: Behaviour) -> None:
        await asyncio.to_thread(self._geocoder.load)
        await asyncio.to_thread(behaviour.warm)

    async def _open_database(self, stack: AsyncExitStack) -> Database:
        """An empty database is filled with tables. Others may work on a PostgreSQL that is older than this program, so
        there the operator says when it is to be migrated.
        """
        url, sealer = self._settings.database, sealer_of(self._settings)
        self._reading = partial(Database.open, url, sealer, application_name="lapor recaps", read_only=True)
        try:
            stack.enter_context(only_process(url))
            is_alone = url.startswith("sqlite")
            if is_alone or await asyncio.to_thread(schema_version, url) is None:
                await asyncio.to_thread(migrate, url)
            database = await Database.open(url, sealer)
            if is_alone:
                await _take_over(database)
            return database
        except WrongSecretKey:
            raise Fatal("SECRET_KEY is not the key that this database was filled with.") from None
        except (StorageError, OSError, ValueError) as error:
            raise Fatal(f"The database cannot be opened: {error}") from None

    async def _introduce(self, menu: Menu) -> None:
        me = await self.channel.prepare(menu, polling=self._door is None)
        log.info("connected", bot=me.username, reads_everything=me.reads_everything)

    async def _invite(self) -> None:
        """With a webhook, ask for updates once there is somebody to take them."""
        if self._door is None:
            return
        try:
            await self.channel.push_to(self._door.url, self._door.secret)
        except Rejected as error:
            raise Fatal(f"Telegram does not bring updates to WEBHOOK_URL: {error}.") from None
        log.info("updates are brought to the webhook")

    async def _reached(self, call: Callable[[], Awaitable[None]]) -> bool:
        """Call the channel until it answers, however long that takes; False if we were stopped meanwhile."""
        tries = 0
        while not self._stop.is_set():
            try:
                await call()
                return True
            except TokenInvalid as error:
                raise Fatal(f"{error}. Check TELEGRAM_BOT_TOKEN.") from None
            except ChannelError as error:
                tries += 1
                log.warning("the channel cannot be reached", why=str(error), tries=tries)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), pause(tries, self._random, LONGEST_PAUSE_OFFLINE))
        return False

    async def _leave_notes(self) -> None:
        """Handlers know no channel; what leads people into it, and how fast it takes cards, are notes to them."""
        pace = self._settings.group_cards_per_minute or self._limits.cards_per_minute
        async with self.database.transaction() as unit:
            await unit.notes.put(link_name(self.channel.name), self.channel.group_link)
            await unit.notes.put(chat_link_name(self.channel.name), self.channel.chat_link)
            await unit.notes.put(pace_name(self.channel.name), str(pace))

    @asynccontextmanager
    async def _loops(self, behaviour: Behaviour) -> AsyncIterator[None]:
        database = self.database
        budget = await self._budget()
        # Where the database serves one process, there is nobody to share with.
        shared = database.dialect != "sqlite"
        leadership = Leadership(database) if shared else None
        treasury = Treasury(budget) if shared else None
        leader: Leader = leadership or Alone()
        loops = (*self._messengers(behaviour, budget, treasury), *self._helpers(behaviour, leader), self._ear(leader))
        if not shared:
            loops = (Checkpointer(database), *loops)
        if treasury is not None:
            await treasury.open(database)
        if leadership is not None:
            await leadership.renew()
            loops = (leadership, *loops)
        tasks = [asyncio.create_task(self._keep(loop), name=loop.name) for loop in loops]
        pairs = list(zip(loops, tasks, strict=True))
        try:
            with self._monitor.watching(database, self._clock, self._limits, pairs):
                yield
        finally:
            for loop, task in reversed(pairs):
                loop.stop()
                await task
            if behaviour.recaps is not None:
                behaviour.recaps.close()

    def _messengers(self, behaviour: Behaviour, budget: Budget, treasury: Treasury | None) -> tuple[Loop, ...]:
        """Who handles what came in and sends what goes out; each wakes the other."""
        channels = {self.channel.name: self.channel}
        to_worker, to_sender = Wake(), Wake()
        self.sender = Sender(
            self.database,
            channels,
            self._clock,
            self._random,
            behaviour,
            budget,
            wake=to_sender,
            worker=to_worker,
            measures=self._monitor.measures,
            treasury=treasury,
        )
        self.worker = Worker(
            self.database,
            channels,
            self._clock,
            behaviour,
            wake=to_worker,
            sender=to_sender,
            measures=self._monitor.measures,
            following=self.sender.after,
        )
        return self.sender, self.worker

    def _helpers(self, behaviour: Behaviour, leader: Leader) -> tuple[Loop, ...]:
        """What goes on without anybody writing."""
        database, clock, to_sender = self.database, self._clock, self.sender.wake
        self.ticker = Ticker(database, clock, behaviour, sender=to_sender, leader=leader, reading=self._reading)
        self.watcher = Watcher(database, clock, behaviour, leader)
        self.watchman = Watchman(
            operator_chat(self._settings),
            self.channel,
            database,
            clock,
            self._monitor,
            self._settings.catalogue_file,
            partial(free_percent, sqlite_folder(self._settings) or Path.cwd()),
            leader,
        )
        self.recapper = Recapper(database, self._reading, behaviour.recaps, sender=to_sender, leader=leader)
        self.printer = Printer(database, behaviour.posters, sender=to_sender, leader=leader)
        return self.ticker, self.watcher, self.recapper, self.printer, self.watchman

    def _ear(self, leader: Leader) -> Loop:
        """Who takes updates in: fetches them, or has them brought to the webhook."""
        database, clock, to_worker, keep = self.database, self._clock, self.worker.wake, self.worker.keep
        measures = self._monitor.measures
        measures.polls = self._door is None
        self.intake: Intake | Hook
        if self._door is None:
            self.intake = Intake(
                self.channel,
                database,
                clock,
                self._random,
                worker=to_worker,
                measures=measures,
                leader=leader,
                keep=keep,
            )
        else:
            self.intake = Hook(self._door, Reception(self.channel, database, clock, worker=to_worker, keep=keep))
        return self.intake

    async def _budget(self) -> Budget:
        """What went to groups within the last minute, before a restart, counts as well."""
        budget, now, steady = Budget(self._limits), self._clock.now(), time.monotonic()
        async with self.database.transaction() as unit:
            spent = await unit.traffic.spent_since(now - timedelta(seconds=GROUP_WINDOW))
        for chat, passage in spent:
            ago = max(0.0, (now - passage.at).total_seconds())
            budget.spend_before(chat, passage.messages, steady - ago)
        return budget

    async def _keep(self, loop: Loop) -> None:
        """Run one loop to its end; what ends it for good ends the program."""
        try:
            await keep_running(loop, self._random)
        except Fatal as error:
            self._fatal = self._fatal or error
            self._stop.set()

    async def has_groups(self) -> bool:
        """Whether any group was ever paired and is still there."""
        async with self.database.transaction() as unit:
            return bool(await unit.groups.all_active())

    async def idle(self, nothing_more: Callable[[], bool] = lambda: True, patience: float = 60.0) -> None:
        """Wait until there is nothing to do now: no update to handle, no message to send, nothing under way. Messages
        that have to wait (a budget is spent, the channel asked for it, their hour has not come) are not waited for.

        `nothing_more` tells of the updates that have not reached us yet (of a simulator: whether its queue is empty).
        """
        end = time.monotonic() + patience
        while not await self._is_idle(nothing_more):
            if self._fatal:
                raise self._fatal
            if time.monotonic() > end:
                raise TimeoutError("the bot does not come to rest")
            await asyncio.sleep(IDLE_LOOK_SECONDS)

    async def _is_idle(self, nothing_more: Callable[[], bool]) -> bool:
        """What the worker lays into the outbox while we look there would be missed: then we look again."""
        handled = self.worker.handled
        await self.ticker.look()
        if not (nothing_more() and self.intake.is_idle and self.ticker.is_idle):
            return False
        drawn = await self.recapper.look() or await self.printer.look()
        if drawn or await self._has_inbound() or await self.sender.look():
            self.worker.wake.set()
            return False
        rests = nothing_more() and not await self._has_inbound()
        return rests and self.worker.is_idle and self.worker.handled == handled

    async def _has_inbound(self) -> bool:
        async with self.database.transaction() as unit:
            return await unit.inbox.oldest_waiting() is not None


async def _take_over(database: Database) -> None:
    """SQLite serves one process: what our predecessor was sending when it was killed need not wait for its lease."""
    async with database.transaction() as unit:
        taken = await unit.outbox.take_over()
    if taken:
        log.warning("messages whose sending was interrupted", number=taken)
