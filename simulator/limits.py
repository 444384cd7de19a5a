"""Telegram's sending limits, off unless switched on: per chat, 20 a minute per group, 30 a second overall.

Edits and new topics count in groups as messages do. Time is the simulator's.
"""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from simulator.codec import TRANSIENT
from simulator.errors import too_many_requests


@dataclass
class Window:
    """At most `most` within any `seconds`."""

    most: int
    seconds: float


@dataclass
class Limits:
    on: bool = False
    overall: Window = field(default_factory=lambda: Window(30, 1))
    per_group: Window = field(default_factory=lambda: Window(20, 60))
    per_chat: Window = field(default_factory=lambda: Window(3, 3))  # one a second, with short bursts
    _sent: dict[str, deque[float]] = field(default_factory=dict, metadata=TRANSIENT)

    def spend(self, bot: int, chat: str, is_group: bool, now: datetime, messages: int = 1) -> None:
        """Count messages to a chat, or refuse with 429 and count nothing."""
        if not self.on:
            return
        windows = [(f"{bot}", self.overall), (f"{bot}/{chat}", self.per_group if is_group else self.per_chat)]
        moment = now.timestamp()
        wait = max(self._wait(name, window, moment, messages) for name, window in windows)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for name, _ in windows:
            self._sent.setdefault(name, deque()).extend([moment] * messages)

    def _wait(self, name: str, window: Window, now: float, messages: int) -> float:
        sent = self._sent.setdefault(name, deque())
        while sent and sent[0] <= now - window.seconds:
            sent.popleft()
        over = len(sent) + min(messages, window.most) - window.most
        return sent[over - 1] + window.seconds - now if over > 0 else 0.0
