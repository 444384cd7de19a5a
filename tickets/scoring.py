"""How agencies are measured. [P]: proposals, where no source states a formula; printed with every ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tickets.issues import MOST_ANSWERS

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
