"""What this process has done since it started, counted for /metrics: no words, no names, no chats."""

from time import monotonic, time
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from bot.channels.base import Answer, ChannelError
from tickets.dialogue import Inbound, Sent
from tickets.topics import Topic

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Measures:
    """Counters with a registry of their own, so that several machines in one process do not share them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.polls = True
        """Whether this process is to fetch updates at all: not with a webhook, nor while another process does."""
        self._since = monotonic()
        self.last_poll: float | None = None
        """When the channel last gave updates, or said that there are none, by a steady clock."""
        self._handled = Histogram(
            "lapor_handler_seconds",
            "Time that handling one update took, by its kind and whether it went well.",
            ("kind", "result"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._sends = Counter(
            "lapor_sends",
            "Tries to send, by what came back: sent, or the kind of error.",
            ("outcome",),
            registry=self.registry,
        )
        self._polled = Gauge(
            "lapor_last_poll_timestamp_seconds", "When updates were last fetched with success.", registry=self.registry
        )

    def handled(self, inbound: Inbound | None, seconds: float, *, well: bool) -> None:
        """An update was handled; None: it could not be read, or concerns nobody."""
        kind = type(inbound).__name__.lower() if inbound is not None else "none"
        self._handled.labels(kind, "done" if well else "failed").observe(seconds)

    def sent(self, outcome: Sent | Answer | Topic | ChannelError) -> None:
        """A try to send ended."""
        self._sends.labels(type(outcome).__name__.lower()).inc()

    def silence(self, steady: float) -> float | None:
        """Seconds since updates were fetched, or since the start; none where this process is not to fetch any."""
        return steady - max(self.last_poll or 0.0, self._since) if self.polls else None

    def polled(self) -> None:
        """Updates were fetched."""
        self.last_poll = monotonic()
        self._polled.set(time())
