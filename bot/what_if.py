"""`python -m bot what-if`: past tickets read out of the database, batch after batch, and told as a comparison.

The database is opened so that it refuses to write; each batch is a transaction of its own, so that the running bot
waits for nothing, and memory holds one batch, however long the period is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.catalogue import CatalogueError, load_catalogue
from bot.clock import SystemClock
from bot.keys import sealer_of
from bot.loops import Fatal
from bot.office import YEARS_AHEAD, calendar_of, rules_of
from bot.settings import Settings, key_file
from bot.what_if_report import Report, as_json, as_text
from storage.database import Database
from storage.errors import StorageError
from storage.past import Place
from storage.sealing import Sealer
from tickets.calendar import ONE_DAY, CalendarUnknown
from tickets.cases import Clock
from tickets.catalogue import Catalogue
from tickets.what_if import Comparison, Rules

BATCH: Final = 500
"""Tickets in memory at a time."""
TOLD_EVERY: Final = 10_000
"""Tickets between two words about the progress."""
FIRST_YEAR: Final = 2000
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Question:
    """What the operator asked for; the period as it was typed."""

    rules: Path
    period: str
    examples: int = 0
    as_json: bool = False


async def compare(settings: Settings, question: Question, say: Say, progress: Say) -> None:
    """Say what would differ. Raises CatalogueError for the rules in use, Fatal for everything else that is wrong."""
    since, last = period_of(question.period)
    catalogue = load_catalogue(settings.catalogue_file)
    other = _other(question.rules, settings.catalogue_file)
    now = SystemClock().now()
    years = range(min(since.year, now.year) - 1, now.year + YEARS_AHEAD + 1)
    before = _rules(catalogue, settings.timezone, years)
    after = _rules(other, settings.timezone, years)
    comparison = Comparison(before, after, now, question.examples)
    calendar = before.clock.calendar
    start, end = (calendar.at(day, time(0)) for day in (since, last + ONE_DAY))
    database = await _opened(*_there(settings))
    try:
        await _stream(database, comparison, (start, min(end, now), now), progress)
    except (StorageError, CalendarUnknown) as error:
        raise Fatal(f"The tickets cannot be read: {error}") from None
    finally:
        await database.close()
    report = Report(question.rules, since, last, calendar.local(now), before, after, comparison.found)
    say(as_json(report) if question.as_json else as_text(report))


def period_of(typed: str) -> tuple[date, date]:
    """The first and the last day of a month (2026-10) or of FROM..TO. Raises Fatal."""
    first, dots, last = typed.strip().partition("..")
    try:
        if dots:
            days = (date.fromisoformat(first.strip()), date.fromisoformat(last.strip()))
        else:
            begin = datetime.strptime(first, "%Y-%m").date()  # noqa: DTZ007 - a month of the office's calendar
            days = (begin, (begin + timedelta(days=31)).replace(day=1) - ONE_DAY)
    except (ValueError, OverflowError):
        raise Fatal(f"{typed!r} is no period. Write a month, 2026-10, or two days, 2026-10-01..2026-10-15.") from None
    if days[0] > days[1]:
        raise Fatal(f"The period {typed!r} ends before it begins. Write the earlier day first.")
    if days[0].year < FIRST_YEAR or days[1] == date.max:
        raise Fatal(f"There are no tickets of {typed!r}. Name a period from {FIRST_YEAR} on.")
    return days


def _other(file: Path, in_use: Path) -> Catalogue:
    """The other rules. A file alone goes with the tables (agencies, regions …) that are in use."""
    folder = file.with_suffix("")
    try:
        return load_catalogue(file, folder if folder.is_dir() else in_use.with_suffix(""))
    except CatalogueError as error:
        raise Fatal(str(error)) from None


def _rules(catalogue: Catalogue, timezone: str, years: range) -> Rules:
    calendar = calendar_of(catalogue, years, ZoneInfo(timezone or catalogue.time_zone))
    return Rules(catalogue, Clock(calendar, rules_of(catalogue)))


def _there(settings: Settings) -> tuple[str, Sealer]:
    """The database's address and its key; neither is made where there is none. Raises Fatal."""
    scheme, _, file = settings.database.partition(":///")
    if scheme == "sqlite" and not Path(file).exists():
        raise Fatal("There is no database yet, so there are no past tickets. It is made at the first start of the bot.")
    if settings.secret_key is None and not key_file(settings).exists():
        raise Fatal(f"The database cannot be read without its key. Set SECRET_KEY, or put back {key_file(settings)}.")
    return settings.database, sealer_of(settings)


async def _opened(url: str, sealer: Sealer) -> Database:
    """The database, unable to write."""
    try:
        return await Database.open(url, sealer, read_only=True)
    except (StorageError, OSError, ValueError) as error:
        raise Fatal(f"The database cannot be opened: {error}") from None


async def _stream(
    database: Database, comparison: Comparison, span: tuple[datetime, datetime, datetime], progress: Say
) -> None:
    since, until, cutoff = span
    place = Place(since)
    while True:
        async with database.transaction() as unit:
            batch = await unit.past.batch(place, until, cutoff, BATCH)
        if not batch:
            return
        for past in batch:
            comparison.add(past)
        place = Place(batch[-1].history.created_at, batch[-1].history.ticket_id)
        if comparison.found.tickets % TOLD_EVERY == 0:
            progress(f"{comparison.found.tickets} tickets read …")
