"""Which words are one word: in another form, without some vowels, or with a slip of the finger.

Comparing each word of a text with each of another takes long. Words have *traits* (stems, consonants, the word less one
letter), and only words with a trait in common are compared; and somebody who compares one text with many looks every
word of theirs up once.
"""

from collections.abc import Iterable
from functools import lru_cache

from tickets.words import stems

SHORTEST_SLIP = 5
"""Letters of a word of which a slip of the finger is recognised."""
_VOWELS = frozenset("aiueo")
_NONE = frozenset[str]()


class Matches(dict[str, frozenset[str]]):
    """Some words, and which of them others are: each other word is looked for when it is met first."""

    def __init__(self, words: frozenset[str]) -> None:
        super().__init__()
        self._with_trait: dict[str, list[str]] = {}
        for word in words:
            for trait in _traits(word):
                self._with_trait.setdefault(trait, []).append(word)
        self._traits = frozenset(self._with_trait)

    def __missing__(self, other: str) -> frozenset[str]:
        """Those of the words that the other one is."""
        shared = self._traits & _traits(other)
        alike = {word for trait in shared for word in self._with_trait[trait]} if shared else ()
        found = self[other] = frozenset(word for word in alike if _is_same(word, other)) if alike else _NONE
        return found

    def told_by(self, others: Iterable[str]) -> frozenset[str]:
        """Those of the words that are among the others in any form."""
        return frozenset().union(*map(self.__getitem__, others))

    def among(self, others: Iterable[str]) -> frozenset[str]:
        """Those of the others that are among the words in any form."""
        return frozenset(filter(self.__getitem__, others))


def _is_same(one: str, other: str) -> bool:
    """Whether two words are one."""
    if one == other or not stems(one).isdisjoint(stems(other)):
        return True
    return one.isalpha() and other.isalpha() and (_is_slip(one, other) or _is_short_for(one, other))


@lru_cache(maxsize=16_384)
def _traits(word: str) -> frozenset[str]:
    """Two words that are the same have one of these in common; not all that have one are the same."""
    traits = set(stems(word)) | {word}
    if word.isalpha():
        traits.add(word[0] + _bones(word))
        if len(word) >= SHORTEST_SLIP:
            traits.update(word[:at] + word[at + 1 :] for at in range(len(word)))
    return frozenset(traits)


def _bones(word: str) -> str:
    return "".join(letter for letter in word if letter not in _VOWELS)


def _is_short_for(one: str, other: str) -> bool:
    """Whether one is the other without some vowels: "psr" is "pasar"."""
    shorter, longer = sorted((one, other), key=len)
    bones = _bones(shorter), _bones(longer)
    if len(bones[0]) < 3 or bones[0] != bones[1] or shorter[0] != longer[0]:
        return False
    letters = iter(longer)
    return len(shorter) < len(longer) and all(letter in letters for letter in shorter)


def _is_slip(one: str, other: str) -> bool:
    """Whether two longer words differ by one letter left out, added, changed or swapped."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if len(shorter) < SHORTEST_SLIP or len(longer) - len(shorter) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    if len(longer) > len(shorter):
        return longer[same + 1 :] == shorter[same:]
    swapped = longer[same + 1 : same + 2] + longer[same : same + 1] + longer[same + 2 :]
    return longer[same + 1 :] == shorter[same + 1 :] or swapped == shorter[same:]
