"""Finds the word that somebody meant with a slip of the finger, among the words that a reader knows.

A word that is known is never touched. One letter too many, too few, wrong or in the wrong place is mended in long
words, a slip in a vowel rather than one in a consonant ("jmbatan" is no "jabatan"); the vowels that people leave out
("jmbtn") wherever only one known word fits. Which words are known is the
reader's matter; this module knows no language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

SHORTEST = 6
"""Letters of the shortest known word that a slip is looked for in: in shorter ones the slip is often a word itself."""

_SHORTEST_SKELETON = 4  # consonants
_MOST_VOWELS = 1  # of a word that seems to have lost them
_VOWELS = re.compile(r"[aeiou]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_DOUBLED = re.compile(r"([a-z])\1")


class Mender:
    """The known words, ready to be searched. ``others`` are right as they are, too, but never what was meant."""

    def __init__(self, words: Iterable[str], others: Iterable[str] = ()) -> None:
        known = {word for word in words if word.isalpha()}
        self._right = known.union(others)
        self._near: dict[str, list[str]] = {}
        skeletons: dict[str, set[str]] = {}
        for word in sorted(known):
            if len(word) >= SHORTEST:
                for form in _shortened(word):
                    self._near.setdefault(form, []).append(word)
            skeletons.setdefault(_VOWELS.sub("", word), set()).add(word)
        self._skeletons: Mapping[str, str] = {
            skeleton: next(iter(words))
            for skeleton, words in skeletons.items()
            if len(skeleton) >= _SHORTEST_SKELETON and len(words) == 1
        }

    def mend(self, word: str) -> str:
        """The known word that was meant; the word itself where it is right or nothing is near."""
        if word in self._right or not word.isalpha():
            return word
        stretched = _STRETCHED.sub(r"\1", word)
        plain = stretched if stretched in self._right else _DOUBLED.sub(r"\1", stretched)
        if plain in self._right:
            return plain
        return self._nearest(stretched) or self._of_skeleton(stretched) or stretched

    def _nearest(self, word: str) -> str | None:
        if len(word) < SHORTEST - 1:
            return None
        near = {known for form in _shortened(word) for known in self._near.get(form, ()) if _is_slip(word, known)}
        left = _VOWELS.sub("", word)
        return min(
            near,
            key=lambda known: (_VOWELS.sub("", known) != left, abs(len(known) - len(word)), known),
            default=None,
        )

    def _of_skeleton(self, word: str) -> str | None:
        if len(_VOWELS.findall(word)) > _MOST_VOWELS:
            return None
        found = self._skeletons.get(_VOWELS.sub("", word))
        return found if found and found[0] == word[0] else None


def _shortened(word: str) -> Iterator[str]:
    """The word, and it without each of its letters."""
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))


def _is_slip(one: str, other: str) -> bool:
    """Whether one letter was added, left out, replaced or swapped with the next; never the first one."""
    if one[0] != other[0]:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    if len(rest) == len(other_rest):
        swapped = rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:]
        return swapped or rest[1:] == other_rest[1:]
    longer, shorter = sorted((rest, other_rest), key=len, reverse=True)
    return longer[1:] == shorter
