"""The log as an installation writes it at DEBUG, and whether it tells anything about anybody."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot import logs
from simulator.world import World

SHORTEST = 12
"""Characters of a line of words that is looked for; shorter ones may stand anywhere."""


@contextmanager
def listening(*secrets: str) -> Iterator[io.StringIO]:
    """What is logged meanwhile; it is printed, too, for the report of a test that fails."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    stream = io.StringIO()
    logs.configure("DEBUG", secrets, stream)
    try:
        yield stream
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.reset_defaults()
        print(stream.getvalue())


def told(log: str, world: World, *secrets: str) -> list[str]:
    """Whatever of anybody's words, names, accounts, and of the secrets stands in the log."""
    accounts = {str(person.id) for person in world.people} | {str(chat.id) for chat in world.chats}
    names = {name for person in world.people for name in (person.first_name, person.last_name, person.username) if name}
    names |= {chat.title for chat in world.chats if chat.kind != "private"}
    lines = {
        line.strip()
        for chat in world.chats
        for message in world.messages(chat)
        for line in message.text.splitlines()
        if len(line.strip()) >= SHORTEST
    }
    whole = [word for word in accounts | names if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", log)]
    return sorted([*whole, *[part for part in (*lines, *secrets) if part in log]])
