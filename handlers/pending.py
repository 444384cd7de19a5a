"""What somebody in a group has begun and not finished: answers and questions to be sent, a transfer.

One dialogue for each person and group holds it all, so that a second answer, or a transfer begun in between, takes
nothing away from the first.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from handlers.desk import Desk
from storage.values import Dialogue, Group
from tickets.dialogue import Attachment, Chat

FORM = "group"
VERSION = 1
MOST_ANSWERS = 10
"""Unsent answers of one person; older ones are forgotten."""
KEPT = timedelta(hours=24)
"""How long the preview of an answer may be sent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that nobody but its writer has sent yet; `id` is the message it began with."""

    id: str
    ticket_id: int
    closing: bool
    text: str = ""
    attachments: tuple[Attachment, ...] = field(default=())
    album: str | None = None
    at: datetime | None = None
    """When it was written."""
    quoting: str | None = None
    """The slot of what it replies to, if that came from the reporter."""
    template: str = ""
    """The name of the template that it was made of. Then no message of anybody stands for it, and `id` is our own."""

    @property
    def slot(self) -> str:
        """The slot of its preview."""
        return f"answer:{self.ticket_id}:{self.id}"


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer on its way: which ticket, to whom, and which message is to be replied to."""

    ticket_id: int
    agency: str | None = None
    asked: int = 0

    @property
    def slot(self) -> str:
        """The slot of the question that is open now."""
        return f"transfer:{self.ticket_id}:{self.asked}"


@dataclass(frozen=True, slots=True)
class TransferOfAll:
    """A transfer of all tickets of a list (`handlers.bundles`) up to `last`: to whom, and what is to be replied to."""

    number: int
    last: int
    agency: str | None = None
    asked: int = 0
    counted: int = 0
    """How many tickets the question named."""

    def slot(self, person_id: int) -> str:
        """The slot of the question that is open now."""
        return f"all:{self.number}:{person_id}:{self.asked}"


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the reporter that nobody has sent yet; `id` is the message it came as."""

    id: str
    ticket_id: int
    text: str
    attachments: tuple[Attachment, ...] = field(default=())

    @property
    def slot(self) -> str:
        """The slot of its preview."""
        return f"question:{self.ticket_id}:{self.id}"


@dataclass(frozen=True, slots=True)
class Pending:
    """Everything that one person has open in one group."""

    answers: tuple[Answer, ...] = ()
    transfer: Transfer | None = None
    question: Question | None = None
    transfer_of_all: TransferOfAll | None = None

    def answer(self, answer_id: str) -> Answer | None:
        """The answer that began with that message."""
        return next((answer for answer in self.answers if answer.id == answer_id), None)

    def of_album(self, album: str | None) -> Answer | None:
        """The answer that began with an item of that album."""
        return next((answer for answer in self.answers if album and answer.album == album), None)

    def with_answer(self, answer: Answer) -> "Pending":
        """With a new answer, or one that has grown."""
        others = tuple(known for known in self.answers if known.id != answer.id)
        return replace(self, answers=(*others, answer)[-MOST_ANSWERS:])

    def without_answer(self, answer: Answer) -> "Pending":
        """That answer was sent, noted or dropped."""
        return replace(self, answers=tuple(known for known in self.answers if known.id != answer.id))


_PENDING = TypeAdapter(Pending)


async def load(group: Group, person_id: int, desk: Desk) -> Pending:
    """What that person has open here; nothing, if it was stored by another version."""
    dialogue = await desk.unit.dialogues.load(_room(group), person_id)
    if dialogue is None or (dialogue.form, dialogue.version) != (FORM, VERSION):
        return Pending()
    try:
        return _PENDING.validate_python(dialogue.data)
    except ValidationError:
        return Pending()


async def save(group: Group, person_id: int, pending: Pending, desk: Desk) -> None:
    """Keep it; nothing open is not kept."""
    if pending == Pending():
        await desk.unit.dialogues.close(_room(group), person_id)
        return
    await desk.unit.dialogues.save(
        Dialogue(
            chat=_room(group),
            person_id=person_id,
            form=FORM,
            version=VERSION,
            data=_PENDING.dump_python(pending, mode="json"),
            revision=len(pending.answers),
            updated_at=_since(pending, desk.now),
        )
    )


def is_old(answer: Answer, now: datetime) -> bool:
    """Whether the preview has expired."""
    return answer.at is not None and answer.at + KEPT <= now


def _room(group: Group) -> Chat:
    """Where it is kept: alone with us beside what the person has open as a citizen."""
    return replace(group.chat, id=f"{group.chat.id}#desk") if group.is_alone else group.chat


def _since(pending: Pending, now: datetime) -> datetime:
    """Since when it is waiting: that of the oldest answer, by which the ticker finds what has expired."""
    return min((answer.at for answer in pending.answers if answer.at), default=now)
