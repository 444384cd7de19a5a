"""Looks once a minute whether something is wrong, and tells the operator's chat.

Straight to the channel and not through the outbox: the outbox may be what is wrong. A chat that cannot be reached
changes nothing; it is tried again a minute later. What was told is kept in a note, so that a restart repeats nothing.
"""

import asyncio
import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot import facts
from bot.alarms import Alarms, Kind, News, Trouble
from bot.catalogue import CatalogueError, load_catalogue
from bot.channels.base import Channel, ChannelError, Target, Unknown
from bot.channels.telegram import TelegramChannel
from bot.clock import Clock
from bot.leading import Alone, Leader
from bot.loops import REST_SECONDS, Loop
from bot.monitor import DATABASE_PATIENCE, POLL_PATIENCE, Monitor
from bot.settings import Settings
from messages.operation import AlarmLine, OperatorAlarm
from messages.render import Renderer
from storage.database import Database
from storage.errors import StorageError
from storage.values import OutboxStatus
from tickets.dialogue import Chat, ChatKind, Parcel, Text

log = structlog.get_logger()

LOOK_SECONDS: Final = 1.0
SEND_SECONDS: Final = 20.0
OLD: Final = timedelta(hours=1)
"""Of a message that could go out: longer than the worst budget makes it wait."""
LEAST_FREE: Final = 10
"""Per cent of the disk."""
_NOTE: Final = "alarms"

Free = Callable[[], int]


def free_percent(folder: Path) -> int:
    """How much of the disk that holds the folder is free."""
    usage = shutil.disk_usage(folder)
    return 100 * usage.free // max(1, usage.total)


def operator_chat(settings: Settings) -> Chat | None:
    """Where alarms go."""
    number = settings.operator_chat_id
    kind = ChatKind.PRIVATE if (number or 0) > 0 else ChatKind.GROUP
    return Chat("telegram", str(number), kind) if number else None


def words(news: News) -> str:
    """As the operator reads it."""
    begun = tuple(AlarmLine(alarm=trouble.kind, number=trouble.number) for trouble in news.begun)
    over = tuple(AlarmLine(alarm=kind, number=0) for kind in news.over)
    return Renderer(ZoneInfo("UTC")).render(OperatorAlarm(begun=begun, over=over))


async def cry_out(settings: Settings, kind: Kind) -> None:
    """The program cannot even start: say so once, if the operator can be reached."""
    chat, token = operator_chat(settings), settings.telegram_bot_token
    if chat is None or token is None:
        return
    channel = TelegramChannel(token.get_secret_value(), settings.telegram_api_url)
    await channel.open()
    try:
        async with asyncio.timeout(SEND_SECONDS):
            await channel.deliver(Parcel(chat=chat, content=Text(html=words(News((Trouble(kind),))))), Target())
    except (ChannelError, TimeoutError) as error:
        log.warning("the operator cannot be told", why=type(error).__name__)
    finally:
        await channel.close()


class Watchman(Loop):
    """Tells one chat."""

    name = "watchman"

    def __init__(
        self,
        chat: Chat | None,
        channel: Channel,
        database: Database,
        clock: Clock,
        monitor: Monitor,
        catalogue: Path,
        free: Free,
        leader: Leader | None = None,
    ) -> None:
        super().__init__()
        self._chat = chat
        self._channel = channel
        self._database = database
        self._clock = clock
        self._monitor = monitor
        self._catalogue = Watched(catalogue)
        self._free = free
        self._leader = leader or Alone()
        self._led = False
        self._alarms: Alarms | None = None
        self._minute: datetime | None = None

    async def step(self) -> None:
        if self._chat is None:
            await self.wake.wait(REST_SECONDS)
            return
        minute = self._clock.now().replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            await self.look(self._chat)
        await self.wake.wait(LOOK_SECONDS)

    async def look(self, chat: Chat) -> None:
        """Look, and tell what is news."""
        now = self._clock.now()
        troubles = await self.troubles(now)
        if not self._is_to_tell(troubles):
            self._alarms = None
            return
        alarms = await self._known()
        news = alarms.news(troubles, now)
        if news and await self._tell(chat, news):
            alarms.note(news, now)
            await self._keep(alarms)

    def _is_to_tell(self, troubles: Collection[Trouble]) -> bool:
        """Of several processes the leader tells; without a database, whoever led last."""
        without_database = any(trouble.kind is Kind.DATABASE for trouble in troubles)
        self._led = self._leader.leads or (self._led and without_database)
        return self._led

    async def troubles(self, now: datetime) -> list[Trouble]:
        """All that is wrong now."""
        found = [*await self._of_database(now)]
        if self._monitor.illness() is not None:
            found.append(Trouble(Kind.LOOP))
        silent = self._monitor.measures.silence(monotonic())
        if silent is not None and silent > POLL_PATIENCE:
            found.append(Trouble(Kind.UPDATES, int(silent // 60)))
        with suppress(OSError):
            if (free := self._free()) < LEAST_FREE:
                found.append(Trouble(Kind.DISK, free))
        if not await asyncio.to_thread(self._catalogue.is_valid):
            found.append(Trouble(Kind.CATALOGUE))
        return found

    async def _of_database(self, now: datetime) -> list[Trouble]:
        try:
            async with asyncio.timeout(DATABASE_PATIENCE):
                seen = await facts.gather(self._database, now)
        except (StorageError, TimeoutError):
            return [Trouble(Kind.DATABASE)]
        age = now - seen.outbox_oldest if seen.outbox_oldest else timedelta()
        counted = (
            Trouble(Kind.OUTBOX, int(age.total_seconds()) // 60 if age > OLD else 0),
            Trouble(Kind.FAILED, seen.inbox["failed"]),
            Trouble(Kind.REJECTED, seen.outbox[OutboxStatus.REJECTED]),
        )
        return [trouble for trouble in counted if trouble.number]

    async def _known(self) -> Alarms:
        """What was told before; looked up as soon as there is a database."""
        if self._alarms is None:
            try:
                async with asyncio.timeout(DATABASE_PATIENCE), self._database.transaction() as unit:
                    self._alarms = Alarms(await unit.notes.get(_NOTE))
            except (StorageError, TimeoutError):
                self._alarms = Alarms()
        return self._alarms

    async def _tell(self, chat: Chat, news: News) -> bool:
        """Whether the operator has it, or may have."""
        for trouble in news.begun:
            log.warning("alarm", kind=trouble.kind.value, number=trouble.number)
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._channel.deliver(Parcel(chat=chat, content=Text(html=words(news))), Target())
        except (Unknown, TimeoutError):
            return True
        except ChannelError as error:
            log.warning("the operator cannot be told", why=str(error))
            return False
        return True

    async def _keep(self, alarms: Alarms) -> None:
        with suppress(StorageError, TimeoutError):
            async with asyncio.timeout(DATABASE_PATIENCE), self._database.transaction() as unit:
                await unit.notes.put(_NOTE, alarms.written())


class Watched:
    """A catalogue on the disk, read again when one of its files has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: dict[Path, int] = {}
        self._valid = True

    def is_valid(self) -> bool:
        """Whether the program would start with it."""
        files = self._files()
        if files != self._seen:
            self._seen = files
            try:
                load_catalogue(self._path)
            except CatalogueError:
                self._valid = False
            else:
                self._valid = True
        return self._valid

    def _files(self) -> dict[Path, int]:
        folder = self._path.with_suffix("")
        paths = [self._path, *(folder.glob("*.csv") if folder.is_dir() else ())]
        return {path: path.stat().st_mtime_ns for path in paths if path.exists()}
