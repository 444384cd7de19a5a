"""Copying and forwarding messages, one or several."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

from simulator import outgoing, reach, render
from simulator.call import BOOL, CHAT, INT, LIST, OBJECT, TEXT, Call, Method
from simulator.errors import bad_request
from simulator.model import JSON, Chat, Message

MOST_AT_ONCE = 100


def copy_message(call: Call) -> JSON:
    chat = reach.writable(call)
    source = reach.message(call, reach.readable(call, "from_chat_id"), call["message_id"], "to copy")
    if not _can_go_on(source):
        raise bad_request("message can't be copied")
    parts = _copy(source)
    if source.kind != "text" and "caption" in call.params:
        parts |= outgoing.caption(call)
    return {"message_id": outgoing.post(call, chat, **parts).id}


def copy_messages(call: Call) -> list[JSON]:
    chat = reach.writable(call)
    sources = _several(call, "copy")
    albums = _new_albums(call, sources)
    several = []
    for source in sources:
        parts = _copy(source) | {"media_group": albums.get(source.media_group or "")}
        if call.get("remove_caption") and source.kind != "text":
            parts |= {"text": "", "entities": []}
        several.append(parts)
    return [{"message_id": message.id} for message in outgoing.post_all(call, chat, several)]


def forward_message(call: Call) -> JSON:
    chat = reach.writable(call)
    source = reach.message(call, reach.readable(call, "from_chat_id"), call["message_id"], "to forward")
    if not _can_go_on(source):
        raise bad_request("message can't be forwarded")
    return outgoing.send(call, chat, **_forward(call, source))


def forward_messages(call: Call) -> list[JSON]:
    chat = reach.writable(call)
    sources = _several(call, "forward")
    albums = _new_albums(call, sources)
    several = [_forward(call, source) | {"media_group": albums.get(source.media_group or "")} for source in sources]
    return [{"message_id": message.id} for message in outgoing.post_all(call, chat, several)]


def _several(call: Call, verb: str) -> list[Message]:
    """The messages that are there and may go on; the others are skipped, as Telegram does."""
    ids: list[int] = call["message_ids"]
    if len(ids) > MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    if any(later <= earlier for earlier, later in pairwise(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    source: Chat = reach.readable(call, "from_chat_id")
    found = [message for message_id in ids if (message := call.world.message(source, message_id))]
    going = [message for message in found if _can_go_on(message)]
    if not going:
        raise bad_request(f"there are no messages to {verb}")
    return going


def _new_albums(call: Call, sources: list[Message]) -> dict[str, str]:
    names = {source.media_group for source in sources if source.media_group}
    return {name: call.world.new_album() for name in sorted(names)}


def _can_go_on(source: Message) -> bool:
    return not source.is_service and "has_protected_content" not in source.options


def _copy(source: Message) -> dict[str, Any]:
    kept = {"has_media_spoiler", "show_caption_above_media", "link_preview_options"}
    return {
        "kind": source.kind,
        "text": source.text,
        "entities": source.entities,
        "media": replace(source.media) if source.media else None,
        "content": source.content,
        "options": {name: value for name, value in source.options.items() if name in kept},
    }


def _forward(call: Call, source: Message) -> dict[str, Any]:
    return _copy(source) | {"origin": source.origin or _origin(call, source)}


def _origin(call: Call, source: Message) -> JSON:
    date = render.unix(source.date)
    if source.sender_chat:
        place = call.world.chat(source.chat)
        return {"type": "chat", "sender_chat": render.chat(call.world, place), "date": date}
    return {"type": "user", "sender_user": render.user(call.world, source.sender), "date": date}


_FROM = {"chat_id": CHAT, "from_chat_id": CHAT}
_ONE = _FROM | {"message_id": INT}
_MANY = _FROM | {"message_ids": LIST}
_FORWARD = {"video_start_timestamp": INT, "message_effect_id": TEXT, "suggested_post_parameters": OBJECT}

METHODS = (
    Method(
        "copyMessage",
        copy_message,
        _ONE,
        outgoing.CAPTION
        | {name: kind for name, kind in outgoing.SENDING_ONE.items() if name != "business_connection_id"}
        | {"video_start_timestamp": INT},
    ),
    Method("copyMessages", copy_messages, _MANY, outgoing.DELIVERY | {"remove_caption": BOOL}),
    Method("forwardMessage", forward_message, _ONE, outgoing.DELIVERY | _FORWARD),
    Method("forwardMessages", forward_messages, _MANY, outgoing.DELIVERY),
)
