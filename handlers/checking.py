"""/periksa: a share of the closed tickets, one after the other, for a look at the evidence.

*Sesuai* ends it, *Buka kembali* asks why and opens the ticket as if the reporter had said that it is not done, *Lewati*
leaves it for another time. Which tickets it are, their numbers say (`tickets.sampling`). Whoever is second is told.
"""

from datetime import timedelta

from handlers import access, buttons, cards, follow_up, overview, texts
from handlers.agency import keep
from handlers.desk import Desk
from messages import checking as words
from messages import roles
from messages.lengths import head
from storage.values import Expectation, Group, Person, Sample
from tickets import sampling as rules
from tickets.dialogue import Button, Chat, Message, Press, Priority, Rows
from tickets.errors import Refused
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.people import Deed
from tickets.ticket import Change, Status, Ticket

REASON = "check_reason"
"""Expected of a coordinator alone with us, about the expectation's ticket."""
WAITS = timedelta(minutes=15)
MIN_REASON = 10
"""Letters of a reason."""
LONGEST = 600
"""Characters that are shown of the complaint and of each answer."""
ANSWERS = 3
"""The latest answers that are shown."""
_VERDICTS = frozenset({EventKind.CHECKED, EventKind.REOPENED})


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/periksa: the first ticket that waits."""
    if await access.may(person, group, Deed.CHECK, desk):
        await _next(person, group, None, desk)
    else:
        await desk.say(message.chat, roles.CoordinatorsOnly(), priority=Priority.ANSWER)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """*Periksa … laporan selesai*, or one of the three buttons of a ticket."""
    if action.word(0) == "begin":
        if await access.may(person, group, Deed.CHECK, desk):
            await _next(person, group, None, desk)
        return
    ticket_id = action.number(1)
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True) if ticket_id else None
    if ticket is None or not await _may_look(person, group, ticket, desk):
        return
    if action.word(0) == "skip":
        await _settle(person, group, ticket, words.CheckSkipped(number=ticket.number), desk)
        await _next(person, group, ticket, desk)
    elif not _waits(ticket) or action.number(2) != ticket.reopened:
        await _tell_who_was_first(person, group, ticket, desk)
    elif action.word(0) == "fine":
        await _agree(person, group, ticket, desk)
    elif action.word(0) == "open":
        await _ask_why(person, group, ticket, desk)


async def replied(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> bool:
    """A reply to our question in a group is the reason. Tells whether it was one."""
    if not await desk.unit.messages.stood_in(group.chat, message.reply_to, _why_slot(ticket_id)):
        return False
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True)
    if ticket is not None and await _may_look(person, group, ticket, desk):
        await _reasoned(person, group, ticket, message.text, desk)
    return True


async def heard(person: Person, message: Message, expectation: Expectation, desk: Desk) -> bool:
    """The next words of a coordinator alone with us are the reason. Tells whether they were."""
    if desk.now - expectation.at > WAITS or not message.text or message.reply_to or expectation.ticket_id is None:
        return False
    ticket = await desk.unit.tickets.by_id(expectation.ticket_id, lock=True)
    if ticket is None or not await _may_look(person, None, ticket, desk):
        return False
    await desk.unit.expectations.drop(person.id)
    await _reasoned(person, None, ticket, message.text, desk)
    return True


async def waiting(desk: Desk) -> int:
    """How many tickets wait to be looked at."""
    return await desk.unit.tickets.count_unchecked(_sample(desk))


def button(count: int, desk: Desk) -> Rows:
    """The button elsewhere that brings the first of them."""
    label = desk.office.words.label("check_closed").format(count=count)
    return ((Button(label, buttons.pack(buttons.SAMPLE, "begin")),),)


async def _next(person: Person, group: Group | None, after: Ticket | None, desk: Desk) -> None:
    """The ticket behind that one, or the end."""
    left = await waiting(desk)
    found = await desk.unit.tickets.unchecked(_sample(desk), 1, after)
    to = _to(person, group)
    if not found:
        oversight = desk.office.catalogue.oversight
        nothing = words.NothingToCheck(skipped=left, percent=oversight.checked_percent, days=oversight.checked_days)
        await desk.say(to, nothing, priority=Priority.ANSWER)
        return
    ticket = found[0]
    history = await desk.unit.tickets.history(ticket.id)
    is_open = group is None or await cards.shows_words(group, ticket, desk)
    await desk.say(
        to,
        await _shown(group, ticket, history, left, is_open, desk),
        rows=_rows(ticket, desk, person if group is None else None),
        priority=Priority.ANSWER,
        slot=_slot(ticket),
        ticket_id=ticket.id if group else None,
    )
    if is_open:
        files = tuple(file for answer in _answers(history)[-ANSWERS:] for file in answer.attachments)
        await desk.hand_over(to, files, ticket_id=ticket.id, reply_to_slot=_slot(ticket), priority=Priority.ANSWER)


async def _shown(
    group: Group | None, ticket: Ticket, history: tuple[Event, ...], left: int, is_open: bool, desk: Desk
) -> words.Check:
    line = await overview.line_of(ticket, desk, group)
    answers, text = _answers(history), desk.guarded(ticket.text)
    said = [event.text for event in history if event.kind is EventKind.COMMENTED]
    ends = [event.kind for event in history if event.kind in {EventKind.CONFIRMED, EventKind.EXPIRED}]
    latest = answers[-ANSWERS:] if is_open else ()
    return words.Check(
        number=ticket.number,
        agency=line.agency,
        category=line.category,
        region=line.region,
        closed_at=ticket.closed_at or desk.now,
        by_reporter=ends[-1:] == [EventKind.CONFIRMED],
        shown=is_open,
        text=head(text, LONGEST) if is_open else "",
        text_goes_on=len(text) > len(head(text, LONGEST)),
        answers=tuple(_answer(event) for event in latest),
        earlier=len(answers) - len(latest) if is_open else 0,
        files=sum(len(event.attachments) for event in latest),
        stars=ticket.stars,
        comment=head(desk.guarded(said[-1]), LONGEST) if said and is_open and ticket.stars else "",
        left=left,
    )


def _answers(history: tuple[Event, ...]) -> tuple[Event, ...]:
    """What the agency answered since the ticket was last opened again."""
    opened = [place for place, event in enumerate(history) if event.kind is EventKind.REOPENED]
    since = history[opened[-1] + 1 :] if opened else history
    return tuple(event for event in since if event.kind is EventKind.FOLLOWED_UP)


def _answer(event: Event) -> words.CheckedAnswer:
    text = head(event.text, LONGEST)
    return words.CheckedAnswer(
        at=event.at, text=text, text_goes_on=len(text) < len(event.text), files=len(event.attachments)
    )


def _rows(ticket: Ticket, desk: Desk, reader: Person | None) -> Rows:
    language = reader.language if reader else None

    def button(label: str, what: str) -> Button:
        return desk.button(label, buttons.pack(buttons.SAMPLE, what, ticket.id, ticket.reopened), language)

    return ((button("check_fine", "fine"), button("reopen", "open")), (button("skip", "skip"),))


async def _agree(person: Person, group: Group | None, ticket: Ticket, desk: Desk) -> None:
    change = rules.agree(ticket, by=_actor(person, group), at=desk.now)
    await keep(ticket, change, desk)
    passed = words.CheckPassed(number=ticket.number, agency=desk.agency_name(ticket.agency), by=person.name)
    await _settle(person, group, ticket, passed, desk)
    await _next(person, group, ticket, desk)


async def _ask_why(person: Person, group: Group | None, ticket: Ticket, desk: Desk, *, problem: bool = False) -> None:
    if group is None:
        await desk.unit.expectations.put(Expectation(person.id, REASON, ticket.id, desk.now))
    question = words.AskSendBack(number=ticket.number, who=texts.mention(person), alone=group is None, problem=problem)
    await desk.say(
        _to(person, group),
        question,
        priority=Priority.ANSWER,
        slot=_why_slot(ticket.id),
        ticket_id=ticket.id if group else None,
        reply_to_slot=_slot(ticket),
        ask_reply=group is not None,
    )


async def _reasoned(person: Person, group: Group | None, ticket: Ticket, typed: str, desk: Desk) -> None:
    reason = " ".join(typed.split())
    if not _waits(ticket):
        await _tell_who_was_first(person, group, ticket, desk)
    elif sum(character.isalpha() for character in reason) < MIN_REASON:
        await _ask_why(person, group, ticket, desk, problem=True)
    else:
        await _send_back(person, group, ticket, reason, desk)


async def _send_back(person: Person, group: Group | None, ticket: Ticket, reason: str, desk: Desk) -> None:
    """Open again: the clock runs towards the deadline there was, and whoever reported it and the agency hear why."""
    try:
        change = rules.send_back(ticket, reason, by=_actor(person, group), at=desk.now)
        await keep(ticket, change, desk)
    except Refused:
        await _tell_who_was_first(person, group, ticket, desk)
        return
    await follow_up.stop_clock(ticket, desk)
    await follow_up.start_clock(change.ticket, desk)
    left, name = desk.remaining(ticket.follow_up_due), desk.agency_name(ticket.agency)
    failed = words.CheckFailed(
        number=ticket.number,
        agency=name,
        by=person.name,
        reason=head(reason, LONGEST),
        due=ticket.follow_up_due,
        remaining=left,
    )
    await _settle(person, group, ticket, failed, desk)
    told = words.SentBackToReporter(
        number=ticket.number,
        agency=name,
        reason=head(reason, LONGEST),
        due=ticket.follow_up_due,
        overdue=left.overdue,
    )
    await follow_up.inform(change.ticket, told, desk)
    await _tell_groups(group, change, desk)
    await cards.refresh(change.ticket, desk)
    await _next(person, group, ticket, desk)


async def _tell_groups(without: Group | None, change: Change, desk: Desk) -> None:
    """The groups that work on it and the coordinator's others; of a secret ticket only those that work on it."""
    ticket = change.ticket
    working = {group.id for group in await cards.groups_of(ticket, desk)}
    for group in await cards.groups_told(ticket, desk):
        if without and group.id == without.id and group.id not in working:
            continue
        told = words.SentBackToAgency(
            number=ticket.number,
            agency=desk.agency_name(ticket.agency) if group.is_coordinator else None,
            reason=head(change.event.text, LONGEST),
            due=ticket.follow_up_due,
            remaining=desk.remaining(ticket.follow_up_due),
        )
        await desk.say(
            group.chat, told, priority=Priority.ANSWER, ticket_id=ticket.id, reply_to_slot=cards.slot(ticket.id)
        )


async def _tell_who_was_first(person: Person, group: Group | None, ticket: Ticket, desk: Desk) -> None:
    """Not to who pressed twice."""
    done = [event for event in await desk.unit.tickets.history(ticket.id) if event.kind in _VERDICTS]
    if not done or done[-1].actor.person_id == person.id:
        return
    by = done[-1].actor
    name = await cards.name_of(by.person_id, desk) if by.kind is ActorKind.COORDINATOR else None
    first = words.AlreadyChecked(
        number=ticket.number,
        what=texts.kind_of(done[-1]),
        by=name or desk.office.words.label("the_reporter"),
        at=done[-1].at,
    )
    await desk.say(_to(person, group), first, priority=Priority.ANSWER, ticket_id=ticket.id if group else None)


async def _settle(
    person: Person,
    group: Group | None,
    ticket: Ticket,
    message: words.CheckPassed | words.CheckSkipped | words.CheckFailed,
    desk: Desk,
) -> None:
    """In place of the ticket that was shown."""
    ticket_id = ticket.id if group else None
    await desk.edit(_to(person, group), _slot(ticket), message, ticket_id=ticket_id, priority=Priority.ANSWER)


async def _may_look(person: Person, group: Group | None, ticket: Ticket, desk: Desk) -> bool:
    """Whether they may check it at all, whatever became of it since it was shown."""
    who = await access.acting(person, access.bench_of(group) if group else None, desk)
    return who.may(Deed.CHECK) and who.may(Deed.SEE, ticket)


def _waits(ticket: Ticket) -> bool:
    return ticket.status is Status.CLOSED and ticket.checked_at is None


def _sample(desk: Desk) -> Sample:
    oversight = desk.office.catalogue.oversight
    return Sample(oversight.checked_percent, desk.now - timedelta(days=oversight.checked_days))


def _actor(person: Person, group: Group | None) -> Actor:
    return access.bench_of(group).actor(person.id) if group else Actor(ActorKind.COORDINATOR, person.id)


def _to(person: Person, group: Group | None) -> Chat | Person:
    return group.chat if group else person


def _slot(ticket: Ticket) -> str:
    return f"check:{ticket.id}"


def _why_slot(ticket_id: int) -> str:
    return f"check_why:{ticket_id}"
