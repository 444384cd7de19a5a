"""What confirmed dispositions taught: how often each word of a text led to which agency.

Only shapes here. Counts are kept in storage, without the texts they come from; `tickets.routing` lets them vote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Learnt:
    """Counts for the words of one text: in how many tickets of each agency a word stood, and of how many tickets."""

    words: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    tickets: Mapping[str, int] = field(default_factory=dict)


NOTHING = Learnt()
"""Before the first ticket is confirmed."""
