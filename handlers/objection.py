"""After *Belum selesai*: why not? A frequent reason by button, or words. The ticket is open again before any answer."""

from handlers import audience, buttons, cards, masks, texts
from handlers.desk import Desk
from messages import citizen
from messages import waiting as words
from messages.lengths import parted
from storage.values import Expectation, Person
from tickets import ticket as rules
from tickets.dialogue import Message, Priority, Rows
from tickets.events import Actor, ActorKind
from tickets.ticket import Change, Ticket

REASON = "reason"
"""What is expected after a reopening."""
WHYS = ("not_started", "partly", "again", "unclear")
"""Codes of frequent reasons; their words are `why_…` on the buttons."""


def rows(ticket: Ticket, desk: Desk, person: Person) -> Rows:
    """The frequent reasons, two to a row."""
    made = [
        desk.button(
            f"why_{why}", buttons.pack(buttons.REPORTER, "why", ticket.id, ticket.reopened, why), person.language
        )
        for why in WHYS
    ]
    return (tuple(made[:2]), tuple(made[2:]))


def slot(ticket: Ticket) -> str:
    """The slot of the message that asks why."""
    return f"why:{ticket.id}:{ticket.reopened}"


async def expect_reason(person: Person, ticket: Ticket, desk: Desk) -> None:
    """The citizen was asked why: he may simply type it."""
    await desk.unit.expectations.put(Expectation(person.id, REASON, ticket.id, desk.now))


async def pressed(person: Person, action: buttons.Action, ticket: Ticket, desk: Desk) -> bool:
    """A frequent reason. Tells whether that settles it; if not, the ticket has moved on since."""
    why = action.word(3)
    if action.number(2) != ticket.reopened or why not in WHYS or not ticket.is_open:
        return False
    change = rules.explain(ticket, why, "", by=Actor(ActorKind.REPORTER, person.id), at=desk.now)
    await _keep(person, ticket, change, desk)
    kept = words.ReasonKept(
        number=ticket.number,
        agency=desk.agency_name(ticket.agency),
        why=why,
        due=ticket.follow_up_due,
        overdue=desk.remaining(ticket.follow_up_due).overdue,
    )
    await desk.edit(person, slot(ticket), kept, ticket_id=ticket.id, priority=Priority.CITIZEN)
    await expect_reason(person, ticket, desk)
    return True


async def explained(person: Person, message: Message, ticket: Ticket, desk: Desk) -> None:
    """The citizen says in his own words why it is not done."""
    by = Actor(ActorKind.REPORTER, person.id)
    change = rules.explain(ticket, "", message.text, message.attachments, by=by, at=desk.now)
    await desk.unit.messages.link(message.chat, message.message_id, ticket.id, None, desk.now)
    await _keep(person, ticket, change, desk)
    passed = citizen.ReplyPassed(number=ticket.number, agency=desk.agency_name(ticket.agency))
    await desk.say(person, passed, ticket_id=ticket.id, reply_to=message.message_id)


async def _keep(person: Person, before: Ticket, change: Change, desk: Desk) -> None:
    """Store it, and tell the agency's group and the coordinator's."""
    ticket, event = change.ticket, change.event
    await desk.unit.tickets.save(ticket, event, before.revision)
    text = desk.guarded(event.text)
    first, rest = parted(text)
    slot_there = f"explained:{ticket.id}:{ticket.revision}"
    for group in await cards.groups_told(ticket, desk):
        told = words.ReporterExplained(
            number=ticket.number,
            agency=desk.agency_name(ticket.agency) if group.is_coordinator else None,
            reporter=audience.told_as(ticket, person, desk),
            why=event.data.get("why", ""),
            text=first,
            text_goes_on=bool(rest),
            files=len(event.attachments),
        )
        await desk.say(
            group.chat,
            told,
            rows=masks.of_words(event.text, ticket, desk),
            priority=Priority.ANSWER,
            slot=slot_there,
            ticket_id=ticket.id,
            reply_to_slot=cards.slot(ticket.id),
        )
        await texts.say_rest(group.chat, ticket, text, slot_there, Priority.ANSWER, desk)
        files = audience.files_for_agency(event.attachments, ticket, desk, by=person)
        await desk.hand_over(group.chat, files, ticket_id=ticket.id, reply_to_slot=slot_there, priority=Priority.ANSWER)
