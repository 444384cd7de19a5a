"""A crowd of citizens who file complaints at the same time, and an admin in each agency's group who answers them.

Everybody acts on what stands in the chat, as people do, and nobody does anything twice because the bot is slow.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from simulator.model import Chat, Message, Person
from simulator.world import World
from tests.support.stage import PHOTO

SENDING = (
    *("sendMessage", "sendPhoto", "sendMediaGroup", "sendLocation", "sendVenue", "sendDocument"),
    "createForumTopic",
)
FORUMS = ("PUPR", "DLH", "DISDAG")
"""Agencies whose group is a forum."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Topic:
    """What a citizen complains about; some are asked one thing more."""

    agency: str
    text: str
    asked: str = ""
    answer: str = ""


TOPICS = (
    Topic("PUPR", "Jalan rusak parah berlubang di depan pasar Martapura, sudah dua minggu"),
    Topic("DISHUB", "Lampu penerangan jalan di simpang empat dekat pasar Martapura mati sudah empat malam"),
    Topic("DINSOS", "Ada gelandangan sakit tidur di emperan pasar Martapura, mohon dibawa ke panti"),
    Topic("DLH", "Sampah menumpuk di pinggir jalan depan pasar Martapura sudah seminggu tidak diangkut"),
    Topic("DISPERKIM", "Air PDAM di depan pasar Martapura tidak mengalir sudah tiga hari"),
    Topic("SATPOLPP", "Pedagang kaki lima menutup trotoar di depan pasar Martapura, mohon ditertibkan"),
    Topic("DISDAG", "Harga beras di pasar Martapura naik terus, mohon operasi pasar"),
    Topic(
        "DISDUKCAPIL",
        "Cetak KTP di kecamatan Astambul katanya habis tinta dari bulan kemarin",
        "Di mana tepatnya",
        "di kantor kecamatan",
    ),
    Topic(
        "DPKP",
        "Tikus menghabiskan padi kami tiga hektar di Desa Tabing Rimbah, mohon penyuluh",
        "Di mana tepatnya",
        "di belakang balai desa",
    ),
)


@dataclass
class Citizen:
    """One of the crowd, and what became of the complaint."""

    person: Person
    chat: Chat
    topic: Topic
    pressed_send: bool = False
    number: str = ""
    answer: str = ""


@dataclass
class Crowd:
    """The world's people. Start `files` once per citizen and `answers` once per group, each as a task."""

    world: World
    coordinator: Person
    citizens: list[Citizen] = field(default_factory=list)
    groups: dict[str, Chat] = field(default_factory=dict)
    patience: float = 180.0
    """Seconds that anybody waits for anything."""
    _first_update: int = field(init=False)

    def __post_init__(self) -> None:
        self._first_update = self.world.bot.next_update

    def found_groups(self) -> None:
        """A group for every agency and one for the coordinator; the commands wait until the bot comes to life."""
        for code in (*(topic.agency for topic in TOPICS), "koordinator"):
            self.groups[code] = self.world.add_group(
                f"Grup {code}",
                creator=self.coordinator,
                members=[self.world.bot],
                bot_admin=True,
                forum=code in FORUMS,
            )
            self.world.send(self.coordinator, self.groups[code], f"/hubungkan {code}")

    async def are_paired(self) -> None:
        """Wait until every group knows what it is, and the bot what it may do there: before, a forum gets no topics."""
        for code, group in self.groups.items():
            await self._until(lambda group=group: self._said(group, "Grup ini sekarang grup"), f"group {code} paired")
            await self._until(lambda group=group: self._said(group, "Pemeriksaan grup"), f"group {code} checked")

    async def files(self, number: int) -> Citizen:
        """A new citizen goes from the first message to the agency's answer."""
        citizen = await self.reports(number, TOPICS[number % len(TOPICS)])
        answered = await self._until(
            lambda: self._said(citizen.chat, f"Jawaban untuk {citizen.number}"), f"answer to {number}"
        )
        citizen.answer = answered.text
        return citizen

    async def reports(self, number: int, topic: Topic) -> Citizen:
        """A new citizen goes from the first message to the receipt."""
        person = self.world.add_person(f"Warga {number}")
        citizen = Citizen(person, self.world.private(person), topic)
        self.citizens.append(citizen)
        photo: dict[str, Any] = {"photo": PHOTO + number.to_bytes(2)} if number % 4 == 0 else {}
        self.world.send(person, citizen.chat, f"{citizen.topic.text}. Laporan warga {number}.", **photo)
        await self._presses(citizen, "→", f"category of {number}")
        if citizen.topic.asked:
            await self._until(lambda: self._said(citizen.chat, citizen.topic.asked), f"question to {number}")
            self.world.send(person, citizen.chat, citizen.topic.answer)
        citizen.pressed_send = True
        await self._presses(citizen, "Kirim", f"summary of {number}", times=1 + number % 2)
        receipt = await self._until(lambda: self._said(citizen.chat, "Nomor tiket"), f"receipt of {number}")
        citizen.number = next(word for word in receipt.text.split() if word.startswith("LP-"))
        return citizen

    async def sees_card(self, group: Chat, citizen: Citizen) -> Message:
        """The card of the citizen's ticket in that group, as soon as it is there."""
        return await self.sees(group, f"🎫 {citizen.number}")

    async def sees(self, group: Chat, text: str) -> Message:
        """The newest message of the bot with that text, as soon as there is one."""
        return await self._until(lambda: self._said(group, text), text)

    async def answers(self, code: str) -> None:
        """The admin of a group answers one card after another, for ever."""
        admin, group = self.coordinator, self.groups[code]
        done: set[str] = set()
        while True:
            card = await self._until(lambda: self._unanswered_card(group, done), f"a card for {code}", for_ever=True)
            number = card.text.split()[1]
            self.world.send(admin, group, f"Jawaban untuk {number}: petugas kami datang besok.", reply_to=card)
            preview, data = await self._until(
                lambda number=number: self._button(group, "Kirim ke pelapor", number), f"preview of {number}"
            )
            self.world.press(admin, preview, data=data)
            await self._until(lambda number=number: self._said(group, f"Jawaban {number} dikirim"), f"sent {number}")
            done.add(number)

    def updates(self) -> int:
        """How many updates the people have caused."""
        return self.world.bot.next_update - self._first_update

    def repeated(self) -> Counter[str]:
        """How many messages each chat got that it had got before, by what was sent and not by what stands there."""
        sent: Counter[tuple[str, str]] = Counter()
        for call in self.world.calls:
            if call.method in SENDING and call.error is None:
                content = {name: value for name, value in call.params.items() if name != "reply_parameters"}
                sent[str(call.params["chat_id"]), f"{call.method} {content}"] += 1
        repeated: Counter[str] = Counter()
        for (chat, _), times in sent.items():
            repeated[chat] += times - 1
        return +repeated

    def hears(self, citizen: Citizen, words: str) -> bool:
        """Whether the bot has told the citizen so, exactly once."""
        return [words in said.text for said in self._of_bot(citizen.chat)].count(True) == 1

    def cards(self, citizen: Citizen) -> list[Message]:
        """The cards of a citizen's ticket in the agency's group."""
        group = self.groups[citizen.topic.agency]
        return [message for message in self._of_bot(group) if message.text.startswith(f"🎫 {citizen.number}")]

    async def _presses(self, citizen: Citizen, label: str, what: str, times: int = 1) -> None:
        message, data = await self._until(lambda: self._button(citizen.chat, label), what)
        for _ in range(times):
            self.world.press(citizen.person, message, data=data)

    def _unanswered_card(self, group: Chat, done: set[str]) -> Message | None:
        cards = (message for message in self._of_bot(group) if message.text.startswith("🎫 "))
        return next((card for card in cards if card.text.split()[1] not in done), None)

    def _said(self, chat: Chat, text: str) -> Message | None:
        return next((said for said in self._of_bot(chat) if text in said.text), None)

    def _button(self, chat: Chat, label: str, under: str = "") -> tuple[Message, str] | None:
        for message in self._of_bot(chat):
            if under in message.text:
                for button in _buttons(message):
                    if label in button["text"]:
                        return message, button["callback_data"]
        return None

    def _of_bot(self, chat: Chat) -> Iterable[Message]:
        return (message for message in reversed(self.world.messages(chat)) if message.sender == self.world.bot.id)

    async def _until(self, look: Callable[[], Found | None], what: str, *, for_ever: bool = False) -> Found:
        """Wait until there is something to see."""
        try:
            async with asyncio.timeout(None if for_ever else self.patience):
                while (found := look()) is None:
                    await self.world.changed()
                return found
        except TimeoutError:
            raise AssertionError(f"never came: {what}") from None


def _buttons(message: Message) -> list[dict[str, Any]]:
    return [button for row in (message.markup or {}).get("inline_keyboard", []) for button in row]
