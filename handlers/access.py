"""Who somebody is to the office: roles by name (given, or by COORDINATOR_IDS) and the group they act in."""

from handlers.desk import Desk, private_chat
from storage.values import ALONE, Group, Person
from tickets.dialogue import Chat, ChatKind
from tickets.people import Acting, Bench, Deed, Held, Role
from tickets.ticket import Ticket

NOWHERE = Bench(None, is_coordinator=False)
"""What a group works on that serves nobody."""


def bench_of(group: Group) -> Bench:
    """What the group's people work on."""
    return Bench(group.agency, group.is_coordinator, alone=group.is_alone)


def alone_with(person: Person, desk: Desk) -> Group:
    """The private chat of a coordinator by name as a place of work. Who calls this knows that it is one's."""
    return Group(
        id=ALONE,
        chat=private_chat(person),
        agency=None,
        is_coordinator=True,
        active=True,
        is_admin=True,
        reads_everything=True,
        paired_by=None,
        paired_at=desk.now,
    )


async def acting(person: Person, bench: Bench | None, desk: Desk) -> Acting:
    """Somebody about to do something, in a group or (none) alone with us."""
    held = await roles_of(person, desk)
    return Acting(
        person_id=person.id,
        roles=frozenset(each.role for each in held),
        bench=bench,
        agencies=frozenset(each.agency for each in held if each.role is Role.AGENCY_ADMIN),
    )


async def may(person: Person, group: Group | None, deed: Deed, desk: Desk, ticket: Ticket | None = None) -> bool:
    """Whether they may do that, there."""
    return (await acting(person, bench_of(group) if group else None, desk)).may(deed, ticket)


async def is_coordinator(person: Person, desk: Desk) -> bool:
    """Whether somebody is a coordinator by name, and so alone with us, too."""
    return any(each.role is Role.COORDINATOR for each in await roles_of(person, desk))


async def roles_of(person: Person, desk: Desk) -> tuple[Held, ...]:
    """The roles somebody holds: of the settings first, which make coordinators and custodians."""
    fixed = (Role.COORDINATOR, Role.CUSTODIAN) if is_fixed(person, desk) else ()
    given = [each for each in await desk.unit.roles.of(person.id) if each.role not in fixed]
    return (*(Held(person.id, role) for role in fixed), *given)


def is_fixed(person: Person, desk: Desk) -> bool:
    """Whether somebody is a coordinator by COORDINATOR_IDS: the way back in, which no chat takes away."""
    return person.external_id in desk.office.coordinator_ids


async def coordinators(channel: str, desk: Desk) -> tuple[Person, ...]:
    """Every coordinator by name who ever wrote to us, those of the settings first."""
    chats = [Chat(channel, each, ChatKind.PRIVATE) for each in sorted(desk.office.coordinator_ids)]
    fixed = [person for person in [await desk.unit.people.find(chat) for chat in chats] if person]
    known = {person.id for person in fixed}
    given = [each.person_id for each in await desk.unit.roles.holders(Role.COORDINATOR) if each.person_id not in known]
    return (*fixed, *[await desk.unit.people.get(each) for each in given])
