"""`python -m bot verify`: is the history of every ticket as it was written? `anchors`: the list to be published."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bot.loops import Fatal
from bot.replay import opened
from bot.settings import Settings
from storage.database import Database

BATCH: Final = 200
"""Tickets of one transaction: on SQLite the bot waits meanwhile."""
_DIGEST: Final = re.compile(r"\b[0-9a-f]{64}\b")

Say = Callable[[str], None]


async def verify(settings: Settings, say: Say, kept: Path | None = None) -> bool:
    """Say what is not as it was written; whether all is. `kept`: a file with digests of anchors that lay elsewhere."""
    async with opened(settings) as database:
        return await verify_database(database, say, kept)


async def verify_database(database: Database, say: Say, kept: Path | None = None) -> bool:
    """The same of a database that is open."""
    is_well = await _tickets(database, say)
    return await _anchors(database, say, kept) and is_well


async def publish(settings: Settings, file: Path, say: Say) -> None:
    """Write every anchor, oldest first, as lines of day and digest; citizens check their proofs by it. Raises Fatal."""
    async with opened(settings) as database, database.transaction() as unit:
        anchors = await unit.chains.anchors()
    lines = "".join(f"{anchor.day} {anchor.digest}\n" for anchor in anchors)
    try:
        await asyncio.to_thread(file.write_text, lines, encoding="utf-8")
    except OSError as error:
        raise Fatal(f"{file} cannot be written: {error.strerror}.") from None
    say(f"{len(anchors)} anchors in {file}.")


async def _tickets(database: Database, say: Say) -> bool:
    tickets = facts = wordless = faults = last = 0
    while True:
        async with database.transaction() as unit:
            found = await unit.chains.verify(last, BATCH)
        if not found.tickets:
            break
        for fault in found.faults:
            say(f"MEND {fault}.")
        last, tickets, facts = found.last_id, tickets + found.tickets, facts + found.facts
        wordless, faults = wordless + found.wordless, faults + len(found.faults)
    if not faults:
        say(
            f"ok   {tickets} tickets, {facts} facts: each follows upon the one before; {wordless} without salted words."
        )
    return not faults


async def _anchors(database: Database, say: Say, kept: Path | None) -> bool:
    async with database.transaction() as unit:
        anchors = await unit.chains.anchors()
    wrong = 0
    for before, anchor in zip((None, *anchors), anchors, strict=False):
        async with database.transaction() as unit:
            holds = await unit.chains.holds(anchor, before)
        if not holds:
            wrong += 1
            say(f"MEND The facts anchored on {anchor.day} are not those of that day: altered, removed or added.")
    if anchors and not wrong:
        say(f"ok   {len(anchors)} anchors. Keep the last one elsewhere: {anchors[-1].day} {anchors[-1].digest}")
    if kept is not None:
        wrong += _missing(kept, {anchor.digest for anchor in anchors}, say)
    return not wrong


def _missing(kept: Path, digests: set[str], say: Say) -> int:
    """How many of the digests that were kept elsewhere the database does not have."""
    elsewhere = set(_DIGEST.findall(kept.read_text(encoding="utf-8", errors="replace")))
    missing = sorted(elsewhere - digests)
    for digest in missing:
        say(f"MEND {digest} was kept elsewhere and is no anchor here: the history up to that day was written anew.")
    if not elsewhere:
        say(f"MEND {kept} holds no digest.")
    elif not missing:
        say(f"ok   {len(elsewhere)} digests of {kept} are anchors here.")
    return len(missing) if elsewhere else 1
