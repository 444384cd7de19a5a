"""What a citizen's next words mean after we asked for something: stars, a comment, a reason, or data wanted.

A button says it plainly, and so does a reply to the question. Words typed without a reply mean it for a while only, and
never while a draft is open, unless *Jawab* was pressed: a new complaint must not vanish in an old case.
"""

from collections.abc import Mapping
from datetime import timedelta

from handlers import (
    addition,
    audience,
    buttons,
    follow_up,
    kept,
    last_word,
    lists,
    objection,
    rating,
    replies,
    texts,
    typed,
    wanted,
)
from handlers.complaint import Session
from handlers.desk import Desk
from messages import citizen
from messages import waiting as words
from storage.values import Expectation, Person
from tickets.dialogue import Button, Message, Rows
from tickets.forms.draft import Heard
from tickets.number import parse
from tickets.people import is_reporter
from tickets.reading import Verdict, danger, judge
from tickets.short_answers import only_agrees
from tickets.ticket import Ticket

WHETHER = "whether"
"""Something was typed while data are wanted, and we asked whether it is the answer; it waits in `data`."""
FRESH: Mapping[str, timedelta] = {
    rating.STARS: timedelta(hours=1),
    rating.COMMENT: timedelta(hours=1),
    objection.REASON: timedelta(hours=1),
    wanted.DATA: timedelta(days=1),
    wanted.MORE: timedelta(minutes=10),
    WHETHER: timedelta(days=1),
}
"""How long words without a reply are taken for what was asked."""
MOST_CASES = 3
"""Cases offered when something is typed while several wait for data."""
_PLAIN = frozenset({wanted.DATA, WHETHER})
"""What goes before an open draft."""
_SMALL_TALK = frozenset({Verdict.PING, Verdict.TEST, Verdict.THANKS})


async def forget(person: Person, desk: Desk) -> None:
    """The citizen turned to something else."""
    await desk.unit.expectations.drop(person.id)


async def forget_but_buttons(person: Person, desk: Desk) -> None:
    """The citizen goes on with a report. What waits for its buttons alone goes on waiting."""
    expectation = await desk.unit.expectations.of(person.id)
    if expectation and expectation.what != addition.WHICH:
        await forget(person, desk)


async def pressed(person: Person, action: buttons.Action, desk: Desk) -> None:
    """A button about a case; one that the ticket has left behind shows where the ticket stands."""
    if action.word(0) == "new":
        await _is_new(person, desk)
        return
    ticket = await audience.case(person, action.number(1), desk)
    if ticket is None:
        await desk.say(person, citizen.NothingToSee(), rows=texts.menu(desk, person))
    elif not await _settles(person, action, ticket, desk):
        await lists.show_status(person, ticket, desk)


async def typed_button(
    person: Person, text: str, session: Session | None, expectation: Expectation, desk: Desk
) -> str | None:
    """The data of the button whose words or number were typed, among those under the question that is open."""
    if not _is_fresh(expectation, session, desk):
        return None
    ticket = await _ticket(person, expectation, desk)
    if expectation.what == WHETHER:
        rows = _whether_rows(person, await _waiting(person, desk), desk)
    elif ticket and expectation.what == rating.STARS:
        rows = rating.way_back(ticket, desk, person)
        if text.strip().isdecimal():  # stars, and no button's place
            return None
    elif ticket and expectation.what == rating.COMMENT:
        return typed.worded(text, typed.shown(rating.comment_rows(ticket, desk, person)))
    elif ticket and expectation.what == objection.REASON:
        rows = objection.rows(ticket, desk, person)
    else:
        return None
    return typed.data_of(text, typed.shown(rows))


async def replied(person: Person, message: Message, ticket: Ticket, desk: Desk) -> None:
    """A reply to a message of a case: to the question that is open, or to the case as such."""
    what = await _asked_by(message, ticket, desk)
    if what is None or not await _takes(person, what, message, ticket, desk):
        await replies.replied(person, message, ticket, desk)


async def heard(
    person: Person, message: Message, session: Session | None, expectation: Expectation, desk: Desk
) -> bool:
    """Words without a reply. Tells whether they are what was asked for."""
    if not _is_fresh(expectation, session, desk):
        return False
    if expectation.what == rating.STARS:
        ticket = await _ticket(person, expectation, desk)
        return ticket is not None and await _takes(person, rating.STARS, message, ticket, desk)
    if _is_something_else(expectation, message, desk):
        return False
    if expectation.what == WHETHER:
        return await _waits_too(person, expectation, message, desk)
    ticket = await _ticket(person, expectation, desk)
    if ticket is None or await _was_answered_since(expectation, ticket, desk):
        return False
    return await _takes(person, expectation.what, message, ticket, desk)


async def _was_answered_since(expectation: Expectation, ticket: Ticket, desk: Desk) -> bool:
    """Why it is not done is asked of the answer before, and more was said before it: after the next answer, words are
    about that.
    """
    if expectation.what == objection.REASON:
        return ticket.followed_up_at is not None
    last = await follow_up.last_answer(ticket, desk) if expectation.what == wanted.MORE else None
    return last is not None and last.at > expectation.at


async def asks_whether(person: Person, said: Heard, desk: Desk) -> bool:
    """Data are wanted and something is said: ask whether it is the answer. Tells whether it asks."""
    if danger(said.text, desk.office.catalogue):
        return False
    waiting = await _waiting(person, desk)
    if not waiting:
        return False
    await _ask_whether(person, (said,), waiting, desk)
    return True


async def _ask_whether(person: Person, said: tuple[Heard, ...], waiting: tuple[Ticket, ...], desk: Desk) -> None:
    await _keep(person, said, desk)
    text = "\n".join(each.text for each in said if each.text) if len(said) > 1 else ""
    question = words.AskWhetherSupply(numbers=tuple(ticket.number for ticket in waiting), text=text)
    await desk.say(person, question, rows=_whether_rows(person, waiting, desk), reply_to=said[-1].message_id)


async def _keep(person: Person, said: tuple[Heard, ...], desk: Desk) -> None:
    await desk.unit.expectations.put(Expectation(person.id, WHETHER, None, desk.now, kept.data_of(said)))


async def _asked_by(message: Message, ticket: Ticket, desk: Desk) -> str | None:
    """What the message replied to asked for; none where it asked nothing in particular."""
    prompts = {}
    if ticket.is_open and ticket.reopened:
        prompts[objection.REASON] = objection.slot(ticket)
    for what, slot in prompts.items():
        if await desk.unit.messages.stands_in(message.chat, message.reply_to, slot):
            return what
    if await desk.unit.messages.stood_in(message.chat, message.reply_to, rating.slot(ticket)):
        return rating.STARS if ticket.stars is None else rating.COMMENT
    return None


async def _settles(person: Person, action: buttons.Action, ticket: Ticket, desk: Desk) -> bool:
    match action.word(0):
        case "solved" | "not":
            return await last_word.pressed(person, action, ticket, desk)
        case rating.STARS | "skip" if is_reporter(ticket, person.id):
            return await rating.pressed(person, action, ticket, desk)
        case "why":
            return await objection.pressed(person, action, ticket, desk)
        case "supply" if is_reporter(ticket, person.id):
            return await wanted.pressed(person, ticket, desk)
        case "mine":
            return await _is_answer(person, ticket, desk)
    return False


async def _takes(person: Person, what: str, message: Message, ticket: Ticket, desk: Desk) -> bool:
    """Take the message for what was asked. Tells whether it could be."""
    only_words = bool(message.text) and not message.attachments and not message.location
    match what:
        case rating.COMMENT if only_words:
            return await rating.commented(person, ticket, message.text, desk)
        case objection.REASON if message.text and not message.album and not message.location:
            await objection.explained(person, message, ticket, desk)
            await wanted.expect_more(person, ticket, desk)
        case rating.STARS:
            return only_words and await rating.told(person, ticket, message.text, desk)
        case _:
            await replies.replied(person, message, ticket, desk)
    return True


async def _is_answer(person: Person, ticket: Ticket, desk: Desk) -> bool:
    """What was typed is the answer for this case."""
    said = await kept.waiting(person, WHETHER, desk)
    if not said:
        return False
    await desk.unit.expectations.drop(person.id)
    await replies.replied(person, kept.together(person, said, desk), ticket, desk)
    return True


async def _is_new(person: Person, desk: Desk) -> None:
    """What was typed is a new matter."""
    said = await kept.waiting(person, WHETHER, desk)
    if said:
        await kept.begin_complaint(person, said, desk)
    else:
        await desk.say(person, citizen.NothingToSee(), rows=texts.menu(desk, person))


async def _waits_too(person: Person, expectation: Expectation, message: Message, desk: Desk) -> bool:
    """More came in while we asked whether it is the answer: it joins, and is asked about. Where no case waits for data
    any more, what comes now is not about that.
    """
    said, waiting = texts.heard(message), await _waiting(person, desk)
    if said.is_empty or not waiting:
        return False
    before = kept.read(expectation)
    if said.album and any(each.album == said.album for each in before):
        await _keep(person, (*before, said), desk)
    else:
        await _ask_whether(person, (*before, said), waiting, desk)
    return True


def _is_fresh(expectation: Expectation, session: Session | None, desk: Desk) -> bool:
    """Whether words without a reply are taken for what is expected."""
    if session is not None and expectation.what not in _PLAIN:
        return False
    return desk.now - expectation.at <= FRESH.get(expectation.what, timedelta(0))


def _is_something_else(expectation: Expectation, message: Message, desk: Desk) -> bool:
    """Danger, a ticket's number, or small talk where only a matter makes sense."""
    if not message.text or expectation.what == wanted.DATA:
        return False
    if danger(message.text, desk.office.catalogue):
        return True
    if parse(message.text, desk.office.prefix) is not None and not message.attachments:
        return True
    is_talk = judge(message.text, desk.office.catalogue) in _SMALL_TALK
    is_talk |= expectation.what != WHETHER and only_agrees(message.text, desk.office.catalogue)
    return is_talk and not message.attachments and expectation.what != rating.COMMENT


async def _ticket(person: Person, expectation: Expectation, desk: Desk) -> Ticket | None:
    return await audience.case(person, expectation.ticket_id, desk)


async def _waiting(person: Person, desk: Desk) -> tuple[Ticket, ...]:
    """The person's tickets for which data are wanted, the newest first."""
    return await desk.unit.tickets.wanting_data_of(person.id, MOST_CASES)


def _whether_rows(person: Person, waiting: tuple[Ticket, ...], desk: Desk) -> Rows:
    label = desk.office.words.label("supply_for", person.language)
    cases = tuple(
        (Button(f"{label} {ticket.number}", buttons.pack(buttons.REPORTER, "mine", ticket.id)),) for ticket in waiting
    )
    return (*cases, (desk.button("new_matter", buttons.pack(buttons.REPORTER, "new"), person.language),))
