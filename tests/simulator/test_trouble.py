"""Faults on demand and Telegram's limits."""

import asyncio

import aiohttp
import pytest
from telegram import Bot as PtbBot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from simulator.files import file_id
from simulator.model import Bot, Chat, Person
from simulator.world import World
from tests.simulator.conftest import Raw


@pytest.mark.filterwarnings("ignore:.*retry_after.*:telegram.warnings.PTBDeprecationWarning")
async def test_429_says_when_to_come_back(world: World, sari: Person, private: Chat, raw: Raw, bot: PtbBot) -> None:
    world.faults.add("429", "sendMessage", times=2, retry_after=7)

    answer = await raw.call("sendMessage", chat_id=sari.id, text="a")
    assert answer.refusal == "429 Too Many Requests: retry after 7"
    assert answer.body["parameters"] == {"retry_after": 7}
    with pytest.raises(RetryAfter):
        await bot.send_message(sari.id, "a")
    assert (await bot.send_message(sari.id, "a")).text == "a"


async def test_server_errors_and_chosen_refusals(
    world: World, sari: Person, private: Chat, bot: PtbBot, raw: Raw
) -> None:
    world.faults.add("500", "sendMessage")
    with pytest.raises(NetworkError, match="Internal Server Error"):
        await bot.send_message(sari.id, "a")
    world.faults.add("403", "sendMessage", description="Forbidden: user is deactivated")
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(sari.id, "a")
    world.faults.add("400", "sendMessage", description="Bad Request: PEER_ID_INVALID")
    with pytest.raises(BadRequest, match=r"(?i)peer_id_invalid"):
        await bot.send_message(sari.id, "a")
    world.faults.add("502", "sendMessage")
    async with raw.http.post(f"{raw.address}/bot1:SIM/sendMessage", json={}) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")
    assert len(world.messages(private)) == 1


async def test_a_connection_dropped_before_leaves_no_effect_and_after_leaves_one(
    world: World, sari: Person, private: Chat, raw: Raw
) -> None:
    for kind, effects in (("drop_before", 0), ("drop_after", 1)):
        standing = len(world.messages(private))
        world.faults.add(kind, "sendMessage")
        with pytest.raises(aiohttp.ClientConnectionError):
            await raw.call("sendMessage", chat_id=sari.id, text=kind)
        assert len(world.messages(private)) - standing == effects
    assert (await raw.call("getMe")).result["id"] == 1


async def test_slowness(world: World, sari: Person, private: Chat, raw: Raw) -> None:
    world.faults.add("slow", "sendMessage", seconds=0.05)
    slow = asyncio.create_task(raw.call("sendMessage", chat_id=sari.id, text="lambat"))
    await raw.call("getMe")
    assert (await slow).result["text"] == "lambat"


async def test_faults_choose_their_chat_and_last_until_removed(
    world: World, sari: Person, private: Chat, group: Chat, raw: Raw
) -> None:
    fault = world.faults.add("500", "*", chat=group.id, times=None)

    assert (await raw.call("sendMessage", chat_id=sari.id, text="a")).status == 200
    for _ in range(3):
        assert (await raw.call("sendMessage", chat_id=group.id, text="a")).status == 500
    world.faults.remove(fault.id)
    assert (await raw.call("sendMessage", chat_id=group.id, text="a")).status == 200


async def test_updates_can_fail_to_come_and_are_not_lost(world: World, sari: Person, private: Chat, raw: Raw) -> None:
    world.send(sari, private, "halo")
    world.faults.add("drop_after", "getUpdates")

    with pytest.raises(aiohttp.ClientConnectionError):
        await raw.call("getUpdates")
    assert [update["message"]["text"] for update in (await raw.call("getUpdates")).result] == ["halo"]


async def test_downloads_fail_too(world: World, lapor: Bot, sari: Person, private: Chat, raw: Raw) -> None:
    world.send(sari, private, document=("a.txt", b"isi"))
    (update,) = lapor.updates.values()
    path = (await raw.call("getFile", file_id=update.payload["document"]["file_id"])).result["file_path"]
    world.faults.add("500", "file")

    statuses = []
    for address in (path, path, "documents/other"):
        async with raw.http.get(f"{raw.address}/file/bot1:SIM/{address}") as answer:
            statuses.append(answer.status)
    assert statuses == [500, 200, 404]


async def test_without_limits_anything_goes(group: Chat, raw: Raw) -> None:
    for _ in range(40):
        assert (await raw.call("sendMessage", chat_id=group.id, text="a")).status == 200


async def test_a_group_takes_20_a_minute_counting_edits(world: World, group: Chat, raw: Raw) -> None:
    world.limits.on = True
    card = (await raw.call("sendMessage", chat_id=group.id, text="kartu")).result["message_id"]
    for number in range(19):
        world.clock.advance(1)
        edit = await raw.call("editMessageText", chat_id=group.id, message_id=card, text=f"{number}")
        assert edit.status == 200

    refused = await raw.call("sendMessage", chat_id=group.id, text="a")
    assert refused.refusal == "429 Too Many Requests: retry after 41"
    assert refused.body["parameters"]["retry_after"] == 41
    world.clock.advance(41)
    assert (await raw.call("sendMessage", chat_id=group.id, text="a")).status == 200


async def test_topics_count_too(world: World, lapor: Bot, budi: Person, raw: Raw) -> None:
    forum = world.add_group("Forum", budi, members=[lapor], forum=True, bot_admin=True)
    world.limits.on = True
    for number in range(20):
        world.clock.advance(1)
        assert (await raw.call("createForumTopic", chat_id=forum.id, name=f"{number}")).status == 200
    assert (await raw.call("createForumTopic", chat_id=forum.id, name="a")).status == 429


async def test_30_a_second_overall_and_about_one_a_second_per_chat(world: World, lapor: Bot, raw: Raw) -> None:
    people = [world.add_person(f"Warga {number}") for number in range(31)]
    for person in people:
        person.started.add(lapor.id)
    world.limits.on = True

    statuses = [(await raw.call("sendMessage", chat_id=person.id, text="a")).status for person in people]
    assert statuses == [200] * 30 + [429]
    world.clock.advance(1)
    first = [(await raw.call("sendMessage", chat_id=people[0].id, text="a")).status for _ in range(3)]
    assert first == [200, 200, 429]


async def test_an_album_is_sent_whole_or_not_at_all(world: World, group: Chat, raw: Raw) -> None:
    world.limits.on = True
    uploaded = world.store.keep(b"d", "document")
    item = {"type": "document", "media": file_id(world.store.files[uploaded.file], 1)}
    standing = len(world.messages(group))
    for count in (10, 9):
        world.clock.advance(1)
        assert (await raw.call("sendMediaGroup", chat_id=group.id, media=[item] * count)).status == 200
    assert (await raw.call("sendMediaGroup", chat_id=group.id, media=[item] * 2)).status == 429
    assert len(world.messages(group)) - standing == 19
