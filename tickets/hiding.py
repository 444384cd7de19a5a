"""One reporter's name, kept from the others who reported the same: an agency may have written it into its answer."""

import re

from tickets.words import split

SHORTEST = 3
"""Letters of a part of a name that is looked for; shorter ones are everybody's."""
HIDDEN = "…"


def without_name(text: str, name: str) -> str:
    """The text with every part of the name left out, however it is written."""
    parts = sorted({word.key for word in split(name) if len(word.key) >= SHORTEST}, key=len, reverse=True)
    if not parts:
        return text
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, parts))})\b", HIDDEN, text, flags=re.IGNORECASE)
