"""Where a citizen's report stands: looked up by its number or its button. The list is `handlers.my_reports`."""

from handlers import audience, buttons, cards, my_reports, texts
from handlers.desk import Desk
from messages import citizen
from storage.values import Person
from tickets.dialogue import Message
from tickets.events import BETWEEN_TWO, INTERNAL, Event, EventKind
from tickets.number import NumberMistyped, find, parse
from tickets.people import is_reporter
from tickets.ticket import Ticket

HISTORY = 12
"""Latest events of a ticket that are shown."""
LOOKED_AT = 10
"""Somebody's latest tickets among which those are that are not closed."""


async def status(person: Person, typed: str, desk: Desk) -> None:
    """Where one ticket stands, asked for by number. Another person's ticket is as unknown as none."""
    number = parse(typed, desk.office.prefix)
    if number is None and not typed.strip():
        await _ask_number(person, desk)
    elif isinstance(number, NumberMistyped):
        await desk.say(person, citizen.NumberMistyped(as_read=number.as_read))
    else:
        ticket = await desk.unit.tickets.by_number(number) if number else None
        if ticket is None or not await audience.includes(ticket, person, desk):
            await desk.say(person, citizen.NumberUnknown(number=number or typed.strip()[:40]))
        else:
            await show_status(person, ticket, desk)


async def news(person: Person, desk: Desk) -> bool:
    """How it goes with what somebody has reported and is not closed. Tells whether there is anything."""
    cases = [ticket for ticket in await audience.cases_of(person, LOOKED_AT, desk) if ticket.is_open]
    if len(cases) == 1:
        await show_status(person, cases[0], desk)
    elif cases:
        await _ask_number(person, desk)
    return bool(cases)


async def passed_back(person: Person, message: Message, desk: Desk) -> None:
    """One of our own messages was forwarded to us. Its words are ours and begin no report: where its ticket stands."""
    numbers = find(message.text, desk.office.prefix)
    if len(numbers) == 1:
        await status(person, numbers[0], desk)
    else:
        await desk.say(person, citizen.OurOwnWords(), rows=texts.menu(desk, person))


async def pressed_status(person: Person, action: buttons.Action, desk: Desk) -> None:
    """A report of the list was pressed."""
    ticket = await audience.case(person, action.number(1), desk)
    if ticket is None:
        await desk.say(person, citizen.NothingToSee(), rows=texts.menu(desk, person))
    else:
        await show_status(person, ticket, desk)


async def show_status(person: Person, ticket: Ticket, desk: Desk) -> None:
    """The ticket to its reporter, with everything that happened but internal notes.

    To somebody who joined it, without what passed between the reporter and the agency; of a merged ticket, where the
    one stands that is worked on.
    """
    own, root = is_reporter(ticket, person.id), await audience.root_of(ticket, desk)
    hidden = INTERNAL if own else INTERNAL | BETWEEN_TWO
    events = [event for event in await desk.unit.tickets.history(ticket.id) if event.kind not in hidden]
    category = desk.office.catalogue.categories.get(ticket.category)
    region = desk.office.catalogue.regions.get(ticket.region)
    shown = citizen.TicketStatus(
        number=ticket.number,
        status=ticket.status.value,
        agency=desk.agency_name(ticket.agency),
        category=desk.translated(category.label, person) if category else ticket.category,
        region=region.name if region else ticket.region,
        text=audience.title(ticket, person, desk),
        joined=not own,
        same_as=root.number if root.id != ticket.id else None,
        same_status=root.status.value,
        created_at=ticket.created_at,
        due=ticket.follow_up_due,
        remaining=desk.remaining(ticket.follow_up_due),
        awaits_follow_up=ticket.awaits_follow_up,
        put_aside=cards.put_aside(ticket),
        history=tuple(
            [
                citizen.Moment(
                    at=event.at,
                    kind=texts.kind_of(event),
                    agency=agency_of(event, ticket, desk, person.language),
                    text=await _words_of(event, ticket, person, desk),
                )
                for event in events[-HISTORY:]
            ]
        ),
    )
    await desk.say(person, shown, rows=await my_reports.rows(ticket, desk, person), ticket_id=ticket.id)


async def _words_of(event: Event, ticket: Ticket, person: Person, desk: Desk) -> str:
    """The words of an event; to somebody who joined only what an agency said."""
    if event.kind is EventKind.SUBMITTED:
        return ""
    return await audience.words_to(person, ticket, texts.of_event(event, desk, person.language), desk)


async def _ask_number(person: Person, desk: Desk) -> None:
    recent = await desk.unit.tickets.followed(person.id, 3)
    rows = tuple((my_reports.report_button(ticket, person, desk),) for ticket in recent)
    example = f"{desk.office.prefix}-2611-7F3K98"
    await desk.say(person, citizen.AskNumber(example=example, recent=bool(recent)), rows=rows)


def agency_of(event: Event, ticket: Ticket, desk: Desk, language: str | None = None) -> str:
    """Whose step it was, or whom the report went to by it."""
    code = event.data.get("to") or event.actor.agency or ticket.agency
    return desk.agency_name(code) or desk.office.words.label("coordinator", language)
