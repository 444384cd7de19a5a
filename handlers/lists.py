"""Lists and look-ups: a citizen's reports and their state, a group's open and overdue tickets."""

from handlers import buttons, cards
from handlers.agency import bench_of
from handlers.desk import Desk
from messages import citizen
from messages import group as words
from storage.values import ALL, Group, Person
from tickets.dialogue import Button, Message, Priority, Rows
from tickets.events import Event, EventKind
from tickets.number import NumberMistyped, parse
from tickets.people import is_reporter
from tickets.ticket import Ticket

MY_REPORTS = 10
"""Reports shown at once."""
GROUP_LIST = 15
"""Tickets of a list in a group."""
HISTORY = 12
"""Latest events of a ticket that are shown."""


async def my_reports(person: Person, desk: Desk) -> None:
    """The citizen's reports, newest first, each a button to its history."""
    tickets = await desk.unit.tickets.of_reporter(person.id, MY_REPORTS, 0)
    if not tickets:
        await desk.say(person, citizen.NoReports())
        return
    total = await desk.unit.tickets.count_of_reporter(person.id)
    lines = tuple(
        citizen.ReportLine(
            number=ticket.number,
            status=ticket.status.value,
            agency=desk.agency_name(ticket.agency),
            text=ticket.text,
            created_at=ticket.created_at,
        )
        for ticket in tickets
    )
    rows = tuple((_status_button(ticket),) for ticket in tickets)
    await desk.say(person, citizen.MyReports(reports=lines, total=total), rows=rows)


async def status(person: Person, typed: str, desk: Desk) -> None:
    """Where one ticket stands, asked for by number. Another person's ticket is as unknown as none."""
    number = parse(typed, desk.office.prefix)
    if number is None and not typed.strip():
        await _ask_number(person, desk)
    elif isinstance(number, NumberMistyped):
        await desk.say(person, citizen.NumberMistyped(as_read=number.as_read))
    else:
        ticket = await desk.unit.tickets.by_number(number) if number else None
        if ticket is None or not is_reporter(ticket, person.id):
            await desk.say(person, citizen.NumberUnknown(number=number or typed.strip()[:40]))
        else:
            await show_status(person, ticket, desk)


async def pressed_status(person: Person, action: buttons.Action, desk: Desk) -> None:
    """A report of the list was pressed."""
    ticket_id = action.number(1)
    ticket = await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
    if ticket is None or not is_reporter(ticket, person.id):
        await desk.say(person, citizen.NothingToSee())
    else:
        await show_status(person, ticket, desk)


async def show_status(person: Person, ticket: Ticket, desk: Desk) -> None:
    """The ticket to its reporter, with everything that happened but internal notes."""
    events = [event for event in await desk.unit.tickets.history(ticket.id) if event.kind is not EventKind.NOTED]
    category = desk.office.catalogue.categories.get(ticket.category)
    region = desk.office.catalogue.regions.get(ticket.region)
    shown = citizen.TicketStatus(
        number=ticket.number,
        status=ticket.status.value,
        agency=desk.agency_name(ticket.agency),
        category=desk.translated(category.label, person) if category else ticket.category,
        region=region.name if region else ticket.region,
        text=ticket.text,
        created_at=ticket.created_at,
        due=ticket.follow_up_due,
        remaining=desk.remaining(ticket.follow_up_due),
        awaits_follow_up=ticket.awaits_follow_up,
        history=tuple(
            citizen.Moment(
                at=event.at,
                kind=event.kind.value,
                agency=_agency_of(event, ticket, desk, person.language),
                text=_told(event),
            )
            for event in events[-HISTORY:]
        ),
    )
    await desk.say(person, shown, ticket_id=ticket.id)


async def open_tickets(group: Group, desk: Desk) -> None:
    """/tiket: what is open here, the nearest deadline first."""
    agency = ALL if group.is_coordinator else group.agency
    tickets = await desk.unit.tickets.open_of_agency(agency, GROUP_LIST, 0)
    total = await desk.unit.tickets.count_open(agency)
    await _list(group, tickets, total, desk, overdue_only=False)


async def overdue_tickets(group: Group, desk: Desk) -> None:
    """/tunggakan: what is past its deadline, the longest first."""
    agency = ALL if group.is_coordinator else group.agency
    tickets = await desk.unit.tickets.overdue(desk.now, agency=agency, limit=GROUP_LIST)
    total = await desk.unit.tickets.count_overdue(desk.now, agency)
    await _list(group, tickets, total, desk, overdue_only=True)


async def one_ticket(group: Group, message: Message, typed: str, desk: Desk) -> None:
    """/tiket NOMOR: the card again, as the newest message, and what happened so far."""
    number = parse(typed, desk.office.prefix)
    ticket = await desk.unit.tickets.by_number(number) if isinstance(number, str) else None
    if ticket is None or not bench_of(group).may_work_on(ticket):
        as_read = number.as_read if isinstance(number, NumberMistyped) else typed.strip()[:40]
        not_here = words.TicketNotHere(number=number if isinstance(number, str) else as_read)
        await desk.say(group.chat, not_here, priority=Priority.ANSWER, reply_to=message.message_id)
        return
    await cards.post_in(group, ticket, desk)
    await _history(group, ticket, desk)


async def pressed_ticket(group: Group, action: buttons.Action, desk: Desk) -> None:
    """A ticket of a list was pressed."""
    ticket_id = action.number(1)
    ticket = await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
    if ticket is not None and bench_of(group).may_work_on(ticket):
        await cards.post_in(group, ticket, desk)


async def line_of(ticket: Ticket, desk: Desk) -> words.TicketLine:
    """A ticket as one line of a list."""
    catalogue = desk.office.catalogue
    category, region = catalogue.categories.get(ticket.category), catalogue.regions.get(ticket.region)
    return words.TicketLine(
        number=ticket.number,
        category=category.button if category else ticket.category,
        region=(region.short or region.name) if region else ticket.region,
        status=ticket.status.value,
        agency=desk.agency_name(ticket.agency),
        due=ticket.follow_up_due,
        remaining=desk.remaining(ticket.follow_up_due),
        awaits_follow_up=ticket.awaits_follow_up,
        taken_by=await cards.name_of(ticket.taken_by, desk),
    )


def card_buttons(tickets: tuple[Ticket, ...]) -> Rows:
    """A button for each ticket of a list, two to a row, which brings its card."""
    made = [Button(ticket.number, buttons.pack(buttons.TICKET, "show", ticket.id)) for ticket in tickets]
    return tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))


async def _list(group: Group, tickets: tuple[Ticket, ...], total: int, desk: Desk, *, overdue_only: bool) -> None:
    listed = words.TicketList(
        agency=None if group.is_coordinator else desk.agency_name(group.agency),
        tickets=tuple([await line_of(ticket, desk) for ticket in tickets]),
        total=total,
        overdue_only=overdue_only,
    )
    await desk.say(group.chat, listed, rows=card_buttons(tickets), priority=Priority.ANSWER)


async def _history(group: Group, ticket: Ticket, desk: Desk) -> None:
    events = (await desk.unit.tickets.history(ticket.id))[-HISTORY:]
    moments = tuple([await _history_line(event, ticket, desk) for event in events])
    await desk.say(
        group.chat,
        words.TicketHistory(number=ticket.number, moments=moments),
        priority=Priority.ANSWER,
        ticket_id=ticket.id,
        reply_to_slot=cards.slot(ticket.id),
    )


async def _history_line(event: Event, ticket: Ticket, desk: Desk) -> words.HistoryLine:
    hidden = event.actor.person_id == ticket.reporter_id and ticket.anonymous
    who = None if hidden else await cards.name_of(event.actor.person_id, desk)
    return words.HistoryLine(
        at=event.at,
        kind=event.kind.value,
        who=who or "",
        text=event.text,
        agency=_agency_of(event, ticket, desk),
    )


async def _ask_number(person: Person, desk: Desk) -> None:
    recent = await desk.unit.tickets.of_reporter(person.id, 3, 0)
    rows = tuple((_status_button(ticket),) for ticket in recent)
    example, numbers = f"{desk.office.prefix}-2611-7F3K98", tuple(ticket.number for ticket in recent)
    await desk.say(person, citizen.AskNumber(example=example, recent=numbers), rows=rows)


def _status_button(ticket: Ticket) -> Button:
    return Button(ticket.number, buttons.pack(buttons.REPORTER, "status", ticket.id))


def _agency_of(event: Event, ticket: Ticket, desk: Desk, language: str | None = None) -> str:
    code = event.data.get("to") or event.actor.agency or ticket.agency
    return desk.agency_name(code) or desk.office.words.label("coordinator", language)


def _told(event: Event) -> str:
    """What of an event its reporter reads: answers, reasons and his own words."""
    return "" if event.kind is EventKind.SUBMITTED else event.text
