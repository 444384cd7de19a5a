"""getUpdates: repeated until confirmed, one poller, long polls that wake."""

import asyncio

import pytest
from telegram import Bot as PtbBot
from telegram.error import Conflict

from simulator.model import Bot, Chat, Person
from simulator.server import serving
from simulator.world import World
from tests.simulator.conftest import Raw


async def test_the_bot_knows_itself(bot: PtbBot) -> None:
    me = await bot.get_me()

    assert (me.id, me.username, me.is_bot, me.can_read_all_group_messages) == (1, "lapor_bot", True, False)


async def test_an_update_is_repeated_until_a_later_offset_confirms_it(
    world: World, sari: Person, private: Chat, bot: PtbBot
) -> None:
    world.send(sari, private, "jalan rusak")

    (first,) = await bot.get_updates()
    (again,) = await bot.get_updates(offset=first.update_id)
    nothing = await bot.get_updates(offset=first.update_id + 1)

    assert first.message.text == again.message.text == "jalan rusak"
    assert first.update_id == again.update_id
    assert nothing == ()
    assert world.pending_updates() == 0


async def test_updates_come_in_order_and_at_most_as_many_as_asked(
    world: World, sari: Person, private: Chat, bot: PtbBot
) -> None:
    for number in range(5):
        world.send(sari, private, f"{number}")

    updates = await bot.get_updates(limit=3)

    assert [update.message.text for update in updates] == ["0", "1", "2"]
    assert [update.update_id - updates[0].update_id for update in updates] == [0, 1, 2]


async def test_a_negative_offset_keeps_only_the_last(world: World, sari: Person, private: Chat, bot: PtbBot) -> None:
    for number in range(5):
        world.send(sari, private, f"{number}")

    updates = await bot.get_updates(offset=-2)

    assert [update.message.text for update in updates] == ["3", "4"]
    assert world.pending_updates() == 2


async def test_a_long_poll_wakes_when_somebody_writes(
    world: World, sari: Person, private: Chat, bot: PtbBot, raw: Raw
) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await world.polled()

    world.send(sari, private, "halo")

    (update,) = await asyncio.wait_for(poll, 60)
    assert update.message.text == "halo"


async def test_a_second_poller_ends_the_first(world: World, private: Chat, bot: PtbBot, raw: Raw) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await world.polled()

    second = await raw.call("getUpdates", timeout=0)

    assert second.result == []
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await asyncio.wait_for(first, 60)


async def test_only_asked_kinds_are_queued_from_then_on(
    world: World, sari: Person, private: Chat, lapor: Bot, raw: Raw
) -> None:
    await raw.call("getUpdates", allowed_updates=["callback_query"])
    world.send(sari, private, "tidak terlihat")
    await raw.call("getUpdates")  # the list stays
    world.send(sari, private, "juga tidak")

    assert world.pending_updates(lapor) == 0

    await raw.call("getUpdates", allowed_updates=[])
    world.send(sari, private, "terlihat")
    assert [update["message"]["text"] for update in (await raw.call("getUpdates")).result] == ["terlihat"]


async def test_the_server_stops_at_once_with_a_poll_open(world: World, lapor: Bot) -> None:
    loop = asyncio.get_running_loop()
    async with serving(world) as address:
        client = PtbBot("1:SIM", base_url=f"{address}/bot")
        await client.initialize()
        poll = asyncio.create_task(client.get_updates(timeout=30))
        await world.polled()
        began = loop.time()
    assert loop.time() - began < 5
    assert await poll == ()
    await client.shutdown()


async def test_updates_expire_when_the_world_is_told_so(world: World, sari: Person, private: Chat, raw: Raw) -> None:
    world.state.updates_expire = True
    world.send(sari, private, "lama")
    world.clock.advance(25 * 3600)
    world.send(sari, private, "baru")

    assert [update["message"]["text"] for update in (await raw.call("getUpdates")).result] == ["baru"]
