"""Forum topics."""

from simulator import reach
from simulator.call import CHAT, INT, TEXT, Call, Method
from simulator.errors import bad_request
from simulator.model import JSON, Chat, Topic

COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def create(call: Call) -> JSON:
    chat = _forum(call, "create a topic")
    name = call["name"].strip()
    if not name:
        raise bad_request("TOPIC_TITLE_EMPTY")
    if len(name) > 128:
        raise bad_request("TOPIC_TITLE_TOO_LONG")
    colour = call.get("icon_color", COLOURS[0])
    if colour not in COLOURS:
        raise bad_request("invalid forum topic icon color specified")
    call.pace(chat)
    topic = call.world.create_topic(chat, name, call.bot)
    topic.icon_color, topic.icon = colour, call.get("icon_custom_emoji_id")
    shape: JSON = {"message_thread_id": topic.thread, "name": name, "icon_color": colour}
    return shape | ({"icon_custom_emoji_id": topic.icon} if topic.icon else {})


def edit(call: Call) -> bool:
    chat, topic = _topic(call, "edit the topic")
    name = call.get("name") or topic.name
    icon = call.get("icon_custom_emoji_id", topic.icon) or None
    if (name, icon) == (topic.name, topic.icon):
        raise bad_request("TOPIC_NOT_MODIFIED")
    if len(name) > 128:
        raise bad_request("TOPIC_TITLE_TOO_LONG")
    call.pace(chat)
    topic.name, topic.icon = name, icon
    call.world.post_service(chat, call.bot.id, thread=topic.thread, forum_topic_edited={"name": name})
    return True


def close(call: Call) -> bool:
    return _set_closed(call, closed=True)


def reopen(call: Call) -> bool:
    return _set_closed(call, closed=False)


def _set_closed(call: Call, closed: bool) -> bool:
    verb = "close" if closed else "reopen"
    chat, topic = _topic(call, f"{verb} the topic")
    if topic.closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    call.pace(chat)
    topic.closed = closed
    told = "forum_topic_closed" if closed else "forum_topic_reopened"
    call.world.post_service(chat, call.bot.id, thread=topic.thread, **{told: {}})
    return True


def delete(call: Call) -> bool:
    chat, topic = _topic(call, "delete the topic", right="can_delete_messages")
    call.world.delete_topic(chat, topic.thread)
    return True


def unpin_all(call: Call) -> bool:
    chat, topic = _topic(call, "manage pinned messages in the chat", right="can_pin_messages")
    here = call.world.messages(chat)
    gone = {message.id for message in here if message.thread == topic.thread}
    chat.pinned = [message_id for message_id in chat.pinned if message_id not in gone]
    call.world.touch(chat)
    return True


def _forum(call: Call, action: str, right: str = "can_manage_topics") -> Chat:
    chat = reach.writable(call)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    reach.need_right(call, chat, right, f"not enough rights to {action}")
    return chat


def _topic(call: Call, action: str, right: str = "can_manage_topics") -> tuple[Chat, Topic]:
    chat = _forum(call, action, right)
    topic = chat.topics.get(call["message_thread_id"])
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return chat, topic


_TOPIC = {"chat_id": CHAT, "message_thread_id": INT}

METHODS = (
    Method(
        "createForumTopic", create, {"chat_id": CHAT, "name": TEXT}, {"icon_color": INT, "icon_custom_emoji_id": TEXT}
    ),
    Method("editForumTopic", edit, _TOPIC, {"name": TEXT, "icon_custom_emoji_id": TEXT}),
    Method("closeForumTopic", close, _TOPIC),
    Method("reopenForumTopic", reopen, _TOPIC),
    Method("deleteForumTopic", delete, _TOPIC),
    Method("unpinAllForumTopicMessages", unpin_all, _TOPIC),
)
