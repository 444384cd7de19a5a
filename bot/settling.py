"""What becomes of a parcel after a try that failed: the policy of the sender, without the sender.

| kind of error | what happens |
|---|---|
| `Retry` with a time | the same again after it, for this chat |
| `Retry` without | the same again, with growing pauses, without end: nothing is lost while the connection is away |
| `Unknown`, silence | as the parcel's `Repeat` says: freely a few times, once, or never |
| `Unknown`, a failure the channel reports | as above, but tried for hours unless never: it was most likely not done |
| `Gone` | `gone` |
| anything else | `rejected` |
"""

from dataclasses import dataclass
from random import Random
from typing import Final, Literal

from bot.channels.base import ChannelError, Gone, Retry, Unknown
from tickets.dialogue import Repeat

FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 300.0
LONGEST_PAUSE_OFFLINE: Final = 30.0
FREE_REPEATS: Final = 10
ANSWERED_REPEATS: Final = 60
"""Five hours of a channel that reports its own failure, at the longest pause."""


@dataclass(frozen=True, slots=True)
class Again:
    """To be tried again in so many seconds."""

    after: float


@dataclass(frozen=True, slots=True)
class Over:
    """Never to be tried again."""

    status: Literal["gone", "rejected", "unknown"]


def decide(error: ChannelError, repeat: Repeat, tries: int, unknown: int, random: Random) -> Again | Over:
    """`tries` of the parcel so far and how many of them ended in `unknown`, both with this one."""
    match error:
        case Retry(after=float(after)):
            return Again(after)
        case Retry():
            return Again(pause(tries, random, LONGEST_PAUSE_OFFLINE))
        case Unknown(answered=answered):
            return Again(pause(tries, random)) if unknown <= _repeats(repeat, answered) else Over("unknown")
        case Gone():
            return Over("gone")
    return Over("rejected")


def pause(tries: int, random: Random, longest: float = LONGEST_PAUSE) -> float:
    """Seconds to wait after so many tries: doubling, bounded, and never in step with others."""
    return float(min(longest, FIRST_PAUSE * 2 ** min(tries - 1, 20)) * random.uniform(0.5, 1.0))


def _repeats(repeat: Repeat, answered: bool) -> int:
    """How often a send with an unknown outcome may be repeated."""
    match repeat:
        case Repeat.NEVER:
            return 0
        case Repeat.ONCE:
            return ANSWERED_REPEATS if answered else 1
        case Repeat.FREELY:
            return ANSWERED_REPEATS if answered else FREE_REPEATS
