"""The sums of a recap, on examples that can be counted by hand, and signs that a score is better than the work."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random
from statistics import fmean, median

import pytest

from tests.tickets.time_support import CALENDAR, wita
from tickets.cases import Case, Clock, Pace, State
from tickets.deadlines import DeadlineRules
from tickets.distortion import Seen, in_bulk, signs
from tickets.figures import Measure, Tallies, Tally, figures, score_of, spread, weekly
from tickets.sources import Source

FILED = wita("2026-10-05 09:00")
DONE = Case(
    region="63.72",
    category="jalan",
    source=Source.TELEGRAM,
    agency="PUPR",
    created_at=FILED,
    assigned_at=FILED,
    state=State.DONE,
    pace=Pace(follow_up_days=1, in_time=True, last_minutes=900.0),
    completion_days=3,
    stars=None,
    reopened=0,
    with_evidence=False,
    finished_at=(),
)
IN_PROCESS = replace(DONE, state=State.IN_PROCESS, completion_days=None)
ON_HOLD = replace(IN_PROCESS, state=State.ON_HOLD, pace=Pace())
ARCHIVED = replace(ON_HOLD, state=State.ARCHIVED)
UNANSWERED = replace(ON_HOLD, state=State.UNANSWERED)


def test_the_province_of_2022() -> None:
    found = figures([IN_PROCESS] * 36 + [DONE] * 258 + [ON_HOLD] * 3 + [ARCHIVED] * 5)
    assert found.received == 302
    assert sum(found.states.values()) == 302
    assert found.followed_up == 294
    assert found.followed_up_share is not None
    assert f"{found.followed_up_share:.2%}" == "97.35%"


def test_nothing_is_no_percentage() -> None:
    found = figures([])
    assert (found.received, found.followed_up_share, found.in_time_share) == (0, None, None)
    assert (found.follow_up.mean, found.follow_up.median, found.stars.n) == (None, None, 0)


def test_mean_and_median_stars_reopened_and_evidence() -> None:
    slow = replace(DONE, pace=Pace(follow_up_days=8, in_time=False), completion_days=10, stars=2, reopened=1)
    found = figures([DONE, replace(DONE, stars=5, with_evidence=True), slow, replace(IN_PROCESS, with_evidence=True)])
    assert (found.follow_up.n, found.follow_up.mean, found.follow_up.median) == (4, 2.75, 1)
    assert (found.completion.n, found.completion.median) == (3, 3)
    assert (found.stars.n, found.stars.mean) == (2, 3.5)
    assert (found.reopened, found.with_evidence) == (1, 1)
    assert (found.in_time, found.late, found.in_time_share) == (3, 1, 0.75)


def test_units_without_tickets_are_listed_and_unknown_ones_too() -> None:
    gone = replace(DONE, agency="BUBAR")
    tallies = Tallies(("DISHUB", "PUPR"), lambda case: case.agency or "")
    tallies.add([DONE])
    tallies.add([gone])
    lines = tallies.lines()
    assert [(line.unit, line.figures.received) for line in lines] == [("DISHUB", 0), ("PUPR", 1), ("BUBAR", 1)]


def test_silence_past_the_limit_lowers_the_score_and_what_is_set_aside_does_not() -> None:
    silent = replace(UNANSWERED, pace=Pace(silent_days=9, in_time=False))
    score = score_of("PUPR", [DONE, DONE, silent, UNANSWERED, ARCHIVED])
    assert (score.assigned, score.followed_up, score.share) == (4, 2, 0.5)
    assert score.mean_days == pytest.approx(11 / 3)
    assert score_of("PUPR", [ARCHIVED]).value is None
    assert score_of("PUPR", [UNANSWERED]).value == 0


def test_inflow_by_local_weeks() -> None:
    sunday_night = replace(DONE, created_at=wita("2026-10-11 23:30"))
    monday = replace(DONE, created_at=wita("2026-10-12 00:30"))
    clock = Clock(CALENDAR, DeadlineRules())
    filed = Counter(clock.day(case.created_at) for case in (DONE, sunday_night, monday))
    days = weekly(filed, wita("2026-10-01 09:00").date(), wita("2026-11-01 09:00").date())
    assert [(day.isoformat(), count) for day, count in days] == [
        ("2026-09-28", 0),
        ("2026-10-05", 2),
        ("2026-10-12", 1),
        ("2026-10-19", 0),
        ("2026-10-26", 0),
    ]


def test_five_cases_closed_within_ten_minutes_are_a_bulk() -> None:
    minutes = [0, 1, 2, 3, 10, 60, 61, 62, 63]
    assert in_bulk([FILED + timedelta(minutes=minute) for minute in minutes]) == 5
    assert in_bulk([FILED + timedelta(minutes=minute) for minute in (0, 1, 2, 3, 11)]) == 0
    assert in_bulk([FILED] * 7) == 7


def test_the_signs_of_a_unit() -> None:
    hurried = replace(IN_PROCESS, pace=Pace(follow_up_days=3, in_time=True, last_minutes=12.0))
    late = replace(IN_PROCESS, pace=Pace(follow_up_days=4, in_time=False, last_minutes=-5.0))
    bulk = [replace(DONE, finished_at=(FILED + timedelta(minutes=minute),), with_evidence=True) for minute in range(5)]
    found = signs([hurried, late, replace(DONE, reopened=2), *bulk], pasted=4)
    assert (found.reopened, found.closed, found.without_evidence) == (1, 6, 1)
    assert (found.bulk, found.pasted, found.last_minute) == (5, 4, 1)


def test_the_median_of_an_even_number_lies_between() -> None:
    assert spread(Counter([1, 2, 3, 10])).median == 2.5


def test_sums_of_counts_are_those_of_the_numbers_themselves() -> None:
    random = Random(5)
    for n in range(1, 60):
        numbers = random.choices(range(12), k=n)
        found = spread(Counter(numbers))
        assert (found.n, found.mean, repr(found.median)) == (n, fmean(numbers), repr(median(numbers)))


def test_cases_may_come_a_few_at_a_time() -> None:
    random = Random(5)
    other = replace(DONE, pace=Pace(follow_up_days=8, in_time=False), completion_days=10, stars=2, reopened=1)
    cases = random.choices([DONE, IN_PROCESS, ON_HOLD, ARCHIVED, UNANSWERED, other], k=100)
    tally, measure, seen = Tally(), Measure(), Seen()
    for start in range(0, 100, 7):
        for each in (tally, measure, seen):
            each.add(cases[start : start + 7])
    assert tally.figures() == figures(cases)
    assert measure.score("PUPR") == score_of("PUPR", cases)
    assert seen.signs(3) == signs(cases, 3)
