"""/catat: somebody of the desk records a report that came in elsewhere, in the coordinator's group or alone with us.

The form is `tickets.forms.recording`; here its questions become messages, and a finished record becomes a ticket. In a
group only replies to our questions are heard. What a coordinator forwards to us alone is offered to be recorded first
(`handlers.record_offer`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handlers import alarm, audit, buttons, candidates, cards, filing, follow_up, overview, texts, typed
from handlers.desk import Desk, private_chat
from messages import citizen
from messages import records as words
from messages.base import Message as Words
from messages.base import Rendered
from messages.sp4n import Sp4nTaken
from storage.values import Dialogue, Group, Person
from tickets.audit import Act
from tickets.dialogue import Button, Chat, Message, Priority, Rows
from tickets.events import Actor, ActorKind
from tickets.forms import engine
from tickets.forms import recording as form
from tickets.forms.complaint import kind_of_draft
from tickets.forms.draft import Draft, Heard
from tickets.forms.engine import Outcome, Step
from tickets.forms.recording import RECORDING
from tickets.reading import Escape, escape_word
from tickets.records import Record
from tickets.sources import Source
from tickets.ticket import Ticket
from tickets.verification import Route, route

_SLOT = "record"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody records: alone with us, or in the coordinator's group."""

    person: Person
    group: Group | None = None

    @property
    def chat(self) -> Chat:
        """The chat in which it is done."""
        return self.group.chat if self.group else private_chat(self.person)

    @property
    def reader(self) -> Chat | Person:
        """Who is spoken to."""
        return self.group.chat if self.group else self.person

    @property
    def room(self) -> Chat:
        """Where the record in the making is kept: beside whatever else the person has open in this chat."""
        return replace(self.chat, id=f"{self.chat.id}#record")


@dataclass(frozen=True, slots=True)
class Session:
    """A record in the making, and the buttons shown last, so that they can be typed."""

    draft: Draft
    shown: tuple[tuple[str, str], ...] = ()


_SESSION = TypeAdapter(Session)


async def load(place: Place, desk: Desk) -> Session | None:
    """What the person is recording here; nothing, if it was stored by another version of the form."""
    dialogue = await desk.unit.dialogues.load(place.room, place.person.id)
    if dialogue is None or (dialogue.form, dialogue.version) != (RECORDING.name, RECORDING.version):
        return None
    try:
        return _SESSION.validate_python(dialogue.data)
    except ValidationError:
        return None


async def command(place: Place, message: Message, desk: Desk) -> None:
    """/catat, alone or with the report behind it."""
    args = message.command.args if message.command else ""
    heard = Heard(message.message_id, text=args) if args else None
    session = await load(place, desk)
    if session is None:
        await begin(place, (heard,) if heard else (), desk)
    else:
        step = engine.resume(RECORDING, session.draft, heard, desk.facts)
        await _carry_out(place, step, desk)


async def begin(place: Place, heard: tuple[Heard, ...], desk: Desk, **known: str) -> None:
    """Open a new record with what was said, and what is known of it (names of `tickets.forms.recording`)."""
    draft_id = filing.new_draft_id(desk)
    draft = Draft(id=draft_id, started_at=desk.now, asking=RECORDING.fields[0].name, extra=known)
    step = engine.proceed(RECORDING, draft, desk.facts)
    for each in heard:
        step = engine.hear(RECORDING, replace(step.draft, asking=draft.asking), each, desk.facts)
    await _carry_out(place, step, desk)


async def replied(group: Group, person: Person, message: Message, desk: Desk) -> bool:
    """A reply in the group to the question that is open is the answer. Tells whether it was one."""
    place = Place(person, group)
    session = await load(place, desk) if group.is_coordinator else None
    if session is None or not (message.album in session.draft.albums or await _answers(session, message, desk)):
        return False
    await hear(place, session, message, desk)
    return True


def is_question(slot: str | None) -> bool:
    """Whether a message under that slot is a question of this form."""
    return slot is not None and slot.partition(":")[0] == _SLOT


async def _answers(session: Session, message: Message, desk: Desk) -> bool:
    return message.reply_to == await desk.unit.messages.find(message.chat, _slot(session.draft))


async def hear(place: Place, session: Session, message: Message, desk: Desk) -> None:
    """Words, files or a place for the record that is open; or a button's words."""
    if message.text and not message.attachments and not message.location:
        data = typed.data_of(message.text, session.shown)
        if data:
            await pressed(place, buttons.unpack(data), desk)
            return
        word = escape_word(message.text, desk.office.catalogue)
        if word in _ESCAPES:
            await _carry_out(place, _ESCAPES[word](session.draft, desk), desk)
            return
    heard = texts.heard(message)
    if not heard.is_empty:
        await _carry_out(place, engine.hear(RECORDING, session.draft, heard, desk.facts), desk)


async def pressed(place: Place, action: buttons.Action, desk: Desk) -> None:
    """A button of the form."""
    session, question = await load(place, desk), action.number(1)
    if session is None or session.draft.id != action.word(0) or question is None:
        await desk.say(place.reader, words.RecordNotOpen(), priority=Priority.ANSWER)
        return
    value = ":".join(action.args[2:])
    if session.draft.asking == form.TWIN and value == "drop" and question == session.draft.question:
        await _drop(place, session.draft, desk)
        return
    step = engine.choose(RECORDING, session.draft, question, value, desk.facts)
    if step.outcome is not Outcome.STALE:
        await _carry_out(place, step, desk)


async def cancel(place: Place, session: Session, desk: Desk) -> None:
    """Ask whether the record shall really go."""
    await _carry_out(place, engine.cancel(RECORDING, session.draft, desk.facts), desk)


async def _carry_out(place: Place, step: Step, desk: Desk) -> None:
    match step.outcome:
        case Outcome.SUBMIT:
            await _submit(place, step.draft, desk)
        case Outcome.DISCARD:
            await _drop(place, step.draft, desk)
        case Outcome.RESTART:
            await desk.unit.dialogues.close(place.room, place.person.id)
            await begin(place, step.draft.stash, desk)
        case _:
            await _ask(place, step, desk)


async def _drop(place: Place, draft: Draft, desk: Desk) -> None:
    await desk.unit.dialogues.close(place.room, place.person.id)
    await desk.say(place.reader, words.RecordDropped(), priority=Priority.ANSWER)
    link = draft.extra.get(form.LINK)
    if link:
        await candidates.put_back(place.chat, link, desk)


async def _ask(place: Place, step: Step, desk: Desk) -> None:
    """Store the draft and show the question: anew, in its old place, or not at all."""
    step, twin = await _with_twin(step, desk)
    rows = _rows(place, step, desk)
    shown = typed.shown(rows)
    if twin and place.group and step.draft.asking == form.TWIN:
        rows = (*overview.card_buttons((twin,)), *rows)
    question = await _question(place, step, twin, desk)
    if step.outcome is Outcome.ASK:
        await desk.say(place.reader, question, rows=rows, priority=Priority.ANSWER, slot=_slot(step.draft))
    elif step.outcome is Outcome.REFRESH:
        await desk.edit(place.reader, _slot(step.draft), question, rows=rows, priority=Priority.ANSWER)
    await desk.unit.dialogues.save(
        Dialogue(
            chat=place.room,
            person_id=place.person.id,
            form=RECORDING.name,
            version=RECORDING.version,
            data=_SESSION.dump_python(Session(step.draft, shown), mode="json"),
            revision=step.draft.question,
            updated_at=desk.now,
        )
    )


async def _with_twin(step: Step, desk: Desk) -> tuple[Step, Ticket | None]:
    """Notice that the link is a ticket already, and ask about that before anything else."""
    link = step.draft.extra.get(form.LINK)
    ticket_id = await desk.unit.records.with_link(link) if link else None
    twin = await desk.unit.tickets.by_id(ticket_id) if ticket_id else None
    twin = None if twin and twin.withheld else twin
    number = twin.number if twin else None
    if step.draft.extra.get(form.TWIN) == number:
        return step, twin
    draft = form.with_extra(step.draft, twin=number)
    if step.outcome is not Outcome.ASK or draft.asking in engine.SCREENS - {engine.SUMMARY}:
        return replace(step, draft=draft), twin
    return engine.proceed(RECORDING, draft, desk.facts, notices=step.notices), twin


def _slot(draft: Draft) -> str:
    return f"{_SLOT}:{draft.id}:{draft.question}"


def _rows(place: Place, step: Step, desk: Desk) -> Rows:
    draft, language = step.draft, _language(place)
    offer = step.offer or engine.offer_of(RECORDING, draft, desk.facts)

    def button(option: engine.Option) -> Button:
        label = option.label or desk.office.words.label(option.key, language)
        return Button(label, buttons.pack(buttons.RECORD, draft.id, draft.question, option.value))

    return tuple(tuple(map(button, row)) for row in offer)


def _language(place: Place) -> str | None:
    return None if place.group else place.person.language


async def _question(place: Place, step: Step, twin: Ticket | None, desk: Desk) -> Words:
    """What is asked; in a group with the hint that only replies are heard."""
    asked = await _asked(step, twin, desk)
    if place.group is None:
        return asked
    html = Rendered(desk.office.words.render(asked))
    return words.AskedInGroup(who=texts.mention(place.person), words=html)


async def _asked(step: Step, twin: Ticket | None, desk: Desk) -> Words:
    draft = step.draft
    common: dict[str, Any] = {"problem": step.problem, "notices": tuple(step.notices)}
    if draft.asking == form.TWIN and twin:
        return words.AskTwin(**common, ticket=await overview.line_of(twin, desk, None), created_at=twin.created_at)
    if draft.asking not in _QUESTIONS:
        return _summary(draft, common, desk)
    kind, details = _QUESTIONS[draft.asking]
    field = RECORDING.field(draft.asking)
    way = {"step": field.step, "steps": RECORDING.steps} if field and field.step else {}
    return kind(**common, **way, **details(draft, desk))


_QUESTIONS: dict[str, tuple[type[citizen.Question], filing.Details]] = {
    **filing.QUESTIONS,
    "text": (words.AskAccount, lambda draft, _desk: {"link": draft.extra.get(form.LINK)}),
    form.SOURCE: (words.AskSource, filing.nothing),
    form.NATIONAL: (words.AskNational, filing.nothing),
    form.LINK: (words.AskLink, filing.nothing),
    "category": (citizen.AskCategory, lambda _draft, _desk: {"several": False}),
    form.CONSENT: (words.AskConsent, lambda draft, _desk: {"contact": draft.extra.get(form.CONTACT, "")}),
    form.SAID_BY: (words.AskSaidBy, filing.nothing),
    form.CONTACT: (words.AskContact, filing.nothing),
    engine.CANCEL: (words.AskDropRecord, filing.nothing),
}
"""What asks which field or screen, and what else that message wants to know. The rest is the summary."""
_ESCAPES: dict[Escape | None, Callable[[Draft, Desk], Step]] = {
    Escape.CANCEL: lambda draft, desk: engine.cancel(RECORDING, draft, desk.facts),
    Escape.BACK: lambda draft, desk: engine.back(RECORDING, draft, desk.facts),
    Escape.RESTART: lambda draft, desk: engine.resume(RECORDING, draft, None, desk.facts),
}


def _summary(draft: Draft, common: dict[str, Any], desk: Desk) -> words.RecordSummary:
    category = desk.office.catalogue.categories.get(draft.category or "")
    return words.RecordSummary(
        **common,
        source=draft.extra.get(form.SOURCE, ""),
        sp4n=draft.extra.get(form.NATIONAL),
        link=draft.extra.get(form.LINK),
        said_by=draft.extra.get(form.SAID_BY),
        has_contact=form.CONTACT in draft.extra,
        text=draft.text,
        extra=form.answers_of(draft),
        category=category.label if category else "",
        agency=desk.agency_name(draft.agency),
        region=filing.region_name(draft, desk),
        address=draft.address,
        has_pin=draft.location is not None,
        occurred_on=draft.occurred_on,
        files=draft.file_count,
        kind=kind_of_draft(draft, desk.office.catalogue).value,
        secret=draft.secret,
    )


async def _submit(place: Place, draft: Draft, desk: Desk) -> None:
    """The record becomes a ticket, with its card and its clock like any other."""
    if await _has_a_taken_number(place, draft, desk):
        return
    by = Actor(ActorKind.COORDINATOR, place.person.id)
    filed = _ticket_from(place.person, draft, desk)
    ticket = await filing.store(filed, by, desk, data={"source": filed.source.value})
    await desk.unit.dialogues.close(place.room, place.person.id)
    record = Record(
        ticket_id=ticket.id,
        recorder_id=place.person.id,
        link=draft.extra.get(form.LINK, ""),
        said_by=draft.extra.get(form.SAID_BY, ""),
        contact=draft.extra.get(form.CONTACT, ""),
    )
    await desk.unit.records.add(record)
    await audit.record(
        Act.TICKET_RECORDED,
        place.person,
        desk,
        group=place.group,
        ticket_id=ticket.id,
        agency=ticket.agency,
        data={"source": ticket.source.value, "contact": str(int(bool(record.contact)))},
    )
    recorded = words.Recorded(
        number=ticket.number,
        source=ticket.source.value,
        agency=desk.agency_name(ticket.agency),
        due=ticket.follow_up_due,
        has_contact=bool(record.contact),
    )
    rows = overview.card_buttons((ticket,)) if place.group else ()
    await desk.say(place.reader, recorded, rows=rows, priority=Priority.ANSWER, ticket_id=ticket.id)
    await cards.post(ticket, desk)
    await alarm.ring(ticket, desk)
    await follow_up.start_clock(ticket, desk)


async def _has_a_taken_number(place: Place, draft: Draft, desk: Desk) -> bool:
    """Whether the national number is another ticket's; it is asked for again then."""
    number = draft.extra.get(form.NATIONAL)
    other = await desk.unit.tickets.by_sp4n(number) if number else None
    if number is None or other is None:
        return False
    await desk.say(place.reader, Sp4nTaken(sp4n=number, other=other.number), priority=Priority.ANSWER)
    await _ask(place, engine.ask(RECORDING, form.with_extra(draft, sp4n=None), form.NATIONAL, desk.facts), desk)
    return True


def _ticket_from(person: Person, draft: Draft, desk: Desk) -> Ticket:
    """The ticket, for the agency that the coordinator chose; a sensitive one never for whom it is about."""
    text, catalogue = "\n".join((draft.text, *form.answers_of(draft))), desk.office.catalogue
    category = catalogue.categories.get(draft.category or "")
    is_sensitive = category is not None and category.sensitive
    way = route(text, draft.category or "", draft.agency, catalogue, ()) if is_sensitive else Route(draft.agency)
    ticket = filing.ticket_of(person, draft, text, way, desk)
    source, national = form.source_of_draft(draft), draft.extra.get(form.NATIONAL)
    return replace(ticket, source=source or Source.IN_PERSON, sp4n_number=national)
