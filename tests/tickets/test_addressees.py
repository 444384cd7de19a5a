"""The agencies that a text is for, by words, names, examples and what tickets taught."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogues import kalsel, mini
from tickets.addressees import LEAST, AgencySuggestion, lesson_of, suggest_agencies
from tickets.learning import Example, Learnt

_WORDS = ("jalan", "lampu", "rs", "ulin", "pungli", "sampah", "api", "di", "pinggir", "Dinas Sosial", "gas", "melon")


def first(text: str, learnt: Learnt | None = None) -> str:
    return suggest_agencies(text, kalsel(), learnt or Learnt())[0].code


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("jln lobang dalam bgt", "PUPR"),
        ("jmbtn desa kami ambrukk", "PUPR"),
        ("bansoss blm cair", "DINSOS"),
        ("pupuk subsdi kosong", "DPKP"),
        ("iwak disetrum urang malam2", "DISLAUTKAN"),
        ("antri poli RS Ulin dari subuh", "RSUD-ULIN"),
        ("perpustakan palnam tutup", "DISPERSIP"),
        ("handak mambayar pajak mutur", "BAPENDA"),
        ("LAMPU JALAN MATI SUDAH SEBULAN", "DISHUB"),
        ("berkas CPNS saya ditolak", "BKD"),
        ("izin penelitian skripsi belum keluar", "KESBANGPOL"),
        ("tender di LPSE diatur", "BIRO-PBJ"),
    ],
)
def test_colloquial_misspelt_and_shortened_words_are_understood(text: str, agency: str) -> None:
    assert first(text) == agency


def test_every_agency_is_found_by_its_own_name() -> None:
    for agency in kalsel().agencies.values():
        assert first(f"laporan untuk {agency.name}") == agency.code
        assert first(f"mau lapor {agency.short}") == agency.code


def test_a_report_about_an_agency_s_people_never_goes_to_that_agency() -> None:
    for agency in kalsel().agencies.values():
        assert first(f"ada pungli dan suap oknum di {agency.name}") == "INSPEKTORAT"


def test_the_words_that_spoke_are_told() -> None:
    suggestion = suggest_agencies("Pupuk subsidi kosong, petani rugi", kalsel())[0]
    assert suggestion.code == "DPKP"
    assert {"pupuk subsidi", "petani"} <= set(suggestion.words)


def test_what_tickets_taught_decides_where_no_word_is_known() -> None:

    (word,) = lesson_of("gawai", kalsel())
    learnt = Learnt({word: {"DISPORA": 30}}, {"DISPORA": 30, "PUPR": 30})
    suggestion = suggest_agencies("gawai", kalsel(), learnt)[0]
    assert suggestion.code == "DISPORA"
    assert suggestion.words == ("gawai",)


def test_examples_teach_a_catalogue_that_has_no_word_for_it() -> None:
    taught = replace(mini(), examples=tuple(Example(f"lonceng retak {name}", "KEBUN") for name in "abc"))
    assert suggest_agencies("lonceng berbunyi", taught)[0].code == "KEBUN"


def test_a_lesson_holds_each_telling_word_once_and_no_figures() -> None:
    assert lesson_of("Jalannya berlubang, jalan itu berlubang 081200000001", kalsel()) == ("jalan", "lubang")


@given(st.text() | st.lists(st.sampled_from(_WORDS)).map(" ".join))
def test_suggestions_are_ordered_distinct_and_sum_to_one_at_most(text: str) -> None:
    found: tuple[AgencySuggestion, ...] = suggest_agencies(text, kalsel())
    confidences = [each.confidence for each in found]
    assert len(found) >= LEAST
    assert confidences == sorted(confidences, reverse=True)
    assert all(confidence > 0 for confidence in confidences)
    assert sum(confidences) <= 1
    assert len({each.code for each in found}) == len(found)
