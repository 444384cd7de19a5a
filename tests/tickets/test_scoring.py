"""Respon isu and bobot nilai: the figures of 2022 come out; what is late, too much, nobody's, or too little to tell."""

from datetime import timedelta

import pytest

from tests.storage.samples import NOW
from tickets.scoring import (
    AskedIssue,
    Response,
    Score,
    interval,
    issue_response,
    ranked,
    responses,
    score,
    weight,
)

IN_TIME, LATE = NOW, NOW + timedelta(seconds=1)


def issues(*answers: int) -> list[AskedIssue]:
    """Issues with so many answers in time each."""
    return [AskedIssue(NOW, (IN_TIME,) * number) for number in answers]


@pytest.mark.parametrize(
    ("answers", "shown"),
    [([3] * 8 + [1] * 5 + [0], "207 %"), ([2, 1, 1, 1, 1], "120 %"), ([2] + [1] * 8, "111 %")],
    ids=["29/14", "6/5", "10/9"],
)
def test_the_figures_of_2022(answers: list[int], shown: str) -> None:
    found = issue_response(issues(*answers))
    assert found is not None
    assert f"{found:.0f} %" == shown


def test_no_issue_is_not_nothing() -> None:
    assert issue_response([]) is None
    assert issue_response(issues(0)) == 0


def test_the_most_active_stands_first_and_who_was_asked_nothing_last() -> None:
    asked = {"PUPR": issues(1, 0), "DLH": issues(3, 2), "LAIN": issues(0)}
    assert responses(asked, ["DISHUB", "PUPR", "DLH", "BKD"]) == (
        Response("DLH", 2, 2, 250.0),
        Response("PUPR", 2, 1, 50.0),
        Response("LAIN", 1, 0, 0.0),
        Response("DISHUB", 0, 0, None),
        Response("BKD", 0, 0, None),
    )


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((), 0),
        ((IN_TIME,), 1),
        ((LATE,), 0.5),
        ((LATE, IN_TIME, LATE), 2),
        ((IN_TIME,) * 5, 3),
        ((LATE, LATE, IN_TIME, IN_TIME), 2.5),
    ],
)
def test_at_most_three_answers_the_earliest_first(answers: tuple[object, ...], expected: float) -> None:
    assert weight(AskedIssue(NOW, answers)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("followed_up", "mean_days", "decimals", "shown"),
    [(0.99, 0.4925, 2, "2.01"), (1, 1.845, 3, "0.542"), (84 / 86, 2.486, 3, "0.393")],
)
def test_bobot_nilai_of_2022(followed_up: float, mean_days: float, decimals: int, shown: str) -> None:
    assert f"{score(followed_up, mean_days):.{decimals}f}" == shown


@pytest.mark.parametrize("mean_days", [0, 0.1, 0.25])
def test_answering_on_the_same_day_is_worth_four_and_no_more(mean_days: float) -> None:
    assert score(1, mean_days) == 4


def test_who_answered_nothing_has_nothing_however_new_it_is() -> None:
    assert score(0, None) == 0
    assert score(0, 9) == 0


@pytest.mark.parametrize(("followed_up", "mean_days"), [(1.01, 1), (-0.1, 1), (0.5, -1), (0.5, None)])
def test_what_cannot_be_is_refused(followed_up: float, mean_days: float | None) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        score(followed_up, mean_days)


def test_four_tickets_are_not_enough_to_be_ranked_and_five_are() -> None:
    few, enough = Score("DISPERKIM", 4, 4, 0), Score("PUPR", 5, 3, 2)
    assert [(line.place, line.score.unit) for line in ranked([few, enough])] == [(1, "PUPR"), (None, "DISPERKIM")]
    assert few.value == 4


def test_the_best_comes_first_and_equals_share_a_place() -> None:
    scores = [
        Score("PUPR", 86, 84, 2.486),
        Score("DISHUB", 10, 10, 1.0),
        Score("NONE", 0, 0, None),
        Score("DINKES", 20, 20, 1.0),
        Score("BKD", 5, 0, 12.0),
    ]
    places = [(line.place, line.score.unit) for line in ranked(scores)]
    assert places == [(1, "DISHUB"), (1, "DINKES"), (3, "PUPR"), (4, "BKD"), (None, "NONE")]
    assert Score("NONE", 0, 0, None).value is None


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(5, 5, 0.566, 1.0), (0, 5, 0.0, 0.434), (84, 86, 0.919, 0.994), (294, 302, 0.9486, 0.9865)],
)
def test_few_tickets_leave_much_open(hits: int, of: int, low: float, high: float) -> None:
    assert interval(hits, of) == pytest.approx((low, high), abs=1e-3)


def test_no_ticket_has_no_interval() -> None:
    assert interval(0, 0) is None
    with pytest.raises(ValueError, match="6 of 5"):
        interval(6, 5)
