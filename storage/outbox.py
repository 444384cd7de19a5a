"""Messages on their way out: rendered and stored with the state that they tell of, then sent one after another per
chat.

A chat's messages leave in the order in which they were put. A message with `not_before` takes its place when its time
has come; one that is being sent, or that the channel asked to hold back, holds up its whole chat. Priorities put
chats in order, by the most urgent message that waits in each.

Parcels are gathered during a transaction and written together before its commit (`flush`), or before the outbox is
read.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import outbox_queries as queries
from storage import tables
from storage.connection import Connection
from storage.dialects import insert
from storage.messages import SentMessages
from storage.parcels import parcel_from_json, parcel_to_json
from storage.repository import Repository
from storage.sealing import Sealer
from storage.values import OutboxRow, OutboxStatus
from tickets.dialogue import Arrange, Chat, Edit, Parcel, Priority

_outbox = tables.outbox
_CONTENT = "outbox.content"
_ERROR = "outbox.error"
_WINDOW = 5
"""How many times `limit` waiting rows are looked through for chats that are free."""
_SMALLEST_WINDOW = 200

Row = dict[str, Any]


@cache
def _put_once(dialect: str) -> Executable:
    return insert(dialect, _outbox).on_conflict_do_nothing().returning(_outbox.c.id)


class Outbox(Repository):
    """Every message of the last weeks."""

    def __init__(self, connection: Connection, sealer: Sealer, messages: SentMessages) -> None:
        super().__init__(connection, sealer)
        self._messages = messages
        self._gathered: list[Row] = []
        self._written = 0

    async def put(self, parcel: Parcel, at: datetime) -> bool:
        """Send this after the commit. False when a parcel with the same `unique_key` was put before, at any time."""
        row = self._row_of(parcel, at)
        if parcel.unique_key is None:
            self._gathered.append(row)
            return True
        await self.flush()
        new_id = (await self._run(_put_once(self._dialect), row)).scalar_one_or_none()
        if new_id is not None:
            await self._supersede([row], but=new_id)
        return new_id is not None

    async def rewrite(self, parcel: Parcel) -> bool:
        """An edit of the parcel's slot that waits says this instead, and keeps its place in its chat: what changes all
        the time is not overtaken by all that comes meanwhile. False when no such edit waits.

        Only for a slot whose message is never another one: what lies between may have put a new message there.
        """
        await self.flush()
        which = {"chat": self._chat_key(parcel.chat), "name": parcel.slot, "new_content": self._sealed(parcel)}
        return (await self._run(queries.REWRITE, which)).rowcount > 0

    async def flush(self) -> None:
        """Write what was gathered."""
        rows = self._gathered[self._written :]
        if not rows:
            return
        await self._supersede(rows)
        await self._run(queries.INSERT, _superseded_among(rows))
        self._written = len(self._gathered)

    def mark(self) -> tuple[int, int]:
        """How far the gathering is, for `back_to`."""
        return len(self._gathered), self._written

    def back_to(self, mark: tuple[int, int]) -> None:
        """Forget what was gathered since; the database has just done the same (a savepoint was rolled back)."""
        gathered, self._written = mark
        del self._gathered[gathered:]

    async def claim(
        self,
        now: datetime,
        limit: int,
        lease_seconds: float,
        holding: Collection[str] = (),
        tight: Collection[str] = (),
        least: Priority | None = None,
    ) -> tuple[OutboxRow, ...]:
        """The first message of each chat that is free, most urgent chats first, and the sole right to send them.

        In its chat only an urgent message overtakes others. Commit before sending. A claimed message that is not
        settled for `lease_seconds` comes again with `was_sending`. `holding` are the `chat_key`s of chats that must
        wait; in `tight` ones answers overtake what nobody waits for. `least`: only of chats for which something of that
        priority, or of a higher one, is there.
        """
        await self.flush()
        window = max(_SMALLEST_WINDOW, _WINDOW * limit)
        find = {"now": now, "count": limit, "window": window, "holding": list(holding), "tight": list(tight)}
        find["least"] = (least or max(Priority)).value
        rows = (await self._run(queries.CLAIMABLE, find)).all()
        if not rows:
            return ()
        until = now + timedelta(seconds=lease_seconds)
        await self._run(queries.LEASE, {"ids": [row.id for row in rows], "until": until})
        return tuple(map(self._claimed, rows))

    async def extend(self, ids: Collection[int], until: datetime) -> None:
        """Whoever claimed these is still sending them."""
        if ids:
            await self._run(queries.EXTEND, {"ids": list(ids), "until": until})

    async def take_over(self) -> int:
        """Whoever claimed messages before is dead: they come again at once, with `was_sending`. How many.

        Only for a process that knows itself to be the only one.
        """
        return (await self._run(queries.TAKE_OVER)).rowcount

    async def sent(self, row_id: int, message_ids: Sequence[str], at: datetime) -> None:
        """The channel has it under these ids: a reply to any belongs to its ticket, the first is in its slot."""
        await self.sent_many({row_id: message_ids}, at)

    async def sent_many(self, sent: dict[int, Sequence[str]], at: datetime) -> None:
        """The channel has these: message ids by row id."""
        if not sent:
            return
        await self.flush()
        settled = {"ids": list(sent), "at": at, "new_status": OutboxStatus.SENT.value}
        links: list[Row] = []
        for row in await self._run(queries.FORGET, settled):
            if row.ticket_id is None and row.slot is None:
                continue
            slots = [row.slot, *([None] * len(sent[row.id]))]
            links += [
                self._messages.link_of(row.chat_key, message_id, row.ticket_id, slot, at)
                for message_id, slot in zip(sent[row.id], slots, strict=False)
            ]
        await self._messages.link_many(links)

    async def retry(self, row_id: int, not_before: datetime, error: str) -> None:
        """It did not arrive; try again then. Its whole chat waits until then."""
        await self._run(queries.RETRY, {"ids": [row_id], "until": not_before, "why": self._sealed_error(error)})

    async def put_back(self, rows: Iterable[OutboxRow]) -> None:
        """They were claimed and shall not be sent now after all: as if nobody had claimed them."""
        before: dict[OutboxStatus, list[int]] = {}
        for row in rows:
            before.setdefault(OutboxStatus.SENDING if row.was_sending else OutboxStatus.WAITING, []).append(row.id)
        for status, ids in before.items():
            await self._run(queries.PUT_BACK, {"ids": ids, "new_status": status.value})

    async def dead(self, row_id: int, status: str, error: str, at: datetime) -> None:
        """It will not be sent: ``gone``, ``rejected`` or ``unknown`` (see OutboxStatus)."""
        if status not in {OutboxStatus.GONE, OutboxStatus.REJECTED, OutboxStatus.UNKNOWN}:
            raise ValueError(f"{status} is no way to end")
        end = {"ids": [row_id], "at": at, "new_status": str(status), "why": self._sealed_error(error)}
        await self._run(queries.END, end)

    async def redirect(self, old_chat: Chat, new_chat: Chat) -> int:
        """The chat lives on under another id: what waits for it goes there, replying to nothing old. How many."""
        await self.flush()
        rows = (await self._run(queries.OF_CHAT, {"chat": self._chat_key(old_chat)})).all()
        key = self._chat_key(new_chat)
        moved = []
        for row in rows:
            parcel = self._parcel(row)
            chat = replace(parcel.chat, id=new_chat.id)
            content = self._sealed(replace(parcel, chat=chat, reply_to=None))
            moved.append({"row_id": row.id, "new_key": key, "new_content": content})
        if moved:
            await self._run(queries.MOVE, moved)
        return len(moved)

    async def waiting_of_case(self, chat: Chat, ticket_id: int) -> tuple[int, ...]:
        """The messages that wait for that case in that chat, in their order."""
        await self.flush()
        which = {"chat": self._chat_key(chat), "ticket": ticket_id}
        return tuple((await self._run(queries.OF_CASE, which)).scalars())

    async def put_behind(self, ids: Sequence[int]) -> None:
        """These messages, which wait, go out after everything that was put until now, in their order."""
        await self.flush()
        rows = (await self._run(queries.THESE, {"ids": list(ids)})).all()
        if rows:
            names = [column.name for column in _outbox.c if column is not _outbox.c.id]
            await self._run(queries.REMOVE, {"ids": list(ids)})
            await self._run(queries.INSERT, [{name: getattr(row, name) for name in names} for row in rows])

    async def slots_waiting(self, chat: Chat) -> frozenset[str]:
        """The slots of the messages, and of the edits, that wait for this chat."""
        await self.flush()
        return frozenset((await self._run(queries.SLOTS_OF_CHAT, {"chat": self._chat_key(chat)})).scalars())

    async def replay(self, ids: Collection[int] | None = None) -> int:
        """Try rejected messages again, all of them without `ids`. How many."""
        which = queries.REJECTED_AGAIN
        statement = which if ids is None else which.where(_outbox.c.id.in_(list(ids)))
        return (await self._run(statement)).rowcount

    async def counts(self) -> dict[str, int]:
        """How many messages stand in each status; every OutboxStatus is there."""
        await self.flush()
        found = {row.status: row.number for row in await self._run(queries.COUNTS)}
        return {status.value: found.get(status.value, 0) for status in OutboxStatus}

    async def of_batch(self, batch: int) -> dict[str, int]:
        """How many messages of a batch stand in each status; statuses without any are left out."""
        await self.flush()
        return {row.status: row.number for row in await self._run(queries.OF_BATCH, {"batch": batch})}

    async def oldest_waiting(self, now: datetime) -> datetime | None:
        """When the message was put that waits longest of those that could be sent."""
        await self.flush()
        found: datetime | None = (await self._run(queries.OLDEST, {"now": now})).scalar_one()
        return found

    async def next_due(self, now: datetime) -> datetime | None:
        """When, after `now`, the next message becomes ready that is not ready yet; None when there is none."""
        await self.flush()
        found: Iterable[datetime | None] = (await self._run(queries.NEXT_TIMES, {"now": now})).scalars()
        return min((time for time in found if time is not None), default=None)

    async def prune(self, before: datetime, most: int) -> int:
        """Forget messages that were settled before that time, unique keys and all, the oldest first, but for rejected
        ones. How many: at most that many at a time.
        """
        return (await self._run(queries.PRUNE, {"before": before, "most": most})).rowcount

    async def _supersede(self, rows: Sequence[Row], but: int = 0) -> None:
        edits = [row for row in rows if _is_last_word(row)]
        if edits:
            binds = [
                {"chat": row["chat_key"], "name": row["slot"], "at": row["created_at"], "but": but} for row in edits
            ]
            await self._run(queries.SUPERSEDE, binds)

    def _row_of(self, parcel: Parcel, at: datetime) -> Row:
        unique = parcel.unique_key
        return {
            "chat_key": self._chat_key(parcel.chat),
            "priority": parcel.priority.value,
            "is_edit": isinstance(parcel.content, Edit | Arrange),
            "slot": parcel.slot,
            "ticket_id": parcel.ticket_id,
            "batch": parcel.batch,
            "unique_hash": None if unique is None else self._sealer.key_of("unique", unique),
            "content": self._sealed(parcel),
            "status": OutboxStatus.WAITING.value,
            "attempts": 0,
            "cost": parcel.cost,
            "created_at": at,
            "not_before": parcel.not_before,
            "settled_at": None,
        }

    def _claimed(self, row: sa.Row[Any]) -> OutboxRow:
        return OutboxRow(
            id=row.id,
            parcel=self._parcel(row),
            chat_key=row.chat_key,
            attempts=row.attempts + 1,
            created_at=row.created_at,
            was_sending=row.status == OutboxStatus.SENDING,
        )

    def _sealed(self, parcel: Parcel) -> bytes:
        return self._sealer.seal(parcel_to_json(parcel), _CONTENT)

    def _parcel(self, row: sa.Row[Any]) -> Parcel:
        return parcel_from_json(self._sealer.open(row.content, _CONTENT))

    def _sealed_error(self, error: str) -> bytes:
        return self._sealer.seal(error.encode("utf-8", "backslashreplace"), _ERROR)


def _is_last_word(row: Row) -> bool:
    """Whether it is an edit that makes earlier edits of its slot pointless: one for another day does not."""
    return bool(row["is_edit"]) and row["slot"] is not None and row["not_before"] is None


def _superseded_among(rows: Sequence[Row]) -> list[Row]:
    """The rows, where edits that a later one among them makes pointless are settled."""
    last_words: dict[tuple[str, str], datetime] = {}
    result: list[Row] = []
    for row in reversed(rows):
        slot = (row["chat_key"], row["slot"])
        if row["is_edit"] and slot in last_words:
            gone = {"status": OutboxStatus.SUPERSEDED.value, "settled_at": last_words[slot], "content": None}
            result.append(row | gone)
            continue
        if _is_last_word(row):
            last_words[slot] = row["created_at"]
        result.append(row)
    return result[::-1]
