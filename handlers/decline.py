"""*Tolak*: the agency proposes, the coordinator decides, and only then is the citizen told.

Press the button, choose why: another body's matter (which one, from the catalogue), data missing (that is *Minta
data*), or the same matter as another ticket (its number, as a reply). The coordinator's groups see the proposal with
*Setujui*, *Kembalikan* and *Alihkan*; the buttons carry which proposal they are about: an old one decides nothing new.
"""

from handlers import audience, buttons, cards, data_request, follow_up, merging, overview, proposals, texts
from handlers.access import bench_of
from handlers.agency import keep, refuse
from handlers.desk import Desk
from handlers.outside import body_of, other_of
from messages import cases as words
from messages.base import Message as Words
from storage.values import Group, Person
from tickets import decisions as rules
from tickets.declining import Decline, Why
from tickets.dialogue import Button, Message, Press, Priority, Rows
from tickets.errors import Reason, Refused
from tickets.events import Actor, EventKind
from tickets.number import find
from tickets.people import Deed
from tickets.ticket import DECLINED, Change, Status, Ticket


async def begin(group: Group, action: buttons.Action, desk: Desk) -> None:
    """*Tolak* was pressed on a card."""
    ticket = await _ticket(group, action.number(1), desk)
    if ticket is None:
        return
    if not _may_propose(ticket):
        await _refuse(group, ticket, desk)
        return
    if ticket.withheld or not await desk.unit.groups.coordinators():
        await _say(group, ticket, words.NoCoordinator(number=ticket.number), desk)
        return
    why = ("authority", "incomplete", "duplicate")
    rows = tuple((_button(f"decline_{each}", each, ticket, desk),) for each in why)
    drop = (_button("cancel", "drop", ticket, desk),)
    await _say(group, ticket, words.AskWhy(number=ticket.number), desk, rows=(*rows, drop), slot=_slot(ticket))


async def pressed(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """A reason, a body, *Batal*; or the coordinator's decision."""
    ticket = await _ticket(group, action.number(1), desk)
    if ticket is None:
        return
    match action.word(0):
        case "body" if action.word(2) in desk.office.catalogue.outside:
            await _propose(group, person, ticket, Decline(Why.AUTHORITY, action.word(2)), desk)
        case "agree" | "return":
            await _decide(group, person, ticket, action, desk)
        case "drop" if not _may_propose(ticket):
            return
        case _ if not _may_propose(ticket):
            await _refuse(group, ticket, desk)
        case _:
            await _choose(group, person, press, ticket, action, desk)


async def _choose(
    group: Group, person: Person, press: Press, ticket: Ticket, action: buttons.Action, desk: Desk
) -> None:
    """A reason, or *Batal*. Only the newest question shows what was chosen: an older one may be a colleague's."""
    is_newest = await desk.unit.messages.stands_in(group.chat, press.message_id, _slot(ticket))
    match action.word(0):
        case "authority":
            asked = words.AskBody(number=ticket.number)
            if is_newest:
                await _edit(group, ticket, asked, desk, rows=_bodies(ticket, desk))
            else:
                await _say(group, ticket, asked, desk, rows=_bodies(ticket, desk), slot=_slot(ticket))
        case "incomplete":
            if is_newest:
                await _edit(group, ticket, words.DeclineDropped(number=ticket.number), desk)
            await data_request.begin(group, person, press, action, desk)
        case "duplicate":
            if is_newest:
                await _edit(group, ticket, words.DeclineAsDuplicate(number=ticket.number), desk)
            await _ask_other(group, person, ticket, desk)
        case "drop" if is_newest:
            await _edit(group, ticket, words.DeclineDropped(number=ticket.number), desk)


async def replied(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> bool:
    """A reply to our question is the number of the other ticket. Tells whether it was one."""
    if not await desk.unit.messages.stood_in(group.chat, message.reply_to, _other_slot(ticket_id)):
        return False
    ticket = await _ticket(group, ticket_id, desk)
    if ticket is None:
        return True
    other = await _other(group, ticket, message.text, desk)
    if other is None:
        await _ask_other(group, person, ticket, desk, problem=True)
    else:
        await _propose(group, person, ticket, Decline(Why.DUPLICATE, other.number), desk)
    return True


async def _other(group: Group, ticket: Ticket, text: str, desk: Desk) -> Ticket | None:
    """The ticket that is named, if this group may see it and it is worked on under its own number."""
    numbers = find(text, desk.office.prefix)
    other = await desk.unit.tickets.by_number(numbers[0]) if len(numbers) == 1 else None
    if other is None or other.id == ticket.id or other.status is Status.MERGED:
        return None
    return other if bench_of(group).may(Deed.SEE, other) else None


async def _propose(group: Group, person: Person, ticket: Ticket, decline: Decline, desk: Desk) -> None:
    try:
        change = rules.propose_decline(ticket, decline, by=bench_of(group).actor(person.id), at=desk.now)
        await keep(ticket, change, desk)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return
    body, other = body_of(ticket, decline, desk), other_of(decline) or ""
    name = body.name if body else ""
    waits = words.DeclineWaits(number=ticket.number, by=person.name, body=name, other=other)
    if decline.why is Why.AUTHORITY:
        await _edit(group, ticket, waits, desk)
    else:
        await _say(group, ticket, waits, desk)
    await cards.refresh(change.ticket, desk)
    await _ask_coordinator(person, change.ticket, decline, desk)


async def _ask_coordinator(person: Person, ticket: Ticket, decline: Decline, desk: Desk) -> None:
    body, nth = body_of(ticket, decline, desk), await proposals.count(ticket, desk)
    for group in await desk.unit.groups.coordinators():
        line = await overview.line_of(ticket, desk, group)
        proposal = words.DeclineProposal(
            number=ticket.number,
            agency=desk.agency_name(ticket.agency),
            by=person.name,
            body=body.name if body else "",
            address=body.address if body else "",
            other=other_of(decline) or "",
            category=line.category,
            region=line.region,
            text=desk.guarded(ticket.text) if await cards.shows_words(group, ticket, desk) else "",
        )
        await desk.say(
            group.chat,
            proposal,
            rows=_decisions(ticket, nth, desk),
            priority=Priority.CARD,
            slot=proposals.slot(ticket, nth),
            ticket_id=ticket.id,
        )


def _decisions(ticket: Ticket, nth: int, desk: Desk) -> Rows:
    label = f"{desk.office.words.label('decline_return')} {desk.agency_name(ticket.agency) or ''}".strip()
    back = Button(label, buttons.pack(buttons.DECLINE, "return", ticket.id, nth))
    agree = desk.button("decline_agree", buttons.pack(buttons.DECLINE, "agree", ticket.id, nth))
    transfer = desk.button("transfer", buttons.pack(buttons.TICKET, "transfer", ticket.id))
    return ((agree,), (back, transfer))


async def _decide(group: Group, person: Person, ticket: Ticket, action: buttons.Action, desk: Desk) -> None:
    """Only the coordinator, and only on the proposal that the button was shown with."""
    if not bench_of(group).may(Deed.DECIDE, ticket):
        await refuse(group, ticket, Reason.NOT_ALLOWED, desk)
        return
    nth = await proposals.count(ticket, desk)
    if ticket.status in DECLINED and action.word(0) == "agree":
        return
    if action.number(2) != nth or ticket.declining is None:
        await refuse(group, ticket, Reason.NO_PROPOSAL, desk)
        return
    actor, agreed = bench_of(group).actor(person.id), action.word(0) == "agree"
    try:
        change = await _decided(ticket, actor, desk, agreed=agreed)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return
    if agreed:
        await follow_up.stop_clock(ticket, desk)
        await _tell_reporter(change.ticket, desk)
    await _tell_groups(person, ticket, change.ticket, nth, desk, agreed=agreed)


async def _decided(ticket: Ticket, actor: Actor, desk: Desk, *, agreed: bool) -> Change:
    """Back to the agency; or another body's matter; or the same as another ticket."""
    proposed = ticket.declining
    if agreed and proposed and proposed.why is Why.DUPLICATE:
        other = await desk.unit.tickets.by_number(proposed.to)
        if other is None:
            raise Refused(Reason.TARGET_ENDED)
        return await merging.merged(ticket, other, actor, desk)
    change = (rules.decline if agreed else rules.return_decline)(ticket, by=actor, at=desk.now)
    await keep(ticket, change, desk)
    return change


async def _tell_groups(person: Person, before: Ticket, ticket: Ticket, nth: int, desk: Desk, *, agreed: bool) -> None:
    """The proposal becomes the decision in the coordinator's groups; the agency's hear of it."""
    body = body_of(ticket, before.declining, desk)
    decided = words.DeclineDecided(
        number=ticket.number,
        agreed=agreed,
        by=person.name,
        body=body.name if body else "",
        other=other_of(before.declining) or "",
    )
    coordinators = await desk.unit.groups.coordinators()
    for group in coordinators:
        await desk.edit(group.chat, proposals.slot(before, nth), decided, ticket_id=ticket.id, priority=Priority.ANSWER)
    told = {group.id for group in coordinators}
    for group in await cards.groups_of(ticket, desk):
        if group.id not in told:
            await _say(group, ticket, decided, desk)
    await cards.refresh(ticket, desk)


async def _tell_reporter(ticket: Ticket, desk: Desk) -> None:
    """Kindly, and with the address: a citizen is never left with a mere no."""
    decline = ticket.declining
    if decline is None:
        return
    agency = desk.agency_name(ticket.agency) or desk.office.catalogue.province.name
    body = body_of(ticket, decline, desk)
    if body is not None:
        told = words.OutOfAuthority(number=ticket.number, agency=agency, body=body.name, address=body.address)
        await follow_up.inform(ticket, told, desk)
        return
    await merging.tell_reporters(ticket, desk)
    root = await audience.root_of(ticket, desk)
    await merging.pass_on(ticket, root, desk)
    await cards.refresh(root, desk)


def _bodies(ticket: Ticket, desk: Desk) -> Rows:
    made = [
        Button(body.button, buttons.pack(buttons.DECLINE, "body", ticket.id, code))
        for code, body in desk.office.catalogue.outside.items()
    ]
    rows = tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))
    return (*rows, (_button("cancel", "drop", ticket, desk),))


async def _ask_other(group: Group, person: Person, ticket: Ticket, desk: Desk, *, problem: bool = False) -> None:
    asked = words.AskOtherTicket(number=ticket.number, who=texts.mention(person), problem=problem)
    await desk.say(
        group.chat,
        asked,
        priority=Priority.ANSWER,
        slot=_other_slot(ticket.id),
        ticket_id=ticket.id,
        reply_to_slot=cards.slot(ticket.id),
        ask_reply=True,
    )


def _may_propose(ticket: Ticket) -> bool:
    return ticket.declining is None and ticket.admits(EventKind.DECLINE_PROPOSED)


async def _refuse(group: Group, ticket: Ticket, desk: Desk) -> None:
    await refuse(group, ticket, Reason.ALREADY_PROPOSED if ticket.is_open else Reason.WRONG_STATUS, desk)


async def _edit(group: Group, ticket: Ticket, message: Words, desk: Desk, *, rows: Rows = ()) -> None:
    await desk.edit(group.chat, _slot(ticket), message, rows=rows, ticket_id=ticket.id, priority=Priority.ANSWER)


async def _say(
    group: Group, ticket: Ticket, message: Words, desk: Desk, *, rows: Rows = (), slot: str | None = None
) -> None:
    await desk.say(
        group.chat,
        message,
        rows=rows,
        priority=Priority.ANSWER,
        slot=slot,
        ticket_id=ticket.id,
        reply_to_slot=cards.slot(ticket.id),
    )


async def _ticket(group: Group, ticket_id: int | None, desk: Desk) -> Ticket | None:
    """The ticket, if this group works on it; a stranger's wish is refused in words."""
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True) if ticket_id else None
    if ticket is not None and not bench_of(group).may(Deed.DECLINE, ticket):
        await refuse(group, ticket, Reason.NOT_ALLOWED, desk)
        return None
    return ticket


def _button(label: str, action: str, ticket: Ticket, desk: Desk) -> Button:
    return desk.button(label, buttons.pack(buttons.DECLINE, action, ticket.id))


def _slot(ticket: Ticket) -> str:
    return f"decline:{ticket.id}"


def _other_slot(ticket_id: int) -> str:
    return f"duplicate:{ticket_id}"
