"""Two hundred reports within a minute for one agency, under Telegram's limits, with a restart in the middle.

The simulator refuses (429) more than 20 messages a minute to a group; the bot keeps to that by itself. Citizens get
their receipts, the agency a few cards and a list; nothing is lost.
"""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

from bot.budget import UNLIMITED, Limits
from simulator.model import Message
from tests.faults.crowd import Citizen, Crowd, Topic
from tests.support.stage import MONDAY, Stage
from tickets.dialogue import Edit, Parcel
from tickets.flood import list_at

CITIZENS = 200
HALF = CITIZENS // 2
LAMPS = Topic("PUPR", "Jalan rusak parah berlubang di depan pasar Martapura, sudah dua minggu")
DANGER = Topic("PUPR", "Jembatan depan pasar Martapura putus, ada orang hanyut terbawa arus, tolong")


async def file_together(crowd: Crowd, numbers: range, topic: Topic = LAMPS) -> list[Citizen]:
    return list(await asyncio.gather(*[crowd.reports(number, topic) for number in numbers]))


def of_bot(stage: Stage) -> list[Message]:
    return [message for message in stage.world.messages(stage.pupr) if stage.is_bots(message)]


def sent_to_the_group(stage: Stage) -> int:
    """Messages and edits that Telegram took."""
    return sum(
        call.method in {"sendMessage", "sendPhoto", "sendMediaGroup", "sendLocation", "editMessageText"}
        for call in stage.world.calls
        if call.error is None and str(call.params.get("chat_id")) == str(stage.pupr.id)
    )


async def test_two_hundred_reports_are_a_few_cards_and_a_list(database_url: str) -> None:
    start = MONDAY - timedelta(seconds=2)
    async with Stage.open(database_url, limits=Limits(), start=start, clock_runs=True) as stage:
        crowd = Crowd(stage.world, stage.rina.person)
        stage.world.limits.on = True
        before = sent_to_the_group(stage)
        citizens = await file_together(crowd, range(1, HALF + 1))
        await stage.restarts()
        (endangered,) = await file_together(crowd, range(HALF + 1, HALF + 2), DANGER)
        urgent_at = len(of_bot(stage))
        urgent = asyncio.create_task(crowd.sees_card(stage.pupr, endangered))
        citizens += await file_together(crowd, range(HALF + 2, CITIZENS + 1))

        numbers = {citizen.number for citizen in (*citizens, endangered)}
        assert len(numbers) == CITIZENS, "everybody has a receipt"
        card = await urgent
        assert "MENDESAK" in card.text
        assert of_bot(stage).index(card) <= urgent_at + 1, "before the others', but for one that was on its way"

        stage.world.clock.advance(timedelta(minutes=1))
        await crowd.sees(stage.pupr, "📥")
        await stage.settles()
        cards = {found[1] for message in of_bot(stage) if (found := re.search(r"🎫 (LP-\S+)", message.text))}
        assert cards <= numbers
        async with stage.looks() as unit:
            (group,) = await unit.groups.of_agency("PUPR")
            number = list_at(start)
            bundles = [await unit.bundles.find(group.id, each) for each in (number, number + 1)]
            listed = sum([len(await unit.bundles.waiting(bundle)) for bundle in bundles])
            waiting = await unit.traffic.new_cards(group.chat, stage.world.clock.now() + timedelta(days=1))
            counts = await unit.outbox.counts()
            tickets = await unit.tickets.count_open("PUPR")
        # Looked at last: the group's budget may have room again just now.
        lists = [message for message in of_bot(stage) if message.text.startswith("📥")]
        shown = sum(int(message.text.split()[1]) for message in lists)
        assert 1 <= len(lists) <= 2
        assert tickets == CITIZENS
        assert len(cards) + waiting + listed == CITIZENS, "each has a card, or will have, or stands in the list"
        assert shown == listed or counts["waiting"], "the list says so, or will when the group's budget has room again"
        assert counts["rejected"] == counts["unknown"] == 0
        assert sent_to_the_group(stage) - before < CITIZENS / 4


async def test_a_list_that_waits_keeps_its_place_and_tells_the_newest(database_url: str) -> None:
    slow = replace(UNLIMITED, cards_per_minute=2, group_per_minute=3)
    async with Stage.open(database_url, limits=slow) as stage:
        crowd = Crowd(stage.world, stage.rina.person)
        for first in (1, 5):
            await file_together(crowd, range(first, first + 3))  # every fourth has a photo
            stage.world.clock.advance(timedelta(minutes=1))
            await stage.settles()
        await stage.bot_stops()
        now = stage.world.clock.now()
        async with stage.looks() as unit:
            counts = await unit.outbox.counts()
            waiting: list[Parcel] = []
            while rows := await unit.outbox.claim(now, 1, 60):
                waiting += [row.parcel for row in rows]
                await unit.outbox.sent_many({row.id: ["77"] for row in rows}, now)
    of_agency = [parcel for parcel in waiting if parcel.chat.id == str(stage.pupr.id)]
    assert [str(parcel.slot).split(":")[0] for parcel in of_agency] == ["card", "card", "bundle"]
    assert isinstance(of_agency[-1].content, Edit)
    assert "4 laporan baru" in of_agency[-1].content.html
    assert counts["superseded"] == 0, "the list was changed where it stood"


async def test_all_of_them_are_taken_in_portions(database_url: str) -> None:
    async with Stage.open(database_url, limits=replace(UNLIMITED, cards_per_minute=8)) as stage:
        crowd = Crowd(stage.world, stage.rina.person)
        citizens = await file_together(crowd, range(1, 121))
        stage.world.clock.advance(timedelta(minutes=1))
        await stage.settles()
        await stage.budi.presses("Terima semua")
        assert "menerima 100 tiket" in stage.budi.sees()
        assert "Masih ada 12 lagi" in stage.budi.sees()
        await stage.budi.presses("Terima semua")
        async with stage.looks() as unit:
            tickets = [await unit.tickets.by_number(citizen.number) for citizen in citizens]
        assert sum(ticket is not None and ticket.taken_by is not None for ticket in tickets) == 112, "but for the cards"
        told = [citizen for citizen in citizens if crowd.hears(citizen, "sudah diterima petugas PUPR")]
        assert len(told) == 112
