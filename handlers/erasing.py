"""/hapusdata: a person is erased; the tickets stay, without identity.

What is closed loses all its words and files at once. What is worked on keeps the complaint itself, without the name,
until it is closed: the hole in the road concerns others, too. A legal hold wins: the wish is kept, and done when the
hold is lifted. Groups see it on the cards; what was said to Telegram before stays there.
"""

from datetime import timedelta
from functools import partial

from handlers import access, buttons, cards, complaint, tallying
from handlers.desk import Desk, private_chat
from handlers.turns import Turns
from messages import privacy as words
from storage.values import Erasure, Person
from tickets.audit import Act, Entry
from tickets.dialogue import Priority
from tickets.hiding import without_name
from tickets.ticket import Ticket

ASKED_FOR = timedelta(minutes=15)
"""How long the question can be answered."""
NAMED = 5
"""Reports that are named."""
SWEPT_AFTER = timedelta(minutes=2)
"""After the goodbye: time enough for it to be sent."""
BATCH = 20
_STAMP = "%y%m%d%H%M"


async def ask(person: Person, desk: Desk) -> None:
    """Say what will be gone, what stays, and ask."""
    if await access.roles_of(person, desk):
        await desk.say(person, words.EraseRefused())
        return
    tickets = await desk.unit.erasures.tickets_of(person.id)
    open_ones, more = _named([ticket for ticket in tickets if ticket.is_open])
    stamp = f"{desk.now:{_STAMP}}"
    rows = (
        (desk.button("erase_yes", buttons.pack(buttons.PRIVACY, "yes", stamp), person.language),),
        (desk.button("erase_no", buttons.pack(buttons.PRIVACY, "no"), person.language),),
    )
    blocks = await desk.unit.blocks.of(person, desk.now)
    question = words.AskErase(
        bot_name=desk.office.bot_name,
        reports=len(tickets),
        open_reports=open_ones,
        more=more,
        blocked_until=blocks[0].ends_at if blocks else None,
    )
    await desk.say(person, question, rows=rows)


async def decided(person: Person, action: buttons.Action, desk: Desk) -> None:
    """Yes or no. A question of long ago is asked anew: there may be reports since that it did not name."""
    fresh = {f"{desk.now - timedelta(minutes=ago):{_STAMP}}" for ago in range(int(ASKED_FOR.total_seconds()) // 60)}
    if action.word(0) == "no":
        await desk.say(person, words.EraseKept())
    elif action.word(1) not in fresh:
        await desk.say(person, words.EraseExpired())
    elif await access.roles_of(person, desk):
        await desk.say(person, words.EraseRefused())
    else:
        wish = await desk.unit.erasures.ask(person.id, private_chat(person), desk.now)
        held = await _held(await desk.unit.erasures.tickets_of(person.id), desk)
        if held:
            contact = desk.office.catalogue.notice.contact
            await desk.say(person, words.EraseWaits(held=held[:NAMED], contact=contact))
        else:
            await _carry_out(person, wish, desk)


async def chore(turns: Turns) -> None:
    """Wishes whose holds are lifted; and the last traces of those who are gone."""
    for wish in await turns.write(_open):
        await turns.attempt(partial(_go_on, wish.id))


async def _open(desk: Desk) -> tuple[Erasure, ...]:
    return await desk.unit.erasures.open(BATCH)


async def _go_on(wish_id: int, desk: Desk) -> None:
    wish = next((each for each in await _open(desk) if each.id == wish_id), None)
    if wish is None:
        return
    if wish.done_at is None:
        person = await desk.unit.people.get(wish.person_id)
        if not await _held(await desk.unit.erasures.tickets_of(person.id), desk):
            await _carry_out(person, wish, desk)
    elif desk.now - wish.done_at >= SWEPT_AFTER:
        await desk.unit.erasures.close(wish, wish.done_at + SWEPT_AFTER)


async def _carry_out(person: Person, wish: Erasure, desk: Desk) -> None:
    """Everything at once; the goodbye is all that is still said to the chat."""
    instead = desk.office.words.label("erased")
    session = await complaint.load(person, desk)
    if session is not None:
        tallying.left(session.draft, desk)
    tickets = await desk.unit.erasures.tickets_of(person.id)
    left = [await _without_reporter(ticket, person, instead, desk) for ticket in tickets]
    await desk.unit.erasures.forget_person(person, instead, desk.now)
    await desk.unit.erasures.drop_dead([ticket.id for ticket in tickets], desk.now)
    await desk.unit.erasures.done(wish.id, desk.now)
    for ticket in left:
        await cards.refresh(ticket, desk)
        if ticket.is_open:
            await _tell_group(ticket, desk)
    await desk.unit.audit.record(
        Entry(action=Act.PERSON_ERASED, at=desk.now, actor=None, data={"tickets": str(len(tickets))})
    )
    open_ones, more = _named([ticket for ticket in left if ticket.is_open])
    goodbye = words.Erased(bot_name=desk.office.bot_name, open_reports=open_ones, more=more)
    await desk.say(person, goodbye)


async def _without_reporter(ticket: Ticket, person: Person, instead: str, desk: Desk) -> Ticket:
    if not ticket.is_open:
        return await desk.unit.erasures.forget(ticket, instead, desk.now)

    def nameless(text: str) -> str:
        bare = text.replace(f"@{person.username}", "…") if person.username else text
        return without_name(bare, person.name)

    await desk.unit.erasures.detach(ticket, nameless, instead, desk.now)
    return await desk.unit.tickets.get(ticket.id)


async def _tell_group(ticket: Ticket, desk: Desk) -> None:
    for group in await cards.groups_of(ticket, desk):
        await desk.say(
            group.chat,
            words.ReporterErased(number=ticket.number),
            priority=Priority.CARD,
            ticket_id=ticket.id,
            reply_to_slot=cards.slot(ticket.id),
        )


async def _held(tickets: tuple[Ticket, ...], desk: Desk) -> tuple[str, ...]:
    """The numbers of those that a legal hold keeps."""
    held = await desk.unit.holds.among([ticket.id for ticket in tickets])
    return tuple(ticket.number for ticket in tickets if ticket.id in held)


def _named(tickets: list[Ticket]) -> tuple[tuple[str, ...], int]:
    return tuple(ticket.number for ticket in tickets[:NAMED]), max(0, len(tickets) - NAMED)
