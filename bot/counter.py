"""The process that counts (`bot.census` starts it): a survey goes in, then batches of tickets, then the rest that there
is to know; what was counted comes out.

It needs no database and no key, nothing but the rules, and so it is there within a fifth of a second.
"""

import gc
from typing import Any

from bot.aside import serve
from bot.census import Rest
from storage.batches import Batch, histories
from tickets.calendar import CalendarUnknown
from tickets.surveys import Counted, Survey, Surveying


class Counter:
    """The survey at hand, and why it cannot be made, if so: it is told at its end."""

    _surveying: Surveying
    _failed: CalendarUnknown | None

    def hear(self, told: Any) -> Counted | None:
        """Take the next piece; the rest is answered. Raises CalendarUnknown then."""
        match told:
            case Survey():
                self._surveying, self._failed = Surveying(told), None
            case Batch() if self._failed is None:
                self._add(told)
            case Rest():
                if self._failed is not None:
                    raise self._failed
                return self._surveying.counted(told.pasted, told.asked)
        return None

    def _add(self, batch: Batch) -> None:
        try:
            self._surveying.add(histories(batch))
        except CalendarUnknown as error:
            self._failed = error


if __name__ == "__main__":
    gc.disable()  # there are no cycles in what is made here, and to look for them takes longer than making it
    serve(Counter().hear, (CalendarUnknown,))
