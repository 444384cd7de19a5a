"""Words that an agency may share with everybody: how many reports came, how many were followed up."""

from datetime import date

from messages.base import Message


class WeekToShare(Message):
    """A text to be copied. `agency` is none: the whole government's, by that name. `received`: none where there were
    too few to tell; then only the invitation is shared. `weeks`: over how many. `link`: where to report.
    """

    agency: str | None
    government: str
    bot_name: str
    since: date
    until: date
    weeks: int
    received: int | None
    followed_up: int
    link: str
