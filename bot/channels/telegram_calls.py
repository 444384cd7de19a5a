"""What is sent, as calls of the Bot API: which method with which parameters, within its limits."""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from telegram import InputFile, InputMediaPhoto
from telegram.constants import MediaGroupLimit, MessageLimit

from bot.channels.base import Raw, Target
from bot.channels.markup import cut
from bot.channels.telegram_updates import ANIMATION
from tickets.dialogue import (
    Album,
    Attachment,
    File,
    Location,
    Media,
    MediaKind,
    Pin,
    Rows,
    Text,
)

Call = tuple[str, Raw]
"""A method, and its parameters but for chat and place. What nearly every call has is JSON already."""

_JSON: Final = json.JSONEncoder(separators=(",", ":"))
_NO_PREVIEW: Final = _JSON.encode({"is_disabled": True})
_FORCE_REPLY: Final = _JSON.encode({"force_reply": True, "selective": True})

_MENTION: Final = '<a href="person:'
_USER_LINK: Final = '<a href="tg://user?id='
"""People's own words are escaped and never hold such a tag."""

_SEND: Final = {
    MediaKind.PHOTO: ("sendPhoto", "photo"),
    MediaKind.VIDEO: ("sendVideo", "video"),
    MediaKind.DOCUMENT: ("sendDocument", "document"),
    MediaKind.VOICE: ("sendVoice", "voice"),
    MediaKind.AUDIO: ("sendAudio", "audio"),
    MediaKind.VIDEO_NOTE: ("sendVideoNote", "video_note"),
}

_ALBUM: Final = {
    MediaKind.PHOTO: "visual",
    MediaKind.VIDEO: "visual",
    MediaKind.DOCUMENT: "documents",
    MediaKind.AUDIO: "audio",
}
"""What Telegram takes together in one album; a voice or a round video goes alone."""


def calls_of(content: Text | Media | File | Album | Pin) -> Iterator[Call]:
    """The calls that send a content, one after another."""
    match content:
        case Text():
            yield "sendMessage", text(content.html) | (buttons(content.buttons) or _force_reply(content.ask_reply))
        case Pin():
            yield _pin(content.location)
        case File():
            yield upload(content)
        case Album():
            yield "sendMediaGroup", {"media": _pictures(content)}
        case Media():
            yield from _media(content)


def text(html: str) -> Raw:
    """A text of our own markup, cut to Telegram's limit."""
    return {
        "text": cut(html, MessageLimit.MAX_TEXT_LENGTH).replace(_MENTION, _USER_LINK),
        "parse_mode": "HTML",
        "link_preview_options": _NO_PREVIEW,
    }


def buttons(rows: Rows) -> Raw:
    """The buttons under a message; nothing where there are none."""
    return {"reply_markup": _keyboard(rows)} if any(rows) else {}


@lru_cache(maxsize=128)
def _keyboard(rows: Rows) -> str:
    """Kept for the next who is asked the same."""
    shown = [[{"text": button.label, "callback_data": button.data} for button in row] for row in rows if row]
    return _JSON.encode({"inline_keyboard": shown})


def _force_reply(ask: bool) -> Raw:
    return {"reply_markup": _FORCE_REPLY} if ask else {}


def place(target: Target) -> Raw:
    """The topic, and the message replied to. A topic's id is that of its first message: what is older is not in it."""
    into: Raw = {} if target.thread is None else {"message_thread_id": int(target.thread)}
    if target.reply_to is None or (target.thread is not None and int(target.reply_to) < int(target.thread)):
        return into
    return into | {"reply_parameters": {"message_id": int(target.reply_to), "allow_sending_without_reply": True}}


def _pin(location: Location) -> Call:
    point = {"latitude": location.latitude, "longitude": location.longitude}
    if not location.title:
        return "sendLocation", point
    title, _, address = location.title.partition(", ")
    return "sendVenue", {**point, "title": title, "address": address or f"{location.latitude}, {location.longitude}"}


def _media(media: Media) -> Iterator[Call]:
    """As few calls as Telegram's rules for albums allow; the caption on the first that can carry one."""
    caption = _caption(media.html)
    parts = list(_parts(media.items))
    if caption and all(part[0].kind is MediaKind.VIDEO_NOTE for part in parts):
        yield "sendMessage", text(media.html)
    for part in parts:
        first, *others = part
        carried = {} if first.kind is MediaKind.VIDEO_NOTE else caption
        if carried:
            caption = {}
        if others:
            items = [{"type": item.kind.value, "media": item.file_id} for item in part]
            yield "sendMediaGroup", {"media": [{**items[0], **carried}, *items[1:]]}
        elif _is_animation(first):
            yield "sendAnimation", {"animation": first.file_id.removeprefix(ANIMATION), **carried}
        else:
            method, field = _SEND[first.kind]
            yield method, {field: first.file_id, **carried}


def upload(file: File) -> Call:
    """A file that Telegram has not seen yet goes along with the call."""
    method, field = _SEND[MediaKind.PHOTO if file.as_photo else MediaKind.DOCUMENT]
    return method, {
        field: InputFile(file.data, filename=file.name),
        **_caption(file.html),
        **buttons(file.buttons),
    }


def _pictures(album: Album) -> list[InputMediaPhoto]:
    """Telegram shows the caption of the first under the whole album."""
    captions = [_caption(album.html), *[{}] * (len(album.pictures) - 1)]
    return [
        InputMediaPhoto(picture.data, filename=picture.name, **caption)
        for picture, caption in zip(album.pictures, captions, strict=True)
    ]


def _is_animation(item: Attachment) -> bool:
    return item.file_id.startswith(ANIMATION)


def _caption(html: str) -> Raw:
    return {"caption": cut(html, MessageLimit.CAPTION_LENGTH), "parse_mode": "HTML"} if html else {}


def _parts(items: Sequence[Attachment]) -> Iterator[Sequence[Attachment]]:
    """The files by what can stand in one album, in the order of their first."""
    albums: dict[str, list[Attachment]] = {}
    for number, item in enumerate(items):
        alone = f"alone {number}"
        albums.setdefault(alone if _is_animation(item) else _ALBUM.get(item.kind, alone), []).append(item)
    for together in albums.values():
        for start in range(0, len(together), MediaGroupLimit.MAX_MEDIA_LENGTH):
            yield together[start : start + MediaGroupLimit.MAX_MEDIA_LENGTH]


def calls_made(calls: Sequence[Call], messages: int) -> int:
    """How many of the calls made those messages."""
    made = 0
    while messages > 0 and made < len(calls):
        messages -= len(calls[made][1].get("media", ())) if calls[made][0] == "sendMediaGroup" else 1
        made += 1
    return made
