"""What a group reads about its own work: who is on duty, when it is left in peace, how the week was."""

from datetime import date, datetime

from messages.base import Message, View
from messages.group import Who


class DutyLine(View):
    """One weekday of the plan."""

    weekday: str
    duty: str | None
    stand_in: str | None


class DutyRoster(Message):
    """Who answers today, and the plan."""

    day: date
    today: str | None
    stand_in: str | None
    days: tuple[DutyLine, ...]


class AskWhoIsOnDuty(Message):
    """Who answers on that weekday, or stands in? With the people known from the group as buttons."""

    weekday: str
    standing_in: bool
    is_anybody_known: bool


class AskWhoTakesOver(Message):
    """There is no stand-in: who takes over today?"""

    name: str
    is_anybody_known: bool


class DutyToday(Message):
    """Somebody answers today, perhaps instead of somebody else."""

    answers: Who
    instead_of: Who | None
    day: date


class DutyLeft(Message):
    """Somebody who was on duty left the group: nobody answers on these weekdays now."""

    name: str
    days: tuple[str, ...]


class NotOnDuty(Message):
    """Only who is on duty can be replaced."""

    name: str
    answers: Who | None


class DutyNotUnderstood(Message):
    """The words behind /piket are no days."""

    typed: str


class DutyDayWanted(Message):
    """Somebody is to stand in, or taken off (`clear`), but no day was named: nothing has changed."""

    clear: bool


class DutyOfNobody(Message):
    """An anonymous admin cannot be planned."""


class SilentHours(Message):
    """The group's silent hours, as they are (now)."""

    hours: str | None
    changed: bool


class SilentHoursRefused(Message):
    """Not hours, or so long that nothing would ever come."""

    typed: str
    too_long: bool


class WeekSummary(Message):
    """The week in numbers; the rule of counting stands in it."""

    agency: str | None
    since: datetime
    until: datetime
    received: int
    answered: int
    closed: int
    late: int
    mean_days: float | None
