"""From the outbox to the channel: claim, send, settle.

Many chats at once, one message at a time in each. Settling what came back and claiming what comes next is one
transaction, and no transaction is open while the channel is awaited. A claim is a short lease, extended while the send
lasts: if we die in between, the row comes back with `was_sending`, and the parcel's `Repeat` decides like after any
send without an answer.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

import structlog

from bot.behaviour import Behaviour
from bot.budget import Budget
from bot.channels.base import (
    Answer,
    Channel,
    ChannelError,
    Gone,
    Moved,
    NotFound,
    Rejected,
    Retry,
    SendError,
    Target,
    TokenInvalid,
    TopicClosed,
    TopicGone,
    TopicRefused,
    Unknown,
)
from bot.clock import Clock
from bot.logs import safe_traceback
from bot.loops import Loop, Wake
from bot.measures import Measures
from bot.orders import Order, order_of
from bot.settling import LONGEST_PAUSE_OFFLINE, Again, decide, pause
from bot.treasury import Treasury
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.unit import Unit
from storage.values import Incoming, OutboxRow
from tickets.dialogue import Arrange, Edit, Parcel, Priority, Repeat, Sent, Text
from tickets.topics import Topic

log = structlog.get_logger()

IN_FLIGHT: Final = 32
LEASE_SECONDS: Final = 15
"""How long a chat waits, on PostgreSQL, for a message that a process was sending when it died."""
EXTEND_SECONDS: Final = 5
"""How often a living process says that it is still sending: the clocks of several machines may differ by the rest."""
FALLBACK_SECONDS: Final = 1.0
GRACE_SECONDS: Final = 20.0
"""How long a stop waits for sends under way; those that take longer come back by their lease."""


Work = Callable[[Unit], Coroutine[Any, Any, int]]
"""Returns how much it did."""
Outcome = Sent | Answer | Topic | ChannelError


@dataclass(frozen=True, slots=True)
class _Result:
    order: Order
    outcome: Outcome

    @property
    def row(self) -> OutboxRow:
        return self.order.row


@dataclass(frozen=True, slots=True)
class _Room:
    """How many rows may be claimed, and of which chats none. `waited_for`: only where somebody waits."""

    free: int
    waited_for: bool
    under_way: tuple[OutboxRow, ...]
    holding: frozenset[str]
    tight: frozenset[str]
    is_limited: bool
    """Whether a budget holds something back."""


@dataclass(slots=True)
class _Round:
    """One settling and claiming: what came back, what may be claimed, and then what is to be sent.

    `is_rest`: something may be left that nothing under way will wake us for.
    """

    results: list[_Result]
    room: _Room
    now: datetime
    orders: Sequence[Order] = ()
    is_rest: bool = True


@dataclass(slots=True)
class _Progress:
    """What we know of a row between its tries; forgotten by a crash, which at worst repeats one message."""

    unknown: int = 0
    unmade: int = 0
    """How often nobody knew whether its topic was made."""
    sent: tuple[str, ...] = ()


class Sender(Loop):
    """Sends what stands in the outbox."""

    name = "sender"

    def __init__(  # noqa: PLR0913 - the parts of the machine
        self,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Clock,
        random: Random,
        behaviour: Behaviour,
        budget: Budget,
        *,
        wake: Wake,
        worker: Wake,
        measures: Measures | None = None,
        treasury: Treasury | None = None,
    ) -> None:
        super().__init__(wake)
        self._database = database
        self._channels = channels
        self._clock = clock
        self._random = random
        self._behaviour = behaviour
        self._budget = budget
        self._treasury = treasury
        self._worker = worker
        self._measures = measures or Measures()
        self._tasks: dict[asyncio.Task[None], OutboxRow] = {}
        self._results: list[_Result] = []
        self._progress: dict[int, _Progress] = {}
        self._offline_tries = 0
        self._offline_until = 0.0
        self._refused: TokenInvalid | None = None
        self._one_at_a_time = asyncio.Lock()
        self._extended = 0.0

    async def run(self) -> None:
        await super().run()
        await self._finish()

    async def look(self) -> bool:
        """Settle and claim once; whether anything was, or still is, to be done now. (What has to wait is not.)"""
        async with self._one_at_a_time:
            busy = bool(self._tasks or self._results)
            await self._exchange()
        return busy or bool(self._tasks)

    async def step(self) -> None:
        await self.look()
        if self._refused:
            raise self._refused
        await self.wake.wait(self._nap())

    # --- the database -----------------------------------------------------------------------------------------------

    async def after(self, work: Work) -> int:
        """Do the work; where it did something, settle and claim in the same transaction: what it put needs no commit of
        its own to go out.

        Only where there is one writer, who would do one after the other anyway, and unless an exchange is under way.
        """
        if self._database.dialect != "sqlite" or self._one_at_a_time.locked():
            done = await self._database.run(work)
            if done:
                self.wake.set()
            return done
        async with self._one_at_a_time:
            part = self._round()

            async def both(unit: Unit) -> int:
                done = await work(unit)
                if done:
                    await self._beside(part, unit)
                return done

            done = await self._database.run(both)
            if done:
                self._go_on(part)
        if done and part.is_rest:
            self.wake.set()
        return done

    async def _beside(self, part: _Round, unit: Unit) -> None:
        """Settle and claim behind a savepoint: what breaks here is to break the sender alone, when it comes to it."""
        try:
            async with unit.savepoint():
                await self._settle_and_claim(part, unit)
        except DatabaseUnavailable:
            raise
        except Exception as error:
            log.warning("nothing was claimed together with the handling", why=safe_traceback(error))
            part.results, part.orders, part.is_rest = [], (), True

    async def _exchange(self) -> None:
        """Settle what came back and start what is next."""
        part = self._round()
        await self._database.run(lambda unit: self._settle_and_claim(part, unit))
        self._go_on(part)

    def _round(self) -> _Round:
        results = list(self._results)
        return _Round(results, self._room(idle=bool(self._refused or _refused(results))), self._clock.now())

    async def _settle_and_claim(self, part: _Round, unit: Unit) -> None:
        now, room = part.now, part.room
        await unit.outbox.sent_many(_sent(part.results), now)
        for result in part.results:
            await self._settle(result, unit, now)
        await self._extend(room.under_way, unit, now)
        rows = await self._claim(room, unit, now)
        orders = [await order_of(row, self._sent_of(row), unit) for row in rows]
        going = [order for order in orders if await self._may_go(order, unit, now)]
        part.orders = going if self._treasury is None else await self._treasury.admit(going, unit)
        part.is_rest = len(part.orders) < len(rows) or len(rows) >= room.free or room.is_limited

    def _go_on(self, part: _Round) -> None:
        """After the commit."""
        del self._results[: len(part.results)]
        self._refused = _refused(part.results) or self._refused
        for result in part.results:
            self._after(result)
        for order in part.orders:
            self._start(order)

    def _room(self, *, idle: bool) -> _Room:
        """What may be claimed. Looked up before the transaction: sends end and teach us while it runs."""
        steady = time.monotonic()
        under_way = tuple(self._tasks.values())
        free = 0 if idle or self.stopping else min(IN_FLIGHT - len(under_way), self._budget.room(steady))
        spare = self._budget.spare(steady)
        free = min(free, spare) if spare else free
        held, tight = self._budget.holding(steady).keys(), self._budget.tight(steady)
        holding = frozenset({row.chat_key for row in under_way} | held)
        return _Room(free, not spare, under_way, holding, tight, is_limited=bool(held or tight or not spare))

    async def _extend(self, under_way: Sequence[OutboxRow], unit: Unit, now: datetime) -> None:
        """Keep the claims on what is still being sent."""
        if time.monotonic() - self._extended >= EXTEND_SECONDS:
            until = now + timedelta(seconds=LEASE_SECONDS)
            await unit.outbox.extend([row.id for row in under_way], until)
            self._extended = time.monotonic()

    async def _claim(self, room: _Room, unit: Unit, now: datetime) -> tuple[OutboxRow, ...]:
        """The next rows, but none of a chat in which something was under way when this round began: its lease may be
        over all the same, where the clock can be moved.
        """
        if room.free <= 0:
            return ()
        least = Priority.ANSWER if room.waited_for else None
        rows = await unit.outbox.claim(now, room.free, LEASE_SECONDS, room.holding, room.tight, least)
        if self._treasury is not None:
            await self._treasury.learn(rows, unit)
        return rows

    async def _may_go(self, order: Order, unit: Unit, now: datetime) -> bool:
        """Whether a claimed row is to be sent now; if not it is settled or put back."""
        row, parcel = order.row, order.parcel
        if order.is_void:
            await unit.outbox.sent(row.id, (), now)
            return False
        if row.was_sending and not self._unknown(order):
            self._count_unknown(order)
        if row.was_sending and order.repeat is Repeat.NEVER:
            await self._settle(_Result(order, Unknown("we stopped while it was sent")), unit, now)
            return False
        steady = time.monotonic()
        wait = self._budget.wait(row.chat_key, parcel.chat.kind, parcel.priority, order.cost, steady)
        if wait > 0:
            self._budget.postpone(row.chat_key, parcel.priority, steady + wait)
            await unit.outbox.put_back([row])
        return wait <= 0

    def _sent_of(self, row: OutboxRow) -> tuple[str, ...]:
        return self._progress.get(row.id, _Progress()).sent

    async def _settle(self, result: _Result, unit: Unit, now: datetime) -> None:
        order, row, outcome = result.order, result.row, result.outcome
        match outcome:
            case Sent(withheld=()):
                pass  # settled together
            case Sent(withheld=files):
                await self._tell(unit, row, self._behaviour.withheld(row.parcel, files, unit))
            case Answer(raw=raw):
                channel = self._channels[row.parcel.chat.channel]
                await unit.inbox.store([Incoming(channel.name, f"inspect:{row.id}", channel.lane(raw), raw, now)])
                await unit.outbox.sent(row.id, (), now)
            case Moved(new_id=new_id):
                await unit.outbox.retry(row.id, now, "moved")
                await self._tell(unit, row, self._behaviour.moved(row.parcel.chat, new_id, unit))
                await unit.outbox.redirect(row.parcel.chat, replace(row.parcel.chat, id=new_id))
            case TokenInvalid():
                await unit.outbox.retry(row.id, now, "token")
            case Topic() | TopicGone() | TopicRefused():
                await self._settle_topic(order, outcome, unit, now)
            case Rejected() if order.topic is not None:
                await self._settle_topic(order, TopicRefused(str(outcome)), unit, now)
            case _:
                await self._settle_failure(order, outcome, unit, now)

    async def _settle_topic(
        self, order: Order, outcome: Topic | TopicGone | TopicRefused, unit: Unit, now: datetime
    ) -> None:
        """What became of the topic. The parcel that it was for goes out after this, if it is one."""
        row, chat, ticket_id = order.row, order.parcel.chat, order.parcel.ticket_id or 0
        if isinstance(order.parcel.content, Arrange):
            await unit.outbox.sent(row.id, (), now)
        else:
            await unit.outbox.retry(row.id, now, "" if isinstance(outcome, Topic) else str(outcome))
        match outcome:
            case Topic():
                await unit.topics.keep(chat, ticket_id, outcome)
            case TopicGone():
                waiting = await unit.outbox.waiting_of_case(chat, ticket_id)
                await unit.topics.lose(chat, ticket_id)
                await self._tell(unit, row, self._behaviour.topic_gone(chat, ticket_id, unit))
                await unit.outbox.put_behind(waiting)
            case TopicRefused():
                await unit.topics.give_up(chat)
                await self._tell(unit, row, self._behaviour.topics_refused(chat, unit))

    async def _settle_failure(self, order: Order, error: ChannelError, unit: Unit, now: datetime) -> None:
        row = order.row
        match decide(error, order.repeat, row.attempts, self._unknown(order), self._random):
            case Again(after=seconds):
                await unit.outbox.retry(row.id, now + timedelta(seconds=seconds), str(error))
            case over if order.makes_topic and over.status == "unknown":
                await unit.topics.give_up(order.parcel.chat, order.parcel.ticket_id)
                await unit.outbox.retry(row.id, now, str(error))
            case over:
                await unit.outbox.dead(row.id, over.status, str(error), now)
        if isinstance(error, Gone):
            await self._tell(unit, row, self._behaviour.undeliverable(row.parcel, unit))

    async def _tell(self, unit: Unit, row: OutboxRow, handler: Awaitable[None]) -> None:
        """Let the handlers know; a mistake of theirs must not keep the row from being settled."""
        try:
            async with unit.savepoint():
                await handler
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("handler of a delivery failed", outbox=row.id)

    # --- the channel ------------------------------------------------------------------------------------------------

    def _start(self, order: Order) -> None:
        row = order.row
        self._budget.spend(row.chat_key, order.parcel.chat.kind, order.cost, time.monotonic())
        task = asyncio.create_task(self._send(order))
        self._tasks[task] = row
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        self.wake.set()

    async def _send(self, order: Order) -> None:
        row = order.row
        outcome: Outcome
        try:
            outcome = await self._carry_out(order)
        except ChannelError as error:
            outcome = error
        except Exception as error:
            log.exception("channel failed", outbox=row.id)
            outcome = Rejected(safe_traceback(error))
        self._learn(order, outcome)
        self._results.append(_Result(order, outcome))

    async def _carry_out(self, order: Order) -> Sent | Answer | Topic:
        parcel, target = order.parcel, order.target
        if order.topic is not None:
            return await self._channels[parcel.chat.channel].arrange(parcel.chat, order.topic)
        try:
            return await self._deliver(parcel, target)
        except TopicClosed as error:
            beside = replace(target, thread=None, reply_to=None, sent=error.sent or target.sent)
        return await self._deliver(parcel, beside)

    async def _deliver(self, parcel: Parcel, target: Target) -> Sent | Answer:
        channel = self._channels[parcel.chat.channel]
        try:
            return await channel.deliver(parcel, target)
        except NotFound:
            if not isinstance(parcel.content, Edit):
                raise
        anew = Text(html=parcel.content.html, buttons=parcel.content.buttons)
        return await channel.deliver(replace(parcel, content=anew), target)

    def _learn(self, order: Order, outcome: Outcome) -> None:
        """What a send tells about the row, its chat and the connection, besides what becomes of the row."""
        row, steady = order.row, time.monotonic()
        self._measures.sent(outcome)
        progress = self._progress.setdefault(row.id, _Progress())
        if isinstance(outcome, SendError):
            progress.sent = outcome.sent or progress.sent
        if isinstance(outcome, Unknown):
            self._count_unknown(order)
        if isinstance(outcome, Retry) and outcome.after is not None:
            self._budget.flooded(row.chat_key, outcome.after, steady)
            log.warning("the channel asks us to wait", chat=row.chat_key, seconds=outcome.after)
        if isinstance(outcome, Retry) and outcome.after is None:
            self._go_offline(steady)
        else:
            self._offline_tries = 0

    def _count_unknown(self, order: Order) -> None:
        progress = self._progress.setdefault(order.row.id, _Progress())
        if order.makes_topic:
            progress.unmade += 1
        else:
            progress.unknown += 1

    def _unknown(self, order: Order) -> int:
        progress = self._progress.get(order.row.id, _Progress())
        return progress.unmade if order.makes_topic else progress.unknown

    def _go_offline(self, steady: float) -> None:
        """No connection: pause everything. What fails at the same time counts once."""
        if steady < self._offline_until:
            return
        self._offline_tries += 1
        seconds = pause(self._offline_tries, self._random, LONGEST_PAUSE_OFFLINE)
        self._offline_until = steady + seconds
        self._budget.pause_all(seconds, steady)
        log.warning("the channel cannot be reached", tries=self._offline_tries)

    def _after(self, result: _Result) -> None:
        """What follows once a result is settled for good."""
        match result.outcome:
            case Sent() | Answer() | Topic() | TopicGone() | TopicRefused() | Gone() | Rejected():
                self._progress.pop(result.row.id, None)
        match result.outcome:
            case Answer():
                self._worker.set()
            case Rejected() as error:
                log.error("rejected by the channel", outbox=result.row.id, why=str(error))
            case Unknown() as error:
                log.warning("nobody knows whether it was sent", outbox=result.row.id, why=str(error))

    def _nap(self) -> float:
        """Seconds until something may have to be done that nobody wakes us for."""
        steady = time.monotonic()
        held = self._budget.holding(steady).values()
        room_in = self._budget.room_in(steady) or self._budget.spare_in(steady) or FALLBACK_SECONDS
        return max(0.0, min(FALLBACK_SECONDS, room_in, *held))

    async def _finish(self) -> None:
        """Let the sends under way end, and settle them."""
        end = time.monotonic() + GRACE_SECONDS
        while self._tasks and time.monotonic() < end:
            await asyncio.wait(self._tasks, timeout=EXTEND_SECONDS)
            await self.look()
        for task in list(self._tasks):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.look()


def _sent(results: Sequence[_Result]) -> dict[int, Sequence[str]]:
    return {result.row.id: result.outcome.message_ids for result in results if isinstance(result.outcome, Sent)}


def _refused(results: Sequence[_Result]) -> TokenInvalid | None:
    return next((result.outcome for result in results if isinstance(result.outcome, TokenInvalid)), None)
