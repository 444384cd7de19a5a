"""Who else gets what a ticket's reporter gets: people who joined it, and the reporters of tickets merged into it."""

from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.memory import remembered
from storage.repository import Repository
from storage.values import Follower, Via
from tickets.sources import RECORDED

_followers = tables.followers
_tickets = tables.tickets
_RECORDED = [source.value for source in RECORDED]
"""A ticket that came in elsewhere has nobody to write to; whoever recorded it is not its reporter."""


def _tree() -> sa.CTE:
    """A ticket and all that was merged into it, through however many others."""
    start = sa.select(sa.bindparam("ticket", type_=tables.BigId).label("id"))
    tree = start.cte("tree", recursive=True)
    return tree.union(sa.select(_tickets.c.id).where(_tickets.c.merged_into == tree.c.id))


def _of() -> sa.Select[Any]:
    tree = _tree()
    merged = sa.select(_tickets.c.reporter_id.label("person_id"), _tickets.c.closed_at.label("since")).where(
        _tickets.c.id.in_(sa.select(tree.c.id)),
        _tickets.c.id != sa.bindparam("ticket", type_=tables.BigId),
        _tickets.c.source.not_in(_RECORDED),
    )
    joined = sa.select(_followers.c.person_id, _followers.c.since).where(
        _followers.c.ticket_id.in_(sa.select(tree.c.id))
    )
    both = sa.union_all(merged, joined).subquery("followers_of")
    since = sa.func.min(both.c.since, type_=tables.Instant).label("since")
    return sa.select(both.c.person_id, since).group_by(both.c.person_id).order_by(since, both.c.person_id)


def _recorded() -> sa.Select[Any]:
    tree = _tree()
    which = _tickets.c.id.in_(sa.select(tree.c.id)), _tickets.c.source.in_(_RECORDED)
    return sa.select(_tickets.c.id).where(*which, _tickets.c.id != sa.bindparam("ticket", type_=tables.BigId))


OF = _of()
RECORDED_IN = _recorded()


@cache
def _add(dialect: str) -> Executable:
    return insert(dialect, _followers).on_conflict_do_nothing().returning(_followers.c.person_id)


class Followers(Repository):
    """Beside each ticket's own reporter."""

    async def add(self, ticket_id: int, person_id: int, via: Via, at: datetime) -> bool:
        """The person follows the ticket from now on. False when they did before."""
        values = {"ticket_id": ticket_id, "person_id": person_id, "via": via.value, "since": at}
        return (await self._run(_add(self._dialect), values)).scalar_one_or_none() is not None

    async def drop(self, ticket_id: int, person_id: int) -> None:
        """The person does not follow the ticket by himself any more."""
        which = (_followers.c.ticket_id == ticket_id, _followers.c.person_id == person_id)
        await self._run(sa.delete(_followers).where(*which))

    @remembered(_followers, _tickets)
    async def of(self, ticket_id: int) -> tuple[Follower, ...]:
        """Everybody who joined the ticket or one merged into it, and the reporters of those, each once, first to last.

        The ticket's own reporter is among them if he did so, too.
        """
        rows = await self._run(OF, {"ticket": ticket_id})
        return tuple(Follower(row.person_id, row.since) for row in rows)

    @remembered(_tickets)
    async def recorded(self, ticket_id: int) -> tuple[int, ...]:
        """The tickets merged into this one that came in elsewhere, whose reporters cannot be written to."""
        return tuple((await self._run(RECORDED_IN, {"ticket": ticket_id})).scalars())
