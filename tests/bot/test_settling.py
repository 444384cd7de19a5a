"""What becomes of a parcel after a try that failed, as a table."""

from random import Random

import pytest

from bot.channels.base import ChannelError, Gone, NotFound, Rejected, Retry, Unknown
from bot.settling import ANSWERED_REPEATS, FREE_REPEATS, Again, Over, decide, pause
from tickets.dialogue import Repeat

SILENCE, REPORTED = Unknown(), Unknown("502", answered=True)
AGAIN = "again"


@pytest.mark.parametrize(
    ("error", "repeat", "unknown", "expected"),
    [
        (Retry(7.0), Repeat.NEVER, 0, AGAIN),
        (Retry(None), Repeat.NEVER, 0, AGAIN),
        (Gone("blocked"), Repeat.FREELY, 0, "gone"),
        (Rejected("too long"), Repeat.FREELY, 0, "rejected"),
        (NotFound("no such message"), Repeat.FREELY, 0, "rejected"),
        (SILENCE, Repeat.NEVER, 1, "unknown"),
        (SILENCE, Repeat.ONCE, 1, AGAIN),
        (SILENCE, Repeat.ONCE, 2, "unknown"),
        (SILENCE, Repeat.FREELY, FREE_REPEATS, AGAIN),
        (SILENCE, Repeat.FREELY, FREE_REPEATS + 1, "unknown"),
        (REPORTED, Repeat.NEVER, 1, "unknown"),
        (REPORTED, Repeat.ONCE, 2, AGAIN),
        (REPORTED, Repeat.ONCE, ANSWERED_REPEATS, AGAIN),
        (REPORTED, Repeat.ONCE, ANSWERED_REPEATS + 1, "unknown"),
        (REPORTED, Repeat.FREELY, ANSWERED_REPEATS, AGAIN),
    ],
)
def test_the_kind_of_the_error_decides(error: ChannelError, repeat: Repeat, unknown: int, expected: str) -> None:
    decision = decide(error, repeat, tries=3, unknown=unknown, random=Random(1))
    if expected == AGAIN:
        assert isinstance(decision, Again)
    else:
        assert decision == Over(expected)  # type: ignore[arg-type]


def test_a_time_the_channel_names_is_kept() -> None:
    assert decide(Retry(7.0), Repeat.ONCE, 1, 0, Random(1)) == Again(7.0)


@pytest.mark.parametrize(("tries", "longest"), [(1, 1), (2, 2), (3, 4), (5, 16), (9, 256), (10, 300), (5000, 300)])
def test_pauses_grow_are_bounded_and_differ(tries: int, longest: float) -> None:
    random = Random(1)
    pauses = [pause(tries, random) for _ in range(50)]
    assert all(longest / 2 <= seconds <= longest for seconds in pauses)
    assert len(set(pauses)) > 40


def test_while_the_connection_is_away_pauses_stay_short() -> None:
    decision = decide(Retry(None), Repeat.ONCE, 100, 0, Random(1))
    assert isinstance(decision, Again)
    assert decision.after <= 30
