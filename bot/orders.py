"""What is to be done now for a message that was claimed: send it, or first make the topic that it is to go into.

A topic is made in a turn of its own, and what it became is committed before anything is sent into it: a crash in
between makes at most that one topic once more.
"""

from dataclasses import dataclass
from typing import Final

from bot.channels.base import Target
from storage.unit import Unit
from storage.values import OutboxRow
from tickets.dialogue import Arrange, ChatKind, Edit, Parcel, Repeat
from tickets.topics import Topic

_NOWHERE: Final = Target()


@dataclass(frozen=True, slots=True)
class Order:
    """A claimed row and where its parcel goes; with a `topic`, that is to be made or changed in this turn instead."""

    row: OutboxRow
    target: Target = _NOWHERE
    topic: Topic | None = None

    @property
    def parcel(self) -> Parcel:
        return self.row.parcel

    @property
    def makes_topic(self) -> bool:
        """Whether the parcel waits for its topic; it was not sent, then, whatever happened to the row before."""
        return self.topic is not None and self.topic.thread is None

    @property
    def is_void(self) -> bool:
        """Whether there is nothing to be done: the topic is as wanted, or not there."""
        return isinstance(self.parcel.content, Arrange) and self.topic is None

    @property
    def repeat(self) -> Repeat:
        """What to do when nobody knows whether it was done: a topic too many is harmless, a lost one is not."""
        return Repeat.ONCE if self.makes_topic else self.parcel.repeat

    @property
    def cost(self) -> int:
        """How many messages it is to the channel's limits."""
        if self.topic is not None:
            return 1 if self.makes_topic else self.topic.changes
        return self.parcel.cost


async def order_of(row: OutboxRow, sent: tuple[str, ...], unit: Unit) -> Order:
    """`sent`: the messages of the parcel's parts that went out at an earlier try."""
    parcel = row.parcel
    topic = await _topic_of(parcel, unit)
    if isinstance(parcel.content, Arrange):
        return Order(row, topic=topic if topic and topic.changes else None)
    if topic is not None and topic.is_to_be_made:
        return Order(row, topic=topic)
    edit = parcel.slot if isinstance(parcel.content, Edit) else None
    target = Target(
        edit=await unit.messages.find(parcel.chat, edit) if edit else None,
        reply_to=parcel.reply_to or await _in_slot(parcel, unit),
        thread=topic.thread if topic else None,
        sent=sent,
    )
    return Order(row, target)


async def _in_slot(parcel: Parcel, unit: Unit) -> str | None:
    return await unit.messages.find(parcel.chat, parcel.reply_to_slot) if parcel.reply_to_slot is not None else None


async def _topic_of(parcel: Parcel, unit: Unit) -> Topic | None:
    """The topic of the parcel's case; none for what goes beside a message, wherever that stands."""
    if parcel.chat.kind is not ChatKind.GROUP or parcel.ticket_id is None or parcel.reply_to is not None:
        return None
    return await unit.topics.find(parcel.chat, parcel.ticket_id)
