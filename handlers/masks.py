"""What is masked in a case, and the button *Tampilkan data* under it. What it does is `handlers.unmasking`."""

from handlers import buttons
from handlers.desk import Desk
from tickets.dialogue import Button, Rows
from tickets.personal_data import personal_data
from tickets.ticket import Ticket


def hidden_in(ticket: Ticket, desk: Desk) -> tuple[str, ...]:
    """The kinds of personal data that the ticket's own words hold and others do not read."""
    return _hidden("\n".join((ticket.text, ticket.address)), desk)


def of_ticket(ticket: Ticket, desk: Desk) -> Rows:
    """The button as a row, where the ticket's own words hold something."""
    return _row(ticket, desk) if hidden_in(ticket, desk) else ()


def of_words(text: str, ticket: Ticket, desk: Desk) -> Rows:
    """The same under something that was said later."""
    return _row(ticket, desk) if _hidden(text, desk) else ()


def buttons_of(ticket: Ticket, desk: Desk) -> tuple[Button, ...]:
    """The same, to stand beside other buttons."""
    return tuple(button for row in of_ticket(ticket, desk) for button in row)


def _hidden(text: str, desk: Desk) -> tuple[str, ...]:
    return tuple(kind.value for kind in personal_data(text, desk.published))


def _row(ticket: Ticket, desk: Desk) -> Rows:
    return ((desk.button("unmask", buttons.pack(buttons.UNMASK, "ask", ticket.id)),),)
