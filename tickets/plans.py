"""An action plan: what holds an agency or a region back, and the steps that are to change it. [P]"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tickets.calendar import WorkingCalendar
from tickets.days import MONTHS

HANDED_ABOUT = 2
"""So many transfers make a case one that is handed back and forth."""
REMIND_AGAIN = 5
"""Working days until a step that is not done is reminded of again."""
LONGEST_STEP = 200
LONGEST_OWNER = 60
"""Letters of a step and of its owner."""
_NAMED = re.compile(r"(\d{1,2})\s+([a-z]+)(?:\s+(\d{4}))?")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class Hindrance(StrEnum):
    """What holds somebody back, the first things first."""

    UNVERIFIED = "unverified"
    """Reports of the region for which the coordinator has not found the agency."""
    UNANSWERED = "unanswered"
    """No answer of substance, and the deadline is over."""
    HANDED_ABOUT = "handed_about"
    """Open, and passed on to another agency twice or more."""
    REOPENED = "reopened"
    """Open again: its reporter, or the coordinator, said that it is not done."""
    UNPAIRED = "unpaired"
    """The agency has no group."""
    SILENT = "silent"
    """Nobody acts in its groups."""
    NO_ROSTER = "no_roster"
    """Nobody is on duty there by plan."""


@dataclass(frozen=True, slots=True)
class CaseName:
    """A case as far as it is named."""

    id: int
    number: str


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A hindrance that there is: how many cases show it, the oldest of them; none for what has no cases."""

    hindrance: Hindrance
    count: int = 0
    cases: tuple[CaseName, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """A step as somebody typed it. No `owner`: the agency or the coordinator. No `due`: in the usual time."""

    what: str
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a plan. `unit`: the code of an agency or of a region; `done_at`: when it was ticked off."""

    id: int
    unit: str
    what: str
    owner: str
    due: date
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What a unit was measured by in a month (`tickets.scoring.Score`), as its recap said."""

    month: date
    assigned: int
    followed_up: int
    mean_days: float | None
    late: int


class Misread(StrEnum):
    """Why a typed step is none."""

    EMPTY = "empty"
    LONG = "long"
    DAY = "day"
    """What should be a day is none, or one that is over."""


def read_step(text: str, today: date) -> Wish | Misread:
    """A step typed as *what; who; when*; who and when may be missing."""
    what, owner, day, *_ = [part.strip() for part in (*text.split(";"), "", "", "")]
    if not what:
        return Misread.EMPTY
    if len(what) > LONGEST_STEP or len(owner) > LONGEST_OWNER:
        return Misread.LONG
    due = read_day(day, today) if day else None
    if day and due is None:
        return Misread.DAY
    return Wish(what, owner, due)


def read_day(text: str, today: date) -> date | None:
    """A day from today on: "5 Desember", "5/12", "5 Des 2026", "2026-12-05"; without a year the next such day."""
    said = text.strip().casefold()
    if found := _ISO.fullmatch(said):
        return _not_over(int(found[1]), int(found[2]), int(found[3]), today)
    if found := _NUMERIC.fullmatch(said):
        day, month = int(found[1]), int(found[2])
    elif (found := _NAMED.fullmatch(said)) and found[2] in MONTHS:
        day, month = int(found[1]), MONTHS[found[2]]
    else:
        return None
    if found[3]:
        return _not_over(int(found[3]), month, day, today)
    return _not_over(today.year, month, day, today) or _not_over(today.year + 1, month, day, today)


def _not_over(year: int, month: int, day: int, today: date) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found >= today else None


def nth_reminder(step: Step, today: date, calendar: WorkingCalendar) -> int | None:
    """Which reminder of the step may go out today: 0 from its day on, then one more each week; none before."""
    if step.done_at is not None or today < step.due:
        return None
    return calendar.working_days_between(step.due, today) // REMIND_AGAIN
