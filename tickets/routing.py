"""Proposes what a complaint is about and which agency should have it, from the catalogue's words.

A proposal and no more: the citizen confirms it by a button, the coordinator can change it. The category is proposed
from the catalogue's words alone; for the agency by itself (`tickets.addressees`) what tickets taught votes, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tickets import hearing
from tickets.addressees import AgencySuggestion, suggest_agencies
from tickets.catalogue import Catalogue, Category
from tickets.phrases import REMEMBERED, Heard, PhraseBook
from tickets.words import plain_words

__all__ = ["AgencySuggestion", "Suggestion", "suggest", "suggest_agencies"]

_SENSITIVE = 1.3  # where both speak, rather the confidential way
_DOUBT = 1.0  # one lone word is worth a confidence of one half


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category and the agency for it (none: the coordinator decides), with a confidence from 0 to 1.

    ``words`` are the catalogue's words that spoke for it, for the coordinator to see why.
    """

    category: str
    agency: str | None
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a phrase speaks for. ``share`` is smaller the more categories use the same phrase."""

    category: str
    agency: str | None
    share: float
    named: bool = False


@lru_cache(maxsize=REMEMBERED)
def suggest(text: str, catalogue: Catalogue) -> tuple[Suggestion, ...]:
    """The categories whose words the text holds, likeliest first; one suggestion for each category, maybe none."""
    evidence = _without_the_accused(_evidence(text, catalogue), catalogue)
    where = hearing.where(plain_words(text, catalogue.language.spellings))
    scores = {
        code: hearing.score(heard, _weight_of, where) * _weight(catalogue.categories[code])
        for code, heard in evidence.items()
    }
    total = sum(scores.values()) + _DOUBT
    order = list(catalogue.categories)
    ranked = sorted(scores, key=lambda code: (-scores[code], order.index(code)))
    return tuple(
        Suggestion(
            category=code,
            agency=_agency(catalogue.categories[code], evidence[code]),
            confidence=scores[code] / total,
            words=hearing.phrases(evidence[code]),
        )
        for code in ranked
    )


def _evidence(text: str, catalogue: Catalogue) -> dict[str, list[Heard[_Meaning]]]:
    """What was heard for each category that has at least one word of its own in the text."""
    evidence: dict[str, list[Heard[_Meaning]]] = {}
    for heard in _book(catalogue).hear(text):
        evidence.setdefault(heard.meaning.category, []).append(heard)
    return evidence


def _without_the_accused(
    evidence: dict[str, list[Heard[_Meaning]]], catalogue: Catalogue
) -> dict[str, list[Heard[_Meaning]]]:
    """Beside a sensitive matter an agency's name tells who is accused: it speaks for no other category."""
    if not any(catalogue.categories[code].sensitive for code in evidence):
        return evidence
    accused = frozenset().union(*(each.places for every in evidence.values() for each in every if each.meaning.named))
    kept = {
        code: [each for each in every if catalogue.categories[code].sensitive or not each.places <= accused]
        for code, every in evidence.items()
    }
    return {code: every for code, every in kept.items() if every}


def _weight_of(heard: Heard[_Meaning]) -> float:
    if heard.meaning.named:
        return hearing.NAMED / len(heard.places)
    return heard.meaning.share * (hearing.PHRASE if " " in heard.phrase else 1.0)


def _weight(category: Category) -> float:
    return _SENSITIVE if category.sensitive else 1.0


def _agency(category: Category, heard: list[Heard[_Meaning]]) -> str | None:
    """The agency with most words behind it; the default one where nothing speaks for another."""
    votes: dict[str | None, list[Heard[_Meaning]]] = {}
    for each in heard:
        votes.setdefault(each.meaning.agency, []).append(each)
    order = (category.agency, *category.others)
    return max(
        (code for code in order if code in votes),
        key=lambda code: hearing.score(votes[code], _weight_of),
        default=category.agency,
    )


@lru_cache(maxsize=8)
def _book(catalogue: Catalogue) -> PhraseBook[_Meaning]:
    entries = list(_entries(catalogue))
    users: dict[str, set[str]] = {}
    for phrase, category, _agency_code in entries:
        users.setdefault(phrase, set()).add(category)
    words = [
        (phrase, _Meaning(category, agency, 1.0 / len(users[phrase]) ** 0.5)) for phrase, category, agency in entries
    ]
    return PhraseBook([*words, *_names(catalogue)], catalogue.language.spellings)


def _entries(catalogue: Catalogue) -> Iterator[tuple[str, str, str | None]]:
    for category in catalogue.categories.values():
        yield from ((phrase, category.code, category.agency) for phrase in category.words)
        for other, phrases in category.others.items():
            yield from ((phrase, category.code, other) for phrase in phrases)


def _names(catalogue: Catalogue) -> Iterator[tuple[str, _Meaning]]:
    """Agencies' names speak for the categories they serve; not in a sensitive one, where they may be the accused."""
    for category in catalogue.categories.values():
        if category.sensitive:
            continue
        for code in (category.agency, *category.others):
            if code is not None:
                meaning = _Meaning(category.code, code, 1.0, named=True)
                yield from ((form, meaning) for form in hearing.names(catalogue.agencies[code]))
