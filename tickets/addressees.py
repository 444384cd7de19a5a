"""Proposes the agencies that may have to act on a text, with a confidence and the words that speak for each.

Two voters: the catalogue's words (of categories, of agencies, and agencies' names) and what texts with a confirmed
agency taught (`tickets.learning`). A proposal and no more: who may act on it without asking is the catalogue's setting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp

from tickets import hearing
from tickets.catalogue import Catalogue
from tickets.learning import NOTHING, Learnt, learn, lesson, stem, together, votes
from tickets.misspellings import Mender
from tickets.phrases import Heard, PhraseBook
from tickets.words import CHAT_SPELLINGS, fold, plain_words, split, stems

LEAST = 3
"""So many agencies are proposed to any text; where nothing speaks, those that most texts are for."""

_TAUGHT = 0.25  # what a learnt word says, beside one of the catalogue's
_SENSITIVE = 1.3  # where both speak, rather the confidential way
_SHARPNESS = 2.5  # how fast a lead becomes certainty: fitted to how often the first is right
_DOUBT = 1.0  # what "none of these" always has
_COMMON = 0.7  # how much less a word says the more agencies have it in their phrases
_TELLING = 0.5  # a learnt word that says at least so much is shown among those that spoke


@dataclass(frozen=True, slots=True)
class AgencySuggestion:
    """An agency that may have to act, with a confidence from 0 to 1 (all together at most 1).

    ``words`` are the words that spoke for it, for the coordinator to see why; none where nothing but habit did.
    """

    code: str
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The agency that a phrase speaks for. ``share`` is smaller the more agencies have the same phrase."""

    agency: str
    share: float
    named: bool = False
    sensitive: bool = False


def suggest_agencies(text: str, catalogue: Catalogue, learnt: Learnt = NOTHING) -> tuple[AgencySuggestion, ...]:
    """The agencies that may have to act, likeliest first, at least `LEAST` where the catalogue has so many.

    ``learnt`` are storage's counts for the words of this text (`lesson_of`).
    """
    reader = _reader(catalogue)
    words = reader.words(text)
    heard = reader.heard(words)
    said = reader.said(words, learnt)
    written = {stem(word): word for word in reversed(words)}
    scores = dict.fromkeys(catalogue.agencies, 0.0)
    for code, weight in reader.weigh(heard, words).items():
        scores[code] += weight
    for code, by_word in said.items():
        if code in scores:
            scores[code] += _TAUGHT * sum(by_word.values())
    order = sorted(scores, key=lambda code: (-scores[code], reader.rank(code)))
    best = scores[order[0]]
    sure = {code: exp(_SHARPNESS * (scores[code] - best)) for code in order}
    total = sum(sure.values()) * (1.0 + _DOUBT * exp(-max(best, 0.0)))
    return tuple(
        AgencySuggestion(code, sure[code] / total, _spoke(heard.get(code, ()), said.get(code, {}), written))
        for at, code in enumerate(order)
        if at < LEAST or scores[code] > 0
    )


def lesson_of(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The words of a text that are learnt, and that storage's counts are asked for."""
    return lesson(_reader(catalogue).words(text))


class _Reader:
    """All that one catalogue knows about whose a text is, ready to be used."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._spellings = catalogue.language.spellings
        self._book = PhraseBook(list(_entries(catalogue)), self._spellings)
        uses = self._book.vocabulary()
        self._vocabulary = frozenset(uses)
        self._telling = {word: _telling(meanings) for word, meanings in uses.items()}
        self._places = _place_words(catalogue) - self._vocabulary
        read = [(plain_words(each.text, self._spellings), each.agency) for each in catalogue.examples]
        self._mender = Mender(self._vocabulary, self._right_words(catalogue, (words for words, _ in read)))
        self._examples = learn((lesson(self._without_places(words)), agency) for words, agency in read)
        defaults = [each.agency for each in catalogue.categories.values() if each.agency]
        usual = sorted(self._examples.texts, key=lambda code: -self._examples.texts[code])
        order = dict.fromkeys((*usual, catalogue.coordinator, *defaults, *catalogue.agencies))
        self._ranks = {code: at for at, code in enumerate(order)}

    def _right_words(self, catalogue: Catalogue, read: Iterator[Sequence[str]]) -> frozenset[str]:
        spelled = {*self._spellings, *CHAT_SPELLINGS, *CHAT_SPELLINGS.values()}
        met = (word for words in read for word in words)
        return frozenset({*spelled, *catalogue.language.common, *self._places, *met})

    def words(self, text: str) -> tuple[str, ...]:
        """The plain words of a text, slips of the finger mended."""
        return tuple(word if self._is_right(word) else self._mender.mend(word) for word in self._plain(text))

    def _plain(self, text: str) -> tuple[str, ...]:
        return plain_words(text, self._spellings)

    def _is_right(self, word: str) -> bool:
        return not self._vocabulary.isdisjoint(stems(word))

    def heard(self, words: Sequence[str]) -> dict[str, list[Heard[_Meaning]]]:
        """The phrases that speak for each agency."""
        heard: dict[str, list[Heard[_Meaning]]] = {}
        every = self._book.hear_words(words)
        accused = _accused(every)
        for each in every:
            if each.meaning.sensitive or not each.places <= accused:
                heard.setdefault(each.meaning.agency, []).append(each)
        return heard

    def weigh(self, heard: Mapping[str, Sequence[Heard[_Meaning]]], words: Sequence[str]) -> dict[str, float]:
        """What the phrases say for each agency."""
        only_where = hearing.where(words)
        shares = [self._tells(word) for word in words]

        def telling(each: Heard[_Meaning], place: int) -> float:
            return 1.0 if each.meaning.named else shares[place]

        return {code: hearing.score(every, _weight, only_where, telling) for code, every in heard.items()}

    def _tells(self, word: str) -> float:
        return max((self._telling[form] for form in stems(word) if form in self._telling), default=1.0)

    def said(self, words: Sequence[str], learnt: Learnt) -> dict[str, dict[str, float]]:
        """What the learnt words say for each agency."""
        known = lesson(self._without_places(words))
        return votes(together(self._examples, learnt, known), known)

    def rank(self, code: str) -> int:
        """The place of an agency among all, the usual ones first."""
        return self._ranks.get(code, len(self._ranks))

    def _without_places(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(word for word in words if word not in self._places)


@lru_cache(maxsize=8)
def _reader(catalogue: Catalogue) -> _Reader:
    return _Reader(catalogue)


def _entries(catalogue: Catalogue) -> Iterator[tuple[str, _Meaning]]:
    spoken = dict.fromkeys(_phrases(catalogue))
    speakers: dict[str, set[str]] = {}
    for phrase, agency, _ in spoken:
        speakers.setdefault(phrase, set()).add(agency)
    for phrase, agency, sensitive in spoken:
        yield phrase, _Meaning(agency, 1.0 / len(speakers[phrase]) ** 0.5, sensitive=sensitive)
    for each in catalogue.agencies.values():
        meaning = _Meaning(each.code, 1.0, named=True)
        yield from ((form, meaning) for form in hearing.names(each))


def _phrases(catalogue: Catalogue) -> Iterator[tuple[str, str, bool]]:
    """Every phrase with the agency it speaks for, and whether it does so for a sensitive matter."""
    for category in catalogue.categories.values():
        for code, phrases in ((category.agency or catalogue.coordinator, category.words), *category.others.items()):
            yield from ((phrase, code, category.sensitive) for phrase in phrases)
    sensitive = {each.agency for each in catalogue.categories.values() if each.sensitive}
    named = " ".join(form for each in catalogue.agencies.values() for form in hearing.names(each))
    for code, phrases in catalogue.agency_words.items():  # a piece of a name accuses nobody
        yield from ((phrase, code, code in sensitive and phrase not in named) for phrase in phrases)


def _accused(heard: Sequence[Heard[_Meaning]]) -> frozenset[int]:
    """Beside a sensitive matter an agency's name tells who is accused: its words speak for nothing else."""
    if not any(each.meaning.sensitive and not each.meaning.named for each in heard):
        return frozenset()
    return frozenset[int]().union(*(each.places for each in heard if each.meaning.named))


def _weight(heard: Heard[_Meaning]) -> float:
    if heard.meaning.named:
        return hearing.NAMED / len(heard.places)
    weight = heard.meaning.share * (hearing.PHRASE if " " in heard.phrase else 1.0)
    return weight * (_SENSITIVE if heard.meaning.sensitive else 1.0)


def _telling(meanings: Sequence[_Meaning]) -> float:
    """What is left of a word that phrases of these meanings use."""
    agencies = {each.agency for each in meanings if not each.named}
    return 1.0 if not agencies else float(len(agencies) ** -_COMMON)


def _spoke(heard: Sequence[Heard[_Meaning]], said: Mapping[str, float], written: Mapping[str, str]) -> tuple[str, ...]:
    """The phrases, then the learnt words that say most, as the text has them."""
    told = hearing.phrases(heard)
    held = {part for phrase in told for part in phrase.split()}
    learnt = sorted(
        (word for word in said if said[word] >= _TELLING and word not in held), key=lambda word: -said[word]
    )
    return tuple(dict.fromkeys((*told, *(written.get(word, word) for word in learnt))))


def _place_words(catalogue: Catalogue) -> frozenset[str]:
    """Words of the names of regions and districts: where something is says nothing about whose it is."""
    named = [form for each in catalogue.regions.values() for form in (each.name, each.short, each.capital)]
    named += [each.name for each in catalogue.districts.values()]
    return frozenset(fold(word.key) for name in named for word in split(name)) - catalogue.language.common
