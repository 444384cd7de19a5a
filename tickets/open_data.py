"""Counts that anybody may read, in which no single report can be found: tables with small numbers left out.

A number below five is left out, and as many others as are needed that it cannot be worked out from the totals. What is
left out is never 0, so every such number lies on a ring of numbers left out along which one more here can be one less
there: the table that is published would be the same. (The ring is looked for in the graph whose points are the lines
of the table, totals among them, and whose edges are the cells left out: an edge that is no bridge lies on a ring.)
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tickets.cases import FOLLOWED_UP, NOT_COUNTED, Case, State

LEAST = 5
"""The smallest number that is published, but for 0. [P]"""

Cell = tuple[int, int]
Cells = list[list[int]]


class Outcome(StrEnum):
    """What became of a report; each is in exactly one."""

    DONE = "done"
    IN_PROCESS = "in_process"
    WAITING = "waiting"
    """Not verified, not answered, or data of the reporter are waited for."""
    OTHER = "other"
    """Archived, out of authority, or merged."""


class Kind(StrEnum):
    """By what a table counts."""

    ALL = "all"
    AGENCY = "agency"
    REGION = "region"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Row:
    """One unit: how many reports, and what became of them; none: left out. `code`: none for the coordinator."""

    kind: Kind
    code: str | None
    received: int | None
    outcomes: tuple[int | None, ...]


def open_data(
    cases: Sequence[Case], agencies: Iterable[str], regions: Iterable[str], categories: Iterable[str]
) -> tuple[Row, ...]:
    """All tables: everything, then by agency, region and category; units without reports, too."""
    counted = Counter(map(case_outcome, cases))
    whole = [*(counted[each] for each in Outcome), len(cases)]
    left_out = _hidden_totals(whole)
    tables: tuple[tuple[Kind, Callable[[Case], str | None], Iterable[str]], ...] = (
        (Kind.AGENCY, lambda case: case.agency, agencies),
        (Kind.REGION, lambda case: case.region, regions),
        (Kind.CATEGORY, lambda case: case.category, categories),
    )
    rows = [_row(Kind.ALL, None, [None if at in left_out else number for at, number in enumerate(whole)])]
    for kind, unit_of, units in tables:
        rows += _table(kind, unit_of, units, cases)
    return tuple(rows)


def case_outcome(case: Case) -> Outcome:
    """What became of it."""
    if case.state in NOT_COUNTED:
        return Outcome.OTHER
    if case.state in FOLLOWED_UP:
        return Outcome.DONE if case.state is State.DONE else Outcome.IN_PROCESS
    return Outcome.WAITING


def _table(
    kind: Kind, unit_of: Callable[[Case], str | None], units: Iterable[str], cases: Sequence[Case]
) -> Iterator[Row]:
    counted = Counter((unit_of(case), case_outcome(case)) for case in cases)
    known: dict[str | None, None] = dict.fromkeys([*units, *sorted({unit or "" for unit, _ in counted})])
    codes = [code or None for code in known]
    shown = protected([[counted[code, each] for each in Outcome] for code in codes])
    for code, numbers in zip(codes, shown, strict=False):
        yield _row(kind, code, numbers)


def _row(kind: Kind, code: str | None, numbers: Sequence[int | None]) -> Row:
    return Row(kind, code, numbers[-1], tuple(numbers[:-1]))


def protected(counts: Cells) -> list[list[int | None]]:
    """The table with a column and a row of totals, without what must be left out.

    Of the row of totals as much is left out in every table of the same reports: that is decided by itself. Raises
    RuntimeError rather than tell too much.
    """
    cells = _with_totals(counts)
    hidden = {
        (row, column) for row, line in enumerate(cells) for column, number in enumerate(line) if _is_small(number)
    }
    last = len(cells) - 1
    hidden |= {(last, column) for column in _hidden_totals(cells[last])}
    small = frozenset(hidden)
    while open_cell := next((cell for cell in sorted(small) if not _is_safe(cell, cells, hidden)), None):
        more = _another(open_cell, cells, hidden)
        if more is None:
            raise RuntimeError("this table cannot be published")
        hidden.add(more)
    return [
        [None if (row, column) in hidden else number for column, number in enumerate(line)]
        for row, line in enumerate(cells)
    ]


def _is_small(number: int) -> bool:
    return 0 < number < LEAST


def _with_totals(counts: Cells) -> Cells:
    rows = [[*line, sum(line)] for line in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _hidden_totals(totals: Sequence[int]) -> set[int]:
    """Of a single line with its total behind it: the small ones, and others until they hide each other."""
    *parts, whole = totals
    hidden = {column for column, number in enumerate(totals) if _is_small(number)}
    if not hidden or _is_small(whole):
        return hidden
    others = sorted((number, column) for column, number in enumerate(parts) if number >= LEAST)
    while others and (len(hidden) < 2 or sum(parts[column] for column in hidden) < LEAST):
        hidden.add(others.pop(0)[1])
    return hidden


def _is_safe(cell: Cell, cells: Cells, hidden: set[Cell]) -> bool:
    """Whether neither its row nor its column tells it, nor both together; and no line tells that all in it is small."""
    return _is_on_a_ring(cell, hidden) and all(_says_little(line, cells, hidden) for line in _lines(cell, cells))


def _lines(cell: Cell, cells: Cells) -> tuple[list[Cell], list[Cell]]:
    """Its row and its column, each with its total last."""
    row, column = cell
    return [(row, each) for each in range(len(cells[0]))], [(each, column) for each in range(len(cells))]


def _says_little(line: Sequence[Cell], cells: Cells, hidden: set[Cell]) -> bool:
    *parts, total = line
    sums = sum(cells[row][column] for row, column in parts if (row, column) in hidden)
    return total in hidden or sums == 0 or sums >= LEAST


def _is_on_a_ring(cell: Cell, hidden: set[Cell]) -> bool:
    """Whether its row can be reached from its column by other cells that are left out."""
    in_row, in_column = defaultdict(list), defaultdict(list)
    for row, column in hidden - {cell}:
        in_row[row].append(column)
        in_column[column].append(row)
    seen: set[int] = set()
    columns = [cell[1]]
    while columns:
        for row in set(in_column[columns.pop()]) - seen:
            if row == cell[0]:
                return True
            seen.add(row)
            columns += in_row[row]
    return False


def _another(cell: Cell, cells: Cells, hidden: set[Cell]) -> Cell | None:
    """What is to be left out, too: the smallest number beside or below it, or beside one of those left out there.

    Of the row of totals nothing more: it stands in other tables, too. Nought is never left out.
    """
    last = len(cells) - 1
    reached, lines = {cell}, [cell]
    while lines:
        near = [each for place in lines for line in _lines(place, cells) for each in line]
        fitting = {each for each in near if each not in hidden and each[0] != last and cells[each[0]][each[1]] > 0}
        if fitting:
            return min(fitting, key=lambda each: (cells[each[0]][each[1]], each))
        lines = [each for each in dict.fromkeys(near) if each in hidden and each not in reached]
        reached.update(lines)
    return None
