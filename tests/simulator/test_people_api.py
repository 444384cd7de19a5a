"""Door 2: everything people do, over HTTP, as the page and other programs' tests use it."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from simulator.model import Bot, Chat, Person
from simulator.server import serving
from simulator.world import World
from tests.simulator.conftest import Raw
from tests.simulator.test_media import png


async def said(raw: Raw, chat: int | str, viewer: int, after: int | None = None) -> Any:
    tail = "" if after is None else f"&after={after}"
    return await raw.get(f"chats/{chat}/messages?viewer={viewer}{tail}")


async def test_a_town_is_set_up_and_shown(world: World, lapor: Bot, raw: Raw) -> None:
    sari = (await raw.post("people", first_name="Sari", last_name="Dewi", username="sari", language="id"))["person"]
    budi = (await raw.post("people", first_name="Budi"))["person"]
    group = (
        await raw.post(
            "chats",
            title="PUPR",
            creator=budi["id"],
            kind="supergroup",
            members=[sari["id"]],
            bot_admin=True,
            forum=True,
        )
    )["chat"]
    topic = await raw.post(f"chats/{group['id']}/topics", **{"from": budi["id"]}, name="LP-1")

    state = await raw.get("state")
    assert state["bots"][0]["username"] == "lapor_bot"
    assert [person["first_name"] for person in state["people"]] == ["Sari", "Budi"]
    (chat,) = state["chats"]
    assert chat["members"] == [
        {"person": budi["id"], "status": "creator", "anonymous": False},
        {"person": sari["id"], "status": "member", "anonymous": False},
        {"bot": lapor.id, "status": "administrator", "anonymous": False},
    ]
    assert chat["topics"] == [{"thread": topic["thread"], "name": "LP-1", "closed": False}]
    assert state["now"] == "2026-11-23T01:00:00+00:00"


async def test_a_private_chat_opens_with_the_first_word(lapor: Bot, sari: Person, raw: Raw) -> None:
    sent = await raw.post(f"chats/{sari.id}/messages", **{"from": sari.id}, text="/start")

    (message,) = sent["messages"]
    assert (message["text"], message["outgoing"], message["kind"]) == ("/start", True, "text")
    assert message["from"] == {"person": sari.id, "bot": None, "name": "Sari"}
    assert (await said(raw, sari.id, sari.id))["messages"] == sent["messages"]


async def test_what_the_bot_says_is_shown_in_safe_html_with_its_buttons(sari: Person, private: Chat, raw: Raw) -> None:
    keyboard = [
        [{"text": "Ya", "callback_data": "y"}, {"text": "Peta", "url": "https://a.id"}],
        [{"text": "Salin", "copy_text": {"text": "LP-1"}}],
    ]
    text = "<b>Halo &lt;script&gt;</b>\nbaris dua"
    markup = {"inline_keyboard": keyboard}
    await raw.call("sendMessage", chat_id=sari.id, text=text, parse_mode="HTML", reply_markup=markup)

    message = (await said(raw, sari.id, sari.id))["messages"][-1]
    assert message["html"] == "<b>Halo &lt;script&gt;</b>\nbaris dua"
    assert message["text"] == "Halo <script>\nbaris dua"
    assert [[(button["label"], button["kind"]) for button in row] for row in message["buttons"]] == [
        [("Ya", "callback"), ("Peta", "url")],
        [("Salin", "copy")],
    ]
    assert message["buttons"][1][0]["copy"] == "LP-1"


async def test_files_go_up_into_albums_and_come_back(lapor: Bot, sari: Person, private: Chat, raw: Raw) -> None:
    uploads = []
    for name in ("satu.png", "dua.png"):
        form = aiohttp.FormData()
        form.add_field("file", png(), filename=name)
        async with raw.http.post(f"{raw.address}/sim/files", data=form) as answer:
            uploads.append((await answer.json())["upload"])

    fields = {"from": sari.id, "kind": "photo", "caption": "bukti", "media": uploads}
    messages = (await raw.post(f"chats/{sari.id}/messages", **fields))["messages"]

    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message["text"] for message in messages] == ["bukti", ""]
    async with raw.http.get(f"{raw.address}/sim/files/{messages[0]['media']['file_unique_id']}") as answer:
        assert await answer.read() == png()
        assert answer.content_type == "image/jpeg"
    assert [len(update.payload["photo"]) for update in lapor.updates.values()] == [3, 3]


async def test_places_contacts_edits_deletions_and_changes(lapor: Bot, sari: Person, private: Chat, raw: Raw) -> None:
    path, who = f"chats/{sari.id}/messages", {"from": sari.id}
    await raw.post(path, **who, location={"latitude": -3.3, "longitude": 114.6})
    await raw.post(path, **who, contact={"phone_number": "+62811", "first_name": "Sari"})
    (text,) = (await raw.post(path, **who, text="jalan rusk"))["messages"]
    seq = (await raw.get("state"))["chats"][0]["last_seq"]

    await raw.post(f"{path}/{text['id']}/edit", **who, text="jalan rusak")
    (changed,) = (await said(raw, sari.id, sari.id, after=seq))["messages"]
    assert (changed["text"], changed["edited"] is not None) == ("jalan rusak", True)
    await raw.post(f"{path}/{text['id']}/delete", **who)
    (gone,) = (await said(raw, sari.id, sari.id, after=changed["seq"]))["messages"]
    assert (gone["id"], gone["deleted"]) == (text["id"], True)
    standing = (await said(raw, sari.id, sari.id))["messages"]
    assert [message["kind"] for message in standing] == ["text", "location", "contact"]
    kinds = [update.kind for update in lapor.updates.values()]
    assert kinds == ["message", "message", "message", "edited_message"]


async def test_a_press_spins_until_the_answer_shows(sari: Person, private: Chat, raw: Raw) -> None:
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    sent = (await raw.call("sendMessage", chat_id=sari.id, text="?", reply_markup=markup)).result
    path = f"chats/{sari.id}/messages/{sent['message_id']}/press"

    query = (await raw.post(path, **{"from": sari.id}, row=0, column=0))["query_id"]
    spinning = await said(raw, sari.id, sari.id)
    await raw.call("answerCallbackQuery", callback_query_id=query, text="Siap", show_alert=True)
    done = await said(raw, sari.id, sari.id)

    assert (spinning["toast"], spinning["unanswered"][0]["label"]) == (None, "Ya")
    assert done["toast"] == {"query_id": query, "text": "Siap", "alert": True, "url": None}
    assert done["unanswered"] == []
    refused = await raw.post(path, **{"from": sari.id}, label="Tidak")
    assert refused == {"ok": False, "error": "there is no such button; there are: Ya"}


async def test_members_titles_migration_and_blocking(
    world: World, lapor: Bot, sari: Person, budi: Person, raw: Raw
) -> None:
    group = (await raw.post("chats", title="RT 5", creator=budi.id, kind="group", members=[]))["chat"]
    members = f"chats/{group['id']}/members"
    await raw.post(members, person=sari.id, action="join")
    await raw.post(members, person=sari.id, action="promote", anonymous=True)
    await raw.post(members, person=sari.id, action="demote")
    await raw.post(members, person=sari.id, action="leave")
    await raw.post(members, bot=lapor.id, action="promote")
    await raw.post(members, bot=lapor.id, action="leave")
    assert {member["status"] for member in (await raw.get("state"))["chats"][0]["members"]} == {
        "creator",
        "left",
        "kicked",
    }
    await raw.post(members, bot=lapor.id, action="join")
    await raw.post(f"chats/{group['id']}/title", title="RT 6")
    new = (await raw.post(f"chats/{group['id']}/migrate"))["chat"]
    assert (new["kind"], new["title"]) == ("supergroup", "RT 6")
    assert (await raw.get("state"))["chats"][0]["migrated_to"] == new["id"]
    assert not (await raw.post(members, person=sari.id, action="fly"))["ok"]

    await raw.post(f"people/{sari.id}/block")
    assert (await raw.get("state"))["people"][0]["blocked_bots"] == [lapor.id]
    await raw.post(f"people/{sari.id}/unblock", bot=lapor.id)
    assert (await raw.get("state"))["people"][0]["blocked_bots"] == []


async def test_service_lines_are_told_in_words(lapor: Bot, sari: Person, budi: Person, raw: Raw) -> None:
    group = (await raw.post("chats", title="RT 5", creator=budi.id, kind="supergroup", members=[]))["chat"]
    await raw.post(f"chats/{group['id']}/members", person=sari.id, action="join")
    await raw.post(f"chats/{group['id']}/title", title="RT 6")
    await raw.post(f"chats/{group['id']}/members", person=sari.id, action="leave")

    lines = [message["text"] for message in (await said(raw, group["id"], budi.id))["messages"]]
    assert lines == [
        "Budi Santoso membuat grup",
        "Budi Santoso menambahkan Lapor Bot",
        "Sari bergabung",
        "Budi Santoso mengubah nama grup menjadi RT 6",
        "Sari keluar",
    ]


async def test_the_clock_faults_and_limits_are_set(world: World, sari: Person, private: Chat, raw: Raw) -> None:
    assert (await raw.post("clock", advance_seconds=60))["now"] == "2026-11-23T01:01:00+00:00"
    assert (await raw.post("clock", advance_working_days=1))["now"] == "2026-11-24T01:00:00+00:00"
    assert (await raw.post("clock", set="2026-12-01T00:00:00+08:00"))["now"] == "2026-11-30T16:00:00+00:00"
    fault = (await raw.post("faults", kind="429", method="sendMessage", times=None, retry_after=2))["fault"]
    assert (await raw.call("sendMessage", chat_id=sari.id, text="a")).status == 429
    assert (await raw.get("state"))["faults"][0]["kind"] == "429"
    async with raw.http.delete(f"{raw.address}/sim/faults/{fault}") as answer:
        assert (await answer.json())["ok"]
    assert (await raw.call("sendMessage", chat_id=sari.id, text="a")).status == 200
    await raw.post("limits", on=True)
    assert world.limits.on
    assert (await raw.get("state"))["limits"] is True


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("chats/100000001/messages", {"from": 5, "text": "a"}),
    ("chats/100000001/messages", {"text": "a"}),
    ("chats/100000001/messages", {"from": 100000001}),
    ("chats/100000001/messages", {"from": 100000001, "text": "a", "reply_to": 99}),
    ("chats/100000001/messages", {"from": 100000001, "media": ["u9"]}),
    ("chats/-7/messages", {"from": 100000001, "text": "a"}),
    ("clock", {"advance_seconds": -1}),
    ("clock", {"set": "2026-12-01"}),
    ("faults", {"kind": "flood"}),
    ("people", {}),
]


@pytest.mark.parametrize(("path", "body"), REFUSED)
async def test_what_cannot_be_is_refused_with_a_sentence(
    path: str, body: dict[str, Any], sari: Person, private: Chat, raw: Raw
) -> None:
    answer = await raw.post(path, **body)

    assert not answer["ok"]
    assert answer["error"]


async def test_changes_are_streamed(world: World, sari: Person, private: Chat, raw: Raw) -> None:
    async with raw.http.get(f"{raw.address}/sim/events") as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readuntil(b"\n\n")
        world.send(sari, private, "halo")
        event = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 60)

    assert json.loads(event.removeprefix(b"data: ")) == {"version": world.version, "chats": [sari.id]}


async def test_the_server_stops_at_once_with_a_listener(world: World, lapor: Bot) -> None:
    loop = asyncio.get_running_loop()
    async with aiohttp.ClientSession() as http:
        async with serving(world) as address:
            stream = await http.get(f"{address}/sim/events")
            await stream.content.readuntil(b"\n\n")
            began = loop.time()
        assert loop.time() - began < 5
        stream.close()


async def test_a_second_bot_has_its_own_private_chats(world: World, sari: Person, private: Chat, raw: Raw) -> None:
    other = world.add_bot("2:OTHER", "Other", "other_bot")
    key = f"{sari.id}:{other.id}"
    await raw.post(f"chats/{key}/messages", **{"from": sari.id}, text="/start")
    sent = await raw.call("sendMessage", token="2:OTHER", chat_id=sari.id, text="halo dari yang lain")

    assert sent.result["chat"]["id"] == sari.id
    assert [message["text"] for message in (await said(raw, key, sari.id))["messages"]] == [
        "/start",
        "halo dari yang lain",
    ]
    assert [message["text"] for message in (await said(raw, sari.id, sari.id))["messages"]] == ["/start"]
