"""The buttons under the preview of an answer: send it, keep it as a note, throw it away; and how an answer goes out."""

from datetime import datetime

from handlers import buttons, cards, clocks, follow_up, held, pending, proposals, relay
from handlers.access import bench_of
from handlers.agency import demand_evidence, keep, put_away, refuse, take_away
from handlers.desk import Desk
from handlers.held import Departure, Held
from handlers.pending import Answer
from messages import group as words
from storage.values import Group, Person
from tickets import ticket as rules
from tickets.dialogue import Priority
from tickets.errors import Refused
from tickets.events import Actor, EventKind
from tickets.people import Deed
from tickets.substance import is_acknowledgement
from tickets.ticket import Change, Ticket


async def pressed(group: Group, person: Person, action: buttons.Action, desk: Desk) -> None:
    """A button under a preview. Whoever of the group presses it answers for it."""
    writer_id = action.number(1)
    if writer_id is None:
        return
    known = await pending.load(group, writer_id, desk)
    answer = known.answer(action.word(2))
    if answer is None:
        return
    ticket = await desk.unit.tickets.by_id(answer.ticket_id, lock=True)
    if ticket is None:
        return
    is_theirs = bench_of(group).may(Deed.NOTE, ticket)
    if not is_theirs or pending.is_old(answer, desk.now):
        await (put_away if is_theirs else take_away)(group, answer, desk)
        await pending.save(group, writer_id, known.without_answer(answer), desk)
        return
    match action.word(0):
        case "send":
            done = await _send(group, person, writer_id, ticket, answer, desk)
        case "note":
            done = await _note(group, person, ticket, answer, desk)
        case _:
            done = await _drop(group, ticket, answer, desk)
    if done:
        await pending.save(group, writer_id, known.without_answer(answer), desk)


async def deliver(ticket: Ticket, answer: Answer, departure: Departure, desk: Desk) -> None:
    """The answer goes to the reporter; a closing one finishes the ticket, too. Raises Refused."""
    changes = await _changes(ticket, answer, departure.actor, departure.at, desk)
    before = ticket
    for change in changes:
        await keep(before, change, desk)
        before = change.ticket
    hollow = changes[0].event.kind is EventKind.ACKNOWLEDGED
    if not hollow:
        await follow_up.stop_clock(ticket, desk)
    await clocks.watch(before, desk)
    await follow_up.answer(before, changes[0].event, desk, quoting=answer.quoting)
    if departure.group:
        await _tell_group(departure.group, before, answer, departure, desk, hollow=hollow)
    await cards.refresh(before, desk)
    await proposals.end(ticket, before, desk)


async def _send(group: Group, person: Person, writer_id: int, ticket: Ticket, answer: Answer, desk: Desk) -> bool:
    """Send it, at once or after the time for second thoughts. Tells whether the rules admit it."""
    actor = bench_of(group).actor(person.id)
    try:
        if desk.office.undo:
            await _changes(ticket, answer, actor, desk.now, desk)
            await held.hold(
                group, person, writer_id, ticket, Held(actor, ticket.agency, ticket.reopened, answer=answer), desk
            )
        else:
            await deliver(ticket, answer, Departure(person, actor, desk.now, group), desk)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return False
    return True


async def _changes(ticket: Ticket, answer: Answer, actor: Actor, at: datetime, desk: Desk) -> tuple[Change, ...]:
    """What the answer does to the ticket: a mere acknowledgement leaves the clock running, and closes nothing.

    Raises Refused; nothing is changed by that.
    """
    if is_acknowledgement(answer.text, answer.attachments):
        said = rules.acknowledge(ticket, answer.text, answer.attachments, by=actor, at=at)
    else:
        due = await clocks.due_after_pause(ticket, desk)
        said = rules.follow_up(ticket, answer.text, answer.attachments, by=actor, at=at, due=due)
    if not answer.closing:
        return (said,)
    finished = rules.finish(said.ticket, by=actor, at=at)
    await demand_evidence(ticket, answer.attachments, desk)
    return said, finished


async def _tell_group(
    group: Group, ticket: Ticket, answer: Answer, departure: Departure, desk: Desk, *, hollow: bool
) -> None:
    """On the preview: it was sent. What it was written as stands for it, so that quotes find it on both sides."""
    written = relay.part(answer.slot, "template") if answer.template else relay.of_answer(ticket, departure.at)
    await desk.unit.messages.link(group.chat, answer.id, ticket.id, written, desk.now)
    sent = words.AnswerSent(
        number=ticket.number,
        text=answer.text,
        files=len(answer.attachments),
        by=departure.sender.name,
        at=departure.at,
        closing=answer.closing,
        unreachable=await cards.is_unreachable(ticket, desk),
        hollow=hollow,
        erased=await cards.is_erased(ticket, desk),
    )
    await desk.edit(group.chat, answer.slot, sent, ticket_id=ticket.id, priority=Priority.ANSWER)


async def _note(group: Group, person: Person, ticket: Ticket, answer: Answer, desk: Desk) -> bool:
    actor = bench_of(group).actor(person.id)
    change = rules.note(ticket, answer.text, answer.attachments, by=actor, at=desk.now)
    await keep(ticket, change, desk)
    saved = words.NoteSaved(number=ticket.number, text=answer.text, by=person.name, at=desk.now)
    await desk.edit(group.chat, answer.slot, saved, ticket_id=ticket.id, priority=Priority.ANSWER)
    return True


async def _drop(group: Group, ticket: Ticket, answer: Answer, desk: Desk) -> bool:
    dropped = words.AnswerDropped(number=ticket.number)
    await desk.edit(group.chat, answer.slot, dropped, ticket_id=ticket.id, priority=Priority.ANSWER)
    return True
