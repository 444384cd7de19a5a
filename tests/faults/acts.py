"""What happens in many of these stories: somebody files, trouble passes, somebody counts."""

import asyncio

from simulator.model import Chat
from tests.conversations.acts import files, sari_files, ticket_of
from tests.support.stage import MARTAPURA, Role, Stage

__all__ = ["MARTAPURA", "copies", "files", "in_order", "sari_files", "ticket_of", "trouble_passes"]

PATIENCE = 200
"""Looks at the outbox until it must be empty. Pauses that Telegram asked for last real seconds."""


async def trouble_passes(stage: Stage, *, unknown: int = 0) -> None:
    """Whatever was put off is due, again and again, until nothing is left and all is in order."""
    await all_is_sent(stage)
    await in_order(stage, unknown=unknown)


async def all_is_sent(stage: Stage) -> None:
    """Whatever was put off is due, again and again, until nothing is left."""
    for _ in range(PATIENCE):
        await stage.later(hours=0.1)
        async with stage.looks() as unit:
            counts = await unit.outbox.counts()
        if not (counts["waiting"] or counts["sending"]):
            break
        await asyncio.sleep(0.05)


async def in_order(stage: Stage, *, failed: int = 0, gone: int = 0, unknown: int = 0) -> None:
    """Nothing is waiting, nothing was rejected, nothing failed but what the story is about."""
    async with stage.looks() as unit:
        inbox, outbox = await unit.inbox.counts(), await unit.outbox.counts()
        failures = await unit.inbox.failures(10)
    assert inbox["pending"] == 0
    assert inbox["failed"] == failed, "\n".join(failure.error for failure in failures)
    assert (outbox["waiting"], outbox["sending"], outbox["rejected"]) == (0, 0, 0), outbox
    assert (outbox["gone"], outbox["unknown"]) == (gone, unknown), outbox


def copies(stage: Stage, chat: Chat | Role, text: str) -> int:
    """How many messages of the bot with that text stand in a chat."""
    place = chat.chat if isinstance(chat, Role) else chat
    return sum(text in message.text for message in stage.world.messages(place) if stage.is_bots(message))
