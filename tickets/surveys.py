"""What is counted of a period for recaps, rankings, certificates and open data, out of all tickets' histories."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tickets.calendar import WorkingCalendar
from tickets.cases import Case, Clock, History, case_at
from tickets.deadlines import DeadlineRules
from tickets.open_data import Row, open_data
from tickets.recap import MIDNIGHT, Counting, Period, Recap, Units
from tickets.scoring import AskedIssue


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A period, and all that counting it needs to know. `categories`: by code, whether they are sensitive; `only`: one
    agency's reports; `for_everybody`: what is published of the period is wanted, too.

    Known once it begins: `paired`, the agencies that ever had a group; `secret`, the ids of secret tickets.
    """

    period: Period
    agencies: tuple[str, ...]
    regions: tuple[str, ...]
    categories: Mapping[str, bool]
    calendar: WorkingCalendar
    rules: DeadlineRules
    only: str | None = None
    for_everybody: bool = False
    paired: frozenset[str] = frozenset()
    secret: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Counted:
    """A recap, and how many tickets it was counted from. `public`: the lines of open data, if they were wanted."""

    found: Recap
    tickets: int
    public: tuple[Row, ...] = ()


class Surveying:
    """A survey that is being made: histories come a few at a time, and little is kept of them."""

    def __init__(self, survey: Survey) -> None:
        period, calendar = survey.period, survey.calendar
        self._survey = survey
        self._clock = Clock(calendar, survey.rules)
        units = Units(survey.agencies, survey.regions, tuple(survey.categories), survey.paired)
        self._counting = Counting(period, units, self._clock, survey.only)
        self._since = calendar.at(period.since, MIDNIGHT)
        self._until = min(calendar.at(period.until, MIDNIGHT), period.cutoff)
        self._public: list[Case] = []

    def add(self, histories: Sequence[History]) -> None:
        """Some tickets more. Raises CalendarUnknown for years that nobody knows."""
        self._counting.add(histories)
        if self._survey.for_everybody:
            self._public += self._to_publish(histories)

    def _to_publish(self, histories: Iterable[History]) -> Iterable[Case]:
        """The reports that were filed in the period, neither secret nor of a sensitive category, even where their
        reporter called them open.
        """
        survey = self._survey
        for history in histories:
            if self._since <= history.created_at < self._until and history.ticket_id not in survey.secret:
                case = case_at(history, survey.period.cutoff, self._clock)
                if not survey.categories.get(case.category, False):
                    yield case

    def counted(self, pasted: Mapping[str | None, int], asked: Mapping[str, Sequence[AskedIssue]]) -> Counted:
        """What was counted. By agency: how many of its answers were sent alike (`pasted`), and what the media wrote
        that it was asked to answer.
        """
        return Counted(self._counting.recap(pasted, asked), self._counting.tickets, self._rows())

    def _rows(self) -> tuple[Row, ...]:
        survey = self._survey
        if not survey.for_everybody:
            return ()
        open_categories = [code for code, is_sensitive in survey.categories.items() if not is_sensitive]
        return open_data(self._public, survey.agencies, survey.regions, open_categories)
