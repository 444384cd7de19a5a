"""What tickets taught about whose words are whose: counts without texts.

A word is known here only by the number of a bucket, made with the secret key: nobody reads a name out of the table,
and it never grows beyond its buckets. Two words in one bucket are taken for one; that is rare and does little harm.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import Repository
from tickets.learning import Learnt

BUCKETS: Final = 2**18
"""Room for ten times the words of a language of complaints."""

FEWEST: Final = 2
"""A word that fewer tickets hold teaches nothing: it may be somebody's name."""

_ALL = 0  # the bucket in which every ticket counts
_counts = tables.learnt
_lessons = tables.lessons

_of_ticket = sa.select(_lessons.c.agency, _lessons.c.buckets).where(_lessons.c.ticket_id == sa.bindparam("ticket"))
_teach = sa.insert(_lessons)
_forget = sa.delete(_lessons).where(_lessons.c.ticket_id == sa.bindparam("ticket"))
_found = sa.select(_counts.c.bucket, _counts.c.agency, _counts.c.tickets).where(
    _counts.c.bucket.in_(sa.bindparam("buckets", expanding=True))
)
_these = sa.and_(
    _counts.c.agency == sa.bindparam("of_agency"), _counts.c.bucket.in_(sa.bindparam("buckets", expanding=True))
)
_take_away = sa.update(_counts).where(_these).values(tickets=_counts.c.tickets - 1)
_clear = sa.delete(_counts).where(_these, _counts.c.tickets <= 0)


@cache
def _add(dialect: str) -> Executable:
    new = insert(dialect, _counts)
    return new.on_conflict_do_update(
        index_elements=["bucket", "agency"], set_={"tickets": _counts.c.tickets + new.excluded.tickets}
    )


class Lessons(Repository):
    """What every ticket with a confirmed agency taught."""

    async def teach(self, ticket_id: int, agency: str, words: Sequence[str]) -> None:
        """The ticket's words belong to that agency, and no longer to the one that it taught before."""
        known = await self._lesson(ticket_id)
        if known and known.agency == agency:
            return
        if known:
            await self._take_back(ticket_id, known)
        buckets = sorted({self._bucket(word) for word in words})
        values = {"ticket_id": ticket_id, "agency": agency, "buckets": buckets}
        await self._run(_teach, values)
        rows = [{"bucket": bucket, "agency": agency, "tickets": 1} for bucket in (_ALL, *buckets)]
        await self._run(_add(self._dialect), rows)

    async def forget(self, ticket_id: int) -> None:
        """Take back what the ticket taught, if it did."""
        known = await self._lesson(ticket_id)
        if known:
            await self._take_back(ticket_id, known)

    async def learnt(self, words: Sequence[str]) -> Learnt:
        """What is known about these words, in one look."""
        of_bucket = {self._bucket(word): word for word in words}
        texts: dict[str, int] = {}
        found: dict[str, dict[str, int]] = {}
        for row in await self._run(_found, {"buckets": [_ALL, *of_bucket]}):
            if row.bucket == _ALL:
                texts[row.agency] = row.tickets
            else:
                found.setdefault(of_bucket[row.bucket], {})[row.agency] = row.tickets
        often = {word: counts for word, counts in found.items() if sum(counts.values()) >= FEWEST}
        return Learnt(often, texts)

    async def _take_back(self, ticket_id: int, known: Any) -> None:
        for buckets in ([_ALL], known.buckets):  # first the one that all tickets of the agency have to pass
            which = {"of_agency": known.agency, "buckets": buckets}
            await self._run(_take_away, which)
            await self._run(_clear, which)
        await self._run(_forget, {"ticket": ticket_id})

    async def _lesson(self, ticket_id: int) -> Any:
        return (await self._run(_of_ticket, {"ticket": ticket_id})).one_or_none()

    def _bucket(self, word: str) -> int:
        return int(self._sealer.key_of("learnt", word)[:12], 16) % BUCKETS + 1
