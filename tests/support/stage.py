"""A stage for whole conversations: people with names, a simulated Telegram, and the real bot on a real database.

    async with Stage.open(database_url, title="…") as stage:
        await stage.sari.says("Jalan rusak …", photo=True)
        await stage.sari.presses("Kirim")
        assert "Nomor tiket" in stage.sari.sees()

Every act waits until the bot has nothing more to do, and is written down with all that anybody saw; that script is the
golden transcript.
"""

import textwrap
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from bot.app import App
from bot.behaviour import Behaviour
from bot.budget import UNLIMITED, Limits
from bot.clock import Clock as BotClock
from bot.geocoding import Geocoder
from bot.office import behaviour_of, open_office
from bot.settings import Settings
from handlers.desk import Office
from simulator.clock import WITA, Clock
from simulator.model import Chat, ChatKind, Message, Person, Topic
from simulator.server import serving
from simulator.world import World
from storage.database import Database
from storage.sealing import Sealer
from storage.unit import Unit
from tests.support.databases import SECRET_KEY

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Senin, 23 November 2026, 09.00 WITA: an ordinary working day."""
PHOTO = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d1a"
    "1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080001000101011100ffc4001f00000105010101"
    "01010100000000000000000102030405060708090a0bffc400b5100002010303020403050504040000017d01020300041105122131410613"
    "516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565"
    "758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3"
    "c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00fbfefefeffd9"
)
MARTAPURA = {"latitude": -3.411, "longitude": 114.845}
BANJARBARU = {"latitude": -3.44, "longitude": 114.83}
SURABAYA = {"latitude": -7.25, "longitude": 112.75}
LINE = 76
"""Characters of a line in a script."""
LONGEST = 1200
"""Characters of a message in a script."""
_GEOCODER = Geocoder()
_TOPIC_DONE = {
    "forum_topic_created": "membuat",
    "forum_topic_edited": "mengganti nama",
    "forum_topic_closed": "menutup",
    "forum_topic_reopened": "membuka kembali",
}


@dataclass
class Role:
    """Somebody in a chat: a citizen in the private chat, or an agency's admin in the group."""

    stage: "Stage"
    person: Person
    name: str
    chat: Chat

    async def says(
        self,
        text: str = "",
        *,
        photo: bool = False,
        album: int = 0,
        location: dict[str, float] | None = None,
        reply_to: str | Message | None = None,
        topic: str | None = None,
        **media: Any,
    ) -> None:
        """Write, send a photo, an album or a place; `reply_to` is a part of the text replied to.

        `topic`: part of the name of the forum topic to write in, without replying to anything.
        """
        world = self.stage.world
        target = self.stage.find(self.chat, reply_to) if isinstance(reply_to, str) else reply_to
        where: dict[str, Any] = {
            "reply_to": target,
            "thread": self.stage.topic(self.chat, topic).thread if topic else None,
        }
        if album:
            world.album(self.person, self.chat, [PHOTO + bytes([n]) for n in range(album)], text, **where)
        elif photo:
            world.send(self.person, self.chat, text, photo=PHOTO, **where)
        elif location:
            world.send(self.person, self.chat, location=dict(location), **where)
        else:
            world.send(self.person, self.chat, text, **where, **media)
        self.stage.takes_down()
        await self.stage.settles()

    async def presses(self, label: str, *, under: str | None = None, twice: bool = False) -> None:
        """Press the button with that label (or beginning) on the newest message that has it."""
        message, button = self.stage.button(self.chat, label, under)
        self.stage.script.pressed(self, button["text"])
        for _ in range(2 if twice else 1):
            self.stage.world.press(self.person, message, data=button["callback_data"])
        await self.stage.settles()

    async def edits(self, old: str, new: str) -> None:
        """Edit one's own message."""
        own = [message for message in self.stage.world.messages(self.chat) if message.sender == self.person.id]
        message = next(message for message in reversed(own) if old in message.text)
        self.stage.world.edit(self.person, message, new)
        await self.stage.settles()

    async def presses_forged(self, data: str, *, under: str) -> None:
        """Send data that no button has, as a changed client could."""
        self.stage.script.remark(f"{self.name} mengirim data tombol palsu: {data}")
        self.stage.world.press(self.person, self.stage.find(self.chat, under), data=data, forged=True)
        await self.stage.settles()

    def sees(self, last: int = 1) -> str:
        """The newest messages of the bot in this chat, oldest first."""
        return "\n\n".join(message.text for message in self.messages()[-last:])

    def messages(self) -> list[Message]:
        """What the bot said in this chat."""
        return [message for message in self.stage.world.messages(self.chat) if self.stage.is_bots(message)]

    def receives(self) -> tuple[str, bytes]:
        """The newest file of the bot's own making in this chat: its name and what is in it."""
        media = next(message.media for message in reversed(self.messages()) if message.media)
        store = self.stage.world.store
        return store.files[media.file].name or "", store.data(media.file) or b""

    def sees_all(self) -> str:
        """Everything that stands in this chat."""
        return "\n\n".join(message.text for message in self.stage.world.messages(self.chat))

    def buttons(self) -> list[str]:
        """The labels under the newest message of the bot that has buttons."""
        for message in reversed(self.stage.world.messages(self.chat)):
            if message.markup:
                return [button["text"] for row in message.markup["inline_keyboard"] for button in row]
        return []


@dataclass
class Script:
    """The conversation as a customer reads it."""

    title: str
    lines: list[str] = field(default_factory=list)

    def heading(self, text: str) -> None:
        """A scene begins."""
        self.lines += ["", f"## {text}"]

    def remark(self, text: str) -> None:
        """What happens offstage."""
        self.lines += ["", f"*{text}*"]

    def pressed(self, role: Role, label: str) -> None:
        """Somebody pressed a button."""
        self.lines += ["", f"**{role.name}** menekan **[{label}]**"]

    def shown(self, where: str, who: str, message: str, *, edited: bool) -> None:
        """Somebody's message, or what became of it."""
        changed = " – pesan diubah menjadi" if edited else ""
        self.lines += ["", f"**{who}** ({where}){changed}:", "```text", *_wrapped(message), "```"]

    def text(self) -> str:
        """The whole script."""
        return "\n".join([f"# {self.title}", *self.lines, ""])


class Stage:
    """The world, the bot in it, and the script."""

    def __init__(self, world: World, settings: Settings, limits: Limits, title: str) -> None:
        self.world = world
        self.zone = WITA
        self.app: App
        self.script = Script(title)
        self._settings = settings
        self.limits = limits
        self._random = Random(26)
        self._running: AsyncExitStack | None = None
        self._seen: dict[str, int] = {}
        self._known: set[tuple[str, int]] = set()
        self._places: dict[str, str] = {}
        self._names: dict[int, str] = {}
        self.rina = self._role("Rina", "Bu Rina, koordinator")
        self.sari = self._role("Sari", "Bu Sari, warga")
        self.pupr: Chat
        self.coordinator: Chat

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        database_url: str,
        title: str = "",
        *,
        pair: bool = True,
        limits: Limits = UNLIMITED,
        catalogue: Path = Path("catalogue/kalimantan-selatan.toml"),
        start: datetime = MONDAY,
        clock_runs: bool = False,
        undo_seconds: int = 0,
        reports_per_hour: int = 30,
        reports_per_minute: int = 1200,
        first_reports_per_minute: int = 600,
        files_per_minute: int = 60,
    ) -> AsyncIterator["Stage"]:
        """The curtain rises: everything runs, the groups of PUPR and of the coordinator are paired."""
        world = World(clock=Clock(start=start, running=clock_runs))
        world.add_bot(token=TOKEN, name="Lapor Bot", username="lapor_bot")
        async with serving(world) as address:
            rina_id = world.add_person("Rina", language="id")
            settings = Settings.model_validate(
                {
                    "telegram_bot_token": TOKEN,
                    "telegram_api_url": address,
                    "database_url": database_url,
                    "secret_key": SECRET_KEY,
                    "coordinator_ids": frozenset({rina_id.id}),
                    "catalogue_file": catalogue,
                    "undo_seconds": undo_seconds,
                    "reports_per_hour": reports_per_hour,
                    "reports_per_minute": reports_per_minute,
                    "first_reports_per_minute": first_reports_per_minute,
                    "files_per_minute": files_per_minute,
                }
            )
            stage = cls(world, settings, limits, title)
            await stage.bot_starts()
            try:
                if pair:
                    await stage.pairs_groups()
                yield stage
            finally:
                await stage.bot_stops()

    async def bot_starts(self) -> None:
        """The program starts; what was said meanwhile is answered."""
        self.app = App(
            self._settings,
            clock=self.world.clock,
            random=self._random,
            geocoder=_GEOCODER,
            behave=_behave,
            limits=self.limits,
        )
        self._running = AsyncExitStack()
        await self._running.enter_async_context(self.app.running())
        await self.settles()

    async def bot_stops(self) -> None:
        """The program stops; people can go on writing."""
        running, self._running = self._running, None
        if running:
            await running.aclose()

    async def restarts(self, remark: str = "Bot dimatikan dan dinyalakan lagi.") -> None:
        """Stop and start again: nothing is known any more but what is in the database."""
        await self.bot_stops()
        self.script.remark(remark)
        await self.bot_starts()

    @asynccontextmanager
    async def looks(self) -> AsyncIterator[Unit]:
        """The database through a second session of its own."""
        database = await Database.open(self._settings.database, Sealer(SECRET_KEY))
        try:
            async with database.transaction() as unit:
                yield unit
        finally:
            await database.close()

    async def pairs_groups(self) -> None:
        """The two groups that every province begins with; not part of the script."""
        self.budi, self.pupr = await self.group("Dinas PUPR", "PUPR", "Budi", "Pak Budi, PUPR")
        chair, self.coordinator = await self.group(
            "Koordinator Diskominfo", "koordinator", "Rina", "Bu Rina, koordinator"
        )
        self.rina = chair
        self.forget()

    async def group(
        self, title: str, role: str, first_name: str, name: str, *, forum: bool = False
    ) -> tuple[Role, Chat]:
        """A group with an admin, paired by Rina. In a forum, the bot is an admin, too."""
        admin = self._person(first_name)
        rina = self._person("Rina")
        members = [rina, self.world.bot] if admin is not rina else [self.world.bot]
        chat = self.world.add_group(title, creator=admin, members=members, forum=forum, bot_admin=forum)
        self._places[chat.key] = f"grup {title}"
        self.world.send(rina, chat, f"/hubungkan {role}")
        await self.settles()
        self.forget()
        self._names[admin.id] = name
        return Role(self, admin, name, chat), chat

    def found_group(self, title: str, first_name: str, name: str, kind: ChatKind = "supergroup") -> Role:
        """A new group with its founder and the bot, paired with nobody."""
        founder = self._person(first_name)
        chat = self.world.add_group(title, creator=founder, kind=kind, members=[self.world.bot])
        self._places[chat.key] = f"grup {title}"
        self._names[founder.id] = name
        return Role(self, founder, name, chat)

    def moves(self, role: Role) -> Role:
        """The group becomes a supergroup under another id; the same person in it."""
        chat = self.world.migrate(role.chat)
        self._places[chat.key] = f"supergrup {chat.title}"
        return replace(role, chat=chat)

    def citizen(self, first_name: str, name: str) -> Role:
        """Somebody in the private chat."""
        return self._role(first_name, name)

    def member(self, chat: Chat, first_name: str, name: str) -> Role:
        """One more person in a group."""
        person = self._person(first_name)
        self.world.join(person, chat)
        self._names[person.id] = name
        return Role(self, person, name, chat)

    @property
    def database_url(self) -> str:
        """Where everything is kept."""
        return self._settings.database

    def scene(self, text: str) -> None:
        """A heading in the script."""
        self.script.heading(text)

    async def later(self, *, days: int = 0, hours: float = 0, seconds: float = 0, remark: str = "") -> None:
        """Time passes: working days (to 09.00 of the last), hours, or seconds."""
        if days:
            self.world.clock.advance_working_day(days)
        if hours or seconds:
            self.world.clock.advance(timedelta(hours=hours, seconds=seconds))
        if remark:
            self.script.remark(remark)
        await self.settles()

    async def settles(self) -> None:
        """Until the bot has nothing more to do; what was said meanwhile goes into the script."""
        if self._running:
            await self.app.idle(lambda: self.world.pending_updates() == 0)
        self.takes_down()

    def takes_down(self) -> None:
        """Write down what is new in all chats."""
        for chat in self.world.chats:
            for message in self.world.changed_messages(chat, self._seen.get(chat.key, 0)):
                self._note(chat, message)
            self._seen[chat.key] = chat.last_seq

    def forget(self) -> None:
        """Strike the script so far."""
        self.script.lines.clear()

    def find(self, chat: Chat, text: str) -> Message:
        """The newest message of a chat that holds that text."""
        for message in reversed(self.world.messages(chat)):
            if text in message.text:
                return message
        raise AssertionError(f"nobody said {text!r} in {chat.title}:\n{self.script.text()}")

    def button(self, chat: Chat, label: str, under: str | None = None) -> tuple[Message, dict[str, Any]]:
        """The newest message with such a button, and the button."""
        for message in reversed(self.world.messages(chat)):
            if not message.markup or (under and under not in message.text):
                continue
            made = [button for row in message.markup["inline_keyboard"] for button in row]
            exact = [button for button in made if button["text"] == label]
            found = exact or [button for button in made if button["text"].startswith(label)]
            if found:
                return message, found[0]
        raise AssertionError(f"there is no button {label!r} in {chat.title}:\n{self.script.text()}")

    def topic(self, chat: Chat, name: str) -> Topic:
        """The forum topic with that in its name."""
        found = [topic for topic in chat.topics.values() if name in topic.name]
        assert found, f"{chat.title} has no topic {name!r}, only {[topic.name for topic in chat.topics.values()]}"
        return found[-1]

    def in_topic(self, chat: Chat, name: str) -> str:
        """Everything that stands in that topic."""
        thread = self.topic(chat, name).thread
        return "\n\n".join(message.text for message in self.world.messages(chat) if message.thread == thread)

    def in_general(self, chat: Chat) -> str:
        """Everything that stands in no topic."""
        return "\n\n".join(message.text for message in self.world.messages(chat) if message.thread is None)

    def is_bots(self, message: Message) -> bool:
        """Whether the bot said it."""
        return message.sender == self.world.bot.id

    def place_of(self, chat: Chat) -> str:
        """What the script calls a chat."""
        return self._places.get(chat.key, chat.title)

    def number(self) -> str:
        """The number of the newest ticket that Sari was told."""
        words = self.sari.sees_all().split()
        return [word for word in words if word.startswith("LP-") and len(word) == len("LP-2611-7F3K98")][-1]

    def _person(self, first_name: str) -> Person:
        known = next((person for person in self.world.people if person.first_name == first_name), None)
        return known or self.world.add_person(first_name, language="id")

    def _role(self, first_name: str, name: str) -> Role:
        person = self._person(first_name)
        chat = self.world.private(person)
        self._places[chat.key] = f"chat pribadi {first_name}"
        self._names[person.id] = name
        return Role(self, person, name, chat)

    def _note(self, chat: Chat, message: Message) -> None:
        if message.is_service and not message.deleted:
            self._note_topic(chat, message)
        if message.is_service or message.deleted:
            return
        who = "Lapor Bot" if self.is_bots(message) else self._names.get(message.sender, chat.title)
        edited = (chat.key, message.id) in self._known
        self._known.add((chat.key, message.id))
        topic = chat.topics.get(message.thread or 0)
        where = self._places.get(chat.key, chat.title) + (f", topik {topic.name}" if topic else "")
        self.script.shown(where, who, _as_text(message, self._quoted(chat)), edited=edited)

    def _note_topic(self, chat: Chat, message: Message) -> None:
        """What happens to a topic, as the group sees it."""
        done = next((done for kind, done in _TOPIC_DONE.items() if kind in message.content), None)
        topic = chat.topics.get(message.thread or 0)
        if done and topic:
            who = "Lapor Bot" if self.is_bots(message) else self._names.get(message.sender, chat.title)
            name = message.content.get("forum_topic_created", {}).get("name", topic.name)
            self.script.remark(f"{who} {done} topik {name}")

    def _quoted(self, chat: Chat) -> Callable[[int], str]:
        def quoted(message_id: int) -> str:
            message = self.world.message(chat, message_id)
            first = (message.text.splitlines() or [""])[0] if message else ""
            return first[:40] + ("…" if len(first) > 40 else "")

        return quoted


@cache
def office_of(timezone: str, catalogue: Path) -> Office:
    """What takes long to build is built once for all conversations; Random and coordinators are each one's own."""
    chosen = Settings.model_validate({"timezone": timezone, "catalogue_file": catalogue, "secret_key": SECRET_KEY})
    return open_office(chosen, Clock(start=MONDAY, running=False), Random(0), _GEOCODER)


def _behave(settings: Settings, clock: BotClock, random: Random, _geocoder: Geocoder) -> Behaviour:
    shared = office_of(settings.timezone, settings.catalogue_file)
    coordinators = frozenset(map(str, settings.coordinator_ids))
    own = {
        "undo": timedelta(seconds=settings.undo_seconds),
        "reports_per_hour": settings.reports_per_hour,
        "reports_per_minute": settings.reports_per_minute,
        "first_reports_per_minute": settings.first_reports_per_minute,
        "files_per_minute": settings.files_per_minute,
    }
    return behaviour_of(replace(shared, random=random, coordinator_ids=coordinators, **own), clock)


def _wrapped(message: str) -> list[str]:
    """As it reads on a narrow screen; the end of a very long message is left out."""
    if len(message) > LONGEST:
        message = f"{message[:LONGEST]} … ({len(message)} huruf)"
    return [part for line in message.splitlines() for part in (textwrap.wrap(line, LINE) or [""])]


def _as_text(message: Message, quoted: Callable[[int], str]) -> str:
    lines = []
    if message.reply_to:
        lines.append(f"↩ {quoted(message.reply_to)}")
    if message.kind == "location":
        place = message.content["location"]
        lines.append(f"📍 {place['latitude']}, {place['longitude']}")
    elif message.kind != "text":
        lines.append(f"[{message.kind}]")
    if message.text:
        lines.append(message.text)
    rows = (message.markup or {}).get("inline_keyboard", [])
    lines += [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    return "\n".join(lines)
