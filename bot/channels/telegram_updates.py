"""Telegram's updates in our words. Pure: plain dicts in, `tickets.dialogue` values out.

Read by hand and not through python-telegram-bot's objects: those cost 100 µs an update (a hundred times the reading
itself) and know only the fields of their own Bot API version.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.channels.base import MalformedUpdate, Raw
from tickets.dialogue import (
    Attachment,
    Chat,
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
from tickets.plain import plain_name, plain_text

TELEGRAM = "telegram"
INSPECTED = "lapor_inspected"
"""The key under which our own `Inspect` answers come back through the inbox, in the shape of an update."""

ANONYMOUS_ADMIN = 1087968824
CHANNEL_RELAY = 777000
"""Posts of a linked channel arrive in its group under this id."""

PRESENT = frozenset({"creator", "administrator", "member"})
ADMIN = frozenset({"creator", "administrator"})

UNSUPPORTED = (
    "sticker",
    "contact",
    "poll",
    "dice",
    "game",
    "story",
    "invoice",
    "paid_media",
    "checklist",
    "giveaway",
    "giveaway_winners",
)
"""What people send that we cannot take, by Telegram's name."""

ANIMATION = "animation "
"""Stands before the file id of an animation (GIF): a document to us, but Telegram takes it back as what it was."""

_MEDIA = (
    ("video", MediaKind.VIDEO),
    ("document", MediaKind.DOCUMENT),
    ("voice", MediaKind.VOICE),
    ("audio", MediaKind.AUDIO),
    ("video_note", MediaKind.VIDEO_NOTE),
)


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is, as getMe tells."""

    id: int
    username: str
    name: str
    reads_everything: bool


def read(raw: Raw, key: str, received_at: datetime, me: Me) -> Inbound | None:
    """What the update means to us; None if nothing. Raises MalformedUpdate."""
    try:
        for kind, reader in _READERS.items():
            if kind in raw:
                return reader(raw[kind], key, received_at, me)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise MalformedUpdate(f"{type(error).__name__} while reading update {key}") from error
    return None


def lane(raw: Raw) -> str:
    """The id of the chat an update belongs to, "" if none. Never raises: it is asked before anything is checked."""
    for content in raw.values():
        if isinstance(content, dict):
            holder = content.get("message") if isinstance(content.get("message"), dict) else content
            chat = holder.get("chat") if isinstance(holder, dict) else None
            if isinstance(chat, dict):
                return str(chat.get("id", ""))
    return ""


def clean(text: str) -> str:
    """A name as it is shown beside our own words."""
    return plain_name(text)


_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,64})(?:@(?P<bot>[A-Za-z0-9_]{3,32}))?(?![\w@/])")


# --- messages -------------------------------------------------------------------------------------------------------


def _message(raw: Raw, key: str, received_at: datetime, me: Me) -> Inbound | None:
    chat = _chat(raw["chat"])
    if chat is None:
        return None
    sender = _sender(raw)
    at = _moment(raw["date"], received_at)
    if told := _of_the_group(raw, key, at, chat, sender):
        return told
    if (sender.is_bot and not sender.is_anonymous) or _is_of_a_channel(raw):
        return None
    return _content(raw, key, at, chat, sender, me)


def _of_the_group(raw: Raw, key: str, at: datetime, chat: Chat, sender: Sender) -> Inbound | None:
    """What a service message tells of the group itself; none for others, and for what people write."""
    if "migrate_to_chat_id" in raw:
        return Moved(key=key, at=at, chat=chat, sender=sender, new_id=str(int(raw["migrate_to_chat_id"])))
    if "migrate_from_chat_id" in raw:
        old = Chat(TELEGRAM, str(int(raw["migrate_from_chat_id"])), chat.kind, chat.title)
        return Moved(key=key, at=at, chat=old, sender=sender, new_id=chat.id)
    if "new_chat_title" in raw:
        return Renamed(key=key, at=at, chat=chat, sender=sender)
    if "left_chat_member" in raw:
        return Departed(key=key, at=at, chat=chat, sender=sender, who=_person(raw["left_chat_member"]))
    return None


def _edited(raw: Raw, key: str, received_at: datetime, me: Me) -> Inbound | None:
    """An edited message; the points of a live location are such edits, and none of our business."""
    if "location" in raw:
        return None
    return _message(raw, key, received_at, me)


def _content(raw: Raw, key: str, at: datetime, chat: Chat, sender: Sender, me: Me) -> Message | None:
    text = plain_text(raw.get("text") or raw.get("caption") or "")
    attachments = _attachments(raw)
    location = _location(raw)
    unsupported = next((kind for kind in UNSUPPORTED if kind in raw), "")
    if not (text or attachments or location or unsupported):
        return None  # a service message: somebody joined, something was pinned
    command, addressee = _command(raw, text)
    if command and addressee and addressee != me.username.lower():
        if chat.kind is ChatKind.GROUP:
            return None  # for another bot
        command = None
    edited = "edit_date" in raw
    return Message(
        key=key,
        at=_moment(raw["edit_date"], at) if edited else at,
        chat=chat,
        sender=sender,
        message_id=str(int(raw["message_id"])),
        text=text,
        command=command,
        attachments=attachments,
        location=location,
        reply_to=_reply_to(raw),
        reply_to_sender=_sender(raw["reply_to_message"]) if _reply_to(raw) else None,
        reply_to_data=_reply_to_data(raw, me) if _reply_to(raw) else (),
        forwarded="forward_origin" in raw,
        origin=_origin(raw),
        is_ours=_is_ours(raw, me),
        album=raw.get("media_group_id"),
        thread=str(raw["message_thread_id"]) if raw.get("is_topic_message") else None,
        edited=edited,
        passed_on=_forwarded(raw),
        unsupported=unsupported,
    )


def _command(raw: Raw, text: str) -> tuple[Command | None, str]:
    """The command a text begins with, and the bot it is addressed to (in lower case, "" if none).

    Somebody else's command that is passed on is none.
    Read from the text itself: Telegram marks just what matches here, and not every Bot API server marks at all.
    """
    found = _COMMAND.match(text) if "text" in raw and "forward_origin" not in raw else None
    if found is None:
        return None, ""
    return Command(found["name"].lower(), text[found.end() :].strip()), (found["bot"] or "").lower()


def _attachments(raw: Raw) -> tuple[Attachment, ...]:
    album = raw.get("media_group_id")
    if photo := raw.get("photo"):
        return (_attachment(MediaKind.PHOTO, max(photo, key=lambda size: size["width"] * size["height"]), album),)
    if animation := raw.get("animation"):  # before `document`, which stands there too, for older programs
        return (_attachment(MediaKind.DOCUMENT, animation, album, ANIMATION),)
    for field, kind in _MEDIA:
        if field in raw:
            return (_attachment(kind, raw[field], album),)
    return ()


def _attachment(kind: MediaKind, file: Raw, album: str | None, mark: str = "") -> Attachment:
    return Attachment(
        kind=kind,
        file_id=mark + str(file["file_id"]),
        unique_id=str(file["file_unique_id"]),
        name=clean(file.get("file_name") or ""),
        size=int(file.get("file_size") or 0),
        album=album,
    )


def _location(raw: Raw) -> Location | None:
    if "location" not in raw:
        return None
    point, venue = raw["location"], raw.get("venue") or {}
    title = ", ".join(part for part in (clean(venue.get("title", "")), clean(venue.get("address", ""))) if part)
    return Location(float(point["latitude"]), float(point["longitude"]), title)


def _reply_to(raw: Raw) -> str | None:
    """The message replied to. In a forum everything "replies" to the message that opened the topic: no reply."""
    original = raw.get("reply_to_message")
    if not original or (raw.get("is_topic_message") and original["message_id"] == raw.get("message_thread_id")):
        return None
    return str(int(original["message_id"]))


def _reply_to_data(raw: Raw, me: Me) -> tuple[str, ...]:
    """What the buttons of our own message carry that is replied to."""
    original = raw["reply_to_message"]
    if original.get("from", {}).get("id") != me.id:
        return ()
    rows = (original.get("reply_markup") or {}).get("inline_keyboard", ())
    return tuple(str(button["callback_data"]) for row in rows for button in row if "callback_data" in button)


def _origin(raw: Raw) -> Sender | None:
    """Who wrote what is forwarded; people may hide that, and then only a name is told, which proves nothing."""
    origin = raw.get("forward_origin") or {}
    return _person(origin["sender_user"]) if origin.get("type") == "user" else None


def _is_ours(raw: Raw, me: Me) -> bool:
    origin = _origin(raw)
    return origin is not None and origin.id == str(me.id)


def _forwarded(raw: Raw) -> Forwarded | None:
    """Who wrote it first: a person, somebody who hides behind a name, a group, or a channel, whose posts are public."""
    origin = raw.get("forward_origin")
    if not isinstance(origin, dict):
        return None
    if user := origin.get("sender_user"):
        return Forwarded(_full_name(user))
    chat = origin.get("chat") or origin.get("sender_chat") or {}
    name = clean(str(origin.get("sender_user_name") or chat.get("title") or ""))
    if "message_id" in origin and chat.get("username"):
        return Forwarded(name, f"https://t.me/{chat['username']}/{int(origin['message_id'])}")
    return Forwarded(name)


def _is_of_a_channel(raw: Raw) -> bool:
    """Written by a channel: in a linked channel and relayed, or by somebody who writes as their channel."""
    as_chat = raw.get("sender_chat")
    return bool(raw.get("is_automatic_forward")) or (as_chat is not None and as_chat["id"] != raw["chat"]["id"])


# --- other updates --------------------------------------------------------------------------------------------------


def _press(raw: Raw, key: str, received_at: datetime, _me: Me) -> Press | None:
    """A pressed button. The message may be inaccessible (date 0, only chat and id); a press has no date of its own."""
    message = raw.get("message")
    if not message or not raw.get("data"):
        return None  # on an inline message, or a game
    chat = _chat(message["chat"])
    if chat is None:
        return None
    message_id = str(int(message["message_id"]))
    return Press(
        key=key, at=received_at, chat=chat, sender=_person(raw["from"]), message_id=message_id, data=str(raw["data"])
    )


def _standing(raw: Raw, key: str, received_at: datetime, _me: Me) -> Standing | None:
    chat = _chat(raw["chat"])
    if chat is None:
        return None
    member = raw["new_chat_member"]
    return Standing(
        key=key,
        at=_moment(raw["date"], received_at),
        chat=chat,
        sender=_person(raw["from"]),
        present=_is_present(member),
        is_admin=member["status"] in ADMIN,
        can_manage_topics=_may_manage_topics(member),
        was_present=_is_present(raw.get("old_chat_member") or {}),
    )


def _departed(raw: Raw, key: str, received_at: datetime, _me: Me) -> Departed | None:
    """Somebody's standing changed: told to a bot that is an admin, also in groups too large to say who leaves."""
    chat, member = _chat(raw["chat"]), raw["new_chat_member"]
    if chat is None or _is_present(member):
        return None
    at = _moment(raw["date"], received_at)
    return Departed(key=key, at=at, chat=chat, sender=_person(raw["from"]), who=_person(member["user"]))


def _is_present(member: Raw) -> bool:
    status = member.get("status")
    return status in PRESENT or (status == "restricted" and bool(member.get("is_member")))


def _may_manage_topics(member: Raw) -> bool:
    """A bot needs to be an admin for it, whatever others may."""
    status = member.get("status")
    return status == "creator" or (status in ADMIN and bool(member.get("can_manage_topics")))


def inspection(chat: Raw, member: Raw, me: Raw, at: datetime) -> Raw:
    """The answers to an `Inspect`, in the shape in which they are stored in the inbox and read again."""
    return {INSPECTED: {"chat": chat, "member": member, "me": me, "date": int(at.timestamp())}}


def _inspected(raw: Raw, key: str, received_at: datetime, _me: Me) -> Inspected | None:
    chat = _chat(raw["chat"])
    if chat is None:
        return None
    member, me = raw["member"], raw["me"]
    status = member["status"]
    is_admin = status in ADMIN
    return Inspected(
        key=key,
        at=_moment(raw["date"], received_at),
        chat=chat,
        sender=_person(me),
        is_member=_is_present(member),
        is_admin=is_admin,
        reads_everything=is_admin or bool(me.get("can_read_all_group_messages")),
        can_manage_topics=_may_manage_topics(member),
        can_pin=status == "creator" or bool(member.get("can_pin_messages")),
    )


_READERS: dict[str, Callable[[Raw, str, datetime, Me], Inbound | None]] = {
    "message": _message,
    "callback_query": _press,
    "edited_message": _edited,
    "my_chat_member": _standing,
    "chat_member": _departed,
    INSPECTED: _inspected,
}

ALLOWED_UPDATES = tuple(kind for kind in _READERS if kind != INSPECTED)
"""What Telegram is asked for."""


# --- parts ----------------------------------------------------------------------------------------------------------


def _chat(raw: Raw) -> Chat | None:
    """The chat; None for channels, in which nothing is for us."""
    kind = raw["type"]
    if kind == "channel":
        return None
    if kind == "private":
        return Chat(TELEGRAM, str(int(raw["id"])), ChatKind.PRIVATE, _full_name(raw))
    return Chat(TELEGRAM, str(int(raw["id"])), ChatKind.GROUP, clean(raw.get("title", "")), bool(raw.get("is_forum")))


def _sender(raw: Raw) -> Sender:
    """Who wrote. An anonymous admin writes under a common id, with the group itself as the sender."""
    as_chat = raw.get("sender_chat")
    writer = raw.get("from")
    if (as_chat and as_chat["id"] == raw["chat"]["id"]) or (writer and writer["id"] == ANONYMOUS_ADMIN):
        name = clean((as_chat or raw["chat"]).get("title", ""))
        return Sender(str(ANONYMOUS_ADMIN), name, is_bot=True, is_anonymous=True)
    if not writer or writer["id"] == CHANNEL_RELAY:
        return Sender(str(CHANNEL_RELAY), "", is_bot=True)
    return _person(writer)


def _person(raw: Raw) -> Sender:
    return Sender(
        id=str(int(raw["id"])),
        name=_full_name(raw),
        username=raw.get("username"),
        language=raw.get("language_code"),
        is_bot=bool(raw.get("is_bot")),
    )


def _full_name(raw: Raw) -> str:
    return clean(f"{raw.get('first_name', '')} {raw.get('last_name') or ''}")


def _moment(stamp: int, otherwise: datetime) -> datetime:
    """Telegram's seconds as a moment; 0 stands for "inaccessible"."""
    return datetime.fromtimestamp(stamp, UTC) if stamp else otherwise
