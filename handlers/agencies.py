"""Choosing an agency by buttons: the likeliest first, then all of them in pages."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from handlers import learning
from handlers.buttons import pack
from handlers.desk import Desk
from tickets.catalogue import Agency
from tickets.dialogue import Button, Rows
from tickets.routing import AgencySuggestion, suggest_agencies
from tickets.ticket import Ticket
from tickets.verification import may_have

PAGE = 12
"""Agencies on one page, two to a row."""
MOST_LIKELY = 4
"""Agencies that stand before all others."""


async def suggested(text: str, desk: Desk) -> tuple[AgencySuggestion, ...]:
    """The agencies that a text speaks for, likeliest first, by the catalogue and by what tickets taught."""
    return suggest_agencies(text, desk.office.catalogue, await learning.learnt_about([text], desk))


async def likely(tickets: Sequence[Ticket], desk: Desk) -> tuple[Agency, ...]:
    """Up to four agencies that these tickets may go to, first those that the words of most of them speak for."""
    catalogue = desk.office.catalogue
    learnt = await learning.learnt_about([ticket.text for ticket in tickets], desk)
    votes: Counter[str] = Counter()
    for ticket in tickets:
        spoken_for = (each.code for each in suggest_agencies(ticket.text, catalogue, learnt) if each.words)
        fitting = (code for code in spoken_for if code != ticket.agency and may_have(code, ticket, catalogue))
        votes.update(islice(fitting, MOST_LIKELY))
    return tuple(catalogue.agency(code) for code, _ in votes.most_common(MOST_LIKELY))


def choices(verb: str, args: tuple[object, ...], page: int, desk: Desk, first: tuple[Agency, ...] = ()) -> Rows:
    """Rows of buttons for a page (counted from 0); `verb:to:ARGS:CODE` and `verb:page:ARGS:N` come back.

    Those that are shown first keep their places on the other pages, where people know them to be.
    """
    agencies = tuple(desk.office.catalogue.agencies.values())
    last = (len(agencies) - 1) // PAGE
    page = min(max(page, 0), last)
    shown = dict.fromkeys((*(first if page == 0 else ()), *agencies[page * PAGE : (page + 1) * PAGE]))
    made = [Button(agency.short, pack(verb, "to", *args, agency.code)) for agency in shown]
    rows = tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))
    turns = []
    if page > 0:
        turns.append(desk.button("previous_page", pack(verb, "page", *args, page - 1)))
    if page < last:
        turns.append(desk.button("next_page", pack(verb, "page", *args, page + 1)))
    return (*rows, tuple(turns)) if turns else rows
