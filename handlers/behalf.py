"""What a coordinator does on behalf of a reporter who is not in the chat: the last word, an addition, the contact."""

from handlers import audit, buttons, cards, clocks, follow_up, last_word, proposals, recorded, replies
from handlers.agency import keep, refuse
from handlers.desk import Desk
from messages import group as group_words
from messages import records as words
from storage.values import Group, Person
from tickets import ticket as rules
from tickets.audit import Act
from tickets.dialogue import Chat, Message, Priority
from tickets.errors import Reason, Refused
from tickets.events import Actor, ActorKind, EventKind
from tickets.ticket import Change, Ticket

VERBS = frozenset({"solved", "not", "contact", "show", "hide"})
"""What the buttons say that are about a recorded ticket."""


async def pressed(chat: Chat, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """A button under the news. Only for the coordinator: the caller has checked that."""
    ticket_id = action.number(1)
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True) if ticket_id else None
    if ticket is None or not ticket.source.is_recorded:
        await desk.say(chat, words.RecordNotOpen(), priority=Priority.ANSWER)
        return
    try:
        match action.word(0):
            case "solved" | "not" as verdict:
                await _judge(chat, person, ticket, verdict, action.number(2), desk)
            case "contact":
                await _contact(chat, person, group, ticket, desk)
            case _:
                await _share(chat, person, group, ticket, action.word(0) == "show", desk)
    except Refused as refused:
        if group:
            await refuse(group, ticket, refused.reason, desk)


async def replied(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> bool:
    """A reply to the news is what the reporter said to it. Tells whether it was one."""
    slot = await desk.unit.messages.slot_of(message.chat, message.reply_to) if message.reply_to else None
    if not group.is_coordinator or not recorded.is_news(slot):
        return False
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True)
    if ticket is None or not (message.text or message.attachments or message.location):
        return True
    change, supplied = await _said(person, message, ticket, desk)
    await keep(ticket, change, desk)
    if supplied:
        await follow_up.stop_clock(ticket, desk)
        if change.ticket.awaits_follow_up:
            await follow_up.start_clock(change.ticket, desk)
        await cards.refresh(change.ticket, desk)
    else:
        await clocks.watch(change.ticket, desk)
    await desk.unit.messages.link(group.chat, message.message_id, ticket.id, None, desk.now)
    await replies.pass_on(person, message, change.ticket, None, desk, supplied=supplied, on_behalf=True)
    passed = words.SaidOnBehalf(number=ticket.number, agency=desk.agency_name(ticket.agency))
    await desk.say(group.chat, passed, priority=Priority.ANSWER, ticket_id=ticket.id, reply_to=message.message_id)
    return True


async def _said(person: Person, message: Message, ticket: Ticket, desk: Desk) -> tuple[Change, bool]:
    """What the words do to the ticket, and whether they are the data it waited for."""
    actor = Actor(ActorKind.COORDINATOR, person.id)
    if not ticket.admits(EventKind.SUPPLIED):
        return rules.reply(ticket, message.text, message.attachments, by=actor, at=desk.now), False
    due = await clocks.due_after_pause(ticket, desk)
    return rules.supply(ticket, message.text, message.attachments, by=actor, at=desk.now, due=due), True


async def _judge(chat: Chat, person: Person, ticket: Ticket, verdict: str, reopened: int | None, desk: Desk) -> None:
    """*Sudah selesai* or *Belum selesai*; a button from before the last reopening is of the past."""
    if reopened != ticket.reopened:
        raise Refused(Reason.WRONG_STATUS)
    actor = Actor(ActorKind.COORDINATOR, person.id)
    if verdict == "solved":
        change = rules.confirm(ticket, by=actor, at=desk.now)
    else:
        change = rules.reopen(ticket, by=actor, at=desk.now)
    await keep(ticket, change, desk)
    await follow_up.stop_clock(ticket, desk)
    judged = words.JudgedOnBehalf(number=ticket.number, solved=verdict == "solved", by=person.name)
    await desk.say(chat, judged, priority=Priority.ANSWER, ticket_id=ticket.id, reply_to_slot=cards.slot(ticket.id))
    if verdict == "solved":
        await follow_up.tell_groups(change.ticket, group_words.ReporterConfirmed(number=ticket.number), desk)
        await proposals.end(ticket, change.ticket, desk)
        await last_word.tell_others_it_is_closed(person, change.ticket, desk)
    else:
        await follow_up.start_clock(change.ticket, desk)
        await last_word.tell_of_reopening(change.ticket, desk.remaining(ticket.follow_up_due), desk)
        await last_word.tell_others_it_is_open(person, change.ticket, desk)
    await cards.refresh(change.ticket, desk)


async def _contact(chat: Chat, person: Person, group: Group | None, ticket: Ticket, desk: Desk) -> None:
    """Show how the reporter can be reached; who looked is written down."""
    record = await desk.unit.records.of(ticket.id)
    if record is None or not record.contact:
        await desk.say(chat, words.NoContact(number=ticket.number), priority=Priority.ANSWER)
        return
    await audit.record(Act.CONTACT_SEEN, person, desk, group=group, ticket_id=ticket.id)
    shown = words.ContactShown(
        number=ticket.number,
        contact=record.contact,
        to_agency=record.contact_shown,
        agency=desk.agency_name(ticket.agency),
    )
    key, verb = ("contact_hide", "hide") if record.contact_shown else ("contact_show", "show")
    rows = ((desk.button(key, buttons.pack(buttons.RECORD, verb, ticket.id)),),) if ticket.agency else ()
    await desk.say(chat, shown, rows=rows, priority=Priority.ANSWER, ticket_id=ticket.id)


async def _share(chat: Chat, person: Person, group: Group | None, ticket: Ticket, shown: bool, desk: Desk) -> None:
    """The agency may see the contact on its card, or may not any more."""
    record = await desk.unit.records.of(ticket.id)
    if record is None or not record.contact or record.contact_shown is shown:
        return
    await desk.unit.records.show_contact(ticket.id, shown=shown)
    act = Act.CONTACT_SHARED if shown else Act.CONTACT_HIDDEN
    await audit.record(act, person, desk, group=group, ticket_id=ticket.id, agency=ticket.agency)
    told = words.ContactShared(number=ticket.number, agency=desk.agency_name(ticket.agency) or "", shown=shown)
    await desk.say(chat, told, priority=Priority.ANSWER, ticket_id=ticket.id)
    await cards.refresh(ticket, desk)
