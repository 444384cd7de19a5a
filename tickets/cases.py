"""A ticket as it stood at a moment of the past, read from what had happened until then.

Whatever is counted (`tickets.figures`) is counted of these, never of tickets as they are now: so an old month counted
anew gives the same numbers. Corrections made later are taken back; the deadlines are counted with the rules and the
working days that hold now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tickets.calendar import WorkingCalendar
from tickets.deadlines import DeadlineRules, days_taken, due, is_overdue
from tickets.events import EventKind
from tickets.pauses import pauses
from tickets.sources import Source
from tickets.ticket import TRANSITIONS, WITHOUT_AGENCY, Status


class State(StrEnum):
    """Every case is in exactly one; the words are those of the province's recaps, but for the first two."""

    __hash__ = str.__hash__  # an enumeration's own is no faster than any function, and very many are counted by it

    UNVERIFIED = "unverified"
    """The coordinator has not decided yet."""
    UNANSWERED = "unanswered"
    """An agency has it, and gave no answer of substance."""
    ON_HOLD = "on_hold"
    """*Ditunda*: data of the reporter are waited for, and nothing of substance was answered before."""
    IN_PROCESS = "in_process"
    """*Dalam proses*: followed up, and not done; also while the reporter is asked whether it is done."""
    DONE = "done"
    """*Selesai*: closed by its reporter, or by the end of his silence."""
    ARCHIVED = "archived"
    OUT_OF_AUTHORITY = "out_of_authority"
    MERGED = "merged"


NOT_COUNTED = frozenset({State.ARCHIVED, State.OUT_OF_AUTHORITY, State.MERGED})
"""What no agency is measured by."""
FOLLOWED_UP = frozenset({State.IN_PROCESS, State.DONE})
_DECIDED = NOT_COUNTED | FOLLOWED_UP

_QUARTER = 900
"""Seconds: no local day begins within a quarter of an hour of UTC, in whatever time zone."""
_ENDS = {
    Status.CLOSED: State.DONE,
    Status.ARCHIVED: State.ARCHIVED,
    Status.OUT_OF_AUTHORITY: State.OUT_OF_AUTHORITY,
    Status.MERGED: State.MERGED,
}
_CLOSES = frozenset({EventKind.CONFIRMED, EventKind.EXPIRED})
_PLOTS = 2000
"""Remembered; a province of a million tickets has some hundreds."""
TOLD = frozenset(
    {
        EventKind.ASSIGNED,
        EventKind.CORRECTED,
        EventKind.TRANSFERRED,
        EventKind.OUT_OF_AUTHORITY,
        EventKind.MERGED,
        EventKind.SPLIT,
        EventKind.FOLLOWED_UP,
        EventKind.FINISHED,
        EventKind.CONFIRMED,
        EventKind.REOPENED,
        EventKind.ASKED,
        EventKind.SUPPLIED,
        EventKind.ARCHIVED,
        EventKind.EXPIRED,
        EventKind.RATED,
    }
)
"""The kinds of events that a case is read from. That somebody took it is not among them: it is no follow-up, and one of
three events of a large month.
"""


class Step(NamedTuple):
    """An event as far as it is counted. `with_files`: an answer came with a photo or another file."""

    kind: EventKind
    at: datetime
    data: Mapping[str, str]
    with_files: bool = False


class History(NamedTuple):
    """A ticket as it is filed now, and its steps, first to last; of the later ones only corrections are needed."""

    ticket_id: int
    region: str
    category: str
    source: Source
    created_at: datetime
    steps: Sequence[Step]


class Pace(NamedTuple):
    """How soon the first follow-up came; days are working days without pauses.

    `follow_up_days` are there once it came; `silent_days` when it did not, although the limit has passed. `in_time`:
    whether it kept the deadline; none while that may still become so. `last_minutes`: how long before its deadline it
    came, in minutes. `due`: the deadline; `answered_at`: when the follow-up came.
    """

    follow_up_days: int | None = None
    silent_days: int | None = None
    in_time: bool | None = None
    last_minutes: float | None = None
    due: datetime | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """How a ticket stood. `agency`: who had it, none: the coordinator. `pace` is that of the agency that had it; of
    what nobody here need act on there is none. `completion_days` in working days without pauses.
    """

    region: str
    category: str
    source: Source
    agency: str | None
    created_at: datetime
    assigned_at: datetime | None
    state: State
    pace: Pace
    completion_days: int | None
    stars: int | None
    reopened: int
    with_evidence: bool
    finished_at: tuple[datetime, ...]

    @property
    def is_verified(self) -> bool:
        """Whether an agency had it, or the coordinator decided that none need."""
        return self.agency is not None or self.state in _DECIDED

    @property
    def is_followed_up(self) -> bool:
        """Whether an answer of substance came, or the reporter said that it is done."""
        return self.state in FOLLOWED_UP

    @property
    def is_measured(self) -> bool:
        """Whether an agency is measured by it: valid and assigned."""
        return self.agency is not None and self.state not in NOT_COUNTED


_NO_PACE = Pace()


class Clock:
    """The working days and deadlines by which cases are counted; remembers what it counted before."""

    def __init__(self, calendar: WorkingCalendar, rules: DeadlineRules) -> None:
        self.calendar = calendar
        self.rules = rules
        self._days: dict[tuple[date, date], int] = {}
        self._due: dict[tuple[date, int], datetime] = {}
        self._local: dict[int, date] = {}

    def day(self, at: datetime) -> date:
        """The local day of a moment."""
        quarter = int(at.timestamp()) // _QUARTER
        found = self._local.get(quarter)
        if found is None:
            found = self._local[quarter] = self.calendar.local_date(at)
        return found

    def days(self, start: datetime, end: datetime, steps: Sequence[Step]) -> int:
        """Working days between the two, without those on which we waited for the reporter."""
        if steps and (paused := pauses(steps, end)):
            return days_taken(self.calendar, start, end, paused)
        span = (self.day(start), self.day(end))
        if span not in self._days:
            self._days[span] = self.calendar.working_days_between(*span)
        return self._days[span]

    def due(self, start: datetime, steps: Sequence[Step], now: datetime, days: int | None = None) -> datetime:
        """The deadline of so many working days, those of the follow-up if none are named, as it is reckoned now."""
        days = days or self.rules.follow_up
        if steps and (paused := pauses(steps, now)):
            return due(self.calendar, start, days, paused) or now
        day = (self.day(start), days)
        if day not in self._due:
            self._due[day] = due(self.calendar, start, days)
        return self._due[day]


@dataclass(slots=True)
class _Plot:
    """What kinds of steps come to, one after another: what matters of them is told by their places, 0 the first."""

    status: Status = Status.RECEIVED
    first_assigned: int | None = None
    assigned: int | None = None
    waited: bool = False
    """Whether its clock may have stood still."""
    followed_up: int | None = None
    finished: list[int] = field(default_factory=list)
    completed: int | None = None
    rated: int | None = None
    reopened: int = 0
    answers: list[int] = field(default_factory=list)
    """Since it was last reopened."""
    state: State = State.UNVERIFIED

    def tell(self, place: int, kind: EventKind) -> None:
        """One step more."""
        self.status = self._after(kind)
        match kind:
            case EventKind.ASSIGNED | EventKind.TRANSFERRED:
                self._assign(place, kind)
            case EventKind.FOLLOWED_UP:
                self._follow_up(place)
                self.answers.append(place)
            case EventKind.FINISHED:
                self.finished.append(place)
                self.completed = place
            case EventKind.ASKED | EventKind.MERGED:
                self.waited = True
            case EventKind.RATED:
                self.rated = place
            case EventKind.REOPENED:
                self.reopened += 1
                self.completed, self.rated, self.answers = None, None, []
        if kind in _CLOSES:
            self.completed = place if self.completed is None else self.completed
            self._follow_up(place)

    def _after(self, kind: EventKind) -> Status:
        key = (self.status, kind)
        instead = WITHOUT_AGENCY.get(key) if self.assigned is None else None
        after = instead or TRANSITIONS.get(key)
        if after is None and self.status is Status.ASSIGNED:  # somebody may have taken it
            after = TRANSITIONS.get((Status.IN_PROGRESS, kind))
        return after or self.status

    def _assign(self, place: int, kind: EventKind) -> None:
        self.assigned = place
        self.first_assigned = place if self.first_assigned is None else self.first_assigned
        if kind is EventKind.TRANSFERRED:
            self.followed_up = None

    def _follow_up(self, place: int) -> None:
        self.followed_up = place if self.followed_up is None else self.followed_up

    def ends(self) -> State:
        """The state after the last step."""
        if self.status in _ENDS:
            return _ENDS[self.status]
        if self.followed_up is not None:
            return State.IN_PROCESS
        if self.status is Status.WAITING_REPORTER:
            return State.ON_HOLD
        return State.UNVERIFIED if self.assigned is None else State.UNANSWERED


@lru_cache(maxsize=_PLOTS)
def _plot(kinds: tuple[EventKind, ...]) -> _Plot:
    """Most tickets have one of a few plots: it is told once. Nobody changes it afterwards."""
    plot = _Plot()
    for place, kind in enumerate(kinds):
        plot.tell(place, kind)
    plot.state = plot.ends()
    return plot


def case_at(history: History, cutoff: datetime, clock: Clock) -> Case:
    """How the ticket stood just before `cutoff`. Raises CalendarUnknown for years that nobody knows."""
    steps = [step for step in history.steps if step.at < cutoff]
    region, category = history.region, history.category
    if len(steps) < len(history.steps):
        region = said_before("region", region, history.steps, cutoff)
        category = said_before("category", category, history.steps, cutoff)
    plot = _plot(tuple([step.kind for step in steps]))
    assigned = None if plot.assigned is None else steps[plot.assigned]
    state = plot.state
    return Case(
        region=region,
        category=category,
        source=history.source,
        agency=None if assigned is None else assigned.data["to"],
        created_at=history.created_at,
        assigned_at=None if assigned is None else assigned.at,
        state=state,
        pace=_NO_PACE if state in NOT_COUNTED else _pace(plot, steps, history.created_at, cutoff, clock),
        completion_days=_completion(plot, steps, history.created_at, clock) if state is State.DONE else None,
        stars=None if plot.rated is None else int(steps[plot.rated].data["stars"]),
        reopened=plot.reopened,
        with_evidence=any(steps[place].with_files for place in plot.answers),
        finished_at=tuple([steps[place].at for place in plot.finished]),
    )


def _pace(plot: _Plot, steps: Sequence[Step], filed: datetime, cutoff: datetime, clock: Clock) -> Pace:
    """How soon the follow-up came, or that it did not."""
    begun = filed if plot.assigned is None else steps[plot.assigned].at
    since = 0 if plot.assigned is None else plot.assigned + 1
    waits = steps[since:] if plot.waited else ()
    deadline = clock.due(begun, waits, cutoff)
    if plot.followed_up is not None:
        answered = steps[plot.followed_up].at
        return Pace(
            follow_up_days=clock.days(begun, answered, [step for step in waits if step.at <= answered]),
            in_time=not is_overdue(answered, deadline),
            last_minutes=(deadline - answered).total_seconds() / 60,
            due=deadline,
            answered_at=answered,
        )
    age = clock.days(begun, cutoff, waits)
    late = False if is_overdue(cutoff, deadline) else None
    silent_days = age if age > clock.rules.follow_up_limit else None
    return Pace(silent_days=silent_days, in_time=late, due=deadline)


def _completion(plot: _Plot, steps: Sequence[Step], filed: datetime, clock: Clock) -> int:
    """From the first assignment to when the agency held it to be done, if it was then closed; else to the closing."""
    if plot.completed is None:
        return 0
    start = filed if plot.first_assigned is None else steps[plot.first_assigned].at
    completed = steps[plot.completed].at
    waits = [step for step in steps if step.at <= completed] if plot.waited else ()
    return clock.days(start, completed, waits)


def said_before(what: str, now: str, steps: Sequence[Step], cutoff: datetime) -> str:
    """What it said before the corrections that came later."""
    for step in steps:
        if step.kind is EventKind.CORRECTED and step.at >= cutoff and what in step.data:
            return step.data.get("before", now)
    return now
