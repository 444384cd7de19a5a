"""What is read while somebody waits, and after the answer: data wanted, last calls, stars, why it is not done."""

from datetime import datetime

from messages.base import Message
from messages.group import Who
from tickets.deadlines import Remaining

# --- the citizen ------------------------------------------------------------------------------------------------------


class DataWanted(Message):
    """The agency cannot go on without something only the reporter knows. `reminder`: it was asked before."""

    number: str
    agency: str
    question: str
    text_goes_on: bool
    files: int
    until: datetime
    reminder: bool


class AskSupply(Message):
    """Write the data now."""

    number: str
    question: str


class AskWhetherSupply(Message):
    """Something was typed while data are wanted: is this the answer, or a new matter? `text`: all of it, if several."""

    numbers: tuple[str, ...]
    text: str = ""


class QuestionInherited(Message):
    """To the agency that a ticket was passed on to: what was asked before, and is not answered yet."""

    number: str
    agency: str
    question: str
    files: int


class QuestionStands(Message):
    """To the reporter of a ticket that was passed on: what was asked can still be answered."""

    number: str
    agency: str
    question: str


class DataReceived(Message):
    """The data are with the agency; its clock runs again."""

    number: str
    agency: str | None
    due: datetime
    overdue: bool
    awaits_follow_up: bool


class DataLastCall(Message):
    """Without the data the ticket is archived after that day."""

    number: str
    agency: str
    question: str
    until: datetime


class Archived(Message):
    """The data never came."""

    number: str


class SilenceLastCall(Message):
    """Without a word the ticket is closed after that day."""

    number: str
    agency: str
    text: str
    until: datetime


class ClosedBySilence(Message):
    """Nobody objected for so long that it was closed."""

    number: str


class Rated(Message):
    """Thanks for the stars; a comment, perhaps?"""

    number: str
    stars: int


class AskStarsAgain(Message):
    """A number was typed that is no number of stars."""

    number: str


class RatingKept(Message):
    """The stars, and the comment if there was one, are kept."""

    number: str
    stars: int
    commented: bool


class ReasonKept(Message):
    """Why it is not done is with the agency; `why` is a code."""

    number: str
    agency: str | None
    why: str
    due: datetime
    overdue: bool


class DraftNudge(Message):
    """An unfinished draft waits; it is kept until that day."""

    text: str
    started_at: datetime
    until: datetime


class DraftForgotten(Message):
    """An unfinished draft was deleted."""

    text: str


# --- the groups -------------------------------------------------------------------------------------------------------


class AskQuestion(Message):
    """Write the question to the reporter as a reply to this message."""

    number: str
    who: Who
    problem: bool


class QuestionPreview(Message):
    """The question before the reporter sees it."""

    number: str
    text: str
    text_goes_on: bool
    files: int
    until: datetime
    taken_back_by: str | None = None
    """Who took it back after it was sent."""


class QuestionSent(Message):
    """The question is on its way; the clock stands still."""

    number: str
    text: str
    files: int
    by: str
    until: datetime
    unreachable: bool
    erased: bool = False


class QuestionDropped(Message):
    """The question was thrown away."""

    number: str


class ReporterSupplied(Message):
    """The reporter gave the data: the clock runs again."""

    number: str
    reporter: str | None
    text: str
    text_goes_on: bool
    files: int
    due: datetime
    remaining: Remaining
    awaits_follow_up: bool


class TicketArchived(Message):
    """The data never came."""

    number: str


class ReporterRated(Message):
    """The reporter's stars and comment, in one line. No `reporter`: anonymous."""

    number: str
    stars: int
    comment: str
    reporter: str | None


class ReporterExplained(Message):
    """Why the reporter says that it is not done: `why` is a code, or there are words. `agency`: to the coordinator."""

    number: str
    agency: str | None
    reporter: str | None
    why: str
    text: str
    text_goes_on: bool
    files: int
