"""A question to the reporter stands until somebody says something to it, whoever has the ticket meanwhile."""

import pytest

from tests.tickets.test_ticket import MONDAY, OF_BUDI
from tickets.events import Event, EventKind
from tickets.questions import unanswered


@pytest.mark.parametrize(
    ("since", "stands"),
    [
        ("", True),
        ("transferred", True),
        ("transferred taken noted acknowledged", True),
        ("supplied", False),
        ("transferred replied", False),
        ("transferred followed_up", False),
        ("confirmed reopened", False),
        ("transferred replied asked", True),
    ],
)
def test_a_question_stands_until_it_is_answered_or_overtaken(since: str, stands: bool) -> None:
    kinds = ["submitted", "assigned", "asked", *since.split()]
    history = [Event(kind=EventKind(kind), at=MONDAY, actor=OF_BUDI, text=f"{kind}?") for kind in kinds]
    assert (unanswered(history) is not None) is stands


def test_nothing_was_asked() -> None:
    assert unanswered([]) is None
