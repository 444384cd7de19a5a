"""The private chat: what a citizen wrote or pressed goes to the situation it belongs to.

In this order: a command; a reply to a message of a case; the words of a button shown last; an escape word; the open
draft; a ticket number; and anything else that says something begins a draft.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from handlers import (
    addition,
    alone,
    appointments,
    audience,
    buttons,
    claims,
    complaint,
    coordinator,
    data_copy,
    edits,
    erasing,
    evidence,
    expected,
    follow_up,
    greeting,
    joining,
    language,
    last_word,
    lists,
    my_reports,
    privacy,
    record_offer,
    replies,
    tallying,
    texts,
    typed,
)
from handlers.complaint import Session
from handlers.desk import Desk, private_chat
from messages import citizen
from messages import group as words
from storage.values import Expectation, Person
from tickets.dialogue import Message, Press, Standing
from tickets.enquiries import enquiry
from tickets.forms.absorbing import NOT_WORTH_KEEPING
from tickets.forms.engine import CANCEL
from tickets.number import NumberMistyped, parse
from tickets.reading import Escape, Verdict, escape_word, is_dissatisfied, judge, reply
from tickets.replies import AGAIN
from tickets.short_answers import asks_for_news, asks_where_it_stands, is_done, only_agrees, without_asking
from tickets.ticket import Ticket

GROUP_COMMANDS = {
    **dict.fromkeys(
        (*coordinator.COMMANDS, *coordinator.ALONE, "piket", "senyap", "templat"), citizen.CommandElsewhere()
    ),
    **dict.fromkeys(("hubungkan", "lepaskan"), words.PairedElsewhere()),
}
"""What to say to somebody who types a group's command alone with the bot."""
LONGEST_SIGH = 8
"""Words of a message like "belum puas, hanya ditambal tanah"; what is longer is a complaint of its own."""
ASKED_ABOUT = 3
"""Answered tickets that are asked about when it is not clear which is meant."""
_SMALL_TALK = {Verdict.PING, Verdict.TEST}


async def received(message: Message, desk: Desk) -> None:
    """A citizen wrote, sent a file, or shared a place."""
    person = await _meet(message, desk)
    session = await complaint.load(person, desk)
    if message.edited:
        if session:
            await complaint.edited(person, session, message, desk)
        await edits.noted(person, message, desk)
        await alone.edited(person, message, desk)
    elif (message := typed.with_loose_command(message, COMMANDS)).command:
        await expected.forget(person, desk)
        if not (
            await coordinator.command(message, person, None, desk) or await record_offer.given_up(person, message, desk)
        ):
            await _command(person, message, session, desk)
    elif not (await alone.replied(person, message, desk) or await coordinator.heard(person, message, desk)):
        taken = await evidence.paced(person, message, desk)
        fitting = await evidence.sift(person, taken, desk, has_draft=session is not None) if taken else None
        if fitting:
            await _told(person, fitting, session, desk)


async def _told(person: Person, message: Message, session: Session | None, desk: Desk) -> None:
    """Words, files or a place."""
    ticket = await _case_of(person, message, desk)
    if ticket:
        await expected.replied(person, message, ticket, desk)
        return
    if await record_offer.takes(person, message, desk, has_draft=session is not None):
        return
    expectation = await desk.unit.expectations.of(person.id)
    if await _answered_by_word(person, message, session, expectation, desk):
        return
    if expectation and await addition.heard(person, message, session, expectation, desk):
        return
    if expectation and await expected.heard(person, message, session, expectation, desk):
        return
    if message.is_ours and not message.attachments and not message.location:
        await lists.passed_back(person, message, desk)
        return
    if session is not None or not await _judged_by_word(person, message, desk):
        await _said(person, message, session, desk)


async def pressed(press: Press, desk: Desk) -> None:
    """A citizen pressed a button."""
    person = await _meet(press, desk)
    action = buttons.unpack(press.data)
    if await coordinator.pressed(press, person, None, action, desk) or await alone.pressed(press, person, action, desk):
        return
    await _act(person, action, await complaint.load(person, desk), desk)


async def standing(change: Standing, desk: Desk) -> None:
    """The citizen blocked the bot, or let it in again."""
    person = await desk.unit.people.meet(change.chat.channel, change.sender, desk.now)
    if person.blocked is not change.present:
        return
    await desk.unit.people.set_blocked(person.id, not change.present)
    if change.present:
        await follow_up.came_back(await desk.unit.people.get(person.id), desk)
    else:
        await follow_up.went_away(person, desk)


async def _meet(inbound: Message | Press, desk: Desk) -> Person:
    """The person who wrote; who writes does not block us."""
    person = await desk.unit.people.meet(inbound.chat.channel, inbound.sender, desk.now)
    if person.blocked:
        await desk.unit.people.set_blocked(person.id, False)
        person = await desk.unit.people.get(person.id)
        await follow_up.came_back(person, desk)
    return person


async def _command(person: Person, message: Message, session: Session | None, desk: Desk) -> None:
    name = message.command.name if message.command else ""
    args = message.command.args if message.command else ""
    match name:
        case "start":
            await _start(person, args, session, desk)
        case "lapor":
            await _report_command(person, message, session, desk)
        case "status":
            await lists.status(person, args, desk)
        case "klaim":
            await claims.command(person, args, desk)
        case "batal":
            await _cancel(person, session, desk)
        case _ if number := _glued_number(message.text, desk):
            await lists.status(person, number, desk)
        case _ if name in PLAIN_COMMANDS:
            await PLAIN_COMMANDS[name](person, desk)
        case _ if name in GROUP_COMMANDS:
            await desk.say(person, GROUP_COMMANDS[name])
        case _:
            await greeting.menu(person, session, desk)


async def _report_command(person: Person, message: Message, session: Session | None, desk: Desk) -> None:
    """/lapor, alone or with the complaint behind it."""
    if not (message.command and message.command.args):
        await _new_report(person, session, desk)
        return
    told = replace(message, text=message.command.args, command=None)
    if session is None:
        await _said(person, told, session, desk, is_new=True)
    elif judge(told.text, desk.office.catalogue) in NOT_WORTH_KEEPING:
        await _new_report(person, session, desk)
    else:
        await complaint.offer_another(person, session, texts.heard(told), desk)


async def _act(person: Person, action: buttons.Action, session: Session | None, desk: Desk) -> None:
    """A button's data, pressed or typed."""
    match action.verb, action.word(0):
        case buttons.FORM, _:
            await expected.forget_but_buttons(person, desk)
            await complaint.pressed(person, session, action, desk)
        case buttons.REPORTER, _:
            await _act_on_case(person, action, session, desk)
        case buttons.SAME, _:
            await _act_on_same(person, action, session, desk)
        case verb, _ if verb in PLAIN_PRESSES:
            await PLAIN_PRESSES[verb](person, action, desk)
        case buttons.LANGUAGE, _:
            await language.choose(person, action, session, desk)
        case buttons.MENU, "new_report":
            await _new_report(person, session, desk)
        case buttons.MENU, "check_status":
            await lists.status(person, "", desk)
        case buttons.MENU, "my_reports":
            await my_reports.listed(person, desk)
        case buttons.MENU, "help":
            await greeting.explain(person, desk)
        case _:
            await desk.say(person, citizen.NothingToSee(), rows=texts.menu(desk, person))


async def _act_on_same(person: Person, action: buttons.Action, session: Session | None, desk: Desk) -> None:
    """A button about a report that is not the person's own, or is the same as another one."""
    if await joining.pressed(person, action, session.draft if session else None, desk) and session:
        tallying.joined(session.draft, desk)
        await complaint.begin_next(person, session.draft, desk)


async def _act_on_case(person: Person, action: buttons.Action, session: Session | None, desk: Desk) -> None:
    """A button about a case of the person's."""
    if action.word(0) == "status":
        await lists.pressed_status(person, action, desk)
    elif action.word(0) in addition.VERBS:
        await addition.pressed(person, action, session, desk)
    elif action.word(0) in my_reports.VERBS:
        await my_reports.pressed(person, action, desk)
    else:
        await expected.pressed(person, action, desk)


async def _case_of(person: Person, message: Message, desk: Desk) -> Ticket | None:
    """The person's ticket that the message replies to."""
    ticket_id = await desk.unit.messages.ticket_of(message.chat, message.reply_to) if message.reply_to else None
    ticket_id = ticket_id or buttons.case_in(message.reply_to_data)
    ticket_id = ticket_id or await replies.album_case(message, desk)
    return await audience.case(person, ticket_id, desk)


async def _answered_by_word(
    person: Person, message: Message, session: Session | None, expectation: Expectation | None, desk: Desk
) -> bool:
    """Whether the message is a button's words or number, an escape word, or a word of the menu; acts on it if so."""
    if message.attachments or message.location or not message.text:
        return False
    data = None
    if expectation:
        data = await addition.typed_button(person, message.text, session, expectation, desk)
        data = data or await expected.typed_button(person, message.text, session, expectation, desk)
    if data is None and session:
        data = typed.data_of(message.text, session.shown)
    if data:
        await _act(person, buttons.unpack(data), session, desk)
        return True
    word = escape_word(message.text, desk.office.catalogue)
    if word is not None and not (session and _confirms(message.text, session, desk)):
        await _escape(person, word, session, desk)
        return True
    data = typed.worded(message.text, (*texts.menu_items(desk, person), *language.items(desk)))
    if data is None and asks_where_it_stands(message.text, desk.office.catalogue):
        data = buttons.pack(buttons.MENU, "check_status")
    if data:
        await _act(person, buttons.unpack(data), session, desk)
        return True
    if session and (number := _number(message.text, desk)):
        await lists.status(person, number, desk)
        return True
    return False


def _number(text: str, desk: Desk) -> str | None:
    """The ticket's number that somebody wrote, and nothing else but that he asks for it; as it was read if mistyped."""
    number = parse(without_asking(text), desk.office.prefix)
    return number.as_read if isinstance(number, NumberMistyped) else number


def _confirms(text: str, session: Session, desk: Desk) -> bool:
    """Whether somebody who is asked whether to cancel says it again: "batalkan laporan saya"."""
    asking = session.draft.asking
    return asking == CANCEL and reply(text, asking, desk.office.catalogue) not in {None, AGAIN}


async def _judged_by_word(person: Person, message: Message, desk: Desk) -> bool:
    """*Sudah selesai*, *Belum selesai* or the like, typed after an answer. Tells whether it was.

    What is only like a button may answer a question of the agency's instead.
    """
    text = message.text
    if message.attachments or message.location or not text:
        return False
    is_labelled = _labelled_done(person, text, desk)
    done = is_done(text, desk.office.catalogue) if is_labelled is None else is_labelled
    is_sigh = len(text.split()) <= LONGEST_SIGH and is_dissatisfied(text, desk.office.catalogue)
    if done is None and not is_sigh:
        return False
    waiting = await last_word.waiting_for(person, desk)
    if not waiting:
        return False
    if done is not None and len(waiting) == 1:
        if is_labelled is None and await follow_up.was_asked_something(waiting[0], desk):
            return False
        verdict = follow_up.solved(waiting[0]) if done else follow_up.not_solved(waiting[0])
        await _act(person, buttons.unpack(verdict), None, desk)
        return True
    for ticket in waiting[:ASKED_ABOUT]:
        await last_word.ask_about(person, ticket, desk, thanked=False)
    return True


def _labelled_done(person: Person, text: str, desk: Desk) -> bool | None:
    """Whether the words of *Sudah selesai* or of *Belum selesai* were typed; none for other words."""
    for key, done in (("solved", True), ("not_solved", False)):
        if typed.same(text, desk.office.words.label(key, person.language)):
            return done
    return None


async def _escape(person: Person, word: Escape, session: Session | None, desk: Desk) -> None:
    await expected.forget(person, desk)
    match word:
        case Escape.CANCEL:
            await _cancel(person, session, desk)
        case Escape.RESTART:
            await _new_report(person, session, desk)
        case Escape.BACK if session:
            await complaint.go_back(person, session, desk)
        case Escape.HELP:
            await greeting.explain(person, desk)
        case _:
            await greeting.menu(person, session, desk)


async def _said(person: Person, message: Message, session: Session | None, desk: Desk, *, is_new: bool = False) -> None:
    """Anything that is no command, no case and no button: it feeds the open draft or begins one.

    Unless it `is_new` for certain, it may be the data that a case waits for.
    """
    heard = texts.heard(message)
    if session:
        await complaint.hear(person, session, heard, desk, unsupported=bool(message.unsupported))
        return
    if heard.is_empty:
        await greeting.first_notice(person, desk)
        await desk.say(person, citizen.Unsupported(), rows=texts.menu(desk, person))
        return
    if await _is_no_matter(person, message, session, desk):
        return
    if not is_new and await expected.asks_whether(person, heard, desk):
        return
    if not is_new and await addition.asks_which(person, heard, desk):
        return
    await greeting.first_notice(person, desk)
    await complaint.begin(person, heard, desk)


async def _is_no_matter(person: Person, message: Message, session: Session | None, desk: Desk) -> bool:
    """A ticket's number, a question how it goes with one or about the desk, small talk. Tells whether it was such."""
    if message.attachments or message.location:
        return False
    if number := _number(message.text, desk):
        await lists.status(person, number, desk)
        return True
    if asks_for_news(message.text, desk.office.catalogue) and await lists.news(person, desk):
        return True
    if asked := enquiry(message.text, desk.office.catalogue):
        await greeting.answer(person, asked, desk)
        return True
    return await _small_talk(person, _verdict(message.text, desk), session, desk)


def _verdict(text: str, desk: Desk) -> Verdict:
    """What the text is where no draft is open: there a mere "ok" is answered as thanks are."""
    if not text:
        return Verdict.FINE
    verdict = judge(text, desk.office.catalogue)
    agrees = verdict in {Verdict.TOO_SHORT, Verdict.REPLY} and only_agrees(text, desk.office.catalogue)
    return Verdict.THANKS if agrees else verdict


def _glued_number(text: str, desk: Desk) -> str:
    """The ticket's number behind "/statusLP-…" or "/status_LP-…", where the space was forgotten."""
    _, status, behind = text.partition("/status")
    number = behind.lstrip("_")
    return number if status and parse(number, desk.office.prefix) is not None else ""


async def _small_talk(person: Person, verdict: Verdict, session: Session | None, desk: Desk) -> bool:
    """A greeting, a test, thanks, or a matter for the courts begins no complaint. Tells whether it was one."""
    if verdict in _SMALL_TALK:
        if person.notice_version is None:
            await greeting.welcome(person, session, desk)
        else:
            await greeting.menu(person, session, desk)
    elif verdict is Verdict.THANKS:
        await _thanked(person, desk)
    elif verdict is Verdict.OUT_OF_SCOPE_COURT:
        await greeting.first_notice(person, desk)
        await desk.say(person, citizen.OutOfScope(), rows=texts.menu(desk, person))
    else:
        return False
    return True


async def _thanked(person: Person, desk: Desk) -> None:
    """Thanks after an answer may mean that it is done; that is asked and not assumed."""
    waiting = await last_word.waiting_for(person, desk)
    if len(waiting) == 1:
        await last_word.ask_about(person, waiting[0], desk, thanked=True)
    else:
        await desk.say(person, citizen.ThanksBack(), rows=texts.menu(desk, person))


async def _new_report(person: Person, session: Session | None, desk: Desk) -> None:
    if session:
        await complaint.offer_to_resume(person, session, desk)
        return
    await greeting.first_notice(person, desk)
    await complaint.begin(person, None, desk)


async def _cancel(person: Person, session: Session | None, desk: Desk) -> None:
    if session:
        await complaint.ask_to_cancel(person, session, desk)
    else:
        await desk.say(person, citizen.NothingToCancel(), rows=texts.menu(desk, person))


async def _start(person: Person, args: str, session: Session | None, desk: Desk) -> None:
    """/start; or a link to a ticket: it shows the status of one's own, and of nobody else's; or a poster's link, by
    which the form begins. An altered one is as good as none."""
    if await claims.started(person, args, desk) or await appointments.joined(person, private_chat(person), args, desk):
        return
    link = await desk.unit.promotion.opened(args)
    if link is not None:
        await greeting.first_notice(person, desk)
        await complaint.came_by(link, person, session, desk)
        return
    if parse(args, desk.office.prefix) is None:
        await greeting.welcome(person, session, desk)
    else:
        await greeting.first_notice(person, desk)
        await lists.status(person, args, desk)


PLAIN_COMMANDS: Mapping[str, Callable[[Person, Desk], Awaitable[None]]] = {
    "laporansaya": my_reports.listed,
    "bantuan": greeting.explain,
    "help": greeting.explain,
    "bahasa": language.ask,
    "language": language.ask,
    "privasi": privacy.notice,
    "datasaya": data_copy.send,
    "hapusdata": erasing.ask,
}
"""Commands that need to know nothing but who typed them."""
PLAIN_PRESSES: Mapping[str, Callable[[Person, buttons.Action, Desk], Awaitable[None]]] = {
    buttons.PRIVACY: privacy.pressed,
    buttons.REPORTS: my_reports.turned,
}
"""By the verb of the button: those that do not care about an open draft."""
COMMANDS = frozenset({"start", "lapor", "status", "klaim", "batal", *PLAIN_COMMANDS, *GROUP_COMMANDS})
"""All that are understood."""
