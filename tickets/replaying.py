"""What a ticket's history says of where it must stand: the facts played once more through the rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from tickets.events import Event, EventKind
from tickets.ticket import TRANSITIONS, WITHOUT_AGENCY, Status, Ticket

_GIVEN = frozenset({EventKind.ASSIGNED, EventKind.TRANSFERRED})
_TAKEN = frozenset({EventKind.TAKEN, EventKind.HANDED_OVER})


@dataclass(slots=True)
class _Place:
    """As much of a ticket as decides where a fact leads."""

    status: Status = Status.RECEIVED
    agency: str | None = None
    is_taken: bool = False
    is_followed_up: bool = False


def contradiction(ticket: Ticket, history: Sequence[Event]) -> str | None:
    """How the history does not explain where the ticket stands; none when it does."""
    if not history or history[0].kind is not EventKind.SUBMITTED:
        return "its history does not begin with its filing"
    place = _Place()
    for number, event in enumerate(history[1:], 2):
        after = _after(place, event.kind)
        if after is None:
            return f"fact {number} ({event.kind}) cannot happen to a ticket that is {place.status}"
        _move(place, event, after)
    if place.status is not ticket.status:
        return f"it is {ticket.status}, by its history {place.status}"
    if place.agency != ticket.agency:
        return f"it is with {ticket.agency or 'the coordinator'}, by its history {place.agency or 'the coordinator'}"
    return None


def _after(place: _Place, kind: EventKind) -> Status | None:
    if kind is EventKind.SPLIT and place.status is Status.MERGED:
        if place.agency is None:
            return Status.RECEIVED
        if place.is_taken or place.is_followed_up:
            return Status.IN_PROGRESS
    step = (place.status, kind)
    return (WITHOUT_AGENCY.get(step) if place.agency is None else None) or TRANSITIONS.get(step)


def _move(place: _Place, event: Event, after: Status) -> None:
    place.status = after
    if event.kind in _GIVEN:
        place.agency = event.data["to"]
        place.is_taken = False
    if event.kind in _TAKEN:
        place.is_taken = True
    if event.kind is EventKind.FOLLOWED_UP:
        place.is_followed_up = True
    if event.kind in {EventKind.TRANSFERRED, EventKind.REOPENED}:
        place.is_followed_up = False
