"""The coordinator's desk: a ticket is given to its first agency, sent outside, put aside, corrected."""

from datetime import datetime

from messages.base import Message
from messages.group import Who


class AskFirstAgency(Message):
    """To which agency? With buttons, all of them in pages."""

    number: str


class AskOutside(Message):
    """Whose matter is it? With buttons; the reporter is told at once."""

    number: str


class AskAside(Message):
    """Why is it put aside? With buttons."""

    number: str


class AskAsideWords(Message):
    """Why, in the coordinator's own words, as a reply."""

    number: str
    who: Who
    problem: bool


class AskCorrection(Message):
    """What is wrong? With buttons for what is likely, and ways to the rest."""

    number: str
    category: str
    region: str
    kind: str


class Disposed(Message):
    """What the coordinator decided, in place of the question. `agency`, `body` or `why` is there."""

    number: str
    by: str
    agency: str = ""
    body: str = ""
    why: str = ""
    words: str = ""
    unreachable: bool = False


class Corrected(Message):
    """What the coordinator corrected, in place of the question. `what`: category, region or kind."""

    number: str
    what: str
    before: str
    now: str
    by: str


class VerificationDropped(Message):
    """Nothing was changed."""

    number: str


class AlreadyDisposed(Message):
    """Somebody else was first; `what` is the kind of the event."""

    number: str
    what: str
    agency: str
    by: str
    at: datetime


class InviteNeeded(Message):
    """To the coordinator: a report that only this agency may read waits for its group."""

    agency: str
    code: str


class PutAside(Message):
    """To the reporter: nobody will act, and why; what can be done next."""

    number: str
    why: str
    words: str


class ReportCorrected(Message):
    """To the reporter: the coordinator corrected what the report is about. `what`: category, region or kind."""

    number: str
    what: str
    now: str
