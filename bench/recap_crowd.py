"""The crowd of `bench.clock_crowd`, and a coordinator who asks for a month's recap in between."""

import asyncio
import os
import time
from typing import Any

from bench.api_stub import arguments, serve
from bench.clock_crowd import Remembering
from bench.made_up import COORDINATOR_GROUP, FIRST_ADMIN

PICTURES = 5


class Asking(Remembering):
    """Its figures have `asked` and `came` too: when the recap was asked for, and when its last picture came."""

    def __init__(self, citizens: int, complaints: int, pace: float, order: str, after: float) -> None:
        self.asked = self.came = 0.0
        self._order = order
        self._after = after
        self._pictures = 0
        super().__init__(citizens, complaints, pace)

    async def take(self, limit: int, patience: float) -> list[dict[str, Any]]:
        found = await super().take(limit, patience)
        if not self.asked and time.perf_counter() - self.started >= self._after:
            self.asked = time.time()
            found.append(self._ordered())
        return found

    def said(self, chat_id: int, message: dict[str, Any]) -> None:
        if chat_id == COORDINATOR_GROUP and message.get("photo"):
            self._pictures += 1
            if self._pictures == PICTURES:
                self.came = time.time()
        super().said(chat_id, message)

    def more(self) -> dict[str, Any]:
        return super().more() | {"asked": self.asked, "came": self.came}

    def _ordered(self) -> dict[str, Any]:
        command = {"type": "bot_command", "offset": 0, "length": len(self._order.split(maxsplit=1)[0])}
        who = {"id": FIRST_ADMIN + 1, "is_bot": False, "first_name": "Petugas 1", "language_code": "id"}
        message = {
            "message_id": next(self._messages),
            "date": int(time.time()),
            "chat": {"id": COORDINATOR_GROUP, "type": "supergroup", "title": "Dinas"},
            "from": who,
            "text": self._order,
            "entities": [command],
        }
        return {"update_id": next(self._numbers), "message": message}


if __name__ == "__main__":
    given = arguments().parse_args()
    order, after = os.environ["RECAP_ORDER"], float(os.environ["RECAP_AFTER"])
    asyncio.run(serve(Asking(given.citizens, given.complaints, given.pace, order, after), given.port, given.patience))
