"""*Serahkan*: a colleague of the same group has the case from now on.

Chosen by button out of the people known from the group, or by replying with the name. Everybody of the group may hand
over, not only who has the case: they work it out among themselves.
"""

from handlers import buttons, cards, roster
from handlers.access import bench_of
from handlers.agency import keep, refuse
from handlers.desk import Desk
from messages import cases as words
from messages import citizen
from messages.group import Who
from storage.values import Group, Person
from tickets import ticket as rules
from tickets.dialogue import Button, Message, Press, Priority, Rows
from tickets.errors import Reason, Refused
from tickets.events import EventKind
from tickets.names import meant
from tickets.people import Deed
from tickets.ticket import Status, Ticket

MOST_BUTTONS = 12
"""Colleagues offered as buttons, who acted last first."""
MOST_NAMES = 200
"""Colleagues among whom a typed name is looked for."""


async def begin(group: Group, action: buttons.Action, desk: Desk) -> None:
    """*Serahkan* was pressed on a card."""
    ticket = await _ticket(group, action.number(1), desk)
    if ticket is None:
        return
    if not ticket.admits(EventKind.HANDED_OVER):
        await refuse(group, ticket, Reason.WRONG_STATUS, desk)
        return
    await _ask(group, ticket, desk)


async def pressed(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """A colleague, or *Batal*."""
    ticket = await _ticket(group, action.number(1), desk)
    colleague = action.number(2)
    if ticket is None:
        return
    if action.word(0) == "drop":
        await _drop(group, ticket, press, action, desk)
    elif colleague is not None and await desk.unit.rosters.knows(group.id, colleague):
        await _hand_over(group, person, ticket, colleague, desk)


async def _drop(group: Group, ticket: Ticket, press: Press, action: buttons.Action, desk: Desk) -> None:
    """*Batal*, on the newest question, while the case is with whom it was when that was asked."""
    is_newest = await desk.unit.messages.stands_in(group.chat, press.message_id, _slot(ticket.id))
    if is_newest and action.number(2) in {None, ticket.taken_by or 0}:
        await _settle(group, ticket, None, desk)


async def replied(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> bool:
    """A reply to our question is a colleague's name. Tells whether it was one."""
    if not await desk.unit.messages.stood_in(group.chat, message.reply_to, _slot(ticket_id)):
        return False
    ticket = await _ticket(group, ticket_id, desk)
    if ticket is None:
        return True
    found = meant(message.text, await _colleagues(group, ticket, MOST_NAMES, desk))
    if len(found) == 1:
        await _hand_over(group, person, ticket, found[0], desk)
    else:
        await _ask(group, ticket, desk, problem=True)
    return True


async def _hand_over(group: Group, person: Person, ticket: Ticket, colleague: int, desk: Desk) -> None:
    if ticket.taken_by == colleague:
        return
    try:
        change = rules.hand_over(ticket, colleague, by=bench_of(group).actor(person.id), at=desk.now)
        await keep(ticket, change, desk)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return
    to = await roster.who(colleague, desk) or Who(name="")
    await _settle(group, ticket, to.name, desk)
    await desk.say(
        group.chat,
        words.HandedOver(number=ticket.number, to=to, by=person.name),
        priority=Priority.ANSWER,
        ticket_id=ticket.id,
        reply_to_slot=cards.slot(ticket.id),
    )
    await cards.refresh(change.ticket, desk)
    await _tell_reporter(ticket, desk)


async def _tell_reporter(before: Ticket, desk: Desk) -> None:
    """Whoever hands over an untouched case has taken it as well; the reporter is not told of anything else."""
    agency = desk.agency_name(before.agency)
    if before.status is not Status.ASSIGNED or agency is None or before.source.is_recorded:
        return
    reporter = await cards.reporter_of(before, desk)
    if not reporter.blocked:
        taken = citizen.Taken(number=before.number, agency=agency, due=before.follow_up_due)
        await desk.say(reporter, taken, ticket_id=before.id)


async def _ask(group: Group, ticket: Ticket, desk: Desk, *, problem: bool = False) -> None:
    colleagues = await _colleagues(group, ticket, MOST_BUTTONS, desk)
    made = [
        Button(name, buttons.pack(buttons.HANDOVER, "to", ticket.id, person_id))
        for person_id, name in colleagues.items()
    ]
    rows: Rows = tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))
    drop = desk.button("cancel", buttons.pack(buttons.HANDOVER, "drop", ticket.id, ticket.taken_by or 0))
    await desk.say(
        group.chat,
        words.AskColleague(number=ticket.number, problem=problem),
        rows=(*rows, (drop,)),
        priority=Priority.ANSWER,
        slot=_slot(ticket.id),
        ticket_id=ticket.id,
        reply_to_slot=cards.slot(ticket.id),
    )


async def _colleagues(group: Group, ticket: Ticket, most: int, desk: Desk) -> dict[int, str]:
    """The people known from the group but for who has the case."""
    known = await desk.unit.rosters.people(group.id, most + 1)
    others = [person_id for person_id in known if person_id != ticket.taken_by][:most]
    return {person_id: (await desk.unit.people.get(person_id)).name for person_id in others}


async def _settle(group: Group, ticket: Ticket, to: str | None, desk: Desk) -> None:
    settled = words.HandoverSettled(number=ticket.number, to=to)
    await desk.edit(group.chat, _slot(ticket.id), settled, ticket_id=ticket.id, priority=Priority.ANSWER)


async def _ticket(group: Group, ticket_id: int | None, desk: Desk) -> Ticket | None:
    """The ticket, if this group works on it; a stranger's wish is refused in words."""
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True) if ticket_id else None
    if ticket is not None and not bench_of(group).may(Deed.HAND_OVER, ticket):
        await refuse(group, ticket, Reason.NOT_ALLOWED, desk)
        return None
    return ticket


def _slot(ticket_id: int) -> str:
    return f"handover:{ticket_id}"
