"""A batch of tickets with their histories, as the database puts it together: three texts, and what they say.

Nothing of the database is needed to understand them (`bot.counter` does, in a process that has none).
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from tickets.cases import TOLD, History, Step
from tickets.sources import Source

TAB, NEW_LINE = "\t", "\n"
"""Between the values of a row and between rows: neither is in a code, and JSON writes them otherwise."""
_SOURCES = {each.value: each for each in Source}
_KINDS = {each.value: each for each in TOLD}


class Batch(NamedTuple):
    """Rows as lines, in no order; none: there are no rows.

    `told`: of events, the ticket, the place in its history, kind, moment and data; `filed`: of tickets, their id,
    region, category, source and moment; `files`: of answers with files, the ticket and the place in its history.
    """

    told: str | None
    filed: str | None
    files: str | None


def histories(batch: Batch) -> list[History]:
    """The tickets of a batch, by id, each with its steps as they came."""
    with_files = {(ticket_id, seq) for ticket_id, seq in _rows(batch.files, 2)}
    steps: dict[str, list[tuple[int, Step]]] = defaultdict(list)
    for ticket_id, seq, kind, at, data in _rows(batch.told, 5):
        step = Step(_KINDS[kind], _moment(at), _said(data), (ticket_id, seq) in with_files)
        steps[ticket_id].append((int(seq), step))
    found = [
        History(int(ticket_id), region, category, _SOURCES[source], _moment(at), _in_order(steps.get(ticket_id, [])))
        for ticket_id, region, category, source, at in _rows(batch.filed, 5)
    ]
    return sorted(found)


def _rows(lines: str | None, columns: int) -> Iterator[list[str]]:
    return (line.split(TAB, columns - 1) for line in lines.split(NEW_LINE)) if lines else iter(())


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(f"{written}+00:00")


def _in_order(steps: list[tuple[int, Step]]) -> list[Step]:
    return [step for _, step in sorted(steps)]


@lru_cache(maxsize=1000)
def _said(written: str) -> Mapping[str, Any]:
    """The same few are written again and again."""
    return MappingProxyType(json.loads(written) if written else {})
