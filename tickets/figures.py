"""What a recap counts, as pure sums over cases as they stood at its cut-off.

Counts of a region, a category, a source and of everything are those of the tickets filed in the period; those of an
agency are of the tickets that came to it in the period (its latest assignment lies in it), whenever they were filed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median
from typing import Generic, TypeVar

from tickets.cases import Case, Clock, State
from tickets.scoring import Score

Unit = TypeVar("Unit")


@dataclass(frozen=True, slots=True)
class Spread:
    """Numbers summed up: how many, their mean and their median; both are none of none."""

    n: int
    mean: float | None
    median: float | None


def spread(numbers: Sequence[int]) -> Spread:
    """The sums of those numbers."""
    return Spread(len(numbers), fmean(numbers), median(numbers)) if numbers else Spread(0, None, None)


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of one line. Days are working days without pauses; `late`: answered late, or silent past the
    deadline; `with_evidence`: done, and the reporter was sent a file with an answer.
    """

    received: int
    verified: int
    states: Mapping[State, int]
    in_time: int
    late: int
    follow_up: Spread
    completion: Spread
    stars: Spread
    reopened: int
    with_evidence: int

    @property
    def followed_up(self) -> int:
        """*Ditindaklanjuti*: in process and done, as the province counts."""
        return self.states[State.IN_PROCESS] + self.states[State.DONE]

    @property
    def followed_up_share(self) -> float | None:
        """Of everything that was received; none of none."""
        return share(self.followed_up, self.received)

    @property
    def in_time_share(self) -> float | None:
        """Of what was followed up or is late: what may still be in time does not count."""
        return share(self.in_time, self.in_time + self.late)


def share(part: int, of: int) -> float | None:
    """A part of 1; none of none."""
    return part / of if of else None


def figures(cases: Iterable[Case]) -> Figures:
    """The sums over some cases."""
    counted = list(cases)
    found = Counter([case.state for case in counted])
    paces = [case.pace for case in counted]
    in_time = Counter([pace.in_time for pace in paces])
    return Figures(
        received=len(counted),
        verified=sum([case.is_verified for case in counted]),
        states={state: found[state] for state in State},
        in_time=in_time[True],
        late=in_time[False],
        follow_up=spread([days for pace in paces if (days := pace.follow_up_days) is not None]),
        completion=spread([case.completion_days for case in counted if case.completion_days is not None]),
        stars=spread([case.stars for case in counted if case.stars is not None]),
        reopened=len([case for case in counted if case.reopened]),
        with_evidence=len([case for case in counted if case.with_evidence and case.state is State.DONE]),
    )


@dataclass(frozen=True, slots=True)
class Line(Generic[Unit]):
    """What is counted of one unit."""

    unit: Unit
    figures: Figures


def grouped(cases: Iterable[Case], key: Callable[[Case], Unit], units: Iterable[Unit]) -> dict[Unit, list[Case]]:
    """The cases of each unit: all of `units` in their order, those with none, too; then others that turn up."""
    found: dict[Unit, list[Case]] = {unit: [] for unit in units}
    for case in cases:
        found.setdefault(key(case), []).append(case)
    return found


def lines(groups: Mapping[Unit, Sequence[Case]]) -> tuple[Line[Unit], ...]:
    """A line for each unit."""
    return tuple(Line(unit, figures(cases)) for unit, cases in groups.items())


def score_of(unit: Unit, cases: Iterable[Case]) -> Score[Unit]:
    """What a unit is measured by: its valid cases; H over those followed up and those silent past the limit."""
    measured = [case for case in cases if case.is_measured]
    paces = [case.pace for case in measured]
    spans = (pace.silent_days if pace.follow_up_days is None else pace.follow_up_days for pace in paces)
    days = [span for span in spans if span is not None]
    followed_up = sum(pace.follow_up_days is not None for pace in paces)
    return Score(unit, len(measured), followed_up, fmean(days) if days else None)


def weekly(cases: Iterable[Case], since: date, until: date, clock: Clock) -> tuple[tuple[date, int], ...]:
    """How many were filed in each week that the period touches, by the week's Monday; days are local."""
    days = Counter(clock.day(case.created_at) for case in cases)
    found: Counter[date] = Counter()
    for day, filed in days.items():
        found[_monday(day)] += filed
    mondays = []
    day = _monday(since)
    while day < until:
        mondays.append((day, found[day]))
        day += timedelta(days=7)
    return tuple(mondays)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
