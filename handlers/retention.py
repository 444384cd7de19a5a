"""What is erased by itself: wishes that waited, tickets that are closed for long enough, what was handled long ago."""

from datetime import timedelta

from handlers import blocking, cards, erasing
from handlers.desk import Desk
from handlers.turns import Turns, rounds
from tickets.deadlines import DRAFT_KEPT
from tickets.ticket import Ticket

BATCH = 5
"""Tickets, or people, of one turn."""
PRUNED = 50
"""Rows of what was handled that are forgotten in one turn, and in a minute `turns.ROUNDS` times as many."""

YEAR = 365
"""Days."""


async def chore(turns: Turns) -> None:
    """Every minute what somebody wished, and some of what was handled long ago; once an hour what has grown old."""
    await erasing.chore(turns)
    for some in (_ended, _updates, _messages, _outlived, _strangers):
        await rounds(some)(turns)
    await turns.write(_hourly)


async def _ended(desk: Desk) -> bool:
    return await _forget(await desk.unit.erasures.ended(BATCH), desk)


async def _updates(desk: Desk) -> bool:
    days = desk.office.catalogue.retention.updates
    return await desk.unit.inbox.prune(desk.now - timedelta(days=days), PRUNED) == PRUNED


async def _messages(desk: Desk) -> bool:
    days = desk.office.catalogue.retention.messages
    return await desk.unit.outbox.prune(desk.now - timedelta(days=days), PRUNED) == PRUNED


async def _outlived(desk: Desk) -> bool:
    if desk.now.minute:
        return False
    years = timedelta(days=YEAR * desk.office.catalogue.notice.retention_years)
    return await _forget(await desk.unit.erasures.outlived(desk.now - years, BATCH), desk)


async def _strangers(desk: Desk) -> bool:
    if desk.now.minute:
        return False
    days = timedelta(days=desk.office.catalogue.retention.people)
    found = await desk.unit.erasures.strangers(desk.now - days, BATCH)
    for person in found:
        await desk.unit.erasures.forget_person(person, desk.office.words.label("erased"), desk.now)
    return len(found) == BATCH


async def _hourly(desk: Desk) -> None:
    if desk.now.minute == 0:
        await desk.unit.blocks.prune(desk.now, desk.now - blocking.ASKED_FOR)
        await desk.unit.held_reports.prune(desk.now - DRAFT_KEPT)
        await desk.unit.audit.prune(desk.now - timedelta(days=desk.office.catalogue.retention.audit))


async def _forget(tickets: tuple[Ticket, ...], desk: Desk) -> bool:
    """Erase their words; whether there may be more of them."""
    instead = desk.office.words.label("erased")
    for ticket in tickets:
        bare = await desk.unit.erasures.forget(ticket, instead, desk.now)
        await cards.refresh(bare, desk)
    await desk.unit.erasures.drop_dead([ticket.id for ticket in tickets], desk.now)
    return len(tickets) == BATCH
