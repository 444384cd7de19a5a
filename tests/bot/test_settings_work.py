"""Settings are not only read: the program that is started with them does what they say."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from random import Random

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app import App
from bot.geocoding import Geocoder
from bot.keys import sealer_of
from bot.monitor import Monitor, serving
from bot.office import open_office
from bot.settings import Settings
from simulator.clock import Clock
from simulator.model import Bot
from simulator.world import World
from tests.bot.support import MONDAY, Script
from tickets.flood import pace_name

Start = Callable[..., AbstractAsyncContextManager[App]]


@pytest.fixture
def started(settings: Settings, world: World, bot: Bot, script: Script) -> Start:
    """The program with some settings of one's own, and the limits that follow from them."""

    @asynccontextmanager
    async def start(monitor: Monitor | None = None, **own: object) -> AsyncIterator[App]:
        chosen = settings.model_copy(update=own)
        app = App(chosen, clock=world.clock, behave=lambda *_: script.behaviour(), poll_seconds=1, monitor=monitor)
        async with app.running():
            yield app

    return start


@pytest.mark.parametrize(("own", "a_minute"), [({}, 28 * 60), ({"messages_per_second": 7}, 7 * 60)])
async def test_messages_per_second_are_what_goes_out_to_all_together(
    started: Start, own: dict[str, int], a_minute: int
) -> None:
    monitor = Monitor()
    async with (
        started(monitor, **own),
        serving(monitor, "127.0.0.1", 0) as address,
        aiohttp.ClientSession() as session,
        session.get(f"{address}/metrics") as answer,
    ):
        page = await answer.text()
    assert f"lapor_limit_per_minute {a_minute}.0" in page.splitlines()


@pytest.mark.parametrize(("own", "cards"), [({}, "8"), ({"group_cards_per_minute": 3}, "3")])
async def test_group_cards_per_minute_are_what_handlers_are_told(
    started: Start, own: dict[str, int], cards: str
) -> None:
    async with started(**own) as app, app.database.transaction() as unit:
        assert await unit.notes.get(pace_name("telegram")) == cards


def test_name_prefix_and_time_zone_win_over_the_catalogue() -> None:
    def office(**own: str) -> tuple[str, str, str]:
        made = open_office(Settings(_env_file=None, **own), Clock(MONDAY, running=False), Random(1), Geocoder())
        return made.bot_name, made.prefix, made.calendar.timezone.key

    usual = office()
    assert usual == ("Lapor Bot", "LP", "Asia/Makassar")
    assert office(bot_name="Lapor Papua", ticket_prefix="PP", timezone="Asia/Jayapura") == (
        "Lapor Papua",
        "PP",
        "Asia/Jayapura",
    )


def test_limits_for_citizens_and_coordinators_reach_the_handlers() -> None:
    own = Settings(
        _env_file=None,
        coordinator_ids="5,7",
        undo_seconds=3,
        reports_per_hour=4,
        reports_per_minute=5,
        first_reports_per_minute=6,
        files_per_minute=7,
    )
    made = open_office(own, Clock(MONDAY, running=False), Random(1), Geocoder())
    assert (made.coordinator_ids, made.undo.total_seconds()) == ({"5", "7"}, 3)
    limits = made.reports_per_hour, made.reports_per_minute, made.first_reports_per_minute, made.files_per_minute
    assert limits == (4, 5, 6, 7)


def test_what_the_old_key_sealed_can_still_be_read() -> None:
    keys = {name: SecretStr(f"{name} key of more than thirty-two characters") for name in ("first", "second")}
    before = sealer_of(Settings(_env_file=None, secret_key=keys["first"]))
    after = sealer_of(Settings(_env_file=None, secret_key=keys["second"], secret_key_old=keys["first"]))
    assert after.open(before.seal(b"Sari", "name"), "name") == b"Sari"
