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


class Seen:
    """The signs that the cases of a unit show, which come a few at a time; only when they were finished is kept."""

    def __init__(self) -> None:
        self._reopened = self._closed = self._without_evidence = self._last_minute = 0
        self._finished_at: list[datetime] = []

    def add(self, cases: Sequence[Case]) -> None:
        """Some cases more."""
        closed = [case for case in cases if case.state is State.DONE]
        self._reopened += len([case for case in cases if case.reopened])
        self._closed += len(closed)
        self._without_evidence += len([case for case in closed if not case.with_evidence])
        self._last_minute += len([case for case in cases if _at_the_last_minute(case)])
        self._finished_at += [at for case in cases for at in case.finished_at]

    def signs(self, pasted: int) -> Signs:
        """As they are until now. `pasted` is counted where the answers are kept."""
        return Signs(
            reopened=self._reopened,
            closed=self._closed,
            without_evidence=self._without_evidence,
            bulk=in_bulk(self._finished_at),
            pasted=pasted,
            last_minute=self._last_minute,
        )


def signs(cases: Iterable[Case], pasted: int) -> Signs:
    """The signs that some cases show."""
    seen = Seen()
    seen.add(list(cases))
    return seen.signs(pasted)


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
