"""Which words are one word: in another form, without some vowels, or with a slip of the finger.

Comparing each word of a text with each of another takes long. Words have *traits* (stems, consonants, the word less one
letter), and only words with a trait in common are compared; and somebody who compares one text with many looks every
word of theirs up once.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache, reduce
from operator import or_

from tickets.words import stems

SHORTEST_SLIP = 5
"""Letters of a word of which a slip of the finger is recognised."""
_VOWELS = frozenset("aiueo")


class Matches(dict[str, int]):
    """Some words, and for any other word which of them it is: one bit for each of the words, counted from the right.

    Each other word is looked for when it is met first. Bits are joined, cut and counted in one step each.
    """

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__()
        self._words = tuple(words)
        self._with_trait: dict[str, int] = {}
        for place, word in enumerate(self._words):
            for trait in _traits(word):
                self._with_trait[trait] = self._with_trait.get(trait, 0) | 1 << place
        self._traits = frozenset(self._with_trait)

    def __missing__(self, other: str) -> int:
        """Those of the words that the other one is."""
        traits = _traits(other)
        found = 0
        if not self._traits.isdisjoint(traits):
            alike = reduce(or_, map(self._with_trait.__getitem__, self._traits & traits))
            found = sum(bit for bit, word in self._each(alike) if _is_same(word, other))
        self[other] = found
        return found

    def bits_told_by(self, others: Iterable[str]) -> int:
        """Those of the words that are among the others in any form."""
        return reduce(or_, map(self.__getitem__, others), 0)

    def told_by(self, others: Iterable[str]) -> frozenset[str]:
        """The same, as words."""
        return frozenset(word for _, word in self._each(self.bits_told_by(others)))

    def bits_in(self, others: frozenset[str]) -> int:
        """Those of the words that are among the others just as they are written."""
        return sum(1 << place for place, word in enumerate(self._words) if word in others)

    def among(self, others: Iterable[str]) -> frozenset[str]:
        """Those of the others that are among the words in any form."""
        return frozenset(filter(self.__getitem__, others))

    def _each(self, bits: int) -> Iterator[tuple[int, str]]:
        """The bits one by one, each with its word."""
        while bits:
            lowest = bits & -bits
            yield lowest, self._words[lowest.bit_length() - 1]
            bits ^= lowest


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
