"""One whole case, step by step, as Bu Sari and Pak Budi live it: each acts on what stands in the chat, and once more,
in another way, where trouble has kept the bot's word from them.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.model import Chat, Message
from tests.faults.acts import all_is_sent
from tests.faults.crowd import SENDING
from tests.support.stage import MARTAPURA, Role, Stage
from tickets.replaying import contradiction
from tickets.ticket import Status, Ticket

POTHOLES = "Jalan provinsi berlubang dalam, tadi pagi ada ibu jatuh dari motor"
ANSWER = "Lubang itu sudah kami tambal tadi pagi."
WORDS = ("berlubang dalam", "sudah kami tambal")
"""What nobody else may ever read."""
HISTORY = ["submitted", "assigned", "taken", "followed_up", "confirmed", "rated"]


@dataclass(frozen=True)
class Step:
    """What a person does: `act` does it, `shows` tells whether the person sees the outcome, `again` looks for it."""

    name: str
    act: Callable[["Case"], None]
    shows: Callable[["Case"], bool]
    again: Callable[["Case"], Any]


@dataclass
class Case:
    """The people of one case, and a neighbour and another agency who have nothing to do with it."""

    stage: Stage
    andi: Role
    hadi: Role
    pressed: list[tuple[Role, Message, str]] = field(default_factory=list)
    helped: int = 0
    """How often somebody had to go another way."""

    @property
    def sari(self) -> Role:
        return self.stage.sari

    @property
    def budi(self) -> Role:
        return self.stage.budi

    def number(self) -> str:
        return self.stage.number()

    async def sees_to_it(self, step: Step) -> None:
        """Trouble is over. What the person waits for is there; or becomes, when the person looks for it."""
        await all_is_sent(self.stage)
        if step.shows(self):
            return
        self.helped += 1
        await step.again(self)
        assert step.shows(self), f"{step.name}: nothing helped\n{self.stage.script.text()}"

    def presses(self, role: Role, label: str) -> None:
        """Press the newest such button."""
        message, button = self.stage.button(role.chat, label)
        self.pressed.append((role, message, button["callback_data"]))
        self.stage.world.press(role.person, message, data=button["callback_data"])

    def has_button(self, role: Role, label: str) -> bool:
        """Whether there is such a button."""
        return any(
            button["text"].startswith(label)
            for message in role.messages()
            for row in (message.markup or {}).get("inline_keyboard", [])
            for button in row
        )

    def reads(self, role: Role, text: str) -> bool:
        """Whether the bot has told somebody so."""
        return any(text in message.text for message in role.messages())

    async def ends_well(self) -> Ticket:
        """No complaint lost, no ticket twice, nobody told what is not theirs, and the facts explain the ticket."""
        stage = self.stage
        async with stage.looks() as unit:
            (ticket,) = await unit.tickets.after(0, 10)
            history = await unit.tickets.history(ticket.id)
            chains = await unit.chains.verify(0, 10)
            inbox, outbox = await unit.inbox.counts(), await unit.outbox.counts()
            failures = await unit.inbox.failures(10)
        assert ticket.number == self.number()
        assert ticket.status is Status.CLOSED
        assert sorted(event.kind.value for event in history) == sorted(HISTORY), history
        assert contradiction(ticket, history) is None
        assert not chains.faults
        assert not failures, "\n".join(failure.error for failure in failures)
        assert inbox["pending"] == 0
        assert (outbox["waiting"], outbox["sending"], outbox["rejected"]) == (0, 0, 0), outbox
        self._nobody_else_heard(ticket.number)
        return ticket

    def repeated(self) -> Counter[str]:
        """How many messages each chat got that it had got before (to the same reply or not)."""
        sent: Counter[tuple[str, str]] = Counter()
        for call in self.stage.world.calls:
            if call.method in SENDING and call.error is None:
                content = {name: value for name, value in call.params.items() if name != "reply_parameters"}
                sent[str(call.params["chat_id"]), f"{call.method} {content}"] += 1
        repeated: Counter[str] = Counter()
        for (chat, _), times in sent.items():
            repeated[chat] += times - 1
        return +repeated

    def _nobody_else_heard(self, number: str) -> None:
        for role in (self.andi, self.hadi):
            for said in role.messages():
                assert not any(word in said.text for word in (number, *WORDS)), f"{role.name} heard: {said.text}"
        mine = {str(chat.id) for chat in self._concerned()}
        for call in self.stage.world.calls:
            words = str(call.params.get("text", "")) + str(call.params.get("caption", ""))
            if any(word in words for word in (number, *WORDS)):
                assert str(call.params.get("chat_id")) in mine, call

    def _concerned(self) -> list[Chat]:
        world, stage = self.stage.world, self.stage
        chats = [self.sari.chat, stage.pupr, stage.coordinator]
        moved = {chat.migrated_to for chat in chats} | {chat.migrated_from for chat in chats}
        return chats + [chat for chat in world.chats if chat.id in moved]


async def open_case(stage: Stage) -> Case:
    """Everybody is there; the neighbour and the other agency have talked to the bot before."""
    hadi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Hadi", "Pak Hadi, Dishub")
    andi = stage.citizen("Andi", "Pak Andi, tetangga")
    await andi.says("/start")
    stage.forget()
    stage.world.calls.clear()
    return Case(stage, andi, hadi)


# --- the other way --------------------------------------------------------------------------------------------------


async def _resumes(case: Case, step: Step) -> None:
    """Sari asks for her draft; if the bot never heard of what she did, she does it again."""
    await case.sari.says("/lapor")
    if case.has_button(case.sari, "Lanjut"):
        await case.sari.presses("Lanjut")
    if not step.shows(case):
        step.act(case)
        await case.stage.settles()


async def _asks_for_her_reports(case: Case, step: Step) -> None:
    """Sari looks up what became of it."""
    await case.sari.says("/laporansaya")
    if not step.shows(case):
        await case.sari.presses(case.number())
    if not step.shows(case):
        step.act(case)
        await case.stage.settles()


async def _calls_the_card(case: Case, step: Step) -> None:
    """Budi has the card shown again and does it once more."""
    await case.budi.says(f"/tiket {case.number()}")
    if not step.shows(case):
        step.act(case)
        await case.stage.settles()


# --- the steps ------------------------------------------------------------------------------------------------------


def _again(way: Callable[[Case, Step], Any], name: str) -> Callable[[Case], Any]:
    return lambda case: way(case, STEPS[name])


def _answers(case: Case) -> None:
    card = case.stage.find(case.budi.chat, f"🎫 {case.number()}")
    case.stage.world.send(case.budi.person, case.budi.chat, ANSWER, reply_to=card)


def _step(
    name: str, way: Callable[[Case, Step], Any], act: Callable[[Case], Any], shows: Callable[[Case], bool]
) -> Step:
    return Step(name, act, shows, _again(way, name))


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        _step(
            "text",
            _resumes,
            lambda case: case.stage.world.send(case.sari.person, case.sari.chat, POTHOLES),
            lambda case: case.has_button(case.sari, "Jalan & jembatan"),
        ),
        _step(
            "category",
            _resumes,
            lambda case: case.presses(case.sari, "Jalan & jembatan"),
            lambda case: case.has_button(case.sari, "Kab. Banjar"),
        ),
        _step(
            "place",
            _resumes,
            lambda case: case.stage.world.send(case.sari.person, case.sari.chat, location=dict(MARTAPURA)),
            lambda case: case.has_button(case.sari, "Kirim"),
        ),
        _step(
            "send",
            _asks_for_her_reports,
            lambda case: case.presses(case.sari, "Kirim"),
            lambda case: case.reads(case.sari, "LP-") and case.reads(case.budi, "🎫 LP-"),
        ),
        _step(
            "take",
            _calls_the_card,
            lambda case: case.presses(case.budi, "Terima"),
            lambda case: case.reads(case.budi, "Petugas: "),
        ),
        _step("answer", _calls_the_card, _answers, lambda case: case.has_button(case.budi, "Kirim ke pelapor")),
        _step(
            "relay",
            _asks_for_her_reports,
            lambda case: case.presses(case.budi, "Kirim ke pelapor"),
            lambda case: case.reads(case.sari, ANSWER) and case.has_button(case.sari, "Sudah selesai"),
        ),
        _step(
            "confirm",
            _asks_for_her_reports,
            lambda case: case.presses(case.sari, "Sudah selesai"),
            lambda case: case.has_button(case.sari, "4 ⭐"),
        ),
        _step(
            "stars",
            _asks_for_her_reports,
            lambda case: case.presses(case.sari, "4 ⭐"),
            lambda case: case.reads(case.sari, "⭐⭐⭐⭐"),
        ),
    )
}
