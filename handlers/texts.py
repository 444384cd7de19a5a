"""Small things that many situations say: the menu's buttons, the emergency numbers, a person's own words as heard."""

from handlers import buttons
from handlers.desk import Desk
from messages.citizen import EmergencyLine
from storage.values import Person
from tickets.dialogue import Message, Rows
from tickets.forms.draft import Heard

MENU_ITEMS = ("new_report", "check_status", "my_reports", "help")


def menu(desk: Desk, person: Person) -> Rows:
    """The main menu, two buttons to a row."""
    made = tuple(desk.button(key, buttons.pack(buttons.MENU, key), person.language) for key in MENU_ITEMS)
    return (made[:2], made[2:])


def emergencies(desk: Desk, danger: str | None = None) -> tuple[EmergencyLine, ...]:
    """The numbers to call: those for a danger, or all of them."""
    catalogue = desk.office.catalogue
    chosen = catalogue.numbers_for(danger) if danger else catalogue.emergencies
    return tuple(EmergencyLine(number=entry.number, purpose=entry.purpose) for entry in chosen)


def heard(message: Message) -> Heard:
    """A message as the form engine hears it."""
    return Heard(
        message_id=message.message_id,
        text=message.text,
        attachments=message.attachments,
        location=message.location,
        album=message.album,
    )
