"""What people write, without what nobody sees: characters that turn words around, hide them, or pass for other ones.

Texts keep everything that can be read. Names lose more: they stand beside our own words, and must not look like them.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

REMEMBERED: Final = 1024
"""Names as they came: every update of a private chat tells the same one twice."""
LONGEST_NAME: Final = 80
"""Letters of a name; Telegram admits 64 and 64."""
_JOINER: Final = "\u200d"
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters without a shape."""
_MOST_MARKS: Final = 3
"""Marks on one letter; more pile up over other lines."""
_LOOKALIKES: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗаеѕіјорсухԁԛԝһᴏαοΑΒΕΖΗΙΚΜΝΟΡΤΥΧνρ", "ABESIJKMHOPCTYX3aesijopcyxdqwhoaoABEZHIKMNOPTYXvp"
)
"""Cyrillic and Greek letters that look like Latin ones."""
_LATIN: Final = re.compile(r"[A-Za-z]")
_SIGNS: Final = frozenset({"So", "Sk", "Cn", "Co"})
"""Categories of what is no part of a name: emoji and signs, by which our own words say what has happened."""


def plain_text(text: str) -> str:
    """A text without characters that nobody sees or that turn others around. Lines stay lines, emoji stay emoji."""
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for place, character in enumerate(text):
        category = unicodedata.category(character)
        marks = marks + 1 if category == "Mn" else 0
        if category == "Cf" and character == _JOINER and _joins(text, place):
            kept.append(character)
        elif character in _BLANK or (category == "Cc" and character not in "\n\t"):
            kept.append(" ")
        elif category not in {"Cf", "Cs"} and marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


@lru_cache(maxsize=REMEMBERED)
def plain_name(name: str) -> str:
    """A name on one line, in ordinary letters, without signs of ours; one that is nothing but signs keeps them."""
    words = " ".join(plain_text(unicodedata.normalize("NFKC", name)).split())
    letters = "".join(each for each in words if unicodedata.category(each) not in _SIGNS and each != "\ufe0f")
    shown = " ".join(letters.replace(_JOINER, "").split()) or words
    if _LATIN.search(shown):
        shown = shown.translate(_LOOKALIKES)
    return shown[:LONGEST_NAME].rstrip()


def _joins(text: str, place: int) -> bool:
    """Whether the joiner stands between two emoji."""
    before = text[max(0, place - 3) : place].rstrip("\ufe0f")[-1:]
    after = text[place + 1 : place + 2]
    return all(each and (unicodedata.category(each) in {"So", "Sk"}) for each in (before, after))
