"""/templat: an agency's canned answers, looked at, and used for a ticket. Writing them is `handlers.template_writing`.

They belong to an agency, whichever of its groups they are used in; the coordinator has his own. One that is used
becomes the draft of an answer, and goes on as any other: preview, warnings, *Kirim*.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from handlers import access, agency, buttons, cards, pending, template_list, template_writing, topics
from handlers.access import bench_of
from handlers.desk import Desk
from handlers.pending import Answer
from storage.values import Group, Person
from tickets.dialogue import Message, Press
from tickets.errors import Reason
from tickets.number import NumberMistyped, parse
from tickets.people import Deed
from tickets.templates import Placeholder, Template, fill
from tickets.ticket import Ticket

_TWICE = timedelta(seconds=5)
"""The same template for the same ticket by the same person within this time is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A ticket to be answered: whether that closes it, and the message and the update by which it is wanted."""

    ticket: Ticket
    closing: bool
    asked: str
    key: str


async def command(group: Group, person: Person, message: Message, desk: Desk) -> None:
    """/templat, alone or with a name or a number; in reply to a case, or in its topic, it is for that ticket."""
    if not await access.may(person, group, Deed.KEEP_TEMPLATES, desk):
        return
    typed = message.command.args.strip() if message.command else ""
    if await template_writing.typed(group, person, message, typed, desk):
        return
    number = parse(typed, desk.office.prefix)
    if isinstance(number, NumberMistyped):
        number = number.as_read
    ticket = await desk.unit.tickets.by_number(number) if number else await _case(message, desk)
    ticket = ticket if ticket and bench_of(group).may(Deed.NOTE, ticket) else None
    template = await template_list.named(group, typed, desk)
    closing = ticket is not None and await agency.is_closing(group, message, ticket, desk)
    if template and ticket and not number:
        await _use(group, person, template, _Wanted(ticket, closing, message.message_id, message.key), desk)
    elif template:
        await template_list.show_one(group, message.message_id, template, desk)
    elif typed and not (number and ticket):
        await template_writing.unknown(group, message.message_id, typed, desk)
    else:
        await template_list.show(group, message.message_id, desk, ticket=ticket, closing=closing)


async def pressed(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """A button of a list, or of one of them."""
    if not await access.may(person, group, Deed.KEEP_TEMPLATES, desk):
        return
    match action.word(0):
        case "list":
            await _turn(group, press, action, desk)
        case "use":
            await _chosen(group, person, press, action, desk)
        case "see":
            template = await template_list.find(group, action.word(1), desk)
            if template:
                await template_list.show_one(group, press.message_id, template, desk, press=press)
            else:
                await template_list.show(group, press.message_id, desk, press=press)
        case _:
            await template_writing.pressed(group, person, press, action, desk)


async def _turn(group: Group, press: Press, action: buttons.Action, desk: Desk) -> None:
    ticket = await _ticket(group, action.number(2), desk) if action.word(2) else None
    if ticket or not action.word(2):
        await template_list.show(
            group,
            press.message_id,
            desk,
            page=action.number(1) or 0,
            ticket=ticket,
            closing=action.word(3) == template_list.CLOSING,
            press=press,
        )


async def _chosen(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    ticket = await _ticket(group, action.number(2), desk)
    if ticket is None:
        return
    closing = action.word(3) == template_list.CLOSING
    template = await template_list.find(group, action.word(1), desk)
    if template:
        await _use(group, person, template, _Wanted(ticket, closing, press.message_id, press.key), desk)
    else:
        await template_list.show(group, press.message_id, desk, ticket=ticket, closing=closing, press=press)


async def _use(group: Group, person: Person, template: Template, wanted: _Wanted, desk: Desk) -> None:
    """The draft of an answer, with its preview."""
    ticket = wanted.ticket
    text = fill(template.text, await _values(group, person, ticket, desk))
    known = await pending.load(group, person.id, desk)
    for answer in known.answers:
        is_same = (answer.ticket_id, answer.template, answer.text) == (ticket.id, template.name, text)
        if is_same and answer.at is not None and desk.now - answer.at < _TWICE:
            return
    answer = Answer(
        id=f"t{blake2b(wanted.key.encode(), digest_size=8).hexdigest()}",
        ticket_id=ticket.id,
        closing=wanted.closing,
        text=text,
        at=desk.now,
        template=template.name,
    )
    await agency.draft(group, person, ticket, answer, desk, reply_to=wanted.asked)


async def _values(group: Group, person: Person, ticket: Ticket, desk: Desk) -> dict[Placeholder, str]:
    """What the ticket fills in. Of a secret one, who does not work on it fills in neither where it is nor whose."""
    is_open = await cards.shows_words(group, ticket, desk)
    catalogue, label = desk.office.catalogue, desk.office.words.label
    category, region = catalogue.categories.get(ticket.category), catalogue.regions.get(ticket.region)
    place = ", ".join(part for part in (desk.guarded(ticket.address), region.name if region else ticket.region) if part)
    taken_by = await cards.name_of(ticket.taken_by, desk) if is_open else None
    return {
        Placeholder.NUMBER: ticket.number,
        Placeholder.CATEGORY: category.label if category else ticket.category,
        Placeholder.PLACE: (place if is_open else "") or label("place_of_report"),
        Placeholder.DUE: desk.office.words.date(ticket.follow_up_due),
        Placeholder.OFFICER: taken_by or person.name,
    }


async def _ticket(group: Group, ticket_id: int | None, desk: Desk) -> Ticket | None:
    """The ticket, if the group may draft an answer for it; a stranger's wish is refused in words."""
    ticket = await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
    if ticket is not None and not bench_of(group).may(Deed.NOTE, ticket):
        await agency.refuse(group, ticket, Reason.NOT_ALLOWED, desk)
        return None
    return ticket


async def _case(message: Message, desk: Desk) -> Ticket | None:
    """The ticket whose case the command replies to, or in whose topic it stands."""
    ticket_id = await desk.unit.messages.ticket_of(message.chat, message.reply_to) if message.reply_to else None
    ticket_id = ticket_id or buttons.case_in(message.reply_to_data) or await topics.case_of(message, desk)
    return await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
