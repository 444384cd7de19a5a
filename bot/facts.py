"""What the database tells about how the office is doing: numbers for /metrics, without anybody's name."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from prometheus_client.core import GaugeMetricFamily, Metric

from bot.budget import GROUP_WINDOW, Limits
from storage.database import Database
from storage.values import Backlog, Passage

WINDOW: Final = timedelta(seconds=GROUP_WINDOW)


@dataclass(frozen=True, slots=True)
class Facts:
    """One look into the database."""

    at: datetime
    inbox: Mapping[str, int]
    inbox_oldest: datetime | None
    outbox: Mapping[str, int]
    outbox_oldest: datetime | None
    overdue: int
    sent: int
    sent_to_groups: Mapping[int, int]
    backlogs: tuple[Backlog, ...]

    def families(self, limits: Limits) -> Iterator[Metric]:
        """The numbers as Prometheus wants them."""
        yield _by("lapor_inbox_updates", "Updates by state.", "state", self.inbox)
        yield _one(
            "lapor_inbox_oldest_seconds", "Age of the oldest update nobody handled.", self._age(self.inbox_oldest)
        )
        yield _by("lapor_outbox_messages", "Messages of the last weeks by status.", "status", self.outbox)
        yield _one("lapor_outbox_oldest_seconds", "Age of the oldest message to send.", self._age(self.outbox_oldest))
        yield _one("lapor_tickets_overdue", "Tickets past their deadline without a follow-up.", self.overdue)
        yield _one("lapor_sent_last_minute", "Messages sent within the last minute.", self.sent)
        yield _one(
            "lapor_limit_per_minute", "Messages a minute that may be sent in all.", limits.overall_per_second * 60
        )
        yield _one("lapor_group_limit_per_minute", "Messages a minute that a group may get.", limits.group_per_minute)
        yield _by("lapor_group_sent_last_minute", "Messages a group got.", "group", _named(self.sent_to_groups))
        waiting = {backlog.group_id: backlog.messages for backlog in self.backlogs}
        yield _by("lapor_group_waiting_messages", "Messages that wait for a group.", "group", _named(waiting))
        ages = {backlog.group_id: self._age(backlog.oldest) for backlog in self.backlogs}
        yield _by("lapor_group_oldest_seconds", "Age of the oldest of them.", "group", _named(ages))

    def _age(self, moment: datetime | None) -> float:
        return 0.0 if moment is None else max(0.0, (self.at - moment).total_seconds())


async def gather(database: Database, now: datetime) -> Facts:
    """Look. Raises StorageError."""
    async with database.transaction() as unit:
        lately = await unit.traffic.to_groups_since(now - WINDOW)
        sent: Counter[int] = Counter()
        for passage in lately:
            sent[passage.group_id] += passage.messages
        return Facts(
            at=now,
            inbox=await unit.inbox.counts(),
            inbox_oldest=await unit.inbox.oldest_waiting(),
            outbox=await unit.outbox.counts(),
            outbox_oldest=await unit.outbox.oldest_waiting(now),
            overdue=await unit.tickets.count_overdue(now),
            sent=await unit.traffic.sent_since(now - WINDOW),
            sent_to_groups=dict.fromkeys([group.id for group in await unit.groups.all_active()], 0) | dict(sent),
            backlogs=await unit.traffic.backlogs(now),
        )


def full_minutes(passages: Iterable[Passage], most: int) -> dict[int, tuple[datetime, ...]]:
    """In which minutes of the clock each group's budget was used up: `most` messages within sixty seconds."""
    windows: dict[int, list[Passage]] = {}
    minutes: dict[int, dict[datetime, None]] = {}
    for passage in passages:
        window = windows.setdefault(passage.group_id, [])
        window.append(passage)
        while window[0].at <= passage.at - WINDOW:
            window.pop(0)
        if sum(each.messages for each in window) >= most:
            minutes.setdefault(passage.group_id, {})[passage.at.replace(second=0, microsecond=0)] = None
    return {group_id: tuple(found) for group_id, found in minutes.items()}


def _named(numbers: Mapping[int, float]) -> dict[str, float]:
    return {str(group_id): number for group_id, number in numbers.items()}


def _one(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)


def _by(name: str, what: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, what, labels=(label,))
    for value_of, value in values.items():
        family.add_metric((value_of,), value)
    return family
