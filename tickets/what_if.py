"""What would have become of past tickets under other rules: two readings of each, counted side by side.

Both readings see the same events: nobody would have acted differently. Deadlines, lateness and escalation are reckoned
by each reading's days, calendar and pauses; who looks first and which agency is suggested, from the reporter's words
by each reading's catalogue alone: what tickets taught is left out, for they taught their own answers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from tickets.calendar import WorkingCalendar
from tickets.cases import Case, Clock, History, Step, case_at, said_before
from tickets.catalogue import Catalogue
from tickets.deadlines import DIGEST_TIME, is_overdue
from tickets.events import EventKind
from tickets.routing import suggest_agencies
from tickets.verification import OFFERED, route

_DECIDES: Final = frozenset(
    {
        EventKind.ASSIGNED,
        EventKind.TRANSFERRED,
        EventKind.OUT_OF_AUTHORITY,
        EventKind.MERGED,
        EventKind.ARCHIVED,
        EventKind.FOLLOWED_UP,
        EventKind.FINISHED,
        EventKind.CONFIRMED,
    }
)
"""What ends a verification."""

_NOT_READ: Final = frozenset(
    {
        *("format", "time_zone", "bot_name", "ticket_prefix", "notice", "deadlines", "watch", "duplicates"),
        *("oversight", "blocking", "incidents", "working_days", "emergencies", "translations"),
    }
)
"""What of a catalogue has no say in how a text is read."""


class Change(StrEnum):
    """What became different for a ticket; examples are kept by it."""

    NO_LONGER_LATE = "no_longer_late"
    NEWLY_LATE = "newly_late"
    NO_LONGER_ESCALATED = "no_longer_escalated"
    NEWLY_ESCALATED = "newly_escalated"
    TO_COORDINATOR = "to_coordinator"
    """Would be verified first; went straight by the rules before."""
    STRAIGHT = "straight"
    """Would go straight to its agency; was verified first by the rules before."""
    HIT_GAINED = "hit_gained"
    """The agency that finally had it would now be suggested first."""
    HIT_LOST = "hit_lost"


class Deadline(StrEnum):
    """The deadlines that the desk watches."""

    VERIFICATION = "verification"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Rules:
    """A catalogue, and the days and deadlines that follow from it."""

    catalogue: Catalogue
    clock: Clock


@dataclass(frozen=True, slots=True)
class Past:
    """A ticket of the past. Its text may be secret: it is read and goes nowhere."""

    number: str
    history: History
    text: str = field(repr=False)


@dataclass(slots=True)
class Pair:
    """The same count by the rules before and after."""

    before: int = 0
    after: int = 0


@dataclass(slots=True)
class Lateness:
    """Of one agency, or of the coordinator's verifications: how many it had, how many were late, were told to the
    coordinator as such, and took longer than the limit (or keep silent beyond it)."""

    tickets: int = 0
    late: Pair = field(default_factory=Pair)
    escalated: Pair = field(default_factory=Pair)
    over_limit: Pair = field(default_factory=Pair)


@dataclass(slots=True)
class Differences:
    """All that was counted.

    agencies          by code; None: the coordinator's verifications
    moved             how many deadlines lie so many working days later (negative: earlier; 0: where they were)
    long              done, but not within the days for completion
    verified          for the coordinator first, by the rules
    verified_in_fact  that did go to him first
    routed            that an agency finally had; `hits`: it was suggested first; `near`: among the first three
    changes           how many tickets became different in which way; `examples`: the first numbers of them
    """

    tickets: int = 0
    moved: dict[Deadline, Counter[int]] = field(default_factory=lambda: {each: Counter() for each in Deadline})
    agencies: dict[str | None, Lateness] = field(default_factory=dict)
    long: Pair = field(default_factory=Pair)
    verified: Pair = field(default_factory=Pair)
    verified_in_fact: int = 0
    routed: int = 0
    hits: Pair = field(default_factory=Pair)
    near: Pair = field(default_factory=Pair)
    changes: Counter[Change] = field(default_factory=Counter)
    examples: dict[Change, list[str]] = field(default_factory=lambda: {each: [] for each in Change})

    def total(self, what: str) -> Pair:
        """The sum over all agencies and the coordinator of `late`, `escalated` or `over_limit`."""
        pairs: list[Pair] = [getattr(each, what) for each in self.agencies.values()]
        return Pair(sum(each.before for each in pairs), sum(each.after for each in pairs))


class _Watched(NamedTuple):
    """A deadline of a ticket and what came of it; `agency` none: the coordinator's verification."""

    kind: Deadline
    agency: str | None
    due: datetime
    late: bool
    escalated: bool
    over_limit: bool


class _Reading(NamedTuple):
    """What the words of a ticket lead to."""

    suggested: tuple[str, ...]
    goes_straight: bool


class Comparison:
    """Takes tickets one after another and keeps only numbers, and the first few ticket numbers of each change."""

    def __init__(self, before: Rules, after: Rules, cutoff: datetime, most_examples: int = 0) -> None:
        """`cutoff`: what happened from then on is not known yet."""
        self._before = before
        self._after = after
        self._cutoff = cutoff
        self._most_examples = most_examples
        self._same_words = reads_alike(before.catalogue, after.catalogue)
        self.found = Differences()

    def add(self, past: Past) -> None:
        """Count one ticket. Raises CalendarUnknown for years that nobody knows."""
        self.found.tickets += 1
        before = case_at(past.history, self._cutoff, self._before.clock)
        after = case_at(past.history, self._cutoff, self._after.clock)
        self._count_deadlines(past, before, after)
        if before.completion_days is not None and after.completion_days is not None:
            self.found.long.before += before.completion_days > self._before.clock.rules.completion
            self.found.long.after += after.completion_days > self._after.clock.rules.completion
        self._count_words(past, before)

    def _count_deadlines(self, past: Past, before: Case, after: Case) -> None:
        changed: set[Change] = set()
        self.found.verified_in_fact += _straight(past.history) is None
        olds = _watched(past.history, before, self._before.clock, self._cutoff)
        news = _watched(past.history, after, self._after.clock, self._cutoff)
        for old, new in zip(olds, news, strict=True):
            self.found.moved[old.kind][self._moved(old.due, new.due)] += 1
            counts = self.found.agencies.setdefault(old.agency, Lateness())
            counts.tickets += 1
            _both(counts.late, old.late, new.late)
            _both(counts.escalated, old.escalated, new.escalated)
            _both(counts.over_limit, old.over_limit, new.over_limit)
            if old.late != new.late:
                changed.add(Change.NEWLY_LATE if new.late else Change.NO_LONGER_LATE)
            if old.escalated != new.escalated:
                changed.add(Change.NEWLY_ESCALATED if new.escalated else Change.NO_LONGER_ESCALATED)
        self._note(past, changed)

    def _moved(self, old: datetime, new: datetime) -> int:
        """Working days by which a deadline lies later, by whichever calendar counts more of them."""
        first, last = min(old, new), max(old, new)
        both = (self._before.clock.calendar, self._after.clock.calendar)
        days = max(each.working_days_between(first, last) for each in both)
        return days if new > old else -days

    def _count_words(self, past: Past, case: Case) -> None:
        changed: set[Change] = set()
        old = self._read(past, self._before)
        new = old if self._same_words else self._read(past, self._after)
        _both(self.found.verified, not old.goes_straight, not new.goes_straight)
        if old.goes_straight != new.goes_straight:
            changed.add(Change.STRAIGHT if new.goes_straight else Change.TO_COORDINATOR)
        if case.is_measured:
            self.found.routed += 1
            was, would_be = case.agency in old.suggested[:1], case.agency in new.suggested[:1]
            _both(self.found.hits, was, would_be)
            _both(self.found.near, case.agency in old.suggested, case.agency in new.suggested)
            if was != would_be:
                changed.add(Change.HIT_GAINED if would_be else Change.HIT_LOST)
        self._note(past, changed)

    def _read(self, past: Past, rules: Rules) -> _Reading:
        likely = suggest_agencies(past.text, rules.catalogue)
        category = said_before("category", past.history.category, past.history.steps, past.history.created_at)
        chosen = self._chosen(past.history, category, rules.catalogue)
        way = route(past.text, category, chosen, rules.catalogue, likely)
        return _Reading(tuple(each.code for each in likely[:OFFERED]), way.agency is not None)

    def _chosen(self, history: History, category: str, catalogue: Catalogue) -> str | None:
        """For which agency a report was meant: the one that it went to at once, where the category still has the same
        addressee, or else the category's own."""
        old = self._before.catalogue.categories.get(category)
        own = catalogue.categories.get(category)
        usual = own.agency if own else None
        at_once = _straight(history)
        is_kept = old is not None and own is not None and old.agency == own.agency
        return at_once if is_kept and at_once in catalogue.agencies else usual

    def _note(self, past: Past, changed: set[Change]) -> None:
        for change in changed:
            self.found.changes[change] += 1
            if len(self.found.examples[change]) < self._most_examples:
                self.found.examples[change].append(past.number)


def reads_alike(one: Catalogue, other: Catalogue) -> bool:
    """Whether the two say the same of every text: same words, agencies, categories, verification."""
    names = [each.name for each in fields(Catalogue) if each.name not in _NOT_READ]
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _both(pair: Pair, before: bool, after: bool) -> None:
    pair.before += before
    pair.after += after


def _straight(history: History) -> str | None:
    """The agency that got the ticket with its filing; none where the coordinator did."""
    first = next((step for step in history.steps if step.kind is EventKind.ASSIGNED), None)
    return first.data["to"] if first is not None and first.at <= history.created_at else None


def _watched(history: History, case: Case, clock: Clock, cutoff: datetime) -> tuple[_Watched, ...]:
    """The ticket's verification, if the coordinator had it first, and the follow-up of the agency that had it last."""
    found = []
    if _straight(history) is None:
        found.append(_verification(history, clock, cutoff))
    if case.is_measured and case.pace.due is not None:
        pace, limit = case.pace, clock.rules.follow_up_limit
        found.append(
            _Watched(
                Deadline.FOLLOW_UP,
                case.agency,
                pace.due or cutoff,
                late=pace.in_time is False,
                escalated=_escalated(clock.calendar, pace.due or cutoff, pace.answered_at or cutoff),
                over_limit=pace.silent_days is not None or (pace.follow_up_days or 0) > limit,
            )
        )
    return tuple(found)


def _verification(history: History, clock: Clock, cutoff: datetime) -> _Watched:
    told: list[Step] = []
    end = cutoff
    for step in history.steps:
        if step.at >= cutoff:
            break
        told.append(step)
        if step.kind in _DECIDES:
            end = step.at
            break
    due = clock.due(history.created_at, told, end, clock.rules.verification)
    escalated = _escalated(clock.calendar, due, end)
    return _Watched(Deadline.VERIFICATION, None, due, late=is_overdue(end, due), escalated=escalated, over_limit=False)


def _escalated(calendar: WorkingCalendar, due: datetime, end: datetime) -> bool:
    """Whether it stood in a digest of the coordinator: unanswered at 08.30 of the first working day after its day."""
    return is_overdue(end, due) and calendar.at(calendar.next_working_day(calendar.local_date(due)), DIGEST_TIME) <= end
