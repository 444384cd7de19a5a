"""Cutting the small HTML of our messages to a channel's length, never inside a tag or an entity."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"<(/?)([a-zA-Z]+)[^>]*>|&#?\w+;|.", re.DOTALL)
ELLIPSIS = "…"


def cut(html: str, limit: int) -> str:
    """The HTML with at most `limit` characters of text (UTF-16 units, as Telegram counts), all tags closed."""
    if len(html) <= limit // 2 or sum(_units(token) for token in _TOKEN.finditer(html)) <= limit:
        return html
    return "".join(_kept(html, limit - len(ELLIPSIS)))


def _kept(html: str, room: int) -> Iterator[str]:
    still_open: list[str] = []
    for token in _TOKEN.finditer(html):
        room -= _units(token)
        if room < 0:
            break
        yield token.group()
        closing, tag = token.group(1), token.group(2)
        if tag and not closing:
            still_open.append(tag)
        elif tag and still_open:
            still_open.pop()
    yield ELLIPSIS
    for tag in reversed(still_open):
        yield f"</{tag}>"


def _units(token: re.Match[str]) -> int:
    """How much of the limit the token takes: a tag nothing, an entity one, a character outside the BMP two."""
    if token.group(2):
        return 0
    text = token.group()
    return 2 if len(text) == 1 and ord(text) > 0xFFFF else 1
