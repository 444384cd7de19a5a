"""What tickets teach about which agency is right: an answer of substance or a person's disposition confirms it.

What the citizen chose among our own proposals confirms nothing yet, or the bot would teach itself. Secret tickets and
those of sensitive categories never teach.
"""

from collections.abc import Iterable

from handlers.desk import Desk
from tickets.addressees import lesson_of
from tickets.events import EventKind
from tickets.learning import Learnt
from tickets.ticket import Change

_CONFIRMS = frozenset({EventKind.FOLLOWED_UP, EventKind.FINISHED, EventKind.ASSIGNED, EventKind.TRANSFERRED})
_TAKES_BACK = frozenset({EventKind.OUT_OF_AUTHORITY})


async def learn(change: Change, desk: Desk) -> None:
    """Teach what a step of a ticket confirms about its agency, take back what it disproves."""
    ticket, kind = change.ticket, change.event.kind
    category = desk.office.catalogue.categories.get(ticket.category)
    is_silent = ticket.secret or category is None or category.sensitive
    if kind in _TAKES_BACK or (is_silent and kind in _CONFIRMS):
        await desk.unit.lessons.forget(ticket.id)
    elif kind in _CONFIRMS and ticket.agency is not None:
        words = lesson_of(ticket.text, desk.office.catalogue)
        await desk.unit.lessons.teach(ticket.id, ticket.agency, words)


async def learnt_about(texts: Iterable[str], desk: Desk) -> Learnt:
    """What tickets taught about the words of these texts, for `tickets.routing.suggest_agencies`: one indexed query."""
    words = {word for text in texts for word in lesson_of(text, desk.office.catalogue)}
    return await desk.unit.lessons.learnt(sorted(words))
