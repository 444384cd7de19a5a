"""Minutes in which a group's budget was used up."""

from datetime import timedelta

import pytest

from bot.facts import full_minutes
from storage.values import Passage
from tests.bot.support import MONDAY


@pytest.mark.parametrize(
    ("passages", "minutes"),
    [
        ([], []),
        ([(0, 16)], []),
        ([(0, 17)], [0]),
        ([(0, 10), (30, 7)], [0]),
        ([(40, 10), (70, 7)], [1]),
        ([(0, 10), (60, 7)], []),
        ([(0, 10), (59, 7), (61, 3)], [0]),
        ([(0, 17), (10, 1), (70, 16), (300, 17)], [0, 5]),
    ],
)
def test_so_much_within_any_sixty_seconds_fills_the_minute_in_which_it_happens(
    passages: list[tuple[int, int]], minutes: list[int]
) -> None:
    passed = [Passage(7, MONDAY + timedelta(seconds=second), messages) for second, messages in passages]
    found = full_minutes(passed, 17)
    assert [(minute - MONDAY) // timedelta(minutes=1) for minute in found.get(7, ())] == minutes


def test_groups_are_counted_apart() -> None:
    passed = [Passage(group_id, MONDAY, 10) for group_id in (1, 2)]
    assert full_minutes(passed, 17) == {}
