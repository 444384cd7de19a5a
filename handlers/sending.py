"""What becomes of an answer or a question that was sent: it goes out when it is due, unless it was taken back before.

Whether it still can go out is decided at that moment, by the ticket as it is then. What cannot go out is put back into
its preview, and the group is told why.
"""

from handlers import agency, answering, buttons, data_request, held, pending
from handlers.access import alone_with, bench_of
from handlers.desk import Desk
from handlers.held import Departure, Held
from messages import answers as words
from messages import group as group_words
from messages import waiting
from messages.lengths import parted
from storage.values import Group, Person, Sending
from tickets.dialogue import Press, Priority
from tickets.errors import Refused
from tickets.people import Deed
from tickets.ticket import Status, Ticket


async def release(sending: Sending, desk: Desk) -> None:
    """It is due: it goes out, as of the moment at which somebody sent it."""
    if await desk.unit.sendings.take(sending.id) is None:
        return
    leaves = held.read(sending)
    group = await _group(sending, leaves, desk)
    if group:  # locked before the ticket, as by a press
        await pending.load(group, sending.writer_id, desk)
    ticket = await desk.unit.tickets.by_id(sending.ticket_id, lock=True)
    if ticket is None:
        return
    departure = Departure(await desk.unit.people.get(sending.sender_id), leaves.actor, sending.sent_at, group)
    try:
        if not leaves.is_about(ticket):
            await _could_not_go(group, sending, ticket, leaves, desk)
        elif leaves.answer:
            await answering.deliver(ticket, leaves.answer, departure, desk)
        elif leaves.question:
            await data_request.deliver(ticket, leaves.question, departure, desk)
    except Refused:
        await _could_not_go(group, sending, ticket, leaves, desk)


async def hurry(group: Group, ticket_id: int | None, desk: Desk) -> None:
    """Somebody of the group goes on with the case: what is on its way for it goes out now."""
    on_its_way = await desk.unit.sendings.of_ticket(ticket_id) if ticket_id else ()
    ticket = await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
    if ticket is not None and bench_of(group).may(Deed.FINISH, ticket):
        for sending in on_its_way:
            await release(sending, desk)


async def take_back(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """*Batalkan kirim*, by anybody of the group: it is a preview again, or it is too late."""
    whose = {"sender_id": person.id} if group.is_alone else {"group_id": group.id}
    sending = await desk.unit.sendings.take(action.number(1) or 0, **whose)
    if sending is None:
        await _too_late(group, press, action, desk)
        return
    await _put_back(group, sending, held.read(sending), desk, taken_back_by=person.name)


async def _too_late(group: Group, press: Press, action: buttons.Action, desk: Desk) -> None:
    """Say that it has gone out, and what can be done; nothing where it was taken back by somebody else."""
    ticket_id = await desk.unit.messages.ticket_of(group.chat, press.message_id)
    ticket = await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
    if ticket is None or not await desk.unit.messages.slot_of(group.chat, action.word(2)):
        return
    await desk.say(
        group.chat,
        words.AnswerGone(number=ticket.number),
        priority=Priority.ANSWER,
        ticket_id=ticket.id,
        reply_to=press.message_id,
    )


async def _put_back(
    group: Group, sending: Sending, leaves: Held, desk: Desk, *, taken_back_by: str | None = None
) -> None:
    """A preview with its buttons again, for whoever wrote it."""
    writer = await desk.unit.people.get(sending.writer_id)
    known = await pending.load(group, writer.id, desk)
    if leaves.answer:
        await pending.save(group, writer.id, known.with_answer(leaves.answer), desk)
        await agency.show_anew(group, writer, leaves.answer, desk, taken_back_by=taken_back_by)
    elif leaves.question:
        await pending.save(group, writer.id, known.with_question(leaves.question), desk)
        await data_request.show_anew(group, writer, leaves.question, desk, taken_back_by=taken_back_by)


async def _could_not_go(group: Group | None, sending: Sending, ticket: Ticket, leaves: Held, desk: Desk) -> None:
    """The ticket has changed since; the words are kept."""
    if group is None:
        return
    draft = leaves.draft
    may_draft = bench_of(group).may(Deed.NOTE, ticket)
    if may_draft:
        await _put_back(group, sending, leaves, desk)
    else:
        dropped = (waiting.QuestionDropped if leaves.question else group_words.AnswerDropped)(number=ticket.number)
        await desk.edit(group.chat, draft.slot, dropped, ticket_id=ticket.id, priority=Priority.ANSWER)
    told = words.AnswerHeldBack(
        number=ticket.number,
        because=_why(ticket, leaves),
        agency=desk.agency_name(ticket.agency),
        text="" if may_draft else parted(draft.text)[0],
        question=leaves.question is not None,
    )
    await desk.say(
        group.chat,
        told,
        priority=Priority.ANSWER,
        ticket_id=ticket.id if may_draft else None,
        reply_to_slot=draft.slot,
    )


def _why(ticket: Ticket, leaves: Held) -> str:
    """A code of `messages.answers.AnswerHeldBack`."""
    if ticket.agency != leaves.agency:
        return "moved"
    if ticket.reopened != leaves.reopened:
        return "reopened"
    return "closed" if ticket.status is Status.CLOSED else "changed"


async def _group(sending: Sending, leaves: Held, desk: Desk) -> Group | None:
    """Where it was sent; none if it was a group that was released meanwhile."""
    if leaves.alone:
        return alone_with(await desk.unit.people.get(sending.sender_id), desk)
    return await desk.unit.groups.get(sending.group_id) if sending.group_id else None
