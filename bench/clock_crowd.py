"""The crowd of `bench.api_stub`, which also remembers when each of its updates was asked and how long it waited."""

import asyncio
import time
from typing import Any

from bench.api_stub import Citizen, Crowd, arguments, serve


class Remembering(Crowd):
    """Its figures have `each`: for every answer the time at which its update was handed out, and the wait."""

    def __init__(self, citizens: int, complaints: int, pace: float) -> None:
        self.each: list[tuple[float, float]] = []
        super().__init__(citizens, complaints, pace)

    def _answered(self, citizen: Citizen) -> None:
        wait = time.perf_counter() - citizen.asked_at
        self.each.append((time.time() - wait, wait))
        super()._answered(citizen)

    def more(self) -> dict[str, Any]:
        return {"each": self.each}


if __name__ == "__main__":
    given = arguments().parse_args()
    asyncio.run(serve(Remembering(given.citizens, given.complaints, given.pace), given.port, given.patience))
