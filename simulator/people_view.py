"""The shapes in which door 2 shows the world: to one person, in words a page can show. README.md describes them."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from simulator import utf16
from simulator.markup import safe_html
from simulator.model import ANONYMOUS_ADMIN, JSON, Bot, Chat, Member, Message, Person
from simulator.world import World

EXCERPT = 100
SERVICE_WORDS = {
    "group_chat_created": "{actor} membuat grup",
    "supergroup_chat_created": "{actor} membuat grup",
    "migrate_to_chat_id": "Grup ini menjadi supergrup",
    "migrate_from_chat_id": "Grup ini menjadi supergrup",
    "forum_topic_closed": "{actor} menutup topik",
    "forum_topic_reopened": "{actor} membuka kembali topik",
}


def state(world: World) -> JSON:
    return {
        "version": world.version,
        "now": world.clock.now().isoformat(),
        "bots": [bot(one) for one in world.bots],
        "people": [person(one) for one in world.people],
        "chats": [chat(world, one) for one in world.chats],
        "limits": world.limits.on,
        "faults": [asdict(fault) for fault in world.faults],
    }


def bot(shown: Bot) -> JSON:
    return {
        "id": shown.id,
        "name": shown.name,
        "username": shown.username,
        "commands": shown.commands.get('{"type": "default"}', []),
        "pending_updates": len(shown.updates),
    }


def person(shown: Person) -> JSON:
    return {
        "id": shown.id,
        "first_name": shown.first_name,
        "last_name": shown.last_name,
        "username": shown.username,
        "language": shown.language,
        "blocked_bots": sorted(shown.blocked),
    }


def chat(world: World, shown: Chat) -> JSON:
    return {
        "id": int(shown.key) if ":" not in shown.key else shown.key,
        "kind": shown.kind,
        "title": shown.title,
        "is_forum": shown.is_forum,
        "members": [_member(world, user_id, member) for user_id, member in _members(shown).items()],
        "last_seq": shown.last_seq,
        "pinned": shown.pinned,
        "topics": [
            {"thread": topic.thread, "name": topic.name, "closed": topic.closed} for topic in shown.topics.values()
        ],
        "migrated_to": shown.migrated_to,
    }


def _members(shown: Chat) -> dict[int, Member]:
    if shown.is_group:
        return shown.members
    return {shown.person: Member("member"), shown.bot: Member("member")}


def _member(world: World, user_id: int, member: Member) -> JSON:
    role = "bot" if user_id in world.state.bots else "person"
    return {role: user_id, "status": member.status, "anonymous": member.anonymous}


def messages(world: World, shown: Chat, viewer: Person, after: int | None) -> JSON:
    """What stands in the chat (the last 200), or everything that changed after a seq, deleted messages too."""
    found = world.messages(shown, last=200) if after is None else world.changed_messages(shown, after)
    now = world.clock.now()
    return {
        "messages": [message(world, shown, one, viewer) for one in found],
        "typing": any(until > now for until in shown.typing.values()),
        "toast": _toast(world, shown, viewer),
        "unanswered": [
            {"query_id": query.id, "message": query.message, "label": query.label}
            for query in world.unanswered(shown)
            if query.person == viewer.id
        ],
    }


def _toast(world: World, shown: Chat, viewer: Person) -> JSON | None:
    query = world.state.queries.get(shown.toasts.get(viewer.id, ""))
    return {"query_id": query.id, "text": query.text, "alert": query.alert, "url": query.url} if query else None


def message(world: World, place: Chat, shown: Message, viewer: Person | None = None) -> JSON:
    text = _service_text(world, place, shown) if shown.is_service else shown.text
    keyboard = shown.keyboard or {}
    return {
        "seq": shown.seq,
        "id": shown.id,
        "date": shown.date.isoformat(),
        "edited": shown.edited.isoformat() if shown.edited else None,
        "from": _sender(world, place, shown),
        "outgoing": viewer is not None and shown.sender == viewer.id,
        "kind": shown.kind,
        "text": text,
        "html": safe_html(text, shown.entities),
        "media": _media(world, shown),
        "media_group_id": shown.media_group,
        "location": shown.content.get("location"),
        "contact": shown.content.get("contact"),
        "reply_to": _replied(world, place, shown),
        "forwarded": shown.origin is not None,
        "buttons": _buttons(shown),
        "keyboard": keyboard.get("keyboard"),
        "remove_keyboard": bool(keyboard.get("remove_keyboard")),
        "force_reply": bool(keyboard.get("force_reply")),
        "thread": shown.thread,
        "reactions": [one.get("emoji") for some in shown.reactions.values() for one in some],
        "deleted": shown.deleted,
    }


def _sender(world: World, place: Chat, shown: Message) -> JSON:
    if shown.sender == ANONYMOUS_ADMIN:
        return {"person": None, "bot": None, "name": place.title}
    is_bot = shown.sender in world.state.bots
    return {
        "person": None if is_bot else shown.sender,
        "bot": shown.sender if is_bot else None,
        "name": name_of(world, shown.sender, place),
    }


def name_of(world: World, user_id: int, place: Chat) -> str:
    if user_id == ANONYMOUS_ADMIN:
        return place.title
    if user_id in world.state.bots:
        return world.state.bots[user_id].name
    who = world.person(user_id)
    return f"{who.first_name} {who.last_name or ''}".strip()


def _media(world: World, shown: Message) -> JSON | None:
    if shown.media is None:
        return None
    stored = world.store.files[shown.media.file]
    return {
        "file_unique_id": stored.unique,
        "name": stored.name,
        "mime": stored.mime,
        "size": stored.size,
        "width": stored.width or None,
        "height": stored.height or None,
        "duration": stored.duration or None,
        "spoiler": bool(shown.options.get("has_media_spoiler")),
    }


def _replied(world: World, place: Chat, shown: Message) -> JSON | None:
    target = world.message(place, shown.reply_to) if shown.reply_to else None
    if target is None:
        return None
    quote = (shown.quote or {}).get("text") or target.text
    return {"id": target.id, "name": _sender(world, place, target)["name"], "excerpt": _excerpt(target, quote)}


def _excerpt(target: Message, text: str) -> str:
    return utf16.part(text, 0, EXCERPT) if text else target.kind


def _buttons(shown: Message) -> list[list[JSON]]:
    rows: list[list[JSON]] = (shown.markup or {}).get("inline_keyboard", [])
    return [[_button(button) for button in row] for row in rows]


def _button(button: JSON) -> JSON:
    shape: JSON = {"label": button["text"], "kind": "callback", "style": button.get("style")}
    if "url" in button:
        shape |= {"kind": "url", "url": button["url"]}
    elif "copy_text" in button:
        shape |= {"kind": "copy", "copy": button["copy_text"]["text"]}
    return shape


def _service_text(world: World, place: Chat, shown: Message) -> str:
    """The grey line, as an Indonesian Telegram shows it."""
    actor = _sender(world, place, shown)["name"]
    ((what, value),) = list(shown.content.items())[:1]
    if what in _PHRASES:
        return _PHRASES[what](actor, value)
    return SERVICE_WORDS.get(what, what).format(actor=actor)


def _came(actor: str, who: Any) -> str:
    return f"{actor} bergabung" if who[0]["first_name"] in actor else f"{actor} menambahkan {who[0]['first_name']}"


def _went(actor: str, who: Any) -> str:
    return f"{actor} keluar" if who["first_name"] in actor else f"{actor} mengeluarkan {who['first_name']}"


_PHRASES: dict[str, Callable[[str, Any], str]] = {
    "new_chat_members": _came,
    "left_chat_member": _went,
    "new_chat_title": lambda actor, title: f"{actor} mengubah nama grup menjadi {title}",
    "pinned_message": lambda actor, _: f"{actor} menyematkan pesan",
    "forum_topic_created": lambda actor, topic: f"{actor} membuat topik {topic['name']}",
    "forum_topic_edited": lambda actor, topic: f"{actor} mengubah topik {topic.get('name', '')}",
}
