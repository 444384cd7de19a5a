"""The category and the agency are proposed from the catalogue's words."""

from __future__ import annotations

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogues import DATA, kalsel, mini
from tickets.routing import Suggestion, suggest, suggest_agencies

CATEGORY_OF = {
    "Jalan": "jalan",
    "Lalu lintas & lampu": "lalu-lintas",
    "Lalu lintas": "lalu-lintas",
    "Sekolah": "pendidikan",
    "Dugaan pungli": "pungli",
    "Dugaan penyimpangan": "pungli",
    "Kesehatan": "kesehatan",
    "Pajak kendaraan": "usaha",
    "Harga & usaha": "usaha",
    "Perizinan": "usaha",
    "Bencana": "ketertiban",
    "Ketertiban": "ketertiban",
    "Lingkungan": "lingkungan",
    "Air minum": "permukiman",
    "Energi": "permukiman",
    "Perumahan": "permukiman",
    "Pertanian": "pertanian",
    "Peternakan": "pertanian",
    "Perkebunan": "pertanian",
    "Perikanan": "pertanian",
    "Ketenagakerjaan": "ketenagakerjaan",
    "Bantuan sosial": "sosial",
    "Kekerasan anak": "kekerasan",
    "Kependudukan": "kependudukan",
    "Pariwisata": "lainnya",
    "Aplikasi/TIK": "lainnya",
}
"""The example complaints name topics; here is the category of ours that each falls under."""

_WORDS = ("jalan", "lampu", "rs", "ulin", "pungli", "sampah", "api", "di", "pinggir")
Labelled = list[tuple[str, str, str]]


def complaints() -> Labelled:
    with (DATA / "complaints.csv").open() as file:
        return [(row["text"], CATEGORY_OF[row["category"]], row["agency"]) for row in csv.DictReader(file)]


def further_texts(file: str) -> Labelled:
    texts = (json.loads(line) for line in (DATA / file).read_text().splitlines())
    return [(text["text"], text["category"], text["agency"]) for text in texts]


def right_among_first(texts: Labelled, count: int) -> int:
    return sum(category in [each.category for each in suggest(text, kalsel())[:count]] for text, category, _ in texts)


def right_agencies(texts: Labelled) -> int:
    return sum([each.agency for each in suggest(text, kalsel())[:1]] == [agency] for text, _, agency in texts)


def test_of_30_example_complaints_at_least_28_have_their_category_among_three_and_24_first() -> None:
    assert right_among_first(complaints(), 3) >= 28
    assert right_among_first(complaints(), 1) >= 24
    assert right_agencies(complaints()) >= 24


def test_of_60_further_texts_at_least_56_have_their_category_among_three_and_48_first() -> None:
    texts = further_texts("texts.jsonl")
    assert len(texts) == 60
    assert right_among_first(texts, 3) >= 56
    assert right_among_first(texts, 1) >= 48
    assert right_agencies(texts) >= 48


def test_of_20_later_texts_at_least_18_have_their_category_first() -> None:
    assert right_among_first(further_texts("texts-later.jsonl"), 1) >= 18


@pytest.mark.parametrize(
    ("text", "category", "agency"),
    [
        ("jalan berlubang", "jalan", "PUPR"),
        ("jln lobang", "jalan", "PUPR"),
        ("bansos", "sosial", "DINSOS"),
        ("antri poli RS Ulin", "kesehatan", "RSUD-ULIN"),
        ("antri poli di puskesmas", "kesehatan", "DINKES"),
        ("sapi sakit", "pertanian", "DISBUNNAK"),
        ("iwak disetrum", "pertanian", "DISLAUTKAN"),
        ("mana dishub nya", "lalu-lintas", "DISHUB"),
        ("di SMK diminta uang sumbangan", "pungli", "INSPEKTORAT"),
        ("pegawai Dinas Sosial pungli", "pungli", "INSPEKTORAT"),
        ("sampah menumpuk di pinggir jalan", "lingkungan", "DLH"),
    ],
)
def test_the_likeliest_comes_first_with_its_agency(text: str, category: str, agency: str) -> None:
    first = suggest(text, kalsel())[0]
    assert (first.category, first.agency) == (category, agency)


def test_a_report_about_an_agency_s_people_never_goes_to_that_agency() -> None:
    for agency in kalsel().agencies.values():
        first = suggest(f"ada pungli dan suap oknum di {agency.name}", kalsel())[0]
        assert (first.category, first.agency) == ("pungli", "INSPEKTORAT")


def test_a_suggestion_tells_which_words_spoke() -> None:
    first = suggest("Pupuk subsidi kosong, petani rugi", kalsel())[0]
    assert {"pupuk subsidi", "petani"} <= set(first.words)


def test_without_a_known_word_nothing_is_suggested() -> None:
    assert suggest("zzz", kalsel()) == ()
    assert suggest("", kalsel()) == ()


def test_another_province_has_other_words() -> None:
    assert [each.category for each in suggest("biduk karam di dermaga", mini())] == ["laut"]
    assert suggest("rumput laut mati", mini())[0].agency == "KEBUN"
    assert suggest("nyiur dimakan kumbang", mini())[0].category == "kebun"
    assert suggest("diminta upeti", mini())[0].agency is None
    assert suggest("jalan berlubang", mini()) == ()


@given(st.text() | st.lists(st.sampled_from(_WORDS)).map(" ".join))
def test_suggestions_are_ordered_distinct_and_between_0_and_1(text: str) -> None:
    found: tuple[Suggestion, ...] = suggest(text, kalsel())
    confidences = [each.confidence for each in found]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 < confidence < 1 for confidence in confidences)
    assert len({each.category for each in found}) == len(found)
    assert suggest(text, kalsel()) == found


def test_agencies_are_suggested_with_confidence_and_the_words_that_spoke() -> None:
    first = suggest_agencies("Pupuk subsidi kosong, petani rugi", kalsel())[0]
    assert first.code == "DPKP"
    assert 0 < first.confidence < 1
    assert {"pupuk subsidi", "petani"} <= set(first.words)
