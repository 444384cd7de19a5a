"""Three hundred people hear of an incident within Telegram's limits, once each, though the bot restarts meanwhile.

A bot that starts anew does not know how much it sent a second ago: Telegram tells it (429), and it waits.
"""

import asyncio
from collections import Counter
from datetime import timedelta

from bot.budget import UNLIMITED, Limits
from tests.faults.crowd import Crowd, Topic
from tests.support.stage import MONDAY, Stage

CITIZENS = 300
FLOOD = Topic("PUPR", "Jalan putus total di depan pasar Martapura, sudah dua hari tidak bisa lewat")
NEWS = "ditangani bersama"


async def test_three_hundred_people_are_told_once(database_url: str) -> None:
    start = MONDAY - timedelta(seconds=2)
    async with Stage.open(database_url, limits=UNLIMITED, start=start, clock_runs=True) as stage:
        crowd = Crowd(stage.world, stage.rina.person)
        citizens = await asyncio.gather(*[crowd.reports(number, FLOOD) for number in range(1, CITIZENS + 1)])
        await stage.bot_stops()
        stage.limits = Limits()
        stage.world.limits.on = True
        await stage.bot_starts()
        message, button = stage.button(stage.coordinator, "Jadikan insiden")
        stage.world.press(stage.rina.person, message, data=button["callback_data"])
        await until_told(stage, CITIZENS // 3)
        await stage.restarts("Bot dinyalakan ulang di tengah pengiriman.")
        await until_told(stage, CITIZENS)
        await stage.settles()
        told = told_of(stage)
        assert len(told) == len(citizens) == CITIZENS, "nobody is left out"
        assert set(told.values()) == {1}, "and nobody is told twice"
        stage.world.clock.advance(timedelta(minutes=1))
        await stage.settles()
        assert f"{CITIZENS} dari {CITIZENS} terkirim" in stage.find(stage.coordinator, "terkirim").text


def told_of(stage: Stage) -> Counter[str]:
    """How often each private chat was told of the incident."""
    return Counter(
        str(call.params["chat_id"])
        for call in stage.world.calls
        if call.method == "sendMessage" and call.error is None and NEWS in str(call.params.get("text", ""))
    )


async def until_told(stage: Stage, people: int) -> None:
    """Wait until so many have it."""
    async with asyncio.timeout(300):
        while len(told_of(stage)) < people:  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0.1)
