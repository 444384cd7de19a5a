"""Changing and removing what stands in a chat: text, caption, media, keyboard, location; deleting; pinning."""

from datetime import timedelta
from typing import Any

from simulator import keyboards, outgoing, reach
from simulator.call import BOOL, CHAT, FLOAT, INT, LIST, OBJECT, TEXT, Call, Method
from simulator.errors import bad_request
from simulator.methods.media import item_of
from simulator.model import JSON, Chat, Message

DELETABLE_FOR = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_text(call: Call) -> JSON:
    chat, message = _editable(call)
    if "text" not in call.params:
        raise bad_request("message text is empty")
    words = outgoing.text(call)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return _change(call, chat, message, **words, options=_options(call, message, "link_preview_options"))


def edit_caption(call: Call) -> JSON:
    chat, message = _editable(call)
    words = outgoing.caption(call)
    if message.media is None or message.kind in ("sticker", "video_note"):
        raise bad_request("there is no caption in the message to edit")
    return _change(call, chat, message, **words, options=_options(call, message, "show_caption_above_media"))


def edit_media(call: Call) -> JSON:
    chat, message = _editable(call)
    if message.media is None and message.kind != "text":
        raise bad_request("there is no media in the message to edit")
    return _change(call, chat, message, **item_of(call, call["media"]))


def edit_reply_markup(call: Call) -> JSON:
    chat, message = _editable(call)
    return _change(call, chat, message)


def edit_live_location(call: Call) -> JSON:
    chat, message = _editable(call)
    if "live_period" not in message.content.get("location", {}):
        raise bad_request("message can't be edited")
    place = message.content["location"] | {"latitude": call["latitude"], "longitude": call["longitude"]}
    for name in ("horizontal_accuracy", "heading", "proximity_alert_radius", "live_period"):
        place |= {name: call[name]} if name in call.params else {}
    return _change(call, chat, message, content={"location": place})


def stop_live_location(call: Call) -> JSON:
    chat, message = _editable(call)
    place = dict(message.content.get("location", {}))
    if place.pop("live_period", None) is None:
        raise bad_request("message can't be edited")
    return _change(call, chat, message, content={"location": place})


def _editable(call: Call) -> tuple[Chat, Message]:
    if call.get("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in call.params:
        raise bad_request("chat_id is empty")
    if "message_id" not in call.params:
        raise bad_request("message identifier is not specified")
    outgoing.need_known_extras(call)
    chat = reach.editable(call)
    message = reach.message(call, chat, call["message_id"], "to edit")
    if message.sender != call.bot.id or message.is_service or message.origin:
        raise bad_request("message can't be edited")
    return chat, message


def _options(call: Call, message: Message, replaced: str) -> JSON:
    kept = {name: value for name, value in message.options.items() if name != replaced}
    return kept | outgoing.options(call)


def _change(call: Call, chat: Chat, message: Message, **new: Any) -> JSON:
    """Apply the new parts and the keyboard (none given means none left); the same again is refused."""
    new["markup"] = keyboards.inline(call.get("reply_markup"))
    if all(getattr(message, name) == value for name, value in new.items()):
        raise bad_request(NOT_MODIFIED)
    call.pace(chat)
    for name, value in new.items():
        setattr(message, name, value)
    if set(new) != {"markup"}:
        message.edited = call.world.clock.now()
    call.world.mark(chat, message)
    return outgoing.shown(call, message)


# Deleting


def delete_message(call: Call) -> bool:
    chat = reach.readable(call)
    message = reach.message(call, chat, call["message_id"], "to delete")
    _need_deletable(call, chat, message)
    call.world.remove_message(chat, message)
    return True


def delete_messages(call: Call) -> bool:
    chat = reach.readable(call)
    ids = call["message_ids"]
    if len(ids) > 100:
        raise bad_request("too many message identifiers specified")
    found = [message for message_id in ids if (message := call.world.message(chat, message_id))]
    for message in found:
        _need_deletable(call, chat, message)
    for message in found:
        call.world.remove_message(chat, message)
    return True


def _need_deletable(call: Call, chat: Chat, message: Message) -> None:
    if chat.is_group and reach.standing(chat, call.bot.id).may("can_delete_messages"):
        return
    if chat.is_group and message.sender != call.bot.id:
        raise bad_request("message can't be deleted")
    if call.world.clock.now() - message.date > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")


# Pinning


def pin(call: Call) -> bool:
    chat = _pinnable(call)
    message = reach.message(call, chat, call["message_id"], "to pin")
    if message.is_service:
        raise bad_request("message can't be pinned")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        call.world.post_service(chat, call.bot.id, thread=message.thread, pinned_message=message.id)
    return True


def unpin(call: Call) -> bool:
    chat = _pinnable(call)
    message_id = call.get("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    call.world.touch(chat)
    return True


def unpin_all(call: Call) -> bool:
    chat = _pinnable(call)
    chat.pinned.clear()
    call.world.touch(chat)
    return True


def _pinnable(call: Call) -> Chat:
    chat = reach.writable(call)
    reach.need_right(call, chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    return chat


_MESSAGE = {
    "business_connection_id": TEXT,
    "chat_id": CHAT,
    "message_id": INT,
    "inline_message_id": TEXT,
    "reply_markup": OBJECT,
}
_POINT = {"horizontal_accuracy": FLOAT, "heading": INT, "proximity_alert_radius": INT, "live_period": INT}

METHODS = (
    Method(
        "editMessageText",
        edit_text,
        optional=_MESSAGE | {"text": TEXT, "parse_mode": TEXT, "entities": LIST, "link_preview_options": OBJECT},
    ),
    Method("editMessageCaption", edit_caption, optional=_MESSAGE | outgoing.CAPTION),
    Method("editMessageMedia", edit_media, {"media": OBJECT}, _MESSAGE),
    Method("editMessageReplyMarkup", edit_reply_markup, optional=_MESSAGE),
    Method("editMessageLiveLocation", edit_live_location, {"latitude": FLOAT, "longitude": FLOAT}, _MESSAGE | _POINT),
    Method("stopMessageLiveLocation", stop_live_location, optional=_MESSAGE),
    Method("deleteMessage", delete_message, {"chat_id": CHAT, "message_id": INT}),
    Method("deleteMessages", delete_messages, {"chat_id": CHAT, "message_ids": LIST}),
    Method(
        "pinChatMessage",
        pin,
        {"chat_id": CHAT, "message_id": INT},
        {"business_connection_id": TEXT, "disable_notification": BOOL},
    ),
    Method("unpinChatMessage", unpin, {"chat_id": CHAT}, {"business_connection_id": TEXT, "message_id": INT}),
    Method("unpinAllChatMessages", unpin_all, {"chat_id": CHAT}),
)
