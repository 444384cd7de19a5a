"""When the reporter has seen a picture of the work."""

from datetime import UTC, datetime

import pytest

from tickets.dialogue import Attachment, MediaKind
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.proof import shows_work

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PHOTO, LETTER = (Attachment(kind, "file", "unique") for kind in (MediaKind.PHOTO, MediaKind.DOCUMENT))


def event(kind: EventKind, *files: Attachment) -> Event:
    return Event(kind=kind, at=NOW, actor=Actor(ActorKind.AGENCY), attachments=files)


@pytest.mark.parametrize(
    ("history", "now", "shown"),
    [
        ((), (), False),
        ((event(EventKind.SUBMITTED, PHOTO),), (), False),
        ((event(EventKind.FOLLOWED_UP, PHOTO),), (), True),
        ((event(EventKind.FOLLOWED_UP, LETTER),), (), False),
        ((event(EventKind.NOTED, PHOTO),), (), False),
        ((event(EventKind.FOLLOWED_UP, PHOTO), event(EventKind.REOPENED)), (), False),
        ((event(EventKind.REOPENED), event(EventKind.FOLLOWED_UP, PHOTO)), (), True),
        ((), (PHOTO,), True),
        ((event(EventKind.REOPENED),), (PHOTO,), True),
    ],
)
def test_a_picture_of_the_work(history: tuple[Event, ...], now: tuple[Attachment, ...], shown: bool) -> None:
    assert shows_work(history, now) is shown
