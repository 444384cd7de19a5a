"""News to all reporters of an incident: laid into the outbox at once, sent behind everything that somebody waits for.

One message in the coordinator's groups tells how many have it. What was sent is read from the outbox, so a restart in
the middle changes nothing: nobody gets it twice, nobody is left out.
"""

from collections.abc import Callable

from handlers import audience
from handlers.desk import Desk
from messages import incidents as words
from messages.base import Message as Words
from storage.values import Broadcast, Incident, OutboxStatus, Person
from tickets.dialogue import Priority, Rows
from tickets.ticket import Ticket

_LOST = (OutboxStatus.GONE, OutboxStatus.REJECTED, OutboxStatus.UNKNOWN)


async def send(
    incident: Incident,
    ticket: Ticket,
    broadcast_id: int,
    told: Callable[[Person], tuple[Words, Rows, int]],
    desk: Desk,
) -> None:
    """Send everybody what `told` says: the message, its buttons, and the ticket that a reply to it belongs to."""
    broadcast = await desk.unit.incidents.broadcast(broadcast_id)
    if broadcast is None or broadcast.incident_id != incident.id or broadcast.total:
        return
    listeners = await audience.of(ticket, desk)
    await desk.unit.incidents.begin(broadcast_id, len(listeners))
    for each in listeners:
        message, rows, about = told(each.person)
        await desk.say(
            each.person,
            message,
            rows=rows,
            ticket_id=about,
            priority=Priority.BROADCAST,
            unique_key=f"news:{broadcast_id}:{each.person.id}",
            batch=broadcast_id,
        )
    for group in await desk.unit.groups.coordinators():
        progress = _progress(ticket, broadcast.text, 0, len(listeners), 0, done=False)
        await desk.say(group.chat, progress, priority=Priority.ANSWER, slot=_slot(broadcast_id), ticket_id=ticket.id)


async def tick(desk: Desk) -> None:
    """Say how far the news have come, where that has changed."""
    for broadcast in await desk.unit.incidents.running_broadcasts():
        await _show(broadcast, desk)


async def _show(broadcast: Broadcast, desk: Desk) -> None:
    incident = await desk.unit.incidents.get(broadcast.incident_id)
    ticket = await desk.unit.tickets.by_id(incident.ticket_id or 0) if incident else None
    if ticket is None:
        return
    counts = await desk.unit.outbox.of_batch(broadcast.id)
    sent, lost = counts.get(OutboxStatus.SENT, 0), sum(counts.get(status, 0) for status in _LOST)
    through = sent + lost
    done = through >= broadcast.total
    if through == broadcast.shown and not done:
        return
    await desk.unit.incidents.show(broadcast.id, through, is_running=not done)
    progress = _progress(ticket, broadcast.text, sent, broadcast.total, lost, done=done)
    for group in await desk.unit.groups.coordinators():
        await desk.edit(group.chat, _slot(broadcast.id), progress, ticket_id=ticket.id)


def _progress(ticket: Ticket, text: str, sent: int, total: int, lost: int, *, done: bool) -> words.NewsProgress:
    return words.NewsProgress(number=ticket.number, text=text, sent=sent, total=total, lost=lost, done=done)


def _slot(broadcast_id: int) -> str:
    return f"news:{broadcast_id}"
