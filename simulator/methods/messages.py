"""Sending what is not a file: text, places, contacts, the "typing…" line; reactions."""

from datetime import timedelta

from simulator import outgoing, reach, render
from simulator.call import BOOL, CHAT, FLOAT, INT, LIST, OBJECT, TEXT, Call, Method
from simulator.errors import bad_request
from simulator.model import JSON

TYPING_LASTS = timedelta(seconds=5)
ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
_EMOJI = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 "
    "🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 "
    "🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
EMOJI = frozenset(_EMOJI.split())


def send_message(call: Call) -> JSON:
    chat = reach.writable(call)
    return outgoing.send(call, chat, **outgoing.text(call))


def send_location(call: Call) -> JSON:
    chat = reach.writable(call)
    return outgoing.send(call, chat, kind="location", content={"location": _location(call)})


def send_venue(call: Call) -> JSON:
    chat = reach.writable(call)
    place = _location(call)
    venue = {"location": place, "title": call["title"], "address": call["address"]}
    for name in ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type"):
        venue |= render.present(**{name: call.get(name)})
    return outgoing.send(call, chat, kind="location", content={"location": place, "venue": venue})


def send_contact(call: Call) -> JSON:
    chat = reach.writable(call)
    contact = {"phone_number": call["phone_number"], "first_name": call["first_name"]}
    contact |= render.present(last_name=call.get("last_name"), vcard=call.get("vcard"))
    return outgoing.send(call, chat, kind="contact", content={"contact": contact})


def send_chat_action(call: Call) -> bool:
    chat = reach.writable(call)
    if call["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread = call.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    chat.typing[call.bot.id] = call.world.clock.now() + TYPING_LASTS
    call.world.touch(chat)
    return True


def set_message_reaction(call: Call) -> bool:
    chat = reach.readable(call)
    message = reach.message(call, chat, call["message_id"], "to react")
    reactions: list[JSON] = call.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one.get("type") != "emoji" or one.get("emoji") not in EMOJI for one in reactions):
        raise bad_request("REACTION_INVALID")
    message.reactions[call.bot.id] = reactions
    call.world.mark(chat, message)
    return True


def _location(call: Call) -> JSON:
    latitude, longitude = call["latitude"], call["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified")
    place = {"latitude": latitude, "longitude": longitude}
    return place | render.present(
        horizontal_accuracy=call.get("horizontal_accuracy"),
        live_period=call.get("live_period"),
        heading=call.get("heading"),
        proximity_alert_radius=call.get("proximity_alert_radius"),
    )


_PLACE = {"chat_id": CHAT, "latitude": FLOAT, "longitude": FLOAT}

METHODS = (
    Method(
        "sendMessage",
        send_message,
        {"chat_id": CHAT, "text": TEXT},
        {"parse_mode": TEXT, "entities": LIST, "link_preview_options": OBJECT} | outgoing.SENDING_ONE,
    ),
    Method(
        "sendLocation",
        send_location,
        _PLACE,
        {"horizontal_accuracy": FLOAT, "live_period": INT, "heading": INT, "proximity_alert_radius": INT}
        | outgoing.SENDING_ONE,
    ),
    Method(
        "sendVenue",
        send_venue,
        _PLACE | {"title": TEXT, "address": TEXT},
        {"foursquare_id": TEXT, "foursquare_type": TEXT, "google_place_id": TEXT, "google_place_type": TEXT}
        | outgoing.SENDING_ONE,
    ),
    Method(
        "sendContact",
        send_contact,
        {"chat_id": CHAT, "phone_number": TEXT, "first_name": TEXT},
        {"last_name": TEXT, "vcard": TEXT} | outgoing.SENDING_ONE,
    ),
    Method(
        "sendChatAction",
        send_chat_action,
        {"chat_id": CHAT, "action": TEXT},
        {"business_connection_id": TEXT, "message_thread_id": INT},
    ),
    Method(
        "setMessageReaction",
        set_message_reaction,
        {"chat_id": CHAT, "message_id": INT},
        {"reaction": LIST, "is_big": BOOL},
    ),
)
