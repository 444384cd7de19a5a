"""Weighs the names of places found in one text against each other: which region does the text as a whole mean?

A text may name where it happens, where the writer comes from and where a road leads. What is pointed out ("lokasi
Tabalong") beats what is merely named; "kabupaten X" beats a landmark or a village named in passing; where a road leads
to gives way to where it is. Two regions that are left contradict each other, and none is chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import zip_longest

from tickets.place_names import KINDS_OF_REGION, Level, Name
from tickets.words import Word, listed

__all__ = ["POINTING", "REGION_CUES", "Found", "Strength", "resolve"]

POINTING = listed("lokasi lokasinya tkp alamat alamatnya bertempat")
"""Words behind which a text says where the matter is."""

REGION_CUES = frozenset({"kabupaten", "kab", "pemkab", "bupati", "kota", "pemko", "walikota"})
"""Words that say that a kabupaten or kota is meant."""

_BETWEEN = listed(
    "di nya kejadian kejadiannya tepatnya desa ds kelurahan kel kampung dusun kecamatan kec kabupaten kab kota"
)
_TOWARDS = listed("ke ka arah menuju jurusan")
_ORIGINS = listed("dari matan antara ruas rute trayek")
_MOVED = listed("pindah pindahan")


class Strength(IntEnum):
    """How much a name in the text proves."""

    NOISE = 0  # an everyday word: counts for nothing unless the region is already known
    HINT = 1  # worth asking about
    LIKELY = 2  # counts unless something certain disagrees
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Found:
    """The words ``first`` to before ``last`` name places. ``cue`` is the word before them, or empty."""

    first: int
    last: int
    names: tuple[Name, ...]
    strength: Strength
    cue: str = ""

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions in which the places lie, likeliest first."""
        return tuple(dict.fromkeys(region for name in self.names for region in name.regions))

    @property
    def level(self) -> Level:
        """How large the place is."""
        return self.names[0].level


def resolve(found: Sequence[Found], plain: Sequence[Word]) -> tuple[str | None, tuple[str, ...]]:
    """The region that the names mean together, or those worth asking about. ``plain`` are the words of the text."""
    weighed = _pointed_out(_explicit(_places_before_destinations(_with_roads_between(found), plain), plain), plain)
    certain = [each for each in weighed if each.strength is Strength.CERTAIN]
    known = {region for each in certain for region in each.regions}
    likely = [
        each
        for each in weighed
        if each.strength is Strength.LIKELY and (not known or not known.isdisjoint(each.regions))
    ]
    hints = [each for each in weighed if each.strength is Strength.HINT]
    counting = certain + likely
    if not counting:
        return None, _ranked(hints)
    shared = _shared(counting)
    for hint in hints:
        narrower = [region for region in shared if region in hint.regions]
        shared = narrower or shared
    if len(shared) == 1:
        return shared[0], ()
    return None, tuple(shared) or _ranked(counting)


def _with_roads_between(found: Sequence[Found]) -> list[Found]:
    """A road named by two towns ("jalan Banjarbaru Martapura") lies in both: neither name is a mere street's."""
    return [
        replace(each, strength=Strength.CERTAIN) if after and _is_road_between(each, after) else each
        for each, after in zip_longest(found, found[1:])
    ]


def _is_road_between(one: Found, other: Found) -> bool:
    is_next = other.first == one.last or (other.first == one.last + 1 and other.cue in _TOWARDS)
    is_towns = one.level is other.level is Level.REGION and one.strength <= Strength.HINT
    is_districts = one.level is other.level is Level.DISTRICT and one.strength is Strength.HINT
    return is_next and (is_towns or is_districts)


def _places_before_destinations(found: Sequence[Found], plain: Sequence[Word]) -> list[Found]:
    """ "Kelua arah Amuntai" is in Kelua, "harus ke Banjarmasin" is elsewhere; "dari Rantau ke Binuang" is neither."""
    heard = [each for each in found if each.strength > Strength.NOISE]
    ends, starts = {each.last for each in heard}, {each.first for each in heard}
    return [
        replace(each, strength=Strength.LIKELY)
        if each.strength is Strength.CERTAIN
        and each.cue in _TOWARDS
        and each.last not in starts  # "jurusan Banjarmasin Banjarbaru"
        and not _is_route(plain, each.first, ends)
        else each
        for each in found
    ]


def _is_route(plain: Sequence[Word], at: int, ends: set[int]) -> bool:
    cue = at - 1
    return cue in ends or any(word.key in _ORIGINS for word in plain[:cue]) or (plain[cue - 1].key in _MOVED)


def _explicit(found: Sequence[Found], plain: Sequence[Word]) -> list[Found]:
    """Beside "kabupaten Balangan", a village or a university with several seats elsewhere is only mentioned.

    A hospital is not: "warga kab. Banjar di RS Ulin" may be about either.
    """
    regions = {region for each in found if _is_explicit(each, plain) for region in each.regions}
    return [
        each for each in found if not regions or not regions.isdisjoint(each.regions) or not _is_only_mentioned(each)
    ]


def _is_only_mentioned(each: Found) -> bool:
    is_village = each.level is Level.VILLAGE and each.cue not in _BETWEEN
    return is_village or (each.level is Level.LANDMARK and len(each.regions) > 1)


def _is_explicit(each: Found, plain: Sequence[Word]) -> bool:
    is_said = each.cue in REGION_CUES or plain[each.first].key in KINDS_OF_REGION
    return each.level is Level.REGION and each.strength is Strength.CERTAIN and is_said


def _pointed_out(found: Sequence[Found], plain: Sequence[Word]) -> list[Found]:
    """Where a text says "lokasi", what agrees with it counts and nothing else."""
    pointed = [each for each in found if each.strength >= Strength.LIKELY and _is_pointed(plain, each.first)]
    regions = {region for each in pointed for region in each.regions}
    return [each for each in found if not regions or not regions.isdisjoint(each.regions)]


def _is_pointed(plain: Sequence[Word], at: int) -> bool:
    before = at - 1
    while before > 0 and plain[before].key in _BETWEEN:
        before -= 1
    return before >= 0 and plain[before].key in POINTING


def _shared(found: Sequence[Found]) -> list[str]:
    """The regions that every match allows, in the order of the most exact match."""
    fewest = min(found, key=lambda each: len(each.regions))
    return [region for region in fewest.regions if all(region in each.regions for each in found)]


def _ranked(found: Sequence[Found]) -> tuple[str, ...]:
    votes = Counter(region for each in found for region in each.regions)
    return tuple(sorted(votes, key=lambda region: -votes[region]))
