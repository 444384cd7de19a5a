"""What a bot can learn about a chat, and change of it: title, description, invite links."""

from simulator import reach, render
from simulator.call import BOOL, CHAT, INT, TEXT, Call, Method
from simulator.errors import bad_request
from simulator.model import JSON, Chat

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_PERMISSIONS = (
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
    "can_invite_users",
)


def get_chat(call: Call) -> JSON:
    chat = reach.readable(call)
    world = call.world
    shape = render.chat(world, chat) | {
        "accent_color_id": chat.id % 7 if chat.id > 0 else -chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, not chat.is_group),
    }
    if chat.username:
        shape["active_usernames"] = [chat.username]
    if chat.is_group:
        shape["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    pinned = world.message(chat, chat.pinned[-1]) if chat.pinned else None
    if pinned:
        shape["pinned_message"] = render.message(world, call.bot, pinned)
    return shape | render.present(description=chat.description, invite_link=chat.invite_link)


def set_title(call: Call) -> bool:
    chat = _changeable(call, "can't change chat title")
    if not 1 <= len(call["title"]) <= 128:
        raise bad_request("chat title is empty or too long")
    if call["title"] == chat.title:
        raise bad_request("chat title is not modified")
    chat.title = call["title"]
    call.world.post_service(chat, call.bot.id, new_chat_title=chat.title)
    return True


def set_description(call: Call) -> bool:
    chat = _changeable(call, "can't change chat description")
    new = call.get("description") or None
    if new == chat.description:
        raise bad_request("chat description is not modified")
    if new and len(new) > 255:
        raise bad_request("chat description is too long")
    chat.description = new
    call.world.touch(chat)
    return True


def _changeable(call: Call, what: str) -> Chat:
    chat = reach.writable(call)
    reach.need_group(chat, what)
    reach.need_right(call, chat, "can_change_info", "not enough rights to change chat information")
    return chat


def export_invite_link(call: Call) -> str:
    chat = _inviting(call)
    chat.invite_link = _new_link(chat)
    call.world.touch(chat)
    return chat.invite_link


def create_invite_link(call: Call) -> JSON:
    chat = _inviting(call)
    if call.get("creates_join_request") and call.get("member_limit"):
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    link: JSON = {
        "invite_link": _new_link(chat),
        "creator": render.user(call.world, call.bot.id),
        "creates_join_request": call.get("creates_join_request", False),
        "is_primary": False,
        "is_revoked": False,
    }
    call.world.touch(chat)
    optional = {name: call.get(name) for name in ("name", "expire_date", "member_limit")}
    return link | render.present(**optional)


def _inviting(call: Call) -> Chat:
    chat = reach.writable(call)
    reach.need_group(chat, "can't invite members")
    reach.need_right(call, chat, "can_invite_users", "not enough rights to manage chat invite link")
    return chat


def _new_link(chat: Chat) -> str:
    chat.invites += 1
    return f"https://t.me/+{abs(chat.id)}x{chat.invites}"


METHODS = (
    Method("getChat", get_chat, {"chat_id": CHAT}),
    Method("setChatTitle", set_title, {"chat_id": CHAT, "title": TEXT}),
    Method("setChatDescription", set_description, {"chat_id": CHAT}, {"description": TEXT}),
    Method("exportChatInviteLink", export_invite_link, {"chat_id": CHAT}),
    Method(
        "createChatInviteLink",
        create_invite_link,
        {"chat_id": CHAT},
        {"name": TEXT, "expire_date": INT, "member_limit": INT, "creates_join_request": BOOL},
    ),
)
