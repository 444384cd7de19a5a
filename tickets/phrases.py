"""Finds the words and phrases of a list in a text, whatever their endings and spellings.

The lists come from the catalogue; what a found phrase means (a category, a danger, a kind of ticket) is the reader's
matter. A phrase is one or more words in a row, or several such parts joined by "+", all of which must occur somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from tickets.words import plain_words, stems

T = TypeVar("T")

Parts = tuple[tuple[str, ...], ...]

REMEMBERED = 256
"""Texts whose phrases a book remembers: a draft is read anew with every step of its form."""


@dataclass(frozen=True, slots=True)
class Heard(Generic[T]):
    """A phrase that was found: as the list writes it, what it stands for, and which words of the text it covers."""

    phrase: str
    meaning: T
    places: frozenset[int]


class PhraseBook(Generic[T]):
    """Phrases with their meanings, ready to be looked up. One phrase may have several meanings."""

    def __init__(self, entries: Iterable[tuple[str, T]], spellings: Mapping[str, str]) -> None:
        self._spellings = spellings
        self._entries: list[tuple[str, T, Parts]] = []
        self._by_first_word: dict[str, list[tuple[int, int]]] = {}
        for phrase, meaning in entries:
            parts = tuple(part for part in (plain_words(part, spellings) for part in phrase.split("+")) if part)
            for number, part in enumerate(parts):
                self._by_first_word.setdefault(part[0], []).append((len(self._entries), number))
            self._entries.append((phrase, meaning, parts))
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._heard_in)

    def vocabulary(self) -> dict[str, list[T]]:
        """Every word that stands in some phrase, with the meanings of the phrases it stands in."""
        found: dict[str, list[T]] = {}
        for _phrase, meaning, parts in self._entries:
            for word in dict.fromkeys(word for part in parts for word in part):
                found.setdefault(word, []).append(meaning)
        return found

    def hear(self, text: str) -> tuple[Heard[T], ...]:
        """Every phrase of the book that the text holds, in the book's order."""
        return self.hear_words(plain_words(text, self._spellings))

    def hear_words(self, words: Sequence[str]) -> tuple[Heard[T], ...]:
        """The same for words that are plain already."""
        return self._remembered(tuple(words))

    def _heard_in(self, words: tuple[str, ...]) -> tuple[Heard[T], ...]:
        forms = [stems(word) for word in words]
        seen: dict[int, dict[int, set[int]]] = {}
        for at, alternatives in enumerate(forms):
            for form in alternatives:
                for entry, number in self._by_first_word.get(form, ()):
                    part = self._entries[entry][2][number]
                    if _goes_on(part, forms, at):
                        seen.setdefault(entry, {}).setdefault(number, set()).update(range(at, at + len(part)))
        return tuple(self._heard(entry, seen[entry]) for entry in sorted(seen) if self._is_whole(entry, seen[entry]))

    def _is_whole(self, entry: int, found: Mapping[int, set[int]]) -> bool:
        return len(found) == len(self._entries[entry][2])

    def _heard(self, entry: int, found: Mapping[int, set[int]]) -> Heard[T]:
        phrase, meaning, _ = self._entries[entry]
        return Heard(phrase, meaning, frozenset().union(*found.values()))


def _goes_on(part: Sequence[str], forms: Sequence[frozenset[str]], at: int) -> bool:
    if at + len(part) > len(forms):
        return False
    return all(word in forms[at + step] for step, word in enumerate(part))
