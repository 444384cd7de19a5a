"""HTML to text and entities (offsets in UTF-16 units), as strict as Telegram and with its complaints (in bytes)."""

import html
import re
from dataclasses import dataclass

from simulator import utf16
from simulator.errors import ApiError, bad_request
from simulator.model import JSON

MOST_ENTITIES = 100  # Telegram silently ignores the rest

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
}
ORDER = ("expandable_blockquote", "blockquote", "pre", "text_link", "text_mention", "bold", "italic", "underline")

_SPECIAL = re.compile(r"[<&]")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|lt|gt|amp|quot);")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']+")
_BARE_VALUE = re.compile(r"[a-zA-Z0-9.\-]+")
_USER_LINK = re.compile(r"tg://user\?id=([0-9]{1,18})\Z")
_LINK = re.compile(r"(?:[a-z][a-z0-9+.\-]*://\S+|(?:mailto|tel):\S+|[^\s/]+\.[^\s/]{2,}\S*)\Z", re.IGNORECASE)


@dataclass
class _Open:
    tag: str
    at: int  # index in the source
    offset: int  # UTF-16 offset in the text
    attributes: dict[str, str]
    start: int  # index in the text


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text = ""
        self.units = 0
        self.open: list[_Open] = []
        self.found: list[JSON] = []

    def parse(self) -> tuple[str, list[JSON]]:
        while special := _SPECIAL.search(self.source, self.at):
            self._write(self.source[self.at : special.start()])
            self.at = special.start()
            if special.group() == "&":
                self._reference()
            elif self.source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        self._write(self.source[self.at :])
        if self.open:
            last = self.open[-1]
            raise self._error(f'Can\'t find end tag corresponding to start tag "{last.tag}"')
        return self.text, self.found

    def _write(self, piece: str) -> None:
        self.text += piece
        self.units += utf16.length(piece)

    def _reference(self) -> None:
        match = _REFERENCE.match(self.source, self.at)
        piece = html.unescape(match.group()) if match else "&"
        self._write(piece)
        self.at += len(match.group()) if match else 1

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._token(_TAG_NAME).lower()
        if self.at >= len(self.source):
            raise self._error(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in TAGS:
            raise self._error(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self.open.append(_Open(tag, begin, self.units, attributes, len(self.text)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._space()
            if self.at >= len(self.source):
                raise self._error(f"Unclosed start tag at byte offset {self._byte(begin)}")
            if self.source[self.at] == ">":
                self.at += 1
                return found
            at = self.at
            name = self._token(_ATTRIBUTE_NAME).lower()
            if not name:
                raise self._error(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(at)}')
            found[name] = self._attribute_value(tag, begin)

    def _attribute_value(self, tag: str, begin: int) -> str:
        self._space()
        if not self.source.startswith("=", self.at):
            return ""
        self.at += 1
        self._space()
        quote = self.source[self.at : self.at + 1]
        if quote not in ("'", '"') or not quote:
            value = self._token(_BARE_VALUE)
            if not value:
                raise self._error(f'Unexpected end of attribute value in the tag "{tag}" at byte offset {self._byte()}')
            return value
        end = self.source.find(quote, self.at + 1)
        if end < 0:
            raise self._error(f"Unclosed start tag at byte offset {self._byte(begin)}")
        value = self.source[self.at + 1 : end]
        self.at = end + 1
        return _REFERENCE.sub(lambda match: html.unescape(match.group()), value)

    def _end_tag(self) -> None:
        begin = self.at
        self.at += 2
        tag = self._token(_TAG_NAME).lower()
        self._space()
        if not self.open:
            raise self._error(f"Unexpected end tag at byte offset {self._byte(begin)}")
        if not self.source.startswith(">", self.at):
            raise self._error(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            where = self._byte(begin)
            raise self._error(f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"')
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        size = self.units - opened.offset
        entity = _entity(opened, self.text[opened.start :]) if size else None
        if entity is None:
            return
        entity = {"type": entity.pop("type"), "offset": opened.offset, "length": size, **entity}
        inner = self.found[-1] if self.found else None
        if entity["type"] == "pre" and inner and inner["type"] == "code" and _same_place(inner, entity):
            self.found.pop()
            entity |= {"language": inner["language"]} if "language" in inner else {}
        self.found.append(entity)

    def _token(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        token = match.group() if match else ""
        self.at += len(token)
        return token

    def _space(self) -> None:
        while self.source[self.at : self.at + 1].isspace():
            self.at += 1

    def _byte(self, at: int | None = None) -> int:
        return len(self.source[: self.at if at is None else at].encode())

    @staticmethod
    def _error(detail: str) -> ApiError:
        return bad_request(f"can't parse entities: {detail}")


def parse_html(source: str) -> tuple[str, list[JSON]]:
    """Text and entities; raises Telegram's 400 for whatever Telegram does not take."""
    if "<" not in source and "&" not in source:
        return source, []
    text, found = _Parser(source).parse()
    without_language = [_without_inner_language(entity) for entity in found]
    return text, in_order(without_language)


def in_order(entities: list[JSON]) -> list[JSON]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"], _rank(entity)))


def trimmed(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    """Telegram cuts white space off both ends; entities move along or vanish."""
    lead = len(text) - len(text.lstrip())
    kept = text.strip()
    size = utf16.length(kept)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return kept, moved[:MOST_ENTITIES]


def _entity(opened: _Open, content: str) -> JSON | None:
    kind = TAGS[opened.tag]
    if kind == "text_link":
        return _link(opened.attributes.get("href") or content)
    if kind == "custom_emoji":
        return None  # only bots with a bought username may send them
    if kind == "blockquote" and "expandable" in opened.attributes:
        return {"type": "expandable_blockquote"}
    language = opened.attributes.get("class", "")
    if kind == "code" and language.startswith("language-"):
        return {"type": kind, "language": language.removeprefix("language-")}
    return {"type": kind}


def _link(url: str) -> JSON | None:
    if user := _USER_LINK.match(url):
        return {"type": "text_mention", "user": {"id": int(user.group(1))}}
    url = url.strip()
    if not _LINK.match(url):
        return None
    return {"type": "text_link", "url": _whole(url)}


def _whole(url: str) -> str:
    if "://" in url or url.startswith(("mailto:", "tel:")):
        return url
    return f"http://{url}" if "/" in url else f"http://{url}/"


def _same_place(one: JSON, other: JSON) -> bool:
    return bool(one["offset"] == other["offset"] and one["length"] == other["length"])


def _without_inner_language(entity: JSON) -> JSON:
    return {key: value for key, value in entity.items() if key != "language" or entity["type"] == "pre"}


def _rank(entity: JSON) -> int:
    return ORDER.index(entity["type"]) if entity["type"] in ORDER else len(ORDER)
