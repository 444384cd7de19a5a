"""Words that are one word are found among others, however they are written; all others are not."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from tickets import matching
from tickets.matching import Matches
from tickets.words import plain_words

TEXTS = [
    frozenset(plain_words(row["text"], {}))
    for row in csv.DictReader(Path("tests/data/complaints.csv").read_text(encoding="utf-8").splitlines())
]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jembatan", "jmbatan"),
        ("jembatan", "jembtan"),
        ("jembatan", "jembattan"),
        ("jembatan", "jebmatan"),
        ("jembatan", "jembaran"),
        ("pasar", "psr"),
        ("memperbaiki", "perbaiki"),
    ],
)
def test_a_word_is_known_again_with_a_slip_without_vowels_and_without_prefix(one: str, other: str) -> None:
    """Whatever the other words around it are: what makes two words comparable finds all that are the same."""
    around = frozenset({"lampu", "trotoar", "selokan"})
    for word, told in ((one, other), (other, one)):
        assert Matches(frozenset({word, "drainase"})).told_by(around | {told}) == {word}
        assert Matches(around | {told}).among({word, "drainase"}) == {word}


def test_looking_words_up_by_their_traits_finds_what_comparing_each_with_each_finds() -> None:
    for words, others in pairwise(TEXTS):
        pairs = [(word, other) for word in words for other in others if matching._is_same(word, other)]
        assert Matches(words).told_by(others) == {word for word, _ in pairs}
        assert Matches(words).among(others) == {other for _, other in pairs}
