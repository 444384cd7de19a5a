"""Drafts of answers in a group that change or grow old: edited, written anew, expired.

A preview that nobody sent for 24 hours is put away, so that an answer of last week is not sent by a slip of the finger.
"""

from dataclasses import replace

from handlers import agency, buttons, pending, texts
from handlers.access import alone_with, bench_of
from handlers.desk import Desk
from handlers.pending import Answer, Pending, Question, Transfer
from messages import answers as words
from messages import group as group_words
from messages import waiting
from storage.values import Dialogue, Group, Person
from tickets.dialogue import ChatKind, Message, Press, Priority
from tickets.people import Deed

BATCH = 5
"""People's drafts looked at in one transaction; more come with the next."""


async def ask_anew(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """*Ubah*: the message can be edited, or the answer given anew in reply to our question."""
    writer_id = action.number(1)
    answer = (await pending.load(group, writer_id, desk)).answer(action.word(2)) if writer_id else None
    ticket = await desk.unit.tickets.by_id(answer.ticket_id) if answer else None
    if answer is None or ticket is None:
        return
    if not bench_of(group).may(Deed.NOTE, ticket):
        await agency.take_away(group, answer, desk)
        return
    await desk.say(
        group.chat,
        words.AskAnswerAnew(
            number=ticket.number, who=texts.mention(person), text=answer.text if answer.template else ""
        ),
        priority=Priority.ANSWER,
        slot=_anew_slot(answer),
        ticket_id=ticket.id,
        reply_to=press.message_id,
        ask_reply=True,
    )


async def replied(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> bool:
    """A reply to our question takes the place of the draft. Tells whether it was one; only its writer's is."""
    known = await pending.load(group, person.id, desk)
    for answer in known.answers:
        if answer.ticket_id != ticket_id or not (message.text or message.attachments):
            continue
        if await desk.unit.messages.stood_in(group.chat, message.reply_to, _anew_slot(answer)):
            await pending.save(group, person.id, known.without_answer(answer), desk)
            ticket = await desk.unit.tickets.get(ticket_id)
            dropped = group_words.AnswerDropped(number=ticket.number)
            await desk.edit(group.chat, answer.slot, dropped, ticket_id=ticket_id, priority=Priority.ANSWER)
            anew = replace(
                answer,
                id=message.message_id,
                text=message.text,
                attachments=message.attachments or answer.attachments,
                album=message.album,
                at=desk.now,
                template="",
            )
            await agency.draft(group, person, ticket, anew, desk)
            return True
    return False


async def edited(group: Group, person: Person, message: Message, desk: Desk) -> None:
    """The writer edited the message that a draft is made of: its preview shows the new words."""
    known = await pending.load(group, person.id, desk)
    answer = known.answer(message.message_id)
    if answer is None or not message.text or message.text == answer.text:
        return
    changed = replace(answer, text=message.text)
    await pending.save(group, person.id, known.with_answer(changed), desk)
    await agency.show_anew(group, person, changed, desk)


async def expire(desk: Desk) -> bool:
    """Put away some of what is a day old; whether there may be more."""
    found = await desk.unit.dialogues.idle(pending.FORM, desk.now - pending.KEPT, BATCH)
    for dialogue in found:
        group = await _place(dialogue, desk)
        if group is None:
            await desk.unit.dialogues.close(dialogue.chat, dialogue.person_id)
        else:
            await _expire(group, dialogue, desk)
    return len(found) == BATCH


async def _place(dialogue: Dialogue, desk: Desk) -> Group | None:
    """Where it was begun: a group, if it still is one, or alone with us."""
    if dialogue.chat.kind is ChatKind.PRIVATE:
        return alone_with(await desk.unit.people.get(dialogue.person_id), desk)
    return await desk.unit.groups.find(dialogue.chat)


async def _expire(group: Group, dialogue: Dialogue, desk: Desk) -> None:
    known = await pending.load(group, dialogue.person_id, desk)
    old = tuple(answer for answer in known.answers if pending.is_old(answer, desk.now))
    for answer in old:
        await agency.put_away(group, answer, desk)
    fresh = tuple(answer for answer in known.answers if answer not in old)
    if not old:
        await _give_up(group, known, desk)
        known = replace(known, transfers=(), questions=())
    await pending.save(group, dialogue.person_id, replace(known, answers=fresh), desk)


async def _give_up(group: Group, known: Pending, desk: Desk) -> None:
    """Transfers and questions to reporters that nobody finished for a day."""
    begun: tuple[Transfer | Question, ...] = (*known.transfers, *known.questions)
    for open_one in begun:
        ticket = await desk.unit.tickets.by_id(open_one.ticket_id)
        is_transfer = isinstance(open_one, Transfer)
        dropped = group_words.TransferDropped if is_transfer else waiting.QuestionDropped
        if ticket:
            await desk.edit(group.chat, open_one.slot, dropped(number=ticket.number), ticket_id=ticket.id)


def _anew_slot(answer: Answer) -> str:
    return f"anew:{answer.ticket_id}:{answer.id}"
