"""What a World holds, how its parts are found, and how everybody learns that something changed."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from simulator import updates
from simulator.clock import Clock
from simulator.errors import Refused
from simulator.faults import Faults
from simulator.files import FileStore
from simulator.limits import Limits
from simulator.model import Bot, Chat, Message, Person, Query

CALLS_KEPT = 5000
HISTORY_KEPT = 2000
QUERIES_KEPT = 5000


@dataclass(frozen=True)
class CallRecord:
    """One call of a bot and what came of it: `result`, or `error` (code and description)."""

    bot: int
    method: str
    params: dict[str, Any]
    result: Any = None
    error: tuple[int, str] | None = None


@dataclass
class State:
    people: dict[int, Person] = field(default_factory=dict)
    bots: dict[int, Bot] = field(default_factory=dict)
    chats: dict[str, Chat] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    store: FileStore = field(default_factory=FileStore)
    limits: Limits = field(default_factory=Limits)
    version: int = 0
    groups_made: int = 0
    people_made: int = 0
    queries_made: int = 0
    albums_made: int = 0
    history: int = HISTORY_KEPT  # messages kept per chat
    updates_expire: bool = False  # Telegram drops updates after 24 h, presses after 150 s


class Base:
    """The state, the clock, the faults, and the lines to whoever waits for changes."""

    def __init__(self, clock: Clock | None = None, state: State | None = None) -> None:
        self.clock = clock or Clock()
        self.state = state or State()
        self.faults = Faults()
        self.calls: deque[CallRecord] = deque(maxlen=CALLS_KEPT)
        self.call_counts: Counter[str] = Counter()
        self.lines: dict[int, updates.Line] = {}
        self.on_webhook_change: list[Callable[[Bot], None]] = []
        self.webhook_pause = 2.0  # seconds before the second repetition of a refused webhook update; doubles
        self._tokens = {bot.token: bot for bot in self.state.bots.values()}
        self._waiting: list[asyncio.Future[None]] = []
        self._listeners: list[set[str]] = []

    # Who and where

    @property
    def people(self) -> list[Person]:
        return list(self.state.people.values())

    @property
    def bots(self) -> list[Bot]:
        return list(self.state.bots.values())

    @property
    def chats(self) -> list[Chat]:
        return list(self.state.chats.values())

    @property
    def limits(self) -> Limits:
        return self.state.limits

    @property
    def store(self) -> FileStore:
        return self.state.store

    @property
    def bot(self) -> Bot:
        """The first bot, which most worlds have alone."""
        if not self.state.bots:
            raise Refused("there is no bot here")
        return next(iter(self.state.bots.values()))

    def bot_by_token(self, token: str) -> Bot | None:
        return self._tokens.get(token)

    def person(self, person_id: int) -> Person:
        found = self.state.people.get(person_id)
        if found is None:
            raise Refused(f"there is no person {person_id}")
        return found

    def chat(self, key: str | int) -> Chat:
        """A chat by its key: a group's id, a person's id (chat with the first bot) or `person:bot`."""
        found = self.state.chats.get(str(key))
        if found is None:
            raise Refused(f"there is no chat {key}")
        return found

    def private(self, person: Person, bot: Bot | None = None) -> Chat:
        """The private chat of a person with a bot (the first one unless told)."""
        bot = bot or self.bot
        key = self._private_key(person.id, bot.id)
        if key not in self.state.chats:
            chat = Chat(key, person.id, "private", person.first_name, person.id, bot.id)
            self.state.chats[key] = chat
        return self.state.chats[key]

    def _private_key(self, person_id: int, bot_id: int) -> str:
        return str(person_id) if bot_id == self.bot.id else f"{person_id}:{bot_id}"

    def message(self, chat: Chat, message_id: int) -> Message | None:
        found = chat.messages.get(message_id)
        return None if found is None or found.deleted else found

    def messages(self, chat: Chat, last: int | None = None) -> list[Message]:
        """What stands in the chat now, oldest first."""
        standing = [message for message in chat.messages.values() if not message.deleted]
        return standing[-last:] if last else standing

    def unanswered(self, chat: Chat | None = None) -> list[Query]:
        """Buttons that still spin: presses no bot has answered."""
        return [q for q in self.state.queries.values() if not q.answered and (chat is None or q.chat == chat.key)]

    # Changes

    @property
    def version(self) -> int:
        return self.state.version

    def touch(self, chat: Chat | None = None) -> None:
        """Something changed (in this chat): wake whoever waits."""
        self.state.version += 1
        for changed in self._listeners:
            changed.add(chat.key if chat else "")
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def changed(self, since: int | None = None) -> int:
        """Wait until the version is above `since` (default: the present one) and return it."""
        since = self.version if since is None else since
        while self.version <= since:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            await future
        return self.version

    def listen(self) -> set[str]:
        """A set that collects the keys of changed chats until `unlisten`."""
        changed: set[str] = set()
        self._listeners.append(changed)
        return changed

    def unlisten(self, changed: set[str]) -> None:
        self._listeners = [other for other in self._listeners if other is not changed]

    def mark(self, chat: Chat, message: Message) -> None:
        """This message is new or changed."""
        chat.last_seq += 1
        message.seq = chat.last_seq
        chat.changes.pop(message.id, None)
        chat.changes[message.id] = None
        self.touch(chat)

    def changed_messages(self, chat: Chat, after: int) -> list[Message]:
        """Messages sent, edited or deleted after this seq, in the order of their ids."""
        return sorted(self._newest_changes(chat, after), key=lambda message: message.id)

    def _newest_changes(self, chat: Chat, after: int) -> Iterator[Message]:
        for message_id in reversed(chat.changes):
            message = chat.messages[message_id]
            if message.seq <= after:
                return
            yield message

    # Updates

    def line(self, bot: Bot) -> updates.Line:
        """Where this bot's updates are waited for."""
        if bot.id not in self.lines:
            self.lines[bot.id] = updates.Line(bot)
        return self.lines[bot.id]

    def deliver(self, bot: Bot, kind: str, payload: dict[str, Any], queue: str) -> None:
        """Put an update into a bot's queue, if the bot has asked for this kind."""
        lifetime = updates.lifetime(kind) if self.state.updates_expire else updates.FOREVER
        self.line(bot).put(kind, payload, queue, self.clock.now() + lifetime)

    async def drained(self, bot: Bot | None = None) -> None:
        """Wait until a bot has confirmed all its updates (which need not mean that it has answered them)."""
        await self.line(bot or self.bot).drained()

    async def polled(self, bot: Bot | None = None) -> None:
        """Wait until a bot waits in a long poll with nothing to get: it is idle."""
        await self.line(bot or self.bot).polled()

    def calls_of(self, method: str, chat: Chat | None = None) -> list[CallRecord]:
        """The kept calls of one method (getUpdates is only counted), to one chat or to any."""
        wanted = [call for call in self.calls if call.method == method]
        return [call for call in wanted if chat is None or str(call.params.get("chat_id")) == str(chat.id)]

    def pending_updates(self, bot: Bot | None = None) -> int:
        """Updates that this bot has not confirmed yet."""
        return len((bot or self.bot).updates)

    def webhook_changed(self, bot: Bot) -> None:
        for hook in self.on_webhook_change:
            hook(bot)

    # TRANSIENT fields are rebuilt after loading.

    def rebuild(self) -> None:
        for chat in self.state.chats.values():
            by_seq = sorted(chat.messages.values(), key=lambda message: message.seq)
            chat.changes = {message.id: None for message in by_seq}
