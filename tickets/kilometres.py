"""Finds the stretch of a long road that a number of kilometres means: "Jl. A. Yani km 7" lies in one region.

Everybody here gives addresses on the long road by kilometres; which kilometres lie where is in the catalogue. At the
edges between two regions the catalogue leaves a gap, and two numbers on different stretches name none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tickets.catalogue import Road
from tickets.place_names import Level, Name
from tickets.weighing import Found, Strength
from tickets.words import Word, split

_UNITS = ("km", "kilometer", "pal")
_REACH = 5  # words between the road's name and the number


def on_roads(roads: Sequence[Road], words: Sequence[Word]) -> Iterator[Found]:
    """Every known road that the text names together with kilometres that lie on known stretches."""
    keys = [word.key for word in words]
    for road in roads:
        for first, last in _named(road, keys):
            near = range(max(0, first - _REACH), min(len(keys), last + _REACH))
            ends = {at: number for at in near for number in _number(keys, at)}
            regions = [_region(road, number) for number in ends.values()]
            if regions and None not in regions:
                behind = max(last, *(at + 1 for at in ends))
                name = Name(Level.LANDMARK, road.name, tuple(dict.fromkeys(code for code in regions if code)))
                yield Found(min(first, *ends), min(behind, len(keys)), (name,), Strength.LIKELY)
                break


def _named(road: Road, keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    for written in (road.name, *road.spellings):
        name = [word.key for word in split(written)]
        for at in range(len(keys) - len(name) + 1):
            if keys[at : at + len(name)] == name:
                yield at, at + len(name)


def _number(keys: Sequence[str], at: int) -> Iterator[int]:
    """The kilometres whose figures are this word: "km 7" at the "7", "km7" at itself."""
    key = keys[at]
    if key.isdecimal() and at and keys[at - 1] in _UNITS:
        yield int(key)
    for unit in _UNITS:
        if key.startswith(unit) and key[len(unit) :].isdecimal():
            yield int(key[len(unit) :])


def _region(road: Road, number: int) -> str | None:
    return next((each.region for each in road.stretches if each.first <= number <= each.last), None)
