"""How often the interpreter looks for reference cycles: a tenth to a fifth of the time of an update, left as it is."""

import gc
from typing import Final

STARTING: Final = 1_000_000
"""Objects that are made at the start before it is looked among them for cycles: more than it takes, for they stay."""
YOUNG: Final = 10_000
"""The same later: those of some twenty updates."""
ROUNDS: Final = 20
"""Looks at the young before one at those that were left, and of these before one at all."""


def begin() -> None:
    """The program starts to load what it needs: a fifth of a second that is spent on looking through it is saved."""
    gc.set_threshold(STARTING)


def settle() -> None:
    """The program stands: what is there now stays to its end, and is never looked through again.

    For the whole process and once only, by who runs the program, not by a part of it: what is no longer used now, and
    has cycles, is never freed.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, ROUNDS, ROUNDS)
