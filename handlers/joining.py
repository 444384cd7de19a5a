"""*Saya juga*: somebody reports what somebody else has reported, without a ticket of his own.

He gets the number, its news and its answers; his own words go along only if he wants them to.
"""

from dataclasses import replace

from handlers import audience, buttons, cards, follow_up, incidents, kept, lists, offering, replies, texts
from handlers.desk import Desk, private_chat
from messages import citizen
from messages import same as words
from messages.base import Message as Words
from storage.values import Expectation, Person, Via
from tickets import merging as rules
from tickets.dialogue import Priority
from tickets.forms.draft import Draft, Heard
from tickets.people import is_reporter
from tickets.ticket import Ticket

WORDS = "words"
"""Kept after *Saya juga*: what the person was about to send."""


async def pressed(person: Person, action: buttons.Action, draft: Draft | None, desk: Desk) -> bool:
    """A button of the offer, or of what followed it. Tells whether the draft is no more: the person joined instead."""
    match action.word(0):
        case "join":
            return await _join(person, action, draft, desk)
        case "no" if draft is not None and draft.id == action.word(1):
            await _edit_offer(person, draft, words.OfferDropped(), desk)
        case "words":
            await _send_words(person, action, desk)
        case "leave":
            await _leave(person, action, desk)
        case "other":
            await _other_matter(person, action, desk)
        case _:
            await _nothing(person, desk)
    return False


async def _join(person: Person, action: buttons.Action, draft: Draft | None, desk: Desk) -> bool:
    """Join what was offered with this draft, and nothing else: the number in a button is a stranger's word."""
    ticket_id = action.number(2)
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True) if ticket_id else None
    if ticket is not None and await audience.includes(ticket, person, desk):
        await lists.show_status(person, ticket, desk)
        return False
    if ticket is None or draft is None or draft.id != action.word(1) or ticket.id not in draft.offered:
        await _nothing(person, desk)
        return False
    if not ticket.is_open or rules.is_hidden(ticket, desk.office.catalogue):
        await _edit_offer(person, draft, words.OfferGone(), desk)
        return False
    await _add(person, ticket, desk)
    await desk.unit.dialogues.close(private_chat(person), person.id)
    await _confirm(person, ticket, draft, desk)
    return True


async def _add(person: Person, ticket: Ticket, desk: Desk) -> None:
    await desk.unit.followers.add(ticket.id, person.id, Via.JOINED, desk.now)
    change = rules.join(ticket, at=desk.now)
    await desk.unit.tickets.save(change.ticket, change.event, ticket.revision)
    await desk.unit.people.consent(person.id, desk.office.catalogue.notice.version, desk.now, ticket.id)
    await cards.refresh(change.ticket, desk)


async def _confirm(person: Person, ticket: Ticket, draft: Draft, desk: Desk) -> None:
    """Say so, keep the person's own words for a while, and bring the answer that there is."""
    said = _said(draft)
    await desk.unit.expectations.put(Expectation(person.id, WORDS, ticket.id, desk.now, kept.data_of(said)))
    category, region = offering.what(ticket, person, desk)
    joined = words.SameJoined(
        number=ticket.number,
        category=category,
        region=region,
        agency=desk.agency_name(ticket.agency),
        status=ticket.status.value,
        has_words=bool(said),
    )
    send = desk.button("send_words", buttons.pack(buttons.SAME, "words", ticket.id), person.language)
    rows = (*(((send,),) if said else ()), follow_up.add_information(ticket, desk, person))
    await desk.say(person, joined, rows=rows, ticket_id=ticket.id)
    last = await follow_up.last_answer(ticket, desk)
    if last:
        await follow_up.answer_to(person, ticket, last, desk)


async def _send_words(person: Person, action: buttons.Action, desk: Desk) -> None:
    ticket = await audience.case(person, action.number(1), desk)
    expectation = await desk.unit.expectations.of(person.id)
    is_kept = ticket and expectation and (expectation.what, expectation.ticket_id) == (WORDS, ticket.id)
    said = kept.read(expectation) if expectation and is_kept else ()
    if ticket is None or not said:
        await _nothing(person, desk)
        return
    await desk.unit.expectations.drop(person.id)
    await replies.replied(person, kept.together(person, said, desk), ticket, desk)


async def _leave(person: Person, action: buttons.Action, desk: Desk) -> None:
    ticket = await audience.case(person, action.number(1), desk)
    if ticket is None:
        await _nothing(person, desk)
        return
    await desk.unit.followers.drop(ticket.id, person.id)
    await cards.refresh(ticket, desk)
    await desk.say(person, words.SameLeft(number=ticket.number), rows=texts.menu(desk, person))


async def _other_matter(person: Person, action: buttons.Action, desk: Desk) -> None:
    """The person's own ticket is no part of the incident that it was taken into."""
    ticket = await audience.case(person, action.number(1), desk)
    if ticket is None or not is_reporter(ticket, person.id):
        await _nothing(person, desk)
    elif not await incidents.leave(person, ticket, desk):
        await lists.show_status(person, ticket, desk)


async def _edit_offer(person: Person, draft: Draft, message: Words, desk: Desk) -> None:
    await desk.edit(person, offering.slot(draft), message, priority=Priority.CITIZEN)


async def _nothing(person: Person, desk: Desk) -> None:
    await desk.say(person, citizen.NothingToSee(), rows=texts.menu(desk, person))


def _said(draft: Draft) -> tuple[Heard, ...]:
    """What the draft holds of the person's own: words, files, a pin."""
    heard = [Heard(part.message_id, part.text) for part in draft.parts]
    if not heard:
        return ()
    return (replace(heard[0], attachments=draft.attachments, location=draft.location), *heard[1:])
