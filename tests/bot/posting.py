"""The outbox of a test, and a sender that empties it."""

import asyncio
from datetime import timedelta
from random import Random

from bot.budget import UNLIMITED, Budget
from bot.channels.telegram import TelegramChannel
from bot.loops import Wake
from bot.sender import Sender
from simulator.clock import Clock
from storage.database import Database
from tests.bot.support import Script
from tickets.dialogue import Parcel


class Post:
    """The outbox, and a sender that empties it."""

    def __init__(self, database: Database, channel: TelegramChannel, clock: Clock, script: Script) -> None:
        self.database = database
        self.clock = clock
        self.worker = Wake()
        self.behaviour = script.behaviour()
        self._channel = channel
        self.limits = UNLIMITED

    def sender(self) -> Sender:
        return Sender(
            self.database,
            {"telegram": self._channel},
            self.clock,
            Random(1),
            self.behaviour,
            Budget(self.limits),
            wake=Wake(),
            worker=self.worker,
        )

    async def put(self, *parcels: Parcel) -> None:
        async with self.database.transaction() as unit:
            for parcel in parcels:
                await unit.outbox.put(parcel, self.clock.now())

    async def send(self, *parcels: Parcel, sender: Sender | None = None) -> None:
        """Put these, and let a sender work until there is nothing to send now."""
        await self.put(*parcels)
        sender = sender or self.sender()
        running = asyncio.create_task(sender.run())
        await rests(sender, running)
        sender.stop()
        await running

    async def later(self, **span: float) -> None:
        """Let time pass and send what is due then."""
        self.clock.advance(timedelta(**span))
        await self.send()

    async def counts(self) -> dict[str, int]:
        """How many rows stand in which status, without the empty ones."""
        async with self.database.transaction() as unit:
            found = await unit.outbox.counts()
        return {status: number for status, number in found.items() if number}


async def rests(sender: Sender, running: asyncio.Task[None]) -> None:
    """Wait until the sender has nothing to do now, or has ended."""
    async with asyncio.timeout(30):
        while True:
            if running.done() or not await sender.look():
                return
            await asyncio.sleep(0.003)
