"""The shapes in which the Bot API shows users, chats, messages and files to one bot."""

from datetime import datetime
from typing import Any

from simulator.files import file_id
from simulator.model import ADMIN_RIGHTS, ANONYMOUS_ADMIN, JSON, Bot, Chat, Media, Member, Message, Person, StoredFile
from simulator.state import Base

_ANONYMOUS = {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_MUTED_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def user(world: Base, user_id: int) -> JSON:
    if user_id == ANONYMOUS_ADMIN:
        return dict(_ANONYMOUS)
    bot = world.state.bots.get(user_id)
    if bot:
        return {"id": bot.id, "is_bot": True, "first_name": bot.name, "username": bot.username}
    return person(world.person(user_id))


def person(who: Person) -> JSON:
    shape: JSON = {"id": who.id, "is_bot": False, "first_name": who.first_name}
    return shape | present(last_name=who.last_name, username=who.username, language_code=who.language)


def chat(world: Base, shown: Chat) -> JSON:
    if not shown.is_group:
        who = world.person(shown.person)
        shape: JSON = {"id": who.id, "first_name": who.first_name, "type": "private"}
        return shape | present(last_name=who.last_name, username=who.username)
    shape = {"id": shown.id, "title": shown.title, "type": shown.kind}
    if shown.kind == "group":
        shape["all_members_are_administrators"] = False
    return shape | present(username=shown.username, is_forum=shown.is_forum or None)


def member(world: Base, user_id: int, shown: Member) -> JSON:
    shape: JSON = {"user": user(world, user_id), "status": shown.status}
    if shown.status == "creator":
        return shape | {"is_anonymous": shown.anonymous} | present(custom_title=shown.title)
    if shown.status == "administrator":
        rights = {right: shown.may(right) for right in ADMIN_RIGHTS}
        shape |= {"can_be_edited": False, "is_anonymous": shown.anonymous} | rights
        return shape | present(custom_title=shown.title)
    if shown.status == "kicked":
        return shape | {"until_date": 0}
    if shown.muted and shown.present:
        return (
            shape | {"status": "restricted", "is_member": True, "until_date": 0} | dict.fromkeys(_MUTED_RIGHTS, False)
        )
    return shape


def message(world: Base, bot: Bot, shown: Message, nested: bool = False) -> JSON:
    """A message as this bot sees it. What it replies to is shown once, never the whole thread."""
    place = world.chat(shown.chat)
    shape: JSON = {"message_id": shown.id}
    shape |= present(message_thread_id=shown.thread)
    shape["from"] = user(world, shown.sender)
    if shown.sender_chat:
        shape["sender_chat"] = chat(world, place)
    shape |= {"chat": chat(world, place), "date": unix(shown.date)}
    if shown.edited:
        shape["edit_date"] = unix(shown.edited)
    if shown.thread and place.is_forum:
        shape["is_topic_message"] = True
    if not nested:
        shape |= _replied(world, bot, place, shown)
    shape |= present(forward_origin=shown.origin, media_group_id=shown.media_group, reply_markup=shown.markup)
    return shape | shown.options | _content(world, bot, place, shown)


def _replied(world: Base, bot: Bot, place: Chat, shown: Message) -> JSON:
    target = place.messages.get(shown.reply_to or shown.thread or 0)
    if target is None or target.deleted or target.id == shown.id:
        return {}
    return {"reply_to_message": message(world, bot, target, nested=True)} | present(quote=shown.quote)


def _content(world: Base, bot: Bot, place: Chat, shown: Message) -> JSON:
    if shown.is_service:
        return _service(world, bot, place, shown.content)
    if shown.kind == "text":
        return {"text": shown.text} | present(entities=shown.entities or None)
    content = dict(shown.content)
    if shown.media:
        content = media(world, bot, shown.media)
    return content | present(caption=shown.text or None, caption_entities=shown.entities or None)


def _service(world: Base, bot: Bot, place: Chat, content: JSON) -> JSON:
    pinned_id = content.get("pinned_message")
    if pinned_id is None:
        return content
    pinned = world.message(place, pinned_id)
    if pinned is None:
        return {"pinned_message": {"chat": chat(world, place), "message_id": pinned_id, "date": 0}}
    return {"pinned_message": message(world, bot, pinned, nested=True)}


def media(world: Base, bot: Bot, shown: Media) -> JSON:
    files = world.store.files
    if shown.kind == "photo":
        return {"photo": [_size(bot, files[unique]) for unique in shown.sizes]}
    stored = files[shown.file]
    shape = _file(bot, stored) | _measures(shown.kind, stored) | shown.extra
    if shown.kind == "animation":
        return {"animation": shape, "document": _file(bot, stored) | present(mime_type=stored.mime)}
    return {shown.kind: shape}


def _file(bot: Bot, stored: StoredFile) -> JSON:
    return {
        "file_id": file_id(stored, bot.id),
        "file_unique_id": stored.unique,
        "file_size": stored.size,
    }


def _size(bot: Bot, stored: StoredFile) -> JSON:
    return _file(bot, stored) | {"width": stored.width, "height": stored.height}


def _measures(kind: str, stored: StoredFile) -> JSON:
    name: JSON = present(file_name=stored.name, mime_type=stored.mime)
    if kind in ("video", "animation"):
        return {"width": stored.width or 640, "height": stored.height or 480, "duration": stored.duration} | name
    if kind == "voice":
        return {"duration": stored.duration} | present(mime_type=stored.mime)
    if kind == "audio":
        return {"duration": stored.duration} | name
    if kind == "video_note":
        return {"duration": stored.duration, "length": stored.width or 240}
    if kind == "sticker":
        size = {"width": stored.width or 512, "height": stored.height or 512}
        return {"type": "regular", "is_animated": False, "is_video": False} | size
    return name


def present(**values: Any) -> JSON:
    """Only what is there: the Bot API leaves absent fields out."""
    return {name: value for name, value in values.items() if value is not None}


def unix(moment: datetime) -> int:
    return int(moment.timestamp())
