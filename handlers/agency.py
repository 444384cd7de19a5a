"""An agency's people work on a ticket in their group: take it, draft an answer, finish it.

An answer is a reply to any message of the case. It is a draft first, with a preview, whose buttons are
`handlers.answering`. What is not a reply to a message of a case is ordinary chatter: ignored, and not kept.
"""

from dataclasses import replace

from handlers import (
    audience,
    audit,
    buttons,
    cards,
    clocks,
    follow_up,
    learning,
    pending,
    proposals,
    relay,
    template_list,
    texts,
)
from handlers.access import bench_of
from handlers.desk import Desk
from handlers.pending import Answer
from messages import answers, citizen
from messages import group as words
from messages.lengths import parted
from storage.errors import StaleTicket
from storage.values import Group, Person
from tickets import ticket as rules
from tickets.dialogue import Attachment, Button, Message, Press, Priority, Rows
from tickets.errors import Reason, Refused
from tickets.events import EventKind
from tickets.people import Deed
from tickets.personal_data import personal_data
from tickets.proof import shows_work
from tickets.substance import is_acknowledgement
from tickets.ticket import Change, Ticket

_DEEDS = {"take": Deed.TAKE, "answer": Deed.ANSWER, "finish": Deed.FINISH}
"""What the buttons of a card that are this module's do."""


async def replied(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> None:
    """Somebody replied to a message of a case: a draft of an answer, shown as a preview.

    A reply to a merged one answers all who reported it. What is merely written in the topic of a case that went
    elsewhere is chatter; a reply there is told that it went to nobody.
    """
    meant = await desk.unit.tickets.by_id(ticket_id)
    if meant is None:
        return
    ticket = await audience.root_of(meant, desk)
    if not (message.text or message.attachments or message.location):
        return
    if not bench_of(group).may(Deed.NOTE, ticket):
        if message.reply_to is not None:
            once = f"not-theirs:{group.chat.id}:{message.album}" if message.album else None
            told = _not_theirs(meant)
            await desk.say(group.chat, told, priority=Priority.ANSWER, reply_to=message.message_id, unique_key=once)
        return
    if not (message.text or message.attachments):
        place = answers.PlaceNotSent(number=ticket.number)
        await desk.say(group.chat, place, priority=Priority.ANSWER, ticket_id=ticket.id, reply_to=message.message_id)
        return
    closing = await is_closing(group, message, ticket, desk)
    answer = Answer(
        id=message.message_id,
        ticket_id=ticket.id,
        closing=closing,
        text=message.text,
        attachments=message.attachments,
        album=message.album,
        quoting=await relay.quoted(message, desk),
        at=desk.now,
    )
    await draft(group, person, ticket, answer, desk)


async def draft(
    group: Group, person: Person, ticket: Ticket, answer: Answer, desk: Desk, *, reply_to: str | None = None
) -> None:
    """Keep a draft and show its preview in reply to the message it is made of, or, made of none, to that one."""
    if not answer.template:
        await desk.unit.messages.link(group.chat, answer.id, ticket.id, None, desk.now)
    known = await pending.load(group, person.id, desk)
    await pending.save(group, person.id, known.with_answer(answer), desk)
    await desk.say(
        group.chat,
        await _preview(ticket, answer, desk),
        rows=_choices(person, ticket, answer, desk),
        priority=Priority.ANSWER,
        slot=answer.slot,
        ticket_id=ticket.id,
        reply_to=reply_to or answer.id,
    )


async def show_anew(
    group: Group, person: Person, answer: Answer, desk: Desk, *, taken_back_by: str | None = None
) -> None:
    """The draft has changed, or was taken back; so does its preview."""
    ticket = await desk.unit.tickets.get(answer.ticket_id)
    await desk.edit(
        group.chat,
        answer.slot,
        (await _preview(ticket, answer, desk)).model_copy(update={"taken_back_by": taken_back_by}),
        rows=_choices(person, ticket, answer, desk),
        ticket_id=ticket.id,
        priority=Priority.ANSWER,
    )


async def put_away(group: Group, answer: Answer, desk: Desk) -> None:
    """On the preview: it has expired. No buttons."""
    ticket = await desk.unit.tickets.get(answer.ticket_id)
    expired = answers.AnswerExpired(number=ticket.number, text=answer.text)
    await desk.edit(group.chat, answer.slot, expired, ticket_id=ticket.id)


async def take_away(group: Group, answer: Answer, desk: Desk) -> None:
    """On the preview: it can no longer be sent from here. No buttons."""
    ticket = await desk.unit.tickets.get(answer.ticket_id)
    gone = _not_theirs(ticket).model_copy(update={"draft": True, "text": answer.text})
    await desk.edit(group.chat, answer.slot, gone, ticket_id=ticket.id, priority=Priority.ANSWER)


def _not_theirs(ticket: Ticket) -> answers.NotTheirsAnyMore:
    return answers.NotTheirsAnyMore(number=None if ticket.withheld else ticket.number)


async def album_goes_on(group: Group, person: Person, message: Message, desk: Desk) -> bool:
    """A further item of the album that a draft began with joins the draft. Tells whether it did."""
    known = await pending.load(group, person.id, desk)
    answer = known.of_album(message.album)
    if answer is None:
        return False
    ticket = await desk.unit.tickets.by_id(answer.ticket_id)
    if ticket is None or message.message_id == answer.id:
        return True
    grown = replace(answer, text=answer.text or message.text, attachments=(*answer.attachments, *message.attachments))
    await desk.unit.messages.link(group.chat, message.message_id, ticket.id, None, desk.now)
    await pending.save(group, person.id, known.with_answer(grown), desk)
    await show_anew(group, person, grown, desk)
    return True


async def pressed_card(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """Terima, Balas or Selesai on a card. (Alihkan is `handlers.transfer`.)"""
    ticket_id = action.number(1)
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True) if ticket_id else None
    if ticket is None:
        return
    if not bench_of(group).may(_DEEDS.get(action.word(0), Deed.SEE), ticket):
        await refuse(group, ticket, Reason.NOT_ALLOWED, desk)
        return
    match action.word(0):
        case "take":
            await _take(group, person, ticket, desk)
        case "answer":
            await _ask_answer(group, person, press, ticket, desk, closing=False)
        case "finish":
            await _finish(group, person, press, ticket, desk)


async def refuse(group: Group, ticket: Ticket, reason: Reason, desk: Desk) -> None:
    """Say why the rules do not admit it. Of a ticket that is withheld not even the number is told."""
    if reason is Reason.NOT_ALLOWED and ticket.withheld:
        return
    name = await cards.name_of(ticket.taken_by, desk) if reason is Reason.ALREADY_TAKEN else None
    refusal = words.ActionRefused(number=ticket.number, reason=reason.value, name=name)
    await desk.say(
        group.chat,
        refusal,
        priority=Priority.ANSWER,
        reply_to_slot=cards.slot(ticket.id),
        ticket_id=ticket.id if reason is not Reason.NOT_ALLOWED else None,
    )


async def keep(before: Ticket, change: Change, desk: Desk) -> None:
    """Store a change, in the audit log too if it is the coordinator's; somebody quicker makes it a refusal."""
    try:
        await desk.unit.tickets.save(change.ticket, change.event, before.revision)
    except StaleTicket:
        raise Refused(Reason.WRONG_STATUS) from None
    await audit.record_step(change, desk)
    await learning.learn(change, desk)


async def demand_evidence(ticket: Ticket, sent_now: tuple[Attachment, ...], desk: Desk) -> None:
    """A category may want a picture of what was done. Raises Refused (no evidence) while the reporter saw none."""
    category = desk.office.catalogue.categories.get(ticket.category)
    if category is None or not category.evidence or not ticket.admits(EventKind.FINISHED):
        return
    history = await desk.unit.tickets.history(ticket.id)
    if not shows_work(history, sent_now):
        raise Refused(Reason.NO_EVIDENCE)


async def _take(group: Group, person: Person, ticket: Ticket, desk: Desk) -> None:
    if ticket.taken_by == person.id:
        return
    try:
        taken = await take(group, person, ticket, desk)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return
    await cards.refresh(taken, desk)


async def take(group: Group, person: Person, ticket: Ticket, desk: Desk) -> Ticket:
    """The person has the case, and the reporter hears of it. Raises Refused."""
    change = rules.take(ticket, by=bench_of(group).actor(person.id), at=desk.now)
    await keep(ticket, change, desk)
    agency = desk.agency_name(ticket.agency)
    if agency:
        taken = citizen.Taken(number=ticket.number, agency=agency, due=ticket.follow_up_due)
        await follow_up.inform(change.ticket, taken, desk)
    return change.ticket


async def _ask_answer(group: Group, person: Person, press: Press, ticket: Ticket, desk: Desk, *, closing: bool) -> None:
    """Ask for the answer in a message to reply to; the client opens the reply field of who pressed.

    Such a message has no room for buttons: templates are offered in one before it.
    """
    if not group.is_alone:
        await template_list.offer(group, press.message_id, ticket, desk, closing=closing)
    await desk.say(
        group.chat,
        words.AskAnswer(number=ticket.number, who=texts.mention(person), closing=closing),
        priority=Priority.ANSWER,
        slot=_closing_slot(ticket) if closing else None,
        ticket_id=ticket.id,
        reply_to=press.message_id,
        ask_reply=True,
    )


async def is_closing(group: Group, message: Message, ticket: Ticket, desk: Desk) -> bool:
    """Whether the message replied to asked for the closing answer."""
    return await desk.unit.messages.stood_in(group.chat, message.reply_to, _closing_slot(ticket))


async def _finish(group: Group, person: Person, press: Press, ticket: Ticket, desk: Desk) -> None:
    try:
        await _finished(group, person, ticket, desk)
    except Refused as refused:
        if refused.reason is Reason.NOT_ANSWERED:
            await _ask_answer(group, person, press, ticket, desk, closing=True)
        else:
            await refuse(group, ticket, refused.reason, desk)


async def _finished(group: Group, person: Person, ticket: Ticket, desk: Desk) -> None:
    change = rules.finish(ticket, by=bench_of(group).actor(person.id), at=desk.now)
    await demand_evidence(ticket, (), desk)
    await keep(ticket, change, desk)
    await follow_up.stop_clock(ticket, desk)
    await clocks.watch(change.ticket, desk)
    await cards.refresh(change.ticket, desk)
    await proposals.end(ticket, change.ticket, desk)
    await follow_up.ask_if_solved(change.ticket, desk)


async def _preview(ticket: Ticket, answer: Answer, desk: Desk) -> words.AnswerPreview:
    first, rest = parted(answer.text)
    return words.AnswerPreview(
        number=ticket.number,
        text=first,
        text_goes_on=bool(rest),
        files=len(answer.attachments),
        closing=answer.closing,
        anonymous=ticket.anonymous,
        hollow=is_acknowledgement(answer.text, answer.attachments),
        personal=tuple(found.value for found in personal_data(answer.text)),
        closed=not ticket.admits(EventKind.FOLLOWED_UP),
        others=await cards.number_of_reporters(ticket, desk) - 1,
    )


def _choices(person: Person, ticket: Ticket, answer: Answer, desk: Desk) -> Rows:
    """A case that is closed takes notes only."""

    def choice(label: str, action: str) -> Button:
        return desk.button(label, buttons.pack(buttons.ANSWER, action, person.id, answer.id))

    send = ((choice("answer_send", "send"),),) if ticket.admits(EventKind.FOLLOWED_UP) else ()
    return (*send, (choice("answer_note", "note"), choice("change", "change"), choice("cancel", "drop")))


def _closing_slot(ticket: Ticket) -> str:
    return f"closing:{ticket.id}"
