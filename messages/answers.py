"""Answers on their way from an admin's draft to the reporter."""

from messages.base import Message
from messages.group import Who


class AskAnswerAnew(Message):
    """Edit your message, or reply to this with the answer anew."""

    number: str
    who: Who


class AnswerExpired(Message):
    """A preview that nobody sent in time was put away."""

    number: str
    text: str
