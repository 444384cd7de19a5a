"""The recap of a month goes out by itself, to the coordinator's group and to leaders, and each gets it once."""

import asyncio
from random import Random

import pytest

from bot.geocoding import Geocoder
from bot.office import open_office
from bot.settings import Settings
from handlers import monthly
from handlers.desk import Desk, Office
from simulator.clock import Clock
from storage.recap_orders import RecapOrder
from tests.conversations.acts import sari_files
from tests.conversations.conftest import Theatre
from tests.conversations.test_roles import alone, forwards
from tests.support.stage import MONDAY, Role, Stage
from tickets.recap import View

NOVEMBER = "Rekap 1 Nov 2026 – 30 Nov 2026"
TO_DECEMBER = 6
"""Working days from the stage's Monday to the 1st of December, 09.00."""


@pytest.fixture(scope="module")
def office() -> Office:
    return open_office(Settings(_env_file=None), Clock(MONDAY, running=False), Random(1), Geocoder())


def recaps(role: Role) -> int:
    """How many recaps of November stand in a chat."""
    return sum(NOVEMBER in message.text for message in role.messages())


async def becomes_leader(stage: Stage) -> Role:
    """Budi is made a leader; his private chat."""
    rina, budi = alone(stage, "Rina"), alone(stage, "Budi")
    await budi.says("/start")
    await rina.says("/peran pimpinan")
    await stage.budi.says("/bantuan")
    await forwards(rina, stage.budi, "/bantuan")
    await rina.presses("Ya, berikan")
    stage.forget()
    return budi


async def test_on_the_first_working_day_the_recap_comes_by_itself(theatre: Theatre) -> None:
    async with theatre("rekap-otomatis", "Rekap bulan lalu pada hari kerja pertama") as stage:
        leader = await becomes_leader(stage)
        await sari_files(stage)
        await stage.later(days=TO_DECEMBER - 1)
        stage.forget()
        assert recaps(stage.rina) == 0
        await stage.later(days=1, remark="Selasa, 1 Desember 2026, hari kerja pertama")
        assert (recaps(stage.rina), recaps(leader), recaps(stage.budi)) == (1, 1, 0)
        assert stage.rina.receives()[0] == "rekap-2026-11.xlsx"
        await stage.restarts()
        await stage.later(days=1)
        assert (recaps(stage.rina), recaps(leader)) == (1, 1)


async def test_a_missed_day_is_made_up(theatre: Theatre) -> None:
    async with theatre("rekap-otomatis-menyusul", "Bot mati pada hari kerja pertama") as stage:
        await sari_files(stage)
        await stage.bot_stops()
        await stage.later(days=TO_DECEMBER + 3)
        await stage.bot_starts()
        assert recaps(stage.rina) == 1


async def test_a_silent_group_gets_it_afterwards(theatre: Theatre) -> None:
    async with theatre("rekap-otomatis-senyap", "Rekap sesudah jam senyap") as stage:
        await sari_files(stage)
        await stage.rina.says("/senyap 17.00-10.00")
        await stage.later(days=TO_DECEMBER)
        assert recaps(stage.rina) == 0
        await stage.later(hours=1)
        assert recaps(stage.rina) == 1


async def test_who_came_after_the_month_gets_no_recap_of_it(theatre: Theatre) -> None:
    async with theatre("rekap-otomatis-baru", "Grup yang baru terhubung") as stage:
        await stage.later(hours=1)
        assert "Rekap 1 Okt" not in stage.rina.sees_all()


async def test_two_processes_order_it_once(theatre: Theatre, office: Office) -> None:
    async with theatre("rekap-otomatis-dua-proses", "Dua proses pada saat yang sama") as stage:
        await stage.bot_stops()
        stage.world.clock.advance_working_day(TO_DECEMBER)

        async def tick() -> None:
            async with stage.looks() as unit:
                await monthly.tick(Desk(unit, office, stage.world.clock.now()))

        await asyncio.gather(tick(), tick())
        await tick()
        async with stage.looks() as unit:
            order = await unit.recap_orders.next()
            assert isinstance(order, RecapOrder)
            assert order.view is View.MONTHLY
            assert await unit.recap_orders.alike(order) == (order,)
        await stage.bot_starts()
        assert recaps(stage.rina) == 1
