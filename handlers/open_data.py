"""Open data of a month: which reports are in it, and the counts that are published of them."""

from contextlib import aclosing
from dataclasses import dataclass

from handlers.desk import Office
from handlers.recap import names
from messages.open_data import columns_of, csv_of
from storage.unit import Unit
from tickets.cases import Case, Clock, case_at
from tickets.open_data import open_data
from tickets.recap import MIDNIGHT, Period

COLUMNS_NAME = "data-terbuka-kolom.csv"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The public reports filed in a period, as they stood at its end."""

    period: Period
    cases: tuple[Case, ...]


async def gather(period: Period, unit: Unit, office: Office) -> Gathered:
    """Read them: neither secret, nor withheld from the coordinator. Raises CalendarUnknown for years too long ago."""
    since, until = (office.calendar.at(day, MIDNIGHT) for day in (period.since, period.until))
    secret, clock = await unit.reports.secret(since, until), Clock(office.calendar, office.rules)
    cases: list[Case] = []
    async with aclosing(unit.reports.batches(since, until, period.cutoff)) as batches:
        async for histories in batches:
            filed = (each for each in histories if since <= each.created_at < min(until, period.cutoff))
            cases += [case_at(each, period.cutoff, clock) for each in filed if each.ticket_id not in secret]
    return Gathered(period, tuple(cases))


def written(gathered: Gathered, office: Office) -> bytes:
    """The file. Reports of sensitive categories are not in it, even where their reporter called them open."""
    catalogue, period = office.catalogue, gathered.period
    sensitive = {code for code, category in catalogue.categories.items() if category.sensitive}
    public = [case for case in gathered.cases if case.category not in sensitive]
    open_categories = [code for code in catalogue.categories if code not in sensitive]
    rows = open_data(public, catalogue.agencies, catalogue.regions, open_categories)
    return csv_of(rows, period.since, names(office))


async def exported(period: Period, unit: Unit, office: Office) -> tuple[tuple[str, bytes], ...]:
    """The file by its name, and what its columns mean; nothing of a period that has not ended: of two files that
    overlap, the difference would tell small numbers.
    """
    if not period.has_ended:
        return ()
    data = written(await gather(period, unit, office), office)
    return (name_of(period), data), (COLUMNS_NAME, columns_of(office.words.phrases("recap")["open_data"]))


def name_of(period: Period) -> str:
    """What the file of a month is called."""
    return f"data-terbuka-{period.since:%Y-%m}.csv"
