"""A report that was recorded has nobody to write to: what its reporter would be told, the coordinator's group hears,
with the words ready to be passed on.
"""

from handlers import buttons, cards, texts
from handlers.desk import Desk
from messages import citizen
from messages import records as words
from messages.base import Message as Words
from messages.base import Rendered
from storage.values import Person
from tickets.dialogue import Attachment, Chat, Priority, Rows
from tickets.events import EventKind
from tickets.records import Record
from tickets.ticket import Ticket

_NEWS = "news"
_OF_NO_CONSEQUENCE = (citizen.Taken,)
"""What the card says as well."""


def is_news(slot: str | None) -> bool:
    """Whether a message under that slot is such news."""
    return slot is not None and slot.partition(":")[0] == _NEWS


async def tell(
    ticket: Ticket,
    told: Words,
    desk: Desk,
    *,
    text: str = "",
    attachments: tuple[Attachment, ...] = (),
) -> None:
    """Pass on what the reporter would be told; `text` is the whole of a text that may be too long for one message."""
    if isinstance(told, _OF_NO_CONSEQUENCE):
        return
    record = await desk.unit.records.of(ticket.id)
    news = words.ReporterNews(
        number=ticket.number,
        source=ticket.source.value,
        link=record.link or None if record else None,
        said_by=record.said_by or None if record else None,
        has_contact=bool(record and record.contact),
        words=Rendered(desk.office.words.render(told)),
    )
    for to in await _hearers(ticket, desk):
        slot = f"{_NEWS}:{ticket.id}:{desk.now:%Y%m%d%H%M%S%f}"
        await desk.say(
            to,
            news,
            rows=rows(ticket, record, desk),
            priority=Priority.ANSWER,
            slot=slot,
            ticket_id=ticket.id,
            reply_to_slot=cards.slot(ticket.id),
        )
        await texts.say_rest(to, ticket, text, slot, Priority.ANSWER, desk)
        await desk.hand_over(to, attachments, ticket_id=ticket.id, reply_to_slot=slot, priority=Priority.ANSWER)


def rows(ticket: Ticket, record: Record | None, desk: Desk) -> Rows:
    """What may be done on the reporter's behalf now."""
    made = []
    if ticket.admits(EventKind.CONFIRMED):
        made.append(desk.button("solved", buttons.pack(buttons.RECORD, "solved", ticket.id, ticket.reopened)))
    if ticket.admits(EventKind.REOPENED):
        made.append(desk.button("not_solved", buttons.pack(buttons.RECORD, "not", ticket.id, ticket.reopened)))
    contact = []
    if record and record.contact:
        contact.append(desk.button("see_contact", buttons.pack(buttons.RECORD, "contact", ticket.id)))
    return tuple(tuple(row) for row in (made, contact) if row)


async def _hearers(ticket: Ticket, desk: Desk) -> tuple[Chat | Person, ...]:
    """The coordinator's groups; where there is none, or the report is secret, who recorded it."""
    groups = () if ticket.secret else await desk.unit.groups.coordinators()
    return tuple(group.chat for group in groups) or (await cards.reporter_of(ticket, desk),)
