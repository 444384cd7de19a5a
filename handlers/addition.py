"""Adding to a case that is filed: after *Tambah informasi*, or when words without a reply sound like an addition.

After the button everything belongs to the case, until *Selesai menambah*, a command, or half an hour. What only sounds
like an addition is asked about, and waits: nothing is put into a case unasked, and nothing is lost.
"""

from dataclasses import replace
from datetime import timedelta

from pydantic import TypeAdapter, ValidationError

from handlers import audience, buttons, complaint, follow_up, kept, replies, texts, typed, wanted
from handlers.complaint import Session
from handlers.desk import Desk
from messages import citizen
from messages.filters import excerpt
from storage.values import Expectation, Person
from tickets.additions import belongs_to, may_belong
from tickets.dialogue import Button, Message, Rows
from tickets.forms.draft import Heard
from tickets.number import parse
from tickets.reading import Verdict, danger, judge
from tickets.routing import suggest
from tickets.short_answers import is_enough, only_agrees
from tickets.ticket import Ticket

ADDING = "adding"
"""Expected after *Tambah informasi*."""
WHICH = "which"
"""Expected while we asked to which case something belongs; it waits in `data`."""
VERBS = frozenset({"add", "added", "which", "fresh"})
"""Words of the reporter's buttons that are this module's."""
ADDING_FOR = timedelta(minutes=30)
ASKED_FOR = timedelta(minutes=10)
"""How long what is said belongs to the question to which case; later it is a matter by itself."""
MOST_CASES = 5
"""Cases offered."""
LABEL = 18
"""Letters of a case's text on its button, behind the number."""
_CASES = TypeAdapter(tuple[int, ...])


async def pressed(person: Person, action: buttons.Action, session: Session | None, desk: Desk) -> None:
    """One of this module's buttons."""
    if action.word(0) == "fresh":
        await _is_new(person, desk)
        return
    ticket = await _case(person, action.number(1), desk)
    if ticket is None:
        await desk.say(person, citizen.NothingToSee(), rows=texts.menu(desk, person))
        return
    match action.word(0):
        case "add":
            await _begin(person, ticket, desk)
        case "added":
            await _end(person, ticket, session, desk)
        case _:
            await _is_addition(person, ticket, desk)


async def typed_button(
    person: Person, text: str, session: Session | None, expectation: Expectation, desk: Desk
) -> str | None:
    """The data of the button whose words (or number, where cases are offered) were typed."""
    if not _means_words(expectation, session, desk):
        return None
    if expectation.what == ADDING and expectation.ticket_id:
        done = typed.shown(_done(expectation.ticket_id, desk, person))
        return done[0][1] if is_enough(text, desk.office.catalogue) else typed.worded(text, done)
    if expectation.what == WHICH:
        return typed.data_of(text, typed.shown(await _case_rows(person, _cases_in(expectation), desk)))
    return None


async def heard(
    person: Person, message: Message, session: Session | None, expectation: Expectation, desk: Desk
) -> bool:
    """Something without a reply. Tells whether it was added to a case, or to what waits for an answer."""
    if not _means_words(expectation, session, desk):
        return False
    take = _added if expectation.what == ADDING else _waits_too
    return await take(person, message, expectation, desk)


async def asks_which(person: Person, said: Heard, desk: Desk) -> bool:
    """Ask whether something is an addition, if it sounds like one. Tells whether it asks."""
    catalogue = desk.office.catalogue
    if danger(said.text, catalogue) or (said.text and not may_belong(said.text, catalogue)):
        return False
    cases = await _may_belong_to(person, said.text, desk)
    if not cases:
        return False
    await _ask(person, (said,), tuple(case.id for case in cases[:MOST_CASES]), desk)
    return True


async def _may_belong_to(person: Person, text: str, desk: Desk) -> tuple[Ticket, ...]:
    """The person's open cases that words (or only files) may add to."""
    recent = await audience.cases_of(person, follow_up.RECENT, desk)
    cases = tuple(each for each in recent if each.is_open)
    return belongs_to(text, cases, desk.office.catalogue, desk.office.gazetteer) if text else cases


def _means_words(expectation: Expectation, session: Session | None, desk: Desk) -> bool:
    """Whether words without a reply still mean what this module expects. While a report is told, they belong to that:
    to which case earlier words belong is then said by its buttons only.
    """
    if expectation.what == WHICH and session is not None:
        return False
    lasting = {ADDING: ADDING_FOR, WHICH: ASKED_FOR}.get(expectation.what)
    return lasting is not None and desk.now - expectation.at <= lasting


async def _begin(person: Person, ticket: Ticket, desk: Desk) -> None:
    await desk.unit.expectations.put(Expectation(person.id, ADDING, ticket.id, desk.now))
    minutes = int(ADDING_FOR.total_seconds() // 60)
    begins = citizen.AddingBegins(number=ticket.number, text=audience.title(ticket, person, desk), minutes=minutes)
    await desk.say(person, begins, rows=_done(ticket.id, desk, person), ticket_id=ticket.id)


async def _end(person: Person, ticket: Ticket, session: Session | None, desk: Desk) -> None:
    await desk.unit.expectations.drop(person.id)
    ends = citizen.AddingEnds(number=ticket.number, has_draft=session is not None)
    see = desk.button("see_report", buttons.pack(buttons.REPORTER, "status", ticket.id), person.language)
    await desk.say(person, ends, rows=((see,),), ticket_id=ticket.id)
    if session:
        await complaint.show_again(person, session, desk)


async def _added(person: Person, message: Message, expectation: Expectation, desk: Desk) -> bool:
    ticket = await _case(person, expectation.ticket_id, desk)
    if ticket is None:
        return False
    await replies.replied(person, message, ticket, desk, rows=_done(ticket.id, desk, person))
    await desk.unit.expectations.put(replace(expectation, at=desk.now))
    return True


async def _waits_too(person: Person, message: Message, expectation: Expectation, desk: Desk) -> bool:
    """More came in before it was said to which case it belongs: it joins. Danger, a number, and what is clearly a
    matter by itself do not wait; a mere "ok" adds nothing.
    """
    said = texts.heard(message)
    if said.is_empty or danger(said.text, desk.office.catalogue) or parse(said.text, desk.office.prefix):
        return False
    if await _is_by_itself(person, said.text, desk):
        return False
    is_ok = not said.attachments and not said.location and only_agrees(said.text, desk.office.catalogue)
    all_said = kept.read(expectation) if is_ok else (*kept.read(expectation), said)
    if said.album and any(each.album == said.album for each in all_said[:-1]):
        await desk.unit.expectations.put(_expecting(person, all_said, _cases_in(expectation), desk))
    else:
        await _ask(person, all_said, _cases_in(expectation), desk)
    return True


async def _is_by_itself(person: Person, text: str, desk: Desk) -> bool:
    """Whether the words are a good report of something that none of the person's open cases is about."""
    catalogue = desk.office.catalogue
    if judge(text, catalogue) is not Verdict.FINE:
        return False
    if not may_belong(text, catalogue):
        return True
    return bool(suggest(text, catalogue)) and not await _may_belong_to(person, text, desk)


async def _ask(person: Person, said: tuple[Heard, ...], cases: tuple[int, ...], desk: Desk) -> None:
    await desk.unit.expectations.put(_expecting(person, said, cases, desk))
    asked = citizen.AskWhichCase(text="\n".join(each.text for each in said if each.text), several=len(cases) > 1)
    await desk.say(person, asked, rows=await _case_rows(person, cases, desk), reply_to=said[-1].message_id)


async def _is_addition(person: Person, ticket: Ticket, desk: Desk) -> None:
    """It belongs to this case, and so does what comes in the next minutes."""
    said = await kept.waiting(person, WHICH, desk)
    if not said:
        await desk.say(person, citizen.NothingToSee(), rows=texts.menu(desk, person))
        return
    await replies.replied(person, kept.together(person, said, desk), ticket, desk)
    await wanted.expect_more(person, ticket, desk)


async def _is_new(person: Person, desk: Desk) -> None:
    said = await kept.waiting(person, WHICH, desk)
    if said:
        await kept.begin_complaint(person, said, desk)
    else:
        await desk.say(person, citizen.NothingToSee(), rows=texts.menu(desk, person))


def _done(ticket_id: int, desk: Desk, person: Person) -> Rows:
    return ((desk.button("adding_done", buttons.pack(buttons.REPORTER, "added", ticket_id), person.language),),)


async def _case_rows(person: Person, cases: tuple[int, ...], desk: Desk) -> Rows:
    """The cases by number and first words, and *Laporan baru*."""
    tickets = [ticket for ticket in [await _case(person, each, desk) for each in cases] if ticket]
    rows = tuple(
        (
            Button(
                f"{ticket.number} · {excerpt(audience.title(ticket, person, desk), LABEL)}",
                buttons.pack(buttons.REPORTER, "which", ticket.id),
            ),
        )
        for ticket in tickets
    )
    return (*rows, (desk.button("new_matter", buttons.pack(buttons.REPORTER, "fresh"), person.language),))


async def _case(person: Person, ticket_id: int | None, desk: Desk) -> Ticket | None:
    return await audience.case(person, ticket_id, desk)


def _expecting(person: Person, said: tuple[Heard, ...], cases: tuple[int, ...], desk: Desk) -> Expectation:
    data = kept.data_of(said) | {"cases": list(cases)}
    return Expectation(person.id, WHICH, None, desk.now, data)


def _cases_in(expectation: Expectation) -> tuple[int, ...]:
    try:
        return _CASES.validate_python(expectation.data.get("cases", ()))
    except ValidationError:
        return ()
