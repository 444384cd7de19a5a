"""Buttons that were typed instead of pressed: by their words, with politeness or without, or by their number from the
top; and commands with a space behind the slash.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from tickets.dialogue import Command, Message, Rows
from tickets.reading import without_politeness

Shown = tuple[tuple[str, str], ...]
"""Words and data of the buttons that were shown."""

_LOOSE_COMMAND = re.compile(r"/\s+(?P<name>\w+)(?:\s+(?P<args>.*))?", re.DOTALL)


def with_loose_command(message: Message, known: Collection[str]) -> Message:
    """The message with the command that was meant by "/ status LP-…"."""
    is_plain = message.command is None and not message.forwarded
    found = _LOOSE_COMMAND.fullmatch(message.text.strip()) if is_plain else None
    if found is None or found["name"].casefold() not in known:
        return message
    return replace(message, command=Command(found["name"].casefold(), (found["args"] or "").strip()))


def shown(rows: Rows) -> Shown:
    """Buttons as they may be typed."""
    return tuple((button.label, button.data) for row in rows for button in row)


def data_of(text: str, shown: Shown) -> str | None:
    """The data of the button whose words, or whose number from the top, were typed."""
    bare = text.strip().rstrip(".)")
    if bare.isdecimal() and 0 < int(bare) <= len(shown):
        return shown[int(bare) - 1][1]
    return worded(text, shown) or _politely(text, shown)


def worded(text: str, shown: Shown) -> str | None:
    """The data of the button whose words were typed."""
    bare = _bare(text)
    return next((data for label, data in shown if bare in _names(label)), None) if bare else None


def _politely(text: str, shown: Shown) -> str | None:
    """The data of the button that was typed with other courtesies: "ya batalkan saja" for *Ya, batalkan*. Not of one
    that was asked about.
    """
    said = "" if "?" in text else without_politeness(text)
    return next((data for label, data in shown if said in _barely(label)), None) if said else None


def same(typed: str, label: str) -> bool:
    """Whether somebody typed a label, in whatever case and with whatever punctuation."""
    return bool(_bare(typed)) and _bare(typed) == _bare(label)


@lru_cache(maxsize=4096)
def _names(label: str) -> frozenset[str]:
    """What may be typed for a label: all of it, what stands before the arrow, or one of two names ("A / B")."""
    return frozenset((_bare(label), *map(_bare, _ways_to_say(label))))


@lru_cache(maxsize=4096)
def _barely(label: str) -> frozenset[str]:
    """What of a label must be typed: without courtesies, up to the arrow."""
    return frozenset(map(without_politeness, _ways_to_say(label)))


def _ways_to_say(label: str) -> tuple[str, ...]:
    name = label.split(" → ", maxsplit=1)[0]
    return name, *name.split(" / ")


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
