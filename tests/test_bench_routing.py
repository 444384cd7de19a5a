"""The figures of bench/routing.py stay above a floor, without the texts among the examples; no region is guessed."""

from dataclasses import replace

from bench.routing import AMONG, FIRST, KEPT, answered, read
from bot.route import Router
from tests.support.catalogues import kalsel

TEXTS = [text for file in KEPT for text in read(file)]
FLOOR_FIRST, FLOOR_AMONG, FLOOR_REGION = 0.88, 0.97, 0.95


def test_the_texts_are_many_and_varied() -> None:
    assert len(TEXTS) >= 600
    assert len({text.id for text in TEXTS}) == len(TEXTS)
    assert {code for text in TEXTS for code in text.agencies} == set(kalsel().agencies)
    assert {text.region for text in TEXTS} == {None, *kalsel().regions}


def test_figures_stay_above_their_floor_without_the_texts_among_the_examples() -> None:
    asked = {text.text for text in TEXTS}
    others = tuple(example for example in kalsel().examples if example.text not in asked)
    answers = answered(TEXTS, Router(replace(kalsel(), examples=others)).answer)
    assert sum(answer.is_right(FIRST) for answer in answers) >= FLOOR_FIRST * len(TEXTS)
    assert sum(answer.is_right(AMONG) for answer in answers) >= FLOOR_AMONG * len(TEXTS)
    naming = [answer for answer in answers if answer.asked.region]
    assert sum(answer.region == answer.asked.region for answer in naming) >= FLOOR_REGION * len(naming)
    guessed = [answer.asked.id for answer in answers if answer.region not in {None, answer.asked.region}]
    assert guessed == []
