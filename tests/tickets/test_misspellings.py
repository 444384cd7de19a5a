"""A slip of the finger is mended, a right word is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.misspellings import Mender

WORDS = ("jembatan", "berlubang", "sampah", "puskesmas", "kandangan", "rusak")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("jembatn", "jembatan"),
        ("jemabtan", "jembatan"),
        ("jembattan", "jembatan"),
        ("jembaran", "jembatan"),
        ("jmbtn", "jembatan"),
        ("pskesmas", "puskesmas"),
        ("rusaaaak", "rusak"),
        ("sampahh", "sampah"),
        ("kandungan", "kandungan"),
        ("lembatan", "lembatan"),
        ("rusuk", "rusuk"),
        ("081234", "081234"),
        ("", ""),
    ],
)
def test_one_slip_in_a_long_word_is_mended(written: str, meant: str) -> None:
    assert Mender(WORDS, others=("kandungan",)).mend(written) == meant


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz"))
def test_mending_twice_changes_nothing_more(word: str) -> None:
    mender = Mender(WORDS)
    assert mender.mend(mender.mend(word)) == mender.mend(word)
