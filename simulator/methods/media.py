"""Sending files, alone and as albums; getting them back."""

from collections.abc import Callable
from typing import Any

from simulator import incoming_files, outgoing, reach
from simulator.call import BOOL, CHAT, FILE, INT, LIST, TEXT, Call, Method, Parameters
from simulator.errors import bad_request
from simulator.files import file_id
from simulator.model import JSON, Media

MOST_DOWNLOAD_BYTES = 20 * 1024 * 1024
ALBUM_FIELDS = (
    "type",
    "media",
    "thumbnail",
    "cover",
    "start_timestamp",
    "caption",
    "parse_mode",
    "caption_entities",
    "show_caption_above_media",
    "has_spoiler",
    "width",
    "height",
    "duration",
    "supports_streaming",
    "performer",
    "title",
    "disable_content_type_detection",
)
ALBUM_KINDS = ("photo", "video", "document", "audio")


def _sender(kind: str) -> Callable[[Call], JSON]:
    def send(call: Call) -> JSON:
        chat = reach.writable(call)
        words = outgoing.caption(call)
        media = incoming_files.take(call, call[kind], kind)
        describe(call, media, call.params)
        return outgoing.send(call, chat, kind=kind, media=media, **words)

    return send


def describe(call: Call, media: Media, given: JSON) -> None:
    """What the bot says about its file: duration and size, performer and title, the sticker's emoji."""
    stored = call.world.store.files[media.file]
    stored.duration = given.get("duration") or stored.duration
    stored.width = given.get("width") or given.get("length") or stored.width
    stored.height = given.get("height") or stored.height
    names = {"audio": ("performer", "title"), "sticker": ("emoji",)}.get(media.kind, ())
    media.extra = {name: given[name] for name in names if given.get(name)}


def send_media_group(call: Call) -> list[JSON]:
    chat = reach.writable(call)
    items: list[JSON] = call["media"]
    if not 1 <= len(items) <= 10:
        raise bad_request("too many messages to send as an album" if items else "there are no messages to send")
    _need_one_family(items)
    parts = [_item(call, item) for item in items]
    group = call.world.new_album() if len(parts) > 1 else None
    posted = outgoing.post_all(call, chat, [part | {"media_group": group} for part in parts])
    return [outgoing.shown(call, message) for message in posted]


def _item(call: Call, item: JSON) -> dict[str, Any]:
    kind = item["type"]
    outgoing.need_only(item, ALBUM_FIELDS, "InputMedia")
    words = outgoing.caption(call, item)
    media = incoming_files.take(call, item.get("media"), kind)
    describe(call, media, item)
    options: JSON = {"has_media_spoiler": True} if item.get("has_spoiler") else {}
    if item.get("show_caption_above_media"):
        options["show_caption_above_media"] = True
    return {"kind": kind, "media": media, "options": options, **words}


def _need_one_family(items: list[JSON]) -> None:
    if not all(isinstance(item, dict) for item in items):
        raise bad_request("can't parse InputMedia: expected an Object")
    kinds = {item.get("type") for item in items}
    if not kinds <= set(ALBUM_KINDS):
        raise bad_request("message type can't be used in an album")
    for alone in ("document", "audio"):
        if alone in kinds and len(kinds) > 1:
            raise bad_request(f"{alone} can't be mixed with other media types")


def get_file(call: Call) -> JSON:
    stored = call.world.store.of_bot(call["file_id"], call.bot.id)
    if stored.size > MOST_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": file_id(stored, call.bot.id),
        "file_unique_id": stored.unique,
        "file_size": stored.size,
        "file_path": stored.path,
    }


def item_of(call: Call, item: JSON) -> dict[str, Any]:
    """One InputMedia, as editMessageMedia takes it."""
    if item.get("type") not in (*ALBUM_KINDS, "animation"):
        raise bad_request("can't parse InputMedia: wrong type")
    return _item(call, item)


_CAPTION = outgoing.CAPTION
_PLAIN_CAPTION: Parameters = {name: kind for name, kind in _CAPTION.items() if name != "show_caption_above_media"}
_PICTURE: Parameters = _CAPTION | {"has_spoiler": BOOL}
_SCREEN: Parameters = {"duration": INT, "width": INT, "height": INT, "thumbnail": FILE}
_EXTRAS: dict[str, tuple[str, Parameters]] = {
    "photo": ("sendPhoto", _PICTURE),
    "video": (
        "sendVideo",
        _PICTURE | _SCREEN | {"cover": FILE, "start_timestamp": INT, "supports_streaming": BOOL},
    ),
    "animation": ("sendAnimation", _PICTURE | _SCREEN),
    "voice": ("sendVoice", _PLAIN_CAPTION | {"duration": INT}),
    "video_note": ("sendVideoNote", {"duration": INT, "length": INT, "thumbnail": FILE}),
    "audio": (
        "sendAudio",
        _PLAIN_CAPTION | {"duration": INT, "performer": TEXT, "title": TEXT, "thumbnail": FILE},
    ),
    "document": ("sendDocument", _PLAIN_CAPTION | {"thumbnail": FILE, "disable_content_type_detection": BOOL}),
    "sticker": ("sendSticker", {"emoji": TEXT}),
}

METHODS = (
    *(
        Method(name, _sender(kind), {"chat_id": CHAT, kind: FILE}, extra | outgoing.SENDING_ONE)
        for kind, (name, extra) in _EXTRAS.items()
    ),
    Method("sendMediaGroup", send_media_group, {"chat_id": CHAT, "media": LIST}, outgoing.SENDING),
    Method("getFile", get_file, {"file_id": TEXT}),
)
