"""*Minta data*: the agency asks the reporter for what it cannot work without, and its clock stands still.

Press the button, reply to the prompt with the question, look at the preview, send. What the reporter then sees is
`handlers.wanted`.
"""

from dataclasses import replace

from handlers import buttons, cards, clocks, held, pending, texts, wanted
from handlers.access import bench_of
from handlers.agency import keep, refuse
from handlers.desk import Desk
from handlers.held import Departure, Held
from handlers.pending import Question
from messages import waiting as words
from messages.lengths import parted
from storage.values import Group, Person
from tickets import ticket as rules
from tickets.deadlines import data_ends
from tickets.dialogue import Message, Press, Priority, Rows
from tickets.errors import Reason, Refused
from tickets.events import EventKind
from tickets.people import Deed
from tickets.ticket import Status, Ticket

MIN_QUESTION = 5
"""Letters of a question."""


async def begin(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """*Minta data* was pressed on a card."""
    ticket = await _ticket(group, action.number(1), desk)
    if ticket is not None and await _may_ask(group, ticket, desk):
        await _prompt(group, person, ticket, press.message_id, desk)


async def replied(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> bool:
    """A reply to our prompt is the question. Tells whether it was one."""
    if not await desk.unit.messages.stood_in(group.chat, message.reply_to, _prompt_slot(ticket_id)):
        return False
    ticket = await _ticket(group, ticket_id, desk)
    if ticket is None or not await _may_ask(group, ticket, desk):
        return True
    await desk.unit.messages.link(group.chat, message.message_id, ticket.id, None, desk.now)
    if not is_question(message.text):
        await _prompt(group, person, ticket, message.message_id, desk, problem=True, album=message.album)
        return True
    question = Question(message.message_id, ticket.id, message.text, message.attachments, message.album)
    known = await pending.load(group, person.id, desk)
    await pending.save(group, person.id, known.with_question(question), desk)
    await desk.say(
        group.chat,
        _preview(ticket, question, desk),
        rows=_choices(person, question, desk),
        priority=Priority.ANSWER,
        slot=question.slot,
        ticket_id=ticket.id,
        reply_to=message.message_id,
    )
    return True


async def album_goes_on(group: Group, person: Person, message: Message, desk: Desk) -> bool:
    """A further item of the album that a question came with goes along. Tells whether it was one."""
    known = await pending.load(group, person.id, desk)
    question = known.question_of_album(message.album)
    if question is None:
        return False
    if message.message_id != question.id:
        grown = replace(question, attachments=(*question.attachments, *message.attachments))
        await desk.unit.messages.link(group.chat, message.message_id, question.ticket_id, None, desk.now)
        await pending.save(group, person.id, known.with_question(grown), desk)
        await show_anew(group, person, grown, desk)
    return True


def is_question(text: str) -> bool:
    """Whether these words are enough for a question."""
    return sum(character.isalpha() for character in text) >= MIN_QUESTION


async def pressed(group: Group, person: Person, action: buttons.Action, desk: Desk) -> None:
    """A button under the preview. Whoever of the group presses it answers for it."""
    writer_id = action.number(1)
    if writer_id is None:
        return
    known = await pending.load(group, writer_id, desk)
    question = known.question(action.word(2))
    if question is None:
        return
    ticket = await _ticket(group, question.ticket_id, desk)
    if ticket is None:
        await _take_away(group, writer_id, question, desk)
        return
    if action.word(0) == "send":
        done = await _send(group, person, writer_id, ticket, question, desk)
    else:
        dropped = words.QuestionDropped(number=ticket.number)
        await desk.edit(group.chat, question.slot, dropped, ticket_id=ticket.id, priority=Priority.ANSWER)
        done = True
    if done:
        await pending.save(group, writer_id, known.without_question(question), desk)


async def _take_away(group: Group, writer_id: int, question: Question, desk: Desk) -> None:
    """On the preview: nothing was sent. No buttons: the group does not work on the ticket any more."""
    ticket = await desk.unit.tickets.get(question.ticket_id)
    dropped = words.QuestionDropped(number=ticket.number)
    await desk.edit(group.chat, question.slot, dropped, ticket_id=ticket.id, priority=Priority.ANSWER)
    known = await pending.load(group, writer_id, desk)
    await pending.save(group, writer_id, known.without_question(question), desk)


async def deliver(ticket: Ticket, question: Question, departure: Departure, desk: Desk) -> None:
    """The question goes to the reporter; the clock stands still. Raises Refused."""
    change = rules.ask(ticket, question.text, question.attachments, by=departure.actor, at=departure.at)
    await keep(ticket, change, desk)
    await clocks.watch(change.ticket, desk)
    await wanted.tell(change.ticket, change.event, desk)
    if departure.group:
        await _tell_group(departure.group, change.ticket, question, departure, desk)
    await cards.refresh(change.ticket, desk)


async def show_anew(
    group: Group, person: Person, question: Question, desk: Desk, *, taken_back_by: str | None = None
) -> None:
    """It has changed, or was taken back: a preview again, for who wrote it."""
    ticket = await desk.unit.tickets.get(question.ticket_id)
    await desk.edit(
        group.chat,
        question.slot,
        _preview(ticket, question, desk).model_copy(update={"taken_back_by": taken_back_by}),
        rows=_choices(person, question, desk),
        ticket_id=ticket.id,
        priority=Priority.ANSWER,
    )


async def _send(group: Group, person: Person, writer_id: int, ticket: Ticket, question: Question, desk: Desk) -> bool:
    """Send it, at once or after the time for second thoughts. Tells whether the rules admit it."""
    actor = bench_of(group).actor(person.id)
    try:
        rules.ask(ticket, question.text, question.attachments, by=actor, at=desk.now)
        if desk.office.undo:
            leaves = Held(actor, ticket.agency, ticket.reopened, question=question)
            await held.hold(group, person, writer_id, ticket, leaves, desk)
        else:
            await deliver(ticket, question, Departure(person, actor, desk.now, group), desk)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return False
    return True


async def _tell_group(group: Group, ticket: Ticket, question: Question, departure: Departure, desk: Desk) -> None:
    """On the preview: it was sent."""
    await desk.unit.messages.link(group.chat, question.id, ticket.id, wanted.slot(ticket, departure.at), desk.now)
    sent = words.QuestionSent(
        number=ticket.number,
        text=question.text,
        files=len(question.attachments),
        by=departure.sender.name,
        until=clocks.wait_end(ticket, departure.at, desk),
        unreachable=await cards.is_unreachable(ticket, desk),
        erased=await cards.is_erased(ticket, desk),
    )
    await desk.edit(group.chat, question.slot, sent, ticket_id=ticket.id, priority=Priority.ANSWER)


async def _prompt(
    group: Group,
    person: Person,
    ticket: Ticket,
    reply_to: str,
    desk: Desk,
    *,
    problem: bool = False,
    album: str | None = None,
) -> None:
    """Ask for the question in a message to reply to; once for an album without one."""
    await desk.say(
        group.chat,
        words.AskQuestion(number=ticket.number, who=texts.mention(person), problem=problem),
        priority=Priority.ANSWER,
        slot=_prompt_slot(ticket.id),
        ticket_id=ticket.id,
        reply_to=reply_to,
        ask_reply=True,
        unique_key=f"no-question:{group.chat.id}:{album}" if album else None,
    )


async def _ticket(group: Group, ticket_id: int | None, desk: Desk) -> Ticket | None:
    """The ticket, if this group may ask about it; a stranger's wish is refused in words."""
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True) if ticket_id else None
    if ticket is not None and not bench_of(group).may(Deed.ASK, ticket):
        await refuse(group, ticket, Reason.NOT_ALLOWED, desk)
        return None
    return ticket


async def _may_ask(group: Group, ticket: Ticket, desk: Desk) -> bool:
    """Whether the reporter may be asked now; if not, the group is told why."""
    if ticket.admits(EventKind.ASKED):
        return True
    asked = ticket.status is Status.WAITING_REPORTER
    await refuse(group, ticket, Reason.ALREADY_ASKED if asked else Reason.WRONG_STATUS, desk)
    return False


def _preview(ticket: Ticket, question: Question, desk: Desk) -> words.QuestionPreview:
    first, rest = parted(question.text)
    return words.QuestionPreview(
        number=ticket.number,
        text=first,
        text_goes_on=bool(rest),
        files=len(question.attachments),
        until=data_ends(desk.office.calendar, desk.office.rules, desk.now),
    )


def _choices(person: Person, question: Question, desk: Desk) -> Rows:
    return tuple(
        (desk.button(label, buttons.pack(buttons.QUESTION, action, person.id, question.id)),)
        for label, action in (("question_send", "send"), ("cancel", "drop"))
    )


def _prompt_slot(ticket_id: int) -> str:
    return f"ask:{ticket_id}"
