"""Every kind of update that Telegram sends, as the simulator really sends it, in our words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels import telegram_updates as updates
from bot.channels.base import MalformedUpdate
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_updates import Me
from simulator.model import Bot, Chat, Person
from simulator.world import World
from tests.bot.support import MONDAY
from tickets.dialogue import (
    ChatKind,
    Command,
    Departed,
    Forwarded,
    Inbound,
    Inspected,
    Location,
    MediaKind,
    Message,
    Moved,
    Press,
    Renamed,
    Sender,
    Standing,
)

ME = Me(id=123456789, username="lapor_bot", name="Lapor Bot", reads_everything=False)
LATER = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


class Reader:
    """Reads what the simulator has in its queue."""

    def __init__(self, channel: TelegramChannel) -> None:
        self._channel = channel
        self._offset: int | None = None

    async def all(self) -> list[Inbound | None]:
        raws = await self._channel.pull(self._offset)
        self._offset = raws[-1]["update_id"] + 1
        return [self._channel.read(raw, str(raw["update_id"]), LATER) for raw in raws]

    async def messages(self) -> list[Message]:
        return [inbound for inbound in await self.all() if isinstance(inbound, Message)]

    async def last(self) -> Any:
        return (await self.all())[-1]


@pytest.fixture
def reader(channel: TelegramChannel) -> Reader:
    return Reader(channel)


def read(raw: dict[str, Any]) -> Inbound | None:
    return updates.read(raw, "1", LATER, ME)


def raw_message(**parts: Any) -> dict[str, Any]:
    """A private message written by hand, for what the simulator cannot send."""
    chat = {"id": 7, "type": "private", "first_name": "Sari"}
    sender = {"id": 7, "is_bot": False, "first_name": "Sari"}
    return {"update_id": 1, "message": {"message_id": 3, "date": 1795395600, "chat": chat, "from": sender} | parts}


# --- messages ----------------------------------------


async def test_a_forwarded_text_tells_who_wrote_it(world: World, sari: Person, reader: Reader) -> None:
    budi = world.add_person("Budi", "Santoso")
    original = world.send(budi, world.private(budi), "Jalan rusak")
    world.forward(sari, world.private(sari), original)
    message = await reader.last()
    assert (message.text, message.passed_on) == ("Jalan rusak", Forwarded("Budi Santoso"))


CHANNEL = {"id": -6, "type": "channel", "title": "Kabar"}


@pytest.mark.parametrize(
    ("origin", "forwarded"),
    [
        ({"sender_user_name": "Warga\u202e"}, Forwarded("Warga")),
        ({"sender_chat": {"id": -5, "type": "supergroup", "title": "Info Banjar"}}, Forwarded("Info Banjar")),
        ({"chat": CHANNEL | {"username": "kabar"}, "message_id": 9}, Forwarded("Kabar", "https://t.me/kabar/9")),
        ({"chat": CHANNEL, "message_id": 9}, Forwarded("Kabar")),
        ({"type": "something new"}, Forwarded()),
    ],
)
def test_other_origins_of_a_forwarded_message(origin: dict[str, Any], forwarded: Forwarded) -> None:
    message = read(raw_message(text="Jalan rusak", forward_origin=origin | {"date": 1795395600}))
    assert isinstance(message, Message)
    assert message.passed_on == forwarded


async def test_a_text_in_the_private_chat(world: World, sari: Person, reader: Reader) -> None:
    sent = world.send(sari, world.private(sari), "Jalan rusak")
    message = await reader.last()
    assert isinstance(message, Message)
    assert (message.text, message.message_id, message.command) == ("Jalan rusak", str(sent.id), None)
    assert message.at == MONDAY
    assert (message.chat.channel, message.chat.id, message.chat.kind) == ("telegram", str(sari.id), ChatKind.PRIVATE)
    assert message.sender == Sender(str(sari.id), "Sari Rahmawati", "sari", "id")
    assert message.key.isdecimal()
    assert not message.edited


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/status", Command("status")),
        ("/Status LP-2611-7F3K9Q ", Command("status", "LP-2611-7F3K9Q")),
        ("/status@lapor_bot LP-1", Command("status", "LP-1")),
        ("/status@LAPOR_BOT", Command("status")),
        ("/start kode-dari-tautan", Command("start", "kode-dari-tautan")),
        ("/lapor jalan rusak\ndi Sungai Besar", Command("lapor", "jalan rusak\ndi Sungai Besar")),
        ("tolong /status", None),
        ("status", None),
    ],
)
async def test_commands(
    world: World, sari: Person, group: Chat, reader: Reader, text: str, command: Command | None
) -> None:
    for chat in (world.private(sari), group):
        world.send(sari, chat, text)
        message = await reader.last()
        assert message.command == command
        assert message.text == text.strip()


async def test_a_command_for_another_bot_is_none_of_ours(
    world: World, sari: Person, group: Chat, reader: Reader
) -> None:
    world.send(sari, group, "/status@other_bot")
    assert await reader.last() is None
    world.send(sari, world.private(sari), "/status@other_bot")
    message = await reader.last()
    assert message.command is None
    assert message.text == "/status@other_bot"


async def test_a_group_message_a_reply_and_an_edit(
    world: World, sari: Person, budi: Person, group: Chat, reader: Reader
) -> None:
    first = world.send(budi, group, "Sudah kami tindaklanjuti")
    world.send(sari, group, "Terima kasih", reply_to=first)
    world.edit(budi, first, "Sudah kami perbaiki")
    original, reply, edited = await reader.messages()
    assert (original.chat.id, original.chat.kind, original.chat.title) == (str(group.id), ChatKind.GROUP, "Dinas PUPR")
    assert reply.reply_to == original.message_id
    assert (edited.text, edited.edited, edited.message_id) == ("Sudah kami perbaiki", True, original.message_id)


@pytest.mark.parametrize(
    ("field", "kind", "name"),
    [
        ("photo", MediaKind.PHOTO, ""),
        ("video", MediaKind.VIDEO, None),
        ("document", MediaKind.DOCUMENT, "surat.pdf"),
        ("voice", MediaKind.VOICE, None),
        ("audio", MediaKind.AUDIO, None),
        ("video_note", MediaKind.VIDEO_NOTE, None),
        ("animation", MediaKind.DOCUMENT, None),
    ],
)
async def test_files(world: World, sari: Person, reader: Reader, field: str, kind: MediaKind, name: str | None) -> None:
    upload: Any = ("surat.pdf", b"%PDF") if field == "document" else b"bytes"
    text = "" if field == "video_note" else "keterangan"
    world.send(sari, world.private(sari), text, **{field: upload})
    message = await reader.last()
    (attachment,) = message.attachments
    assert attachment.kind is kind
    assert attachment.file_id
    assert attachment.unique_id
    assert message.text == text
    if name is not None:
        assert attachment.name == name


async def test_of_a_photo_the_largest_size_is_taken() -> None:
    sizes = [
        {"file_id": name, "file_unique_id": name, "width": width, "height": 10, "file_size": width}
        for name, width in (("small", 90), ("large", 1280), ("middle", 320))
    ]
    message = read(raw_message(photo=sizes))
    assert isinstance(message, Message)
    assert (message.attachments[0].file_id, message.attachments[0].size) == ("large", 1280)


async def test_an_album_is_several_messages_with_one_mark(world: World, sari: Person, reader: Reader) -> None:
    world.album(sari, world.private(sari), [b"one", b"two"], "Dua foto")
    first, second = await reader.messages()
    assert first.album == second.album == first.attachments[0].album == second.attachments[0].album
    assert first.album
    assert (first.text, second.text) == ("Dua foto", "")


async def test_a_place_on_the_map(world: World, sari: Person, reader: Reader) -> None:
    world.send(sari, world.private(sari), location={"latitude": -3.44, "longitude": 114.84})
    message = await reader.last()
    assert message.location == Location(-3.44, 114.84)


def test_a_venue_keeps_its_name_and_the_edits_of_a_live_location_are_ignored() -> None:
    point = {"latitude": -3.44, "longitude": 114.84}
    venue = {"location": point, "title": "Kantor Lurah", "address": "Jl. Mistar"}
    message = read(raw_message(location=point, venue=venue))
    assert isinstance(message, Message)
    assert message.location == Location(-3.44, 114.84, "Kantor Lurah, Jl. Mistar")
    assert not message.attachments
    edited = raw_message(location=point, edit_date=1795395700)
    assert read({"update_id": 2, "edited_message": edited["message"]}) is None


async def test_what_we_cannot_take_is_named(world: World, sari: Person, reader: Reader) -> None:
    world.send(sari, world.private(sari), contact={"phone_number": "+62811", "first_name": "Rina"})
    message = await reader.last()
    assert message.unsupported == "contact"
    for kind in updates.UNSUPPORTED:
        read_again = read(raw_message(**{kind: {}}))
        assert isinstance(read_again, Message)
        assert read_again.unsupported == kind


async def test_in_a_forum_the_topic_is_known_and_is_no_reply(
    world: World, budi: Person, bot: Bot, reader: Reader
) -> None:
    forum = world.add_group("Forum", budi, members=[bot], bot_admin=True, forum=True)
    topic = world.create_topic(forum, "Jalan", budi)
    first = world.send(budi, forum, "Halo", thread=topic.thread)
    world.send(budi, forum, "Lagi", thread=topic.thread, reply_to=first)
    plain, reply = await reader.messages()
    assert plain.chat.is_forum
    assert (plain.thread, plain.reply_to) == (str(topic.thread), None)
    assert (reply.thread, reply.reply_to) == (str(topic.thread), str(first.id))


# --- who wrote ----------------------------------------


async def test_an_anonymous_admin_is_known_as_such(world: World, budi: Person, group: Chat, reader: Reader) -> None:
    group.members[budi.id].anonymous = True
    world.send(budi, group, "Kami kerjakan")
    message = await reader.last()
    assert message.sender.is_anonymous
    assert message.sender.id == str(updates.ANONYMOUS_ADMIN)
    assert message.sender.name == "Dinas PUPR"


def test_who_wrote_what_is_forwarded_is_known_unless_hidden_and_its_command_is_nobodys() -> None:
    budi = {"type": "user", "sender_user": {"id": 7, "is_bot": False, "first_name": "Budi"}, "date": 1}
    passed_on = read(raw_message(text="/peran", forward_origin=budi))
    assert isinstance(passed_on, Message)
    assert (passed_on.forwarded, passed_on.command) == (True, None)
    assert passed_on.origin is not None
    assert (passed_on.origin.id, passed_on.origin.name) == ("7", "Budi")
    hidden = read(
        raw_message(text="Halo", forward_origin={"type": "hidden_user", "sender_user_name": "Budi", "date": 1})
    )
    assert isinstance(hidden, Message)
    assert (hidden.forwarded, hidden.origin) == (True, None)


def test_other_bots_channels_and_relayed_posts_are_ignored() -> None:
    other_bot = {"id": 8, "is_bot": True, "first_name": "Bot lain"}
    assert read(raw_message(text="Halo", **{"from": other_bot})) is None
    channel_bot = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
    channel = {"id": -1009, "type": "channel", "title": "Kabar"}
    assert read(raw_message(text="Halo", sender_chat=channel, **{"from": channel_bot})) is None
    relay = {"id": updates.CHANNEL_RELAY, "is_bot": False, "first_name": "Telegram"}
    assert read(raw_message(text="Halo", sender_chat=channel, is_automatic_forward=True, **{"from": relay})) is None
    assert read({"update_id": 1, "channel_post": {"chat": channel, "text": "Halo"}}) is None
    assert read(raw_message(text="Halo", chat=channel)) is None


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("Sari\u202eirar", "Sariirar"),
        ("  Bu\tSari\n", "Bu Sari"),
        ("A\u200bB\x00C", "AB C"),
        ("\u2066\u2069", ""),
        ("Dian Ñ 李", "Dian Ñ 李"),
    ],
)
def test_names_are_cleaned_of_what_turns_text_around(written: str, cleaned: str) -> None:
    message = read(raw_message(text="Halo", **{"from": {"id": 7, "is_bot": False, "first_name": written}}))
    assert isinstance(message, Message)
    assert message.sender.name == cleaned


# --- other updates ----------------------------------------


async def test_a_pressed_button(world: World, sari: Person, bot: Bot, reader: Reader, channel: TelegramChannel) -> None:
    chat = world.private(sari)
    world.send(sari, chat, "/start")
    await channel._api.call(
        "sendMessage",
        chat_id=sari.id,
        text="Pilih",
        reply_markup={"inline_keyboard": [[{"text": "Ya", "callback_data": "v1:yes"}]]},
    )
    shown = world.messages(chat)[-1]
    world.press(sari, shown, "Ya")
    press = await reader.last()
    assert isinstance(press, Press)
    assert (press.data, press.message_id, press.chat.id, press.sender.id, press.at) == (
        "v1:yes",
        str(shown.id),
        str(sari.id),
        str(sari.id),
        LATER,
    )


def test_a_press_on_an_inaccessible_message_counts_and_one_without_data_does_not() -> None:
    sender = {"id": 7, "is_bot": False, "first_name": "Sari"}
    message = {"chat": {"id": -5, "type": "group", "title": "Dinas"}, "message_id": 9, "date": 0}
    press = read({"update_id": 1, "callback_query": {"id": "q", "from": sender, "message": message, "data": "x"}})
    assert isinstance(press, Press)
    assert (press.chat.id, press.message_id, press.at) == ("-5", "9", LATER)
    assert read({"update_id": 1, "callback_query": {"id": "q", "from": sender, "message": message}}) is None
    assert read({"update_id": 1, "callback_query": {"id": "q", "from": sender, "data": "x"}}) is None


async def test_blocked_and_unblocked(world: World, sari: Person, reader: Reader) -> None:
    world.send(sari, world.private(sari), "/start")
    world.block(sari)
    world.unblock(sari)
    _, blocked, unblocked = await reader.all()
    assert isinstance(blocked, Standing)
    assert isinstance(unblocked, Standing)
    assert (blocked.chat.kind, blocked.present, unblocked.present) == (ChatKind.PRIVATE, False, True)


async def test_added_promoted_demoted_and_kicked(world: World, budi: Person, bot: Bot, reader: Reader) -> None:
    chat = world.add_group("Dinas PUPR", budi, members=[bot])
    world.promote(bot, chat)
    world.demote(bot, chat)
    world.kick(bot, chat)
    standings = [inbound for inbound in await reader.all() if isinstance(inbound, Standing)]
    assert [(each.present, each.is_admin) for each in standings] == [
        (True, False),
        (True, True),
        (True, False),
        (False, False),
    ]
    assert {each.sender.id for each in standings} == {str(budi.id)}


async def test_a_group_that_moves_is_told_from_both_sides_with_one_meaning(
    world: World, budi: Person, bot: Bot, reader: Reader
) -> None:
    old = world.add_group("Dinas PUPR", budi, kind="group", members=[bot])
    new = world.migrate(old)
    moves = [inbound for inbound in await reader.all() if isinstance(inbound, Moved)]
    assert [(move.chat.id, move.new_id) for move in moves] == [(str(old.id), str(new.id))] * 2


async def test_a_new_title(world: World, group: Chat, reader: Reader) -> None:
    world.rename(group, "Dinas PUPR Kalsel")
    renamed = await reader.last()
    assert isinstance(renamed, Renamed)
    assert renamed.chat.title == "Dinas PUPR Kalsel"


async def test_somebody_leaves_a_group_or_is_removed(
    world: World, budi: Person, sari: Person, group: Chat, bot: Bot, reader: Reader
) -> None:
    world.leave(sari, group)
    left = await reader.last()
    assert isinstance(left, Departed)
    assert (left.who.id, left.sender.id, left.chat.id) == (str(sari.id), str(sari.id), str(group.id))
    world.join(sari, group)
    world.promote(bot, group)
    world.kick(sari, group, by=budi)
    gone = [inbound for inbound in await reader.all() if isinstance(inbound, Departed)]
    assert [each.who.id for each in gone] == [str(sari.id)] * 2, "an admin bot is told twice"
    assert gone[-1].sender.id == str(budi.id)


async def test_service_messages_say_nothing_to_us(world: World, sari: Person, group: Chat, reader: Reader) -> None:
    world.join(world.add_person("Rina"), group)
    world.leave(sari, group)
    assert not [inbound for inbound in await reader.all() if isinstance(inbound, Message)]


def test_an_inspection_comes_back_as_what_the_bot_may_do() -> None:
    chat = {"id": -100, "type": "supergroup", "title": "Dinas", "is_forum": True}
    me = {"id": 1, "is_bot": True, "first_name": "Lapor", "can_read_all_group_messages": False}
    member = {"status": "administrator", "can_manage_topics": True, "can_pin_messages": False}
    inspected = read(updates.inspection(chat, member, me, MONDAY))
    assert isinstance(inspected, Inspected)
    assert inspected.chat.is_forum
    assert inspected.is_admin
    assert inspected.reads_everything
    assert inspected.can_manage_topics
    assert not inspected.can_pin
    plain = read(updates.inspection(chat, {"status": "member"}, me, MONDAY))
    assert isinstance(plain, Inspected)
    assert (plain.is_member, plain.is_admin, plain.reads_everything) == (True, False, False)
    left = read(updates.inspection(chat, {"status": "left"}, me | {"can_read_all_group_messages": True}, MONDAY))
    assert isinstance(left, Inspected)
    assert (left.is_member, left.reads_everything) == (False, True)


# --- what is wrong or new ----------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1, "message": {}},
        {"update_id": 1, "message": {"chat": {"id": "x", "type": "private"}, "date": 1}},
        {"update_id": 1, "message": "text"},
        {"update_id": 1, "callback_query": {"message": {"chat": 5}, "data": "x"}},
        {"update_id": 1, "my_chat_member": {"chat": {"id": 1, "type": "private"}, "date": 1}},
        raw_message(photo=[{"file_id": 1}]),
        raw_message(date=10**30, text="x"),
    ],
)
def test_a_malformed_update_is_refused_and_still_has_a_lane(raw: dict[str, Any]) -> None:
    with pytest.raises(MalformedUpdate):
        read(raw)
    assert isinstance(updates.lane(raw), str)


def test_updates_of_kinds_we_do_not_know_mean_nothing() -> None:
    assert read({"update_id": 1, "poll_answer": {"poll_id": "1"}}) is None
    assert read({"update_id": 1, "from_the_future": {}}) is None
    assert read({"malformed": [1, 2]}) is None


async def test_updates_of_one_chat_share_a_lane(
    world: World, sari: Person, group: Chat, channel: TelegramChannel
) -> None:
    world.send(sari, group, "satu")
    world.edit(sari, world.send(sari, group, "dua"), "tiga")
    world.promote(sari, group)
    lanes = {channel.lane(raw) for raw in await channel.pull(None)}
    assert lanes == {str(group.id)}
    press = {"callback_query": {"id": "q", "message": {"chat": {"id": 5}, "message_id": 1}}}
    assert channel.lane(press) == "5"
    assert channel.lane({"update_id": 1, "poll_answer": {}}) == ""
