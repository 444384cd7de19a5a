"""*Alihkan*: a ticket goes to another agency, with a reason that the citizen reads, too.

Pick the agency by button, or by replying with its name; then reply with the reason. The transfer is kept with who began
it; whoever of the group presses or replies there goes on with it, and answers for it. A reply to one of our questions
is never anything else.
"""

from dataclasses import replace

from handlers import agencies, alarm, buttons, cards, follow_up, merging, pending, texts, wanted
from handlers.access import bench_of
from handlers.agency import keep, refuse
from handlers.desk import Desk
from handlers.pending import Transfer
from messages import citizen
from messages import group as words
from storage.values import Group, Person
from tickets import ticket as rules
from tickets.dialogue import Message, Press, Priority, Rows
from tickets.errors import Reason, Refused
from tickets.events import EventKind
from tickets.people import Deed
from tickets.ticket import Change, Ticket
from tickets.verification import may_have

MIN_REASON = 5
"""Letters of a reason."""


async def begin(group: Group, person: Person, action: buttons.Action, desk: Desk) -> None:
    """*Alihkan* was pressed on a card."""
    ticket = await _ticket(group, action.number(1), desk)
    if ticket is None:
        return
    if not cards.may_move(ticket):
        await refuse(group, ticket, Reason.WRONG_STATUS, desk)
        return
    await _ask_agency(group, ticket, Transfer(ticket.id, asked=ticket.revision, by=person.id), desk)


async def pressed(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """An agency, another page, or *Batal*."""
    asked = pending.transfer_asked(await desk.unit.messages.slot_of(group.chat, press.message_id))
    transfer = await _begun(group, person, asked, action.number(1), desk)
    ticket = await _ticket(group, action.number(1), desk)
    if ticket is None or transfer is None:
        return
    match action.word(0):
        case "page":
            rows = await _choices(ticket, action.number(2) or 0, desk)
            question = words.AskAgency(number=ticket.number, problem=False)
            await desk.edit(
                group.chat, transfer.slot, question, rows=rows, ticket_id=ticket.id, priority=Priority.ANSWER
            )
        case "to" if action.word(2) in desk.office.catalogue.agencies:
            await _picked(group, person, ticket, transfer, action.word(2), desk)
        case "drop":
            await _drop(group, transfer, desk)
            dropped = words.TransferDropped(number=ticket.number)
            await desk.edit(group.chat, transfer.slot, dropped, ticket_id=ticket.id)


async def replied(group: Group, person: Person, message: Message, desk: Desk) -> bool:
    """A reply to our question is the agency's name, or the reason. Tells whether it was one."""
    if message.reply_to is None:
        return False
    asked = pending.transfer_asked(await desk.unit.messages.slot_of(group.chat, message.reply_to))
    if asked is None:
        return False
    transfer = await _begun(group, person, asked, asked.ticket_id, desk)
    ticket = await _ticket(group, asked.ticket_id, desk)
    if ticket is None:
        return True
    if transfer is None or (asked.agency and asked.agency != transfer.agency):
        lapsed = words.TransferLapsed(number=ticket.number)
        await desk.say(group.chat, lapsed, priority=Priority.ANSWER, ticket_id=ticket.id, reply_to=message.message_id)
    elif asked.agency or (not asked.by and transfer.agency):
        await _reasoned(group, person, ticket, transfer, message.text, desk)
    else:
        await _named(group, person, ticket, transfer, message.text, desk)
    return True


async def _begun(
    group: Group, person: Person, asked: Transfer | None, ticket_id: int | None, desk: Desk
) -> Transfer | None:
    """The transfer of a ticket that a question is about: of who was asked; if nobody knows, of this person."""
    owner = asked.by if asked and asked.by else person.id
    return (await pending.load(group, owner, desk)).transfer(ticket_id or 0)


async def _ticket(group: Group, ticket_id: int | None, desk: Desk) -> Ticket | None:
    """The ticket, if this group may pass it on; a stranger's wish is refused in words."""
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True) if ticket_id else None
    if ticket is not None and not bench_of(group).may(Deed.TRANSFER, ticket):
        await refuse(group, ticket, Reason.NOT_ALLOWED, desk)
        return None
    return ticket


async def _ask_agency(group: Group, ticket: Ticket, transfer: Transfer, desk: Desk, *, problem: bool = False) -> None:
    await _keep(group, transfer, desk)
    await desk.say(
        group.chat,
        words.AskAgency(number=ticket.number, problem=problem),
        rows=await _choices(ticket, 0, desk),
        priority=Priority.ANSWER,
        slot=transfer.slot,
        ticket_id=ticket.id,
        reply_to_slot=cards.slot(ticket.id),
    )


async def _choices(ticket: Ticket, page: int, desk: Desk) -> Rows:
    likely = await agencies.likely([ticket], desk)
    rows = agencies.choices(buttons.TRANSFER, (ticket.id,), page, desk, first=likely)
    return (*rows, (desk.button("cancel", buttons.pack(buttons.TRANSFER, "drop", ticket.id)),))


async def _named(group: Group, person: Person, ticket: Ticket, transfer: Transfer, name: str, desk: Desk) -> None:
    found = desk.office.catalogue.find_agency(name)
    if len(found) == 1:
        await _picked(group, person, ticket, transfer, found[0].code, desk)
    else:
        again = replace(transfer, agency=None, asked=transfer.asked + 1)
        await _ask_agency(group, ticket, again, desk, problem=True)


async def _picked(group: Group, person: Person, ticket: Ticket, transfer: Transfer, agency: str, desk: Desk) -> None:
    if agency == ticket.agency:
        await refuse(group, ticket, Reason.ALREADY_THERE, desk)
        return
    if not may_have(agency, ticket, desk.office.catalogue):
        await refuse(group, ticket, Reason.ACCUSED, desk)
        return
    if transfer.agency == agency:
        return
    await _ask_reason(group, person, ticket, replace(transfer, agency=agency, asked=transfer.asked + 1), desk)


async def _ask_reason(
    group: Group, person: Person, ticket: Ticket, transfer: Transfer, desk: Desk, *, problem: bool = False
) -> None:
    await _keep(group, transfer, desk)
    question = words.AskReason(
        number=ticket.number, agency=desk.agency_name(transfer.agency) or "", who=texts.mention(person), problem=problem
    )
    await desk.say(
        group.chat,
        question,
        priority=Priority.ANSWER,
        slot=transfer.slot,
        ticket_id=ticket.id,
        reply_to_slot=cards.slot(ticket.id),
        ask_reply=True,
    )


async def _reasoned(group: Group, person: Person, ticket: Ticket, transfer: Transfer, reason: str, desk: Desk) -> None:
    reason = " ".join(reason.split())
    if is_too_short(reason):
        again = replace(transfer, asked=transfer.asked + 1)
        await _ask_reason(group, person, ticket, again, desk, problem=True)
        return
    await _drop(group, transfer, desk)
    await carry_out(group, person, ticket, transfer.agency or "", reason, desk)


async def carry_out(group: Group, person: Person, ticket: Ticket, agency: str, reason: str, desk: Desk) -> None:
    """The ticket goes to that agency, and everybody concerned hears of it."""
    try:
        change = await move(group, person, ticket, agency, reason, desk)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return
    await _tell(group, person, ticket, change.ticket, reason, desk)


def is_too_short(reason: str) -> bool:
    """Whether nobody would understand from these words why."""
    return sum(character.isalpha() for character in reason) < MIN_REASON


async def move(group: Group, person: Person, ticket: Ticket, agency: str, reason: str, desk: Desk) -> Change:
    """The ticket under its new agency, stored with its event and a new follow-up clock. Raises Refused."""
    if not may_have(agency, ticket, desk.office.catalogue):
        raise Refused(Reason.ACCUSED)
    actor, due = bench_of(group).actor(person.id), desk.follow_up_due()
    if ticket.admits(EventKind.ASSIGNED):
        change = rules.assign(ticket, agency, reason, by=actor, at=desk.now, due=due)
    else:
        change = rules.transfer(ticket, agency, reason, by=actor, at=desk.now, due=due)
    await keep(ticket, change, desk)
    await follow_up.stop_clock(ticket, desk)
    await follow_up.start_clock(change.ticket, desk)
    if ticket.merged_into is not None:
        await merging.moved_on(ticket, actor, desk)
    return change


async def _tell(group: Group, person: Person, before: Ticket, ticket: Ticket, reason: str, desk: Desk) -> None:
    """Who passed it on, to where and why, in the group; and everything else that follows."""
    name = desk.agency_name(ticket.agency) or ""
    passed = words.Passed(number=ticket.number, agency=name, by=person.name, reason=reason)
    await desk.say(group.chat, passed, priority=Priority.ANSWER, ticket_id=ticket.id)
    await spread(before, ticket, reason, desk)


async def spread(before: Ticket, ticket: Ticket, reason: str, desk: Desk) -> None:
    """The old groups' cards say where it went, the new groups get a card, the citizen hears of it."""
    working = {entry.id for entry in await cards.groups_of(ticket, desk)}
    left = [entry for entry in await cards.groups_of(before, desk) if entry.id not in working]
    for entry in left:
        await cards.leave(entry, ticket, reason, desk)
    await cards.post(ticket, desk)
    await alarm.ring(ticket, desk)
    name = desk.agency_name(ticket.agency) or ""
    told = citizen.Forwarded(number=ticket.number, agency=name, due=ticket.follow_up_due, reason=reason)
    await follow_up.inform(ticket, told, desk)
    await wanted.passed_on(before, ticket, desk)


async def _keep(group: Group, transfer: Transfer, desk: Desk) -> None:
    """With who began it."""
    known = await pending.load(group, transfer.by, desk)
    await pending.save(group, transfer.by, known.with_transfer(transfer), desk)


async def _drop(group: Group, transfer: Transfer, desk: Desk) -> None:
    known = await pending.load(group, transfer.by, desk)
    await pending.save(group, transfer.by, known.without_transfer(transfer.ticket_id), desk)
