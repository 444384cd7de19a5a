"""Tickets about the same matter: one is worked on, the others are merged into it, and may be split off again.

A merged ticket keeps its number, its words and its own deadline; `Ticket.merged_into` says which is worked on in its
stead. That one may be merged, too: the last of the chain is worked on. Nothing here knows who is told; that is
`handlers.audience`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from tickets.catalogue import Catalogue
from tickets.declining import Decline, Why
from tickets.errors import Reason, Refused
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.ticket import OPEN, Change, Status, Ticket, moved

TARGETS = OPEN | {Status.CLOSED}
"""Statuses of a ticket that another one may be merged into: worked on, or done with an answer to be had."""


def is_hidden(ticket: Ticket, catalogue: Catalogue) -> bool:
    """Whether nobody but its own reporter and its agency may learn of it: secret, or of a sensitive category."""
    category = catalogue.categories.get(ticket.category)
    return ticket.secret or (category is not None and category.sensitive)


def may_merge(ticket: Ticket, into: Ticket, catalogue: Catalogue) -> None:
    """Raises Refused where a ticket cannot be merged into that one.

    Who is told of a hidden ticket must be its own reporter; a hidden one's words must stay with its agency.
    """
    if ticket.id == into.id or into.merged_into is not None:
        raise Refused(Reason.SAME_TICKET)
    if into.status not in TARGETS:
        raise Refused(Reason.TARGET_ENDED)
    own = ticket.reporter_id == into.reporter_id
    if is_hidden(into, catalogue) and not own:
        raise Refused(Reason.HIDDEN_TICKET)
    if is_hidden(ticket, catalogue) and ticket.agency != into.agency:
        raise Refused(Reason.HIDDEN_TICKET)


def merge(ticket: Ticket, into: Ticket, *, by: Actor, at: datetime) -> Change:
    """The ticket is the same matter as that one, which alone is worked on from now on."""
    same = Decline(Why.DUPLICATE, into.number)
    changed = moved(ticket, EventKind.MERGED, closed_at=at, awaiting_since=None, declining=same, merged_into=into.id)
    return Change(changed, Event(kind=EventKind.MERGED, at=at, actor=by, data=same.data))


def absorb(into: Ticket, ticket: Ticket, *, by: Actor, at: datetime) -> Change:
    """That ticket was merged into this one: the earlier deadline of both holds, while one is running in both."""
    due = into.follow_up_due
    if into.awaits_follow_up and ticket.awaits_follow_up:
        due = min(due, ticket.follow_up_due)
    data = {"number": ticket.number, "due": into.follow_up_due.isoformat()}
    changed = moved(into, EventKind.JOINED, follow_up_due=due, urgent=into.urgent or ticket.urgent)
    return Change(changed, Event(kind=EventKind.JOINED, at=at, actor=by, data=data))


def join(ticket: Ticket, *, at: datetime) -> Change:
    """Somebody reports the same without a ticket of his own. Who it is, no history tells."""
    return Change(moved(ticket, EventKind.JOINED), Event(kind=EventKind.JOINED, at=at, actor=Actor(ActorKind.REPORTER)))


def split(ticket: Ticket, *, by: Actor, at: datetime, due: datetime) -> Change:
    """It is another matter after all: worked on again where it was, towards `due`."""
    changed = moved(ticket, EventKind.SPLIT, closed_at=None, declining=None, merged_into=None, follow_up_due=due)
    if ticket.agency is None:
        changed = replace(changed, status=Status.RECEIVED)
    elif ticket.followed_up_at or ticket.taken_by:
        changed = replace(changed, status=Status.IN_PROGRESS)
    return Change(changed, Event(kind=EventKind.SPLIT, at=at, actor=by, data=dict(_same_as(ticket))))


def release(into: Ticket, ticket: Ticket, due: datetime, *, by: Actor, at: datetime) -> Change:
    """That ticket was split off this one, whose deadline is `due` without it (see `due_without`)."""
    changed = moved(into, EventKind.LEFT, follow_up_due=due)
    return Change(changed, Event(kind=EventKind.LEFT, at=at, actor=by, data={"number": ticket.number}))


def due_without(into: Ticket, history: Iterable[Event], others: Iterable[Ticket]) -> datetime:
    """The deadline of a ticket that others were merged into, if only `others` still are.

    Its own deadline stands in the first merger since it was given to its agency or its clock was paused.
    """
    own: datetime | None = None
    for event in history:
        if event.kind in {EventKind.ASSIGNED, EventKind.TRANSFERRED, EventKind.SUPPLIED, EventKind.FOLLOWED_UP}:
            own = None
        elif event.kind is EventKind.JOINED and "due" in event.data and own is None:
            own = datetime.fromisoformat(event.data["due"])
    if own is None or not into.awaits_follow_up:
        return into.follow_up_due
    return min((own, *(each.follow_up_due for each in others if each.followed_up_at is None)))


def _same_as(ticket: Ticket) -> dict[str, str]:
    return {"from": ticket.declining.to} if ticket.declining else {}
