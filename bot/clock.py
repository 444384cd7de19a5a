"""The one place where time comes from: everything else takes `now` as an argument or a `Clock` at construction.

The simulator's clock fits the protocol, so the demo and the tests can let days pass in a moment.
"""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time as an aware UTC datetime."""

    def now(self) -> datetime: ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)
