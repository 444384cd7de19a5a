"""A mass incident: many reports of one region and category in an hour are proposed to the coordinator as one.

*Jadikan insiden* makes one ticket of them (the others are merged into it), and late reports join by themselves. Secret
and sensitive reports are never counted nor told; an emergency keeps its ticket and its card, and its reporter hears of
it, too. *Kirim kabar* tells all reporters something, *Akhiri insiden* ends it.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from handlers import audience, audit, buttons, cards, merging, news, texts
from handlers.access import bench_of, may
from handlers.desk import Desk
from messages import incidents as words
from messages.base import Message as Words
from storage.values import Group, Incident, IncidentStatus, Person, Via
from tickets.audit import Act
from tickets.dialogue import Message, Priority, Rows
from tickets.errors import Refused
from tickets.events import Actor, ActorKind
from tickets.merging import is_hidden
from tickets.people import Deed
from tickets.ticket import Ticket

MOST_TAKEN_IN = 500
"""Reports that are made one when an incident is declared; what is beyond stays as it is."""
MOST_NAMED = 5
MOST_CARDS = 10
"""Reports whose cards are edited one by one when they are taken in; of more the group would see nothing else."""
_SYSTEM = Actor(ActorKind.SYSTEM)
_ASKED = "asknews:"


async def take_in(person: Person, ticket: Ticket, desk: Desk) -> bool:
    """A new report joins the incident that is running where it happened. Tells whether it has no card of its own."""
    incident = await desk.unit.incidents.latest(ticket.region, ticket.category, lock=True)
    if incident is None or not _takes_in(incident, desk) or is_hidden(ticket, desk.office.catalogue):
        return False
    main = await desk.unit.tickets.by_id(incident.ticket_id or 0)
    main = await audience.root_of(main, desk) if main else None
    if main is None or not main.is_open:
        return False
    await desk.unit.incidents.save(replace(incident, last_at=desk.now))
    if ticket.urgent:
        await desk.unit.followers.add(main.id, person.id, Via.INCIDENT, desk.now)
        await cards.refresh(main, desk)
        return False
    try:
        await merging.merged(ticket, main, _SYSTEM, desk)
    except Refused:
        return False
    await cards.refresh(main, desk)
    message, rows, about = _told(person, {person.id: ticket}, main, desk)
    await desk.say(person, message, rows=rows, ticket_id=about)
    return True


async def notice(ticket: Ticket, desk: Desk) -> None:
    """A report came in: are there so many of the kind that they may be one incident? Proposed once, then edited."""
    rules = desk.office.catalogue.incidents
    _, coordinators = await desk.unit.groups.concerned(ticket.agency)
    if is_hidden(ticket, desk.office.catalogue) or not coordinators:
        return
    since = desk.now - timedelta(minutes=rules.minutes)
    people = await desk.unit.tickets.count_reporters(ticket.region, ticket.category, since)
    if people < rules.reporters:
        return
    latest = await desk.unit.incidents.latest(ticket.region, ticket.category, lock=True)
    is_recent = latest is not None and desk.now - latest.last_at <= timedelta(hours=rules.quiet_hours)
    if latest and is_recent:
        if latest.status is IncidentStatus.PROPOSED and people > latest.reporters:
            grown = replace(latest, reporters=people, last_at=desk.now)
            await desk.unit.incidents.save(grown)
            await _show(grown, await _proposal(grown, desk), _choices(grown, desk), desk)
        return
    if latest and latest.status in {IncidentStatus.PROPOSED, IncidentStatus.RUNNING}:
        ended = IncidentStatus.DISMISSED if latest.status is IncidentStatus.PROPOSED else IncidentStatus.ENDED
        await desk.unit.incidents.save(replace(latest, status=ended))
    incident = await desk.unit.incidents.propose(ticket.region, ticket.category, people, desk.now)
    if incident is None:
        return
    proposal = await _proposal(incident, desk)
    for group in coordinators:
        await desk.say(
            group.chat, proposal, rows=_choices(incident, desk), priority=Priority.ANSWER, slot=_slot(incident.id)
        )


async def pressed(group: Group, person: Person, action: buttons.Action, desk: Desk) -> None:
    """A button of ours in a group; only the coordinator's count."""
    incident = await desk.unit.incidents.get(action.number(1) or 0, lock=True)
    if incident is None or not await may(person, group, Deed.DECLARE, desk):
        return
    match action.word(0), incident.status:
        case "make", IncidentStatus.PROPOSED:
            await _declare(person, group, incident, desk)
        case "no", IncidentStatus.PROPOSED:
            await _end(person, group, incident, IncidentStatus.DISMISSED, desk)
        case "news", IncidentStatus.RUNNING:
            await _ask_news(group, person, incident, desk)
        case "send", IncidentStatus.RUNNING:
            await _send_news(group, incident, action.number(2) or 0, desk)
        case "news", IncidentStatus.ENDED:
            await _too_late(group, incident, desk)
        case "send", IncidentStatus.ENDED if await _is_unsent(incident, action.number(2) or 0, desk):
            await _too_late(group, incident, desk)
        case "drop", _ if await _is_unsent(incident, action.number(2) or 0, desk):
            await _drop_news(group, incident, action.number(2) or 0, desk)
        case "end", IncidentStatus.RUNNING:
            await _end(person, group, incident, IncidentStatus.ENDED, desk)


async def replied(group: Group, person: Person, message: Message, ticket_id: int, desk: Desk) -> bool:
    """A reply to our question, the newest or not, is the news, shown before anybody gets them. Tells whether it was."""
    slot = await desk.unit.messages.slot_of(group.chat, message.reply_to) if message.reply_to else None
    if slot is None or not slot.startswith(_ASKED) or not await may(person, group, Deed.DECLARE, desk):
        return False
    incident = await desk.unit.incidents.of_ticket(ticket_id)
    if incident is None or slot != _news_slot(incident.id):
        return False
    if incident.status is not IncidentStatus.RUNNING:
        await _too_late(group, incident, desk, reply_to=message.message_id)
        return True
    if not message.text and message.album is None:
        await _ask_news(group, person, incident, desk, problem=True)
        return True
    if not message.text:
        return True
    main = await desk.unit.tickets.get(ticket_id)
    broadcast = await desk.unit.incidents.draft_broadcast(incident.id, message.text, person.id, desk.now)
    people = len(await audience.of(main, desk))
    with_files = bool(message.attachments)
    preview = words.NewsPreview(number=main.number, text=message.text, people=people, with_files=with_files)
    choices = tuple(
        (desk.button(label, buttons.pack(buttons.INCIDENT, verb, incident.id, broadcast)),)
        for label, verb in (("news_to_all", "send"), ("cancel", "drop"))
    )
    await desk.say(
        group.chat,
        preview,
        rows=choices,
        priority=Priority.ANSWER,
        slot=_preview_slot(broadcast),
        ticket_id=main.id,
        reply_to=message.message_id,
    )
    return True


async def leave(person: Person, ticket: Ticket, desk: Desk) -> bool:
    """*Bukan, ini hal lain*: the reporter's ticket leaves the incident and has its card again. Tells whether it did."""
    incident = await desk.unit.incidents.of_ticket(ticket.merged_into) if ticket.merged_into else None
    if incident is None:
        return False
    both = await merging.split(ticket, Actor(ActorKind.REPORTER, person.id), desk)
    await merging.show_split(*both, desk.office.words.label("its_reporter"), desk)
    return True


def _takes_in(incident: Incident, desk: Desk) -> bool:
    quiet = timedelta(hours=desk.office.catalogue.incidents.quiet_hours)
    return incident.status is IncidentStatus.RUNNING and desk.now - incident.last_at <= quiet


async def _declare(person: Person, group: Group, incident: Incident, desk: Desk) -> None:
    """One ticket is worked on: the oldest of the agency that has most of them. The others are merged into it."""
    since = incident.at - timedelta(minutes=desk.office.catalogue.incidents.minutes)
    found = await desk.unit.tickets.similar(incident.region, incident.category, since, MOST_TAKEN_IN)
    reports = [ticket for ticket in reversed(found) if not is_hidden(ticket, desk.office.catalogue)]
    if not reports:
        await _end(person, group, incident, IncidentStatus.DISMISSED, desk)
        return
    agency = Counter(ticket.agency for ticket in reports).most_common(1)[0][0]
    ranked = sorted(reports, key=lambda ticket: (ticket.urgent, ticket.agency != agency))
    main, others = ranked[0], ranked[1:]
    merged = await _make_one(main, others, bench_of(group).actor(person.id), desk)
    main = await desk.unit.tickets.get(main.id)
    running = replace(incident, status=IncidentStatus.RUNNING, ticket_id=main.id, last_at=desk.now)
    await desk.unit.incidents.save(running)
    await audit.record(Act.INCIDENT_DECLARED, person, desk, group=group, ticket_id=main.id, agency=main.agency)
    await _show(running, await _running(person, running, main, desk), _steering(running, desk), desk)
    own = {ticket.reporter_id: ticket for ticket in (*others, main)}
    broadcast = await desk.unit.incidents.draft_broadcast(incident.id, "", person.id, desk.now)
    await news.send(running, main, broadcast, lambda each: _told(each, own, main, desk), desk)
    for ticket in merged if len(merged) <= MOST_CARDS else ():
        await cards.refresh(ticket, desk)
    await cards.refresh(main, desk)


async def _make_one(main: Ticket, others: list[Ticket], by: Actor, desk: Desk) -> list[Ticket]:
    """Merge what can be merged; the reporter of an emergency hears of it, and it stays as it is. The merged ones."""
    merged = []
    for ticket in others:
        if ticket.urgent:
            await desk.unit.followers.add(main.id, ticket.reporter_id, Via.INCIDENT, desk.now)
            continue
        try:
            merged.append((await merging.merged(ticket, main, by, desk)).ticket)
        except Refused:
            continue
    return merged


def _told(person: Person, own: dict[int, Ticket], main: Ticket, desk: Desk) -> tuple[Words, Rows, int]:
    """To a reporter: which ticket of his is part of it. Whoever joined another's has none, and cannot take it out."""
    ticket = own.get(person.id, main)
    may_leave = ticket.id != main.id and not ticket.urgent
    told = words.InIncident(
        number=ticket.number,
        other=main.number,
        agency=desk.agency_name(main.agency),
        due=main.follow_up_due,
        may_leave=may_leave,
    )
    if not may_leave:
        return told, (), ticket.id
    button = desk.button("other_matter", buttons.pack(buttons.SAME, "other", ticket.id), person.language)
    return told, ((button,),), ticket.id


async def _too_late(group: Group, incident: Incident, desk: Desk, *, reply_to: str | None = None) -> None:
    """News for an incident that is over go to nobody, and nothing else becomes of them."""
    main = await desk.unit.tickets.get(incident.ticket_id or 0)
    ended = words.NewsTooLate(number=main.number)
    await desk.say(group.chat, ended, priority=Priority.ANSWER, ticket_id=main.id, reply_to=reply_to)


async def _ask_news(group: Group, person: Person, incident: Incident, desk: Desk, *, problem: bool = False) -> None:
    main = await desk.unit.tickets.get(incident.ticket_id or 0)
    people = len(await audience.of(main, desk))
    asked = words.AskNews(number=main.number, who=texts.mention(person), people=people, problem=problem)
    slot = _news_slot(incident.id)
    await desk.say(group.chat, asked, priority=Priority.ANSWER, slot=slot, ticket_id=main.id, ask_reply=True)


async def _send_news(group: Group, incident: Incident, broadcast_id: int, desk: Desk) -> None:
    main = await desk.unit.tickets.get(incident.ticket_id or 0)
    broadcast = await desk.unit.incidents.broadcast(broadcast_id)
    if broadcast is None or broadcast.incident_id != incident.id:
        return
    told = words.IncidentNews(number=main.number, text=broadcast.text)
    await news.send(incident, main, broadcast_id, lambda _: (told, (), main.id), desk)
    people = len(await audience.of(main, desk))
    preview = words.NewsPreview(number=main.number, text=broadcast.text, people=people)
    await desk.edit(group.chat, _preview_slot(broadcast_id), preview, ticket_id=main.id, priority=Priority.ANSWER)


async def _drop_news(group: Group, incident: Incident, broadcast_id: int, desk: Desk) -> None:
    main = await desk.unit.tickets.get(incident.ticket_id or 0)
    dropped = words.NewsDropped(number=main.number)
    await desk.edit(group.chat, _preview_slot(broadcast_id), dropped, ticket_id=main.id, priority=Priority.ANSWER)


async def _is_unsent(incident: Incident, broadcast_id: int, desk: Desk) -> bool:
    """Whether these are news of that incident that nobody was sent yet."""
    broadcast = await desk.unit.incidents.broadcast(broadcast_id)
    return broadcast is not None and broadcast.incident_id == incident.id and not broadcast.total


async def _end(person: Person, group: Group, incident: Incident, status: IncidentStatus, desk: Desk) -> None:
    ended = replace(incident, status=status)
    await desk.unit.incidents.save(ended)
    main = await desk.unit.tickets.by_id(incident.ticket_id) if incident.ticket_id else None
    category, region = _what(incident, desk)
    number = main.number if main else None
    over = words.IncidentOver(number=number, category=category, region=region, by=person.name)
    await _show(ended, over, (), desk)
    act = Act.INCIDENT_ENDED if main else Act.INCIDENT_DISMISSED
    await audit.record(act, person, desk, group=group, ticket_id=main.id if main else None)
    if main:
        told = words.IncidentEnded(number=main.number)
        broadcast = await desk.unit.incidents.draft_broadcast(incident.id, "", person.id, desk.now)
        await news.send(ended, main, broadcast, lambda _: (told, (), main.id), desk)


async def _proposal(incident: Incident, desk: Desk) -> words.IncidentProposed:
    rules = desk.office.catalogue.incidents
    since = desk.now - timedelta(minutes=rules.minutes)
    newest = await desk.unit.tickets.similar(incident.region, incident.category, since, MOST_NAMED)
    category, region = _what(incident, desk)
    shown = [ticket for ticket in newest if not is_hidden(ticket, desk.office.catalogue)]
    return words.IncidentProposed(
        category=category,
        region=region,
        people=incident.reporters,
        minutes=rules.minutes,
        reports=tuple(words.IncidentReport(number=ticket.number, text=desk.guarded(ticket.text)) for ticket in shown),
    )


async def _running(person: Person, incident: Incident, main: Ticket, desk: Desk) -> words.IncidentRunning:
    category, region = _what(incident, desk)
    return words.IncidentRunning(
        number=main.number,
        category=category,
        region=region,
        agency=desk.agency_name(main.agency),
        due=main.follow_up_due,
        people=await cards.number_of_reporters(main, desk),
        by=person.name,
    )


async def _show(incident: Incident, message: Words, rows: Rows, desk: Desk) -> None:
    """The one message about an incident in the coordinator's groups."""
    for group in await desk.unit.groups.coordinators():
        await desk.edit(group.chat, _slot(incident.id), message, rows=rows, priority=Priority.ANSWER)


def _what(incident: Incident, desk: Desk) -> tuple[str, str]:
    category = desk.office.catalogue.categories.get(incident.category)
    region = desk.office.catalogue.regions.get(incident.region)
    return category.label if category else incident.category, region.name if region else incident.region


def _choices(incident: Incident, desk: Desk) -> Rows:
    make = desk.button("make_incident", buttons.pack(buttons.INCIDENT, "make", incident.id))
    return ((make,), (desk.button("no_incident", buttons.pack(buttons.INCIDENT, "no", incident.id)),))


def _steering(incident: Incident, desk: Desk) -> Rows:
    news_button = desk.button("send_news", buttons.pack(buttons.INCIDENT, "news", incident.id))
    return ((news_button,), (desk.button("end_incident", buttons.pack(buttons.INCIDENT, "end", incident.id)),))


def _slot(incident_id: int) -> str:
    return f"incident:{incident_id}"


def _news_slot(incident_id: int) -> str:
    return f"{_ASKED}{incident_id}"


def _preview_slot(broadcast_id: int) -> str:
    return f"newspreview:{broadcast_id}"
