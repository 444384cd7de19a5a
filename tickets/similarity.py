"""How alike two reports are: the same matter told by two people, or two matters.

A score from the place (metres between two pins, or words of the address), the words, and the days between. It is only
used to ask a person: nobody's report is put away because of it. Never across kabupaten/kota, nor across categories.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from tickets.catalogue import Catalogue
from tickets.dialogue import Location
from tickets.words import listed, plain_words, split, stems

LIKELY = 0.62
"""From this score on somebody is asked whether it is the same. Tried on `tests/data/same.jsonl`."""
FEWEST_WORDS = 0.25
"""Share of words in common below which even the very same place does not make two reports alike."""
REPEATED = 0.8
"""Share of words in common from which a person's second report says what the first one said."""
SAME_SPOT = 75.0
"""Metres between two pins that a phone's position is wrong by: as good as none."""
ELSEWHERE = 750.0
"""Metres between two pins from which on the reports are about two places."""
MOST_DAYS = 14.0
"""Days between two reports after which time speaks for nothing any more."""
SHORTEST_SLIP = 5
"""Letters of a word of which a slip of the finger is recognised."""
_EARTH = 6_371_000.0
_PLACE, _WORDS, _TIME = 0.45, 0.45, 0.10
_UNKNOWN_PLACE = 0.5
"""What the place counts when at least one of the reports names no spot."""
_OTHER_ADDRESS = 0.05
"""What it counts when both name one, in quite different words."""
_NAMED_THERE = 0.9
"""What it counts when the spot of the one is in the words of the other."""
_COMMON = 0.3
"""What a word counts that every other report holds."""
_FAINT = 0.6
"""What words in common must weigh to count in full."""
_EVERYDAY = listed(
    "jalan rusak parah sekali warga masyarakat tolong mohon segera lama banyak sering sudah belum tidak ada lagi "
    "bahaya bahayakan kabupaten kota provinsi minta perbaiki perbaikan"
)
_ALIKE = {
    word: group.split()[0]
    for group in (
        "lampu pju penerangan",
        "mati padam",
        "banjir tergenang terendam genangan kebanjiran",
        "lubang bolong berlubang",
        "retak pecah",
        "mampet tersumbat sumbat",
        "bau busuk",
        "tumpuk numpuk menumpuk bertumpuk tumpukan",
        "motor sepeda",
        "putus terputus",
        "1 satu",
        "2 dua",
        "3 tiga",
        "4 empat",
        "5 lima",
        "6 enam",
        "7 tujuh",
        "8 delapan",
        "9 sembilan",
        "10 sepuluh",
    )
    for word in group.split()
}
"""Words that people use for the same thing, each with the one that stands for them."""
_STREET = frozenset({"jalan"})
"""In an address it says nothing: every street is one."""
_VOWELS = frozenset("aiueo")
_SAYS_NOTHING = listed(
    "yang di ke dari sini situ sana dan dengan untuk pada ini itu saya kami kita aku pak bapak "
    "ibu bu min admin juga karena jadi "
    "atau saja sangat akan bisa agar supaya dalam oleh sebagai selamat pagi siang sore malam assalamualaikum "
    "terima kasih makasih lapor melaporkan laporan adalah nya lah dong kok nih tuh ya hari kalau kapan mau "
    "depan dekat samping belakang sebelah arah sekitar daerah dpn dkt sblh blkg jl jln rt rw no nomor gang gg desa "
    "kelurahan kel kecamatan kec km"
)


@dataclass(frozen=True, slots=True)
class Report:
    """What is compared of a report, of a ticket or of a draft. `address` may be empty."""

    region: str
    category: str
    text: str
    address: str
    location: Location | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two reports are in each respect, from 0 to 1."""

    place: float
    words: float
    time: float

    @property
    def score(self) -> float:
        """All together, from 0 to 1."""
        return _PLACE * self.place + _WORDS * self.words + _TIME * self.time

    @property
    def is_likely(self) -> bool:
        """Whether it is worth asking if they are about the same."""
        return self.place > 0 and self.words >= FEWEST_WORDS and self.score >= LIKELY

    @property
    def is_repeated(self) -> bool:
        """Whether one seems to be the other once more, if both are one person's."""
        return self.place > 0 and self.words >= REPEATED


NOT_AT_ALL = Likeness(0.0, 0.0, 0.0)


def likeness(one: Report, other: Report, catalogue: Catalogue) -> Likeness:
    """How alike two reports are; not at all when region or category differ."""
    return likenesses(one, (other,), catalogue)[0]


def likenesses(one: Report, others: Iterable[Report], catalogue: Catalogue) -> tuple[Likeness, ...]:
    """The same of one report and many others, in their order; quicker than one by one."""
    names = _names_of(one.region, catalogue)
    words = _read(one, names, catalogue)
    same = (one.region, one.category)
    return tuple(
        _compared((one, other), (words, _read(other, names, catalogue)))
        if (other.region, other.category) == same
        else NOT_AT_ALL
        for other in others
    )


def _read(report: Report, names: frozenset[str], catalogue: Catalogue) -> tuple[frozenset[str], frozenset[str]]:
    """What the address says, and what the text says."""
    return _content(report.address, names | _STREET, catalogue), _content(report.text, names, catalogue)


def _compared(reports: tuple[Report, Report], words: tuple[tuple[frozenset[str], frozenset[str]], ...]) -> Likeness:
    one, other = reports
    spots, texts = tuple(spot for spot, _ in words), tuple(text for _, text in words)
    where = spots[0] | spots[1]
    what = tuple(text - _told_by(text, where) for text in texts)
    days = abs((one.at - other.at).total_seconds()) / 86_400
    return Likeness(
        place=_apart(one.location, other.location) if one.location and other.location else _named(spots, texts),
        words=_in_common(*what),
        time=max(0.0, 1 - days / MOST_DAYS),
    )


def metres(one: Location, other: Location) -> float:
    """The distance between two points along the surface of the earth."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    across = sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, across)))


def _apart(one: Location, other: Location) -> float:
    return min(1.0, max(0.0, (ELSEWHERE - metres(one, other)) / (ELSEWHERE - SAME_SPOT)))


def _named(spots: tuple[frozenset[str], ...], texts: tuple[frozenset[str], ...]) -> float:
    """What the places count that are told in words."""
    if all(spots):
        figures = tuple(frozenset(filter(str.isdigit, spot)) for spot in spots)
        if all(figures) and figures[0].isdisjoint(figures[1]):  # km 36 is not km 21
            return _OTHER_ADDRESS
        return max(_OTHER_ADDRESS, _shared(*spots) / min(map(_weight, spots)))
    spot, teller = (spots[0], texts[1]) if spots[0] else (spots[1], texts[0])
    named = bool(spot) and _shared(spot, teller) >= _weight(spot) / 2
    return _NAMED_THERE if named else _UNKNOWN_PLACE


def _content(text: str, names: frozenset[str], catalogue: Catalogue) -> frozenset[str]:
    """The words that say something: no courtesies, no prepositions, not the region, which both are in anyway."""
    words = plain_words(text, catalogue.language.spellings)
    return frozenset(_ALIKE.get(word, word) for word in words if word not in _SAYS_NOTHING and word not in names)


def _names_of(region: str, catalogue: Catalogue) -> frozenset[str]:
    found = catalogue.regions.get(region)
    told = (found.name, found.short, found.capital, *found.spellings) if found else ()
    return frozenset(word.key for name in told for word in split(name))


def _in_common(one: frozenset[str], other: frozenset[str]) -> float:
    """Between the share of the shorter text that the longer one says, too, and the share of all words."""
    sizes = _weight(one), _weight(other)
    if not min(sizes):
        return 0.0
    shared = min(_shared(one, other), *sizes)
    return (shared / min(sizes) + 2 * shared / sum(sizes)) / 2 * min(1.0, shared / _FAINT)


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """What the words of the one weigh that the other says, too, in any form or with a slip of the finger."""
    return _weight(_told_by(one, other))


def _told_by(words: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Those of the words that are among the others in any form.

    Comparing each with each takes long; words that have no trait in common need not be compared.
    """
    equal = words & other
    traits = _traits_of(other)
    alike = [word for word in words - equal if not traits.isdisjoint(_traits(word))]
    return equal.union(word for word in alike if any(_same(word, each) for each in other))


@lru_cache(maxsize=1024)
def _traits_of(words: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*map(_traits, words))


@lru_cache(maxsize=16_384)
def _traits(word: str) -> frozenset[str]:
    """Two words that are the same by `_same` have one of these in common; not all that have one are the same."""
    traits = set(stems(word)) | {word}
    if word.isalpha():
        traits.add(word[0] + _bones(word))
        if len(word) >= SHORTEST_SLIP:
            traits.update(word[:at] + word[at + 1 :] for at in range(len(word)))
    return frozenset(traits)


def _bones(word: str) -> str:
    return "".join(letter for letter in word if letter not in _VOWELS)


def _weight(words: Iterable[str]) -> float:
    return sum(_COMMON if word in _EVERYDAY else 1.0 for word in words)


def _same(one: str, other: str) -> bool:
    if one == other or not stems(one).isdisjoint(stems(other)):
        return True
    if _traits(one).isdisjoint(_traits(other)):
        return False
    return one.isalpha() and other.isalpha() and (_is_slip(one, other) or _is_short_for(one, other))


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
