"""Complete reports that a limit holds back, as coordinators read them."""

from datetime import datetime

from messages.base import Message, View


class HeldLine(View):
    """A report: since when, and by which limit (a code of `tickets.pace`). Of a secret one, nothing else."""

    at: datetime
    limit: str
    category: str
    region: str
    text: str


class HeldList(Message):
    """What waits, the longest first."""

    reports: tuple[HeldLine, ...]
    more: int


class HeldPassed(Message):
    """One was let through. No number: it is secret."""

    number: str | None
    by: str


class HeldGone(Message):
    """Meanwhile it was sent, changed, or thrown away."""
