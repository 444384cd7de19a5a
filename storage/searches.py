"""Searching tickets by their words, at any number of tickets and without keeping a word in the clear.

Each word of a ticket is a row with a keyed hash. Words of secret tickets are hashed with a key of their own: the words
of the others lie open, and would tell which hash means what. A search begins at its rarest word; where all are common,
it walks from the newest ticket back, and soon has a page full.

Which agency a ticket was ever with, and which region it was ever of, are such words, too: an index on the agency itself
would lure SQLite away from the small one for open tickets.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import BIGGEST_ID, Repository
from storage.sealing import Sealer
from storage.ticket_rows import event_from, ticket_from
from storage.values import ALL, Look, StoredSearch
from tickets.dialogue import Chat
from tickets.searching import kept_words
from tickets.ticket import Ticket

_tickets = tables.tickets
_events = tables.events
_words = tables.ticket_words
_searches = tables.searches
_CONTENT = "searches.content"
RARE = 2_000
"""A word of fewer tickets than this is looked up first."""


@cache
def add_words(dialect: str) -> Executable:
    """The statement that takes `word_rows`; a word that is there already stays."""
    return insert(dialect, _words).on_conflict_do_nothing()


def word_rows(ticket: Ticket, texts: Iterable[str], sealer: Sealer) -> list[dict[str, Any]]:
    """The rows by which a ticket is found by these texts."""
    words = {*kept_words(text for text in texts if text), _region(ticket.region)}
    if ticket.agency:
        words.add(_agency(ticket.agency))
    keys = {_key(word, sealer, secret=ticket.secret) for word in words}
    return [{"word": key, "ticket_id": ticket.id} for key in sorted(keys)]


def texts_of(ticket: Ticket) -> tuple[str, ...]:
    """What of a ticket itself can be found."""
    return ticket.text, ticket.address, ticket.location.title if ticket.location else ""


class Searches(Repository):
    """Looking through all tickets, and the searches that were made."""

    async def index(self, ticket: Ticket, texts: Iterable[str]) -> None:
        """Let the ticket be found by these texts, too."""
        rows = word_rows(ticket, texts, self._sealer)
        if rows:
            await self._run(add_words(self._dialect), rows)

    async def find(self, look: Look, limit: int, offset: int = 0) -> tuple[Ticket, ...]:
        """The tickets that fit, newest first (overdue ones: the most overdue first), without their files."""
        statement = _ordered(await self._statement(look), look).limit(limit).offset(offset)
        return tuple(ticket_from(row, (), self._sealer) for row in await self._run(statement))

    async def count(self, look: Look, most: int) -> int:
        """How many fit, counted no further than `most`."""
        some = (await self._statement(look)).with_only_columns(_tickets.c.id).limit(most).subquery()
        return int((await self._run(sa.select(sa.func.count()).select_from(some))).scalar_one())

    async def keep(self, chat: Chat, content: dict[str, Any], at: datetime) -> int:
        """Keep a search whose pages can be turned in that chat; its id."""
        values = {"chat_key": self._chat_key(chat), "content": self._seal_json(content, _CONTENT), "at": at}
        return int((await self._run(sa.insert(_searches).values(values).returning(_searches.c.id))).scalar_one())

    async def change(self, search_id: int, content: dict[str, Any], at: datetime) -> None:
        """The same search with other filters."""
        values = {"content": self._seal_json(content, _CONTENT), "at": at}
        await self._run(sa.update(_searches).where(_searches.c.id == search_id).values(values))

    async def kept(self, search_id: int, chat: Chat) -> StoredSearch | None:
        """A search that was made in that chat and is not forgotten."""
        if not 0 < search_id <= BIGGEST_ID:
            return None
        same = sa.and_(_searches.c.id == search_id, _searches.c.chat_key == self._chat_key(chat))
        row = (await self._run(sa.select(_searches).where(same))).one_or_none()
        return None if row is None else StoredSearch(row.id, self._open_json(row.content, _CONTENT), row.at)

    async def forget(self, before: datetime) -> None:
        """Drop searches that nobody turned a page of since then."""
        await self._run(sa.delete(_searches).where(_searches.c.at < before))

    async def index_older(self, after: int, limit: int) -> int | None:
        """Index the next tickets behind that id, with their histories: those of before there was an index.

        The last id that was indexed; none when there are no more.
        """
        statement = sa.select(_tickets).where(_tickets.c.id > after).order_by(_tickets.c.id).limit(limit)
        last = None
        for row in (await self._run(statement)).all():
            ticket = ticket_from(row, (), self._sealer)
            history = await self._run(sa.select(_events).where(_events.c.ticket_id == ticket.id))
            said = [event_from(each, (), self._sealer).text for each in history]
            await self.index(ticket, (*texts_of(ticket), *said))
            last = ticket.id
        return last

    async def _statement(self, look: Look) -> sa.Select[Any]:
        """The tickets that fit; by way of the rarest word if it is rare."""
        words = [self._keys(forms) for forms in (*look.words, *_places(look))]
        counts = [await self._tickets_with(keys) for keys in words]
        rarest = min(range(len(words)), key=counts.__getitem__) if words else None
        is_rare = rarest is not None and counts[rarest] < RARE
        return _with_words(look, words, rarest if is_rare else None)

    async def _tickets_with(self, keys: Collection[int]) -> int:
        """How many rows have one of the words, counted up to `RARE`."""
        some = sa.select(_words.c.ticket_id).where(_words.c.word.in_(keys)).limit(RARE).subquery()
        return int((await self._run(sa.select(sa.func.count()).select_from(some))).scalar_one())

    def _keys(self, forms: Collection[str]) -> Sequence[int]:
        return [_key(word, self._sealer, secret=secret) for word in sorted(forms) for secret in (False, True)]


def _key(word: str, sealer: Sealer, *, secret: bool) -> int:
    """63 bits of the word's hash: an integer is kept and compared cheaply, and two words hardly ever share it."""
    return int(sealer.key_of("secret word" if secret else "word", word)[:16], 16) >> 1


def _with_words(look: Look, words: Sequence[Sequence[int]], first: int | None) -> sa.Select[Any]:
    """The statement; the word at the place `first` is where it begins."""
    which = list(_filters(look))
    for place, keys in enumerate(words):
        has_word = sa.select(_words.c.ticket_id).where(_words.c.word.in_(keys))
        if place == first:
            which.append(_tickets.c.id.in_(has_word))
        else:
            which.append(has_word.where(_words.c.ticket_id == _tickets.c.id).correlate(_tickets).exists())
    return sa.select(_tickets).where(*which)


def _ordered(statement: sa.Select[Any], look: Look) -> sa.Select[Any]:
    if look.late_at:
        return statement.order_by(_tickets.c.follow_up_due, _tickets.c.id)
    return statement.order_by(_tickets.c.id.desc())


def _agency(code: str) -> str:
    """Words of people have no colon."""
    return f"agency:{code}"


def _region(code: str) -> str:
    return f"region:{code}"


def _places(look: Look) -> Iterable[frozenset[str]]:
    """The words for whose and where."""
    agencies = {each for each in (look.agency, look.only) if isinstance(each, str)}
    yield from (frozenset({_agency(each)}) for each in sorted(agencies))
    if look.region:
        yield frozenset({_region(look.region)})


def _filters(look: Look) -> Iterable[sa.ColumnElement[bool]]:
    if look.agency is ALL:  # the coordinator, who learns nothing of what is about himself
        yield sa.not_(_tickets.c.withheld)
    else:
        yield _tickets.c.agency == look.agency
    if look.only is not None:
        yield _tickets.c.agency == look.only
    if look.region:
        yield _tickets.c.region == look.region
    if look.statuses:
        yield _tickets.c.status.in_(sorted(look.statuses))
    if look.sources:
        yield _tickets.c.source.in_(sorted(look.sources))
    if look.since:
        yield _tickets.c.created_at >= look.since
    if look.before:
        yield _tickets.c.created_at < look.before
    yield from _work(look)


def _work(look: Look) -> Iterable[sa.ColumnElement[bool]]:
    """What the filters of /tiket ask for, too."""
    if look.late_at or look.untaken:
        yield _tickets.c.awaits_follow_up
    if look.late_at:
        yield _tickets.c.follow_up_due < look.late_at
    if look.untaken:
        yield _tickets.c.taken_by.is_(None)
    if look.taken_by:
        yield _tickets.c.taken_by == look.taken_by
