"""/tertahan: complete reports that a limit holds back, in the coordinator's sight; one tap lets one through.

The report is its writer's draft, who pressed *Kirim* and can press it again later. What is secret is shown without its
words; what accuses the coordinator's own office is not shown at all.
"""

from handlers import access, assessment, audit, buttons, complaint, filing
from handlers.desk import Desk
from messages import held as words
from messages.base import Message as Words
from messages.roles import CoordinatorsOnly
from storage.values import Group, HeldReport, Person
from tickets.audit import Act
from tickets.dialogue import Button, Message, Press, Priority, Rows
from tickets.forms import engine
from tickets.forms.draft import Draft
from tickets.people import Deed

SHOWN = 8
"""Reports of a list; those that wait longest."""
READ = 100


async def command(_message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/tertahan: what is held back."""
    if await access.may(person, group, Deed.LET_THROUGH, desk):
        await _list(person, group, desk)
    else:
        await _say(person, group, CoordinatorsOnly(), desk)


async def pressed(_press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """*Loloskan*: the report becomes a ticket, as if its writer had pressed *Kirim* later."""
    held = await desk.unit.held_reports.get(action.number(1) or 0)
    if action.word(0) != "pass" or not await access.may(person, group, Deed.LET_THROUGH, desk):
        return
    draft = await _draft(held, desk) if held else None
    if held is None or draft is None or await _is_withheld(draft, desk):
        await _say(person, group, words.HeldGone(), desk)
        return
    writer = await desk.unit.people.get(held.person_id)
    ticket = await complaint.submit(writer, draft, desk)
    await audit.record(
        Act.REPORT_LET_THROUGH,
        person,
        desk,
        group=group,
        ticket_id=ticket.id,
        agency=ticket.agency,
        data={"why": held.why},
    )
    await _say(person, group, words.HeldPassed(number=None if ticket.secret else ticket.number, by=person.name), desk)


async def waiting(desk: Desk) -> tuple[tuple[HeldReport, Draft], ...]:
    """What is held back and still a draft that could be sent, but for what the coordinator shall not learn of."""
    found = []
    for held in await desk.unit.held_reports.oldest(READ):
        draft = await _draft(held, desk)
        if draft is None:
            await desk.unit.held_reports.drop(held.draft)
        elif not await _is_withheld(draft, desk):
            found.append((held, draft))
    return tuple(found)


async def _draft(held: HeldReport, desk: Desk) -> Draft | None:
    """The draft, as long as its writer has not sent it, thrown it away, or is changing it."""
    session = await complaint.load(await desk.unit.people.get(held.person_id), desk)
    if session is None or session.draft.id != held.draft or session.draft.asking != engine.SUMMARY:
        return None
    return session.draft


async def _is_withheld(draft: Draft, desk: Desk) -> bool:
    """Whether it accuses the coordinator's own office."""
    said = "\n".join((draft.text, *draft.extra.values()))
    return (await assessment.way_of(said, draft.category or "", draft.agency, desk)).withheld


async def _list(person: Person, group: Group | None, desk: Desk) -> None:
    found = await waiting(desk)
    rows: list[tuple[Button, ...]] = []
    for place, (held, _) in enumerate(found[:SHOWN], 1):
        label = desk.office.words.label("let_through", person.language if group is None else None)
        rows.append((Button(label.format(place=place), buttons.pack(buttons.HELD, "pass", held.id)),))
    lines = tuple(_line(held, draft, desk) for held, draft in found[:SHOWN])
    listed = words.HeldList(reports=lines, more=len(found) - len(lines))
    await _say(person, group, listed, desk, rows=tuple(rows))


def _line(held: HeldReport, draft: Draft, desk: Desk) -> words.HeldLine:
    category = desk.office.catalogue.categories.get(draft.category or "")
    hidden = draft.secret or (category is not None and category.sensitive)
    return words.HeldLine(
        at=held.at,
        limit=held.why,
        category="" if hidden or category is None else category.button,
        region="" if hidden else filing.region_name(draft, desk),
        text="" if hidden else desk.guarded(draft.text),
    )


async def _say(person: Person, group: Group | None, message: Words, desk: Desk, *, rows: Rows = ()) -> None:
    await desk.say(group.chat if group else person, message, rows=rows, priority=Priority.ANSWER)
