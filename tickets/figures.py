"""What a recap counts, as pure sums over cases as they stood at its cut-off.

Counts of a region, a category, a source and of everything are those of the tickets filed in the period; those of an
agency are of the tickets that came to it in the period (its latest assignment lies in it), whenever they were filed.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

from tickets.cases import Case, State
from tickets.scoring import Score

Unit = TypeVar("Unit")


@dataclass(frozen=True, slots=True)
class Spread:
    """Numbers summed up: how many, their mean and their median; both are none of none."""

    n: int
    mean: float | None
    median: float | None


def spread(numbers: Mapping[int, int]) -> Spread:
    """The sums of those numbers, each told with how often there is it."""
    n = sum(numbers.values())
    if not n:
        return Spread(0, None, None)
    return Spread(n, sum(number * often for number, often in numbers.items()) / n, _median(numbers, n))


def _median(numbers: Mapping[int, int], n: int) -> float:
    """The one in the middle, or the mean of both, as `statistics.median` of all `n` of them."""
    ordered = sorted(numbers)
    upto = list(accumulate(numbers[number] for number in ordered))
    low, high = (ordered[bisect_right(upto, place)] for place in ((n - 1) // 2, n // 2))
    return low if n % 2 else (low + high) / 2


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


class Tally:
    """The sums over cases that come a few at a time, and are not kept."""

    def __init__(self) -> None:
        self.received = 0
        self._verified = 0
        self._reopened = 0
        self._with_evidence = 0
        self._states: Counter[State] = Counter()
        self._in_time: Counter[bool | None] = Counter()
        self._follow_up: Counter[int | None] = Counter()
        self._completion: Counter[int | None] = Counter()
        self._stars: Counter[int | None] = Counter()

    def add(self, cases: Sequence[Case]) -> None:
        """Some cases more."""
        self.received += len(cases)
        self._verified += sum([case.is_verified for case in cases])
        self._reopened += len([case for case in cases if case.reopened])
        self._with_evidence += len([case for case in cases if case.with_evidence and case.state is State.DONE])
        self._states.update([case.state for case in cases])
        self._in_time.update([case.pace.in_time for case in cases])
        self._follow_up.update([case.pace.follow_up_days for case in cases])
        self._completion.update([case.completion_days for case in cases])
        self._stars.update([case.stars for case in cases])

    def figures(self) -> Figures:
        """The sums until now."""
        return Figures(
            received=self.received,
            verified=self._verified,
            states={state: self._states[state] for state in State},
            in_time=self._in_time[True],
            late=self._in_time[False],
            follow_up=spread(_known(self._follow_up)),
            completion=spread(_known(self._completion)),
            stars=spread(_known(self._stars)),
            reopened=self._reopened,
            with_evidence=self._with_evidence,
        )

    def rated(self, stars: int) -> int:
        """How often so many stars were given."""
        return self._stars[stars]


def _known(numbers: Mapping[int | None, int]) -> dict[int, int]:
    return {number: often for number, often in numbers.items() if number is not None}


def figures(cases: Iterable[Case]) -> Figures:
    """The sums over some cases."""
    tally = Tally()
    tally.add(list(cases))
    return tally.figures()


@dataclass(frozen=True, slots=True)
class Line(Generic[Unit]):
    """What is counted of one unit."""

    unit: Unit
    figures: Figures


class Tallies(Generic[Unit]):
    """The sums of each unit: all of `units` in their order, those without a case, too; then others that turn up."""

    def __init__(self, units: Iterable[Unit], key: Callable[[Case], Unit]) -> None:
        self._key = key
        self._of_units = {unit: Tally() for unit in units}

    def add(self, cases: Sequence[Case]) -> None:
        """Some cases more."""
        for unit, some in grouped(cases, self._key).items():
            self._of_units.setdefault(unit, Tally()).add(some)

    def lines(self) -> tuple[Line[Unit], ...]:
        """A line for each unit."""
        return tuple(Line(unit, tally.figures()) for unit, tally in self._of_units.items())


def grouped(cases: Iterable[Case], key: Callable[[Case], Unit]) -> dict[Unit, list[Case]]:
    """The cases of each unit, in the order in which the units turn up."""
    found: dict[Unit, list[Case]] = defaultdict(list)
    for case in cases:
        found[key(case)].append(case)
    return found


class Measure:
    """What a unit is measured by, of cases that come a few at a time: its valid cases; H over those followed up and
    those silent past the limit.
    """

    def __init__(self) -> None:
        self._assigned = self._followed_up = self._days = self._spans = 0

    def add(self, cases: Iterable[Case]) -> None:
        """Some cases more."""
        paces = [case.pace for case in cases if case.is_measured]
        followed_up = [pace.follow_up_days for pace in paces if pace.follow_up_days is not None]
        silent = [pace.silent_days for pace in paces if pace.follow_up_days is None and pace.silent_days is not None]
        self._assigned += len(paces)
        self._followed_up += len(followed_up)
        self._days += sum(followed_up) + sum(silent)
        self._spans += len(followed_up) + len(silent)

    def score(self, unit: Unit) -> Score[Unit]:
        """As it is until now."""
        mean = self._days / self._spans if self._spans else None
        return Score(unit, self._assigned, self._followed_up, mean)


def score_of(unit: Unit, cases: Iterable[Case]) -> Score[Unit]:
    """What a unit is measured by."""
    measure = Measure()
    measure.add(cases)
    return measure.score(unit)


def weekly(filed: Mapping[date, int], since: date, until: date) -> tuple[tuple[date, int], ...]:
    """How many were filed in each week that the period touches, by the week's Monday; `filed` by local day."""
    found: Counter[date] = Counter()
    for day, many in filed.items():
        found[_monday(day)] += many
    mondays = []
    day = _monday(since)
    while day < until:
        mondays.append((day, found[day]))
        day += timedelta(days=7)
    return tuple(mondays)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
