"""What somebody in a group has begun and not finished: answers and questions to be sent, a transfer.

One dialogue for each person and group holds it all, so that a second answer, or a transfer begun in between, takes
nothing away from the first.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handlers.desk import Desk
from storage.values import Dialogue, Group
from tickets.dialogue import Attachment, Chat

FORM = "group"
VERSION = 1
MOST = 10
"""Unsent answers of one person, and so many transfers and questions; older ones are forgotten."""
_ASKS_TRANSFER = "transfer"
_ASKS_FOR_ALL = "all"
"""How the slots of questions about a transfer begin, of one ticket and of a list."""
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
    """A transfer on its way: which ticket, to whom, which message is to be replied to, and who began it."""

    ticket_id: int
    agency: str | None = None
    asked: int = 0
    by: int = 0

    @property
    def slot(self) -> str:
        """The slot of the question that is open now. It tells all of it: whoever replies, we know what was asked."""
        return f"{_ASKS_TRANSFER}:{self.ticket_id}:{self.asked}:{self.by}:{self.agency or ''}"


def transfer_asked(slot: str | None) -> Transfer | None:
    """The transfer as it was when the question in that slot was asked; none if it is of something else.

    Older versions did not tell by whom (0) and to whom.
    """
    kind, *told = (slot or "").split(":")
    if kind != _ASKS_TRANSFER:
        return None
    ticket_id, asked, by, agency = (*told, "", "")[:4]
    return Transfer(int(ticket_id), agency or None, int(asked), int(by or 0))


@dataclass(frozen=True, slots=True)
class TransferOfAll:
    """A transfer of all tickets of a list (`handlers.bundles`) up to `last`: to whom, what was asked, by whom."""

    number: int
    last: int
    agency: str | None = None
    asked: int = 0
    counted: int = 0
    """How many tickets the question named."""
    by: int = 0

    @property
    def slot(self) -> str:
        """The slot of the question that is open now. It tells all of it, as that of a `Transfer` does."""
        return f"{_ASKS_FOR_ALL}:{self.number}:{self.by}:{self.asked}:{self.agency or ''}"


def transfer_of_all_asked(slot: str | None) -> TransferOfAll | None:
    """The transfer of a list as it was when the question in that slot was asked; none if it is of something else."""
    kind, *told = (slot or "").split(":")
    if kind != _ASKS_FOR_ALL:
        return None
    number, by, asked, agency = (*told, "")[:4]
    return TransferOfAll(int(number), 0, agency or None, int(asked), by=int(by))


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the reporter that nobody has sent yet; `id` is the message it came as."""

    id: str
    ticket_id: int
    text: str
    attachments: tuple[Attachment, ...] = field(default=())
    album: str | None = None

    @property
    def slot(self) -> str:
        """The slot of its preview."""
        return f"question:{self.ticket_id}:{self.id}"


@dataclass(frozen=True, slots=True)
class Pending:
    """Everything that one person has open in one group."""

    answers: tuple[Answer, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    questions: tuple[Question, ...] = ()
    transfer_of_all: TransferOfAll | None = None

    def answer(self, answer_id: str) -> Answer | None:
        """The answer that began with that message."""
        return next((answer for answer in self.answers if answer.id == answer_id), None)

    def of_album(self, album: str | None) -> Answer | None:
        """The answer that began with an item of that album."""
        return next((answer for answer in self.answers if album and answer.album == album), None)

    def with_answer(self, answer: Answer) -> "Pending":
        """With a new answer, or one that has grown."""
        return replace(self, answers=(*self.without_answer(answer).answers, answer)[-MOST:])

    def without_answer(self, answer: Answer) -> "Pending":
        """That answer was sent, noted or dropped."""
        return replace(self, answers=tuple(known for known in self.answers if known.id != answer.id))

    def transfer(self, ticket_id: int) -> Transfer | None:
        """The transfer of that ticket."""
        return next((transfer for transfer in self.transfers if transfer.ticket_id == ticket_id), None)

    def with_transfer(self, transfer: Transfer) -> "Pending":
        """With a new transfer, or one that has gone on."""
        return replace(self, transfers=(*self.without_transfer(transfer.ticket_id).transfers, transfer)[-MOST:])

    def without_transfer(self, ticket_id: int) -> "Pending":
        """The transfer of that ticket was carried out or dropped."""
        return replace(self, transfers=tuple(known for known in self.transfers if known.ticket_id != ticket_id))

    def question(self, question_id: str) -> Question | None:
        """The question that came as that message."""
        return next((question for question in self.questions if question.id == question_id), None)

    def question_of_album(self, album: str | None) -> Question | None:
        """The question that came as an item of that album."""
        return next((question for question in self.questions if album and question.album == album), None)

    def with_question(self, question: Question) -> "Pending":
        """With a new question, or one that has grown."""
        return replace(self, questions=(*self.without_question(question).questions, question)[-MOST:])

    def without_question(self, question: Question) -> "Pending":
        """That question was sent or dropped."""
        return replace(self, questions=tuple(known for known in self.questions if known.id != question.id))


_PENDING = TypeAdapter(Pending)


async def load(group: Group, person_id: int, desk: Desk) -> Pending:
    """What that person has open here; nothing, if it was stored by another version."""
    dialogue = await desk.unit.dialogues.load(_room(group), person_id)
    if dialogue is None or (dialogue.form, dialogue.version) != (FORM, VERSION):
        return Pending()
    try:
        return _PENDING.validate_python(_as_of_now(dialogue.data, person_id))
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


def _as_of_now(data: dict[str, Any], person_id: int) -> dict[str, Any]:
    """What was stored; older versions kept one transfer and one question only."""
    kept = dict(data)
    transfer, question = kept.pop("transfer", None), kept.pop("question", None)
    earlier = {
        "transfers": [{**transfer, "by": person_id}] if transfer else [],
        "questions": [question] if question else [],
    }
    return {**earlier, **kept}


def is_old(answer: Answer, now: datetime) -> bool:
    """Whether the preview has expired."""
    return answer.at is not None and answer.at + KEPT <= now


def _room(group: Group) -> Chat:
    """Where it is kept: alone with us beside what the person has open as a citizen."""
    return replace(group.chat, id=f"{group.chat.id}#desk") if group.is_alone else group.chat


def _since(pending: Pending, now: datetime) -> datetime:
    """Since when it is waiting: that of the oldest answer, by which the ticker finds what has expired."""
    return min((answer.at for answer in pending.answers if answer.at), default=now)
