"""Data wanted, as the citizen sees it: the agency's question with the button *Jawab*.

How the agency asks is `handlers.data_request`; any reply to a message of the case is the answer (`handlers.follow_up`).
"""

from datetime import datetime

from handlers import buttons, cards, clocks, recorded, texts
from handlers.desk import Desk, private_chat
from messages import waiting as words
from messages.lengths import parted
from storage.values import Expectation, Person
from tickets.dialogue import Priority, Rows
from tickets.events import Event, EventKind
from tickets.people import is_reporter
from tickets.questions import PASSED_ON, unanswered
from tickets.ticket import Status, Ticket

DATA = "data"
"""What is expected after *Jawab*."""
MORE = "more"
"""What is expected after an answer: people write several short messages."""


def rows(ticket: Ticket, desk: Desk, person: Person) -> Rows:
    """*Jawab*, where there is a question to answer; it was asked of the reporter, and of nobody else."""
    return _answer_button(ticket, desk, person) if ticket.admits(EventKind.SUPPLIED) else ()


def _answer_button(ticket: Ticket, desk: Desk, person: Person) -> Rows:
    if not is_reporter(ticket, person.id):
        return ()
    return ((desk.button("supply", buttons.pack(buttons.REPORTER, "supply", ticket.id), person.language),),)


async def question(ticket: Ticket, desk: Desk) -> Event | None:
    """What was asked last."""
    asked = [event for event in await desk.unit.tickets.history(ticket.id) if event.kind is EventKind.ASKED]
    return asked[-1] if asked else None


async def outlived(ticket: Ticket, desk: Desk) -> Event | None:
    """The question that was open when the ticket was passed on, and still is."""
    return unanswered(await desk.unit.tickets.history(ticket.id)) if ticket.status in PASSED_ON else None


async def passed_on(before: Ticket, ticket: Ticket, desk: Desk) -> None:
    """The ticket was passed on: an open question goes along. The new groups see it, and the reporter hears that his
    answer reaches them.
    """
    asked = await outlived(ticket, desk) if before.status is Status.WAITING_REPORTER else None
    if asked is None:
        return
    known = {group.id for group in await cards.groups_of(before, desk)}
    inherited = words.QuestionInherited(
        number=ticket.number, agency=agency_of(before, desk, None), question=asked.text, files=len(asked.attachments)
    )
    for group in await cards.groups_of(ticket, desk):
        if group.id not in known:
            its_card = cards.slot(ticket.id)
            await desk.say(group.chat, inherited, priority=Priority.CARD, ticket_id=ticket.id, reply_to_slot=its_card)
            await desk.hand_over(
                group.chat, asked.attachments, ticket_id=ticket.id, reply_to_slot=its_card, priority=Priority.CARD
            )
    reporter = await cards.reporter_of(ticket, desk)
    stands = words.QuestionStands(
        number=ticket.number, agency=agency_of(ticket, desk, reporter.language), question=asked.text
    )
    if ticket.source.is_recorded:
        await recorded.tell(ticket, stands, desk)
    elif not reporter.blocked:
        await desk.say(reporter, stands, rows=_answer_button(ticket, desk, reporter), ticket_id=ticket.id)


async def pressed(person: Person, ticket: Ticket, desk: Desk) -> bool:
    """*Jawab*: what is typed now is the answer. Tells whether there is still a question to answer."""
    asked = await (question if ticket.admits(EventKind.SUPPLIED) else outlived)(ticket, desk)
    if asked is None:
        return False
    await desk.unit.expectations.put(Expectation(person.id, DATA, ticket.id, desk.now))
    prompt = words.AskSupply(number=ticket.number, question=asked.text)
    await desk.say(person, prompt, ticket_id=ticket.id, ask_reply=True)
    return True


async def expect_more(person: Person, ticket: Ticket, desk: Desk) -> None:
    """What is typed next belongs to the same case, for a while."""
    await desk.unit.expectations.put(Expectation(person.id, MORE, ticket.id, desk.now))


async def tell(ticket: Ticket, asked: Event, desk: Desk, *, reminder: bool = False) -> None:
    """Bring the question to the reporter, or remind him of it; nothing is tried while he blocks the bot."""
    reporter = await cards.reporter_of(ticket, desk)
    is_recorded = ticket.source.is_recorded
    if ticket.awaiting_since is None or (reporter.blocked and not is_recorded):
        return
    first, rest = parted(asked.text)
    told = words.DataWanted(
        number=ticket.number,
        agency=agency_of(ticket, desk, reporter.language),
        question=first,
        text_goes_on=bool(rest) and not reminder,
        files=0 if reminder else len(asked.attachments),
        until=clocks.wait_end(ticket, ticket.awaiting_since, desk),
        reminder=reminder,
    )
    if is_recorded:
        await recorded.tell(ticket, told, desk, text=asked.text, attachments=asked.attachments)
        return
    its_slot = slot(ticket, asked.at)
    await desk.say(reporter, told, rows=rows(ticket, desk, reporter), ticket_id=ticket.id, slot=its_slot)
    if reminder:
        return
    await texts.say_rest(reporter, ticket, asked.text, its_slot, Priority.CITIZEN, desk)
    await desk.hand_over(
        reporter, asked.attachments, ticket_id=ticket.id, reply_to_slot=its_slot, priority=Priority.CITIZEN
    )


async def tell_if_missed(ticket: Ticket, person: Person, desk: Desk) -> None:
    """The reporter had blocked the bot when he was asked, and is back."""
    asked = await question(ticket, desk) if ticket.status is Status.WAITING_REPORTER else None
    if asked and not await desk.unit.messages.find(private_chat(person), slot(ticket, asked.at)):
        await tell(ticket, asked, desk)


def agency_of(ticket: Ticket, desk: Desk, language: str | None) -> str:
    """Who asks: the agency, or the coordinator while there is none."""
    return desk.agency_name(ticket.agency) or desk.office.words.label("coordinator", language)


def slot(ticket: Ticket, asked_at: datetime) -> str:
    """The slot of the question, in the reporter's chat and (as it was written) in the group."""
    return f"asked:{ticket.id}:{asked_at:%Y%m%d%H%M%S%f}"
