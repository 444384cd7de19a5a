"""From a pin to a region. Two well-known points for each kind of answer."""

import pytest

from bot.catalogue import load_catalogue
from bot.geocoding import County, Geocoder, region_finder
from tickets.dialogue import Location
from tickets.places import Gazetteer


@pytest.fixture(scope="module")
def geocoder() -> Geocoder:
    geocoder = Geocoder()
    geocoder.load()
    return geocoder


CAPITALS = [
    ("63.01", -3.7989, 114.7756),
    ("63.02", -3.2936, 116.1653),
    ("63.03", -3.4115, 114.8650),
    ("63.04", -2.9833, 114.7667),
    ("63.05", -2.9336, 115.1646),
    ("63.06", -2.7833, 115.2667),
    ("63.07", -2.5833, 115.3833),
    ("63.08", -2.4178, 115.2494),
    ("63.09", -2.1648, 115.3811),
    ("63.10", -3.4419, 116.0030),
    ("63.11", -2.3333, 115.4667),
    ("63.71", -3.3194, 114.5908),
    ("63.72", -3.4423, 114.8455),
]


def test_every_capital_of_the_province_lies_in_its_region(geocoder: Geocoder) -> None:
    gazetteer = Gazetteer(load_catalogue("catalogue/kalimantan-selatan.toml"))
    regions_at = region_finder(geocoder, gazetteer.regions_by_name)
    found = [regions_at(Location(latitude, longitude)) for _, latitude, longitude in CAPITALS]
    assert [regions[0] for regions in found] == [code for code, _, _ in CAPITALS]


def test_within_a_region_the_answer_is_certain(geocoder: Geocoder) -> None:
    assert geocoder.locate(-2.7833, 115.2667) == County("Kabupaten Hulu Sungai Selatan")


@pytest.mark.parametrize(("latitude", "longitude"), [(-3.2589, 114.5790), (-3.4424, 114.7625)])
def test_close_to_a_border_it_is_a_guess(geocoder: Geocoder, latitude: float, longitude: float) -> None:
    county = geocoder.locate(latitude, longitude)
    assert county is not None
    assert county.rivals


@pytest.mark.parametrize(("latitude", "longitude"), [(51.5, -0.1), (-9.5, 110.0), (0.0, 0.0)])
def test_abroad_and_at_sea_there_is_none(geocoder: Geocoder, latitude: float, longitude: float) -> None:
    assert geocoder.locate(latitude, longitude) is None


def test_close_to_a_border_all_regions_it_may_be_are_offered(geocoder: Geocoder) -> None:
    regions_at = region_finder(geocoder, Gazetteer(load_catalogue("catalogue/kalimantan-selatan.toml")).regions_by_name)
    assert regions_at(Location(-3.2589, 114.5790)) == ("63.71", "63.04")


def test_another_province_is_none_of_our_regions(geocoder: Geocoder) -> None:
    regions_at = region_finder(geocoder, {"Kota Banjarmasin": "63.71"}.get)
    assert regions_at(Location(-2.21, 113.92)) == ()
    assert regions_at(Location(51.5, -0.1)) == ()
    assert regions_at(Location(-3.3194, 114.5908)) == ("63.71",)
