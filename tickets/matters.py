"""Two matters in one text: noticed where both sides of a connecting word speak for different agencies.

Precision before recall: asking wrongly annoys, and what is not noticed is one report as it is today. So a side must say
something by itself, and the connecting word must be one that begins another matter.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tickets.catalogue import Catalogue
from tickets.routing import Suggestion, suggest
from tickets.words import split

REMEMBERED = 256
"""Texts of which is remembered whether they hold two: every step of a form asks that of the draft's."""
MIN_WORDS = 2
"""Words of a matter: "jalan rusak"."""
SUREST = 0.5
"""Confidence that each side needs: one word of its own."""
_CONNECTIVES = (
    r"dan\s+satu\s+lagi",
    r"satu\s+lagi",
    r"selain\s+itu",
    r"di\s+samping\s+itu",
    r"yang\s+kedua",
    r"sekalian(?:\s+(?:juga|saja|lapor|mau\s+lapor|handak\s+lapor))?",
    r"sekaligus",
    r"terus\s+juga",
    r"oh\s+iya",
    r"and\s+also",
    r"also",
    r"another\s+thing",
)
_BETWEEN = re.compile(
    rf"(?:[,.;!?\n]\s*(?:dan\s+)?|\s+dan\s+|\s+)\b(?:{'|'.join(_CONNECTIVES)})\b[\s,:]*", re.IGNORECASE
)
_JUGA = re.compile(r"[.;!?\n]\s*(?:juga|dan\s+juga)\b[\s,:]*", re.IGNORECASE)
"""A bare "juga" only where it begins a sentence: inside one it is no new matter."""
_ANEW = re.compile(
    r"[.;!?\n]\s*(?:(?:dan|juga|saya|aku|kami|ulun|min|admin)[\s,]+)*(?:mau|ingin|hendak|handak|pengen)\s+(?:juga\s+|jua\s+)?"
    r"(?:me|ma)?lapor(?:kan|akan)?\b(?!\s+(?:ke|kepada|ka|ini|itu|hal|masalah)\b)[\s,:]*",
    re.IGNORECASE,
)
"""Who says in a new sentence, or a new message, that he wants to report something begins again; not who says to whom,
or "this".
"""


@dataclass(frozen=True, slots=True)
class Matters:
    """Two matters, each in the person's own words."""

    first: str
    second: str


def announces(text: str, catalogue: Catalogue) -> bool:
    """Whether a message says that its writer wants to report something, and what: it answers no other question."""
    said = _ANEW.match(f"\n{text.lstrip()}")
    return said is not None and _surest(said.string[said.end() :], catalogue) is not None


@lru_cache(maxsize=REMEMBERED)
def two_matters(text: str, catalogue: Catalogue) -> Matters | None:
    """The two matters of a text; none where it seems to be about one thing."""
    joints = (match for begins in (_BETWEEN, _JUGA, _ANEW) for match in begins.finditer(text))
    for joint in sorted(joints, key=lambda match: match.start()):
        first, second = text[: joint.start()].strip(), text[joint.end() :].strip()
        announced = joint.re is _ANEW and joint.group().startswith("\n")
        if _differ(first, second, catalogue, announced=announced):
            return Matters(first, second)
    return None


def _differ(first: str, second: str, catalogue: Catalogue, *, announced: bool) -> bool:
    """Whether the sides are for two agencies. `announced`: the second was said to be another matter; then a word of
    the first ("lampu jalan") may speak for its agency, too.
    """
    one, other = _surest(first, catalogue), _surest(second, catalogue)
    if one is None or other is None or one.category == other.category or one.agency == other.agency:
        return False
    return announced or other.category not in _categories(first, catalogue)


def _surest(side: str, catalogue: Catalogue) -> Suggestion | None:
    if len(split(side)) < MIN_WORDS:
        return None
    best = next(iter(suggest(side, catalogue)), None)
    return best if best and best.confidence >= SUREST else None


def _categories(side: str, catalogue: Catalogue) -> frozenset[str]:
    return frozenset(each.category for each in suggest(side, catalogue))
