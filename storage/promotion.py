"""The links on posters, and the posters that were asked for and are not drawn yet.

What a link is for never changes: it hangs on walls. The same wish gives the same link again, so that its counts go on.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hmac import compare_digest

import sqlalchemy as sa

from storage import tables
from storage.dialects import Insert, insert
from storage.repository import BIGGEST_ID, Repository, chat_from_json, chat_to_json
from tickets import promotion
from tickets.dialogue import Chat
from tickets.promotion import Link, Scans

_links = tables.promo_links
_orders = tables.poster_orders
_tallies = tables.tallies
_CHAT = "poster_orders.chat"
_SUBJECT = sa.literal("link:") + sa.cast(_links.c.id, sa.Text)
"""As `Link.subject` says it."""
_next = sa.select(_orders).order_by(_orders.c.id).limit(1)
_take = sa.delete(_orders).where(_orders.c.id == sa.bindparam("key")).returning(_orders.c.id)


@cache
def _make(dialect: str) -> Insert:
    return insert(dialect, _links).on_conflict_do_nothing(index_elements=["wish_key"])


@dataclass(frozen=True, slots=True)
class PosterOrder:
    """For which link, and in which chat."""

    chat: Chat
    link_id: int
    id: int = 0


class Promotion(Repository):
    """Every link, and its posters to be drawn."""

    async def link(self, agency: str | None, place: str, region: str | None, at: datetime) -> Link:
        """The link for that; made when it is wanted for the first time. The place's spelling is the first one's."""
        key = self._sealer.key_of("promo link", agency or "", place.casefold(), region or "")
        values = {"wish_key": key, "agency": agency, "place": place, "region": region, "made_at": at}
        await self._run(_make(self._dialect), values)
        return _link((await self._run(sa.select(_links).where(_links.c.wish_key == key))).one())

    async def by_id(self, link_id: int) -> Link | None:
        """The link of that number."""
        if link_id > BIGGEST_ID:
            return None
        row = (await self._run(sa.select(_links).where(_links.c.id == link_id))).one_or_none()
        return None if row is None else _link(row)

    async def of(self, agency: str | None, limit: int, offset: int = 0) -> tuple[tuple[Link, Scans], ...]:
        """An agency's links (none: everybody's) with what came of them, the most used first."""
        started, finished = (
            sa.select(sa.func.coalesce(sa.func.sum(_tallies.c.count), 0))
            .where(_tallies.c.subject == _SUBJECT, _tallies.c.what.in_(what))
            .scalar_subquery()
            for what in ((promotion.STARTED,), (promotion.FINISHED, promotion.JOINED))
        )
        statement = (
            sa.select(_links, started.label("started"), finished.label("finished"))
            .where(*_of(agency))
            .order_by(sa.desc("started"), _links.c.id)
            .limit(limit)
            .offset(offset)
        )
        rows = await self._run(statement)
        return tuple((_link(row), Scans(int(row.started), int(row.finished))) for row in rows)

    async def count(self, agency: str | None) -> int:
        """How many links an agency has, or everybody."""
        statement = sa.select(sa.func.count()).select_from(_links).where(*_of(agency))
        return int((await self._run(statement)).scalar_one())

    def payload(self, link: Link) -> str:
        """What stands behind the bot's address on its posters."""
        return promotion.payload(link.id, self._signature(link.id))

    async def opened(self, text: str) -> Link | None:
        """The link somebody came by; none for a payload that is none of ours, or was altered."""
        found = promotion.read(text)
        if found is None or not compare_digest(self._signature(found[0])[: promotion.SIGNATURE], found[1]):
            return None
        return await self.by_id(found[0])

    async def order(self, chat: Chat, link: Link, at: datetime) -> int:
        """Have its poster drawn; the order's id."""
        values = {"chat": self._seal_json(chat_to_json(chat), _CHAT), "link_id": link.id, "at": at}
        return int((await self._run(sa.insert(_orders).returning(_orders.c.id), values)).scalar_one())

    async def next_order(self) -> PosterOrder | None:
        """The oldest one."""
        row = (await self._run(_next)).one_or_none()
        return row and PosterOrder(chat_from_json(self._open_json(row.chat, _CHAT)), row.link_id, row.id)

    async def take_order(self, order_id: int) -> bool:
        """Remove it; False when somebody else did."""
        return (await self._run(_take, {"key": order_id})).one_or_none() is not None

    def _signature(self, link_id: int) -> str:
        return self._sealer.key_of("promo payload", str(link_id))


def _link(row: sa.Row[tuple[int, str | None, str, str | None]]) -> Link:
    return Link(row.id, row.agency, row.place, row.region)


def _of(agency: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    """Whose; and not those of places of which nobody said yet where they are."""
    is_whole = sa.or_(_links.c.place == "", _links.c.region.is_not(None))
    return (is_whole,) if agency is None else (is_whole, _links.c.agency == agency)
