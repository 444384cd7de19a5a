"""What Telegram finds in plain text by itself: commands, mentions, links, addresses, tags, phone numbers."""

import re

from simulator import utf16
from simulator.entities import in_order
from simulator.model import JSON

_TLD = "com|org|net|id|info|io|me|co|gov|edu|app|dev|ai|tv|uk|us|de|sg|my|xyz|site|online|link|ly|gl|be|test"
_PATTERNS = (
    ("email", re.compile(r"(?<![\w.+\-@])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")),
    (
        "url",
        re.compile(
            rf"(?<![\w@/.\-])(?:(?:https?|tg|ftp)://[^\s<>\"']+|(?:[\w\-]+\.)+(?:{_TLD})\b(?:[/?#:][^\s<>\"']*)?)",
            re.IGNORECASE,
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/@<>.])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@/])@[a-zA-Z][a-zA-Z0-9_]{2,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}")),
    ("phone_number", re.compile(r"(?<![\w+])\+[1-9][0-9 \-]{6,17}[0-9](?!\w)")),
)
_HINT = re.compile(r"[/@#+]|\.\w")
_OPAQUE = ("pre", "code", "text_link", "text_mention")


def with_detected(text: str, entities: list[JSON]) -> list[JSON]:
    """The given entities and the found ones, which never stand inside code or another link."""
    if not _HINT.search(text):
        return entities
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _OPAQUE]
    found: list[JSON] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start = utf16.length(text[: match.start()])
            end = start + utf16.length(_without_final_stop(match.group()))
            if not any(start < other_end and other_start < end for other_start, other_end in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return in_order([*entities, *found]) if found else entities


def _without_final_stop(found: str) -> str:
    return found.rstrip(".,;:!?)")
