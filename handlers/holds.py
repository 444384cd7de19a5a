"""/tahan: a ticket that a case at law needs is kept, whatever its reporter wishes and however old it is.

Only coordinators by name place and lift holds, with a reason that the audit log keeps.
"""

from handlers import access, audit, buttons, cards
from handlers.desk import Desk
from messages import holds as words
from messages.base import Message as Words
from messages.roles import CoordinatorsOnly
from storage.values import Group, Hold, Person
from tickets.audit import Act
from tickets.dialogue import Button, Message, Press, Priority, Rows
from tickets.number import parse
from tickets.people import Deed
from tickets.ticket import Ticket

SHOWN = 8
"""Holds of a list; the latest."""
MIN_REASON = 10
"""Letters."""


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/tahan alone: what is held. /tahan NOMOR alasan: hold it."""
    if not await access.may(person, group, Deed.HOLD, desk):
        await _say(person, group, CoordinatorsOnly(), desk)
        return
    typed = message.command.args.strip() if message.command else ""
    if not typed:
        await _list(person, group, desk)
        return
    first, _, reason = typed.partition(" ")
    number = parse(first, desk.office.prefix)
    ticket = await desk.unit.tickets.by_number(number, lock=True) if isinstance(number, str) else None
    why = await _refusal(person, group, ticket, reason, desk)
    if ticket is None or why:
        await _say(person, group, words.HoldRefused(number=first[:40], why=why), desk)
        return
    told = " ".join(reason.split())
    await audit.record(
        Act.HOLD_PLACED, person, desk, group=group, ticket_id=ticket.id, agency=ticket.agency, reason=told
    )
    await _say(person, group, words.HoldPlaced(number=ticket.number, reason=told, by=person.name), desk)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """Lift a hold: asked first, then done."""
    hold = await desk.unit.holds.get(action.number(1) or 0)
    ticket = await desk.unit.tickets.by_id(hold.ticket_id) if hold else None
    if hold is None or ticket is None or not await access.may(person, group, Deed.HOLD, desk, ticket):
        return
    if action.word(0) == "lift":
        button = desk.button("lift_hold_yes", buttons.pack(buttons.HOLD, "yes", hold.id), person.language)
        question = words.AskLift(number=ticket.number, reason=hold.reason)
        await _say(person, group, question, desk, rows=((button,),))
    elif action.word(0) == "yes":
        await _lift(person, group, hold, ticket, desk)


async def _lift(person: Person, group: Group | None, hold: Hold, ticket: Ticket, desk: Desk) -> None:
    if await desk.unit.holds.lift(hold.id, person.id, desk.now) is None:
        return
    await audit.record(Act.HOLD_LIFTED, person, desk, group=group, ticket_id=ticket.id, agency=ticket.agency)
    await _say(person, group, words.HoldLifted(number=ticket.number, by=person.name), desk)


async def _refusal(person: Person, group: Group | None, ticket: Ticket | None, reason: str, desk: Desk) -> str:
    """Why the ticket is not held; empty once it is."""
    if ticket is None or not await access.may(person, group, Deed.HOLD, desk, ticket):
        return "unknown"
    if ticket.forgotten_at is not None:
        return "forgotten"
    if sum(character.isalpha() for character in reason) < MIN_REASON:
        return "reason"
    placed = await desk.unit.holds.place(ticket.id, person.id, desk.now, " ".join(reason.split()))
    return "" if placed else "already"


async def _list(person: Person, group: Group | None, desk: Desk) -> None:
    shown: list[words.HoldLine] = []
    made: list[Button] = []
    for hold in await desk.unit.holds.running(SHOWN):
        ticket = await desk.unit.tickets.get(hold.ticket_id)
        if not await access.may(person, group, Deed.HOLD, desk, ticket):
            continue
        by = await cards.name_of(hold.placed_by, desk) or ""
        shown.append(words.HoldLine(number=ticket.number, reason=hold.reason, by=by, at=hold.placed_at))
        label = desk.office.words.label("lift_hold", person.language).format(number=ticket.number)
        made.append(Button(label, buttons.pack(buttons.HOLD, "lift", hold.id)))
    await _say(person, group, words.HoldList(holds=tuple(shown)), desk, rows=tuple((each,) for each in made))


async def _say(person: Person, group: Group | None, message: Words, desk: Desk, *, rows: Rows = ()) -> None:
    await desk.say(group.chat if group else person, message, rows=rows, priority=Priority.ANSWER)
