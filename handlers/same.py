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
    ids = [ticket_id for ticket_id, how in await compared(report_of(ticket), desk) if how.is_likely]
    found = {other.id: other for other in await desk.unit.tickets.by_ids(ids)}
    shown = [found[ticket_id] for ticket_id in ids if not is_hidden(found[ticket_id], desk.office.catalogue)]
    return tuple(other for other in shown if other.id != ticket.id)[:MOST]


async def compared(report: Report, desk: Desk) -> list[tuple[int, Likeness]]:
    """Of the latest open tickets, but for secret ones, those that are likely the same matter, or repeat it: their ids,
    the likeliest first, with how alike.
    """
    catalogue = desk.office.catalogue
    since = report.at - timedelta(days=catalogue.duplicates.days)
    latest = await desk.unit.tickets.similar_reports(report.region, report.category, since, CANDIDATES)
    how_alike = likenesses(report, (other for _, other in latest), catalogue)
    pairs = zip((ticket_id for ticket_id, _ in latest), how_alike, strict=True)
    alike = [(ticket_id, how) for ticket_id, how in pairs if how.is_likely or how.is_repeated]
    return sorted(alike, key=lambda each: each[1].score, reverse=True)[:LOOKED_AT]


def days_since(ticket: Ticket, desk: Desk) -> int:
    """On which day before today it was filed."""
    return (desk.today - desk.office.calendar.local_date(ticket.created_at)).days
