"""Erasing people, and the words of tickets: nothing that identifies anybody is left, the facts are.

A ticket that was forgotten belongs to nobody: one row of `people` stands for all of them, so that not even which
tickets came from the same person can be told. Whoever reported is erased from each table by its own rule; a new table
that holds something of a person needs a line here (a test looks through all of them).
"""

import secrets
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.holds import RUNNING
from storage.people import People
from storage.repository import Repository, chat_from_json, chat_to_json
from storage.searches import add_words, word_rows
from storage.ticket_rows import event_from, event_values, ticket_from, ticket_values
from storage.values import Concerned, Erasure, OutboxStatus, Person
from tickets.dialogue import Chat, ChatKind
from tickets.events import ActorKind, Event
from tickets.sources import RECORDED
from tickets.ticket import Ticket

_people = tables.people
_tickets = tables.tickets
_events = tables.events
_outbox = tables.outbox
_inbox = tables.inbox
_erasures = tables.erasures
_messages = tables.messages
_CHAT = "erasures.chat"
_PROFILE = "people.profile"
_RECORD = "records.content"
_NOBODY: Final = "nobody"
_TOKEN_BYTES = 16
_RECORDED = [source.value for source in RECORDED]
_REFERRING = (
    (tables.consents, "person_id"),
    (tables.group_people, "person_id"),
    (tables.duties, "person_id"),
    (tables.duty_changes, "person_id"),
    (tables.dialogues, "person_id"),
    (tables.expectations, "person_id"),
    (tables.followers, "person_id"),
    (tables.claim_tries, "person_id"),
    (tables.private_cards, "person_id"),
    (tables.held_reports, "person_id"),
    (tables.file_minutes, "person_id"),
)
"""Rows that are about one person only, and go with them."""
_BINDING = (
    _tickets.c.reporter_id,
    _tickets.c.taken_by,
    tables.followers.c.person_id,
    tables.roles.c.person_id,
    tables.group_people.c.person_id,
    tables.dialogues.c.person_id,
    tables.expectations.c.person_id,
    _erasures.c.person_id,
)
"""Who is there has still to do with us."""

Change = Callable[[str], str]
"""What becomes of words."""


@cache
def _nobody(dialect: str) -> Executable:
    return insert(dialect, _people).on_conflict_do_nothing()


class Erasures(Repository):
    """What was, and is to be, erased."""

    happened = False
    """Whether anything was erased in this transaction."""

    async def ask(self, person_id: int, chat: Chat, at: datetime) -> Erasure:
        """Keep the wish to be erased; the one that is kept already, where it waits."""
        waiting = sa.select(_erasures).where(_erasures.c.person_id == person_id, _erasures.c.done_at.is_(None))
        row = (await self._run(waiting)).one_or_none()
        if row is None:
            values = {"person_id": person_id, "chat": self._seal_json(chat_to_json(chat), _CHAT), "asked_at": at}
            row = (await self._run(sa.insert(_erasures).values(values).returning(*_erasures.c))).one()
        return self._erasure(row)

    async def open(self, limit: int) -> tuple[Erasure, ...]:
        """Wishes that are not done to the end, oldest first."""
        waits = sa.select(_erasures).where(_erasures.c.chat.is_not(None)).order_by(_erasures.c.id).limit(limit)
        return tuple(map(self._erasure, await self._run(waits)))

    async def done(self, erasure_id: int, at: datetime) -> None:
        """The person is erased; the chat may be needed once more."""
        await self._run(sa.update(_erasures).where(_erasures.c.id == erasure_id).values(done_at=at))

    async def close(self, erasure: Erasure, before: datetime) -> None:
        """Sweep up what was said to the chat until then, the last goodbye included, and forget which chat it was."""
        key = self._chat_key(erasure.chat)
        until = _outbox.c.created_at <= before, _outbox.c.settled_at.is_not(None)
        await self._run(sa.delete(_outbox).where(_outbox.c.chat_key == key, *until))
        await self._run(sa.delete(_messages).where(_messages.c.chat_key == key, _messages.c.at <= before))
        lane = self._sealer.key_of("lane", erasure.chat.channel, erasure.chat.id)
        handled = _inbox.c.received_at <= before, _inbox.c.settled_at.is_not(None)
        await self._run(sa.update(_inbox).where(_inbox.c.lane == lane, *handled).values(lane=""))
        await self._run(sa.update(_erasures).where(_erasures.c.id == erasure.id).values(chat=None))

    async def tickets_of(self, person_id: int) -> tuple[Ticket, ...]:
        """The tickets that somebody filed and that are not forgotten, oldest first, held by this transaction."""
        own = _tickets.c.reporter_id == person_id, _tickets.c.source.not_in(_RECORDED)
        statement = sa.select(_tickets).where(*own).order_by(_tickets.c.id).with_for_update()
        return tuple(ticket_from(row, (), self._sealer) for row in (await self._run(statement)).all())

    async def ended(self, limit: int) -> tuple[Ticket, ...]:
        """Closed tickets of people who were erased while they were open; held ones stay."""
        nobody = sa.select(_people.c.id).where(_people.c.person_key == _NOBODY).scalar_subquery()
        return await self._to_forget(_tickets.c.reporter_id == nobody, sa.not_(_tickets.c.is_open), limit=limit)

    async def outlived(self, before: datetime, limit: int) -> tuple[Ticket, ...]:
        """Tickets that were closed before that time; held ones stay."""
        return await self._to_forget(_tickets.c.closed_at < before, limit=limit)

    async def strangers(self, before: datetime, limit: int) -> tuple[Person, ...]:
        """People who first wrote before that time and of whom nothing else is left: no report, no role, no group."""
        bound = sa.union_all(*(sa.select(column).where(column == _people.c.id) for column in _BINDING))
        idle = _people.c.erased_at.is_(None), _people.c.created_at < before, ~sa.exists(bound)
        rows = await self._run(sa.select(_people.c.id).where(*idle).order_by(_people.c.id).limit(limit))
        return await People(self._connection, self._sealer).several(tuple(rows.scalars()))

    async def concerned(
        self, after: int, limit: int, since: datetime | None = None, until: datetime | None = None
    ) -> tuple[int, tuple[Concerned, ...]]:
        """The next people with an id above `after` who are not erased, and the last id looked at (0: no more).

        `since`, `until`: only those who filed or joined a report that was filed then.
        """
        some = sa.select(_people.c.id).where(_people.c.id > after, _people.c.erased_at.is_(None))
        ids = list((await self._run(some.order_by(_people.c.id).limit(limit))).scalars())
        if not ids:
            return 0, ()
        then = [] if since is None else [_tickets.c.created_at >= since]
        then += [] if until is None else [_tickets.c.created_at < until]
        filed = sa.select(_tickets.c.reporter_id, _tickets.c.number).where(
            _tickets.c.reporter_id.in_(ids), _tickets.c.source.not_in(_RECORDED), *then
        )
        followers = tables.followers
        joined = (
            sa.select(followers.c.person_id, _tickets.c.number)
            .join(_tickets, _tickets.c.id == followers.c.ticket_id)
            .where(followers.c.person_id.in_(ids), *then)
        )
        reports, followed = await self._numbers(filed), await self._numbers(joined)
        people = await People(self._connection, self._sealer).several(ids)
        found = [Concerned(each, reports.get(each.id, ()), followed.get(each.id, ())) for each in people]
        return ids[-1], tuple(each for each in found if not then or each.reports or each.followed)

    async def _numbers(self, statement: sa.Select[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = {}
        for person_id, number in (await self._run(statement.order_by(_tickets.c.id))).all():
            found[person_id] = (*found.get(person_id, ()), number)
        return found

    async def detach(self, ticket: Ticket, change: Change, name: str, at: datetime) -> Ticket:
        """The ticket goes on without its reporter: it is nobody's, and `change` is done to all its words."""
        nobody = await self._nobody(name, at)
        bare = replace(
            ticket,
            reporter_id=nobody,
            text=change(ticket.text),
            address=change(ticket.address),
            draft=f"erased:{secrets.token_hex(_TOKEN_BYTES)}",
        )
        await self._rewrite(ticket, bare, change, nobody)
        return bare

    async def forget(self, ticket: Ticket, instead: str, at: datetime) -> Ticket:
        """Erase all words, places and files of a ticket, and whose it was. `instead`: what stands for words now."""

        def change(words: str) -> str:
            return instead if words else ""

        nobody = await self._nobody(instead, at)
        bare = replace(
            ticket,
            reporter_id=ticket.reporter_id if ticket.source.is_recorded else nobody,
            text=instead,
            address="",
            location=None,
            draft=f"erased:{secrets.token_hex(_TOKEN_BYTES)}",
            attachments=(),
            forgotten_at=at,
        )
        await self._rewrite(ticket, bare, change, nobody)
        for table in (tables.attachments, tables.lessons, tables.sendings):
            await self._run(sa.delete(table).where(table.c.ticket_id == ticket.id))
        await self._run(sa.delete(tables.expectations).where(tables.expectations.c.ticket_id == ticket.id))
        nothing = self._seal_json({"link": "", "said_by": "", "contact": ""}, _RECORD)
        of_ticket = sa.update(tables.records).where(tables.records.c.ticket_id == ticket.id)
        await self._run(of_ticket.values(link_key=None, content=nothing, contact_shown=False))
        return bare

    async def forget_person(self, person: Person, name: str, at: datetime) -> None:
        """Erase somebody who reports: from now on a row without a name stands for what others refer to.

        Their tickets must be nobody's before. What they said to tickets of others is erased here. `name` stands for
        theirs, and for their words.
        """
        self.happened = True
        chat = Chat(person.channel, person.external_id, ChatKind.PRIVATE)
        await self._forget_said(person.id, name, at)
        for table, column in _REFERRING:
            await self._run(sa.delete(table).where(table.c[column] == person.id))
        await self._silence(chat, at)
        await self._drop_failed(chat, person)
        nothing = {"id": "", "name": name, "username": None, "language": None}
        values = {
            "person_key": f"erased:{secrets.token_hex(_TOKEN_BYTES)}",
            "profile": self._seal_json(nothing, _PROFILE),
            "chosen_language": None,
            "blocked": True,
            "notice_version": None,
            "notice_at": None,
            "erased_at": at,
        }
        await self._run(sa.update(_people).where(_people.c.id == person.id).values(values))

    async def drop_dead(self, ticket_ids: Collection[int], at: datetime) -> None:
        """Messages about these tickets that could not be sent are kept no longer."""
        if ticket_ids:
            await self._empty(_outbox.c.ticket_id.in_(list(ticket_ids)), _outbox.c.settled_at.is_not(None), at=at)

    async def _to_forget(self, *which: sa.ColumnElement[bool], limit: int) -> tuple[Ticket, ...]:
        held = sa.select(tables.holds.c.ticket_id).where(RUNNING)
        kept = _tickets.c.forgotten_at.is_(None), _tickets.c.closed_at.is_not(None), _tickets.c.id.not_in(held)
        statement = sa.select(_tickets).where(*which, *kept).order_by(_tickets.c.closed_at, _tickets.c.id).limit(limit)
        rows = (await self._run(statement.with_for_update(skip_locked=True))).all()
        return tuple(ticket_from(row, (), self._sealer) for row in rows)

    async def _rewrite(self, old: Ticket, new: Ticket, change: Change, nobody: int) -> None:
        """Other words in a ticket and its history; the chain forgets the old ones, and so does the search."""
        self.happened = True
        values = ticket_values(new, self._sealer)
        await self._run(sa.update(_tickets).where(_tickets.c.id == new.id).values(values))
        said = []
        own = _events.c.ticket_id == new.id
        for row in (await self._run(sa.select(_events).where(own).order_by(_events.c.seq))).all():
            event = event_from(row, (), self._sealer)
            changed = _without(event, change, old.reporter_id, nobody)
            said.append(changed.text)
            await self._run(_of_event(row).values(self._event_columns(new, changed) | {"salt": None}))
        await self._run(sa.delete(tables.ticket_words).where(tables.ticket_words.c.ticket_id == new.id))
        texts = () if new.forgotten_at else (new.text, new.address, *said)
        await self._run(add_words(self._dialect), word_rows(new, texts, self._sealer))
        for table in (tables.consents, tables.receipts):
            await self._run(sa.delete(table).where(table.c.ticket_id == new.id))
        blocks = tables.blocks
        await self._run(sa.update(blocks).where(blocks.c.ticket_id == new.id).values(ticket_id=None))

    async def _forget_said(self, person_id: int, instead: str, at: datetime) -> None:
        """What somebody said as a reporter, to whichever ticket."""
        as_reporter = _events.c.actor_person_id == person_id, _events.c.actor_kind == ActorKind.REPORTER.value
        rows = (await self._run(sa.select(_events).where(*as_reporter))).all()
        nobody = await self._nobody(instead, at)
        for row in rows:
            ticket_row = (await self._run(sa.select(_tickets).where(_tickets.c.id == row.ticket_id))).one()
            ticket = ticket_from(ticket_row, (), self._sealer)
            event = event_from(row, (), self._sealer)
            bare = _without(event, lambda words: instead if words else "", person_id, nobody)
            await self._run(_of_event(row).values(self._event_columns(ticket, bare) | {"salt": None}))
            of_event = tables.attachments.c.ticket_id == row.ticket_id, tables.attachments.c.event_seq == row.seq
            await self._run(sa.delete(tables.attachments).where(*of_event))

    def _event_columns(self, ticket: Ticket, event: Event) -> dict[str, Any]:
        values = event_values(ticket, event, self._sealer)
        return {name: values[name] for name in ("text", "sealed", "actor_person_id")}

    async def _silence(self, chat: Chat, at: datetime) -> None:
        """Nothing that waits for the chat is sent, nothing that went there is found again."""
        key = self._chat_key(chat)
        await self._empty(_outbox.c.chat_key == key, at=at)
        await self._run(sa.delete(_messages).where(_messages.c.chat_key == key))
        await self._run(sa.delete(tables.searches).where(tables.searches.c.chat_key == key))

    async def _empty(self, *which: sa.ColumnElement[bool], at: datetime) -> None:
        gone = {"status": OutboxStatus.GONE.value, "content": None, "error": None, "blocked_until": None}
        settled = sa.func.coalesce(_outbox.c.settled_at, sa.literal(at, tables.Instant))
        await self._run(
            sa.update(_outbox).where(*which, _outbox.c.content.is_not(None)).values(**gone, settled_at=settled)
        )

    async def _drop_failed(self, chat: Chat, person: Person) -> None:
        """Updates that could not be handled keep their words: not those of this chat or sender any longer."""
        lane = self._sealer.key_of("lane", chat.channel, chat.id)
        rows = (await self._run(sa.select(_inbox).where(_inbox.c.error.is_not(None)))).all()
        for row in rows:
            content = self._sealer.open(row.content, "inbox.content")
            if row.lane == lane or person.external_id.encode() in content:
                this = sa.update(_inbox).where(_inbox.c.id == row.id)
                await self._run(this.values(content=None, error=None))

    async def _nobody(self, name: str, at: datetime) -> int:
        """The person that stands for everybody who was erased."""
        nothing = {"id": "", "name": name, "username": None, "language": None}
        values = {
            "channel": "",
            "person_key": _NOBODY,
            "profile": self._seal_json(nothing, _PROFILE),
            "blocked": True,
            "created_at": at,
            "erased_at": at,
        }
        await self._run(_nobody(self._dialect), values)
        found = await self._run(sa.select(_people.c.id).where(_people.c.person_key == _NOBODY))
        return int(found.scalar_one())

    def _erasure(self, row: sa.Row[Any]) -> Erasure:
        chat = chat_from_json(self._open_json(row.chat, _CHAT))
        return Erasure(row.id, row.person_id, chat, row.asked_at, row.done_at)


def _without(event: Event, change: Change, reporter_id: int, nobody: int) -> Event:
    actor = event.actor
    if actor.kind is ActorKind.REPORTER and actor.person_id == reporter_id:
        actor = replace(actor, person_id=nobody)
    return replace(event, text=change(event.text), actor=actor)


def _of_event(row: sa.Row[Any]) -> sa.Update:
    return sa.update(_events).where(_events.c.ticket_id == row.ticket_id, _events.c.seq == row.seq)
