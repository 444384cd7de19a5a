"""Whether an agency has shown what it did: some categories want a picture before a case is called done."""

from collections.abc import Iterable

from tickets.dialogue import Attachment, MediaKind
from tickets.events import Event, EventKind

PICTURES = frozenset({MediaKind.PHOTO, MediaKind.VIDEO})


def shows_work(history: Iterable[Event], sent_now: tuple[Attachment, ...] = ()) -> bool:
    """Whether the reporter was sent a picture since the case was filed, or since it was opened again."""
    shown = list(sent_now)
    for event in history:
        if event.kind is EventKind.REOPENED:
            shown = list(sent_now)
        elif event.kind is EventKind.FOLLOWED_UP:
            shown += event.attachments
    return any(file.kind in PICTURES for file in shown)
