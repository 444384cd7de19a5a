"""Open data of a month: which reports are in it, and the counts that are published of them."""

from dataclasses import dataclass

from handlers.desk import Office
from handlers.recap import names
from messages.open_data import csv_of
from storage.unit import Unit
from tickets.cases import Clock, History, case_at
from tickets.open_data import open_data
from tickets.recap import MIDNIGHT, Period


@dataclass(frozen=True, slots=True)
class Gathered:
    """The public reports filed in a period, with what happened to them."""

    period: Period
    histories: tuple[History, ...]


async def gather(period: Period, unit: Unit, office: Office) -> Gathered:
    """Read them: neither secret, nor withheld from the coordinator."""
    since, until = (office.calendar.at(day, MIDNIGHT) for day in (period.since, period.until))
    found = await unit.reports.histories(since, until, period.cutoff)
    secret = await unit.reports.secret(since, until)
    filed = (each for each in found if since <= each.created_at < min(until, period.cutoff))
    return Gathered(period, tuple(each for each in filed if each.ticket_id not in secret))


def written(gathered: Gathered, office: Office) -> bytes:
    """The file. Reports of sensitive categories are not in it, even where their reporter called them open.

    Raises CalendarUnknown for years too long ago.
    """
    catalogue, period = office.catalogue, gathered.period
    clock = Clock(office.calendar, office.rules)
    cases = [case_at(each, period.cutoff, clock) for each in gathered.histories]
    sensitive = {code for code, category in catalogue.categories.items() if category.sensitive}
    public = [case for case in cases if case.category not in sensitive]
    open_categories = [code for code in catalogue.categories if code not in sensitive]
    rows = open_data(public, catalogue.agencies, catalogue.regions, open_categories)
    return csv_of(rows, period.since, names(office))
