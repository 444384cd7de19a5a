"""A place taken back: only a correction and nothing else is one."""

import pytest

from tests.support.catalogues import kalsel, kalsel_places
from tickets.place_corrections import corrected_place


def corrected(text: str) -> str | None:
    return corrected_place(text, kalsel_places(), kalsel().language.spellings)


@pytest.mark.parametrize(
    "text",
    [
        "bukan di Tapin tapi di Barabai",
        "bukan tapin min, barabai",
        "Bukan di Tapin di Barabai",
        "bukan Rantau tapi Barabai",
        "bukan di situ tapi di Barabai",
        "jalannya bukan di Tapin tapi di Barabai",
        "di Barabai, bukan di Tapin",
        "lain di Tapin, di Barabai",
        "salah, maksudnya di Barabai",
        "maaf pak salah pencet, harusnya Barabai",
        "salah lokasi, yang benar Barabai",
        "Barabai maksud saya",
        "eh di barabai",
        "eh bukan, di Barabai",
        "sabujurnya di Barabai",
        "sorry, it is Barabai not Tapin",
        "not in Tapin but in Barabai",
    ],
)
def test_a_correction_says_the_place_instead(text: str) -> None:
    said = corrected(text)
    assert said
    assert kalsel_places().find(said).region == "63.07"
    assert "apin" not in said


@pytest.mark.parametrize("text", ["bukan di Tapin", "bukan Tapin min", "salah kabupaten", "eh salah kotanya min"])
def test_a_place_may_be_taken_back_without_another(text: str) -> None:
    assert corrected(text) == ""


def test_what_is_told_with_it_stays() -> None:
    told = "bukan di Tapin tapi di Barabai dekat pasar Keramat"
    assert corrected(told) == "di Barabai dekat pasar Keramat"
    assert corrected("salah, maksudnya desa Padang Batung") == "desa Padang Batung"


@pytest.mark.parametrize(
    "text",
    [
        "bukan cuma di Tapin tapi di Barabai juga",
        "bukan di Tapin saja, di Barabai juga",
        "salah satu jalan di Barabai",
        "salah sasaran di Barabai",
        "bukan jalan ke Tapin tapi jalan ke Barabai",
        "bukan di pasar tapi di depan masjid",
        "bukan di depan pasar Rantau tapi di belakangnya",
        "saya bukan orang Tapin tapi orang Barabai",
        "petugas salah kasih info di Barabai",
        "bukan main rusaknya di Barabai",
        "harusnya di Barabai dibangun jembatan",
        "maksudnya di depan pasar",
        "maksudnya apa",
        "di desa lain di Tapin",
        "lain kali di Barabai",
        "salah pak",
        "bukan di Tapin tapi di Barabai?",
        "depan pasar Rantau",
        "Barabai",
        "",
    ],
)
def test_whoever_goes_on_telling_takes_nothing_back(text: str) -> None:
    assert corrected(text) is None
