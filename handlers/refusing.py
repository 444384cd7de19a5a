"""A blocked person's new report is refused: once in words for each block, afterwards in silence.

Danger is answered with the numbers to call every time. What belongs to a report that was filed before goes its way, and
so do questions about one's own data: only what begins a new report, or would send one, comes here.
"""

from handlers import buttons, texts
from handlers.desk import Desk
from messages import blocking as words
from storage.values import Block, Person
from tickets.dialogue import Priority


async def refuses(person: Person, danger: str | None, desk: Desk) -> bool:
    """Whether somebody is blocked, and files nothing. `danger`: which kind the report tells of."""
    running = await desk.unit.blocks.of(person, desk.now)
    if not running:
        return False
    await desk.unit.blocks.refused(running[0].id, desk.now)
    if danger:
        numbers = texts.emergencies(person, desk, danger)
        await desk.say(person, words.BlockedInDanger(emergencies=numbers), priority=Priority.URGENT)
    untold = next((block for block in running if block.told_at is None), None)
    if untold is not None:
        await _tell(person, untold, running[0], desk)
        await desk.unit.blocks.told([block.id for block in running], desk.now)
    return True


def reason_of(block: Block, desk: Desk, language: str | None = None) -> str:
    """Why, in words: the coordinator's own, or those that stand for the code."""
    return desk.office.words.label(f"block_{block.why}", language) if block.why else block.reason


async def _tell(person: Person, untold: Block, last: Block, desk: Desk) -> None:
    refused = words.Blocked(
        reason=reason_of(untold, desk, person.language),
        until=last.ends_at or desk.now,
        contact=desk.office.catalogue.notice.contact,
    )
    own = desk.button("my_reports", buttons.pack(buttons.MENU, "my_reports"), person.language)
    await desk.say(person, refused, rows=((own,),))
