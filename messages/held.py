"""Reports that a limit or a block holds back, as coordinators read them."""

from datetime import datetime

from messages.base import Message, View


class HeldLine(View):
    """A report: since when, and why (a code of `tickets.pace`). Of a secret one, nothing else; what nobody has said yet
    is empty.
    """

    at: datetime
    limit: str
    category: str
    region: str
    text: str


class HeldList(Message):
    """What waits: danger first, then the longest."""

    reports: tuple[HeldLine, ...]
    more: int


class HeldPassed(Message):
    """One was let through. No number: it is secret."""

    number: str | None
    by: str


class HeldSetAside(Message):
    """What somebody blocked wrote becomes no ticket."""

    by: str


class HeldGone(Message):
    """Meanwhile it was sent, changed, or thrown away."""
