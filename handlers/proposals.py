"""A proposal to decline a ticket, as it stands in the coordinator's groups, and its end when nobody decided on it."""

from handlers.desk import Desk
from messages import cases as words
from tickets.events import EventKind
from tickets.ticket import Ticket


async def count(ticket: Ticket, desk: Desk) -> int:
    """How often it was proposed to decline the ticket."""
    history = await desk.unit.tickets.history(ticket.id)
    return sum(event.kind is EventKind.DECLINE_PROPOSED for event in history)


def slot(ticket: Ticket, nth: int) -> str:
    """The slot of the n-th proposal."""
    return f"proposal:{ticket.id}:{nth}"


async def end(before: Ticket, ticket: Ticket, desk: Desk) -> None:
    """The case came to its end without the coordinator: his proposal, if there was one, says so. No buttons."""
    if before.declining is None or ticket.declining is not None:
        return
    ended = words.ProposalEnded(number=ticket.number, status=ticket.status.value)
    its_slot = slot(ticket, await count(ticket, desk))
    for group in await desk.unit.groups.coordinators():
        await desk.edit(group.chat, its_slot, ended, ticket_id=ticket.id)
