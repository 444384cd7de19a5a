"""How agencies are measured. [P]: proposals, where no source states a formula; printed with every ranking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Generic, TypeVar

from tickets.issues import MOST_ANSWERS

Unit = TypeVar("Unit")

IN_TIME = 1.0
LATE = 0.5
"""Weights of a published answer, within its deadline and after it."""


@dataclass(frozen=True, slots=True)
class AskedIssue:
    """An issue that an agency was asked to answer: until when, and when its answers came."""

    due_at: datetime
    answered_at: tuple[datetime, ...] = ()


def weight(issue: AskedIssue) -> float:
    """Σw of one issue: its first three answers, each 1 in time and 0.5 late."""
    counted = sorted(issue.answered_at)[:MOST_ANSWERS]
    return sum(IN_TIME if at <= issue.due_at else LATE for at in counted)


def issue_response(issues: Sequence[AskedIssue]) -> float | None:
    """R = 100 · Σw / I, in percent; none where no issue was asked, which is not 0 %."""
    return 100 * sum(map(weight, issues)) / len(issues) if issues else None


@dataclass(frozen=True, slots=True)
class Response:
    """How an agency answered what it was asked to.

    `asked`: I. `answered`: issues with an answer. `value`: R in percent, none where nothing was asked.
    """

    unit: str
    asked: int
    answered: int
    value: float | None


def responses(asked: Mapping[str, Sequence[AskedIssue]], units: Iterable[str]) -> tuple[Response, ...]:
    """Every agency, the most active first; those that were asked nothing come last, in their order."""
    found = [
        Response(unit, len(issues), sum(bool(each.answered_at) for each in issues), issue_response(issues))
        for unit, issues in {**dict.fromkeys(units, ()), **asked}.items()
    ]
    return tuple(sorted(found, key=lambda each: -1.0 if each.value is None else each.value, reverse=True))


LEAST_MEAN_DAYS = 0.25
"""H counts as no less: answering at once cannot make a score grow without end."""
LEAST_TICKETS = 5
"""Units with fewer are not ranked: *data belum cukup*."""
REGION_DECIMALS = 2
AGENCY_DECIMALS = 3
"""How a score is shown, as in the award of 2022."""
_Z = 1.96
"""Standard deviations to either side of a confidence interval of 95 %."""


def score(followed_up: float, mean_days: float | None) -> float:
    """B = TL / max(H, 0.25): TL the part that was followed up (0 to 1), H mean working days to the first follow-up.

    No H: nothing was followed up and nothing is past its limit yet; then TL is 0 and so is B. Raises ValueError for a
    TL or an H that there is not.
    """
    if not 0 <= followed_up <= 1:
        raise ValueError(f"a part of 1, not {followed_up}")
    if mean_days is None:
        if followed_up:
            raise ValueError("what was followed up took its days")
        return 0.0
    if mean_days < 0:
        raise ValueError(f"days are not {mean_days}")
    return followed_up / max(mean_days, LEAST_MEAN_DAYS)


def interval(hits: int, of: int) -> tuple[float, float] | None:
    """Wilson's 95 % confidence interval of a part of 1; none of none. Honest for few tickets, and for 0 and 100 %."""
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of}")
    if of == 0:
        return None
    share, spread = hits / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = sqrt(share * (1 - share) * spread + spread * spread / 4) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Score(Generic[Unit]):
    """What a unit is measured by: `assigned` valid tickets (N), of which `followed_up`; H in working days."""

    unit: Unit
    assigned: int
    followed_up: int
    mean_days: float | None

    @property
    def share(self) -> float | None:
        """TL; none without tickets."""
        return self.followed_up / self.assigned if self.assigned else None

    @property
    def value(self) -> float | None:
        """B; none without tickets."""
        return None if self.share is None else score(self.share, self.mean_days)

    @property
    def is_ranked(self) -> bool:
        """Whether there are tickets enough to compare it."""
        return self.assigned >= LEAST_TICKETS


@dataclass(frozen=True, slots=True)
class Place(Generic[Unit]):
    """A line of a ranking. `place` is none where the data do not suffice; equal scores share a place."""

    place: int | None
    score: Score[Unit]


def ranked(scores: Iterable[Score[Unit]]) -> tuple[Place[Unit], ...]:
    """The best first; then, in the order given, those that have too few tickets to be ranked."""
    everyone = list(scores)
    best = sorted((each for each in everyone if each.is_ranked), key=lambda each: -(each.value or 0))
    values = [each.value for each in best]
    placed = [Place(values.index(each.value) + 1, each) for each in best]
    return (*placed, *(Place(None, each) for each in everyone if not each.is_ranked))
