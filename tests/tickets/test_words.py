"""Words are compared, never letters: case, accents, chat spellings and endings do not matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogues import kalsel
from tickets.phrases import PhraseBook
from tickets.words import CHAT_SPELLINGS, fold, normalise, split, squeeze, stems


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Jln provinsi bnyk LOBANG!!", "jalan provinsi banyak lubang"),
        ("yg blm dpt, tlg", "yang belum dapat tolong"),
        ("malam2 gelap", "malam gelap"),
        ("Jum'at", "jumat"),
        ("", ""),
    ],
)
def test_chat_spellings_become_plain_words(written: str, plain: str) -> None:
    assert normalise(written) == plain


def test_banjarese_becomes_indonesian_by_the_catalogue_alone() -> None:
    assert normalise("banyu kada hidup") == "banyu kada hidup"
    assert normalise("banyu kada hidup", kalsel().language.spellings) == "air tidak hidup"


@pytest.mark.parametrize(
    ("written", "stem"),
    [
        ("memukuli", "pukul"),
        ("menyetrum", "setrum"),
        ("nimbun", "timbun"),
        ("jalannya", "jalan"),
        ("berlubang", "lubang"),
        ("ditebang", "tebang"),
        ("mengangkut", "angkut"),
        ("tolonglah", "tolong"),
    ],
)
def test_a_word_is_known_without_its_prefixes_and_endings(written: str, stem: str) -> None:
    assert stem in stems(written)


def test_short_words_are_never_cut_down() -> None:
    assert stems("jalan") == {"jalan"}
    assert stems("mana") == {"mana"}


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    spellings = kalsel().language.spellings
    once = normalise(text, spellings)
    assert normalise(once, spellings) == once


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    words = split(text)
    assert all(squeeze(text[word.start : word.end]) == word.key for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)


def test_a_name_is_one_key_however_it_is_written() -> None:
    assert squeeze("Banjar Baru") == squeeze("banjar-baru") == squeeze("BANJARBARU")


def test_a_phrase_is_heard_as_whole_words_in_a_row_or_in_parts() -> None:
    book = PhraseBook([("lampu jalan", 1), ("api + rumah", 2), ("got", 3)], {})
    assert [heard.meaning for heard in book.hear("Lampu jln mati")] == [1]
    assert [heard.meaning for heard in book.hear("lampu di jalan")] == []
    assert [heard.meaning for heard in book.hear("rumah warga didekati api")] == [2]
    assert [heard.meaning for heard in book.hear("gotong royong")] == []
    assert book.hear("jln ada lampu jalannya")[0].places == {2, 3}


def test_no_spelling_leads_to_another_one() -> None:
    for spellings in ({}, kalsel().language.spellings):
        for word in (*CHAT_SPELLINGS, *spellings):
            once = normalise(word, spellings)
            assert normalise(once, spellings) == once


@given(st.text())
def test_an_empty_phrase_is_never_heard(text: str) -> None:
    assert PhraseBook([("", 1), ("+", 2), ("!", 3)], {}).hear(text) == ()
