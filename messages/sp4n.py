"""What the coordinator reads about SP4N-LAPOR!."""

from datetime import date

from messages.base import Message


class Sp4nHelp(Message):
    """What /sp4n takes."""

    example: str


class Sp4nNumbered(Message):
    """The ticket has both numbers now."""

    number: str
    sp4n: str


class Sp4nTaken(Message):
    """Another ticket has that national number."""

    sp4n: str
    other: str


class Sp4nExported(Message):
    """The caption of an export."""

    since: date
    tickets: int
    agency: str | None


class Sp4nNothing(Message):
    """Nothing was filed in that month."""

    since: date
