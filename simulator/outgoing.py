"""How a bot's message is put together from the parameters that all sending methods share."""

from typing import Any

from simulator import keyboards, reach, render, utf16
from simulator.call import BOOL, INT, LIST, OBJECT, TEXT, Call, Parameters
from simulator.detection import with_detected
from simulator.entities import in_order, parse_html, trimmed
from simulator.errors import bad_request
from simulator.model import JSON, Chat, Message
from simulator.talk import LONGEST_CAPTION, LONGEST_TEXT

PLACE: Parameters = {"message_thread_id": INT, "direct_messages_topic_id": INT}
DELIVERY: Parameters = PLACE | {"disable_notification": BOOL, "protect_content": BOOL}
SENDING: Parameters = DELIVERY | {
    "business_connection_id": TEXT,
    "allow_paid_broadcast": BOOL,
    "message_effect_id": TEXT,
    "reply_parameters": OBJECT,
}
SENDING_ONE: Parameters = SENDING | {"suggested_post_parameters": OBJECT, "reply_markup": OBJECT}
CAPTION: Parameters = {
    "caption": TEXT,
    "parse_mode": TEXT,
    "caption_entities": LIST,
    "show_caption_above_media": BOOL,
}
_REPLY_FIELDS = (
    "message_id",
    "chat_id",
    "allow_sending_without_reply",
    "quote",
    "quote_parse_mode",
    "quote_entities",
    "quote_position",
    "checklist_task_id",
    "poll_option_id",
)
_PREVIEW_FIELDS = ("is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text")
_ENTITY_FIELDS = (
    "type",
    "offset",
    "length",
    "url",
    "user",
    "language",
    "custom_emoji_id",
    "unix_time",
    "date_time_format",
)


def send(call: Call, chat: Chat, **parts: Any) -> JSON:
    """Put the message into the chat and show it to the bot as the method's result."""
    return shown(call, post(call, chat, **parts))


def post(call: Call, chat: Chat, **parts: Any) -> Message:
    return post_all(call, chat, [parts])[0]


def post_all(call: Call, chat: Chat, several: list[dict[str, Any]]) -> list[Message]:
    """All of them or, where one is refused or there is no budget, none."""
    messages = [_compose(call, chat, parts) for parts in several]
    call.pace(chat, len(messages))
    return [call.world.post(chat, message) for message in messages]


def _compose(call: Call, chat: Chat, parts: dict[str, Any]) -> Message:
    need_known_extras(call)
    thread, reply = _thread(call, chat), _reply(call, chat)
    if reply and thread is None:
        thread = reply.thread
    markup, keyboard = keyboards.split(call.get("reply_markup"), chat)
    message = call.world.new_message(chat, call.bot.id, **parts)
    message.thread, message.markup, message.keyboard = thread, markup, keyboard
    message.reply_to = reply.id if reply else None
    message.quote = _quote(call, reply)
    message.options = message.options | options(call)
    return message


def shown(call: Call, message: Message) -> JSON:
    return render.message(call.world, call.bot, message)


def options(call: Call) -> JSON:
    """What a message shows of how it was sent."""
    found: JSON = {}
    if call.get("protect_content"):
        found["has_protected_content"] = True
    if call.get("has_spoiler"):
        found["has_media_spoiler"] = True
    if call.get("show_caption_above_media"):
        found["show_caption_above_media"] = True
    if call.get("message_effect_id"):
        found["effect_id"] = call["message_effect_id"]
    preview = call.get("link_preview_options")
    if preview is not None:
        need_only(preview, _PREVIEW_FIELDS, "link preview options")
        found["link_preview_options"] = preview
    return found


def need_known_extras(call: Call) -> None:
    if call.get("business_connection_id"):
        raise bad_request("business connection not found")
    if call.get("direct_messages_topic_id"):
        raise bad_request("direct messages topic not found")


def need_only(given: JSON, known: tuple[str, ...], what: str) -> None:
    unknown = [name for name in given if name not in known]
    if unknown:
        raise bad_request(f'unknown field "{unknown[0]}" in {what}')


# Words


def text(call: Call) -> dict[str, Any]:
    words, entities = formatted(call, call["text"], call.get("parse_mode"), call.get("entities"))
    if not words:
        raise bad_request("message text is empty")
    if utf16.length(words) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": words, "entities": entities}


def caption(call: Call, given: JSON | None = None) -> dict[str, Any]:
    """The caption of the call, or of one InputMedia of it."""
    source = call.params if given is None else given
    words, entities = formatted(
        call, source.get("caption") or "", source.get("parse_mode"), source.get("caption_entities")
    )
    if utf16.length(words) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return {"text": words, "entities": entities}


def formatted(call: Call, source: str, mode: str | None, given: list[JSON] | None) -> tuple[str, list[JSON]]:
    if mode and mode.lower() == "html":
        words, entities = parse_html(source)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        words, entities = source, [_entity(entity, source) for entity in given or []]
    words, entities = trimmed(words, in_order(_with_people(call, entities)))
    return words, with_detected(words, entities)


def _entity(entity: JSON, source: str) -> JSON:
    if not isinstance(entity, dict) or not {"type", "offset", "length"} <= entity.keys():
        raise bad_request("can't parse MessageEntity")
    need_only(entity, _ENTITY_FIELDS, "MessageEntity")
    if entity["offset"] < 0 or entity["offset"] + entity["length"] > utf16.length(source):
        raise bad_request("entity is out of the text")
    return entity


def _with_people(call: Call, entities: list[JSON]) -> list[JSON]:
    """Mentions by id work for people the bot can know; others lose their link."""
    kept = []
    for entity in entities:
        if entity["type"] != "text_mention":
            kept.append(entity)
        elif person := call.world.state.people.get(entity["user"]["id"]):
            kept.append(entity | {"user": render.person(person)})
    return kept


# Place


def _thread(call: Call, chat: Chat) -> int | None:
    thread: int | None = call.get("message_thread_id")
    if thread is None:
        return None
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not reach.standing(chat, call.bot.id).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return thread


def _reply(call: Call, chat: Chat) -> Message | None:
    asked: JSON | None = call.get("reply_parameters")
    if not asked:
        return None
    need_only(asked, _REPLY_FIELDS, "reply parameters")
    message_id = asked.get("message_id")
    if not isinstance(message_id, int):
        raise bad_request('can\'t parse reply parameters: Field "message_id" must be of type Number')
    elsewhere = asked.get("chat_id") not in (None, chat.id)
    found = None if elsewhere else call.world.message(chat, message_id)
    if found is None and not asked.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found


def _quote(call: Call, reply: Message | None) -> JSON | None:
    quoted = (call.get("reply_parameters") or {}).get("quote")
    if not quoted or reply is None:
        return None
    words, entities = formatted(call, quoted, call["reply_parameters"].get("quote_parse_mode"), None)
    position = reply.text.find(words)
    if position < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"text": words, "position": utf16.length(reply.text[:position]), "is_manual": True} | render.present(
        entities=entities or None
    )
