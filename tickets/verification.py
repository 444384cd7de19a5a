"""Who looks at a report first: its agency or the coordinator; and what the coordinator is warned of.

Sensitive reports go to their own agency and to nobody else, never to the agency they are about. Where their own agency
is accused, the coordinator finds another; where the coordinator's own agency is accused, his groups learn nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tickets.accused import accused
from tickets.catalogue import Catalogue, Category, Verification
from tickets.personal_data import personal_data
from tickets.phrases import PhraseBook
from tickets.reading import Verdict, judge
from tickets.routing import AgencySuggestion, suggest
from tickets.ticket import Ticket

SURE_ENOUGH = 0.5
"""Confidence from which words sound like a sensitive category."""
OFFERED = 3
"""Likely agencies that the coordinator is shown."""


class Flag(StrEnum):
    """What the coordinator is warned of."""

    URGENT = "urgent"
    """It sounds like danger."""
    SENSITIVE = "sensitive"
    """Levies, violence, misconduct of officials: as few readers as possible."""
    PERSONAL = "personal"
    """There are personal data in the text."""
    GENERAL = "general"
    """No place, body or event is named."""
    OUTSIDE = "outside"
    """It may be the matter of a body outside of this government."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes: to an agency, or (none) to the coordinator. `withheld`: his groups learn nothing of it."""

    agency: str | None
    withheld: bool = False


def route(
    text: str, category: str, agency: str | None, catalogue: Catalogue, likely: Sequence[AgencySuggestion]
) -> Route:
    """Where a report of that category goes, for which the agency was chosen; `likely` is what its words suggest."""
    chosen = catalogue.categories.get(category)
    sensitive = chosen if chosen is not None and chosen.sensitive else sounds_like(text, catalogue)
    if sensitive is not None and (sensitive is chosen or catalogue.coordinator in accused(text, catalogue)):
        return _confidential(sensitive, text, catalogue)
    if chosen is None or agency is None or chosen.verification is Verification.COORDINATOR:
        return Route(None)
    if chosen.verification is Verification.DIRECT:
        return Route(agency)
    is_clear = sensitive is None and judge(text, catalogue) is not Verdict.TOO_GENERAL
    least = catalogue.least_confidence if chosen.least_confidence is None else chosen.least_confidence
    return Route(agency if is_clear and _confidence(text, agency, catalogue, likely) >= least else None)


def _confidence(text: str, agency: str, catalogue: Catalogue, likely: Sequence[AgencySuggestion]) -> float:
    """How clearly the words speak for an agency: by the catalogue's words alone, or by all that was learnt."""
    by_words = [each.confidence for each in suggest(text, catalogue) if each.agency == agency]
    by_learning = [each.confidence for each in likely if each.code == agency]
    return max((*by_words, *by_learning), default=0.0)


def _confidential(category: Category, text: str, catalogue: Catalogue) -> Route:
    """A sensitive report: its own agency, unless that one is accused; then the coordinator, unless he is accused too.

    Where all that may act are accused, it is the category's own agency after all: somebody must look.
    """
    named = accused(text, catalogue)
    withheld = catalogue.coordinator in named
    if not withheld and (category.agency in named or category.verification is Verification.COORDINATOR):
        return Route(None)
    if category.agency not in named:
        return Route(category.agency, withheld)
    return Route(next((code for code in category.others if code not in named), category.agency), withheld)


def sounds_like(text: str, catalogue: Catalogue) -> Category | None:
    """The sensitive category that the words speak for first, if they do."""
    first = next(iter(suggest(text, catalogue)), None)
    if first is None or first.confidence < SURE_ENOUGH or not catalogue.category(first.category).sensitive:
        return None
    return catalogue.category(first.category)


def is_sensitive(ticket: Ticket, catalogue: Catalogue) -> bool:
    """Whether the ticket is kept from the agencies it is about."""
    category = catalogue.categories.get(ticket.category)
    return ticket.withheld or (category is not None and category.sensitive)


def may_have(agency: str, ticket: Ticket, catalogue: Catalogue) -> bool:
    """Whether the ticket may go to that agency: a sensitive one never to one that it is about."""
    return not is_sensitive(ticket, catalogue) or agency not in accused(ticket.text, catalogue)


def likely_for(
    ticket: Ticket, catalogue: Catalogue, likely: Sequence[AgencySuggestion]
) -> tuple[AgencySuggestion, ...]:
    """The agencies offered first, likeliest first; among them the one that the ticket's category belongs to.

    Where the matter is sensitive, or sounds so: those of the sensitive category, without the accused.
    """
    known = {each.code: each for each in likely}
    category = catalogue.categories.get(ticket.category)
    sensitive = category if category and category.sensitive else sounds_like(ticket.text, catalogue)
    own = category.agency if category else None
    if sensitive is None:
        ranked = list(dict.fromkeys([*list(known)[:OFFERED], *([own] if own else [])]))
        ranked = ranked if len(ranked) <= OFFERED else [*ranked[: OFFERED - 1], ranked[-1]]
    else:
        named = accused(ticket.text, catalogue)
        both = [sensitive.agency, own, *sensitive.others]
        ranked = [code for code in dict.fromkeys(both) if code and code not in named][:OFFERED]
    return tuple(known.get(code, AgencySuggestion(code, 0.0, ())) for code in ranked)


def flags(ticket: Ticket, catalogue: Catalogue) -> tuple[Flag, ...]:
    """What the coordinator is warned of, the gravest first."""
    raised = {
        Flag.URGENT: ticket.urgent,
        Flag.SENSITIVE: is_sensitive(ticket, catalogue) or sounds_like(ticket.text, catalogue) is not None,
        Flag.PERSONAL: bool(personal_data(ticket.text)),
        Flag.GENERAL: judge(ticket.text, catalogue) is Verdict.TOO_GENERAL,
        Flag.OUTSIDE: bool(bodies(ticket.text, catalogue)),
    }
    return tuple(flag for flag, is_up in raised.items() if is_up)


def bodies(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Codes of the bodies outside whose words the text holds, in the catalogue's order."""
    heard = {each.meaning for each in _book(catalogue).hear(text)}
    return tuple(code for code in catalogue.outside if code in heard)


@lru_cache(maxsize=8)
def _book(catalogue: Catalogue) -> PhraseBook[str]:
    entries = [(phrase, body.code) for body in catalogue.outside.values() for phrase in body.words]
    return PhraseBook(entries, catalogue.language.spellings)
