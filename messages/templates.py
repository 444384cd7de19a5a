"""What a group reads about its canned answers."""

from datetime import datetime

from messages.base import Message, View
from messages.group import Who


class TemplateLine(View):
    """A canned answer in a list. `sample`: the catalogue's, nobody made it their own."""

    name: str
    text: str
    sample: bool


class TemplateList(Message):
    """What can be used. `number`: for which ticket; empty: to look at and to change."""

    agency: str | None
    number: str
    templates: tuple[TemplateLine, ...]
    total: int
    page: int
    pages: int


class TemplatesOffered(Message):
    """There are canned answers, for who is about to write one."""

    number: str


class TemplateShown(Message):
    """One of them, as it was written. `by`, `at`: who changed it last, when."""

    name: str
    text: str
    sample: bool
    by: str | None
    at: datetime | None


class AskTemplate(Message):
    """Write one, as a reply to this. `changed`: the name of the one that is changed, `text` as it is."""

    who: Who
    changed: str
    text: str
    placeholders: tuple[str, ...]


class TemplateRefused(Message):
    """What was typed is no template. `flaw`: a code of `tickets.templates.Flaw`, "taken" (the name) or "full"."""

    flaw: str
    name: str
    unknown: tuple[str, ...]
    placeholders: tuple[str, ...]
    longest: int
    longest_name: int
    most: int


class TemplateSaved(Message):
    """It is kept. `before`: what it was called before; `new`: it was not there."""

    name: str
    before: str
    text: str
    new: bool


class TemplateChangedMeanwhile(Message):
    """Somebody was quicker: theirs stands, with the words in `text`, and it can be changed again."""

    who: Who
    name: str
    by: str
    text: str


class AskDropTemplate(Message):
    """Delete it?"""

    name: str


class TemplateDropped(Message):
    """It is gone, or, a sample, hidden."""

    name: str
    by: str
    sample: bool


class TemplateUnknown(Message):
    """There is none of that name (any more)."""

    name: str
