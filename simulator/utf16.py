"""Telegram counts text in UTF-16 code units: one for most characters, two for emoji and the like."""


def length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text) if _has_wide(text) else len(text)


def index(text: str, offset: int) -> int:
    """The Python index that stands at this UTF-16 offset."""
    if not _has_wide(text):
        return offset
    units = 0
    for position, character in enumerate(text):
        if units >= offset:
            return position
        units += 2 if character > "\uffff" else 1
    return len(text) + (offset - units)


def part(text: str, offset: int, size: int) -> str:
    return text[index(text, offset) : index(text, offset + size)]


def _has_wide(text: str) -> bool:
    return not text.isascii() and max(text) > "\uffff"
