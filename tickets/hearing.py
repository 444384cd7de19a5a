"""How much the phrases heard in a text say: shared by the proposals of a category and of an agency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from tickets.catalogue import Agency
from tickets.phrases import Heard
from tickets.words import listed

T = TypeVar("T")

PHRASE = 1.5
"""A word inside a phrase of several says more than the same word alone."""

NAMED = 2.0
"""An agency's own name says as much as two words."""

_WHERE = 0.4  # "sampah di pinggir jalan" is not about the street
_WHERE_WORDS = listed("pinggir tepi depan dekat samping seberang belakang sekitar sepanjang arah menuju bahu muka")


def where(words: Sequence[str]) -> frozenset[int]:
    """The places of words that only say where: those behind "pinggir", "depan" and the like."""
    return frozenset(at + 1 for at, word in enumerate(words) if word in _WHERE_WORDS)


def score(
    heard: Iterable[Heard[T]],
    weight: Callable[[Heard[T]], float],
    only_where: frozenset[int] = frozenset(),
    telling: Callable[[Heard[T], int], float] | None = None,
) -> float:
    """Every word of the text counts once, for the strongest phrase that covers it.

    ``telling``: the share of a phrase's weight that is left to the word at a place; all of it where none is given.
    """
    weights: dict[int, float] = {}
    for each in heard:
        for place in each.places:
            dims = place in only_where and len(each.places) == 1
            share = telling(each, place) if telling else 1.0
            weights[place] = max(weights.get(place, 0.0), weight(each) * share * (_WHERE if dims else 1.0))
    return sum(weights.values())


def phrases(heard: Iterable[Heard[T]]) -> tuple[str, ...]:
    """The phrases as their list writes them, each once."""
    return tuple(dict.fromkeys(each.phrase for each in heard))


def names(agency: Agency) -> tuple[str, ...]:
    """The forms of an agency's name that a text may hold."""
    forms = (agency.code.replace("-", " "), agency.name, agency.short, *agency.aliases)
    return tuple(dict.fromkeys(form.lower().replace("+", " ") for form in forms))
