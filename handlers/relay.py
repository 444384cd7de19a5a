"""One name on both sides: a message that we carry from one chat to another stands in the same slot in both.

So whoever quotes the copy quotes the original, and the other way round. What belongs to a message (its files, further
items of its album) has its name with a slash and more behind it. The citizen's complaint itself stands on the card.
"""

from datetime import datetime

from handlers import cards
from handlers.desk import Desk
from tickets.dialogue import Chat, Message
from tickets.ticket import Ticket

_COMPLAINT = "complaint"


def of_album(album: str) -> str:
    """The slot of an album that the reporter sent."""
    return f"album:{album}"


def of_reply(ticket: Ticket, message: Message) -> str:
    """The slot of what the reporter sent to a case, in his chat and in the groups."""
    return of_album(message.album) if message.album else f"reply:{ticket.id}:{message.message_id}"


def of_answer(ticket: Ticket, answered_at: datetime) -> str:
    """The slot of an agency's answer, in the reporter's chat and (as it was written) in the group."""
    return f"answer:{ticket.id}:{answered_at:%Y%m%d%H%M%S%f}"


def of_complaint(ticket_id: int, message_id: str) -> str:
    """The slot of a message of the complaint, in the reporter's chat."""
    return f"{_COMPLAINT}:{ticket_id}/{message_id}"


def part(slot: str, name: str) -> str:
    """The slot of something that belongs to the message in that slot."""
    return f"{slot}/{name}"


async def quoted(message: Message, desk: Desk) -> str | None:
    """The slot of the message replied to; none where nobody carried it from anywhere."""
    return await desk.unit.messages.slot_of(message.chat, message.reply_to) if message.reply_to else None


async def there(chat: Chat, slot: str | None, ticket: Ticket, desk: Desk) -> str | None:
    """The slot in that chat that holds the same message: itself, or what it belongs to; none if there is neither."""
    if slot is None:
        return None
    whole = slot.partition("/")[0]
    for name in (slot, cards.slot(ticket.id) if whole.startswith(f"{_COMPLAINT}:") else whole):
        if await desk.unit.messages.find(chat, name):
            return name
    return None
