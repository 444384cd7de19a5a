"""Personal data in citizens' words: masked in groups, shown to one person for a reason, told to the writer."""

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
