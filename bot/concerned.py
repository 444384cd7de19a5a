"""`python -m bot concerned`: whose data a breach is about, for the notice within 3 × 24 hours (UU 27/2022, Pasal 46).

The list names people in the clear: it goes into a file that its owner alone may read, and is deleted afterwards.
"""

import csv
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.loops import Fatal
from bot.replay import opened
from bot.settings import Settings
from storage.values import Concerned
from tickets.sp4n import harmless

BATCH: Final = 200
COLUMNS: Final = ("channel", "account", "name", "username", "language", "first_seen", "reports", "followed", "blocked")

Say = Callable[[str], None]


async def write_list(settings: Settings, file: Path, say: Say, since: datetime | None, until: datetime | None) -> None:
    """A CSV file, a line for each person. `since`, `until`: only whose reports were filed then. Raises Fatal."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Fatal(f"{file} cannot be made: {error.strerror}. Name a new file.") from None
    count = 0
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
        sheet = csv.writer(out)
        sheet.writerow(COLUMNS)
        async with opened(settings) as database:
            last = 0
            while True:
                async with database.transaction() as unit:
                    last, people = await unit.erasures.concerned(last, BATCH, since, until)
                if last == 0:
                    break
                for each in people:
                    sheet.writerow(_line(each))
                count += len(people)
    say(f"{count} people are in {file}. It names them: keep it safe, and delete it when all are told.")
    say("Those who are erased are in no list. A blocked bot reaches nobody: tell these another way.")


def _line(each: Concerned) -> list[str]:
    who = each.person
    return [
        who.channel,
        who.external_id,
        harmless(who.name),
        harmless(who.username or ""),
        who.language or "",
        f"{who.created_at:%Y-%m-%d}",
        " ".join(each.reports),
        " ".join(each.followed),
        "yes" if who.blocked else "no",
    ]
