"""Everything that can go wrong while somebody acts, each as a block around the act: it strikes, and it passes."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from simulator.model import Chat
from storage.errors import DatabaseUnavailable
from tests.faults.case import STEPS, Case
from tests.support.postgres import Cluster
from tests.support.stage import Role

Strike = Callable[[Case], AbstractAsyncContextManager[None]]
GroupKind = Literal["group", "supergroup", "forum"]
Repeats = Literal["never", "once a strike", "asked for"]
"""Whether anybody may get a message twice: nobody; each chat one a strike; because somebody acted again."""
SENDS = ("sendMessage", "editMessageText")
NO_LIMIT = 2**31 - 2
LONG = "Selokan di depan rumah kami mampet dan airnya meluap ke jalan setiap kali hujan. " * 40
AGES_AGO = "Bad Request: query is too old and response timeout expired or query ID is invalid"


# --- Telegram and the way to it -------------------------------------------------------------------------------------


def failing(kind: str, *methods: str) -> Strike:
    """The next call of each of those methods fails like this."""

    @asynccontextmanager
    async def strikes(case: Case) -> AsyncIterator[None]:
        faults = case.stage.world.faults
        added = [faults.add(kind, method) for method in methods or SENDS]
        yield
        await case.stage.settles()
        for fault in added:
            faults.remove(fault.id)

    return strikes


def for_an_hour(kind: str) -> Strike:
    """Nothing but getUpdates works for an hour."""

    @asynccontextmanager
    async def strikes(case: Case) -> AsyncIterator[None]:
        fault = case.stage.world.faults.add(kind, "*", times=None)
        yield
        for _ in range(6):
            await case.stage.later(hours=1 / 6)
        case.stage.world.faults.remove(fault.id)

    return strikes


@asynccontextmanager
async def slow(case: Case) -> AsyncIterator[None]:
    """Every call takes its time."""
    fault = case.stage.world.faults.add("slow", "*", times=None, seconds=0.02)
    yield
    await case.stage.settles()
    case.stage.world.faults.remove(fault.id)


@asynccontextmanager
async def stale_presses(case: Case) -> AsyncIterator[None]:
    """Telegram takes no answer to a press, and everybody presses every button again that was ever pressed."""
    fault = case.stage.world.faults.add("400", "answerCallbackQuery", times=None, description=AGES_AGO)
    before = list(case.pressed)
    yield
    await case.stage.settles()
    for role, message, data in before:
        case.stage.world.press(role.person, message, data=data, forged=True)
    await case.stage.settles()
    case.stage.world.faults.remove(fault.id)


# --- people and groups ----------------------------------------------------------------------------------------------


@asynccontextmanager
async def blocked(case: Case) -> AsyncIterator[None]:
    """Sari has blocked the bot when it wants to tell her, and comes back an hour later."""
    yield
    case.stage.world.block(case.sari.person)
    await case.stage.settles()
    case.stage.world.unblock(case.sari.person)
    await case.stage.later(hours=1)


@asynccontextmanager
async def kicked(case: Case) -> AsyncIterator[None]:
    """PUPR has thrown the bot out when it wants to write there, and brings it back an hour later."""
    world, stage = case.stage.world, case.stage
    yield
    world.kick(world.bot, stage.pupr)
    await stage.settles()
    await stage.later(hours=1)
    world.join(world.bot, stage.pupr, by=case.budi.person)
    await stage.settles()


@asynccontextmanager
async def migrated(case: Case) -> AsyncIterator[None]:
    """PUPR's group becomes a supergroup meanwhile (once: afterwards it is one)."""
    yield
    if case.stage.pupr.kind == "group":
        _goes_on_in(case.stage.world.migrate(case.stage.pupr), case)
    await case.stage.settles()


def _goes_on_in(chat: Chat, case: Case) -> None:
    case.stage.budi = Role(case.stage, case.budi.person, case.budi.name, chat)
    case.stage.pupr = chat


@asynccontextmanager
async def topic_deleted(case: Case) -> AsyncIterator[None]:
    """PUPR's group is a forum, and somebody deletes all its topics before the bot can write there."""
    yield
    for topic in list(case.stage.pupr.topics):
        case.stage.world.delete_topic(case.stage.pupr, topic)
    await case.stage.settles()


@asynccontextmanager
async def messages_deleted(case: Case) -> AsyncIterator[None]:
    """PUPR's admin deletes everything of the bot's, cards and previews, before it can edit them."""
    stage = case.stage
    yield
    for message in stage.world.messages(stage.pupr):
        if stage.is_bots(message) and not message.is_service:
            stage.world.delete(case.budi.person, message)
    await stage.settles()


# --- updates --------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def delivered_twice(case: Case) -> AsyncIterator[None]:
    """The program starts anew, and Telegram delivers the last updates once more."""
    yield
    delivered = dict(case.stage.world.bot.updates)
    await case.stage.settles()
    await case.stage.bot_stops()
    case.stage.world.bot.updates.update(delivered)
    await case.stage.bot_starts()


@asynccontextmanager
async def out_of_order(case: Case) -> AsyncIterator[None]:
    """What Sari wrote afterwards and what Andi wrote before arrive in the wrong order."""
    world, bot = case.stage.world, case.stage.world.bot
    await case.stage.bot_stops()
    world.send(case.andi.person, case.andi.chat, "/bantuan")
    yield
    world.send(case.sari.person, case.sari.chat, "/bantuan")
    waiting = list(bot.updates.values())
    numbers = [update.id for update in waiting]
    bot.updates.clear()
    for number, update in zip(numbers, reversed(waiting), strict=True):
        update.id = number
        bot.updates[number] = update
    await case.stage.bot_starts()


# --- time, and the machine ------------------------------------------------------------------------------------------


def clock_jumps(by: timedelta) -> Strike:
    """The clock is set before the bot could handle what came in."""

    @asynccontextmanager
    async def strikes(case: Case) -> AsyncIterator[None]:
        yield
        case.stage.world.clock.set(case.stage.world.clock.now() + by)
        await case.stage.settles()

    return strikes


@asynccontextmanager
async def restarted(case: Case) -> AsyncIterator[None]:
    """The program is stopped while it is at it."""
    yield
    await asyncio.sleep(0)
    await case.stage.bot_stops()
    await case.stage.bot_starts()


@asynccontextmanager
async def locked(case: Case) -> AsyncIterator[None]:
    """Another process holds the SQLite file for longer than we wait for it."""
    path = case.stage.app._settings.database.removeprefix("sqlite:///")
    await _pragma(case, "busy_timeout=50")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        await asyncio.sleep(0.3)
        other.execute("ROLLBACK")
    await _pragma(case, "busy_timeout=5000")
    await case.stage.settles()


@asynccontextmanager
async def disk_full(case: Case) -> AsyncIterator[None]:
    """No page more than there are, and a neighbour who writes much."""
    await _pragma(case, "max_page_count=1")  # SQLite makes it as many as there are
    case.stage.world.send(case.andi.person, case.andi.chat, LONG)
    yield
    await asyncio.sleep(0.3)
    await _pragma(case, f"max_page_count={NO_LIMIT}")
    await case.stage.settles()


def database_restarted(cluster: Cluster) -> Strike:
    """PostgreSQL throws everybody out and starts anew."""

    @asynccontextmanager
    async def strikes(case: Case) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(cluster.restart)
        async with asyncio.timeout(60):
            while True:
                try:
                    await case.stage.settles()
                except DatabaseUnavailable:
                    await asyncio.sleep(0.1)
                else:
                    return

    return strikes


async def _pragma(case: Case, words: str) -> None:
    """On the one connection that the program has to SQLite."""
    database = case.stage.app.database
    async with database._turn(), database._connection() as connection:
        await connection.exec_driver_sql(f"PRAGMA {words}")


@dataclass(frozen=True)
class Trouble:
    """Something that goes wrong, and what it excuses."""

    strikes: Strike
    steps: frozenset[str] = frozenset(STEPS)
    """Where it strikes in the short run, one after another in one case."""
    dialects: frozenset[str] = frozenset({"sqlite", "postgresql"})
    group: GroupKind = "supergroup"
    repeats: Repeats = "never"


SQLITE = frozenset({"sqlite"})
SOME_STEPS = frozenset({"text", "send", "relay"})
"""Of troubles that the program waits out with longer and longer pauses."""
TROUBLES: dict[str, Trouble] = {
    "429": Trouble(failing("429")),
    "500 for an hour": Trouble(for_an_hour("500")),
    "502 for an hour": Trouble(for_an_hour("502"), steps=frozenset({"send"})),
    "drop before": Trouble(failing("drop_before")),
    "drop after": Trouble(failing("drop_after"), repeats="once a strike"),
    "no updates": Trouble(failing("500", "getUpdates")),
    "updates dropped": Trouble(failing("drop_after", "getUpdates")),
    "another poller": Trouble(failing("409", "getUpdates")),
    "slow": Trouble(slow),
    "stale presses": Trouble(stale_presses, repeats="asked for"),
    "blocked": Trouble(blocked, repeats="asked for"),
    "kicked": Trouble(kicked, repeats="asked for"),
    "migrated": Trouble(migrated, steps=frozenset({"answer"}), group="group"),
    "topic deleted": Trouble(topic_deleted, group="forum", repeats="asked for"),
    "messages deleted": Trouble(messages_deleted),
    "delivered twice": Trouble(delivered_twice),
    "out of order": Trouble(out_of_order, repeats="asked for"),
    "clock forward": Trouble(clock_jumps(timedelta(hours=3))),
    "clock back": Trouble(clock_jumps(-timedelta(minutes=40))),
    "restarted": Trouble(restarted),
    "locked": Trouble(locked, steps=SOME_STEPS, dialects=SQLITE),
    "disk full": Trouble(disk_full, steps=SOME_STEPS, dialects=SQLITE, repeats="asked for"),
}
