"""How alike two reports are: the same matter told by two people, or two matters.

A score from the place (metres between two pins, or words of the address), the words, and the days between. It is only
used to ask a person: nobody's report is put away because of it. Never across kabupaten/kota, nor across categories.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from tickets.catalogue import Catalogue
from tickets.dialogue import Location
from tickets.matching import Matches
from tickets.words import listed, plain_words, split

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
REMEMBERED = 512
"""Reports whose words are remembered: the latest of a region and category are compared with every new one."""
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
    mine = _Compared(one, catalogue)
    same = (one.region, one.category)
    return tuple(mine.likeness(other) if (other.region, other.category) == same else NOT_AT_ALL for other in others)


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a report that say something: of its address, of its text, and of its text about the matter alone.

    Of the address also its figures, and what it weighs: they are asked for with every comparison.
    """

    spot: frozenset[str]
    text: frozenset[str]
    matter: frozenset[str]
    figures: frozenset[str]
    spot_weight: float


class _Compared:
    """A report that is compared with others of its region.

    The words of its text and of its address are looked up together: those of the text are the lower bits, those of the
    address the higher ones.
    """

    def __init__(self, report: Report, catalogue: Catalogue) -> None:
        self._report = report
        self._catalogue = catalogue
        self._said = said = _said(report.text, report.address, report.region, catalogue)
        self._mine = Matches((*said.text, *said.spot))
        self._of_text = (1 << len(said.text)) - 1
        self._of_spot = ((1 << len(said.spot)) - 1) << len(said.text)
        self._matter = self._mine.bits_in(said.matter) & self._of_text
        self._everyday = self._mine.bits_in(_EVERYDAY)

    def likeness(self, other: Report) -> Likeness:
        """How alike the other one is."""
        one, said = self._report, _said(other.text, other.address, other.region, self._catalogue)
        days = abs((one.at - other.at).total_seconds()) / 86_400
        spot = self._mine.bits_told_by(said.spot)
        return Likeness(
            place=_apart(one.location, other.location) if one.location and other.location else self._place(said, spot),
            words=self._words(said, spot),
            time=max(0.0, 1 - days / MOST_DAYS),
        )

    def _words(self, other: _Said, spot: int) -> float:
        """Of what is said about the matter, and not about the place that one of both names, the part in common: between
        the share of the shorter text that the longer one says, too, and the share of all words.

        `spot`: my words that the other's address tells.
        """
        look, of_spot = self._mine, self._of_spot
        mine = self._matter & ~spot
        theirs = [word for word in other.matter if not look[word] & of_spot]
        my_size, their_size = _weight_of(mine, self._everyday), _weight(theirs)
        smaller = min(my_size, their_size)
        if not smaller:
            return 0.0
        shared = min(_weight_of(look.bits_told_by(theirs) & mine, self._everyday), smaller)
        return (shared / smaller + 2 * shared / (my_size + their_size)) / 2 * min(1.0, shared / _FAINT)

    def _place(self, other: _Said, spot: int) -> float:
        """What the places count that are told in words. `spot` as above."""
        mine = self._said
        if mine.spot and other.spot:
            if mine.figures and other.figures and mine.figures.isdisjoint(other.figures):  # km 36 is not km 21
                return _OTHER_ADDRESS
            shared = _weight_of(spot & self._of_spot, self._everyday)
            return max(_OTHER_ADDRESS, shared / min(mine.spot_weight, other.spot_weight))
        if mine.spot:
            told = _weight_of(self._mine.bits_told_by(other.text) & self._of_spot, self._everyday)
            return _NAMED_THERE if told >= mine.spot_weight / 2 else _UNKNOWN_PLACE
        if other.spot and _weight(self._mine.among(other.spot)) >= other.spot_weight / 2:
            return _NAMED_THERE
        return _UNKNOWN_PLACE


@lru_cache(maxsize=REMEMBERED)
def _said(text: str, address: str, region: str, catalogue: Catalogue) -> _Said:
    names = _names_of(region, catalogue)
    spot, words = _content(address, names | _STREET, catalogue), _content(text, names, catalogue)
    matter = words - Matches(words).told_by(spot)
    return _Said(spot, words, matter, frozenset(filter(str.isdigit, spot)), _weight(spot))


def metres(one: Location, other: Location) -> float:
    """The distance between two points along the surface of the earth."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    across = sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, across)))


def _apart(one: Location, other: Location) -> float:
    return min(1.0, max(0.0, (ELSEWHERE - metres(one, other)) / (ELSEWHERE - SAME_SPOT)))


def _content(text: str, names: frozenset[str], catalogue: Catalogue) -> frozenset[str]:
    """The words that say something: no courtesies, no prepositions, not the region, which both are in anyway."""
    words = plain_words(text, catalogue.language.spellings)
    return frozenset(_ALIKE.get(word, word) for word in words if word not in _SAYS_NOTHING and word not in names)


def _names_of(region: str, catalogue: Catalogue) -> frozenset[str]:
    found = catalogue.regions.get(region)
    told = (found.name, found.short, found.capital, *found.spellings) if found else ()
    return frozenset(word.key for name in told for word in split(name))


def _weight(words: Collection[str]) -> float:
    """What different words weigh."""
    common = len(_EVERYDAY.intersection(words))
    return common * _COMMON + len(words) - common


def _weight_of(bits: int, everyday: int) -> float:
    """The same of words that are bits (`Matches`)."""
    common = (bits & everyday).bit_count()
    return common * _COMMON + bits.bit_count() - common
