"""A recap: everything that is told of a period, counted from the tickets' histories."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from tickets.calendar import WorkingCalendar
from tickets.cases import Case, Clock, History, case_at
from tickets.distortion import Signs, signs
from tickets.figures import Figures, Line, figures, grouped, lines, score_of, weekly
from tickets.scoring import Place, ranked
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
    never_paired: tuple[str, ...]
    agency: str | None = None
    """The only agency that is counted, if it is one's own figures."""


def recap(
    histories: Iterable[History],
    pasted: Mapping[str | None, int],
    period: Period,
    units: Units,
    clock: Clock,
    only: str | None = None,
) -> Recap:
    """Count. `pasted`: by agency, how many of its answers were sent alike. `only`: one agency's cases.

    Raises CalendarUnknown for years that nobody knows.
    """
    since, until = (clock.calendar.at(day, MIDNIGHT) for day in (period.since, period.until))
    every = [case_at(history, period.cutoff, clock) for history in histories]
    cases = [case for case in every if only is None or case.agency == only]
    filed = [case for case in cases if since <= case.created_at < until]
    came = [case for case in cases if _came(case, since, until)]
    listed: tuple[str | None, ...] = units.agencies if only is None else (only,)
    by_agency = grouped(came, lambda case: case.agency, listed)
    own = {code: some for code, some in by_agency.items() if code is not None}
    by_region = grouped((case for case in came if case.agency), lambda case: case.region, units.regions)
    return Recap(
        period=period,
        whole=figures(filed),
        regions=lines(grouped(filed, lambda case: case.region, units.regions)),
        categories=lines(grouped(filed, lambda case: case.category, units.categories)),
        sources=lines(grouped(filed, lambda case: case.source, Source)),
        weeks=weekly(filed, period.since, period.until, clock),
        stars=tuple(sum(case.stars == given for case in filed) for given in range(1, MOST_STARS + 1)),
        agencies=lines(by_agency),
        agency_ranking=ranked(score_of(code, some) for code, some in own.items()),
        region_ranking=ranked(score_of(code, some) for code, some in by_region.items()),
        signs={code: signs(some, pasted.get(code, 0)) for code, some in own.items()},
        never_paired=tuple(code for code in units.agencies if code not in units.paired and only in {None, code}),
        agency=only,
    )


def _came(case: Case, since: datetime, until: datetime) -> bool:
    """Whether it came to its agency in the period; to the coordinator it comes when it is filed."""
    return since <= (case.assigned_at or case.created_at) < until
