"""Somebody of an agency edits a message that became an answer or a question: what that changes.

Before it is sent, its preview; within the seconds in which it can be taken back, what goes out; afterwards nothing, and
the group is told so. Telegram reports edits that change no word, too; those are nothing. (A citizen's: `edits`.)
"""

from dataclasses import replace

from handlers import agency, data_request, follow_up, held, pending, relay, wanted
from handlers.access import bench_of
from handlers.desk import Desk
from messages import answers as words
from storage.values import Group, Person
from tickets.dialogue import Message, Priority
from tickets.events import Event, EventKind
from tickets.people import Deed
from tickets.ticket import Ticket


async def edited(group: Group, person: Person, message: Message, desk: Desk) -> None:
    """The message says something else now."""
    if not message.text:
        return
    ticket_id = await desk.unit.messages.ticket_of(group.chat, message.message_id)
    ticket = await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
    if ticket is None:
        return
    is_before = await _on_its_way(group, person, message, ticket, desk) or await _draft(group, person, message, desk)
    if not is_before:
        await _has_gone(group, message, ticket, desk)


async def _on_its_way(group: Group, person: Person, message: Message, ticket: Ticket, desk: Desk) -> bool:
    """What can still be taken back goes out with the new words. Tells whether it was such."""
    place = None if group.is_alone else group.id
    for sending in await desk.unit.sendings.of_ticket(ticket.id):
        leaves = held.read(sending)
        if (sending.group_id, sending.writer_id, leaves.draft.id) == (place, person.id, message.message_id):
            if message.text != leaves.draft.text and _makes_sense(leaves.draft, message):
                await held.reword(group, sending, leaves, message.text, desk)
            return True
    return False


async def _draft(group: Group, person: Person, message: Message, desk: Desk) -> bool:
    """The preview of an answer, or of a question, shows the new words. Tells whether there is one."""
    known = await pending.load(group, person.id, desk)
    draft = known.answer(message.message_id) or known.question(message.message_id)
    if draft is None:
        return False
    if message.text == draft.text or not _makes_sense(draft, message):
        return True
    if isinstance(draft, pending.Answer):
        answer = replace(draft, text=message.text)
        await pending.save(group, person.id, known.with_answer(answer), desk)
        await agency.show_anew(group, person, answer, desk)
    else:
        question = replace(draft, text=message.text)
        await pending.save(group, person.id, known.with_question(question), desk)
        await data_request.show_anew(group, person, question, desk)
    return True


def _makes_sense(draft: pending.Answer | pending.Question, message: Message) -> bool:
    return isinstance(draft, pending.Answer) or data_request.is_question(message.text)


async def _has_gone(group: Group, message: Message, ticket: Ticket, desk: Desk) -> None:
    """The reporter has other words: the group is told, once for a message, how to correct them."""
    slot = await desk.unit.messages.slot_of(group.chat, message.message_id)
    sent = await _sent_as(slot, ticket, desk) if slot else None
    if sent is None or sent.text == message.text or not bench_of(group).may(Deed.NOTE, ticket):
        return
    await desk.say(
        group.chat,
        words.EditedTooLate(number=ticket.number),
        priority=Priority.ANSWER,
        ticket_id=ticket.id,
        reply_to=message.message_id,
        unique_key=f"edited-too-late:{group.chat.id}:{slot}",
    )


async def _sent_as(slot: str, ticket: Ticket, desk: Desk) -> Event | None:
    """The answer or the question that went out as what stands in that slot; none for a note, or a draft."""
    for event in await desk.unit.tickets.history(ticket.id):
        is_answer = event.kind in follow_up.ANSWERS and relay.of_answer(ticket, event.at) == slot
        if is_answer or (event.kind is EventKind.ASKED and wanted.slot(ticket, event.at) == slot):
            return event
    return None
