"""Respon isu: the figures of 2022 come out, and what is late, too much, or nobody's."""

from datetime import timedelta

import pytest

from tests.storage.samples import NOW
from tickets.scoring import AskedIssue, issue_response, weight

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
