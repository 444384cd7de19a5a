"""What was sent to a reporter and is held for some seconds, in which whoever pressed too soon can take it back.

It is a row of its own, so that nothing is lost when the program is killed; what becomes of it is `handlers.sending`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from pydantic import TypeAdapter

from handlers import buttons
from handlers.desk import Desk
from handlers.pending import Answer, Question
from messages import answers as words
from storage.values import Group, Person, Sending
from tickets.dialogue import Priority
from tickets.events import Actor
from tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Held:
    """An answer, or else a question, and how the ticket stood when it was sent."""

    actor: Actor
    agency: str | None
    reopened: int
    answer: Answer | None = None
    question: Question | None = None
    alone: bool = False
    """Sent by a coordinator alone with us."""

    @property
    def draft(self) -> Answer | Question:
        """What is to go out."""
        draft = self.answer or self.question
        if draft is None:
            raise ValueError("nothing is held")
        return draft

    def is_about(self, ticket: Ticket) -> bool:
        """Whether the ticket is still the same agency's, and was not reopened since."""
        return (ticket.agency, ticket.reopened) == (self.agency, self.reopened)


@dataclass(frozen=True, slots=True)
class Departure:
    """How something goes out: who sent it, as what, when, and in which group that shows (none: nowhere)."""

    sender: Person
    actor: Actor
    at: datetime
    group: Group | None


_HELD = TypeAdapter(Held)


def read(sending: Sending) -> Held:
    """What a row holds. Raises ValueError if another version stored it."""
    return _HELD.validate_python(sending.data)


async def hold(group: Group, person: Person, writer_id: int, ticket: Ticket, held: Held, desk: Desk) -> None:
    """Keep it for a while; its preview says so, with *Batalkan kirim*."""
    sending = Sending(
        group_id=None if group.is_alone else group.id,
        ticket_id=ticket.id,
        writer_id=writer_id,
        sender_id=person.id,
        sent_at=desk.now,
        due_at=desk.now + desk.office.undo,
        data=_HELD.dump_python(replace(held, alone=group.is_alone), mode="json"),
    )
    kept = replace(sending, id=await desk.unit.sendings.put(sending))
    await _show(group, kept, held, ticket.number, person, desk)


async def reword(group: Group, sending: Sending, held: Held, text: str, desk: Desk) -> None:
    """It goes out with other words, when it was to go anyhow; its preview shows them."""
    answer = replace(held.answer, text=text) if held.answer else None
    question = replace(held.question, text=text) if held.question else None
    changed = replace(held, answer=answer, question=question)
    await desk.unit.sendings.rewrite(sending.id, _HELD.dump_python(changed, mode="json"))
    ticket = await desk.unit.tickets.get(sending.ticket_id)
    await _show(group, sending, changed, ticket.number, await desk.unit.people.get(sending.sender_id), desk)


async def _show(group: Group, sending: Sending, held: Held, number: str, sender: Person, desk: Desk) -> None:
    """On the preview: it goes out in so many seconds, with *Batalkan kirim*."""
    draft = held.draft
    leaving = words.AnswerLeaving(
        number=number,
        text=draft.text,
        files=len(draft.attachments),
        by=sender.name,
        seconds=max(1, ceil((sending.due_at - desk.now).total_seconds())),
        closing=held.answer is not None and held.answer.closing,
        question=held.question is not None,
    )
    back = desk.button("take_back", buttons.pack(buttons.ANSWER, "undo", sending.id, draft.id))
    await desk.edit(
        group.chat, draft.slot, leaving, rows=((back,),), ticket_id=sending.ticket_id, priority=Priority.ANSWER
    )
