"""How long a text is to a channel, and where a text is parted that one message cannot hold.

Telegram counts UTF-16 units: a letter is one, an emoji two or more.
"""

FIRST = 2200
"""Units of a quoted text that a message holds beside its own words."""
NEXT = 3500
"""Units of a continuation."""


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def head(text: str, most: int) -> str:
    """The beginning of a text, at most so many units, cut after a word if there is one near the end."""
    if units(text) <= most:
        return text
    length = room = 0
    for length, character in enumerate(text):  # noqa: B007 - where it ends is the result
        room += units(character)
        if room > most:
            break
    cut = text[:length]
    at_space = max(cut.rfind(" "), cut.rfind("\n"))
    return cut[:at_space] if at_space > length * 3 // 4 else cut


def parted(text: str) -> tuple[str, tuple[str, ...]]:
    """What stands in the message itself, and what follows it in further ones."""
    first = head(text, FIRST)
    rest, others = text[len(first) :].strip(), []
    while rest:
        others.append(head(rest, NEXT))
        rest = rest[len(others[-1]) :].strip()
    return first, tuple(others)
