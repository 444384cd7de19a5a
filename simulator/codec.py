"""Dataclasses to JSON values and back by their type hints, so that a World can be kept in a file.

Fields marked `metadata=TRANSIENT` live only in memory.
"""

import types
from collections import deque
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

TRANSIENT = {"transient": True}
T = TypeVar("T")


def encode(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in fields(value) if "transient" not in f.metadata}
    if isinstance(value, dict):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, deque)):
        return [encode(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(encode(item) for item in value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value


def decode(kind: type[T], value: Any) -> T:
    return cast("T", _decode(kind, value))


def _decode(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _decode_optional(kind, value)
    if origin is not None and origin is not Literal:
        return _decode_collection(origin, get_args(kind), value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _decode(hints[name], item) for name, item in value.items() if name in hints})
    return value


def _decode_optional(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    inner = next(arg for arg in get_args(kind) if arg is not type(None))
    return _decode(inner, value)


def _decode_collection(origin: Any, args: tuple[Any, ...], value: Any) -> Any:
    if origin is dict:
        key, item = args
        return {(int(k) if key is int else k): _decode(item, v) for k, v in value.items()}
    return origin(_decode(args[0], item) for item in value)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
