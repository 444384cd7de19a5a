"""Whether a question to the reporter still waits for its answer, also after the ticket was passed on.

While the asking agency has the ticket its status says so; the one that has it next works on with a running clock, and
an answer is as welcome to it.
"""

from collections.abc import Sequence
from typing import Final

from tickets.events import Event, EventKind
from tickets.ticket import Status

PASSED_ON: Final = frozenset({Status.ASSIGNED, Status.IN_PROGRESS})
"""Statuses of a ticket that was passed on while its reporter was asked something."""
SPOKEN: Final = frozenset(
    {EventKind.ASKED, EventKind.SUPPLIED, EventKind.REPLIED, EventKind.REOPENED, EventKind.FOLLOWED_UP}
)
"""A question, and what ends it: a word of the reporter, or an answer of the agency without his."""


def unanswered(history: Sequence[Event]) -> Event | None:
    """The question that was the last word between agency and reporter; none if something else was."""
    spoken = [event for event in history if event.kind in SPOKEN]
    return spoken[-1] if spoken and spoken[-1].kind is EventKind.ASKED else None
