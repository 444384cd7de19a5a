"""*Ubah*: the coordinator corrects category, region or kind of any open ticket, or gives it to another agency.

What is likely is one tap away, the rest two. A ticket whose category becomes a sensitive one is secret from then on,
and leaves an agency that is not the category's own.
"""

from handlers import buttons, cards, disposal, follow_up, transfer
from handlers.access import bench_of
from handlers.agency import keep, refuse
from handlers.desk import Desk
from messages import verification as words
from storage.values import Group, Person
from tickets import decisions as rules
from tickets.catalogue import Category
from tickets.dialogue import Button, Rows
from tickets.errors import Reason, Refused
from tickets.events import EventKind
from tickets.forms.fields import short_name
from tickets.kinds import Kind
from tickets.routing import suggest
from tickets.ticket import Change, Ticket
from tickets.verification import route

VERBS = frozenset({"change", "categories", "category", "regions", "region", "kind", "agency", "keep"})
"""Words of the buttons that are this module's."""
LIKELY = 2
"""Categories that are offered at once."""


async def pressed(group: Group, person: Person, ticket: Ticket, action: buttons.Action, desk: Desk) -> None:
    """*Ubah*, a way to more, or the correction itself."""
    if not ticket.admits(EventKind.CORRECTED):
        await refuse(group, ticket, Reason.WRONG_STATUS, desk)
        return
    match action.word(0):
        case "change":
            await disposal.ask(group, ticket, _question(ticket, desk), _first(ticket, desk), desk)
        case "categories":
            await disposal.settle(group, ticket, _question(ticket, desk), desk, rows=_categories(ticket, desk))
        case "regions":
            await disposal.settle(group, ticket, _question(ticket, desk), desk, rows=_regions(ticket, desk))
        case "agency":
            await disposal.settle(group, ticket, words.VerificationDropped(number=ticket.number), desk)
            await transfer.begin(group, person, action, desk)
        case "keep":
            await disposal.settle(group, ticket, words.VerificationDropped(number=ticket.number), desk)
        case _:
            await _correct(group, person, ticket, action, desk)


async def _correct(group: Group, person: Person, ticket: Ticket, action: buttons.Action, desk: Desk) -> None:
    made = _change(group, person, ticket, action, desk)
    if made is None:
        await disposal.settle(group, ticket, words.VerificationDropped(number=ticket.number), desk)
        return
    try:
        await keep(ticket, made, desk)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return
    if made.ticket.secret and not ticket.secret:
        await desk.unit.tickets.seal_history(made.ticket)
    what = action.word(0)
    before, now = (_named(what, each, desk) for each in (ticket, made.ticket))
    corrected = words.Corrected(number=ticket.number, what=what, before=before, now=now, by=person.name)
    await disposal.settle(group, ticket, corrected, desk)
    told = words.ReportCorrected(number=ticket.number, what=what, now=now)
    await follow_up.inform(made.ticket, told, desk)
    if not await _moved_away(group, person, made.ticket, desk):
        await cards.refresh(made.ticket, desk)


def _change(group: Group, person: Person, ticket: Ticket, action: buttons.Action, desk: Desk) -> Change | None:
    """The correction; none where it names nothing that there is, or what is so already."""
    catalogue, value = desk.office.catalogue, action.word(2)
    actor = bench_of(group).actor(person.id)
    match action.word(0):
        case "category" if value in catalogue.categories and value != ticket.category:
            sensitive = catalogue.category(value).sensitive
            return rules.correct_category(ticket, value, sensitive=sensitive, by=actor, at=desk.now)
        case "region" if value in catalogue.regions and value != ticket.region:
            return rules.correct_region(ticket, value, by=actor, at=desk.now)
        case "kind" if value in set(Kind) and value != ticket.kind:
            return rules.correct_kind(ticket, Kind(value), by=actor, at=desk.now)
    return None


async def _moved_away(group: Group, person: Person, ticket: Ticket, desk: Desk) -> bool:
    """A ticket that turned out to be sensitive leaves an agency that is not its own. Tells whether it did."""
    category = desk.office.catalogue.categories.get(ticket.category)
    if category is None or not category.sensitive or ticket.agency in {None, category.agency, *category.others}:
        return False
    own = route(ticket.text, category.code, category.agency, desk.office.catalogue, ()).agency
    if own is None or not ticket.admits(EventKind.TRANSFERRED):
        return False
    await transfer.carry_out(group, person, ticket, own, desk.office.words.label("category_corrected"), desk)
    return True


def _named(what: str, ticket: Ticket, desk: Desk) -> str:
    """What is corrected, in words; the code of a kind."""
    catalogue = desk.office.catalogue
    if what == "kind":
        return ticket.kind.value
    if what == "region":
        region = catalogue.regions.get(ticket.region)
        return region.name if region else ticket.region
    category = catalogue.categories.get(ticket.category)
    return category.label if category else ticket.category


def _question(ticket: Ticket, desk: Desk) -> words.AskCorrection:
    return words.AskCorrection(
        number=ticket.number,
        category=_named("category", ticket, desk),
        region=_named("region", ticket, desk),
        kind=ticket.kind.value,
    )


def _first(ticket: Ticket, desk: Desk) -> Rows:
    """The other kinds, the likeliest other categories, and the ways to the rest."""
    kinds = tuple(
        desk.button(f"kind_{kind.value}", buttons.pack(buttons.VERIFY, "kind", ticket.id, kind.value))
        for kind in Kind
        if kind is not ticket.kind
    )
    likely = [each.category for each in suggest(ticket.text, desk.office.catalogue) if each.category != ticket.category]
    categories = tuple(_category(desk.office.catalogue.category(code), ticket) for code in likely[:LIKELY])
    return (
        kinds,
        *((categories,) if categories else ()),
        (_way("change_category", "categories", ticket, desk), _way("change_region", "regions", ticket, desk)),
        (_way("change_agency", "agency", ticket, desk), _way("cancel", "keep", ticket, desk)),
    )


def _categories(ticket: Ticket, desk: Desk) -> Rows:
    others = [each for code, each in desk.office.catalogue.categories.items() if code != ticket.category]
    return _in_pairs([_category(each, ticket) for each in others], ticket, desk)


def _regions(ticket: Ticket, desk: Desk) -> Rows:
    made = [
        Button(short_name(region.name), buttons.pack(buttons.VERIFY, "region", ticket.id, code))
        for code, region in desk.office.catalogue.regions.items()
        if code != ticket.region
    ]
    return _in_pairs(made, ticket, desk)


def _in_pairs(made: list[Button], ticket: Ticket, desk: Desk) -> Rows:
    rows = tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))
    return (*rows, (_way("cancel", "keep", ticket, desk),))


def _category(category: Category, ticket: Ticket) -> Button:
    return Button(category.button, buttons.pack(buttons.VERIFY, "category", ticket.id, category.code))


def _way(label: str, action: str, ticket: Ticket, desk: Desk) -> Button:
    return desk.button(label, buttons.pack(buttons.VERIFY, action, ticket.id))
