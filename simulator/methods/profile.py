"""The bot about itself: who it is, its commands, names, descriptions and menu button."""

import json
import re
from collections.abc import Callable

from simulator import reach, render
from simulator.call import CHAT, INT, LIST, OBJECT, TEXT, Call, Method
from simulator.errors import bad_request
from simulator.model import JSON

SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
_MENU_BUTTONS = ("default", "commands", "web_app")
_LONGEST = {"name": 64, "description": 512, "short_description": 120}


def get_me(call: Call) -> JSON:
    bot = call.bot
    return render.user(call.world, bot.id) | {
        "can_join_groups": True,
        "can_read_all_group_messages": bot.reads_everything,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


# Commands


def set_commands(call: Call) -> bool:
    commands: list[JSON] = call["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.bot.commands[_scope(call)] = [_command(command) for command in commands]
    call.world.touch()
    return True


def get_commands(call: Call) -> list[JSON]:
    return call.bot.commands.get(_scope(call), [])


def delete_commands(call: Call) -> bool:
    call.bot.commands.pop(_scope(call), None)
    call.world.touch()
    return True


def _command(given: JSON) -> JSON:
    name = str(given.get("command", "")).removeprefix("/")
    about = str(given.get("description", ""))
    if not _COMMAND.match(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(about) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": about}


def _scope(call: Call) -> str:
    """One key per scope and language."""
    scope: JSON = call.get("scope") or {"type": "default"}
    if scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if "chat_id" in scope:
        chat = reach.readable(_with_chat(call, scope["chat_id"]))
        scope = scope | {"chat_id": chat.id}
    elif str(scope["type"]).startswith("chat"):
        raise bad_request("chat_id is empty")
    return json.dumps(scope, sort_keys=True) + str(call.get("language_code", ""))


def _with_chat(call: Call, chat_id: int | str) -> Call:
    return Call(call.world, call.bot, call.method, {"chat_id": int(chat_id) if str(chat_id)[0] != "@" else chat_id})


# Names and descriptions


def _setter(name: str) -> Callable[[Call], bool]:
    def set_text(call: Call) -> bool:
        text = call.get(name) or ""
        if len(text) > _LONGEST[name]:
            raise bad_request(f"bot {name.replace('_', ' ')} is too long")
        call.bot.texts[f"{name}:{call.get('language_code', '')}"] = text
        if name == "name" and not call.get("language_code"):
            call.bot.name = text or call.bot.name
        call.world.touch()
        return True

    return set_text


def _getter(name: str) -> Callable[[Call], JSON]:
    def get_text(call: Call) -> JSON:
        texts = call.bot.texts
        own = texts.get(f"{name}:{call.get('language_code', '')}") or texts.get(f"{name}:")
        return {name: own or (call.bot.name if name == "name" else "")}

    return get_text


# Menu button


def set_menu_button(call: Call) -> bool:
    button: JSON = call.get("menu_button") or {"type": "default"}
    if button.get("type") not in _MENU_BUTTONS:
        raise bad_request("can't parse MenuButton: unsupported type specified")
    call.bot.menu_buttons[_menu_chat(call)] = button
    call.world.touch()
    return True


def get_menu_button(call: Call) -> JSON:
    buttons = call.bot.menu_buttons
    return buttons.get(_menu_chat(call)) or buttons.get(0) or {"type": "commands"}


def _menu_chat(call: Call) -> int:
    if "chat_id" not in call.params:
        return 0
    chat = reach.readable(call)
    if chat.is_group:
        raise bad_request("menu button can be changed in private chats only")
    return chat.id


_SCOPE = {"scope": OBJECT, "language_code": TEXT}

METHODS = (
    Method("getMe", get_me),
    Method("setMyCommands", set_commands, {"commands": LIST}, _SCOPE),
    Method("getMyCommands", get_commands, optional=_SCOPE),
    Method("deleteMyCommands", delete_commands, optional=_SCOPE),
    Method("setMyName", _setter("name"), optional={"name": TEXT, "language_code": TEXT}),
    Method("getMyName", _getter("name"), optional={"language_code": TEXT}),
    Method("setMyDescription", _setter("description"), optional={"description": TEXT, "language_code": TEXT}),
    Method("getMyDescription", _getter("description"), optional={"language_code": TEXT}),
    Method(
        "setMyShortDescription",
        _setter("short_description"),
        optional={"short_description": TEXT, "language_code": TEXT},
    ),
    Method("getMyShortDescription", _getter("short_description"), optional={"language_code": TEXT}),
    Method("setChatMenuButton", set_menu_button, optional={"chat_id": INT, "menu_button": OBJECT}),
    Method("getChatMenuButton", get_menu_button, optional={"chat_id": CHAT}),
)
