"""Reply markup, checked as Telegram checks it."""

import json
import re
from typing import Any

from simulator.errors import bad_request
from simulator.model import JSON, Chat

MOST_BUTTONS = 100
INLINE_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
LOOKS = ("text", "style", "icon_custom_emoji_id")
STYLES = ("danger", "success", "primary")
REPLY_ACTIONS = (
    "request_users",
    "request_chat",
    "request_managed_bot",
    "request_contact",
    "request_location",
    "request_poll",
    "web_app",
)
KEYBOARD_OPTIONS = ("keyboard", "is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder")
_URL = re.compile(r"(?:https?|tg|ton)://\S+\Z|[^\s/:]+\.[^\s/]{2,}\S*\Z", re.IGNORECASE)


def inline(markup: JSON | None) -> JSON | None:
    """An inline keyboard, or nothing; whatever else is refused (as in edits)."""
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    _only(markup, ("inline_keyboard",), "inline keyboard")
    rows = [[_inline_button(button) for button in row] for row in _rows(markup["inline_keyboard"])]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": rows} if rows else None


def split(markup: JSON | None, chat: Chat) -> tuple[JSON | None, JSON | None]:
    """The markup of a new message as (inline keyboard, everything else)."""
    if not markup:
        return None, None
    if "inline_keyboard" in markup:
        return inline(markup), None
    if "keyboard" in markup:
        return None, _reply_keyboard(markup, chat)
    if "remove_keyboard" in markup:
        _only(markup, ("remove_keyboard", "selective"), "reply markup")
    elif "force_reply" in markup:
        _only(markup, ("force_reply", "input_field_placeholder", "selective"), "reply markup")
        _need_short_placeholder(markup)
    else:
        raise bad_request("object expected as reply markup")
    return None, markup


def _reply_keyboard(markup: JSON, chat: Chat) -> JSON:
    _only(markup, (*KEYBOARD_OPTIONS, "selective"), "reply keyboard")
    _need_short_placeholder(markup)
    return markup | {"keyboard": [[_reply_button(button, chat) for button in row] for row in _rows(markup["keyboard"])]}


def _reply_button(button: Any, chat: Chat) -> JSON:
    if isinstance(button, str):
        button = {"text": button}
    _need_label(button)
    _only(button, (*LOOKS, *REPLY_ACTIONS), "keyboard button")
    if chat.is_group and button.get("request_contact"):
        raise bad_request("phone number can be requested in private chats only")
    if chat.is_group and button.get("request_location"):
        raise bad_request("location can be requested in private chats only")
    return dict(button)


def _inline_button(button: Any) -> JSON:
    _need_label(button)
    _only(button, (*LOOKS, *INLINE_ACTIONS), "inline keyboard button")
    actions = [name for name in INLINE_ACTIONS if name in button]
    if not actions:
        raise bad_request("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("inline keyboard button must have exactly one action")
    _CHECKS.get(actions[0], _any)(button[actions[0]])
    return dict(button)


def _need_label(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: button must be an Object")
    if not str(button.get("text") or "").strip():
        raise bad_request('can\'t parse keyboard button: Field "text" must be non-empty')
    if button.get("style", "primary") not in STYLES:
        raise bad_request("invalid button style specified")


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    if not isinstance(url, str) or not _URL.match(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_copy(copied: Any) -> None:
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _any(value: Any) -> None:
    json.dumps(value)


_CHECKS = {"callback_data": _check_data, "url": _check_url, "copy_text": _check_copy}


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse reply keyboard markup JSON object: an Array of Arrays is expected")
    return [row for row in rows if row]


def _need_short_placeholder(markup: JSON) -> None:
    if len(markup.get("input_field_placeholder") or "") > 64:
        raise bad_request("input field placeholder is too long")


def _only(given: JSON, known: tuple[str, ...], what: str) -> None:
    unknown = [name for name in given if name not in known]
    if unknown:
        raise bad_request(f'unknown field "{unknown[0]}" in {what}')
