"""No small number is published, and none can be worked out from those that are."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.cases import Case, Pace, State
from tickets.open_data import LEAST, Kind, Outcome, case_outcome, open_data, protected
from tickets.sources import Source

NUMBERS = st.one_of(st.just(0), st.integers(1, 6), st.integers(0, 40))
TABLES = st.integers(1, 6).flatmap(
    lambda columns: st.lists(st.lists(NUMBERS, min_size=columns, max_size=columns), min_size=1, max_size=8)
)


def with_totals(counts: list[list[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def determined(shown: list[list[int | None]]) -> set[tuple[int, int]]:
    """What is left out and follows from the rest, by solving all the sums at once."""
    unknown = [(row, column) for row, line in enumerate(shown) for column, value in enumerate(line) if value is None]
    places = {cell: at for at, cell in enumerate(unknown)}
    height, width = len(shown), len(shown[0])
    rows = [[(row, column) for column in range(width)] for row in range(height)]
    columns = [[(row, column) for row in range(height)] for column in range(width)]
    sums = np.zeros((height + width, len(unknown)))
    for at, line in enumerate(rows + columns):
        for cell in line:
            if cell in places:
                sums[at, places[cell]] = -1 if cell == line[-1] else 1
    if not unknown:
        return set()
    rank = np.linalg.matrix_rank(sums)
    return {cell for cell, at in places.items() if np.linalg.matrix_rank(np.delete(sums, at, axis=1)) < rank}


@given(TABLES)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_no_small_number_is_shown_or_follows_from_what_is(counts: list[list[int]]) -> None:
    shown, true = protected(counts), with_totals(counts)
    told = determined(shown)
    for row, line in enumerate(true):
        for column, number in enumerate(line):
            if 0 < number < LEAST:
                assert shown[row][column] is None
                assert (row, column) not in told
            elif number == 0:
                assert shown[row][column] == 0
            assert shown[row][column] in {None, number}


@given(TABLES)
@settings(derandomize=True, max_examples=100, deadline=None)
def test_the_totals_are_the_same_in_every_table_of_the_same_reports(counts: list[list[int]]) -> None:
    totals = with_totals(counts)[-1][:-1]
    assert protected(counts)[-1] == protected([totals])[-1] == protected([*counts, [0] * len(totals)])[-1]


def test_a_table_without_small_numbers_is_published_whole() -> None:
    assert protected([[5, 0], [7, 90]]) == [[5, 0, 5], [7, 90, 97], [12, 90, 102]]


def test_a_small_number_takes_a_neighbour_with_it() -> None:
    shown = protected([[4, 20], [10, 30], [50, 60]])
    assert shown[0][0] is None
    assert sum(value is None for line in shown for value in line) <= 6
    assert shown[-1] == [64, 110, 174]


def test_two_small_ones_do_not_say_that_they_are_small() -> None:
    shown = protected([[1, 30], [1, 40], [9, 50]])
    assert [line[0] for line in shown] == [None, None, None, 11]


def case(agency: str | None = "PUPR", state: State = State.DONE, category: str = "jalan") -> Case:
    at = datetime(2026, 10, 5, tzinfo=UTC)
    return Case(
        region="63.03",
        category=category,
        source=Source.TELEGRAM,
        agency=agency,
        created_at=at,
        assigned_at=at,
        state=state,
        pace=Pace(),
        completion_days=None,
        stars=None,
        reopened=0,
        with_evidence=False,
        finished_at=(),
    )


@pytest.mark.parametrize("state", State)
def test_every_state_has_an_outcome(state: State) -> None:
    assert case_outcome(case(state=state)) in Outcome


def test_every_unit_has_its_row_and_what_the_catalogue_lost_too() -> None:
    cases = [case()] * 6 + [case(None, State.UNVERIFIED)] * 5 + [case("LAMA", State.MERGED)] * 7
    rows = open_data(cases, ("DISHUB", "PUPR"), ("63.01", "63.03"), ("jalan",))
    whole, *others = rows
    assert (whole.kind, whole.received, whole.outcomes) == (Kind.ALL, 18, (6, 0, 5, 7))
    agencies = {row.code: (row.received, row.outcomes) for row in others if row.kind is Kind.AGENCY}
    assert agencies == {
        "DISHUB": (0, (0, 0, 0, 0)),
        "PUPR": (6, (6, 0, 0, 0)),
        None: (5, (0, 0, 5, 0)),
        "LAMA": (7, (0, 0, 0, 7)),
    }
    assert [row.code for row in others if row.kind is Kind.REGION] == ["63.01", "63.03"]
    assert sum(row.kind is Kind.CATEGORY for row in others) == 1


def test_a_month_without_reports_is_all_noughts() -> None:
    rows = open_data([], ("PUPR",), ("63.03",), ("jalan",))
    assert {(row.received, row.outcomes) for row in rows} == {(0, (0, 0, 0, 0))}


def test_a_month_with_very_few_reports_tells_nothing_but_noughts() -> None:
    rows = open_data([case()] * 3, ("PUPR", "DISHUB"), ("63.03",), ("jalan",))
    assert rows[0].received is None
    assert {row.received for row in rows} == {None, 0}
