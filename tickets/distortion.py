"""Signs that a score may be better than the work: shown beside every ranking, never subtracted from it. [P]

None of them proves anything: a flood is answered alike, and who finds twenty lamps mended closes twenty cases at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tickets.cases import Case, State

BULK = 5
BULK_WITHIN = timedelta(minutes=10)
"""So many cases or more called done within so long are a bulk closing."""
LAST_MINUTES = 30
"""An answer that came so few minutes before its deadline, or fewer."""
PASTED = 3
PASTED_LETTERS = 20
"""The same answer of at least so many letters to so many cases or more was pasted."""


@dataclass(frozen=True, slots=True)
class Signs:
    """How many cases of a unit show each sign; `closed`: how many are done at all, `pasted`: answers."""

    reopened: int
    closed: int
    without_evidence: int
    bulk: int
    pasted: int
    last_minute: int


def signs(cases: Iterable[Case], pasted: int) -> Signs:
    """The signs that the cases of a unit show. `pasted` is counted where the answers are kept."""
    seen = list(cases)
    closed = [case for case in seen if case.state is State.DONE]
    return Signs(
        reopened=sum(case.reopened > 0 for case in seen),
        closed=len(closed),
        without_evidence=sum(not case.with_evidence for case in closed),
        bulk=in_bulk([at for case in seen for at in case.finished_at]),
        pasted=pasted,
        last_minute=sum(_at_the_last_minute(case) for case in seen),
    )


def in_bulk(moments: Sequence[datetime]) -> int:
    """How many of the closings have at least `BULK` of them, itself among them, within `BULK_WITHIN`."""
    ordered = sorted(moments)
    many: set[int] = set()
    first = 0
    for last, at in enumerate(ordered):
        while at - ordered[first] > BULK_WITHIN:
            first += 1
        if last - first + 1 >= BULK:
            many.update(range(first, last + 1))
    return len(many)


def _at_the_last_minute(case: Case) -> bool:
    left = case.pace.last_minutes
    return left is not None and 0 <= left <= LAST_MINUTES
