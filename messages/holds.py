"""Legal holds, as coordinators read them."""

from datetime import datetime

from messages.base import Message, View


class HoldLine(View):
    """A hold that runs."""

    number: str
    reason: str
    by: str
    at: datetime


class HoldList(Message):
    """What is held now, and how to hold something."""

    holds: tuple[HoldLine, ...]


class HoldPlaced(Message):
    """Nothing of the ticket is erased from now on."""

    number: str
    reason: str
    by: str


class HoldRefused(Message):
    """It was not held: `why` is unknown, already, reason (none worth the name) or forgotten (nothing is left)."""

    number: str
    why: str


class AskLift(Message):
    """Really lift it?"""

    number: str
    reason: str


class HoldLifted(Message):
    """It is held no more: what waits to be erased is."""

    number: str
    by: str
