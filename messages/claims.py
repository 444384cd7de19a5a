"""The receipt code, and what it does."""

from messages.base import Message


class ReceiptCode(Message):
    """The code, shown this once. `link` opens the report with one tap, where the channel has such links."""

    number: str
    code: str
    link: str | None


class Claimed(Message):
    """The report is on this account now; the code that follows is the new one."""

    number: str
    code: str
    link: str | None


class ClaimedElsewhere(Message):
    """To the account before: the report went to another one."""

    number: str
    contact: str


class AskCode(Message):
    """How to type it."""


class ClaimRefused(Message):
    """Not given: `why` is unknown, own or many (guesses). `left`: tries left today."""

    why: str
    left: int
    contact: str
