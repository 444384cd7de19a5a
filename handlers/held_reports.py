"""/tertahan: reports that a limit or a block holds back, in the coordinator's sight; one tap lets one through.

Behind a limit it is its writer's draft, who pressed *Kirim* and can press it again later. What somebody blocked writes
of danger is here as it came (`handlers.refusing`), without the ticket that the block is for, and can be set aside.
What is secret is shown without its words; what accuses the coordinator's own office is not shown at all.
"""

from dataclasses import replace

from handlers import access, audit, buttons, complaint, filing, refusing
from handlers.desk import Desk, private_chat
from messages import held as words
from messages.base import Message as Words
from messages.roles import CoordinatorsOnly
from storage.values import Group, HeldReport, Person
from tickets.audit import Act
from tickets.dialogue import Button, Message, Press, Priority, Rows
from tickets.forms import engine
from tickets.forms.complaint import COMPLAINT
from tickets.forms.draft import Draft
from tickets.pace import Limit
from tickets.people import Deed
from tickets.verification import sounds_like

SHOWN = 8
"""Reports of a list; danger, then those that wait longest."""
READ = 100
NOWHERE = "–"
"""The region of a ticket whose region is not known: no region's code, and shown as it is."""
_VERBS = frozenset({"pass", "drop"})


async def command(_message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/tertahan: what is held back."""
    if await access.may(person, group, Deed.LET_THROUGH, desk):
        await _list(person, group, desk)
    else:
        await _say(person, group, CoordinatorsOnly(), desk)


async def pressed(_press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """*Loloskan*, or *Abaikan* for what somebody blocked wrote."""
    held = await desk.unit.held_reports.get(action.number(1) or 0)
    if action.word(0) not in _VERBS or not await access.may(person, group, Deed.LET_THROUGH, desk):
        return
    draft = await _draft(held, desk) if held else None
    if held is None or draft is None or await refusing.is_withheld(draft, desk):
        await _say(person, group, words.HeldGone(), desk)
    elif action.word(0) == "pass":
        await _let_through(person, group, held, draft, desk)
    elif held.why == Limit.BLOCKED:
        await _set_aside(person, group, held, desk)


async def waiting(desk: Desk) -> tuple[tuple[HeldReport, Draft], ...]:
    """What is held back and still there, but for what the coordinator shall not learn of: danger first."""
    found = []
    for held in await desk.unit.held_reports.oldest(READ):
        draft = await _draft(held, desk)
        if draft is None:
            await desk.unit.held_reports.drop(held.draft)
        elif not await refusing.is_withheld(draft, desk):
            found.append((held, draft))
    return tuple(found)


async def _let_through(person: Person, group: Group | None, held: HeldReport, draft: Draft, desk: Desk) -> None:
    """The report becomes a ticket, as if its writer had pressed *Kirim* later."""
    writer = await desk.unit.people.get(held.person_id)
    sent = held.content is None and draft.asking == engine.SUMMARY
    ticket = await complaint.submit(writer, _placed(draft, desk), desk, sent=sent)
    if held.content is None and not sent:
        await desk.unit.dialogues.close(private_chat(writer), writer.id)
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


async def _set_aside(person: Person, group: Group | None, held: HeldReport, desk: Desk) -> None:
    """It is not here any more; a draft stays with its writer."""
    await desk.unit.held_reports.drop(held.draft)
    await audit.record(Act.REPORT_SET_ASIDE, person, desk, group=group, data={"why": held.why})
    await _say(person, group, words.HeldSetAside(by=person.name), desk)


async def _draft(held: HeldReport, desk: Desk) -> Draft | None:
    """The draft, as long as its writer has not sent it, thrown it away, or is changing it.

    What tells of danger is taken as far as it has come.
    """
    kept = refusing.kept_draft(held)
    if kept is not None:
        return _made_whole(kept, desk)
    session = await complaint.load(await desk.unit.people.get(held.person_id), desk)
    if session is None or session.draft.id != held.draft:
        return None
    if session.draft.asking == engine.SUMMARY:
        return session.draft
    return _made_whole(session.draft, desk) if held.why == Limit.BLOCKED else None


def _made_whole(draft: Draft, desk: Desk) -> Draft:
    """A draft whose writer was asked little: what they did not choose is for the coordinator to find, and no name is
    shown of who did not choose that.
    """
    for heard in draft.stash:
        draft, _ = COMPLAINT.absorb(draft, heard, desk.facts)
    draft, catalogue = replace(draft, stash=(), anonymous=True), desk.office.catalogue
    if draft.category in catalogue.categories:
        return draft
    unknown = next((each for each in catalogue.categories.values() if each.agency is None), None)
    category = sounds_like(draft.text, catalogue) or unknown
    if category is None:
        return replace(draft, category=None, agency=None)
    secret = draft.secret or category.sensitive
    return replace(draft, category=category.code, agency=category.agency, secret=secret)


def _placed(draft: Draft, desk: Desk) -> Draft:
    """Where nobody said where it is, the ticket says so; the coordinator corrects it."""
    has_place = draft.address or draft.location
    address = draft.address if has_place else desk.office.words.label("place_unknown")
    return replace(draft, region=draft.region or NOWHERE, address=address)


async def _list(person: Person, group: Group | None, desk: Desk) -> None:
    found = await waiting(desk)
    language = person.language if group is None else None
    rows = [_buttons(held, place, language, desk) for place, (held, _) in enumerate(found[:SHOWN], 1)]
    lines = tuple(_line(held, draft, desk) for held, draft in found[:SHOWN])
    listed = words.HeldList(reports=lines, more=len(found) - len(lines))
    await _say(person, group, listed, desk, rows=tuple(rows))


def _buttons(held: HeldReport, place: int, language: str | None, desk: Desk) -> tuple[Button, ...]:
    def act(key: str, verb: str) -> Button:
        label = desk.office.words.label(key, language)
        return Button(label.format(place=place), buttons.pack(buttons.HELD, verb, held.id))

    through = act("let_through", "pass")
    return (through, act("set_aside", "drop")) if held.why == Limit.BLOCKED else (through,)


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
