"""How people get through the complaint form: what the coordinator reads to make it better."""

from datetime import date

from messages.base import Message, View


class LeftLine(View):
    """At which question (a code of the form) drafts were given up, how many, and as a part of those begun."""

    question: str
    count: int
    share: float


class Needed(View):
    """What half of the people needed at most, and nine of ten."""

    half: int
    nine_of_ten: int


class FormFunnel(Message):
    """The form in a month. `until` is its last day. `open_now`: drafts that somebody may still send."""

    since: date
    until: date
    has_ended: bool
    started: int
    finished: int
    finished_share: float | None
    joined: int
    left_in_all: int
    open_now: int
    left: tuple[LeftLine, ...]
    minutes: Needed | None
    actions: Needed | None


class FunnelHelp(Message):
    """What was typed is no month that there is."""

    example: date
