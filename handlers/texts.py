"""Small things that many situations say: the menu's buttons, the emergency numbers, a person's own words as heard."""

from handlers import buttons
from handlers.desk import Desk
from messages.citizen import EmergencyLine
from messages.group import Continued, Who
from messages.lengths import parted
from storage.values import Person
from tickets.dialogue import Button, Chat, Message, Priority, Rows
from tickets.events import Event, EventKind
from tickets.forms.draft import Heard
from tickets.sampling import is_sent_back
from tickets.ticket import Ticket

MENU_ITEMS = ("new_report", "check_status", "my_reports", "help")


def menu(desk: Desk, person: Person) -> Rows:
    """The main menu, two buttons to a row."""
    made = tuple(Button(label, data) for label, data in menu_items(desk, person))
    return (made[:2], made[2:])


def menu_items(desk: Desk, person: Person) -> tuple[tuple[str, str], ...]:
    """What the buttons of the menu say and what they carry."""
    words = desk.office.words
    return tuple((words.label(key, person.language), buttons.pack(buttons.MENU, key)) for key in MENU_ITEMS)


def emergencies(person: Person, desk: Desk, danger: str | None = None) -> tuple[EmergencyLine, ...]:
    """The numbers to call: those for a danger, or all of them."""
    catalogue = desk.office.catalogue
    chosen = catalogue.numbers_for(danger) if danger else catalogue.emergencies
    return tuple(EmergencyLine(number=entry.number, purpose=desk.translated(entry.purpose, person)) for entry in chosen)


async def say_rest(to: Chat | Person, ticket: Ticket, text: str, slot: str, priority: Priority, desk: Desk) -> None:
    """What of a long text did not fit into the message under that slot, in reply to it."""
    for piece in parted(text)[1]:
        rest = Continued(number=ticket.number, text=piece)
        await desk.say(to, rest, priority=priority, ticket_id=ticket.id, reply_to_slot=slot)


def of_event(event: Event, desk: Desk, language: str | None = None) -> str:
    """The words of an event; for stars, frequent reasons and sources, what stands for them."""
    if event.kind is EventKind.RATED:
        return "⭐" * int(event.data["stars"])
    if event.kind is EventKind.EXPLAINED and "why" in event.data:
        return desk.office.words.label(f"why_{event.data['why']}", language)
    if event.kind is EventKind.SUBMITTED and "source" in event.data:
        return desk.office.words.label(f"source_{event.data['source']}", language)
    if event.kind is EventKind.SP4N_NUMBERED:
        return event.data["number"]
    if event.kind is EventKind.ARCHIVED and not event.text:
        return desk.office.words.label(f"aside_{event.data.get('why', 'data')}", language)
    return event.text


def kind_of(event: Event) -> str:
    """What happened, as a code of the templates: its kind, but for what has two meanings."""
    return "sent_back" if is_sent_back(event) else event.kind.value


def mention(person: Person) -> Who:
    """A person as somebody to be mentioned: named where others read it, too, and told by the channel."""
    return Who(name=person.name, mention=person.external_id)


def heard(message: Message) -> Heard:
    """A message as the form engine hears it."""
    return Heard(
        message_id=message.message_id,
        text=message.text,
        attachments=message.attachments,
        location=message.location,
        album=message.album,
    )
