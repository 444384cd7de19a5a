"""Of which closed tickets the coordinator is asked to look at the evidence.

A ticket's lot is drawn from its number: the same on every machine, whenever it is asked for, and nobody can foresee it
who does not know the number. Which share of the lots is checked is a setting, so that changing it moves no lot.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from tickets.errors import Reason, Refused
from tickets.events import Actor, Event, EventKind
from tickets.ticket import Change, Status, Ticket, moved, reopen

LOTS = 100
SENT_BACK = "checked"
"""Why a ticket was reopened, if the coordinator did it (`data`, "why")."""


def lot(number: str) -> int:
    """The lot of a ticket's number, from 0 to 99; of a share of n %, those below n are checked."""
    return int.from_bytes(sha256(number.encode()).digest()[:4]) % LOTS


def agree(ticket: Ticket, *, by: Actor, at: datetime) -> Change:
    """The coordinator looked at the evidence of a closed ticket: it is done. Once."""
    if ticket.checked_at is not None:
        raise Refused(Reason.WRONG_STATUS)
    return Change(moved(ticket, EventKind.CHECKED, checked_at=at), Event(kind=EventKind.CHECKED, at=at, actor=by))


def send_back(ticket: Ticket, reason: str, *, by: Actor, at: datetime) -> Change:
    """The coordinator looked at it: it is not done. It is open again as if the reporter had said so."""
    if ticket.status is not Status.CLOSED or ticket.checked_at is not None:
        raise Refused(Reason.WRONG_STATUS)
    change = reopen(ticket, by=by, at=at)
    return replace(change, event=replace(change.event, text=reason, data={"why": SENT_BACK}))


def is_sent_back(event: Event) -> bool:
    """Whether it was the coordinator who opened the ticket again, after looking at the evidence."""
    return event.kind is EventKind.REOPENED and event.data.get("why") == SENT_BACK
