"""What is counted and not remembered: how often something happened in a month, without whom, which or when exactly.

Counted are steps of the form and scans of posters. Counts are gathered during a transaction and written at its end, in
one order: rows that everybody counts up are held for a moment only, and nobody waits for anybody in a circle.
"""

from collections import Counter
from datetime import date
from functools import cache

import sqlalchemy as sa

from storage import tables
from storage.connection import Connection
from storage.dialects import Insert, insert
from storage.memory import Memory
from storage.repository import Repository
from storage.sealing import Sealer

_tallies = tables.tallies
_KEY = ("subject", "month", "what")
_total = sa.func.sum(_tallies.c.count).label("total")


@cache
def _add(dialect: str) -> Insert:
    new = insert(dialect, _tallies)
    more = {"count": _tallies.c.count + new.excluded["count"]}
    return new.on_conflict_do_update(index_elements=list(_KEY), set_=more)


class Tallies(Repository):
    """Every count."""

    def __init__(self, connection: Connection, sealer: Sealer, memory: Memory) -> None:
        super().__init__(connection, sealer, memory)
        self._gathered: list[tuple[tuple[str, date, str], int]] = []

    def count(self, subject: str, day: date, *what: str, times: int = 1) -> None:
        """Once more each of these, in the month of that local day; `times` -1: once less, it shall not be counted."""
        self._gathered += [((subject, day.replace(day=1), each), times) for each in what]

    async def flush(self) -> None:
        """Write what was gathered."""
        if not self._gathered:
            return
        counted: Counter[tuple[str, date, str]] = Counter()
        for key, times in self._gathered:
            counted[key] += times
        self._gathered = []
        rows = [{**dict(zip(_KEY, key, strict=True)), "count": count} for key, count in sorted(counted.items())]
        await self._run(_add(self._dialect), rows)

    def mark(self) -> int:
        """How far the gathering is, for `back_to`."""
        return len(self._gathered)

    def back_to(self, mark: int) -> None:
        """Forget what was gathered since."""
        del self._gathered[mark:]

    async def of(self, subject: str, since: date, until: date) -> dict[str, int]:
        """What was counted from the month of `since` on and before that of `until`, by what."""
        within = sa.and_(_tallies.c.month >= since.replace(day=1), _tallies.c.month < until.replace(day=1))
        return await self._sums(sa.and_(_tallies.c.subject == subject, within))

    async def ever(self, subject: str) -> dict[str, int]:
        """What was counted at any time, by what."""
        return await self._sums(_tallies.c.subject == subject)

    async def _sums(self, which: sa.ColumnElement[bool]) -> dict[str, int]:
        statement = sa.select(_tallies.c.what, _total).where(which).group_by(_tallies.c.what)
        return {row.what: int(row.total) for row in await self._run(statement)}
