"""/datasaya: everything that is kept of a person, as a text to read and as JSON, sent to that person alone."""

from handlers import access, buttons, complaint, lists, refusing, texts
from handlers.desk import Desk
from messages.copies import as_text
from messages.privacy import Copied, CopiedBlock, CopiedConsent, CopiedMoment, CopiedReport, CopiedReveal, DataCopy
from storage.values import Person
from tickets.audit import Act, Search
from tickets.dialogue import Attachment
from tickets.events import INTERNAL, Event
from tickets.ticket import Ticket

MOST = 10_000
"""Of reports, and of times that an identity was opened."""


async def send(person: Person, desk: Desk) -> None:
    """Two files into the private chat."""
    copied = await gather(person, desk)
    stem = f"data-saya-{desk.today:%Y-%m-%d}"
    readable = as_text(copied, desk.office.words, person.language).encode()
    exact = copied.model_dump_json(indent=2).encode()
    count = len(copied.reports)
    await desk.send_file(person, f"{stem}.txt", readable, DataCopy(reports=count, for_machines=False))
    proof = (desk.button("history_proof", buttons.pack(buttons.PRIVACY, "proof"), person.language),)
    rows = (proof,) if count else ()
    await desk.send_file(person, f"{stem}.json", exact, DataCopy(reports=count, for_machines=True), rows=rows)


async def gather(person: Person, desk: Desk) -> Copied:
    """What is kept of a person, but for what agencies and coordinators settle among themselves."""
    notice = desk.office.catalogue.notice
    filed = await desk.unit.tickets.of_reporter(person.id, MOST)
    numbers = {ticket.id: ticket.number for ticket in filed}
    followed = [ticket for ticket in await desk.unit.tickets.followed(person.id, MOST) if ticket.id not in numbers]
    session = await complaint.load(person, desk)
    held = await desk.unit.held_reports.kept_of(person.id)
    kept = refusing.kept_draft(held) if held else None
    roles = sorted({held.role.value for held in await access.roles_of(person, desk)})
    return Copied(
        made_at=desk.now,
        controller=notice.controller,
        contact=notice.contact,
        channel=person.channel,
        account=person.external_id,
        name=person.name,
        username=person.username,
        language=person.language or "",
        known_since=person.created_at,
        roles=tuple(roles),
        consents=await _consents(person, numbers, desk),
        reports=tuple([await _report(ticket, person, desk) for ticket in reversed(filed)]),
        followed=tuple(ticket.number for ticket in followed),
        draft="\n".join(part.text for part in session.draft.parts) if session else None,
        kept=kept.text if kept else None,
        identity_opened=await _reveals(person, numbers, desk),
        blocks=await _blocks(person, desk),
    )


async def _consents(person: Person, numbers: dict[int, str], desk: Desk) -> tuple[CopiedConsent, ...]:
    given = await desk.unit.people.consents(person.id)
    return tuple(
        CopiedConsent(version=each.version, at=each.at, number=numbers.get(each.ticket_id or 0)) for each in given
    )


async def _reveals(person: Person, numbers: dict[int, str], desk: Desk) -> tuple[CopiedReveal, ...]:
    found = await desk.unit.audit.read(Search(action=Act.IDENTITY_REVEALED, about=person.id), MOST)
    return tuple(
        CopiedReveal(at=entry.at, number=numbers.get(entry.ticket or 0, ""), reason=entry.reason) for entry in found
    )


async def _blocks(person: Person, desk: Desk) -> tuple[CopiedBlock, ...]:
    return tuple(
        CopiedBlock(until=block.ends_at or desk.now, reason=refusing.reason_of(block, desk, person.language))
        for block in await desk.unit.blocks.of(person, desk.now)
    )


async def _report(ticket: Ticket, person: Person, desk: Desk) -> CopiedReport:
    catalogue = desk.office.catalogue
    category = catalogue.categories.get(ticket.category)
    region = catalogue.regions.get(ticket.region)
    coordinator = desk.office.words.label("coordinator", person.language)
    history = [event for event in await desk.unit.tickets.history(ticket.id) if event.kind not in INTERNAL]
    at = ticket.location
    return CopiedReport(
        number=ticket.number,
        status=ticket.status.value,
        agency=desk.agency_name(ticket.agency) or coordinator,
        kind=ticket.kind.value,
        category=desk.translated(category.label, person) if category else ticket.category,
        region=region.name if region else ticket.region,
        address=ticket.address,
        location=(at.latitude, at.longitude) if at else None,
        occurred_on=ticket.occurred_on.isoformat() if ticket.occurred_on else None,
        text=ticket.text,
        files=_named(ticket.attachments),
        anonymous=ticket.anonymous,
        secret=ticket.secret,
        stars=ticket.stars,
        created_at=ticket.created_at,
        closed_at=ticket.closed_at,
        history=tuple(_moment(event, ticket, person, desk) for event in history),
    )


def _moment(event: Event, ticket: Ticket, person: Person, desk: Desk) -> CopiedMoment:
    return CopiedMoment(
        at=event.at,
        kind=texts.kind_of(event),
        by=lists.agency_of(event, ticket, desk, person.language),
        text=texts.of_event(event, desk, person.language),
        files=_named(event.attachments),
    )


def _named(files: tuple[Attachment, ...]) -> tuple[str, ...]:
    return tuple(file.name or file.kind.value for file in files)
