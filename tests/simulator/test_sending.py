"""Sending text, places and contacts: what Telegram takes, how it stands in the chat, and what it refuses."""

import json

import pytest
from telegram import Bot as PtbBot
from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from simulator.model import Chat, Person
from simulator.world import World
from tests.simulator.conftest import Raw

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Terima", callback_data="v1:ok")]])


async def test_a_message_stands_in_the_chat_as_it_was_sent(
    world: World, sari: Person, private: Chat, bot: PtbBot
) -> None:
    sent = await bot.send_message(sari.id, "<b>Diterima</b>, Bu", parse_mode=ParseMode.HTML, reply_markup=BUTTONS)

    (_, standing) = world.messages(private)
    assert sent.text == standing.text == "Diterima, Bu"
    assert sent.entities == (MessageEntity("bold", 0, 8),)
    assert sent.reply_markup == BUTTONS
    assert (sent.message_id, sent.chat.id, sent.from_user.id) == (standing.id, sari.id, 1)


async def test_text_is_counted_in_utf16_units_after_parsing(sari: Person, private: Chat, bot: PtbBot) -> None:
    await bot.send_message(sari.id, "<b>" + "a" * 4096 + "</b>", parse_mode="HTML")
    await bot.send_message(sari.id, "🔥" * 2048)

    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(sari.id, "🔥" * 2048 + "a")


@pytest.mark.parametrize("text", ["", "   ", "<b></b>"])
async def test_empty_text_is_refused(text: str, sari: Person, private: Chat, raw: Raw) -> None:
    answer = await raw.call("sendMessage", chat_id=sari.id, text=text, parse_mode="HTML")

    assert answer.refusal == "400 Bad Request: message text is empty"


async def test_a_reply_shows_what_it_replies_to_once(world: World, sari: Person, private: Chat, bot: PtbBot) -> None:
    first = world.send(sari, private, "satu")
    second = await bot.send_message(sari.id, "dua", reply_parameters=ReplyParameters(first.id))
    third = await bot.send_message(sari.id, "tiga", reply_parameters=ReplyParameters(second.message_id))

    assert second.reply_to_message.text == "satu"
    assert third.reply_to_message.text == "dua"
    assert third.reply_to_message.reply_to_message is None


async def test_a_reply_to_nothing_is_refused_unless_allowed(sari: Person, private: Chat, bot: PtbBot) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(sari.id, "?", reply_parameters=ReplyParameters(999))

    sent = await bot.send_message(sari.id, "?", reply_parameters=ReplyParameters(999, allow_sending_without_reply=True))
    assert sent.reply_to_message is None


async def test_entities_can_be_given_instead_of_html(sari: Person, private: Chat, bot: PtbBot) -> None:
    sent = await bot.send_message(sari.id, "tebal", entities=[MessageEntity("bold", 0, 5)])

    assert sent.entities == (MessageEntity("bold", 0, 5),)


@pytest.mark.parametrize("mode", ["Markdown", "MarkdownV2", "RTF"])
async def test_other_markups_are_refused(mode: str, sari: Person, private: Chat, raw: Raw) -> None:
    answer = await raw.call("sendMessage", chat_id=sari.id, text="*a*", parse_mode=mode)

    assert answer.refusal == "400 Bad Request: unsupported parse_mode"


async def test_reply_keyboards_and_forced_replies_are_kept_for_the_person(
    world: World, sari: Person, private: Chat, bot: PtbBot
) -> None:
    asks = ReplyKeyboardMarkup([[KeyboardButton("Kirim lokasi", request_location=True)]], resize_keyboard=True)
    sent = await bot.send_message(sari.id, "Di mana?", reply_markup=asks)
    await bot.send_message(sari.id, "Apa?", reply_markup=ForceReply(selective=True))

    assert sent.reply_markup is None
    keyboards = [message.keyboard for message in world.messages(private)[1:]]
    assert keyboards[0] is not None
    assert keyboards[0]["keyboard"] == [[{"text": "Kirim lokasi", "request_location": True}]]
    assert keyboards[1] == {"force_reply": True, "selective": True}


async def test_options_show_in_the_message(sari: Person, private: Chat, bot: PtbBot) -> None:
    sent = await bot.send_message(
        sari.id,
        "lihat example.com",
        protect_content=True,
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )

    assert sent.has_protected_content
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled


async def test_places_and_contacts(sari: Person, private: Chat, bot: PtbBot) -> None:
    point = await bot.send_location(sari.id, -3.32, 114.59, horizontal_accuracy=20)
    place = await bot.send_venue(sari.id, -3.32, 114.59, "Kantor Wali Kota", "Jl. RE Martadinata 1")
    contact = await bot.send_contact(sari.id, "+62511123456", "Call Center", last_name="112")

    assert (point.location.latitude, point.location.longitude) == (-3.32, 114.59)
    assert (place.venue.title, place.location.latitude) == ("Kantor Wali Kota", -3.32)
    assert (contact.contact.phone_number, contact.contact.last_name) == ("+62511123456", "112")


async def test_typing_shows_until_the_bot_writes(world: World, sari: Person, private: Chat, bot: PtbBot) -> None:
    await bot.send_chat_action(sari.id, "typing")
    assert private.typing

    await bot.send_message(sari.id, "ini jawabannya")
    assert not private.typing


BAD_BUTTONS = [
    ({"text": "a", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
    ({"text": "a"}, "Text buttons are unallowed in the inline keyboard"),
    ({"text": "", "callback_data": "x"}, 'can\'t parse keyboard button: Field "text" must be non-empty'),
    ({"text": "a", "url": "nowhere"}, "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
    ({"text": "a", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
    ({"text": "a", "callback_data": "x", "colour": "red"}, 'unknown field "colour" in inline keyboard button'),
    ({"text": "a", "callback_data": "x", "style": "red"}, "invalid button style specified"),
    ({"text": "a", "callback_data": "x", "url": "t.me"}, "inline keyboard button must have exactly one action"),
]


@pytest.mark.parametrize(("button", "why"), BAD_BUTTONS)
async def test_bad_buttons_are_refused(
    button: dict[str, object], why: str, sari: Person, private: Chat, raw: Raw
) -> None:
    answer = await raw.call("sendMessage", chat_id=sari.id, text="?", reply_markup={"inline_keyboard": [[button]]})

    assert answer.refusal == f"400 Bad Request: {why}"


async def test_64_bytes_of_data_and_100_buttons_are_the_most(sari: Person, private: Chat, raw: Raw) -> None:
    row = [{"text": "a", "callback_data": "x" * 64}]
    taken = await raw.call("sendMessage", chat_id=sari.id, text="?", reply_markup={"inline_keyboard": [row] * 100})
    refused = await raw.call("sendMessage", chat_id=sari.id, text="?", reply_markup={"inline_keyboard": [row] * 101})

    assert taken.result["reply_markup"]["inline_keyboard"][0] == row
    assert refused.refusal == "400 Bad Request: REPLY_MARKUP_TOO_LONG"


async def test_contacts_and_locations_are_asked_for_in_private_only(group: Chat, raw: Raw) -> None:
    for wish, what in (("request_contact", "phone number"), ("request_location", "location")):
        keyboard = {"keyboard": [[{"text": "a", wish: True}]]}
        answer = await raw.call("sendMessage", chat_id=group.id, text="?", reply_markup=keyboard)
        assert answer.refusal == f"400 Bad Request: {what} can be requested in private chats only"


STRICT = [
    ("sendMessage", {"text": "a"}, "400 Bad Request: chat_id is empty"),
    ("sendMessage", {"chat_id": 100000001}, "400 Bad Request: message text is empty"),
    (
        "sendMessage",
        {"chat_id": 100000001, "text": "a", "reply_to_message_id": 1},
        '400 Bad Request: unknown parameter "reply_to_message_id" in sendMessage',
    ),
    (
        "sendMessage",
        {"chat_id": 100000001, "text": "a", "disable_notification": "maybe"},
        '400 Bad Request: parameter "disable_notification" must be of type Boolean',
    ),
    (
        "sendMessage",
        {"chat_id": 100000001, "text": "a", "reply_markup": "{"},
        "400 Bad Request: can't parse reply markup JSON object",
    ),
    (
        "sendMessage",
        {"chat_id": 100000001, "text": "a", "reply_parameters": {"message": 1}},
        '400 Bad Request: unknown field "message" in reply parameters',
    ),
    (
        "sendMessage",
        {"chat_id": "dinas", "text": "a"},
        '400 Bad Request: parameter "chat_id" must be of type Integer or String',
    ),
    ("sendMessage", {"chat_id": 5, "text": "a"}, "400 Bad Request: chat not found"),
    ("sendMessage", {"chat_id": -5, "text": "a"}, "400 Bad Request: chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "a"}, "400 Bad Request: chat not found"),
    ("sendMessage", {"chat_id": 1, "text": "a"}, "403 Forbidden: bots can't send messages to bots"),
    ("sendChatAction", {"chat_id": 100000001, "action": "dance"}, "400 Bad Request: wrong parameter action in request"),
    ("sendDice", {"chat_id": 100000001}, "404 Not Found: method not found"),
]


@pytest.mark.parametrize(("method", "params", "refusal"), STRICT)
async def test_the_door_is_strict(
    method: str, params: dict[str, object], refusal: str, sari: Person, private: Chat, raw: Raw
) -> None:
    assert (await raw.call(method, **params)).refusal == refusal


async def test_wrong_tokens(raw: Raw) -> None:
    assert (await raw.call("getMe", token="1:WRONG")).refusal == "401 Unauthorized"
    assert (await raw.call("getMe", token="nonsense")).refusal == "404 Not Found"
    assert (await raw.call("")).refusal == "404 Not Found"


async def test_parameters_may_come_as_query_form_or_json(world: World, sari: Person, private: Chat, raw: Raw) -> None:
    url = f"{raw.address}/bot1:SIM/sendMessage"
    markup = json.dumps({"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]})
    fields = {"chat_id": str(sari.id), "text": "halo", "protect_content": "true", "reply_markup": markup}

    answers = [
        await raw.http.get(url, params=fields),
        await raw.http.post(url, data=fields),
        await raw.http.post(url.replace("sendMessage", "SENDMESSAGE"), json=fields),
    ]

    for answer in answers:
        sent = (await answer.json())["result"]
        assert sent["text"] == "halo"
        assert sent["has_protected_content"]
        assert sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "y"


async def test_calls_are_remembered_with_what_came_of_them(world: World, sari: Person, private: Chat, raw: Raw) -> None:
    await raw.call("sendMessage", chat_id=sari.id, text="halo")
    await raw.call("sendMessage", chat_id=sari.id, text="")

    taken, refused = world.calls_of("sendMessage", private)
    assert taken.params == {"chat_id": sari.id, "text": "halo"}
    assert taken.result["text"] == "halo"
    assert refused.error == (400, "Bad Request: message text is empty")
    assert world.call_counts["sendMessage"] == 2
