"""Two reports about the same matter are found, however they are spelt; two matters are told apart."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.catalogues import kalsel
from tickets.dialogue import Location
from tickets.similarity import NOT_AT_ALL, Report, likeness, likenesses, metres

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MARKET = Location(-3.4110, 114.8450)
NEAR_THE_MARKET = Location(-3.4113, 114.8453)
BEYOND_THE_RIVER = Location(-3.4300, 114.8600)
PAIRS = [json.loads(line) for line in Path("tests/data/same.jsonl").read_text(encoding="utf-8").splitlines()]
HOLE = Report("63.03", "jalan", "Jalan berlubang di depan pasar", "", MARKET, MONDAY)


def report(told: dict[str, Any], pair: dict[str, Any]) -> Report:
    pin = Location(*told["pin"]) if "pin" in told else None
    at = MONDAY - timedelta(days=told.get("days_ago", 0))
    return Report(pair["region"], pair["category"], told["text"], told.get("address", ""), pin, at)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["one"]["text"][:40])
def test_what_is_the_same_is_told_from_what_is_not(pair: dict[str, Any]) -> None:
    one, other = report(pair["one"], pair), report(pair["other"], pair)
    found = likeness(one, other, kalsel())
    assert found.is_likely is pair["same"], found
    assert likeness(other, one, kalsel()).is_likely is pair["same"], "whichever came first"


def test_there_are_pairs_of_both_kinds() -> None:
    same = [pair["same"] for pair in PAIRS]
    assert min(same.count(True), same.count(False)) >= 15


@pytest.mark.parametrize("elsewhere", [{"region": "63.72"}, {"category": "sampah"}])
def test_never_across_regions_nor_categories(elsewhere: dict[str, str]) -> None:
    assert likeness(HOLE, replace(HOLE, **elsewhere), kalsel()) == NOT_AT_ALL


def test_the_nearer_the_pins_the_more_alike() -> None:
    near = likeness(HOLE, replace(HOLE, location=NEAR_THE_MARKET), kalsel())
    far = likeness(HOLE, replace(HOLE, location=BEYOND_THE_RIVER), kalsel())
    assert near.place == 1.0
    assert far.place == 0.0
    assert not far.is_likely, "the same words, another place"
    assert not far.is_repeated


def test_the_same_spot_alone_is_not_the_same_matter() -> None:
    lamp = replace(HOLE, text="Jembatan kayu lapuk, papannya copot")
    assert not likeness(HOLE, lamp, kalsel()).is_likely


def test_time_speaks_less_and_less_for_it() -> None:
    scores = [
        likeness(HOLE, replace(HOLE, at=MONDAY - timedelta(days=days)), kalsel()).score for days in (0, 5, 13, 14, 60)
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == scores[-2]


def test_who_says_the_same_again_repeats_himself() -> None:
    again = replace(HOLE, text="jln berlobang dpn psr", location=None)
    assert likeness(HOLE, again, kalsel()).is_repeated
    more = replace(HOLE, text="Lampu penerangan di terminal padam semua, gelap gulita", location=None)
    assert not likeness(HOLE, more, kalsel()).is_repeated


def test_reports_without_a_word_of_their_own_are_not_alike() -> None:
    empty = replace(HOLE, text="tolong pak, di sini", location=None)
    assert not likeness(empty, empty, kalsel()).is_likely


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    assert metres(Location(-3.0, 114.8), Location(-4.0, 114.8)) == pytest.approx(111_195, rel=0.001)


def test_compared_with_many_at_once_or_one_by_one() -> None:
    """Words of one report are remembered while it is compared with many: that changes nothing."""
    told = [report(pair[which], pair) for pair in PAIRS for which in ("one", "other")]
    for one in told[::7]:
        assert likenesses(one, told, kalsel()) == tuple(likeness(one, other, kalsel()) for other in told)
