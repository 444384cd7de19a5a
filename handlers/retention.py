"""What is erased by itself: wishes that waited, tickets that are closed for long enough, what was handled long ago."""

from datetime import timedelta

from handlers import blocking, cards, erasing
from handlers.desk import Desk
from tickets.deadlines import DRAFT_KEPT
from tickets.ticket import Ticket

BATCH = 50
"""Tickets of one transaction; more come with the next."""
PRUNED = 1000
"""Rows of what was handled that are forgotten in a minute: 17 a second, and nobody waits for it."""

YEAR = 365
"""Days."""


async def tick(desk: Desk) -> None:
    """Every minute what somebody wished, and some of what was handled long ago; once an hour what has grown old."""
    await erasing.tick(desk)
    await _forget(await desk.unit.erasures.ended(BATCH), desk)
    days = desk.office.catalogue.retention
    await desk.unit.inbox.prune(desk.now - timedelta(days=days.updates), PRUNED)
    await desk.unit.outbox.prune(desk.now - timedelta(days=days.messages), PRUNED)
    if desk.now.minute == 0:
        await _age(desk)


async def _age(desk: Desk) -> None:
    days = desk.office.catalogue.retention
    years = timedelta(days=YEAR * desk.office.catalogue.notice.retention_years)
    await _forget(await desk.unit.erasures.outlived(desk.now - years, BATCH), desk)
    await desk.unit.blocks.prune(desk.now, desk.now - blocking.ASKED_FOR)
    await desk.unit.held_reports.prune(desk.now - DRAFT_KEPT)
    await desk.unit.audit.prune(desk.now - timedelta(days=days.audit))
    for person in await desk.unit.erasures.strangers(desk.now - timedelta(days=days.people), BATCH):
        await desk.unit.erasures.forget_person(person, desk.office.words.label("erased"), desk.now)


async def _forget(tickets: tuple[Ticket, ...], desk: Desk) -> None:
    instead = desk.office.words.label("erased")
    for ticket in tickets:
        bare = await desk.unit.erasures.forget(ticket, instead, desk.now)
        await cards.refresh(bare, desk)
    await desk.unit.erasures.drop_dead([ticket.id for ticket in tickets], desk.now)
