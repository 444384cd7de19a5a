"""The coordinator verifies a new report in his group: one tap on its card gives it to an agency.

*Lainnya* lists all agencies, *Tunda* is *Minta data*, *Bukan kewenangan* and *Arsipkan* are `handlers.disposal`, *Ubah*
is `handlers.corrections`. Whoever presses second learns who was first.
"""

from handlers import agencies, alarm, buttons, cards, corrections, data_request, disposal, follow_up, wanted
from handlers.access import bench_of
from handlers.agency import keep, refuse
from handlers.desk import Desk
from messages import citizen
from messages import verification as words
from storage.values import Group, Person
from tickets import ticket as rules
from tickets.dialogue import Press, Priority, Rows
from tickets.errors import Reason, Refused
from tickets.events import EventKind
from tickets.people import Deed
from tickets.ticket import Ticket
from tickets.verification import may_have

DISPOSALS = frozenset(
    {
        EventKind.ASSIGNED,
        EventKind.TRANSFERRED,
        EventKind.OUT_OF_AUTHORITY,
        EventKind.MERGED,
        EventKind.ARCHIVED,
    }
)
"""What ends a verification."""


async def pressed(group: Group, person: Person, press: Press, action: buttons.Action, desk: Desk) -> None:
    """A button of a card to verify, or of a question that one led to."""
    ticket_id = action.number(1)
    ticket = await desk.unit.tickets.by_id(ticket_id, lock=True) if ticket_id else None
    if ticket is None:
        return
    if not bench_of(group).may(Deed.VERIFY, ticket):
        await refuse(group, ticket, Reason.NOT_ALLOWED, desk)
    elif action.word(0) in corrections.VERBS:
        await corrections.pressed(group, person, ticket, action, desk)
    elif not ticket.is_unverified:
        await _tell_who_was_first(group, person, ticket, desk)
    elif action.word(0) in disposal.VERBS:
        await disposal.pressed(group, person, ticket, action, desk)
    else:
        await _act(group, person, press, ticket, action, desk)


async def _act(group: Group, person: Person, press: Press, ticket: Ticket, action: buttons.Action, desk: Desk) -> None:
    match action.word(0):
        case "to" if action.word(2) in desk.office.catalogue.agencies:
            await _dispose(group, person, ticket, action.word(2), desk)
        case "other":
            rows = await _all(ticket, 0, desk)
            await disposal.ask(group, ticket, words.AskFirstAgency(number=ticket.number), rows, desk)
        case "page":
            rows = await _all(ticket, action.number(2) or 0, desk)
            await disposal.settle(group, ticket, words.AskFirstAgency(number=ticket.number), desk, rows=rows)
        case "hold":
            await data_request.begin(group, person, press, action, desk)
        case "drop":
            await disposal.settle(group, ticket, words.VerificationDropped(number=ticket.number), desk)


async def _dispose(group: Group, person: Person, ticket: Ticket, agency: str, desk: Desk) -> None:
    """To its first agency: the follow-up clock starts, the citizen hears until when it runs."""
    if not may_have(agency, ticket, desk.office.catalogue):
        await refuse(group, ticket, Reason.ACCUSED, desk)
        return
    actor = bench_of(group).actor(person.id)
    try:
        change = rules.assign(ticket, agency, by=actor, at=desk.now, due=desk.follow_up_due())
        await keep(ticket, change, desk)
    except Refused as refused:
        await refuse(group, ticket, refused.reason, desk)
        return
    given = change.ticket
    await follow_up.stop_clock(ticket, desk)
    await follow_up.start_clock(given, desk)
    name = desk.agency_name(agency) or agency
    unreachable = (await cards.reporter_of(given, desk)).blocked
    disposed = words.Disposed(number=ticket.number, by=person.name, agency=name, unreachable=unreachable)
    await disposal.settle_if_asked(group, ticket, disposed, desk)
    await _hand_on(person, ticket, given, desk)
    told = citizen.Forwarded(number=given.number, agency=name, due=given.follow_up_due, reason="")
    await follow_up.inform(given, told, desk)
    await wanted.passed_on(ticket, given, desk)


async def _hand_on(person: Person, before: Ticket, ticket: Ticket, desk: Desk) -> None:
    """The card goes to the agency's groups; where there are none, the coordinator's keep it and stand in."""
    working = await cards.groups_of(ticket, desk)
    kept = {group.id for group in working}
    left = [group for group in await cards.groups_of(before, desk) if group.id not in kept]
    for group in left:
        await cards.leave(group, ticket, "", desk, by=person.name)
    if left:
        await cards.post(ticket, desk)
    else:
        await cards.refresh(ticket, desk)
    await alarm.ring(ticket, desk)


async def _tell_who_was_first(group: Group, person: Person, ticket: Ticket, desk: Desk) -> None:
    """Not to who pressed twice."""
    done = [event for event in await desk.unit.tickets.history(ticket.id) if event.kind in DISPOSALS]
    if not done:
        await refuse(group, ticket, Reason.WRONG_STATUS, desk)
        return
    if done[-1].actor.person_id == person.id:
        return
    first = words.AlreadyDisposed(
        number=ticket.number,
        what=done[-1].kind.value,
        agency=desk.agency_name(ticket.agency) or "",
        by=await cards.name_of(done[-1].actor.person_id, desk) or desk.office.bot_name,
        at=done[-1].at,
    )
    await desk.say(group.chat, first, priority=Priority.ANSWER, ticket_id=ticket.id)


async def _all(ticket: Ticket, page: int, desk: Desk) -> Rows:
    likely = await agencies.likely([ticket], desk)
    rows = agencies.choices(buttons.VERIFY, (ticket.id,), page, desk, first=likely)
    return (*rows, disposal.cancel(ticket, desk))
