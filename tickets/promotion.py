"""Links on posters that bring a citizen straight to a report for an agency or a place, and what they carry.

A link is ``qr17-<signature>`` behind the bot's address: which one, and a keyed hash that nobody else can make, so that
nobody invents posters. What it stands for is kept in the database: the poster on the wall need not change.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tickets.catalogue import Region

LONGEST = 64
"""Characters of a payload behind a bot's address (Telegram; A–Z a–z 0–9 _ -)."""
SIGNATURE = 20
"""Hex digits of the signature: 80 bits."""
PLACE_LONGEST = 60
"""Characters of a place's name: two lines of a poster."""
PLACE_SHORTEST = 3
"""Letters or digits of a place's name."""
_PAYLOAD = re.compile(rf"qr([1-9][0-9]{{0,17}})-([0-9a-f]{{{SIGNATURE}}})")


@dataclass(frozen=True, slots=True)
class Link:
    """What a poster's link stands for. `agency`: whom reports are for; `place` and `region`: where, if it hangs there.

    None of the three: for everybody, anywhere.
    """

    id: int
    agency: str | None = None
    place: str = ""
    region: str | None = None

    @property
    def subject(self) -> str:
        """Under which its scans are counted."""
        return f"link:{self.id}"


@dataclass(frozen=True, slots=True)
class Scans:
    """What came of a link: forms begun, and of these sent (or joined to a report that there was). Of secret reports
    neither is counted: the agency on whose wall a poster hangs may be the accused."""

    started: int = 0
    finished: int = 0


def payload(link_id: int, signature: str) -> str:
    """What stands behind the bot's address."""
    return f"qr{link_id}-{signature[:SIGNATURE]}"


def read(text: str) -> tuple[int, str] | None:
    """Which link somebody came by, and the signature to be checked; none for anything else."""
    found = _PAYLOAD.fullmatch(text)
    return (int(found[1]), found[2]) if found else None


def place_name(text: str) -> str | None:
    """A place's name as it is kept and printed: one line. None if it is too short or too long for a poster."""
    words = " ".join("".join(character for character in text if character.isprintable()).split())
    letters = sum(character.isalnum() for character in words)
    return words if letters >= PLACE_SHORTEST and len(words) <= PLACE_LONGEST else None


def without_region(name: str, region: Region) -> str:
    """A place's name without the region behind a comma, which is shown anyway: "Jembatan Barito, Barito Kuala"."""
    first, comma, last = name.rpartition(",")
    bare = last.casefold().strip()
    for kind in ("kabupaten ", "kab. ", "kab ", "kota "):
        bare = bare.removeprefix(kind)
    known = {each.casefold() for each in (region.name, region.short, region.name.partition(" ")[2])}
    return first.strip() if comma and first.strip() and bare in known else name


def scans(counts: Mapping[str, int]) -> Scans:
    """What was counted of a link."""
    return Scans(max(0, counts.get(STARTED, 0)), counts.get(FINISHED, 0) + counts.get(JOINED, 0))


STARTED = "started"
FINISHED = "finished"
JOINED = "joined"
