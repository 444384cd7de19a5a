"""Which agencies a sensitive report may be about: it must never reach them.

Rather one too many than one too few: whatever agency is named counts, unless the words before the name say that it was
told of the matter or is asked to help ("sudah lapor ke Dinsos", "mohon Inspektorat turun tangan").
"""

from __future__ import annotations

from functools import lru_cache

from tickets.catalogue import Agency, Catalogue
from tickets.phrases import PhraseBook
from tickets.words import listed, plain_words

_BEFORE = 3
"""Words before a name that are looked at."""
_TOLD = listed(
    "lapor melapor melaporkan laporkan dilaporkan mengadu mengadukan adukan teruskan diteruskan mohon tolong harap"
)


def accused(text: str, catalogue: Catalogue) -> frozenset[str]:
    """The codes of the agencies that the text is, or may be, about."""
    found: set[str] = set()
    for line in text.splitlines():
        words = plain_words(line, catalogue.language.spellings)
        for heard in _book(catalogue).hear(line):
            first = min(heard.places)
            if not _TOLD.intersection(words[max(0, first - _BEFORE) : first]):
                found.add(heard.meaning)
    return frozenset(found)


@lru_cache(maxsize=8)
def _book(catalogue: Catalogue) -> PhraseBook[str]:
    entries = [(form, agency.code) for agency in catalogue.agencies.values() for form in _forms(agency)]
    return PhraseBook(entries, catalogue.language.spellings)


def _forms(agency: Agency) -> tuple[str, ...]:
    forms = (agency.code.replace("-", " "), agency.name, agency.short, *agency.aliases)
    return tuple(dict.fromkeys(form.lower().replace("+", " ") for form in forms))
