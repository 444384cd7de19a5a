"""The history of a ticket as a chain of hashes: no fact can be altered, removed or moved without its being seen.

Each fact carries the SHA-256 of the link before it and of itself. What a law may make us erase (words, who it was)
is in the chain as a salted digest only: with the salt gone, the digest tells nothing, and the chain still holds.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Fact:
    """What of an event is never erased; `words` is what `seal_words` gave for the rest."""

    ticket_id: int
    seq: int
    kind: str
    at: datetime
    actor_kind: str
    agency: str | None
    data: Mapping[str, str]
    words: str


def start(number: str) -> str:
    """What the first fact of a ticket follows upon."""
    return _digest("ticket", number)


def seal_words(salt: str, words: Iterable[str]) -> str:
    """The digest that stands for what may be erased; `salt` is random, and erased with the words."""
    return _digest("words", salt, *words)


def link(previous: str, fact: Fact) -> str:
    """The hash of a fact that follows upon another."""
    moment = fact.at.astimezone(UTC).isoformat(timespec="microseconds")
    actor = fact.actor_kind, fact.agency
    return _digest(previous, fact.ticket_id, fact.seq, fact.kind, moment, *actor, dict(fact.data), fact.words)


def anchor(previous: str, day: str, links: Iterable[str]) -> str:
    """The hash of a day: of the anchor before, and of every fact that was written since."""
    return _digest("anchor", previous, day, *links)


def _digest(*parts: object) -> str:
    written = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(written.encode("ascii")).hexdigest()
