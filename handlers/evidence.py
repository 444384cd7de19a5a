"""Files that are not taken: too big, programs, archives. Said politely, before the rest of the message is looked at.

What shows only by its content is held back when it leaves: then whoever sent it is told, and who waits for it.
"""

from dataclasses import replace

from handlers import cards, follow_up, texts
from handlers.desk import Desk
from messages import citizen, masks
from messages.base import Message as Words
from storage.file_minutes import MINUTE
from storage.values import Person
from tickets.dialogue import Attachment, ChatKind, Message, Parcel, Priority
from tickets.evidence import MAX_MEGABYTES, fits, sifted


async def sift(person: Person, message: Message, desk: Desk, *, has_draft: bool) -> Message | None:
    """The message without the files that are too big; none when nothing is left of it."""
    fitting = sifted(message.attachments)
    if len(fitting) == len(message.attachments):
        return message
    key = f"too-big:{message.album}" if message.album else None
    refused: Words = citizen.FileTooBig(megabytes=MAX_MEGABYTES, has_text=bool(message.text))
    if all(map(fits, message.attachments)):
        refused = citizen.FileNotTaken(has_text=bool(message.text))
    rows = () if message.text or has_draft else texts.menu(desk, person)
    await desk.say(person, refused, rows=rows, reply_to=message.message_id, unique_key=key)
    rest = replace(message, attachments=fitting)
    return rest if rest.text or rest.attachments or rest.location else None


async def paced(person: Person, message: Message, desk: Desk) -> Message | None:
    """The message without its files, if they are too many within a minute; none when nothing is left of it.

    That is said once a minute; more can be sent when it is over.
    """
    limit = desk.office.files_per_minute
    if not message.attachments or not limit:
        return message
    since, files = await desk.unit.file_minutes.add(person.id, len(message.attachments), desk.now)
    if files <= limit:
        return message
    key = f"too-many:{person.id}:{since:%y%m%d%H%M%S}"
    told = citizen.TooManyFiles(limit=limit, until=since + MINUTE)
    await desk.say(person, told, reply_to=message.message_id, unique_key=key)
    rest = replace(message, attachments=())
    return rest if rest.text or rest.location else None


async def withheld(parcel: Parcel, files: tuple[tuple[Attachment, str], ...], desk: Desk) -> None:
    """These files of a parcel were held back, each for a reason (a code of `bot.cleaning`): say so on both sides."""
    ticket = await desk.unit.tickets.by_id(parcel.ticket_id) if parcel.ticket_id else None
    if ticket is None:
        return
    for file, why in files:
        name = desk.guarded(file.name)
        to_group = masks.FileWithheld(number=ticket.number, name=name, why=why)
        if parcel.chat.kind is ChatKind.GROUP:
            await desk.say(
                parcel.chat,
                to_group,
                priority=Priority.ANSWER,
                ticket_id=ticket.id,
                reply_to_slot=parcel.reply_to_slot,
                unique_key=f"withheld:{file.unique_id}:{parcel.chat.id}",
            )
            reporter = await cards.reporter_of(ticket, desk)
            told = masks.FileNotPassed(number=ticket.number, name=name, why=why)
            if not ticket.source.is_recorded and not reporter.blocked:
                key = f"withheld:{file.unique_id}:{reporter.id}"
                await desk.say(reporter, told, ticket_id=ticket.id, unique_key=key)
        else:
            await follow_up.tell_groups(ticket, to_group, desk)
