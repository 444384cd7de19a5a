"""Reporters who may file nothing new for a while: what coordinators and they themselves read."""

from datetime import datetime

from messages.base import Message, View
from messages.citizen import EmergencyLine
from messages.group import Who


class BlockLine(View):
    """A block that runs. No number: its ticket is nobody's any more."""

    number: str | None
    reason: str
    by: str
    until: datetime
    refused: int
    refused_at: datetime | None


class BlockList(Message):
    """Who is blocked, and how to block. `more`: others that run, `hidden`: those that are not told of here."""

    blocks: tuple[BlockLine, ...]
    more: int
    hidden: int


class AskBlockWhy(Message):
    """Why? `alone`: in the private chat, where the reason is simply written."""

    number: str
    who: Who
    alone: bool
    problem: bool


class AskBlockDays(Message):
    """For how long?"""

    number: str
    reason: str


class AskBlock(Message):
    """Really?"""

    number: str
    reason: str
    days: int
    until: datetime


class BlockPlaced(Message):
    """From now on its reporter files nothing new."""

    number: str
    reason: str
    until: datetime
    by: str


class BlockDropped(Message):
    """It was not wanted after all."""

    number: str


class BlockRefused(Message):
    """It cannot be: `why` is unknown, already, free (nothing to lift), secret (not here), recorded, or nobody.

    Or it was no answer: others (`by` is asked), or over (nobody is asked any more).
    """

    number: str
    why: str
    until: datetime | None = None
    by: str = ""


class BlockLifted(Message):
    """It runs no more. No number: its ticket is nobody's any more."""

    number: str | None
    by: str


class Blocked(Message):
    """To the person, once: no new report is taken, why, until when, and whom to ask."""

    reason: str
    until: datetime
    contact: str


class BlockedInDanger(Message):
    """To the person, each time: whom to call, for nobody comes because of it. `kept`: the coordinator can read it."""

    emergencies: tuple[EmergencyLine, ...]
    kept: bool


class Unblocked(Message):
    """To the person: reports are taken again."""
