"""A blocked person's new report is refused: once in words for each block, afterwards in silence.

Danger is answered with the numbers to call every time, and is not lost: one report of it in a while (`[blocking]`) is
kept where the coordinator sees it (`handlers.held_reports`), with what the person adds to it. What belongs to a report
that was filed before goes its way, and so do questions about one's own data: only what begins a new report, or would
send one, comes here. What accuses the coordinator's own office is not kept, and that is not promised.
"""

from collections.abc import Sequence
from datetime import timedelta

from pydantic import TypeAdapter

from handlers import assessment, buttons, filing, texts
from handlers.desk import Desk
from messages import blocking as words
from storage.values import Block, HeldReport, Person
from tickets.dialogue import Priority
from tickets.forms.complaint import COMPLAINT
from tickets.forms.draft import Draft, Heard
from tickets.pace import Limit
from tickets.reading import danger

_DRAFT = TypeAdapter(Draft)


async def refuses(person: Person, heard: Heard | None, desk: Desk) -> bool:
    """Whether somebody is blocked, and begins no report (with what was said, if something was)."""
    running = await desk.unit.blocks.of(person, desk.now)
    if not running:
        return False
    kind = danger(heard.text, desk.office.catalogue) if heard else None
    kept = heard is not None and await _keeps(person, heard, running, desk, is_danger=kind is not None)
    await _answer(person, running, kind, desk, kept=kept)
    return True


async def holds(person: Person, draft: Draft, desk: Desk) -> bool:
    """Whether somebody is blocked, and their draft stays with them; if it tells of danger, the coordinator sees it."""
    running = await desk.unit.blocks.of(person, desk.now)
    if not running:
        return False
    kept = draft.danger is not None and await _shows(person, draft, running, desk)
    await _answer(person, running, draft.danger, desk, kept=kept)
    return True


def kept_draft(held: HeldReport) -> Draft | None:
    """What was kept of somebody blocked, as the beginning of a draft; none where the draft is with its writer."""
    return None if held.content is None else _DRAFT.validate_python(held.content)


async def is_withheld(draft: Draft, desk: Desk) -> bool:
    """Whether a draft accuses the coordinator's own office: its groups learn nothing of it."""
    said = "\n".join((draft.text, *draft.extra.values()))
    return (await assessment.way_of(said, draft.category or "", draft.agency, desk)).withheld


def reason_of(block: Block, desk: Desk, language: str | None = None) -> str:
    """Why, in words: the coordinator's own, or those that stand for the code."""
    return desk.office.words.label(f"block_{block.why}", language) if block.why else block.reason


async def _keeps(person: Person, heard: Heard, running: Sequence[Block], desk: Desk, *, is_danger: bool) -> bool:
    """Keep a report of danger, or what is soon added to one that nobody has looked at. Tells whether it is kept."""
    held = await desk.unit.held_reports.kept_of(person.id)
    if held is None and not (is_danger and _is_time(running, desk)):
        return False
    if held is not None and not is_danger and desk.now - held.at >= _while(desk):
        return False
    before = (kept_draft(held) if held else None) or Draft(filing.new_draft_id(desk), desk.now)
    draft, _ = COMPLAINT.absorb(before, heard, desk.facts)
    if await is_withheld(draft, desk):
        return False
    content = _DRAFT.dump_python(draft, mode="json")
    await desk.unit.held_reports.keep(HeldReport(0, person.id, draft.id, Limit.BLOCKED, desk.now, content))
    if held is None:
        await desk.unit.blocks.kept(running[0].id, desk.now)
    return True


async def _shows(person: Person, draft: Draft, running: Sequence[Block], desk: Desk) -> bool:
    """Put a draft that tells of danger where the coordinator sees it. Tells whether it is there."""
    if await desk.unit.held_reports.of_draft(draft.id) is not None:
        return True
    if not _is_time(running, desk) or await is_withheld(draft, desk):
        return False
    await desk.unit.held_reports.add(person.id, draft.id, Limit.BLOCKED, desk.now)
    await desk.unit.blocks.kept(running[0].id, desk.now)
    return True


def _is_time(running: Sequence[Block], desk: Desk) -> bool:
    """Whether nothing of the person's was kept lately."""
    kept = [block.kept_at for block in running if block.kept_at is not None]
    return not kept or desk.now - max(kept) >= _while(desk)


def _while(desk: Desk) -> timedelta:
    """In which one report of danger is kept, and takes what is added to it."""
    return timedelta(hours=desk.office.catalogue.blocking.danger_hours)


async def _answer(person: Person, running: Sequence[Block], kind: str | None, desk: Desk, *, kept: bool) -> None:
    """Whom to call, if it tells of that kind of danger; and of the block, if the person does not know of it."""
    if not kept:
        await desk.unit.blocks.refused(running[0].id, desk.now)
    if kind:
        numbers = texts.emergencies(person, desk, kind)
        await desk.say(person, words.BlockedInDanger(emergencies=numbers, kept=kept), priority=Priority.URGENT)
    untold = next((block for block in running if block.told_at is None), None)
    if untold is not None:
        await _tell(person, untold, running[0], desk)
        await desk.unit.blocks.told([block.id for block in running], desk.now)


async def _tell(person: Person, untold: Block, last: Block, desk: Desk) -> None:
    refused = words.Blocked(
        reason=reason_of(untold, desk, person.language),
        until=last.ends_at or desk.now,
        contact=desk.office.catalogue.notice.contact,
    )
    own = desk.button("my_reports", buttons.pack(buttons.MENU, "my_reports"), person.language)
    await desk.say(person, refused, rows=((own,),))
