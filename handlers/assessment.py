"""What the coordinator is told about a ticket without an agency, and the buttons with which he disposes of it."""

import re

from handlers import agencies, buttons, same
from handlers.desk import Desk
from messages import group as words
from tickets.dialogue import Button, Rows
from tickets.events import EventKind
from tickets.routing import AgencySuggestion
from tickets.ticket import Ticket
from tickets.verification import Flag, Route, bodies, flags, likely_for, route

MOST_WORDS = 4
"""Words that speak for an agency, as shown."""
MOST_BODIES = 2
"""Bodies outside that are named."""
MOST_SAME = 2
"""Open tickets about what may be the same matter, shown by number."""
MOST_SURE = 99
"""Percent at most: nothing is certain before a person has looked."""
ARROW = "→"
_WORD = re.compile(r"[^\W_]+")


async def way_of(text: str, category: str, agency: str | None, desk: Desk) -> Route:
    """Where a new report goes. Where no group of the coordinator would see it, it waits for nobody to verify it."""
    catalogue = desk.office.catalogue
    way = route(text, category, agency, catalogue, ())
    if way.agency is None:  # what was learnt can only make it clearer
        way = route(text, category, agency, catalogue, await agencies.suggested(text, desk))
    chosen = catalogue.categories.get(category)
    if way.agency is not None or chosen is None or chosen.sensitive or await desk.unit.groups.coordinators():
        return way
    return Route(agency)


async def likely(ticket: Ticket, desk: Desk) -> tuple[AgencySuggestion, ...]:
    """The agencies to offer."""
    suggested = await agencies.suggested(ticket.text, desk)
    return likely_for(ticket, desk.office.catalogue, suggested)


async def view(ticket: Ticket, desk: Desk) -> words.ToVerify:
    """Likely agencies with the words that speak for them, and warnings."""
    catalogue = desk.office.catalogue
    raised = flags(ticket, catalogue)
    outside = bodies(ticket.text, catalogue) if Flag.OUTSIDE in raised else ()
    return words.ToVerify(
        likely=tuple(
            words.Likely(
                agency=desk.agency_name(each.code) or each.code,
                percent=min(MOST_SURE, round(each.confidence * 100)) if each.confidence else None,
                words=_readable(each.words, ticket.text)[:MOST_WORDS],
            )
            for each in await likely(ticket, desk)
        ),
        flags=tuple(flag.value for flag in raised),
        bodies=tuple(catalogue.outside[code].button for code in outside[:MOST_BODIES]),
        same=tuple(other.number for other in (await same.likely(ticket, desk))[:MOST_SAME]),
    )


def _readable(words: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Those that stand in the text as they are, each once, also from combinations: stems help nobody to decide."""
    plain = " ".join(_WORD.findall(text.casefold()))
    parts = dict.fromkeys(part.strip() for word in words for part in word.split("+"))
    return tuple(part for part in parts if f" {part} " in f" {plain} ")


async def rows(ticket: Ticket, desk: Desk) -> Rows:
    """One tap for a likely agency, and the ways to everything else."""

    def act(key: str, action: str) -> Button:
        return desk.button(key, buttons.pack(buttons.VERIFY, action, ticket.id))

    def on_card(key: str) -> Button:
        return desk.button(key, buttons.pack(buttons.TICKET, key, ticket.id))

    direct = tuple(
        Button(f"{ARROW} {desk.agency_name(each.code)}", buttons.pack(buttons.VERIFY, "to", ticket.id, each.code))
        for each in await likely(ticket, desk)
    )
    alike = tuple(
        Button(other.number, buttons.pack(buttons.TICKET, "show", other.id))
        for other in (await same.likely(ticket, desk))[:MOST_SAME]
    )
    hold = (act("hold", "hold"),) if ticket.admits(EventKind.ASKED) else ()
    take = (on_card("take"),) if ticket.taken_by is None else ()
    return (
        *((direct,) if direct else ()),
        *((alike,) if alike else ()),
        (act("other_agency", "other"), act("decline_authority", "outside")),
        (*hold, act("aside", "aside")),
        (act("change", "change"), on_card("answer")),
        (*take, on_card("transfer")),
    )
