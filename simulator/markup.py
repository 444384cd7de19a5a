"""Text and entities to safe HTML for the page: all characters escaped, known tags only, links of known schemes."""

import html
from typing import NamedTuple

from simulator import utf16
from simulator.model import JSON

_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote>", "</blockquote>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
}
_SCHEMES = ("http://", "https://", "tg://", "mailto:", "tel:")


def safe_html(text: str, entities: list[JSON]) -> str:
    known = [_Span(*_edges(entity), *tags) for entity in entities if (tags := _tags(text, entity))]
    if not known:
        return html.escape(text)
    pieces: list[str] = []
    stack: list[_Span] = []
    cuts = sorted({0, utf16.length(text)} | {edge for span in known for edge in (span.start, span.end)})
    for start, end in zip(cuts, cuts[1:] + cuts[-1:], strict=True):
        pieces += _closing(stack, start)
        for span in known:
            if span.start == start:
                stack.append(span)
                pieces.append(span.opening)
        pieces.append(html.escape(utf16.part(text, start, end - start)))
    return "".join(pieces)


class _Span(NamedTuple):
    start: int
    end: int
    opening: str
    closing: str


def _closing(stack: list[_Span], at: int) -> list[str]:
    """Close what ends here; what stands above it in the stack is closed and opened again."""
    ending = [index for index, span in enumerate(stack) if span.end <= at]
    if not ending:
        return []
    above = stack[ending[0] :]
    del stack[ending[0] :]
    staying = [span for span in above if span.end > at]
    stack += staying
    return [span.closing for span in reversed(above)] + [span.opening for span in staying]


def _edges(entity: JSON) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def _tags(text: str, entity: JSON) -> tuple[str, str] | None:
    kind = entity["type"]
    if kind in _TAGS:
        return _TAGS[kind]
    content = utf16.part(text, entity["offset"], entity["length"])
    if kind == "url":
        return _anchor(content if "://" in content else f"https://{content}")
    if kind == "email":
        return _anchor(f"mailto:{content}")
    return _anchor(entity["url"]) if kind == "text_link" else None


def _anchor(url: str) -> tuple[str, str] | None:
    if not url.lower().startswith(_SCHEMES):
        return None
    return f'<a href="{html.escape(url)}" rel="noopener noreferrer" target="_blank">', "</a>"
