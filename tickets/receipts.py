"""Receipt codes: `7F3K-98QX-2M4T` brings a report to whoever has it, on another account or number.

Twelve characters of Crockford's base 32, sixty random bits; only a keyed hash is stored, and whoever guesses gets few
tries. What typing does not lose (case, dashes, O for 0, I or L for 1) is no error.
"""

from random import Random
from typing import Final

from tickets.number import ALPHABET

LENGTH: Final = 12
_GROUP = 4
_FOLD = str.maketrans("ILO", "110")
_GAPS = frozenset(" -–.")


def draw(random: Random) -> str:
    """A new code without its dashes. Give a SystemRandom. It has a digit, so that no word looks like one."""
    while True:
        code = "".join(random.choice(ALPHABET) for _ in range(LENGTH))
        if any(character.isdecimal() for character in code):
            return code


def written(code: str) -> str:
    """The code as people read it."""
    return "-".join(code[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def read(text: str) -> str | None:
    """The code that a text is, as `draw` made it; none where it is something else."""
    typed = "".join(character for character in text.upper() if character not in _GAPS)
    code = typed.translate(_FOLD)
    looks_like_one = len(code) == LENGTH and any(character in "0123456789" for character in typed)
    return code if looks_like_one and all(character in ALPHABET for character in code) else None
