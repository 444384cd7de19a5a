"""A recap: everything that is told of a period, counted from the tickets' histories."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from tickets.calendar import WorkingCalendar
from tickets.cases import Case, Clock, History, case_at
from tickets.distortion import Seen, Signs
from tickets.figures import Figures, Line, Measure, Tallies, Tally, grouped, weekly
from tickets.scoring import AskedIssue, Place, Response, ranked, responses
from tickets.sources import Source
from tickets.ticket import MOST_STARS

MIDNIGHT = time(0)
INSTANT = timedelta(microseconds=1)
"""What happened at this very moment has happened."""


class View(StrEnum):
    """What of a recap is wanted."""

    RECAP = "recap"
    """The summary, pictures and the workbook."""
    RANKING = "ranking"
    EXPORT = "export"
    """The workbook and CSV files."""
    CERTIFICATES = "certificates"
    """Those of the best, as a PDF."""
    MONTHLY = "monthly"
    """As `RECAP`, of a month that has ended, and nobody asked for it."""


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, from `since` on until before `until`; what happened before `cutoff` is known.

    `has_ended`: whether nothing of the period itself is still to come.
    """

    since: date
    until: date
    cutoff: datetime
    has_ended: bool

    @property
    def last_day(self) -> date:
        """The last day that belongs to it."""
        return self.until - timedelta(days=1)


def period_of(days: tuple[date, date], calendar: WorkingCalendar, now: datetime, known: datetime | None) -> Period:
    """A period as it stood at its end, or now if it has not ended; or at another moment, if `known` names one."""
    since, until = days
    end = calendar.at(until, MIDNIGHT)
    cutoff = min(now + INSTANT, known or end)
    return Period(since, until, cutoff, cutoff >= end)


@dataclass(frozen=True, slots=True)
class Units:
    """What there is to be counted, by code and in order, and the agencies that ever had a group."""

    agencies: tuple[str, ...]
    regions: tuple[str, ...]
    categories: tuple[str, ...]
    paired: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recap:
    """The tables of a recap. Agencies by code, none: the coordinator."""

    period: Period
    whole: Figures
    regions: tuple[Line[str], ...]
    categories: tuple[Line[str], ...]
    sources: tuple[Line[Source], ...]
    weeks: tuple[tuple[date, int], ...]
    stars: tuple[int, ...]
    """How often one star was given, two, …"""
    agencies: tuple[Line[str | None], ...]
    agency_ranking: tuple[Place[str], ...]
    region_ranking: tuple[Place[str], ...]
    signs: Mapping[str, Signs]
    """By agency."""
    responses: tuple[Response, ...]
    never_paired: tuple[str, ...]
    agency: str | None = None
    """The only agency that is counted, if it is one's own figures."""


class Counting:
    """A recap that is being counted: histories come a few at a time, and what is kept of them is sums.

    `only`: one agency's cases.
    """

    def __init__(self, period: Period, units: Units, clock: Clock, only: str | None = None) -> None:
        self.tickets = 0
        """How many were looked at."""
        self._period, self._units, self._clock, self._only = period, units, clock, only
        self._since, self._until = (clock.calendar.at(day, MIDNIGHT) for day in (period.since, period.until))
        listed: tuple[str | None, ...] = units.agencies if only is None else (only,)
        self._whole = Tally()
        self._days: Counter[date] = Counter()
        self._regions = Tallies(units.regions, lambda case: case.region)
        self._categories = Tallies(units.categories, lambda case: case.category)
        self._sources = Tallies(Source, lambda case: case.source)
        self._agencies = Tallies(listed, lambda case: case.agency)
        self._of_agencies = {code: Measure() for code in listed if code is not None}
        self._of_regions = {code: Measure() for code in units.regions}
        self._seen = {code: Seen() for code in self._of_agencies}

    def add(self, histories: Iterable[History]) -> None:
        """Some tickets more. Raises CalendarUnknown for years that nobody knows."""
        every = [case_at(history, self._period.cutoff, self._clock) for history in histories]
        self.tickets += len(every)
        cases = [case for case in every if self._only is None or case.agency == self._only]
        self._add_filed([case for case in cases if self._since <= case.created_at < self._until])
        self._add_come([case for case in cases if _came(case, self._since, self._until)])

    def _add_filed(self, filed: Sequence[Case]) -> None:
        self._whole.add(filed)
        self._days.update([self._clock.day(case.created_at) for case in filed])
        for tallies in (self._regions, self._categories, self._sources):
            tallies.add(filed)

    def _add_come(self, came: Sequence[Case]) -> None:
        self._agencies.add(came)
        assigned = [case for case in came if case.agency]
        for code, some in grouped(assigned, lambda case: case.agency or "").items():
            self._of_agencies.setdefault(code, Measure()).add(some)
            self._seen.setdefault(code, Seen()).add(some)
        for region, some in grouped(assigned, lambda case: case.region).items():
            self._of_regions.setdefault(region, Measure()).add(some)

    def recap(
        self, pasted: Mapping[str | None, int], asked: Mapping[str, Sequence[AskedIssue]] = MappingProxyType({})
    ) -> Recap:
        """What was counted until now. By agency: how many of its answers were sent alike (`pasted`), and what the media
        wrote that it was asked to answer.
        """
        units, period, only = self._units, self._period, self._only
        return Recap(
            period=period,
            whole=self._whole.figures(),
            regions=self._regions.lines(),
            categories=self._categories.lines(),
            sources=self._sources.lines(),
            weeks=weekly(self._days, period.since, period.until),
            stars=tuple(self._whole.rated(given) for given in range(1, MOST_STARS + 1)),
            agencies=self._agencies.lines(),
            agency_ranking=ranked(measure.score(code) for code, measure in self._of_agencies.items()),
            region_ranking=ranked(measure.score(code) for code, measure in self._of_regions.items()),
            signs={code: seen.signs(pasted.get(code, 0)) for code, seen in self._seen.items()},
            responses=responses(asked, self._of_agencies if only else units.agencies),
            never_paired=tuple(code for code in units.agencies if code not in units.paired and only in {None, code}),
            agency=only,
        )


def recap(
    histories: Iterable[History],
    pasted: Mapping[str | None, int],
    period: Period,
    units: Units,
    clock: Clock,
    only: str | None = None,
) -> Recap:
    """The recap of histories that are all there. Raises CalendarUnknown for years that nobody knows."""
    counting = Counting(period, units, clock, only)
    counting.add(histories)
    return counting.recap(pasted)


def _came(case: Case, since: datetime, until: datetime) -> bool:
    """Whether it came to its agency in the period; to the coordinator it comes when it is filed."""
    return since <= (case.assigned_at or case.created_at) < until
