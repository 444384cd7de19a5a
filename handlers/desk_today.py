"""The coordinator's desk today: what is new, not verified, late, and who is silent. By itself at 08.30, or by /meja."""

from datetime import time

from handlers import access, agency_list, buttons, checking, held_reports, overview
from handlers.desk import Desk
from messages import desk as words
from messages import roles
from messages.group import DeskToday
from storage.values import ALL, Group, Person, Wanted
from tickets.deadlines import DIGEST_TIME, escalate_to_coordinator
from tickets.dialogue import Button, Message, Priority, Rows
from tickets.overview import Filter
from tickets.people import Deed
from tickets.ticket import Ticket

LATE_READ = 100
"""Overdue tickets that are looked at."""
NAMED = 4
"""Tickets of each kind that have a line and a button by /meja."""
SILENT_NAMED = 5
"""Silent agencies that are named."""


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/meja: as in the morning, with the tickets that wait longest for a verification."""
    if not await access.may(person, group, Deed.SEE_AGENCIES, desk):
        await desk.say(message.chat, roles.CoordinatorsOnly(), priority=Priority.ANSWER)
        return
    today, overdue = await count(desk), await late(desk)
    waiting = await desk.unit.tickets.listed(Wanted(None, Filter.ALL, desk.now), NAMED, 0)
    waiting = tuple(ticket for ticket in waiting if ticket.is_unverified and not ticket.withheld)
    shown = words.DeskNow(
        day=desk.today,
        desk=today,
        waiting=tuple([await overview.line_of(ticket, desk, group) for ticket in waiting]),
        late=tuple([await overview.line_of(ticket, desk, group) for ticket in overdue[:NAMED]]),
        late_total=len(overdue),
        held=len(await held_reports.waiting(desk)),
    )
    named = {ticket.id: ticket for ticket in (*waiting, *overdue[:NAMED])}
    rows = (*_cards(tuple(named.values()), group), *ways(today, desk))
    await desk.say(person if group is None else group.chat, shown, rows=rows, priority=Priority.ANSWER)


async def count(desk: Desk) -> DeskToday:
    """What is new, unverified and silent."""
    calendar = desk.office.calendar
    yesterday = calendar.previous_working_day(desk.today)
    due = desk.today
    for _ in range(desk.office.rules.verification):
        due = calendar.previous_working_day(due)
    silent = [each.agency.short for each in await agency_list.standings(desk) if each.silent_days is not None]
    return DeskToday(
        new=await desk.unit.tickets.count_filed(calendar.at(yesterday, DIGEST_TIME)),
        unverified=await desk.unit.tickets.count_unverified(),
        unverified_late=await desk.unit.tickets.count_unverified(calendar.at(due, time())),
        silent=tuple(silent[:SILENT_NAMED]),
        silent_more=max(0, len(silent) - SILENT_NAMED),
        to_check=await checking.waiting(desk),
    )


async def late(desk: Desk) -> tuple[Ticket, ...]:
    """Tickets that are so late that the coordinator hears of them, longest overdue first."""
    overdue = await desk.unit.tickets.overdue(desk.now, agency=ALL, limit=LATE_READ)
    calendar = desk.office.calendar
    return tuple(ticket for ticket in overdue if escalate_to_coordinator(calendar, desk.now, ticket.follow_up_due))


def ways(today: DeskToday, desk: Desk) -> Rows:
    """Buttons to the silent agencies and to the evidence that is to be checked, where there are any."""
    silent = agency_list.button(agency_list.Sight.SILENT, desk) if today.silent else ()
    return (*silent, *(checking.button(today.to_check, desk) if today.to_check else ()))


def _cards(tickets: tuple[Ticket, ...], group: Group | None) -> Rows:
    """A button for each, which brings its card."""
    if group is not None:
        return overview.card_buttons(tickets)
    made = [Button(ticket.number, buttons.pack(buttons.SEARCH, "see", ticket.id)) for ticket in tickets]
    return tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))
