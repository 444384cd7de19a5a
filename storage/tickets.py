"""The tickets and their histories."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.chains import FIRST, Link, link_values
from storage.dialects import insert
from storage.errors import DraftTaken, NumberTaken, StaleTicket
from storage.memory import remembered
from storage.repository import BIGGEST_ID, Repository
from storage.searches import add_words, texts_of, word_rows
from storage.ticket_rows import (
    REPORTED,
    attachment_from,
    attachment_values,
    draft_key,
    event_from,
    event_values,
    report_from,
    step_values,
    ticket_from,
    ticket_values,
)
from storage.values import ALL, Agencies, Burden, Sample, Wanted
from tickets.dialogue import Attachment
from tickets.events import Event, EventKind
from tickets.overview import Filter
from tickets.questions import PASSED_ON, SPOKEN
from tickets.similarity import Report
from tickets.sources import Source
from tickets.ticket import Status, Ticket

_tickets = tables.tickets
_events = tables.events
_attachments = tables.attachments

_MOVING = frozenset({EventKind.ASSIGNED, EventKind.TRANSFERRED, EventKind.CORRECTED})
"""After which a ticket may be another agency's or region's, and has to be found as such."""
_first_of_it = sa.and_(_attachments.c.ticket_id == _tickets.c.id, _attachments.c.event_seq.is_(None))
_one_ticket = sa.select(_tickets, sa.exists().where(_first_of_it).label("has_files"))
"""Most have none, and need not be asked for them once more."""
_by_id = _one_ticket.where(_tickets.c.id == sa.bindparam("value"))
_by_ids = sa.select(_tickets).where(_tickets.c.id.in_(sa.bindparam("ids", expanding=True))).order_by(_tickets.c.id)
_by_number = _one_ticket.where(_tickets.c.number == sa.bindparam("value"))
_by_sp4n = _one_ticket.where(_tickets.c.sp4n_number == sa.bindparam("value"))
_facts = sa.select(_events.c.seq).where(_events.c.ticket_id == _tickets.c.id)
_last_fact = _facts.order_by(_events.c.seq.desc()).limit(1)
_save = (
    sa.update(_tickets)
    .where(_tickets.c.id == sa.bindparam("this_ticket"), _tickets.c.revision == sa.bindparam("expected"))
    .returning(
        _last_fact.scalar_subquery().label("seq"),
        _last_fact.with_only_columns(_events.c.hash).scalar_subquery().label("hash"),
    )
)
_by_draft = _one_ticket.where(_tickets.c.draft_key == sa.bindparam("value"))
_of_reporter = (
    sa.select(_tickets)
    .where(_tickets.c.reporter_id == sa.bindparam("person"), _tickets.c.source == Source.TELEGRAM.value)
    .order_by(_tickets.c.id.desc())
    .limit(sa.bindparam("count"))
    .offset(sa.bindparam("start"))
)
_last_spoken = (
    sa.select(_events.c.kind)
    .where(_events.c.ticket_id == _tickets.c.id, _events.c.kind.in_(sorted(SPOKEN)))
    .order_by(_events.c.seq.desc())
    .limit(1)
    .scalar_subquery()
)
_wanting_data = _of_reporter.where(
    sa.or_(
        _tickets.c.status == Status.WAITING_REPORTER.value,
        sa.and_(_tickets.c.status.in_(sorted(PASSED_ON)), _last_spoken == EventKind.ASKED.value),
    )
)
_sent_at = _of_reporter.with_only_columns(_tickets.c.created_at)
_files_of_one = (
    sa.select(_attachments)
    .where(_attachments.c.ticket_id == sa.bindparam("ticket"), _attachments.c.event_seq.is_(None))
    .order_by(_attachments.c.id)
)
_files_of_several = (
    sa.select(_attachments)
    .where(_attachments.c.ticket_id.in_(sa.bindparam("ids", expanding=True)), _attachments.c.event_seq.is_(None))
    .order_by(_attachments.c.id)
)
_append = sa.insert(_events)
_of_its_history = _attachments.c.ticket_id == sa.bindparam("of_ticket"), _attachments.c.event_seq.is_not(None)
_history = (
    sa.select(_events, sa.exists().where(*_of_its_history).label("has_files"))
    .where(_events.c.ticket_id == sa.bindparam("of_ticket"))
    .order_by(_events.c.seq)
)
_files_of_history = sa.select(_attachments).where(*_of_its_history).order_by(_attachments.c.id)
_person = sa.bindparam("person", type_=tables.BigId)
_followed = sa.union(
    sa.select(_tickets.c.id).where(_tickets.c.reporter_id == _person, _tickets.c.source == Source.TELEGRAM.value),
    sa.select(tables.followers.c.ticket_id).where(tables.followers.c.person_id == _person),
)
_followed_by = (
    sa.select(_tickets)
    .where(_tickets.c.id.in_(_followed))
    .order_by(_tickets.c.id.desc())
    .limit(sa.bindparam("count"))
    .offset(sa.bindparam("start"))
)
_alike = (
    _tickets.c.region == sa.bindparam("region"),
    _tickets.c.category == sa.bindparam("category"),
    _tickets.c.created_at >= sa.bindparam("since"),
    _tickets.c.is_open,
    sa.not_(_tickets.c.secret),
)
_reporters = sa.select(sa.func.count(_tickets.c.reporter_id.distinct())).where(
    _tickets.c.region == sa.bindparam("region"),
    _tickets.c.category == sa.bindparam("category"),
    _tickets.c.created_at >= sa.bindparam("since"),
    sa.not_(_tickets.c.secret),
)
_sent = (
    sa.select(sa.func.count())
    .select_from(_tickets)
    .where(_tickets.c.created_at > sa.bindparam("since"), _tickets.c.source == Source.TELEGRAM.value)
)
_earlier = _tickets.alias("earlier")
_sent_first = _sent.where(
    ~sa.exists().where(_earlier.c.reporter_id == _tickets.c.reporter_id, _earlier.c.id < _tickets.c.id)
)
_newest_first = _tickets.c.created_at.desc(), _tickets.c.id.desc()
_similar = sa.select(_tickets).where(*_alike).order_by(*_newest_first).limit(sa.bindparam("count"))
_similar_reports = (
    sa.select(_tickets.c.id, *(_tickets.c[name] for name in REPORTED))
    .where(*_alike)
    .order_by(*_newest_first)
    .limit(sa.bindparam("count"))
)


_is_late = _tickets.c.awaits_follow_up, _tickets.c.follow_up_due < sa.bindparam("now")
_burdens = (
    sa.select(
        _tickets.c.agency,
        sa.func.count().label("waiting"),
        sa.func.sum(sa.case((sa.and_(*_is_late), 1), else_=0)).label("late"),
    )
    .where(_tickets.c.is_open)
    .group_by(_tickets.c.agency)
)


_WHOSE: dict[str, tuple[sa.ColumnElement[bool], ...]] = {
    "all": (sa.not_(_tickets.c.withheld),),
    "nobody": (_tickets.c.is_open, _tickets.c.agency.is_(None)),
    "one": (_tickets.c.is_open, _tickets.c.agency == sa.bindparam("code")),
}
"""Whose tickets a statement is about; an agency's by the index that begins with it."""


def _whose(agency: Agencies) -> tuple[str, dict[str, Any]]:
    if agency is ALL:
        return "all", {}
    return ("nobody", {}) if agency is None else ("one", {"code": agency})


@cache
def _overdue(whose: str) -> sa.Select[Any]:
    order = sa.select(_tickets).where(*_is_late, *_WHOSE[whose]).order_by(_tickets.c.follow_up_due, _tickets.c.id)
    return order.limit(sa.bindparam("count")).offset(sa.bindparam("start"))


@cache
def _count_overdue(whose: str) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(_tickets).where(*_is_late, *_WHOSE[whose])


@cache
def _insert(dialect: str) -> Executable:
    return insert(dialect, _tickets).on_conflict_do_nothing().returning(_tickets.c.id)


@cache
def _locked(statement: sa.Select[Any]) -> sa.Select[Any]:
    """The same for a transaction of its own; made once for each of the few statements above."""
    return statement.with_for_update()


class Tickets(Repository):
    """Every ticket there ever was."""

    async def insert(self, ticket: Ticket, events: Sequence[Event]) -> Ticket:
        """Store a new ticket with its first events; the same ticket comes back with its id.

        Raises NumberTaken (draw another number) or DraftTaken (this draft is a ticket already); the transaction goes
        on.
        """
        values = ticket_values(ticket, self._sealer)
        ticket_id = (await self._run(_insert(self._dialect), values)).scalar_one_or_none()
        if ticket_id is None:
            raise await self._collision(ticket)
        ticket = replace(ticket, id=ticket_id)
        await self._attach(ticket.id, None, ticket.attachments)
        last, rows = FIRST, []
        for event in events:
            last, values = self._linked(ticket, event, last)
            rows.append(values)
        if rows:
            await self._run(_append, rows)
        for event, values in zip(events, rows, strict=True):
            await self._attach(ticket.id, values["seq"], event.attachments)
        await self._index(ticket, (*texts_of(ticket), *(event.text for event in events)))
        return ticket

    async def save(self, ticket: Ticket, event: Event, expected_revision: int) -> None:
        """Keep a changed ticket and what happened to it.

        `expected_revision` is that of the ticket before the change; StaleTicket when it has another one by now.
        """
        values = step_values(ticket, self._sealer)
        this = {"this_ticket": ticket.id, "expected": expected_revision}
        last = (await self._run(_save, values | this)).one_or_none()
        if last is None:
            raise StaleTicket(f"ticket {ticket.id} is not at revision {expected_revision}")
        _, values = self._linked(ticket, event, FIRST if last.seq is None else Link(last.seq, last.hash))
        await self._run(_append, values)
        await self._attach(ticket.id, values["seq"], event.attachments)
        if event.text or event.kind in _MOVING:
            await self._index(ticket, (event.text,))

    async def give(self, ticket_id: int, person_id: int) -> None:
        """From now on the ticket is another person's report; its history says who did what, as before."""
        await self._run(sa.update(_tickets).where(_tickets.c.id == ticket_id).values(reporter_id=person_id))

    async def get(self, ticket_id: int) -> Ticket:
        """The ticket that is known to be there; KeyError where it is not."""
        ticket = await self.by_id(ticket_id)
        if ticket is None:
            raise KeyError(ticket_id)
        return ticket

    async def by_id(self, ticket_id: int, *, lock: bool = False) -> Ticket | None:
        """The ticket with this id. `lock`: no other process changes it until this transaction ends."""
        return await self._one(_by_id, ticket_id, lock) if 0 < ticket_id <= BIGGEST_ID else None

    async def after(self, ticket_id: int, limit: int) -> tuple[Ticket, ...]:
        """The tickets with a higher id, the oldest first."""
        statement = sa.select(_tickets).where(_tickets.c.id > ticket_id).order_by(_tickets.c.id).limit(limit)
        return await self._several(statement)

    async def by_ids(self, ids: Collection[int]) -> tuple[Ticket, ...]:
        """The tickets with these ids, the oldest first; those that are not there are left out."""
        return await self._several(_by_ids, {"ids": list(ids)}) if ids else ()

    async def by_number(self, number: str, *, lock: bool = False) -> Ticket | None:
        """The ticket with exactly this number."""
        return await self._one(_by_number, number, lock)

    async def by_draft(self, draft: str, *, lock: bool = False) -> Ticket | None:
        """The ticket that came of a draft."""
        return await self._one(_by_draft, draft_key(self._sealer, draft), lock)

    async def by_sp4n(self, number: str, *, lock: bool = False) -> Ticket | None:
        """The ticket with that number in SP4N-LAPOR!."""
        return await self._one(_by_sp4n, number, lock)

    async def filed(self, since: datetime, until: datetime, agency: Agencies = ALL) -> tuple[Ticket, ...]:
        """Every ticket that was filed from `since` until before `until`, oldest first."""
        created = _tickets.c.created_at
        statement = sa.select(_tickets).where(created >= since, created < until, *_of(agency))
        return await self._several(statement.order_by(_tickets.c.id))

    async def of_reporter(self, person_id: int, limit: int, offset: int = 0) -> tuple[Ticket, ...]:
        """Somebody's own tickets, newest first; not those that he recorded for others."""
        return await self._several(_of_reporter, {"person": person_id, "count": limit, "start": offset})

    async def wanting_data_of(self, person_id: int, limit: int) -> tuple[Ticket, ...]:
        """Somebody's own tickets for which data are wanted of him, newest first; another agency may have one since."""
        return await self._several(_wanting_data, {"person": person_id, "count": limit, "start": 0})

    async def sent_at(self, person_id: int, back: int = 0) -> datetime | None:
        """When somebody sent his latest report, or the one that is so many before it; none where there is none."""
        sent = await self._run(_sent_at, {"person": person_id, "count": 1, "start": back})
        at: datetime | None = sent.scalar_one_or_none()
        return at

    async def count_of_reporter(self, person_id: int) -> int:
        """How many tickets somebody has sent."""
        return await self._count(*_own(person_id))

    async def followed(self, person_id: int, limit: int, offset: int = 0) -> tuple[Ticket, ...]:
        """Somebody's own tickets and those that he joined, newest first."""
        return await self._several(_followed_by, {"person": person_id, "count": limit, "start": offset})

    async def count_followed(self, person_id: int) -> int:
        """How many tickets `followed` would give without a limit."""
        return await self._count(_tickets.c.id.in_(_followed.params(person=person_id)))

    async def similar(self, region: str, category: str, since: datetime, limit: int) -> tuple[Ticket, ...]:
        """Open tickets of a region and category filed since then, newest first. Secret ones are not among them."""
        values = {"region": region, "category": category, "since": since, "count": limit}
        return await self._several(_similar, values)

    async def similar_reports(
        self, region: str, category: str, since: datetime, limit: int
    ) -> tuple[tuple[int, Report], ...]:
        """What `similar` would give, with nothing but what two reports are compared by; ticket ids before them."""
        values = {"region": region, "category": category, "since": since, "count": limit}
        return tuple((row.id, report_from(row)) for row in await self._run(_similar_reports, values))

    async def count_reporters(self, region: str, category: str, since: datetime) -> int:
        """How many people filed something of a region and category since then that is not secret."""
        values = {"region": region, "category": category, "since": since}
        return int((await self._run(_reporters, values)).scalar_one())

    async def merged_into(self, ticket_id: int) -> tuple[Ticket, ...]:
        """The tickets that were merged into this one themselves, oldest first."""
        statement = sa.select(_tickets).where(_tickets.c.merged_into == ticket_id).order_by(_tickets.c.id)
        return await self._several(statement)

    async def open_of_agency(self, agency: Agencies, limit: int, offset: int = 0) -> tuple[Ticket, ...]:
        """Tickets that are not closed, oldest deadline first."""
        statement = sa.select(_tickets).where(_tickets.c.is_open, *_of(agency))
        order = statement.order_by(_tickets.c.follow_up_due, _tickets.c.id)
        return await self._several(order.limit(limit).offset(offset))

    async def count_open(self, agency: Agencies) -> int:
        """How many tickets are not closed."""
        return await self._count(_tickets.c.is_open, *_of(agency))

    async def count_filed(self, since: datetime) -> int:
        """How many tickets were filed since then, but for those that are about the coordinator."""
        return await self._count(_tickets.c.created_at >= since, sa.not_(_tickets.c.withheld))

    async def count_sent(self, since: datetime, *, first: bool = False) -> int:
        """How many tickets citizens sent after that time; `first`: only those that are their reporter's first."""
        return int((await self._run(_sent_first if first else _sent, {"since": since})).scalar_one())

    async def count_unverified(self, before: datetime | None = None) -> int:
        """How many tickets wait for the coordinator's verification; `before`: filed before then."""
        waits = [_tickets.c.is_open, _tickets.c.status == Status.RECEIVED.value, sa.not_(_tickets.c.withheld)]
        return await self._count(*waits, *([] if before is None else [_tickets.c.created_at < before]))

    async def burdens(self, now: datetime) -> dict[str | None, Burden]:
        """What each agency (none: the coordinator) has open and overdue."""
        rows = await self._run(_burdens, {"now": now})
        return {row.agency: Burden(row.waiting, int(row.late)) for row in rows}

    async def overdue(
        self, now: datetime, agency: Agencies = ALL, *, limit: int, offset: int = 0
    ) -> tuple[Ticket, ...]:
        """Tickets still without an answer of substance whose deadline is before `now`, most overdue first."""
        whose, values = _whose(agency)
        return await self._several(_overdue(whose), values | {"now": now, "count": limit, "start": offset})

    async def count_overdue(self, now: datetime, agency: Agencies = ALL) -> int:
        """How many tickets `overdue` would give without a limit."""
        whose, values = _whose(agency)
        return int((await self._run(_count_overdue(whose), values | {"now": now})).scalar_one())

    async def listed(self, wanted: Wanted, limit: int, offset: int = 0) -> tuple[Ticket, ...]:
        """Open tickets as somebody wants to see them, oldest deadline first."""
        statement = sa.select(_tickets).where(*_wanted(wanted)).order_by(_tickets.c.follow_up_due, _tickets.c.id)
        return await self._several(statement.limit(limit).offset(offset))

    async def count_listed(self, wanted: Wanted) -> int:
        """How many tickets `listed` would give without a limit."""
        return await self._count(*_wanted(wanted))

    async def unchecked(self, sample: Sample, limit: int, after: Ticket | None = None) -> tuple[Ticket, ...]:
        """Closed tickets whose evidence nobody has looked at yet, the first closed first; `after`: those behind it."""
        statement = sa.select(_tickets).where(*_unchecked(sample))
        if after is not None and after.closed_at is not None:
            place = sa.tuple_(_tickets.c.closed_at, _tickets.c.id)
            statement = statement.where(place > sa.tuple_(sa.literal(after.closed_at, tables.Instant), after.id))
        return await self._several(statement.order_by(_tickets.c.closed_at, _tickets.c.id).limit(limit))

    async def count_unchecked(self, sample: Sample) -> int:
        """How many tickets `unchecked` would give without a limit."""
        return await self._count(*_unchecked(sample))

    @remembered(_events, _attachments)
    async def history(self, ticket_id: int) -> tuple[Event, ...]:
        """Everything that happened to a ticket, first to last."""
        rows = (await self._run(_history, {"of_ticket": ticket_id})).all()
        of_event: dict[int, list[Attachment]] = defaultdict(list)
        for row in await self._run(_files_of_history, {"of_ticket": ticket_id}) if rows and rows[0].has_files else ():
            of_event[row.event_seq].append(attachment_from(row, self._sealer))
        return tuple(event_from(row, of_event[row.seq], self._sealer) for row in rows)

    async def seal_history(self, ticket: Ticket) -> None:
        """What was written before the ticket became secret is as sealed as the rest."""
        for seq, event in enumerate(await self.history(ticket.id), 1):
            values = event_values(ticket, event, self._sealer)
            which = sa.and_(_events.c.ticket_id == ticket.id, _events.c.seq == seq)
            await self._run(sa.update(_events).where(which).values(text=values["text"], sealed=values["sealed"]))

    async def _one(self, statement: sa.Select[Any], value: int | str, lock: bool) -> Ticket | None:
        found = await self._several(_locked(statement) if lock else statement, {"value": value})
        return next(iter(found), None)

    async def _several(self, statement: sa.Select[Any], values: dict[str, Any] | None = None) -> tuple[Ticket, ...]:
        rows = (await self._run(statement, values)).all()
        if not rows:
            return ()
        of_ticket: dict[int, list[Attachment]] = defaultdict(list)
        with_files = [row.id for row in rows if getattr(row, "has_files", True)]
        for row in await self._first_files(with_files) if with_files else ():
            of_ticket[row.ticket_id].append(attachment_from(row, self._sealer))
        return tuple(ticket_from(row, of_ticket[row.id], self._sealer) for row in rows)

    async def _first_files(self, ids: Sequence[int]) -> Sequence[sa.Row[Any]]:
        """What came with the complaints themselves."""
        if len(ids) == 1:
            return (await self._run(_files_of_one, {"ticket": ids[0]})).all()
        return (await self._run(_files_of_several, {"ids": ids})).all()

    async def _count(self, *which: sa.ColumnElement[bool]) -> int:
        return int((await self._run(sa.select(sa.func.count()).select_from(_tickets).where(*which))).scalar_one())

    def _linked(self, ticket: Ticket, event: Event, last: Link) -> tuple[Link, dict[str, Any]]:
        """A fact as the next of the history: the link that it is there, and its row."""
        values = event_values(ticket, event, self._sealer)
        values |= link_values(ticket, event, values, last)
        return Link(values["seq"], values["hash"]), values

    async def _index(self, ticket: Ticket, texts: Iterable[str]) -> None:
        rows = word_rows(ticket, texts, self._sealer)
        if rows:
            await self._run(add_words(self._dialect), rows)

    async def _attach(self, ticket_id: int, seq: int | None, attachments: Sequence[Attachment]) -> None:
        if attachments:
            await self._run(sa.insert(_attachments), attachment_values(ticket_id, seq, attachments, self._sealer))

    async def _collision(self, ticket: Ticket) -> NumberTaken | DraftTaken:
        key = draft_key(self._sealer, ticket.draft)
        same_draft = await self._count(_tickets.c.draft_key == key)
        return DraftTaken("this draft is a ticket already") if same_draft else NumberTaken(ticket.number)


def _unchecked(sample: Sample) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        _tickets.c.checked_at.is_(None),
        _tickets.c.closed_at >= sample.since,
        _tickets.c.lot < sample.percent,
        _tickets.c.status == Status.CLOSED.value,
        sa.not_(_tickets.c.withheld),
    )


def _own(person_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return _tickets.c.reporter_id == person_id, _tickets.c.source == Source.TELEGRAM.value


def _of(agency: Agencies) -> tuple[sa.ColumnElement[bool], ...]:
    if agency is ALL:
        return (sa.not_(_tickets.c.withheld),)
    return (_tickets.c.agency == agency,)  # `== None` becomes IS NULL


def _wanted(wanted: Wanted) -> tuple[sa.ColumnElement[bool], ...]:
    is_new = sa.and_(_tickets.c.awaits_follow_up, _tickets.c.taken_by.is_(None))
    chosen: dict[Filter, tuple[sa.ColumnElement[bool], ...]] = {
        Filter.NEW: (is_new,),
        Filter.IN_PROGRESS: (sa.not_(is_new),),
        Filter.OVERDUE: _late(wanted.now),
        Filter.MINE: (_tickets.c.taken_by == wanted.person_id,),
        Filter.ALL: (),
    }
    return (_tickets.c.is_open, *_of(wanted.agency), *chosen[wanted.filter])


def _late(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return _tickets.c.awaits_follow_up, _tickets.c.follow_up_due < now
