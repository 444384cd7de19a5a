"""When we waited for the reporter's data, or the ticket was merged: read from what happened, not the agency's time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from tickets.deadlines import Pause
from tickets.events import EventKind

_BEGINS = frozenset({EventKind.ASKED, EventKind.MERGED})
_ENDS = frozenset(
    {
        EventKind.SUPPLIED,
        EventKind.FOLLOWED_UP,
        EventKind.TRANSFERRED,
        EventKind.ASSIGNED,
        EventKind.CONFIRMED,
        EventKind.SPLIT,
    }
)
"""What ends a pause. Archiving does not: the data are still missing."""


class Happened(Protocol):
    """What has to be known of an event."""

    @property
    def kind(self) -> EventKind: ...
    @property
    def at(self) -> datetime: ...


def pauses(history: Iterable[Happened], now: datetime) -> tuple[Pause, ...]:
    """The pauses in a ticket's history, first to last; one that is open ends now."""
    found: list[Pause] = []
    since: datetime | None = None
    for event in history:
        if event.kind in _BEGINS:
            since = since or event.at
        elif event.kind in _ENDS and since is not None:
            found.append(Pause(since, max(since, event.at)))  # the machine's clock may have been put back
            since = None
    return (*found, Pause(since, now)) if since is not None else tuple(found)
