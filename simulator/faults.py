"""Faults on demand: the next calls of a method (or of all, or to one chat) go wrong in a chosen way."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.errors import ApiError, Refused

DESCRIPTIONS = {
    400: "Bad Request: wrong request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
KINDS = (*(str(code) for code in DESCRIPTIONS), "429", "drop_before", "drop_after", "slow")


@dataclass
class Fault:
    """`times` counts down; None lasts until removed. `method`: "*" is all but getUpdates, "file" is downloads."""

    id: int
    kind: str
    method: str = "*"
    chat: int | None = None
    times: int | None = 1
    retry_after: int = 1
    seconds: float = 1.0
    description: str | None = None

    def hits(self, method: str, chat: object) -> bool:
        if self.chat is not None and str(self.chat) != str(chat):
            return False
        return method != "getUpdates" if self.method == "*" else self.method.lower() == method.lower()

    def error(self) -> ApiError:
        """The answer of a fault that is an HTTP code."""
        if self.kind == "429":
            text = self.description or f"Too Many Requests: retry after {self.retry_after}"
            return ApiError(429, text, retry_after=self.retry_after)
        code = int(self.kind)
        return ApiError(code, self.description or DESCRIPTIONS[code])


class Faults:
    def __init__(self) -> None:
        self._faults: dict[int, Fault] = {}
        self._made = 0

    def __iter__(self) -> Iterator[Fault]:
        return iter(list(self._faults.values()))

    def add(
        self,
        kind: str,
        method: str = "*",
        *,
        chat: int | None = None,
        times: int | None = 1,
        retry_after: int = 1,
        seconds: float = 1.0,
        description: str | None = None,
    ) -> Fault:
        if kind not in KINDS:
            raise Refused(f"a fault is one of {', '.join(KINDS)}")
        self._made += 1
        fault = Fault(self._made, kind, method, chat, times, retry_after, seconds, description)
        self._faults[fault.id] = fault
        return fault

    def remove(self, fault_id: int) -> None:
        self._faults.pop(fault_id, None)

    def clear(self) -> None:
        self._faults.clear()

    def take(self, method: str, chat: object) -> Fault | None:
        """The first fault that hits this call; it is used up by one."""
        if not self._faults:
            return None
        fault = next((fault for fault in self._faults.values() if fault.hits(method, chat)), None)
        if fault and fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.remove(fault.id)
        return fault
