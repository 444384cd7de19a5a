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
_AT_ONCE = 1000
_ids = sa.bindparam("ids", expanding=True, type_=tables.BigId)
BENEATH = sa.union_all(
    sa.select(
        _tickets.c.id,
        _tickets.c.source,
        _tickets.c.reporter_id.label("person_id"),
        sa.func.coalesce(_tickets.c.closed_at, _tickets.c.created_at, type_=tables.Instant).label("since"),
    ).where(_tickets.c.merged_into.in_(_ids)),
    sa.select(sa.null(), sa.null(), _followers.c.person_id, _followers.c.since).where(_followers.c.ticket_id.in_(_ids)),
)
"""What was merged into these tickets themselves, and who joined them."""


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

    async def of(self, ticket_id: int) -> tuple[Follower, ...]:
        """Everybody who joined the ticket or one merged into it, and the reporters of those, each once, first to last.

        The ticket's own reporter is among them if he did so, too.
        """
        earliest: dict[int, datetime] = {}
        for row in await self._beneath(ticket_id):
            if row.source not in RECORDED:
                earliest[row.person_id] = min(row.since, earliest.get(row.person_id, row.since))
        first_to_last = sorted(earliest.items(), key=lambda each: (each[1], each[0]))
        return tuple(Follower(person_id, since) for person_id, since in first_to_last)

    async def recorded(self, ticket_id: int) -> tuple[int, ...]:
        """The tickets merged into this one that came in elsewhere, whose reporters cannot be written to: whoever
        recorded one is not its reporter.
        """
        return tuple(sorted(row.id for row in await self._beneath(ticket_id) if row.source in RECORDED))

    @remembered(_followers, _tickets)
    async def _beneath(self, ticket_id: int) -> tuple[sa.Row[Any], ...]:
        """The tickets that were merged into this one, through however many others, and who joined it or one of them.

        Nothing was merged into most of them: one look tells.
        """
        found: list[sa.Row[Any]] = []
        seen, next_ones = {ticket_id}, [ticket_id]
        while next_ones:
            some, next_ones = next_ones[:_AT_ONCE], next_ones[_AT_ONCE:]
            rows = [row for row in await self._run(BENEATH, {"ids": some}) if row.id not in seen]
            found += rows
            merged = [row.id for row in rows if row.id is not None]
            seen.update(merged)
            next_ones += merged
        return tuple(found)
