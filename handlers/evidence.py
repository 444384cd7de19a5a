"""Files that are too big to be kept: said politely, before anything is done with the rest of the message."""

from dataclasses import replace

from handlers import texts
from handlers.desk import Desk
from messages import citizen
from storage.values import Person
from tickets.dialogue import Message
from tickets.evidence import MAX_MEGABYTES, sifted


async def sift(person: Person, message: Message, desk: Desk, *, has_draft: bool) -> Message | None:
    """The message without the files that are too big; none when nothing is left of it."""
    fitting = sifted(message.attachments)
    if len(fitting) == len(message.attachments):
        return message
    key = f"too-big:{message.album}" if message.album else None
    refused = citizen.FileTooBig(megabytes=MAX_MEGABYTES, has_text=bool(message.text))
    rows = () if message.text or has_draft else texts.menu(desk, person)
    await desk.say(person, refused, rows=rows, reply_to=message.message_id, unique_key=key)
    rest = replace(message, attachments=fitting)
    return rest if rest.text or rest.attachments or rest.location else None
