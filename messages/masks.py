"""What is kept from others: personal data in citizens' words, and files that are not what they say."""

from datetime import datetime

from messages.base import Message, View
from messages.group import Who


class AskUnmask(Message):
    """To whoever pressed *Tampilkan data*: why? `alone`: in the private chat, where the reason is simply written."""

    number: str
    who: Who
    kinds: tuple[str, ...]
    alone: bool
    problem: bool


class Unmasked(Message):
    """In place of the question: who sees what, and why."""

    number: str
    by: str
    kinds: tuple[str, ...]
    reason: str
    alone: bool


class Datum(View):
    """Something personal and its kind, a code of `tickets.personal_data`."""

    kind: str
    value: str


class DataShown(Message):
    """To whoever asked, alone: the data."""

    number: str
    items: tuple[Datum, ...]
    more: int


class DataOpened(Message):
    """To whoever wrote it: their data were shown to somebody, by whom and why. No agency: by the coordinator."""

    number: str
    agency: str
    kinds: tuple[str, ...]
    at: datetime
    reason: str


class NothingMasked(Message):
    """Nothing in the case is masked."""

    number: str


class UnmaskDropped(Message):
    """The wish to see them was given up."""

    number: str


class UnmaskUnsent(Message):
    """To the group: whoever asked has no private chat with the bot yet."""

    number: str
    who: Who


class FileWithheld(Message):
    """To whoever waits for a file: it was held back; `why` is a code of `bot.cleaning`."""

    number: str
    name: str
    why: str


class FileNotPassed(Message):
    """To whoever sent it: the same, and what to do."""

    number: str
    name: str
    why: str
