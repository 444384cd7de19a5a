"""The tables of a recap, for sheets: what stands in each column, and under each table how it was counted.

Headings, rules and names of states are in `_recap.toml`. Recaps are documents of the government: Indonesian.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from messages.render import Renderer
from tickets.cases import State
from tickets.figures import Figures, Line
from tickets.recap import Recap
from tickets.scoring import Place, interval
from tickets.sources import Source

Unit = TypeVar("Unit")
Cell = str | int | float | date | None
"""None: there is nothing to say, which is not 0."""


class Form(StrEnum):
    """How a column's values are written."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    """A part of 1, as a percentage with two decimals."""
    DECIMAL = "decimal"
    """Two decimals: days, stars."""
    AGENCY_SCORE = "agency_score"
    REGION_SCORE = "region_score"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in files (`key`), its heading, and how its values are written."""

    key: str
    heading: str
    form: Form


@dataclass(frozen=True, slots=True)
class Table:
    """One view of a recap. `notes`: period, filter, cut-off, how it is counted."""

    key: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What codes of the catalogue are called; a code that the catalogue lost stays a code."""

    agencies: Mapping[str, str]
    regions: Mapping[str, str]
    categories: Mapping[str, str]
    coordinator: str
    """What stands where no agency has a ticket."""

    def agency(self, code: str | None) -> str:
        """An agency, or the coordinator for none."""
        return self.coordinator if code is None else self.agencies.get(code, code)


_FIGURES = (
    ("received", Form.COUNT),
    ("verified", Form.COUNT),
    ("followed_up", Form.COUNT),
    ("followed_up_share", Form.SHARE),
    *((state.value, Form.COUNT) for state in State),
    ("late", Form.COUNT),
    ("in_time_share", Form.SHARE),
    ("follow_up_mean", Form.DECIMAL),
    ("follow_up_median", Form.DECIMAL),
    ("completion_mean", Form.DECIMAL),
    ("completion_median", Form.DECIMAL),
    ("stars_mean", Form.DECIMAL),
    ("stars_n", Form.COUNT),
    ("reopened", Form.COUNT),
    ("with_evidence", Form.COUNT),
)
_RANKING = (
    ("place", Form.COUNT),
    ("unit", Form.TEXT),
    ("assigned", Form.COUNT),
    ("followed_up", Form.COUNT),
    ("share", Form.SHARE),
    ("low", Form.SHARE),
    ("high", Form.SHARE),
    ("mean_days", Form.DECIMAL),
)
_SIGNS = ("reopened", "closed", "without_evidence", "bulk", "pasted", "last_minute")


def tables_of(recap: Recap, names: Names, words: Renderer) -> tuple[Table, ...]:
    """Every view, the whole first."""
    writer = _Writer(recap, names, words)
    return (
        writer.figures("whole", [(writer.whose, recap.whole)]),
        writer.figures("agencies", _named(recap.agencies, names.agency)),
        writer.figures("regions", _named(recap.regions, lambda code: names.regions.get(code, code))),
        writer.figures("categories", _named(recap.categories, lambda code: names.categories.get(code, code))),
        writer.figures("sources", _named(recap.sources, writer.source)),
        writer.weeks(),
        writer.ranking("agency_ranking", recap.agency_ranking, names.agencies, Form.AGENCY_SCORE),
        writer.ranking("region_ranking", recap.region_ranking, names.regions, Form.REGION_SCORE),
        writer.responses(),
        writer.signs(),
        writer.never_paired(),
    )


def _named(lines: Iterable[Line[Unit]], name: Callable[[Unit], str]) -> list[tuple[str, Figures]]:
    return [(name(line.unit), line.figures) for line in lines]


class _Writer:
    """The tables of one recap, in words."""

    def __init__(self, recap: Recap, names: Names, words: Renderer) -> None:
        self._recap = recap
        self._names = names
        self._said = words.phrases("recap")
        self.whose = self.say("filters", "all" if recap.agency is None else "one").format(
            agency=names.agency(recap.agency)
        )
        period = recap.period
        since, until, day = (words.written(each, "tgl") for each in (period.since, period.last_day, period.cutoff))
        self._head = (
            self.say("notes", "period").format(since=since, until=until),
            self.say("notes", "filter").format(filter=self.whose),
            self.say("notes", "cutoff").format(day=day, time=words.written(period.cutoff, "jam")),
        )

    def say(self, *path: str) -> str:
        """The words at a place of `_recap.toml`."""
        found = self._said
        for key in path[:-1]:
            found = found[key]
        return str(found[path[-1]])

    def source(self, source: Source) -> str:
        """What a source is called."""
        return self.say("sources", source.value)

    def figures(self, key: str, lines: Iterable[tuple[str, Figures]]) -> Table:
        """The counts of some units."""
        rows = tuple((name, *_cells(found)) for name, found in lines)
        return self._table(key, (("unit", Form.TEXT), *_FIGURES), rows)

    def weeks(self) -> Table:
        """What came in, week by week."""
        return self._table("weeks", (("monday", Form.DAY), ("received", Form.COUNT)), self._recap.weeks)

    def ranking(self, key: str, places: Iterable[Place[str]], names: Mapping[str, str], form: Form) -> Table:
        """A ranking; who has too few tickets has no place and no score."""
        rows = tuple(_ranked(place, names) for place in places)
        return self._table(key, (*_RANKING, ("score", form), ("remark", Form.TEXT)), self._remarked(rows))

    def responses(self) -> Table:
        """How what the media wrote was answered; who was asked nothing has no R."""
        rows = tuple(
            (self._names.agency(each.unit), each.asked, each.answered, None if each.value is None else each.value / 100)
            for each in self._recap.responses
        )
        columns = (("asked", Form.COUNT), ("issues_answered", Form.COUNT), ("response", Form.SHARE))
        return self._table("responses", (("unit", Form.TEXT), *columns), rows)

    def signs(self) -> Table:
        """What could distort the scores."""
        rows = tuple(
            (self._names.agency(code), *(getattr(found, sign) for sign in _SIGNS))
            for code, found in self._recap.signs.items()
        )
        return self._table("signs", (("unit", Form.TEXT), *((sign, Form.COUNT) for sign in _SIGNS)), rows)

    def never_paired(self) -> Table:
        """Who never had a group."""
        rows = tuple((code, self._names.agency(code)) for code in self._recap.never_paired)
        return self._table("never_paired", (("code", Form.TEXT), ("unit", Form.TEXT)), rows)

    def _remarked(self, rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
        too_few = self.say("notes", "too_few")
        return tuple((*row, too_few if row[0] is None else "") for row in rows)

    def _table(self, key: str, columns: Iterable[tuple[str, Form]], rows: Iterable[tuple[Cell, ...]]) -> Table:
        headed = tuple(Column(name, self.say("columns", name), form) for name, form in columns)
        rule = self.say("tables", key, "rule").strip()
        return Table(key, self.say("tables", key, "title"), (*self._head, rule), headed, tuple(rows))


def _cells(found: Figures) -> tuple[Cell, ...]:
    return (
        found.received,
        found.verified,
        found.followed_up,
        found.followed_up_share,
        *(found.states[state] for state in State),
        found.late,
        found.in_time_share,
        found.follow_up.mean,
        found.follow_up.median,
        found.completion.mean,
        found.completion.median,
        found.stars.mean,
        found.stars.n,
        found.reopened,
        found.with_evidence,
    )


def _ranked(place: Place[str], names: Mapping[str, str]) -> tuple[Cell, ...]:
    score = place.score
    low, high = interval(score.followed_up, score.assigned) or (None, None)
    value = None if place.place is None else score.value
    name = names.get(score.unit, score.unit)
    return (place.place, name, score.assigned, score.followed_up, score.share, low, high, score.mean_days, value)
