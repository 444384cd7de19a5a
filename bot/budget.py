"""How much may go out now: the limits of Telegram, kept by us before it has to remind us.

About one message a second to a person, with short bursts; twenty a minute to a group, edits included; about thirty a
second over all. The last few of a group are kept for answers to people who wait. Pure: `now` is seconds of any steady
clock, and nothing here sleeps.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tickets.dialogue import ChatKind, Priority

GROUP_WINDOW: Final = 60.0
FLOOD_WINDOW: Final = 5.0
FLOOD_CHATS: Final = 3
"""So many chats told us to slow down within the window: then it may be about the bot and not about a chat."""
FLOOD_SHARE: Final = 0.25
"""And so much of what went out was refused: among very many who write quickly there are always three."""
_REMEMBERED: Final = 1000
"""Sends, for that share: more than go out within the window."""

RESERVED: Final = 0.25
"""Of the limit over all, for what somebody waits for: what nobody waits for leaves it alone, however much there is."""
TOGETHER: Final = 0.15
"""Seconds of the limit over all that are waited for before more goes out of what nobody waits for."""

WAITED_FOR: Final = frozenset({Priority.CITIZEN, Priority.URGENT, Priority.ANSWER})
"""What somebody is waiting for at this moment."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the channel lets through."""

    private_per_second: float = 1.0
    private_burst: int = 5
    group_per_minute: int = 20
    group_reserve: int = 3
    overall_per_second: float = 28.0
    cards_per_minute: int = 8
    """New tickets that a group gets as cards; each card may bring a place and files, and answers need room, too."""


UNLIMITED: Final = Limits(1e6, 1_000_000, 1_000_000, 0, 1e6, 1_000_000)
"""For a channel without limits: tests, and a simulator that does not mind."""


class _Bucket:
    """Fills at a steady rate up to its size; a large expense may leave it in debt."""

    def __init__(self, size: float, per_second: float) -> None:
        self._size = size
        self._rate = per_second
        self._level = size
        self._at = 0.0

    def level(self, now: float) -> float:
        return min(self._size, self._level + max(0.0, now - self._at) * self._rate)

    def spend(self, cost: float, now: float) -> None:
        self._level, self._at = self.level(now) - cost, now

    def wait(self, cost: float, now: float) -> float:
        """Seconds until the cost can be paid; one larger than the bucket waits for a full one."""
        return max(0.0, min(cost, self._size) - self.level(now)) / self._rate

    def is_full(self, now: float) -> bool:
        return self.level(now) >= self._size

    def holds(self, level: float, now: float) -> None:
        """Somebody who knows better says how much is in it."""
        self._level, self._at = level, now


class _Window:
    """At most so many in any sixty seconds."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    def spend(self, cost: int, now: float) -> None:
        self._times.extend([now] * cost)

    def wait(self, cost: int, limit: int, now: float) -> float:
        self._forget(now)
        too_many = len(self._times) + min(cost, limit) - limit
        return self._times[too_many - 1] + GROUP_WINDOW - now if too_many > 0 else 0.0

    def is_empty(self, now: float) -> bool:
        self._forget(now)
        return not self._times

    def _forget(self, now: float) -> None:
        while self._times and self._times[0] + GROUP_WINDOW <= now:
            self._times.popleft()


@dataclass(slots=True)
class Budget:
    """The budgets of all chats of one channel, and the pauses it has asked for."""

    limits: Limits = field(default_factory=Limits)
    _private: dict[str, _Bucket] = field(default_factory=dict)
    _groups: dict[str, _Window] = field(default_factory=dict)
    _paused: dict[str, float] = field(default_factory=dict)
    _tight: dict[str, float] = field(default_factory=dict)
    _floods: deque[tuple[float, str]] = field(default_factory=deque)
    _sends: deque[float] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    _all_paused: float = 0.0
    _flooded_until: float = 0.0
    _overall: _Bucket = field(init=False)

    def __post_init__(self) -> None:
        self._overall = _Bucket(self.limits.overall_per_second, self.limits.overall_per_second)

    @property
    def _reserve(self) -> int:
        return int(self.limits.overall_per_second * RESERVED)

    def wait(self, chat: str, kind: ChatKind, priority: Priority, cost: int, now: float) -> float:
        """Seconds until this may be sent to the chat; 0 for now."""
        paused = self._paused.get(chat, now) - now
        if kind is ChatKind.PRIVATE:
            bucket = self._private.get(chat)
            return max(0.0, paused, bucket.wait(cost, now) if bucket else 0.0)
        window = self._groups.get(chat)
        reserve = 0 if priority in WAITED_FOR else self.limits.group_reserve
        return max(0.0, paused, window.wait(cost, self.limits.group_per_minute - reserve, now) if window else 0.0)

    def spend(self, chat: str, kind: ChatKind, cost: int, now: float) -> None:
        """Something goes out to the chat."""
        self._sends.append(now)
        self._overall.spend(max(cost, 1), now)
        if cost and kind is ChatKind.PRIVATE:
            self._bucket(chat).spend(cost, now)
        elif cost:
            self._groups.setdefault(chat, _Window()).spend(cost, now)

    def spend_before(self, group: str, cost: int, at: float) -> None:
        """Something went out to the group at that time, before this budget was opened; tell them in order."""
        self._groups.setdefault(group, _Window()).spend(cost, at)

    def learn(self, group: str, spent: Sequence[tuple[int, float]]) -> None:
        """What went out to the group lately, by whomever: how many messages at which time, in order."""
        self._groups[group] = window = _Window()
        for cost, at in spent:
            window.spend(cost, at)

    def learn_level(self, level: float, now: float) -> None:
        """How many messages may go out over all, as everybody who sends counts them together."""
        self._overall.holds(level, now)

    def flood(self, now: float) -> float:
        """For how many seconds more everything pauses because the channel said so to several chats."""
        return max(0.0, self._flooded_until - now)

    def room(self, now: float) -> int:
        """How many messages may go out now, over all."""
        return 0 if now < self._all_paused else max(0, int(self._overall.level(now)))

    def room_in(self, now: float) -> float:
        """Seconds until there is room for one."""
        return max(0.0, self._all_paused - now, self._overall.wait(1, now))

    def spare(self, now: float) -> int:
        """How much of the room may be taken by what nobody waits for."""
        return max(0, self.room(now) - self._reserve)

    def spare_in(self, now: float) -> float:
        """Seconds until there is some of it again."""
        some = self._reserve + max(1, int(self.limits.overall_per_second * TOGETHER))
        return max(0.0, self._all_paused - now, self._overall.wait(some, now))

    def flooded(self, chat: str, seconds: float, now: float) -> None:
        """The channel said "too many": this chat pauses, and everything does if it says so to much of what goes out."""
        self._paused[chat] = max(self._paused.get(chat, 0.0), now + seconds)
        self._floods.append((now, chat))
        while self._floods[0][0] < now - FLOOD_WINDOW:
            self._floods.popleft()
        if self._is_flood(now):
            self._flooded_until = max(self._flooded_until, now + seconds)
            self.pause_all(seconds, now)

    def _is_flood(self, now: float) -> bool:
        """Whether what was refused lately is about the bot."""
        chats = {chat for _, chat in self._floods}
        sent = sum(at >= now - FLOOD_WINDOW for at in self._sends)
        return len(chats) >= FLOOD_CHATS and len(self._floods) >= FLOOD_SHARE * sent

    def postpone(self, chat: str, priority: Priority, until: float) -> None:
        """A message is too large for what is left: until then its chat gets nothing, or only what is waited for."""
        held = self._paused if priority in WAITED_FOR else self._tight
        held[chat] = max(held.get(chat, 0.0), until)

    def pause_all(self, seconds: float, now: float) -> None:
        self._all_paused = max(self._all_paused, now + seconds)

    def holding(self, now: float) -> dict[str, float]:
        """The chats that nothing at all may go to now, with the seconds until something may."""
        self._forget_rested(now)
        held = {chat: self.wait(chat, kind, Priority.CITIZEN, 1, now) for chat, kind in self._known()}
        return {chat: seconds for chat, seconds in held.items() if seconds > 0}

    def tight(self, now: float) -> frozenset[str]:
        """The groups with nothing left but what is kept for those who wait: only what they wait for may go there."""
        most = self.limits.group_per_minute - self.limits.group_reserve
        full = {chat for chat, window in self._groups.items() if window.wait(1, most, now) > 0}
        return frozenset(full | {chat for chat, until in self._tight.items() if until > now})

    def _known(self) -> Iterator[tuple[str, ChatKind]]:
        yield from ((chat, ChatKind.GROUP) for chat in self._groups)
        yield from ((chat, ChatKind.PRIVATE) for chat in self._private)
        yield from ((chat, ChatKind.PRIVATE) for chat in self._paused if chat not in self._groups)

    def _bucket(self, chat: str) -> _Bucket:
        return self._private.setdefault(chat, _Bucket(self.limits.private_burst, self.limits.private_per_second))

    def _forget_rested(self, now: float) -> None:
        self._paused = {chat: until for chat, until in self._paused.items() if until > now}
        self._tight = {chat: until for chat, until in self._tight.items() if until > now}
        self._private = {chat: bucket for chat, bucket in self._private.items() if not bucket.is_full(now)}
        self._groups = {chat: window for chat, window in self._groups.items() if not window.is_empty(now)}
