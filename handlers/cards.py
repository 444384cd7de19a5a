"""A ticket's card in the groups that work on it: posted once, edited in place as the ticket moves.

An agency without a group is stood in for by the coordinator's groups. The sender posts a card anew where the old one
is gone.
"""

from handlers import access, assessment, audience, buttons, clocks, flood, masks, texts, topics
from handlers.desk import Desk, card_slot
from handlers.outside import body_of, other_of
from messages import group as words
from messages import verification
from messages.base import Message as Words
from messages.lengths import parted
from storage.values import Group, Person
from tickets.declining import Why
from tickets.dialogue import Chat, Location, Priority, Rows
from tickets.events import EventKind
from tickets.ticket import Ticket


async def groups_of(ticket: Ticket, desk: Desk) -> tuple[Group, ...]:
    """The groups that work on the ticket now: its agency's, or the coordinator's in its stead.

    Nobody's, for a ticket that is about the coordinator while its agency has no group.
    """
    own, coordinators = await desk.unit.groups.concerned(ticket.agency)
    return own or (() if ticket.withheld else coordinators)


async def groups_concerned(ticket: Ticket, desk: Desk) -> tuple[Group, ...]:
    """The groups that work on the ticket, and the coordinator's: for news without the words of anybody."""
    working = await groups_of(ticket, desk)
    _, coordinators = ((), ()) if ticket.withheld else await desk.unit.groups.concerned(ticket.agency)
    return (*working, *[group for group in coordinators if group not in working])


async def groups_told(ticket: Ticket, desk: Desk) -> tuple[Group, ...]:
    """The same for people's words: those of a secret ticket reach only the groups that work on it."""
    return await (groups_of if ticket.secret else groups_concerned)(ticket, desk)


async def shows_words(group: Group, ticket: Ticket, desk: Desk) -> bool:
    """Whether the group may read what the ticket says; of a secret one others see number and category only."""
    working = await groups_of(ticket, desk) if ticket.secret else ()
    return not ticket.secret or any(each.id == group.id or (group.is_alone and each.is_coordinator) for each in working)


def may_move(ticket: Ticket) -> bool:
    """Whether the ticket may be given to another agency, or to its first one."""
    return ticket.admits(EventKind.ASSIGNED) or ticket.admits(EventKind.TRANSFERRED)


def slot(ticket_id: int) -> str:
    """The slot of a ticket's card in any chat."""
    return card_slot(ticket_id)


async def post(ticket: Ticket, desk: Desk) -> None:
    """Put the card, the files and the pin into every group that works on the ticket, or a line into its list while
    tickets come too fast for cards.
    """
    working = await groups_of(ticket, desk)
    for group in working:
        if not await flood.caught(group, ticket, desk):
            await post_in(group, ticket, desk)
    if not working and ticket.withheld:
        await _call_for_group(ticket, desk)
    await _refresh_alone(ticket, desk)


async def bring(group: Group, ticket: Ticket, desk: Desk) -> None:
    """Put the card into the group if the ticket only stands in a list there."""
    if await desk.unit.bundles.holds(group.chat, ticket.id):
        await post_in(group, ticket, desk)


async def _call_for_group(ticket: Ticket, desk: Desk) -> None:
    """Nobody may see the ticket before its agency has a group: the coordinator is told to invite it, and no more."""
    needed = verification.InviteNeeded(agency=desk.agency_name(ticket.agency) or "", code=ticket.agency or "")
    for group in await desk.unit.groups.coordinators():
        await desk.say(group.chat, needed, priority=Priority.CARD)


async def post_in(group: Group, ticket: Ticket, desk: Desk) -> None:
    """Put the card, the files and the pin into that group; from now on this is the card that is edited."""
    await desk.unit.bundles.take_out(group.id, ticket.id, desk.now)
    priority = Priority.URGENT if ticket.urgent else Priority.CARD
    await topics.begin(group, ticket, desk)
    card, rows = await _shown(group, ticket, desk)
    await desk.say(group.chat, card, rows=rows, priority=priority, slot=slot(ticket.id), ticket_id=ticket.id)
    if not await shows_words(group, ticket, desk):
        return
    await texts.say_rest(group.chat, ticket, desk.guarded(ticket.text), slot(ticket.id), priority, desk)
    files = audience.files_for_agency(ticket.attachments, ticket, desk)
    await desk.hand_over(group.chat, files, ticket_id=ticket.id, reply_to_slot=slot(ticket.id), priority=priority)
    if ticket.location:
        await desk.point(group.chat, ticket.location, ticket_id=ticket.id, slot=slot(ticket.id), priority=priority)


async def refresh(ticket: Ticket, desk: Desk, *, without: Group | None = None) -> None:
    """Bring every card of the ticket up to date: where it is worked on, and where the coordinator looked it up.

    Where it stands in a list of new tickets instead, the list is. `without` names a group whose card is up to date.
    """
    working = await groups_of(ticket, desk)
    looking = [group for group in await groups_concerned(ticket, desk) if group not in working]
    for group in (*working, *[group for group in looking if await has_card(group.chat, ticket, desk)]):
        topic_is_gone = await topics.follow(group, ticket, desk, works=group in working)
        if without and group.id == without.id:
            continue
        if await desk.unit.bundles.touch(group.id, ticket.id):
            continue
        if topic_is_gone:
            await post_in(group, ticket, desk)
            continue
        card, rows = await _shown(group, ticket, desk)
        await desk.edit(group.chat, slot(ticket.id), card, rows=rows, ticket_id=ticket.id)
    await _refresh_alone(ticket, desk)


async def post_alone(person: Person, ticket: Ticket, desk: Desk) -> None:
    """Put the card into a coordinator's private chat, where it is kept up to date from now on."""
    await desk.unit.private_cards.put(ticket.id, person.id)
    await post_in(access.alone_with(person, desk), ticket, desk)


async def _refresh_alone(ticket: Ticket, desk: Desk) -> None:
    """The cards in the private chats of those who still are coordinators."""
    for person_id in await desk.unit.private_cards.readers(ticket.id):
        person = await desk.unit.people.get(person_id)
        if ticket.withheld or not await access.is_coordinator(person, desk):
            await desk.unit.private_cards.drop(ticket.id, person_id)
            continue
        group = access.alone_with(person, desk)
        card, rows = await _shown(group, ticket, desk)
        await desk.edit(group.chat, slot(ticket.id), card, rows=rows, ticket_id=ticket.id)


async def leave(group: Group, ticket: Ticket, reason: str, desk: Desk, *, by: str = "") -> None:
    """On the card of a group that passed the ticket on: where it went. No buttons, no words of the reporter.

    That is the last word in the ticket's topic there. `by`: the coordinator who gave it to its first agency.
    """
    await topics.end(group, ticket, desk)
    if await desk.unit.bundles.take_out(group.id, ticket.id, desk.now):
        return
    card = await _card(group, ticket, desk)
    gone = {"gone_to": desk.agency_name(ticket.agency), "gone_reason": reason, "gone_by": by}
    where = {"region": ""} if ticket.secret else {}
    await desk.edit(group.chat, slot(ticket.id), card.model_copy(update={**gone, **where}), ticket_id=ticket.id)


async def reporter_of(ticket: Ticket, desk: Desk) -> Person:
    """The person who filed the ticket, or recorded it."""
    return await desk.unit.people.get(ticket.reporter_id)


async def is_unreachable(ticket: Ticket, desk: Desk) -> bool:
    """Whether the reporter blocks the bot; who left no chat is reached by the coordinator."""
    return not ticket.source.is_recorded and (await reporter_of(ticket, desk)).blocked


async def is_erased(ticket: Ticket, desk: Desk) -> bool:
    """Whether the reporter was erased: nobody will ever answer."""
    return (await reporter_of(ticket, desk)).erased_at is not None


async def name_of(person_id: int | None, desk: Desk) -> str | None:
    """How a person is called; none for none."""
    return (await desk.unit.people.get(person_id)).name if person_id else None


async def has_card(chat: Chat, ticket: Ticket, desk: Desk) -> bool:
    """Whether the ticket's card stands in that chat."""
    return await desk.unit.messages.find(chat, slot(ticket.id)) is not None


async def _shown(group: Group, ticket: Ticket, desk: Desk) -> tuple[Words, Rows]:
    """What that group sees of the ticket, and the buttons that make sense."""
    if await shows_words(group, ticket, desk):
        return await _card(group, ticket, desk), await _rows(group, ticket, desk)
    category = desk.office.catalogue.categories.get(ticket.category)
    secret = words.SecretCard(
        number=ticket.number,
        status=ticket.status.value,
        category=category.label if category else ticket.category,
        agency=desk.agency_name(ticket.agency),
        due=ticket.follow_up_due,
        remaining=desk.remaining(ticket.follow_up_due),
        awaits_follow_up=ticket.awaits_follow_up,
    )
    transfer = desk.button("transfer", buttons.pack(buttons.TICKET, "transfer", ticket.id))
    return secret, ((transfer,),) if may_move(ticket) else ()


async def _card(group: Group, ticket: Ticket, desk: Desk) -> words.Card:
    reporter = await reporter_of(ticket, desk)
    catalogue, text = desk.office.catalogue, desk.guarded(ticket.text)
    category = catalogue.categories.get(ticket.category)
    region = catalogue.regions.get(ticket.region)
    body = body_of(ticket, ticket.declining, desk)
    record = await desk.unit.records.of(ticket.id) if ticket.source.is_recorded else None
    return words.Card(
        number=ticket.number,
        status=ticket.status.value,
        kind=ticket.kind.value,
        category=category.label if category else ticket.category,
        agency=desk.agency_name(ticket.agency),
        stand_in=group.is_coordinator and ticket.agency is not None and await _is_orphan(ticket, desk),
        region=region.name if region else ticket.region,
        address=desk.guarded(ticket.address),
        pin_url=map_of(ticket.location),
        text=parted(text)[0],
        text_goes_on=bool(parted(text)[1]),
        hidden=masks.hidden_in(ticket, desk),
        reporter=None if ticket.anonymous or ticket.source.is_recorded else desk.guarded(reporter.name),
        occurred_on=ticket.occurred_on,
        files=len(ticket.attachments),
        created_at=ticket.created_at,
        due=ticket.follow_up_due,
        remaining=desk.remaining(ticket.follow_up_due),
        awaits_follow_up=ticket.awaits_follow_up,
        taken_by=await name_of(ticket.taken_by, desk),
        urgent=ticket.urgent,
        secret=ticket.secret,
        reopened=ticket.reopened,
        reporter_unreachable=reporter.erased_at is None and await is_unreachable(ticket, desk),
        reporter_until=clocks.wait_end(ticket, ticket.awaiting_since, desk) if ticket.awaiting_since else None,
        stars=ticket.stars,
        source=ticket.source.value,
        sp4n=ticket.sp4n_number,
        sp4n_status=ticket.sp4n_status,
        link=record.link or None if record else None,
        said_by=record.said_by or None if record and not ticket.anonymous else None,
        recorded_by=reporter.name if record else None,
        contact=record.contact if record and record.contact_shown else None,
        matter_of=body.name if body else None,
        same_as=other_of(ticket.declining),
        put_aside=put_aside(ticket),
        to_verify=await assessment.view(ticket, desk) if ticket.is_unverified else None,
        reporters=await number_of_reporters(ticket, desk),
    )


def put_aside(ticket: Ticket) -> str:
    """Why the coordinator archived the ticket; empty where he did not."""
    decline = ticket.declining
    return decline.to if decline is not None and decline.why is Why.ARCHIVE else ""


async def number_of_reporters(ticket: Ticket, desk: Desk) -> int:
    """How many people reported the same, each counted once."""
    people = {ticket.reporter_id, *[each.person_id for each in await desk.unit.followers.of(ticket.id)]}
    return len(people) + len(await desk.unit.followers.recorded(ticket.id))


async def _is_orphan(ticket: Ticket, desk: Desk) -> bool:
    """Whether the ticket's agency has no group of its own."""
    return ticket.agency is not None and not await desk.unit.groups.of_agency(ticket.agency)


async def _rows(group: Group, ticket: Ticket, desk: Desk) -> Rows:
    """The buttons that make sense now, two to a row."""
    if ticket.is_unverified:
        return (*await assessment.rows(ticket, desk), *_merging(group, ticket, desk), *masks.of_ticket(ticket, desk))
    offered = {
        "take": ticket.taken_by is None and ticket.admits(EventKind.TAKEN),
        "answer": ticket.admits(EventKind.FOLLOWED_UP),
        "transfer": may_move(ticket),
        "ask": ticket.admits(EventKind.ASKED),
        "finish": ticket.admits(EventKind.FINISHED),
        "hand_over": not group.is_alone and ticket.taken_by is not None and ticket.admits(EventKind.HANDED_OVER),
        "decline": not group.is_alone and ticket.declining is None and ticket.admits(EventKind.DECLINE_PROPOSED),
    }
    made = [
        desk.button(key, buttons.pack(buttons.TICKET, key, ticket.id)) for key, sensible in offered.items() if sensible
    ]
    if group.is_coordinator and ticket.admits(EventKind.CORRECTED):
        made.append(desk.button("change", buttons.pack(buttons.VERIFY, "change", ticket.id)))
    rows = tuple(tuple(made[start : start + 2]) for start in range(0, len(made), 2))
    return (*rows, *_merging(group, ticket, desk), *masks.of_ticket(ticket, desk))


def _merging(group: Group, ticket: Ticket, desk: Desk) -> Rows:
    """*Gabungkan* or *Pisahkan*, as a row; only the coordinator's."""
    if not group.is_coordinator:
        return ()
    steps = {"merge": EventKind.MERGED, "split": EventKind.SPLIT}
    return tuple(
        (desk.button(key, buttons.pack(buttons.SAME, key, ticket.id)),)
        for key, kind in steps.items()
        if ticket.admits(kind)
    )


def map_of(location: Location | None) -> str | None:
    """The address of a map of the place."""
    if location is None:
        return None
    point = f"{location.latitude:.6f},{location.longitude:.6f}"
    return f"https://www.openstreetmap.org/?mlat={point.replace(',', '&mlon=')}#map=17/{point.replace(',', '/')}"
