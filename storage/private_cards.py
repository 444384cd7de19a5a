"""Which coordinators have a ticket's card in their private chat, where it is kept up to date like those of groups."""

from functools import cache

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import Repository

_cards = tables.private_cards
READERS = sa.select(_cards.c.person_id).where(_cards.c.ticket_id == sa.bindparam("ticket")).order_by(_cards.c.person_id)


@cache
def _put(dialect: str) -> Executable:
    return insert(dialect, _cards).on_conflict_do_nothing()


class PrivateCards(Repository):
    """Every card that a coordinator asked for alone with us."""

    async def put(self, ticket_id: int, person_id: int) -> None:
        """The person has the ticket's card from now on."""
        await self._run(_put(self._dialect), {"ticket_id": ticket_id, "person_id": person_id})

    async def readers(self, ticket_id: int) -> tuple[int, ...]:
        """Who has the ticket's card."""
        return tuple((await self._run(READERS, {"ticket": ticket_id})).scalars())

    async def drop(self, ticket_id: int, person_id: int) -> None:
        """It is not kept up to date any more."""
        which = (_cards.c.ticket_id == ticket_id, _cards.c.person_id == person_id)
        await self._run(sa.delete(_cards).where(*which))
