"""What is counted of a form, and the figures that come of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.catalogues import kalsel
from tickets.forms.draft import Draft, Part
from tickets.forms.engine import Facts
from tickets.funnel import Funnel, Spread, funnel, left, sent
from tickets.places import Gazetteer

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DRAFT = Draft(id="d", started_at=NOW, asking="text")


def facts() -> Facts:
    return Facts(kalsel(), Gazetteer(kalsel()), date(2026, 11, 23), lambda _: ())


@pytest.mark.parametrize(
    ("took", "within"),
    [
        (timedelta(0), 1),
        (timedelta(seconds=60), 1),
        (timedelta(seconds=61), 2),
        (timedelta(minutes=4), 5),
        (timedelta(hours=2), 1440),
        (timedelta(days=6), 10080),
        (timedelta(days=60), 10080),
    ],
)
def test_a_time_is_counted_in_steps(took: timedelta, within: int) -> None:
    assert sent(DRAFT, NOW + took)[1] == f"minutes:{within}"


def test_very_many_actions_count_as_twenty() -> None:
    assert sent(Draft(id="d", started_at=NOW, actions=4), NOW)[2] == "actions:4"
    assert sent(Draft(id="d", started_at=NOW, actions=99), NOW)[2] == "actions:20"


@pytest.mark.parametrize("asking", ["text", "cancel", "resume"])
def test_who_is_asked_whether_to_stop_was_at_the_question_before(asking: str) -> None:
    assert left(Draft(id="d", started_at=NOW, asking=asking), facts()) == "left:text"


def test_a_draft_in_which_nothing_is_missing_was_left_at_the_summary() -> None:
    whole = Draft(
        id="d",
        started_at=NOW,
        asking="cancel",
        parts=(Part("1", "Jalan provinsi berlubang dalam di depan pasar"),),
        category="jalan",
        agency="PUPR",
        region="63.03",
        address="depan pasar",
    )
    assert left(whole, facts()) == "left:summary"


def test_counts_become_figures() -> None:
    counts = {"started": 20, "finished": 10, "joined": 1, "left:region": 2, "left:text": 5, "left:category": 2}
    counts |= {"minutes:1": 5, "minutes:3": 4, "minutes:60": 1, "actions:4": 9, "actions:12": 1}
    assert funnel(counts) == Funnel(
        started=20,
        finished=10,
        joined=1,
        left=(("text", 5), ("category", 2), ("region", 2)),
        minutes=Spread(1, 3),
        actions=Spread(4, 4),
    )
    assert funnel(counts).left_in_all == 9


def test_nothing_counted_is_nothing_known() -> None:
    assert funnel({}) == Funnel(0, 0, 0, (), None, None)
    assert funnel({"started": -1}).started == 0
