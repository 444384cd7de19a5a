"""Ticket numbers: `LP-2611-7F3K98`.

A prefix of letters, year and month of the arrival in local time, five random characters and a check character, all six
from Crockford's base 32 (no I, L, O, U; https://www.crockford.com/base32.html). Random, so that nobody finds his
neighbour's complaint by counting; checked, so that a slip of the finger is told from a number that does not exist.
33,554,432 numbers a month: the caller draws again when the database has one already.

The check is Damm's (H. M. Damm, "Totally anti-symmetric quasigroups for all orders n ≠ 2, 6", Discrete Mathematics
307, 2007) over the field GF(2^5) with x^5 + x^2 + 1: `interim = 2 · (interim + value)`. Over prefix, month and the six
characters it catches

* every single wrong character,
* every swap of two different neighbours, and of two characters any distance apart in the number,
* every pair of equal neighbours turned into another pair (`33` → `77`),
* and of random errors of any other kind about 31 in 32.

tests/tickets/test_number.py shows the first three exhaustively. What typing does not lose (case, O for 0, I or L for 1,
dashes, dots, spaces) is no error: see `parse`.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from random import Random

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_LENGTH = 5
CODE_LENGTH = RANDOM_LENGTH + 1
MONTH_LENGTH = 4

_FIELD_SIZE = 32
_FIELD_MODULUS = 0b100101  # x^5 + x^2 + 1, irreducible, and 2 generates the field
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_FOLD = str.maketrans("ILO", "110")
_PREFIX = re.compile(r"[A-Z]{1,8}")
_MONTH = r"[0-9]{2}(?:0[1-9]|1[0-2])"
_GAP = r"[^\w\n]{0,3}"
_ALMOST = range(CODE_LENGTH - 1, CODE_LENGTH + 2)


@dataclass(frozen=True)
class NumberMistyped:
    """The text was meant as a ticket number but cannot be one: wrong check character, month, or one character off.

    as_read  what we read, capitals and with dashes, to show it to the person who typed it
    """

    as_read: str


def chat_link_name(channel: str) -> str:
    """The note under which the channel's address stands that, with a number behind it, asks the bot for that ticket."""
    return f"chat_link:{channel}"


def draw(prefix: str, local_day: date, random: Random) -> str:
    """A new number for a ticket that arrived on that local day. Give a SystemRandom: numbers must not be guessed.

    Raises ValueError unless the prefix is one to eight letters A–Z.
    """
    month = f"{local_day.year % 100:02}{local_day.month:02}"
    drawn = "".join(random.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return _written(_checked(prefix), month, drawn + check_character(prefix, month + drawn))


def check_character(prefix: str, rest: str) -> str:
    """The check character over prefix (letters A–Z as 0–25) and rest (base-32 digits: month and random characters).

    Raises ValueError for a prefix that is not letters, KeyError for a character outside the alphabet.
    """
    interim = 0
    for value in [ord(letter) - ord("A") for letter in _checked(prefix)] + [_VALUES[digit] for digit in rest]:
        interim = _doubled(interim ^ value)
    return ALPHABET[interim]


def parse(text: str, prefix: str) -> str | NumberMistyped | None:
    """Read a text that ought to be one ticket number and nothing else.

    The number as we write it, when it is one, however typed: `lp2611 7f3k98`, `LP.2611.7F3K98`, O for 0, I or L for 1,
    any dash, spaces anywhere. `NumberMistyped` when it was clearly meant as one and is wrong: say "please check". None
    when it is something else; a number inside a sentence is `find`'s. Whether such a ticket exists is not known here.

    Raises ValueError unless the prefix is one to eight letters A–Z.
    """
    head = _fold(_checked(prefix))
    typed = _fold("".join(character for character in _plain(text) if character.isalnum()))
    month, code = typed[len(head) :][:MONTH_LENGTH], typed[len(head) + MONTH_LENGTH :]
    if not typed.startswith(head) or not re.fullmatch(r"[0-9]{4}", month) or len(code) not in _ALMOST:
        return None
    if _is_number(prefix, month, code):
        return _written(prefix, month, code)
    return None if find(text, prefix) else NumberMistyped(_written(prefix, month, code))


def find(text: str, prefix: str) -> tuple[str, ...]:
    """The ticket numbers in a longer text, as we write them, each once, in order; mistyped ones are left out.

    Between prefix, month and code up to three signs may stand, within them none. For search and display only: no number
    found in prose decides where an answer goes.

    Raises ValueError unless the prefix is one to eight letters A–Z.
    """
    head = "".join({"I": "[1IL]", "L": "[1IL]", "O": "[0O]"}.get(letter, letter) for letter in _checked(prefix))
    pattern = rf"(?<![^\W_]){head}{_GAP}([0-9ILO]{{{MONTH_LENGTH}}}){_GAP}([0-9A-Z]{{{CODE_LENGTH}}})(?![^\W_])"
    parts = ((_fold(month), _fold(code)) for month, code in re.findall(pattern, _plain(text)))
    return tuple(
        dict.fromkeys(_written(prefix, month, code) for month, code in parts if _is_number(prefix, month, code))
    )


def _is_number(prefix: str, month: str, code: str) -> bool:
    return (
        re.fullmatch(_MONTH, month) is not None
        and len(code) == CODE_LENGTH
        and all(character in _VALUES for character in code)
        and check_character(prefix, month + code[:-1]) == code[-1]
    )


def _written(prefix: str, month: str, code: str) -> str:
    return f"{prefix}-{month}-{code}"


def _checked(prefix: str) -> str:
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"a ticket prefix is one to eight letters A–Z, got {prefix!r}")
    return prefix


def _plain(text: str) -> str:
    """Capitals; compatibility forms (full width, bold) as plain ones; nothing invisible; underscores as spaces."""
    visible = (
        character for character in unicodedata.normalize("NFKC", text) if unicodedata.category(character) != "Cf"
    )
    return "".join(visible).upper().replace("_", " ")


def _fold(text: str) -> str:
    return text.translate(_FOLD)


def _doubled(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD_MODULUS if doubled >= _FIELD_SIZE else doubled
