"""One-time codes by which a group finds its agency: `7F3K9-8QX2M`.

Ten characters of Crockford's base 32, fifty random bits: nobody guesses one in the week in which it is good. Only a
keyed hash of it is stored. What typing does not lose (case, dashes, O for 0, I or L for 1) is no error.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from tickets.number import ALPHABET

VALID = timedelta(days=7)
"""How long a code is good."""
LENGTH = 10
_HALF = LENGTH // 2
_FOLD = str.maketrans("ILO", "110")


class Standing(StrEnum):
    """Whether a code can be used, and why not."""

    GOOD = "good"
    UNKNOWN = "unknown"
    """Nobody ever made it."""
    USED = "used"
    """A group was paired with it."""
    REVOKED = "revoked"
    """A newer one was made for the same agency."""
    EXPIRED = "expired"
    """Its week is over."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that was given out; the code itself is not known any more.

    `role`: what whoever uses it becomes (empty: it connects a group); `agency`: for which one, if for one at all.
    """

    id: int
    agency: str
    made_by: int
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    role: str = ""

    def standing(self, now: datetime) -> Standing:
        """Whether it can be used now."""
        if self.used_at is not None:
            return Standing.USED
        if self.revoked_at is not None:
            return Standing.REVOKED
        return Standing.EXPIRED if now >= self.expires_at else Standing.GOOD


def link_name(channel: str) -> str:
    """The note under which the channel's address stands that, with a code behind it, brings the bot into a group."""
    return f"group_link:{channel}"


def draw(random: Random) -> str:
    """A new code without its dash. Give a SystemRandom. It has a digit, so that no agency's name looks like one."""
    while True:
        code = "".join(random.choice(ALPHABET) for _ in range(LENGTH))
        if any(character.isdecimal() for character in code):
            return code


def read(text: str) -> str | None:
    """The code that a text is, as `draw` made it; none where it is something else."""
    typed = "".join(character for character in text.upper() if character.isalnum())
    code = typed.translate(_FOLD)
    looks_like_one = len(code) == LENGTH and any(character in "0123456789" for character in typed)
    return code if looks_like_one and all(character in ALPHABET for character in code) else None


def written(code: str) -> str:
    """A code as people read it."""
    return f"{code[:_HALF]}-{code[_HALF:]}"
