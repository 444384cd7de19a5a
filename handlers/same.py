"""The same matter twice: which open tickets are likely about what somebody tells, or about another ticket."""

from datetime import timedelta

from handlers.desk import Desk
from tickets.merging import is_hidden
from tickets.similarity import Likeness, Report, likenesses
from tickets.ticket import Ticket

CANDIDATES = 60
"""Latest open tickets of the region and category that are compared."""
LOOKED_AT = 12
"""Likely ones that are looked at further."""
MOST = 4
"""Likely ones that are named."""


def report_of(ticket: Ticket) -> Report:
    """What is compared of a ticket."""
    return Report(ticket.region, ticket.category, ticket.text, ticket.address, ticket.location, ticket.created_at)


async def likely(ticket: Ticket, desk: Desk) -> tuple[Ticket, ...]:
    """Open tickets that are likely about the same as this one, the likeliest first; none for a hidden ticket."""
    if is_hidden(ticket, desk.office.catalogue):
        return ()
    found = await compared(report_of(ticket), desk)
    return tuple(other for other, how in found if how.is_likely and other.id != ticket.id)[:MOST]


async def compared(report: Report, desk: Desk) -> list[tuple[Ticket, Likeness]]:
    """Of the latest open tickets those that are likely the same matter, or repeat it, the likeliest first, with how
    alike. No hidden ones.
    """
    catalogue = desk.office.catalogue
    since = report.at - timedelta(days=catalogue.duplicates.days)
    latest = await desk.unit.tickets.similar_reports(report.region, report.category, since, CANDIDATES)
    how_alike = likenesses(report, (other for _, other in latest), catalogue)
    pairs = zip((ticket_id for ticket_id, _ in latest), how_alike, strict=True)
    alike = [(ticket_id, how) for ticket_id, how in pairs if how.is_likely or how.is_repeated]
    likeliest = dict(sorted(alike, key=lambda each: each[1].score, reverse=True)[:LOOKED_AT])
    tickets = {ticket.id: ticket for ticket in await desk.unit.tickets.by_ids(likeliest)}
    found = [(tickets[ticket_id], how) for ticket_id, how in likeliest.items()]
    return [(ticket, how) for ticket, how in found if not is_hidden(ticket, catalogue)]


def days_since(ticket: Ticket, desk: Desk) -> int:
    """On which day before today it was filed."""
    return (desk.today - desk.office.calendar.local_date(ticket.created_at)).days
