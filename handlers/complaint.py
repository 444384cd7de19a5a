"""A citizen fills in the complaint form: from the first message to the ticket number.

The form itself is `tickets.forms`; here its questions become messages, its drafts are stored with every step, and a
finished draft becomes a ticket with its receipt, its card, its reminders and the consent, in one transaction.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handlers import (
    alarm,
    assessment,
    buttons,
    cards,
    filing,
    follow_up,
    incidents,
    offering,
    pace,
    refusing,
    relay,
    tallying,
    texts,
)
from handlers.desk import Desk, private_chat
from messages import citizen
from messages.base import Message as Words
from messages.waiting import DraftNudge
from storage.values import Dialogue, Person
from tickets.dialogue import Button, MediaKind, Message, Priority, Repeat, Rows
from tickets.events import Actor, ActorKind
from tickets.forms import edits, engine, preset
from tickets.forms.absorbing import matters_of
from tickets.forms.complaint import ARROW, COMPLAINT, holds_several, kind_of_draft
from tickets.forms.draft import Draft, Heard
from tickets.forms.engine import Notice, Outcome, Step
from tickets.promotion import Link
from tickets.reading import danger
from tickets.ticket import Ticket

STALE_AFTER_HOURS = 12
"""A draft left alone for longer is asked about before anything is added to it."""
DOUBLE_PRESS_SECONDS = 60
"""A send pressed again so soon is the client repeating itself, and needs no answer."""
SPOKEN = frozenset({MediaKind.VOICE, MediaKind.VIDEO_NOTE})
"""What is heard and not read."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is stored between two messages: the draft, the buttons shown last, so that they can be typed, and the
    button that was pressed last, to know it when it comes twice."""

    draft: Draft
    shown: tuple[tuple[str, str], ...] = ()
    pressed: str = ""
    touched_at: datetime | None = None
    """When it was stored; the row says it, and not what is stored."""


_SESSION = TypeAdapter(Session)
_KEPT_BY_THE_ROW = {"touched_at"}


async def load(person: Person, desk: Desk) -> Session | None:
    """The person's open draft. One stored by another version of the form is given up, never guessed at."""
    dialogue = await desk.unit.dialogues.load(private_chat(person), person.id)
    if dialogue is None or (dialogue.form, dialogue.version) != (COMPLAINT.name, COMPLAINT.version):
        return None
    try:
        return _SESSION.validate_python({**dialogue.data, "touched_at": dialogue.updated_at})
    except ValidationError:
        return None


async def begin(
    person: Person, heard: Heard | None, desk: Desk, *, later: tuple[Heard, ...] = (), link: Link | None = None
) -> None:
    """Open a new draft, with what was just said if there was something, and with what a poster's link says.

    Not for somebody who is blocked.
    """
    if await refusing.refuses(person, heard, desk):
        return
    draft_id = filing.new_draft_id(desk)
    draft = Draft(id=draft_id, started_at=desk.now, asking=COMPLAINT.fields[0].name, later=later)
    if link is not None:
        draft = preset.begun(draft, link, desk.office.catalogue)
    tallying.began(draft, desk)
    if heard is None:
        step = engine.proceed(COMPLAINT, draft, desk.facts)
    else:
        step = engine.hear(COMPLAINT, _acted(draft, heard), heard, desk.facts)
    await _carry_out(person, draft, step, desk)


async def hear(person: Person, session: Session, heard: Heard, desk: Desk, *, unsupported: bool = False) -> None:
    """A message came in while a draft is open."""
    draft = _acted(session.draft, heard)
    if unsupported and heard.is_empty:
        step = engine.ask(COMPLAINT, draft, draft.asking, desk.facts, notices=(Notice.UNSUPPORTED,))
    elif _age(session, desk) > STALE_AFTER_HOURS * 3600 and draft.asking != engine.RESUME:
        step = engine.resume(COMPLAINT, _alarmed(draft, heard, desk), heard, desk.facts)
    else:
        step = engine.hear(COMPLAINT, draft, heard, desk.facts)
    await _carry_out(person, draft, step, desk)


async def pressed(person: Person, session: Session | None, action: buttons.Action, desk: Desk) -> None:
    """A button of the form was pressed, or its words were typed."""
    draft_id, question, value = action.word(0), action.number(1), ":".join(action.args[2:])
    if session is None or session.draft.id != draft_id or question is None:
        await _pressed_too_late(person, draft_id, desk)
        return
    step = engine.choose(COMPLAINT, _acted(session.draft), question, value, desk.facts)
    pressed_now = buttons.pack(action.verb, *action.args)
    if step.outcome is not Outcome.STALE:
        await _carry_out(person, session.draft, step, desk, pressed=pressed_now)
    elif pressed_now != session.pressed or _age(session, desk) > DOUBLE_PRESS_SECONDS:
        await show_again(person, session, desk)


async def offer_to_resume(person: Person, session: Session, desk: Desk, *, link: Link | None = None) -> None:
    """The person wants to file while a draft is open: go on with it, or begin anew (by that link)?"""
    opened = Heard(message_id="", link=link.id) if link else None
    await _carry_out(person, session.draft, engine.resume(COMPLAINT, session.draft, opened, desk.facts), desk)


async def offer_another(person: Person, session: Session, heard: Heard, desk: Desk) -> None:
    """The person reports something else for certain while a draft is open: begin with it now, or after that draft?

    It waits among the other matters, where nothing loses it; the stash only says that it may be begun at once.
    """
    draft = session.draft
    if not _holds_something(draft):
        await hear(person, session, heard, desk)
        return
    await alarm.warn(person, heard.text, desk)
    kept = replace(draft, later=(*draft.later, heard))
    announced = Heard(message_id=heard.message_id)
    await _carry_out(person, draft, engine.resume(COMPLAINT, kept, announced, desk.facts), desk)


async def came_by(link: Link, person: Person, session: Session | None, desk: Desk) -> None:
    """The person opened a poster's link: the form begins with what it says, unless one was begun already."""
    if session is None:
        await begin(person, None, desk, link=link)
    elif not _is_empty(session.draft):
        await offer_to_resume(person, session, desk, link=link)
    elif session.draft.link == link.id:
        await show_again(person, session, desk)
    else:
        tallying.left(session.draft, desk)
        await begin(person, None, desk, link=link)


async def nudge(person: Person, session: Session, touched_at: datetime, until: datetime, desk: Desk) -> None:
    """Ask about a draft that was left alone. That is no answer: the draft is as old as it was."""
    step = engine.resume(COMPLAINT, session.draft, None, desk.facts)
    rows, shown = _rows(person, step, desk)
    draft = step.draft
    asked = DraftNudge(text=draft.text, started_at=draft.started_at, until=until)
    await desk.say(person, asked, rows=rows, slot=_slot(draft), priority=Priority.REMINDER, repeat=Repeat.NEVER)
    await _keep(person, Session(draft, shown), touched_at, desk)


async def ask_to_cancel(person: Person, session: Session, desk: Desk) -> None:
    """The person wants to stop."""
    await _carry_out(person, session.draft, engine.cancel(COMPLAINT, session.draft, desk.facts), desk)


async def go_back(person: Person, session: Session, desk: Desk) -> None:
    """The person wants to see the question before."""
    await _carry_out(person, session.draft, engine.back(COMPLAINT, session.draft, desk.facts), desk)


async def edited(person: Person, session: Session, message: Message, desk: Desk) -> None:
    """The person edited a message that is part of the draft: the draft says what the message says now."""
    draft = session.draft
    told = {part.message_id for part in (*draft.parts, *draft.answers.values())}
    waiting = {heard.message_id for heard in (*draft.stash, *draft.later)}
    text = message.command.args if message.command else message.text
    if not text or message.message_id not in told | waiting:
        return
    heard = Heard(message_id=message.message_id, text=text)
    await _carry_out(person, draft, edits.correct(COMPLAINT, draft, heard, desk.facts), desk)


def _is_empty(draft: Draft) -> bool:
    """Whether nothing was said yet that could get lost."""
    return not (_holds_something(draft) or draft.later)


def _holds_something(draft: Draft) -> bool:
    """Whether the report itself was begun, or something waits to be put into it."""
    return bool(draft.parts or draft.attachments or draft.location or draft.stash)


def _acted(draft: Draft, heard: Heard | None = None) -> Draft:
    """The draft after one more action of the person's."""
    is_more_of_the_same = heard is not None and heard.album is not None and heard.album in draft.albums
    return draft if is_more_of_the_same else replace(draft, actions=draft.actions + 1)


def _alarmed(draft: Draft, heard: Heard, desk: Desk) -> Draft:
    """Danger is not put off until the old draft is gone."""
    return replace(draft, danger=draft.danger or danger(heard.text, desk.office.catalogue))


def _age(session: Session, desk: Desk) -> float:
    """Seconds since the draft was touched last."""
    return (desk.now - session.touched_at).total_seconds() if session.touched_at else 0.0


async def _carry_out(person: Person, before: Draft, step: Step, desk: Desk, *, pressed: str = "") -> None:
    match step.outcome:
        case Outcome.SUBMIT:
            await _submit(person, step.draft, desk)
        case Outcome.DISCARD:
            await desk.unit.dialogues.close(private_chat(person), person.id)
            tallying.left(step.draft, desk)
            await desk.say(person, citizen.DraftDiscarded(), rows=texts.menu(desk, person))
            await begin_next(person, step.draft, desk)
        case Outcome.RESTART:
            await _restart(person, step.draft, desk)
        case _:
            await _ask(person, before, step, pressed, desk)


async def _restart(person: Person, draft: Draft, desk: Desk) -> None:
    """Throw the old draft away and begin with what came in meanwhile; other matters still wait for their turn."""
    await desk.unit.dialogues.close(private_chat(person), person.id)
    tallying.left(draft, desk)
    opened = [heard.link for heard in draft.stash if heard.link is not None]
    link = await desk.unit.promotion.by_id(opened[-1]) if opened else None
    waiting = {heard.message_id: heard for heard in draft.later}
    said = [waiting.get(heard.message_id, heard) for heard in draft.stash if heard.link is None]
    first = next(iter(said), None)
    later = tuple(heard for heard in draft.later if heard != first)
    await begin(person, first, desk, later=later, link=link)
    for heard in said[1:]:
        if heard in later:
            continue
        session = await load(person, desk)
        if session:
            await hear(person, session, heard, desk)


async def _ask(person: Person, before: Draft, step: Step, pressed: str, desk: Desk) -> None:
    """Store the draft and show the question: anew, in its old place, or not at all."""
    if step.outcome is Outcome.ASK and step.draft.asking == engine.SUMMARY:
        step = replace(step, draft=await offering.offer(person, step.draft, desk))
    rows, shown = _rows(person, step, desk)
    if step.draft.danger and not before.danger and not await refusing.holds(person, step.draft, desk):
        lines = texts.emergencies(person, desk, step.draft.danger)
        await desk.say(person, citizen.Danger(emergencies=lines), priority=Priority.URGENT)
    if step.outcome is Outcome.ASK:
        await desk.say(person, _question(person, step, desk), rows=rows, slot=_slot(step.draft))
    elif step.outcome is Outcome.REFRESH:
        question = _question(person, step, desk)
        await desk.edit(person, _slot(step.draft), question, rows=rows, priority=Priority.CITIZEN)
    await _keep(person, Session(step.draft, shown, pressed), desk.now, desk)


async def _keep(person: Person, session: Session, at: datetime, desk: Desk) -> None:
    await desk.unit.dialogues.save(
        Dialogue(
            chat=private_chat(person),
            person_id=person.id,
            form=COMPLAINT.name,
            version=COMPLAINT.version,
            data=_SESSION.dump_python(session, mode="json", exclude=_KEPT_BY_THE_ROW),
            revision=session.draft.question,
            updated_at=at,
        )
    )


def _slot(draft: Draft) -> str:
    return f"question:{draft.id}:{draft.question}"


def _rows(person: Person, step: Step, desk: Desk) -> tuple[Rows, tuple[tuple[str, str], ...]]:
    """The offer as buttons, and as pairs of words and data to be typed."""
    draft = step.draft
    offer = step.offer or engine.offer_of(COMPLAINT, draft, desk.facts)
    rows = tuple(
        tuple(
            Button(
                _label(option, person, desk),
                buttons.pack(buttons.FORM, draft.id, draft.question, option.value),
            )
            for option in row
        )
        for row in offer
    )
    return rows, tuple((button.label, button.data) for row in rows for button in row)


def _label(option: engine.Option, person: Person, desk: Desk) -> str:
    """An option's words; a category's are translated, the agency behind it is not."""
    if not option.label:
        return desk.office.words.label(option.key, person.language)
    words, arrow, agency = option.label.partition(ARROW)
    return f"{desk.translated(words, person)}{arrow}{agency}"


def _question(person: Person, step: Step, desk: Desk) -> Words:
    """The message that asks what the step asks."""
    draft = step.draft
    if draft.asking not in _QUESTIONS:
        return _summary(person, step, desk)
    message, details = _QUESTIONS[draft.asking]
    field = COMPLAINT.field(draft.asking)
    way = {"step": field.step, "steps": COMPLAINT.steps} if field and field.step else {}
    return message(problem=step.problem, notices=tuple(step.notices), **way, **details(draft, desk))


def _matters(draft: Draft, desk: Desk) -> dict[str, Any]:
    matters = matters_of(draft, desk.facts)
    return {"first": matters.first, "second": matters.second} if matters else {"first": draft.text, "second": ""}


def _another(draft: Draft) -> str:
    """What is to be reported besides, while we ask whether to go on."""
    stashed = {heard.message_id for heard in draft.stash}
    return "\n".join(heard.text for heard in draft.later if heard.message_id in stashed)


def _preset(draft: Draft, desk: Desk) -> dict[str, Any]:
    """What the poster's link says, in words."""
    said = draft.preset
    agency = desk.office.catalogue.agencies.get(said.agency or "") if said else None
    region = desk.office.catalogue.regions.get(said.region or "") if said else None
    return {
        "agency": agency.name if agency else None,
        "place": ", ".join(each for each in (said.place if said else "", region.name if region else "") if each),
    }


_QUESTIONS: dict[str, tuple[type[citizen.Question], filing.Details]] = {
    **filing.QUESTIONS,
    "text": (
        citizen.AskText,
        lambda draft, desk: {
            "has_text": bool(draft.parts),
            "has_files": bool(draft.attachments),
            "is_spoken": bool(draft.attachments) and all(file.kind in SPOKEN for file in draft.attachments),
            **_preset(draft, desk),
        },
    ),
    "matters": (citizen.AskMatters, _matters),
    "category": (
        citizen.AskCategory,
        lambda draft, desk: {"several": not draft.together and holds_several(draft.text, desk.office.catalogue)},
    ),
    engine.CANCEL: (citizen.AskCancel, filing.nothing),
    engine.RESUME: (citizen.AskResume, lambda draft, _desk: {**filing.begun(draft), "another": _another(draft)}),
}
"""What asks which field or screen, and what else that message wants to know. The rest is the summary."""


def _summary(person: Person, step: Step, desk: Desk) -> citizen.Summary:
    draft = step.draft
    category = desk.office.catalogue.categories.get(draft.category or "")
    return citizen.Summary(
        problem=step.problem,
        notices=tuple(step.notices),
        text=draft.text,
        extra=tuple(draft.extra.values()),
        category=desk.translated(category.label, person) if category else "",
        agency=desk.agency_name(draft.agency),
        region=filing.region_name(draft, desk),
        address=draft.address,
        has_pin=draft.location is not None,
        occurred_on=draft.occurred_on,
        files=draft.file_count,
        kind=kind_of_draft(draft, desk.office.catalogue).value,
        anonymous=draft.anonymous,
        secret=draft.secret,
        name=person.name,
    )


async def _submit(person: Person, draft: Draft, desk: Desk) -> None:
    """The draft becomes a ticket, or waits as it is."""
    if not (await refusing.holds(person, draft, desk) or await pace.holds(person, draft, desk)):
        await submit(person, draft, desk)


async def submit(person: Person, draft: Draft, desk: Desk, *, sent: bool = True) -> Ticket:
    """The complete draft becomes a ticket: receipt, consent, card, reminders, in this one transaction.

    Not `sent`: its writer filled in no form and agreed to nothing; an open draft of theirs is another one and stays.
    """
    ticket = await filing.store(await _ticket_from(person, draft, desk), Actor(ActorKind.REPORTER, person.id), desk)
    await desk.unit.held_reports.drop(draft.id)
    if sent:
        await desk.unit.dialogues.close(private_chat(person), person.id)
        tallying.sent(draft, ticket, desk)
        await desk.unit.people.consent(person.id, desk.office.catalogue.notice.version, desk.now, ticket.id)
    receipt = citizen.TicketCreated(
        number=ticket.number,
        agency=desk.agency_name(ticket.agency),
        due=ticket.follow_up_due,
        urgent=ticket.urgent,
        anonymous=ticket.anonymous,
        secret=ticket.secret,
    )
    await desk.say(person, receipt, ticket_id=ticket.id, slot=f"receipt:{ticket.id}")
    if not await incidents.take_in(person, ticket, desk):
        await cards.post(ticket, desk)
        await alarm.ring(ticket, desk)
        await follow_up.start_clock(ticket, desk)
        await incidents.notice(ticket, desk)
    for part in draft.parts:
        slot = relay.of_complaint(ticket.id, part.message_id)
        await desk.unit.messages.link(private_chat(person), part.message_id, ticket.id, slot, desk.now)
    await begin_next(person, draft, desk)
    return ticket


async def begin_next(person: Person, draft: Draft, desk: Desk) -> None:
    """The other matter that came with this one becomes the next draft."""
    if draft.later:
        first, *others = draft.later
        await begin(person, first, desk, later=tuple(others))


async def _ticket_from(person: Person, draft: Draft, desk: Desk) -> Ticket:
    """The ticket, straight to its agency or to the coordinator first."""
    text = "\n".join((draft.text, *draft.extra.values()))
    way = await assessment.way_of(text, draft.category or "", draft.agency, desk)
    return filing.ticket_of(person, draft, text, way, desk)


async def _pressed_too_late(person: Person, draft_id: str, desk: Desk) -> None:
    """A button of a draft that is no more: sent already, or thrown away."""
    ticket = await desk.unit.tickets.by_draft(draft_id)
    if ticket is None or ticket.reporter_id != person.id:
        await desk.say(person, citizen.NothingToSee(), rows=texts.menu(desk, person))
    elif (desk.now - ticket.created_at).total_seconds() > DOUBLE_PRESS_SECONDS:
        await desk.say(person, citizen.AlreadySent(number=ticket.number), ticket_id=ticket.id)


async def show_again(person: Person, session: Session, desk: Desk) -> None:
    """Show where we are: after a button of an earlier question, or in another language."""
    draft = session.draft
    await _carry_out(person, draft, engine.ask(COMPLAINT, draft, draft.asking, desk.facts), desk)
