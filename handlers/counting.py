"""From the database to what is counted of a period: a transaction for which nobody who writes should have to wait."""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Protocol

from handlers.desk import Office
from storage.batches import Batch
from storage.unit import Unit
from storage.values import ALL
from tickets.recap import MIDNIGHT, Period
from tickets.scoring import AskedIssue
from tickets.surveys import Counted, Survey


class Surveyor(Protocol):
    """Makes a survey of batches."""

    def begin(self, survey: Survey) -> None: ...
    def add(self, batch: Batch) -> None: ...
    def counted(self, pasted: Mapping[str | None, int], asked: Mapping[str, Sequence[AskedIssue]]) -> Counted: ...


def survey_of(period: Period, office: Office, only: str | None = None, *, for_everybody: bool = False) -> Survey:
    """The survey of all that the catalogue has. `only`: one agency's reports; `for_everybody`: with open data."""
    catalogue = office.catalogue
    return Survey(
        period=period,
        agencies=tuple(catalogue.agencies),
        regions=tuple(catalogue.regions),
        categories={code: category.sensitive for code, category in catalogue.categories.items()},
        calendar=office.calendar,
        rules=office.rules,
        only=only,
        for_everybody=for_everybody,
    )


async def count(survey: Survey, unit: Unit, surveyor: Surveyor) -> Counted:
    """Read what is to be counted, a few thousand tickets at a time. What is withheld from the coordinator is not read.

    Raises CalendarUnknown for years too long ago.
    """
    period, only = survey.period, survey.only
    since, until = (survey.calendar.at(day, MIDNIGHT) for day in (period.since, period.until))
    paired = await unit.reports.ever_paired(period.cutoff)
    secret = await unit.reports.secret(since, until) if survey.for_everybody else frozenset()
    surveyor.begin(replace(survey, paired=paired, secret=secret))
    async with aclosing(unit.reports.batches(since, until, period.cutoff)) as batches:
        async for batch in batches:
            surveyor.add(batch)
    pasted = await unit.reports.pasted(since, min(until, period.cutoff))
    asked = await unit.issues.asked(only or ALL, since, until, period.cutoff)
    return surveyor.counted(pasted, asked)
