"""Drafts of answers in a group that change or grow old: written anew, expired. (Edited: `handlers.rewording`.)

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

_ASKS_ANEW = "anew"
"""How the slots of questions for another answer begin."""
BATCH = 5
"""People's drafts looked at in one transaction; more come with the next."""


async def ask_anew(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """*Ubah*: the answer can be given anew in reply to our question, and its writer can edit the message."""
    writer_id = action.number(1)
    answer = (await pending.load(group, writer_id, desk)).answer(action.word(2)) if writer_id else None
    ticket = await desk.unit.tickets.by_id(answer.ticket_id) if answer else None
    if answer is None or ticket is None:
        return
    if not bench_of(group).may(Deed.NOTE, ticket):
        await agency.take_away(group, answer, desk)
        return
    is_editable = person.id == writer_id and not answer.template
    await desk.say(
        group.chat,
        words.AskAnswerAnew(number=ticket.number, who=texts.mention(person), text="" if is_editable else answer.text),
        priority=Priority.ANSWER,
        slot=_anew_slot(writer_id or 0, answer),
        ticket_id=ticket.id,
        reply_to=press.message_id,
        ask_reply=True,
    )


async def replied(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> bool:
    """A reply to our question takes the place of the draft, whoever gives it: from then on the draft is theirs.

    Tells whether it was one.
    """
    slot = await desk.unit.messages.slot_of(group.chat, message.reply_to) if message.reply_to else None
    asked = _asked_about(slot)
    if asked is None or not (message.text or message.attachments):
        return False
    writer_id = asked[0] or person.id
    known = await pending.load(group, writer_id, desk)
    answer = known.answer(asked[1])
    if answer is None or answer.ticket_id != ticket_id:
        return False
    await pending.save(group, writer_id, known.without_answer(answer), desk)
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


def _anew_slot(writer_id: int, answer: Answer) -> str:
    return f"{_ASKS_ANEW}:{answer.ticket_id}:{writer_id}:{answer.id}"


def _asked_about(slot: str | None) -> tuple[int, str] | None:
    """Whose draft, and which, the question in that slot is about; none if it is of something else.

    Older versions did not tell whose (0).
    """
    kind, *told = (slot or "").split(":")
    if kind != _ASKS_ANEW:
        return None
    _, writer_id, answer_id = told if len(told) == 3 else (told[0], "0", told[1])
    return int(writer_id), answer_id
