"""Choosing an agency by buttons: the likeliest first, then all of them in pages."""

from handlers import learning
from handlers.buttons import pack
from handlers.desk import Desk
from tickets.catalogue import Agency
from tickets.dialogue import Button, Rows
from tickets.routing import AgencySuggestion, suggest, suggest_agencies

PAGE = 12
"""Agencies on one page, two to a row."""


async def suggested(text: str, desk: Desk) -> tuple[AgencySuggestion, ...]:
    """The agencies that a text speaks for, likeliest first, by the catalogue and by what tickets taught."""
    return suggest_agencies(text, desk.office.catalogue, await learning.learnt_about(text, desk))


def likely_agencies(text: str, desk: Desk, *, without: str | None) -> tuple[Agency, ...]:
    """Up to four agencies that the words of a text speak for."""
    codes = dict.fromkeys(each.agency for each in suggest(text, desk.office.catalogue) if each.agency)
    return tuple(desk.office.catalogue.agency(code) for code in codes if code != without)[:4]


def choices(verb: str, args: tuple[object, ...], page: int, desk: Desk, first: tuple[Agency, ...] = ()) -> Rows:
    """Rows of buttons for a page (counted from 0); `verb:to:ARGS:CODE` and `verb:page:ARGS:N` come back."""

    agencies = [agency for agency in desk.office.catalogue.agencies.values() if agency not in first]
    last = (len(agencies) - 1) // PAGE
    page = min(max(page, 0), last)
    shown = (*(first if page == 0 else ()), *agencies[page * PAGE : (page + 1) * PAGE])
    made = [Button(agency.short, pack(verb, "to", *args, agency.code)) for agency in shown]
    rows = tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))
    turns = []
    if page > 0:
        turns.append(desk.button("previous_page", pack(verb, "page", *args, page - 1)))
    if page < last:
        turns.append(desk.button("next_page", pack(verb, "page", *args, page + 1)))
    return (*rows, tuple(turns)) if turns else rows
