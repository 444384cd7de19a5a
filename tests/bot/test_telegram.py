"""The Telegram channel against the simulator: parcels as calls, and every failure as its kind."""

from typing import Any

import pytest

from bot.channels import base
from bot.channels.base import Answer, CommandHint, Menu, Target
from bot.channels.telegram import TelegramChannel
from simulator.model import Bot, Chat, Person
from simulator.world import World
from tests.bot.support import MONDAY, TOKEN, attachment, group_chat, private, text, texts
from tests.support.stage import PHOTO
from tickets.dialogue import (
    Album,
    Attachment,
    Button,
    Edit,
    File,
    Inspect,
    Inspected,
    Location,
    Media,
    MediaKind,
    Offer,
    Parcel,
    Pin,
    Sent,
    Text,
)

NO_TARGET = Target()


@pytest.fixture
def home(world: World, sari: Person) -> Chat:
    """Sari's private chat, opened by her."""
    chat = world.private(sari)
    world.send(sari, chat, "/start")
    return chat


def to_sari(content: Any) -> Parcel:
    return Parcel(chat=private(100_000_001), content=content)


async def send(channel: TelegramChannel, content: Any, target: Target = NO_TARGET) -> tuple[str, ...]:
    sent = await channel.deliver(to_sari(content), target)
    assert isinstance(sent, Sent)
    return sent.message_ids


def last_call(world: World) -> dict[str, Any]:
    return world.calls[-1].params


# --- what goes out ----------------------------------------


async def test_a_text_with_buttons(world: World, home: Chat, channel: TelegramChannel) -> None:
    rows = ((Button("Ya", "yes"), Button("Tidak", "no")), (), (Button("Batal", "cancel"),))
    (message_id,) = await send(channel, Text(html="<b>Kirim?</b> &lt;3", buttons=rows))
    shown = world.messages(home)[-1]
    assert str(shown.id) == message_id
    assert shown.text == "Kirim? <3"
    assert shown.markup is not None
    assert [[button["text"] for button in row] for row in shown.markup["inline_keyboard"]] == [
        ["Ya", "Tidak"],
        ["Batal"],
    ]
    assert last_call(world)["link_preview_options"] == {"is_disabled": True}


async def test_a_question_opens_the_reply_field_and_a_reply_is_one(
    world: World, home: Chat, channel: TelegramChannel
) -> None:
    (first,) = await send(channel, Text(html="Satu"))
    await send(channel, Text(html="Alamat?", ask_reply=True), Target(reply_to=first))
    shown = world.messages(home)[-1]
    assert str(shown.reply_to) == first
    assert shown.keyboard is not None
    assert shown.keyboard["force_reply"]
    assert shown.keyboard["selective"]


async def test_a_reply_to_a_message_that_is_gone_is_sent_all_the_same(
    world: World, home: Chat, channel: TelegramChannel
) -> None:
    await send(channel, Text(html="Halo"), Target(reply_to="999"))
    assert texts(world, home) == ["Halo"]


async def test_a_text_that_is_too_long_is_cut(world: World, home: Chat, channel: TelegramChannel) -> None:
    await send(channel, Text(html="<b>" + "&amp;" * 5000 + "</b>"))
    (shown,) = texts(world, home)
    assert shown == "&" * 4095 + "…"


async def test_an_edit_and_one_that_changes_nothing(world: World, home: Chat, channel: TelegramChannel) -> None:
    (message_id,) = await send(channel, Text(html="Satu", buttons=((Button("Ya", "yes"),),)))
    for _ in range(2):
        assert await send(channel, Edit(html="Dua"), Target(edit=message_id)) == (message_id,)
    assert texts(world, home) == ["Dua"]
    assert world.messages(home)[-1].markup is None


async def test_a_point_on_the_map_and_one_with_a_name(world: World, home: Chat, channel: TelegramChannel) -> None:
    await send(channel, Pin(location=Location(-3.44, 114.84)))
    assert world.calls[-1].method == "sendLocation"
    await send(channel, Pin(location=Location(-3.44, 114.84, "Kantor Lurah, Jl. Mistar 1, Banjarbaru")))
    assert world.calls[-1].method == "sendVenue"
    assert (last_call(world)["title"], last_call(world)["address"]) == ("Kantor Lurah", "Jl. Mistar 1, Banjarbaru")
    await send(channel, Pin(location=Location(-3.44, 114.84, "Pasar")))
    assert last_call(world)["address"] == "-3.44, 114.84"


async def received(world: World, sari: Person, channel: TelegramChannel, **media: Any) -> Attachment:
    """A file as it came in from a citizen, so that it can go out again."""
    world.send(sari, world.private(sari), **media)
    raw = (await channel.pull(None))[-1]
    inbound = channel.read(raw, "1", MONDAY)
    found: Attachment = inbound.attachments[0]  # type: ignore[union-attr]
    return found


async def calls_for(
    world: World, channel: TelegramChannel, items: list[Attachment], html: str = ""
) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    before = len(world.calls)
    ids = await send(channel, Media(items=tuple(items), html=html))
    return [(call.method, str(call.params.get("caption", ""))) for call in list(world.calls)[before:]], ids


KINDS = {
    "photo": "sendPhoto",
    "video": "sendVideo",
    "document": "sendDocument",
    "voice": "sendVoice",
    "audio": "sendAudio",
    "video_note": "sendVideoNote",
    "animation": "sendAnimation",
}


@pytest.mark.parametrize(("field", "method"), KINDS.items())
async def test_each_kind_of_file_goes_out_as_what_it_came_in(
    world: World, sari: Person, home: Chat, channel: TelegramChannel, field: str, method: str
) -> None:
    item = await received(world, sari, channel, **{field: b"bytes"})
    calls, ids = await calls_for(world, channel, [item], "<b>Bukti</b>")
    assert calls[-1][0] == method
    if field == "video_note":
        assert [call for call, _ in calls] == ["sendMessage", method]
        assert len(ids) == 2
    else:
        assert world.messages(home)[-1].text == "Bukti"
        assert len(ids) == 1


async def test_files_go_in_as_few_albums_as_the_channel_allows(
    world: World, sari: Person, home: Chat, channel: TelegramChannel
) -> None:
    one = {field: await received(world, sari, channel, **{field: field.encode()}) for field in KINDS}
    items = [one[field] for field in ("voice", "photo", "document", "video", "document", "video_note", "photo")]
    calls, ids = await calls_for(world, channel, items, "Bukti")
    assert [call for call, _ in calls] == [
        *("getFile", "getFile"),
        *("sendVoice", "sendMediaGroup", "sendVideoNote"),
        *("sendDocument", "sendDocument"),
    ]
    assert len(ids) == len(set(ids)) == 7
    assert [message.kind for message in world.messages(home)[-7:]] == [
        "voice",
        "photo",
        "video",
        "photo",
        "video_note",
        "document",
        "document",
    ]
    assert [message.text for message in world.messages(home)[-7:]] == ["Bukti", "", "", "", "", "", ""]


async def test_more_files_than_one_album_takes_become_two(
    world: World, sari: Person, home: Chat, channel: TelegramChannel
) -> None:
    photo = await received(world, sari, channel, photo=b"photo")
    calls, ids = await calls_for(world, channel, [photo] * 11, "Bukti")
    assert [call for call, _ in calls] == ["sendMediaGroup", "sendPhoto"]
    assert len(ids) == 11


async def test_a_file_of_our_own_making_goes_along_with_the_call(
    world: World, home: Chat, channel: TelegramChannel
) -> None:
    sheet = File(name="rekap-oktober.xlsx", data=b"PK\x03\x04 a sheet", html="<b>Rekap</b>")
    (message_id,) = await send(channel, sheet)
    message = world.messages(home)[-1]
    assert (message.kind, message.text, str(message.id)) == ("document", "Rekap", message_id)
    assert message.media is not None
    assert world.store.files[message.media.file].name == "rekap-oktober.xlsx"
    assert world.store.data(message.media.file) == b"PK\x03\x04 a sheet"


async def test_a_chart_of_our_own_making_is_shown_as_a_picture_with_buttons(
    world: World, home: Chat, channel: TelegramChannel
) -> None:
    rows = ((Button("Unduh", "e:1"),),)
    await send(channel, File(name="grafik.jpg", data=PHOTO, html="Oktober", buttons=rows, as_photo=True))
    message = world.messages(home)[-1]
    assert (message.kind, message.text) == ("photo", "Oktober")
    assert message.markup == {"inline_keyboard": [[{"text": "Unduh", "callback_data": "e:1"}]]}


async def test_charts_of_our_own_making_go_out_as_one_album(world: World, home: Chat, channel: TelegramChannel) -> None:
    charts = tuple(File(name=f"{name}.png", data=PHOTO + name.encode(), as_photo=True) for name in ("a", "b", "c"))
    ids = await send(channel, Album(pictures=charts, html="<b>Oktober</b>"))
    posted = world.messages(home)[-3:]
    assert [str(message.id) for message in posted] == list(ids)
    assert [(message.kind, message.text) for message in posted] == [("photo", "Oktober"), ("photo", ""), ("photo", "")]
    assert len({message.media_group for message in posted}) == 1
    assert [world.store.data(message.media.file) for message in posted if message.media] == [
        chart.data for chart in charts
    ]


async def test_parts_that_went_out_at_an_earlier_try_do_not_go_out_again(
    world: World, sari: Person, home: Chat, channel: TelegramChannel
) -> None:
    photo = await received(world, sari, channel, photo=b"photo")
    voice = await received(world, sari, channel, voice=b"voice")
    world.faults.add("429", "sendVoice", retry_after=2)
    with pytest.raises(base.Retry) as caught:
        await send(channel, Media(items=(photo, photo, voice)))
    assert len(caught.value.sent) == 2
    ids = await send(channel, Media(items=(photo, photo, voice)), Target(sent=caught.value.sent))
    assert ids[:2] == caught.value.sent
    assert len(ids) == 3
    assert [message.kind for message in world.messages(home)[-3:]] == ["photo", "photo", "voice"]


async def test_an_inspection_comes_back_as_an_update(world: World, group: Chat, channel: TelegramChannel) -> None:
    answer = await channel.deliver(Parcel(chat=group_chat(group), content=Inspect()), NO_TARGET)
    assert isinstance(answer, Answer)
    assert channel.lane(answer.raw) == str(group.id)
    inspected = channel.read(answer.raw, "inspect:1", MONDAY)
    assert isinstance(inspected, Inspected)
    assert (inspected.is_member, inspected.is_admin, inspected.reads_everything) == (True, True, True)


async def test_a_chat_has_commands_of_its_own_and_loses_them(
    world: World, bot: Bot, home: Chat, channel: TelegramChannel
) -> None:
    offer = Offer(commands=(("meja", "Meja hari ini"), ("cari", "Cari tiket")))
    assert await channel.deliver(to_sari(offer), NO_TARGET) == Sent()
    (own,) = [scope for scope in bot.commands if str(home.id) in scope]
    assert [each["command"] for each in bot.commands[own]] == ["meja", "cari"]
    assert await channel.deliver(to_sari(Offer()), NO_TARGET) == Sent()
    assert own not in bot.commands


async def test_a_chat_that_takes_no_commands_does_no_harm(world: World, home: Chat, channel: TelegramChannel) -> None:
    offer = Offer(commands=(("meja", "Meja hari ini"),))
    world.faults.add("403", "setMyCommands")
    assert await channel.deliver(to_sari(offer), NO_TARGET) == Sent()
    never_opened = Parcel(chat=private(100_000_099), content=offer)
    assert await channel.deliver(never_opened, NO_TARGET) == Sent()


# --- what goes wrong ----------------------------------------


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"kind": "429", "retry_after": 7}, base.Retry),
        ({"kind": "403"}, base.Gone),
        ({"kind": "403", "description": "Forbidden: bot was kicked from the supergroup chat"}, base.Gone),
        ({"kind": "400", "description": "Bad Request: chat not found"}, base.Gone),
        ({"kind": "400", "description": "Bad Request: not enough rights to send text messages to the chat"}, base.Gone),
        ({"kind": "400", "description": "Bad Request: CHAT_WRITE_FORBIDDEN"}, base.Gone),
        ({"kind": "400", "description": "Bad Request: message text is empty"}, base.Rejected),
        ({"kind": "400", "description": "Bad Request: BUTTON_DATA_INVALID"}, base.Rejected),
        ({"kind": "400", "description": "Bad Request: message can't be edited"}, base.NotFound),
        ({"kind": "400", "description": "Bad Request: message to edit not found"}, base.NotFound),
        ({"kind": "500"}, base.Unknown),
        ({"kind": "502"}, base.Unknown),
        ({"kind": "504"}, base.Unknown),
        ({"kind": "drop_before"}, base.Unknown),
        ({"kind": "drop_after"}, base.Unknown),
        ({"kind": "401"}, base.TokenInvalid),
        ({"kind": "404"}, base.TokenInvalid),
    ],
)
async def test_every_failure_is_of_a_kind_and_tells_no_token(
    world: World, home: Chat, channel: TelegramChannel, fault: dict[str, Any], kind: type[base.ChannelError]
) -> None:
    world.faults.add(method="sendMessage", **fault)
    with pytest.raises(base.ChannelError) as caught:
        await send(channel, Text(html="Halo"))
    error = caught.value
    assert type(error) is kind
    assert error.__cause__ is None
    assert error.__context__ is None
    assert TOKEN not in f"{error} {error!r} {channel!r} {channel._api!r}"
    if isinstance(error, base.Retry):
        assert error.after == 7
    if isinstance(error, base.Unknown):
        assert error.answered == fault["kind"].isdecimal()


async def test_a_channel_that_is_away_is_to_be_tried_again() -> None:
    channel = TelegramChannel(TOKEN, "http://127.0.0.1:9")
    await channel.open()
    with pytest.raises(base.Retry) as caught:
        await channel.deliver(text(private(1)), NO_TARGET)
    assert caught.value.after is None
    await channel.close()


async def test_a_group_that_moved_names_its_new_id(
    world: World, budi: Person, bot: Bot, channel: TelegramChannel
) -> None:
    old = world.add_group("Dinas PUPR", budi, kind="group", members=[bot])
    new = world.migrate(old)
    with pytest.raises(base.Moved) as caught:
        await channel.deliver(text(group_chat(old)), NO_TARGET)
    assert caught.value.new_id == str(new.id)


async def test_blocked_kicked_unknown_and_muted_is_gone(
    world: World, sari: Person, home: Chat, group: Chat, bot: Bot, channel: TelegramChannel
) -> None:
    world.block(sari)
    world.kick(bot, group)
    for chat in (private(sari.id), group_chat(group), private(42)):
        with pytest.raises(base.Gone):
            await channel.deliver(text(chat), NO_TARGET)


async def test_an_edit_of_nothing_and_of_a_deleted_message_is_not_found(
    world: World, home: Chat, channel: TelegramChannel
) -> None:
    (message_id,) = await send(channel, Text(html="Satu"))
    world.remove_message(home, world.messages(home)[-1])
    for target in (NO_TARGET, Target(edit=message_id), Target(edit="999")):
        with pytest.raises(base.NotFound):
            await send(channel, Edit(html="Dua"), target)


async def test_html_that_is_wrong_and_files_that_are_none_are_rejected(home: Chat, channel: TelegramChannel) -> None:
    for content in (Text(html="<b>open"), Media(items=(attachment(MediaKind.PHOTO, "nonsense"),))):
        with pytest.raises(base.Rejected):
            await send(channel, content)


async def test_a_wrong_token_is_told_without_it(address: str) -> None:
    wrong = TOKEN.replace("AA", "BB")
    channel = TelegramChannel(wrong, address)
    await channel.open()
    with pytest.raises(base.TokenInvalid) as caught:
        await channel.prepare(Menu())
    assert wrong not in f"{caught.value} {caught.value!r}"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    await channel.close()


# --- before and around ----------------------------------------


async def test_who_we_are_has_to_be_asked_before_anything_is_read(address: str) -> None:
    channel = TelegramChannel(TOKEN, address)
    with pytest.raises(RuntimeError, match="prepare"):
        channel.read({}, "1", MONDAY)


async def test_preparing_offers_the_commands_by_scope_and_takes_over_from_a_webhook(
    world: World, bot: Bot, channel: TelegramChannel
) -> None:
    lapor, tiket = CommandHint("lapor", "Buat laporan"), CommandHint("tiket", "Tiket terbuka")
    menu = Menu(private=(lapor,), groups=(tiket,), group_admins=(tiket, lapor))
    for _ in range(2):
        me = await channel.prepare(menu)
    assert (me.id, me.username, me.reads_everything) == (bot.id, "lapor_bot", False)
    offered = {tuple(entry["command"] for entry in commands) for commands in bot.commands.values()}
    assert offered == {("lapor",), ("tiket",), ("tiket", "lapor")}
    assert world.call_counts["deleteWebhook"] >= 1


async def test_commands_are_offered_in_the_languages_that_the_channel_knows(bot: Bot, channel: TelegramChannel) -> None:
    hints = {language: (CommandHint("lapor", f"in {language}"),) for language in ("id", "en", "bjn")}
    await channel.prepare(Menu(private=hints["id"], private_in={"en": hints["en"], "bjn": hints["bjn"]}))
    described = {entry["description"] for commands in bot.commands.values() for entry in commands}
    assert described == {"in id", "in en"}


async def test_another_poller_is_a_conflict(world: World, channel: TelegramChannel) -> None:
    world.faults.add("409", "getUpdates")
    with pytest.raises(base.Conflict):
        await channel.pull(None)


async def test_a_press_is_acknowledged_and_other_updates_need_none(
    world: World, sari: Person, home: Chat, channel: TelegramChannel
) -> None:
    await send(channel, Text(html="Kirim?", buttons=((Button("Ya", "yes"),),)))
    world.press(sari, world.messages(home)[-1], "Ya")
    assert world.unanswered()
    for raw in await channel.pull(None):
        await channel.acknowledge(raw)
    assert not world.unanswered()
    assert world.call_counts["answerCallbackQuery"] == 1
