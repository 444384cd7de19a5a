"""Every name that a catalogue's places go by, as pairs of a written name and what it means.

Which of them a text means is decided in `tickets.places`; a name alone is neither certain nor doubtful here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from tickets.catalogue import Catalogue
from tickets.words import listed, squeeze

_PARTS = listed("utara selatan timur barat tengah hulu hilir ulu ilir dalam luar besar kecil lama baru kepulauan")
KINDS_OF_REGION = frozenset({"kabupaten", "kab", "kota", "regency", "city", "kotamadya", "municipality"})


class Level(IntEnum):
    """How large a named place is; the larger one wins where both have the same name."""

    LANDMARK = 0
    REGION = 1
    DISTRICT = 2
    VILLAGE = 3


@dataclass(frozen=True, slots=True)
class Name:
    """What a written name means: a place of some level, its code (a landmark's name) and the regions it lies in.

    ``exact``: it is a spot to drive to. ``is_county``: the bare name of a kabupaten, which "kota X" cannot mean.
    """

    level: Level
    code: str
    regions: tuple[str, ...]
    exact: bool = False
    is_county: bool = False


def all_names(catalogue: Catalogue) -> Iterator[tuple[str, Name]]:
    """Every written name of the catalogue's places with its meaning; one name may come several times."""
    for landmark in catalogue.landmarks:
        name = Name(Level.LANDMARK, landmark.name, landmark.regions, landmark.exact)
        yield from ((written, name) for written in dict.fromkeys((landmark.name, *landmark.spellings)))
    for region in catalogue.regions.values():
        name = Name(Level.REGION, region.code, (region.code,))
        is_city = region.name.casefold().startswith("kota ")
        bare = bare_name(region.name)
        forms = (region.name, region.short, region.capital, *region.spellings)
        by_key = {squeeze(form): form for form in forms if form and squeeze(form) != squeeze(bare)}
        yield from ((written, name) for written in by_key.values())
        yield bare, replace(name, is_county=not is_city)
    small = [
        *((each.name, Name(Level.DISTRICT, each.code, (each.region,))) for each in catalogue.districts.values()),
        *(
            (each.name, Name(Level.VILLAGE, each.code, (catalogue.districts[each.district].region,)))
            for each in catalogue.villages.values()
        ),
    ]
    yield from small
    large = {squeeze(form) for each in catalogue.landmarks for form in (each.name, *each.spellings)}
    yield from ((written, name) for written, name in _undivided(small) if squeeze(written) not in large)


def _undivided(names: Iterable[tuple[str, Name]]) -> Iterator[tuple[str, Name]]:
    """What people call the parts of one place together: "Candi Laras" for Candi Laras Utara and Selatan."""
    parts: dict[tuple[str, Level], dict[str, Name]] = defaultdict(dict)
    for written, name in names:
        whole, _, part = written.rpartition(" ")
        if whole and part.casefold() in _PARTS:
            parts[whole, name.level][name.code] = name
    regions: dict[str, set[str]] = defaultdict(set)
    for written, name in names:
        regions[squeeze(written)].update(name.regions)
    for (whole, _), found in parts.items():
        known = regions.get(squeeze(whole), set())
        if len(found) > 1 and known.isdisjoint(region for name in found.values() for region in name.regions):
            yield from ((whole, name) for name in found.values())


def bare_name(name: str) -> str:
    """A region's name without its kind: "Kabupaten Banjar" is "Banjar"."""
    kind, _, rest = name.partition(" ")
    return rest if kind.casefold() in KINDS_OF_REGION and rest else name


def counties(catalogue: Catalogue) -> dict[str, tuple[str, bool]]:
    """The regions by the squeezed bare name that a geocoder gives: code, and whether it is a kota."""
    return {
        squeeze(bare_name(region.name)): (region.code, region.name.casefold().startswith("kota "))
        for region in catalogue.regions.values()
    }
