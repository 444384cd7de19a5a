"""What an answer about the region says besides it: nothing of it is lost, and nothing is made of mere politeness."""

import pytest

from tests.support.catalogues import kalsel, kalsel_places
from tickets.whereabouts import is_area, is_whole_spot, names_spot, says_more, tells_way

SPELLINGS = kalsel().language.spellings


@pytest.mark.parametrize(
    "text",
    [
        "tapin",
        "Kota Banjarmasin, Kalimantan Selatan",
        "kayaknya masuk wilayah Tapin min",
        "Kandangan, HSS",
        "sudah dekat Rantau",
        "martapura kota",
        "di kampung kami pak",
        "saya tidak tahu nama kabupatennya apa ya min",
        "kurang tahu, lupa kotanya",
        "I don't know which regency",
    ],
)
def test_a_mere_region_says_no_more(text: str) -> None:
    found = kalsel_places().find(text)
    assert not names_spot(text, found, SPELLINGS)
    assert not says_more(text, found, SPELLINGS)


@pytest.mark.parametrize(
    "text",
    [
        "Di Rantau pak, sudah tiga minggu begini dan kemarin ada anak jatuh",
        "Kec. Tapin Utara, jalan ke pasar, air sampai selutut",
        "Desa Tatakan Kecamatan Tapin Selatan",
        "Banjarmasin min, tolong cepat ya soalnya bau banget",
    ],
)
def test_a_village_or_more_of_the_story_is_more_than_a_region(text: str) -> None:
    found = kalsel_places().find(text)
    assert says_more(text, found, SPELLINGS)
    assert not names_spot(text, found, SPELLINGS)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Jl. Veteran, Banjarmasin", True),
        ("Banjar baru pak, di depan mesjid agung", True),
        ("Jl. A. Yani km 5 depan indomaret Banjarbaru", False),
        ("Rantau, dekat rumah saya", False),
        ("di dekat pasar lama belakang masjid besar", False),
    ],
)
def test_where_to_go_is_a_spot_and_may_be_all_that_is_said(text: str, whole: bool) -> None:
    found = kalsel_places().find(text)
    assert names_spot(text, found, SPELLINGS)
    assert is_whole_spot(text, found, SPELLINGS) is whole


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Desa Tatakan, Kecamatan Tapin Selatan", True),
        ("Banjarmasin Utara min", True),
        ("Rantau", False),
        ("Kec. Tapin Utara, jalan ke pasar, air sampai selutut", False),
        ("Jl. Veteran, Banjarmasin Timur", False),
    ],
)
def test_a_village_alone_is_an_area(text: str, area: bool) -> None:
    assert is_area(text, kalsel_places().find(text), SPELLINGS) is area


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("depan masjid raya", True),
        ("dekat rumah pak RT", True),
        ("RT 3 gang buntu", True),
        ("desa tatakan", True),
        ("di bawah jembatan", True),
        ("near the mosque", True),
        ("ini fotonya min", False),
        ("lubangnya dalam sekali", False),
        ("airnya sudah masuk rumah", False),
        ("di sini min", False),
        ("jembatan roboh", False),
        ("", False),
    ],
)
def test_a_caption_says_where_or_tells_something_else(text: str, told: bool) -> None:
    assert tells_way(text, kalsel_places().find(text), SPELLINGS) is told
