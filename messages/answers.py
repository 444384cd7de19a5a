"""Answers on their way from an admin's draft to the reporter."""

from messages.base import Message
from messages.group import Who


class AskAnswerAnew(Message):
    """Edit your message, or reply to this with the answer anew. `text`: what to copy, where there is no message."""

    number: str
    who: Who
    text: str = ""


class AnswerLeaving(Message):
    """An answer (or a question) was sent and can still be taken back, for so many seconds."""

    number: str
    text: str
    files: int
    by: str
    seconds: int
    closing: bool
    question: bool


class AnswerGone(Message):
    """Too late to take it back: the reporter has it."""

    number: str


class EditedTooLate(Message):
    """What became an answer or a question was edited: the reporter has the words of before."""

    number: str


class AnswerHeldBack(Message):
    """What was sent could not go out, because the case had changed; the words are kept.

    `because`: "moved" (to another agency), "reopened", "closed" or "changed". `text`: where no preview keeps it.
    """

    number: str
    because: str
    agency: str | None
    text: str
    question: bool


class AnswerExpired(Message):
    """A preview that nobody sent in time was put away."""

    number: str
    text: str


class NotTheirsAnyMore(Message):
    """What was written goes to nobody: the group does not work on the ticket (any more).

    `draft`: in place of the preview, with its words. No number of a ticket that is withheld.
    """

    number: str | None
    draft: bool = False
    text: str = ""


class PlaceNotSent(Message):
    """A reply that is nothing but a point on the map cannot be an answer."""

    number: str
