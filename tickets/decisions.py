"""What the coordinator decides about a ticket besides giving it to an agency: declined, outside, aside, corrected."""

from dataclasses import replace
from datetime import datetime

from tickets.declining import Decline, Why
from tickets.errors import Reason, Refused
from tickets.events import Actor, Event, EventKind
from tickets.kinds import Kind
from tickets.ticket import Change, Ticket, moved


def propose_decline(ticket: Ticket, decline: Decline, *, by: Actor, at: datetime) -> Change:
    """The agency holds that it need not act. Nothing else changes before the coordinator decides: the clock runs on."""
    if ticket.declining is not None and ticket.admits(EventKind.DECLINE_PROPOSED):
        raise Refused(Reason.ALREADY_PROPOSED)
    changed = moved(ticket, EventKind.DECLINE_PROPOSED, declining=decline)
    return Change(changed, Event(kind=EventKind.DECLINE_PROPOSED, at=at, actor=by, data=decline.data))


def return_decline(ticket: Ticket, *, by: Actor, at: datetime) -> Change:
    """The coordinator does not agree: the agency keeps the case and may propose anew."""
    decline = _proposed(ticket)
    changed = moved(ticket, EventKind.DECLINE_RETURNED, declining=None)
    return Change(changed, Event(kind=EventKind.DECLINE_RETURNED, at=at, actor=by, data={"why": decline.why.value}))


def decline(ticket: Ticket, *, by: Actor, at: datetime) -> Change:
    """The coordinator agrees that a body outside must act. (The same matter as another ticket is `tickets.merging`.)"""
    proposed = _proposed(ticket)
    changed = moved(ticket, EventKind.OUT_OF_AUTHORITY, closed_at=at)
    return Change(changed, Event(kind=EventKind.OUT_OF_AUTHORITY, at=at, actor=by, data=proposed.data))


def declare_outside(ticket: Ticket, body: str, *, by: Actor, at: datetime) -> Change:
    """A body outside of this government must act; nobody need propose it first."""
    decline = Decline(Why.AUTHORITY, body)
    changed = moved(ticket, EventKind.OUT_OF_AUTHORITY, closed_at=at, awaiting_since=None, declining=decline)
    return Change(changed, Event(kind=EventKind.OUT_OF_AUTHORITY, at=at, actor=by, data=decline.data))


def put_aside(ticket: Ticket, why: str, words: str = "", *, by: Actor, at: datetime) -> Change:
    """Nobody need act at all: `why` is a code of `ASIDE`, `words` the coordinator's own."""
    decline = Decline(Why.ARCHIVE, why)
    changed = moved(ticket, EventKind.ARCHIVED, closed_at=at, awaiting_since=None, declining=decline)
    return Change(changed, Event(kind=EventKind.ARCHIVED, at=at, actor=by, data={"why": why}, text=words))


def correct_category(ticket: Ticket, category: str, *, sensitive: bool, by: Actor, at: datetime) -> Change:
    """It is about something else. A sensitive matter is secret and anonymous from now on; never the other way round."""
    changed = moved(ticket, EventKind.CORRECTED, category=category)
    changed = replace(changed, secret=ticket.secret or sensitive, anonymous=ticket.anonymous or sensitive)
    return Change(changed, _corrected("category", ticket.category, category, by, at))


def correct_region(ticket: Ticket, region: str, *, by: Actor, at: datetime) -> Change:
    """It is elsewhere."""
    return Change(
        moved(ticket, EventKind.CORRECTED, region=region), _corrected("region", ticket.region, region, by, at)
    )


def correct_kind(ticket: Ticket, kind: Kind, *, by: Actor, at: datetime) -> Change:
    """It is a complaint, a suggestion or a question."""
    changed = replace(moved(ticket, EventKind.CORRECTED), kind=kind)
    return Change(changed, _corrected("kind", ticket.kind.value, kind.value, by, at))


def _proposed(ticket: Ticket) -> Decline:
    """What the coordinator decides on. Raises Refused (no proposal)."""
    if not ticket.admits(EventKind.DECLINE_RETURNED):
        raise Refused(Reason.WRONG_STATUS)
    if ticket.declining is None:
        raise Refused(Reason.NO_PROPOSAL)
    return ticket.declining


def _corrected(what: str, before: str, now: str, by: Actor, at: datetime) -> Event:
    return Event(kind=EventKind.CORRECTED, at=at, actor=by, data={what: now, "before": before})
