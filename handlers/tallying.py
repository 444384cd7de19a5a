"""Counts what becomes of a complaint form, and of the posters that led to it: numbers of a month, nothing else.

What nobody shall learn of is not counted, and its beginning is taken back: of reports withheld from the coordinator he
learns nothing from the counts of the form, and of secret ones an agency nothing from its posters.
"""

from handlers.desk import Desk
from tickets import funnel
from tickets.forms.draft import Draft
from tickets.promotion import FINISHED, JOINED, STARTED, Link
from tickets.ticket import Ticket


def began(draft: Draft, desk: Desk) -> None:
    """A form was begun."""
    desk.unit.tallies.count(funnel.SUBJECT, desk.today, STARTED)
    _count_link(draft, desk, STARTED)


def sent(draft: Draft, ticket: Ticket, desk: Desk) -> None:
    """It became a ticket."""
    if ticket.withheld:
        desk.unit.tallies.count(funnel.SUBJECT, desk.office.calendar.local_date(draft.started_at), STARTED, times=-1)
    else:
        desk.unit.tallies.count(funnel.SUBJECT, desk.today, *funnel.sent(draft, desk.now))
    if ticket.secret:
        _count_link(draft, desk, STARTED, times=-1)
    else:
        _count_link(draft, desk, FINISHED)


def joined(draft: Draft, desk: Desk) -> None:
    """Instead of it, the person joined a ticket that there was."""
    desk.unit.tallies.count(funnel.SUBJECT, desk.today, JOINED)
    _count_link(draft, desk, JOINED)


def left(draft: Draft, desk: Desk) -> None:
    """It was thrown away, nobody came back to it, or its writer had everything of his erased."""
    desk.unit.tallies.count(funnel.SUBJECT, desk.today, funnel.left(draft, desk.facts))


def _count_link(draft: Draft, desk: Desk, what: str, times: int = 1) -> None:
    if draft.link is not None:
        day = desk.office.calendar.local_date(draft.started_at)
        desk.unit.tallies.count(Link(draft.link).subject, day, what, times=times)
