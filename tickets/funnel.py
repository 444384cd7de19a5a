"""How people get through the complaint form, in counts: begun, left at which question, sent, in what time, by how many
actions. Counted per month and never per person (`storage.tallies`); these are the names of the counts, and the figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tickets.forms import engine
from tickets.forms.complaint import COMPLAINT
from tickets.forms.draft import Draft
from tickets.forms.engine import Facts
from tickets.promotion import FINISHED, JOINED, STARTED

SUBJECT = "form"
"""Under which the form is counted."""
MINUTES = (1, 2, 3, 5, 10, 15, 30, 60, 24 * 60, 7 * 24 * 60)
"""Times are counted as "within so many minutes"; what took longer counts as the last."""
MOST_ACTIONS = 20
"""More actions count as so many."""
_LEFT, _MINUTES, _ACTIONS = "left:", "minutes:", "actions:"


@dataclass(frozen=True, slots=True)
class Spread:
    """A median, and what nine of ten needed at most. Both as upper bounds: times are counted in steps."""

    median: int
    nine_of_ten: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """The form in a period. `left`: at which question, how often, the most frequent first. The rest is still open."""

    started: int
    finished: int
    joined: int
    left: tuple[tuple[str, int], ...]
    minutes: Spread | None
    actions: Spread | None

    @property
    def left_in_all(self) -> int:
        """Drafts that were thrown away, or forgotten."""
        return sum(count for _, count in self.left)


def sent(draft: Draft, now: datetime) -> tuple[str, ...]:
    """What is counted when a draft becomes a ticket."""
    minutes = min((now - draft.started_at) / timedelta(minutes=1), MINUTES[-1])
    within = next(each for each in MINUTES if minutes <= each)
    return FINISHED, f"{_MINUTES}{within}", f"{_ACTIONS}{min(draft.actions, MOST_ACTIONS)}"


def left(draft: Draft, facts: Facts) -> str:
    """What is counted when a draft is given up: at which question. Being asked whether to stop is no question."""
    at = draft.asking
    if at in engine.SCREENS:
        at = engine.proceed(COMPLAINT, draft, facts).draft.asking
    return f"{_LEFT}{at}"


def funnel(counts: Mapping[str, int]) -> Funnel:
    """The figures of what was counted."""
    questions = sorted(_numbered(counts, _LEFT), key=lambda each: (-each[1], each[0]))
    return Funnel(
        started=max(0, counts.get(STARTED, 0)),
        finished=counts.get(FINISHED, 0),
        joined=counts.get(JOINED, 0),
        left=tuple(questions),
        minutes=_spread(_numbered(counts, _MINUTES)),
        actions=_spread(_numbered(counts, _ACTIONS)),
    )


def _numbered(counts: Mapping[str, int], prefix: str) -> list[tuple[str, int]]:
    return [(what.removeprefix(prefix), count) for what, count in counts.items() if what.startswith(prefix)]


def _spread(counted: Iterable[tuple[str, int]]) -> Spread | None:
    values = sorted((int(value), count) for value, count in counted)
    total = sum(count for _, count in values)
    return Spread(_reached(values, total / 2), _reached(values, total * 9 / 10)) if total else None


def _reached(values: list[tuple[int, int]], part: float) -> int:
    """The smallest value that so many are at or below."""
    so_far = 0
    for value, count in values:
        so_far += count
        if so_far >= part:
            return value
    return values[-1][0]
