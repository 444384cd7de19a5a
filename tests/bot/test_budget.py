"""Budgets as tables: what went out when, and how long the next has to wait."""

import pytest

from bot.budget import Budget, Limits
from tickets.dialogue import ChatKind, Priority

PRIVATE, GROUP = ChatKind.PRIVATE, ChatKind.GROUP
LIMITS = Limits(private_per_second=1, private_burst=3, group_per_minute=20, group_reserve=3, overall_per_second=28)


def wait(budget: Budget, now: float, kind: ChatKind = PRIVATE, priority: Priority = Priority.CITIZEN) -> float:
    return budget.wait("chat", kind, priority, 1, now)


@pytest.mark.parametrize(
    ("sent_at", "now", "seconds"),
    [
        ([], 0, 0),
        ([0], 0, 0),
        ([0, 0], 0, 0),
        ([0, 0, 0], 0, 1),
        ([0, 0, 0], 0.75, 0.25),
        ([0, 0, 0], 1, 0),
        ([0, 0, 0, 1], 1, 1),
        ([0, 1, 2, 3, 4], 4, 0),
        ([0, 0, 0], 100, 0),
    ],
)
def test_a_person_gets_one_a_second_with_short_bursts(sent_at: list[float], now: float, seconds: float) -> None:
    budget = Budget(LIMITS)
    for at in sent_at:
        budget.spend("chat", PRIVATE, 1, at)
    assert wait(budget, now) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("sent_at", "now", "priority", "seconds"),
    [
        ([0] * 16, 0, Priority.CARD, 0),
        ([0] * 17, 0, Priority.CARD, 60),
        ([0] * 17, 0, Priority.REMINDER, 60),
        ([0] * 17, 0, Priority.ANSWER, 0),
        ([0] * 17, 0, Priority.URGENT, 0),
        ([0] * 17, 0, Priority.CITIZEN, 0),
        ([0] * 19, 0, Priority.CITIZEN, 0),
        ([0] * 20, 0, Priority.CITIZEN, 60),
        ([0] * 20, 59.5, Priority.CITIZEN, 0.5),
        ([0] * 20, 60, Priority.CARD, 0),
        ([0] * 10 + [30] * 10, 40, Priority.CITIZEN, 20),
        ([0] * 10 + [30] * 10, 60, Priority.CARD, 0),
        ([0] * 5 + [30] * 15, 60, Priority.CARD, 0),
        ([0] * 2 + [30] * 18, 60, Priority.CARD, 30),
    ],
)
def test_a_group_gets_twenty_a_minute_of_which_three_are_kept_for_answers(
    sent_at: list[float], now: float, priority: Priority, seconds: float
) -> None:
    budget = Budget(LIMITS)
    for at in sent_at:
        budget.spend("chat", GROUP, 1, at)
    assert wait(budget, now, GROUP, priority) == pytest.approx(seconds)


def test_an_album_counts_as_many_messages_and_a_large_one_waits_for_a_full_budget() -> None:
    budget = Budget(LIMITS)
    budget.spend("chat", PRIVATE, 10, 0)
    assert wait(budget, 0) == pytest.approx(8)
    assert budget.wait("chat", PRIVATE, Priority.CITIZEN, 10, 8) == pytest.approx(2)
    budget.spend("group", GROUP, 12, 0)
    assert budget.wait("group", GROUP, Priority.CITIZEN, 10, 0) == pytest.approx(60)
    assert budget.wait("group", GROUP, Priority.CITIZEN, 8, 0) == 0
    assert budget.wait("other group", GROUP, Priority.CITIZEN, 40, 0) == 0


def test_chats_do_not_share_their_budgets() -> None:
    budget = Budget(LIMITS)
    for _ in range(3):
        budget.spend("one", PRIVATE, 1, 0)
    assert budget.holding(0) == {"one": pytest.approx(1)}
    assert budget.wait("two", PRIVATE, Priority.CITIZEN, 1, 0) == 0


def test_a_group_whose_answers_are_kept_free_is_not_held_as_a_whole() -> None:
    budget = Budget(LIMITS)
    budget.spend("group", GROUP, 17, 0)
    assert budget.holding(0) == {}
    assert budget.tight(0) == {"group"}
    budget.spend("group", GROUP, 3, 0)
    assert budget.holding(0) == {"group": pytest.approx(60)}
    assert budget.holding(61) == {}


def test_an_album_that_has_to_wait_holds_up_cards_and_no_answers() -> None:
    budget = Budget(LIMITS)
    budget.spend("group", GROUP, 10, 0)
    assert budget.wait("group", GROUP, Priority.CARD, 8, 0) == pytest.approx(60)
    budget.postpone("group", Priority.CARD, 60)
    assert budget.holding(0) == {}
    assert budget.tight(0) == {"group"}
    assert budget.wait("group", GROUP, Priority.URGENT, 1, 0) == 0
    assert budget.tight(61) == frozenset()


def test_an_answer_too_large_for_what_is_left_holds_up_its_chat() -> None:
    budget = Budget(LIMITS)
    budget.spend("group", GROUP, 15, 0)
    budget.postpone("group", Priority.ANSWER, 60)
    assert budget.holding(0) == {"group": pytest.approx(60)}
    assert budget.holding(61) == {}


@pytest.mark.parametrize(
    ("sent", "now", "room", "room_in"),
    [(0, 0, 28, 0), (27, 0, 1, 0), (28, 0, 0, 1 / 28), (28, 0.5, 14, 0), (28, 1, 28, 0), (28, 50, 28, 0)],
)
def test_overall_there_is_room_for_28_a_second(sent: int, now: float, room: int, room_in: float) -> None:
    budget = Budget(LIMITS)
    for chat in range(sent):
        budget.spend(str(chat), PRIVATE, 1, 0)
    assert budget.room(now) == room
    assert budget.room_in(now) == pytest.approx(room_in)


@pytest.mark.parametrize(
    ("sent", "now", "spare", "spare_in"),
    [(0, 0, 21, 0), (17, 0, 4, 0), (21, 0, 0, 4 / 28), (28, 0, 0, 11 / 28), (28, 0.5, 7, 0), (28, 1, 21, 0)],
)
def test_a_quarter_of_what_may_go_out_is_kept_for_those_who_wait(
    sent: int, now: float, spare: int, spare_in: float
) -> None:
    """Five hundred digests leave it alone, so that a citizen's answer goes out at once."""
    budget = Budget(LIMITS)
    for chat in range(sent):
        budget.spend(str(chat), PRIVATE, 1, 0)
    assert budget.spare(now) == spare
    assert budget.spare_in(now) == pytest.approx(spare_in)


def test_a_pace_of_one_a_second_has_nothing_to_keep() -> None:
    budget = Budget(Limits(overall_per_second=1))
    assert (budget.room(0), budget.spare(0), budget.spare_in(0)) == (1, 1, 0)


def test_what_pauses_for_all_has_nothing_to_spare() -> None:
    budget = Budget(LIMITS)
    budget.pause_all(9, now=0)
    assert (budget.spare(0), budget.spare_in(0)) == (0, 9)


def test_a_flooded_chat_pauses_alone() -> None:
    budget = Budget(LIMITS)
    budget.flooded("one", 7, now=0)
    budget.flooded("one", 3, now=1)
    assert budget.wait("one", PRIVATE, Priority.CITIZEN, 1, 1) == pytest.approx(6)
    assert budget.wait("one", GROUP, Priority.CITIZEN, 1, 1) == pytest.approx(6)
    assert budget.holding(1) == {"one": pytest.approx(6)}
    assert budget.room(1) == 28
    assert budget.holding(8) == {}


def test_several_flooded_chats_within_seconds_pause_everything() -> None:
    budget = Budget(LIMITS)
    budget.flooded("one", 3, now=0)
    budget.flooded("two", 3, now=4)
    budget.flooded("three", 3, now=8)
    assert budget.room(8) == 28
    budget.flooded("four", 3, now=9)
    budget.flooded("five", 9, now=9)
    assert budget.room(9) == 0
    assert budget.room_in(9) == pytest.approx(9)
    assert budget.room(18) == 28


def test_a_few_flooded_chats_among_very_many_pause_nobody_else() -> None:
    budget = Budget(LIMITS)
    for number in range(13):
        budget.spend(f"chat {number}", PRIVATE, 1, now=0)
    for number in range(3):
        budget.flooded(f"chat {number}", 3, now=0.5)
    assert budget.room(0.5) > 0, "three of thirteen"
    budget.flooded("chat 4", 3, now=0.5)
    assert budget.room(0.5) == 0, "four of thirteen"


def test_what_was_sent_long_ago_does_not_excuse_a_flood() -> None:
    budget = Budget(LIMITS)
    for number in range(13):
        budget.spend(f"chat {number}", PRIVATE, 1, now=0)
    for number in range(3):
        budget.flooded(f"chat {number}", 3, now=6)
    assert budget.room(6) == 0


def test_an_inspection_costs_a_call_but_no_message() -> None:
    budget = Budget(LIMITS)
    for _ in range(5):
        budget.spend("group", GROUP, 0, 0)
    assert budget.room(0) == 23
    assert budget.holding(0) == {}
