"""Whether words without a reply look like an addition to a case that is open, rather than a new matter.

A guess that is only used to ask: nothing is put into a case unasked.
"""

from collections.abc import Sequence

from tickets.catalogue import Catalogue
from tickets.places import Gazetteer, Places
from tickets.routing import suggest
from tickets.ticket import Ticket
from tickets.words import listed, plain_words, squeeze

SHORT = 5
"""Words of a text that says too little to be a matter by itself."""
MIDDLING = 8
"""Words of a text that may still be an addition, if it is about the same and names no place that is new."""
_CONTINUES = listed("tambahan menambahkan lanjutan susulan ralat koreksi update perkembangan kelanjutan kelanjutannya")
_OPENING = 4
"""First words in which a word that continues must stand."""


def may_belong(text: str, catalogue: Catalogue) -> bool:
    """Whether the text may add to a case, whatever the case: most texts say enough to be a matter by themselves."""
    words = plain_words(text, catalogue.language.spellings)
    return bool(words) and (len(words) <= MIDDLING or _continues(words))


def belongs_to(text: str, cases: Sequence[Ticket], catalogue: Catalogue, places: Gazetteer) -> tuple[Ticket, ...]:
    """The open cases that the text may add to, the likeliest first; none for what looks like a new matter."""
    if not cases or not may_belong(text, catalogue):
        return ()
    words = plain_words(text, catalogue.language.spellings)
    about = suggest(text, catalogue)
    alike = tuple(case for case in cases if about and case.category == about[0].category)
    rest = tuple(case for case in cases if case not in alike)
    if _continues(words):
        return (*alike, *rest)
    named = places.find(text)
    if named.candidates:  # some place is named, and which one is asked about in the form
        return ()
    if named.region is None and named.spot is None:
        return alike if about else tuple(cases if len(words) <= SHORT else ())
    return tuple(case for case in alike if _names_the_same(case, named, places))


def _continues(words: Sequence[str]) -> bool:
    return not _CONTINUES.isdisjoint(words[:_OPENING])


def _names_the_same(case: Ticket, named: Places, places: Gazetteer) -> bool:
    """Whether the case spoke of the place named: its region in words, and the spot, if there is one."""
    told = f"{case.text} {case.address}"
    same_region = named.region is None or places.find(told).region == named.region
    return same_region and (named.spot is None or squeeze(named.spot) in squeeze(told))
