"""One call of a Bot API method: which parameters exist, how they are read, and what the method's function gets."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from simulator.errors import ApiError, bad_request
from simulator.model import JSON, Bot, Chat
from simulator.world import World

MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
    "file_id": "file_id is empty",
}
TRUE = ("true", "yes", "1", "t")
FALSE = ("false", "no", "0", "f", "")


@dataclass(frozen=True)
class Upload:
    name: str
    data: bytes
    mime: str | None


class Kind(Enum):
    """How a parameter's value is read, whether it came as JSON or as a form field."""

    INT = "Integer"
    FLOAT = "Float"
    BOOL = "Boolean"
    TEXT = "String"
    CHAT = "Integer or String"
    OBJECT = "JSON object"
    LIST = "JSON array"
    FILE = "InputFile"


INT, FLOAT, BOOL, TEXT = Kind.INT, Kind.FLOAT, Kind.BOOL, Kind.TEXT
CHAT, OBJECT, LIST, FILE = Kind.CHAT, Kind.OBJECT, Kind.LIST, Kind.FILE

Parameters = dict[str, Kind]
Function = Callable[["Call"], Any | Awaitable[Any]]


@dataclass(frozen=True)
class Method:
    """A row of the method table. Parameters that stand in neither dict are refused."""

    name: str
    function: Function
    required: Parameters = field(default_factory=dict)
    optional: Parameters = field(default_factory=dict)

    def read(self, given: JSON, files: dict[str, Upload]) -> JSON:
        known = self.required | self.optional
        values: JSON = {}
        for name, value in given.items():
            if name not in known:
                raise bad_request(f'unknown parameter "{name}" in {self.name}')
            if value is not None:
                values[name] = _read(known[name], name, value)
        for name, upload in files.items():
            if known.get(name) is FILE:
                values[name] = upload
        for name in self.required:
            if values.get(name) in (None, ""):
                raise bad_request(self._missing(name))
        return values

    def _missing(self, name: str) -> str:
        if self.required[name] is FILE:
            return f"there is no {name.replace('_', ' ')} in the request"
        return MISSING.get(name, f'parameter "{name}" is required')


@dataclass
class Call:
    world: World
    bot: Bot
    method: Method
    params: JSON
    files: dict[str, Upload] = field(default_factory=dict)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def get(self, name: str, default: Any = None) -> Any:
        return self.params.get(name, default)

    def __getitem__(self, name: str) -> Any:
        return self.params[name]

    def pace(self, chat: Chat, messages: int = 1) -> None:
        """Count what is about to be sent or edited against Telegram's limits."""
        self.world.limits.spend(self.bot.id, chat.key, chat.is_group, self.world.clock.now(), messages)


def _read(kind: Kind, name: str, value: Any) -> Any:
    try:
        return _READERS[kind](value)
    except (ValueError, TypeError):
        raise _unreadable(kind, name) from None


def _unreadable(kind: Kind, name: str) -> ApiError:
    if kind in (OBJECT, LIST):
        return bad_request(f"can't parse {name.replace('_', ' ')} {kind.value}")
    return bad_request(f'parameter "{name}" must be of type {kind.value}')


def _integer(value: Any) -> int:
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError
    return int(value)


def _number(value: Any) -> float:
    if isinstance(value, bool):
        raise ValueError
    return float(value)


def _boolean(value: Any) -> bool:
    word = str(value).lower()
    if word not in TRUE + FALSE:
        raise ValueError
    return word in TRUE


def _string(value: Any) -> str:
    if not isinstance(value, str | int | float):
        raise ValueError
    return str(value)


def _chat(value: Any) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    return _integer(value)


def _object(value: Any) -> JSON:
    found = json.loads(value) if isinstance(value, str) else value
    if not isinstance(found, dict):
        raise ValueError
    return found


def _list(value: Any) -> list[Any]:
    found = json.loads(value) if isinstance(value, str) else value
    if not isinstance(found, list):
        raise ValueError
    return found


_READERS: dict[Kind, Callable[[Any], Any]] = {
    INT: _integer,
    FLOAT: _number,
    BOOL: _boolean,
    TEXT: _string,
    CHAT: _chat,
    OBJECT: _object,
    LIST: _list,
    FILE: _string,
}
