"""The unchanging things of the handlers, from settings, catalogue and calendar; and the handlers as `Behaviour`."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.behaviour import Behaviour, PosterWork, RecapWork, Turns
from bot.catalogue import load_catalogue
from bot.census import Census
from bot.channels.base import CommandHint, Menu
from bot.clock import Clock
from bot.easel import Easel, Scene
from bot.geocoding import Geocoder, region_finder
from bot.holidays import working_calendar
from bot.settings import Settings
from handlers import delivery, evidence, open_data, posters, recap, recap_orders, router, sending, watch
from handlers.clockwork import CHORES
from handlers.counting import count, survey_of
from handlers.desk import Desk, Office
from handlers.turns import Chore
from messages.certificates import awards_of
from messages.duty import WeekSummary
from messages.group import Card, Digest, Reminder
from messages.posters import PosterWords
from messages.render import Renderer
from storage.recap_orders import RecapOrder
from storage.unit import Unit
from tickets.addressees import suggest_agencies
from tickets.calendar import WorkingCalendar
from tickets.catalogue import Catalogue
from tickets.deadlines import DeadlineRules
from tickets.places import Gazetteer
from tickets.recap import Recap, View, period_of
from tickets.surveys import Counted

T = TypeVar("T")
Drawn = tuple[Recap, tuple[tuple[str, bytes], ...]]

YEARS_BACK = 2
YEARS_AHEAD = 3
"""Of the calendar, counted from the start of the program: it is meant to be restarted more often than that."""


def open_office(settings: Settings, clock: Clock, random: Random, geocoder: Geocoder) -> Office:
    """Raises CatalogueError."""
    catalogue = load_catalogue(settings.catalogue_file)
    zone = ZoneInfo(settings.timezone or catalogue.time_zone)
    gazetteer = Gazetteer(catalogue)
    year = clock.now().astimezone(zone).year
    return Office(
        catalogue=catalogue,
        gazetteer=gazetteer,
        calendar=calendar_of(catalogue, range(year - YEARS_BACK, year + YEARS_AHEAD + 1), zone),
        rules=rules_of(catalogue),
        words=Renderer(zone),
        bot_name=settings.bot_name or catalogue.bot_name,
        prefix=settings.ticket_prefix or catalogue.ticket_prefix,
        coordinator_ids=frozenset(map(str, settings.coordinator_ids)),
        random=random,
        regions_at=region_finder(geocoder, gazetteer.regions_by_name),
        undo=timedelta(seconds=settings.undo_seconds),
        reports_per_hour=settings.reports_per_hour,
        reports_per_minute=settings.reports_per_minute,
        first_reports_per_minute=settings.first_reports_per_minute,
        files_per_minute=settings.files_per_minute,
    )


def behaviour_of(office: Office, clock: Clock) -> Behaviour:
    """The handlers, each call with a desk of its own."""
    easel = Easel()

    def desk(unit: Unit) -> Desk:
        return Desk(unit=unit, office=office, now=clock.now())

    return Behaviour(
        handle=lambda inbound, unit: router.handle(inbound, desk(unit)),
        apologise=lambda inbound, unit: router.apologise(inbound, desk(unit)),
        undeliverable=lambda parcel, unit: delivery.undeliverable(parcel, desk(unit)),
        withheld=lambda parcel, files, unit: evidence.withheld(parcel, files, desk(unit)),
        moved=lambda chat, new_id, unit: delivery.moved(chat, new_id, desk(unit)),
        chores={name: partial(_at_desks, chore, desk) for name, chore in CHORES.items()},
        topic_gone=lambda chat, ticket_id, unit: delivery.topic_gone(chat, ticket_id, desk(unit)),
        topics_refused=lambda chat, unit: delivery.topics_refused(chat, desk(unit)),
        release=lambda due, unit: sending.release(due, desk(unit)),
        watched=lambda feed, entries, unit: watch.found(feed, entries, desk(unit)),
        watch=office.catalogue.watch,
        recaps=recap_work(office, clock, easel),
        posters=poster_work(office, clock, easel),
        menu=_menu(office.words),
        warm=partial(_warm, office),
    )


def _warm(office: Office) -> None:
    """The catalogue's words, which the first text is compared with, and what 08.30 has very many of."""
    suggest_agencies("", office.catalogue)
    office.words.prepare(Card, Reminder, Digest, WeekSummary)


class _AtDesks:
    """Turns, each with a desk of its own."""

    def __init__(self, turns: Turns, desk: Callable[[Unit], Desk]) -> None:
        self._turns = turns
        self._desk = desk

    async def write(self, work: Callable[[Desk], Coroutine[Any, Any, T]]) -> T:
        return await self._turns.write(lambda unit: work(self._desk(unit)))

    async def attempt(self, work: Callable[[Desk], Coroutine[Any, Any, None]]) -> bool:
        return await self._turns.attempt(lambda unit: work(self._desk(unit)))

    async def read(self, work: Callable[[Desk], Coroutine[Any, Any, T]]) -> T:
        return await self._turns.read(lambda unit: work(self._desk(unit)))


async def _at_desks(chore: Chore, desk: Callable[[Unit], Desk], turns: Turns) -> None:
    await chore(_AtDesks(turns, desk))


def recap_work(office: Office, clock: Clock, easel: Easel) -> RecapWork:
    """What the recapper does with an order."""
    census = Census()

    def desk(unit: Unit) -> Desk:
        return Desk(unit=unit, office=office, now=clock.now())

    async def gather(order: RecapOrder, unit: Unit) -> Counted:
        period = period_of((order.since, order.until), office.calendar, clock.now(), None)
        for_everybody = recap_orders.is_for_everybody(order, period)
        census.get_ready()
        easel.get_ready()
        try:
            return await count(survey_of(period, office, order.agency, for_everybody=for_everybody), unit, census)
        finally:
            census.put_away()  # it starts in no time, and the painter shall have its memory

    async def progress(order: RecapOrder, counted: Counted, unit: Unit) -> None:
        await recap_orders.show_progress(order, counted.tickets, desk(unit))

    def draw(order: RecapOrder, counted: Counted) -> Drawn:
        found = counted.found
        if order.view is View.CERTIFICATES:
            awards = awards_of(found, recap.full_names(office), office.catalogue.certificate, office.words)
            return found, ((f"piagam-{order.since:%Y-%m}.pdf", easel.certificates(awards)),) if awards else ()
        pictures, sheets = recap_orders.pictures_of(order.view), recap_orders.has_sheets(order.view)
        drawn = easel.paint(scene_of(found, office, pictures, sheets=sheets))
        public = open_data.exported(counted.public, found.period, office) if counted.public else ()
        return found, recap_orders.wanted(order.view, (*drawn, *public))

    async def deliver(order: RecapOrder, drawn: Drawn, unit: Unit) -> None:
        found, files = drawn
        await recap_orders.deliver(order, found, files, desk(unit))

    def close() -> None:
        census.put_away()
        easel.put_away()

    return RecapWork(
        gather=gather,
        progress=progress,
        draw=draw,
        deliver=deliver,
        give_up=lambda order, unit: recap_orders.give_up(order, desk(unit)),
        close=close,
    )


def scene_of(found: Recap, office: Office, pictures: frozenset[str], *, sheets: bool) -> Scene:
    """What is to be drawn and written of a recap."""
    zone, tiles = office.calendar.timezone, dict(office.catalogue.tiles)
    return Scene(found, recap.names(office), zone, office.rules.follow_up, tiles, pictures, sheets)


def poster_work(office: Office, clock: Clock, easel: Easel) -> PosterWork:
    """What the printer does with an order."""

    def desk(unit: Unit) -> Desk:
        return Desk(unit=unit, office=office, now=clock.now())

    def draw(words: PosterWords) -> tuple[PosterWords, tuple[tuple[str, bytes], ...]]:
        sheet, square = easel.posters(words)
        return words, ((posters.SHEET, sheet), (posters.PICTURE, square))

    return PosterWork(
        gather=lambda order, unit: posters.gather(order, unit, office),
        draw=draw,
        deliver=lambda order, drawn, unit: posters.deliver(order, drawn, desk(unit)),
        give_up=lambda order, unit: posters.give_up(order, desk(unit)),
    )


def _menu(words: Renderer) -> Menu:
    groups = _hints(words, "group")
    default, *others = words.languages
    return Menu(
        private=_hints(words, "private", default),
        private_in={language: _hints(words, "private", language) for language in others},
        groups=groups,
        group_admins=groups,
    )


def _hints(words: Renderer, scope: str, language: str | None = None) -> tuple[CommandHint, ...]:
    commands = words.commands(scope, language)
    return tuple(CommandHint(name, description) for name, description in commands.items())


def calendar_of(catalogue: Catalogue, years: range, zone: ZoneInfo) -> WorkingCalendar:
    """The working days of those years by that catalogue."""
    own = catalogue.working_days
    holidays = dict.fromkeys(own.extra_holidays, catalogue.province.name)
    return working_calendar(years, holidays, own.extra_working_days, zone)


def rules_of(catalogue: Catalogue) -> DeadlineRules:
    """The catalogue's numbers of days."""
    days = catalogue.deadlines
    return DeadlineRules(
        verification=days.verification,
        follow_up=days.follow_up_target,
        follow_up_limit=days.follow_up_limit,
        completion=days.completion,
        completion_with_inspection=days.completion_with_inspection,
        reporter_silence=days.reporter_silence,
        reporter_data=days.reporter_data,
        reporter_reminder=(days.reporter_data + 1) // 2,
    )
