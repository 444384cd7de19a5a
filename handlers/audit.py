"""Writing to the audit log from a handler."""

from collections.abc import Mapping

from handlers.desk import Desk
from storage.values import Group, Person
from tickets.audit import Entry, on_ticket
from tickets.events import ActorKind, EventKind
from tickets.ticket import Change

_WITH_REASON = frozenset({EventKind.ASSIGNED, EventKind.TRANSFERRED, EventKind.REOPENED})
"""Steps whose words are why it was done; those of other steps are in the ticket's history only."""


async def record(  # noqa: PLR0913 - the columns of a line, each by name
    action: str,
    by: Person | None,
    desk: Desk,
    *,
    group: Group | None = None,
    ticket_id: int | None = None,
    agency: str | None = None,
    about: Person | None = None,
    reason: str = "",
    data: Mapping[str, str] | None = None,
) -> None:
    """Write down what somebody did. `data` takes codes and numbers only; words go into `reason`, never a citizen's."""
    entry = Entry(
        action=action,
        at=desk.now,
        actor=by.id if by else None,
        ticket=ticket_id,
        agency=agency,
        group=group.id if group else None,
        about=about.id if about else None,
        data=data or {},
        reason=reason,
    )
    await desk.unit.audit.record(entry)


async def record_step(change: Change, desk: Desk) -> None:
    """Write down a step on a ticket, if it is one of the coordinator's."""
    event = change.event
    if event.actor.kind is not ActorKind.COORDINATOR:
        return
    entry = Entry(
        action=on_ticket(event.kind),
        at=event.at,
        actor=event.actor.person_id,
        ticket=change.ticket.id,
        agency=change.ticket.agency,
        data=event.data,
        reason=event.text if event.kind in _WITH_REASON else "",
    )
    await desk.unit.audit.record(entry)
