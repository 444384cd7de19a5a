"""/skpd: every agency as it stands – has it a group, does anybody act there, what is open and late, is a roster set.

One message; filters and pages edit it in place.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from handlers import access, buttons
from handlers.desk import Desk
from messages import desk as words
from messages import roles
from storage.values import Burden, Group, Person
from tickets.catalogue import Agency
from tickets.dialogue import Chat, ChatKind, Message, Press, Priority, Rows
from tickets.people import Deed

WORD = "agencies"
"""The first word of its buttons."""
PAGE = 12
_SLOT = "agencies"


class Sight(StrEnum):
    """Which agencies somebody wants to see."""

    ALL = "all"
    LATE = "late"
    SILENT = "silent"
    UNPAIRED = "unpaired"
    NO_ROSTER = "no_roster"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an agency stands. `silent_days`: nobody acted in its groups for so many days; none while somebody does."""

    agency: Agency
    groups: int
    burden: Burden
    silent_days: int | None
    has_roster: bool

    def is_in(self, sight: Sight) -> bool:
        """Whether it is to be seen."""
        match sight:
            case Sight.LATE:
                return self.burden.late > 0
            case Sight.SILENT:
                return self.silent_days is not None
            case Sight.UNPAIRED:
                return not self.groups
            case Sight.NO_ROSTER:
                return self.groups > 0 and not self.has_roster
        return True


async def command(message: Message, person: Person, group: Group | None, desk: Desk) -> None:
    """/skpd."""
    if not await access.may(person, group, Deed.SEE_AGENCIES, desk):
        await desk.say(message.chat, roles.CoordinatorsOnly(), priority=Priority.ANSWER)
        return
    shown, rows = await _page(Sight.ALL, 0, desk)
    await desk.say(_to(message.chat, person), shown, rows=rows, priority=Priority.ANSWER, slot=_SLOT)


async def pressed(press: Press, person: Person, group: Group | None, action: buttons.Action, desk: Desk) -> None:
    """Another filter or page; `agencies:SIGHT:PAGE`. From another message, as a new one."""
    if not await access.may(person, group, Deed.SEE_AGENCIES, desk):
        return
    sight = Sight(action.word(1)) if action.word(1) in set(Sight) else Sight.ALL
    shown, rows = await _page(sight, action.number(2) or 0, desk)
    to = _to(press.chat, person)
    if await desk.unit.messages.find(press.chat, _SLOT) == press.message_id:
        await desk.edit(to, _SLOT, shown, rows=rows, priority=Priority.ANSWER)
    else:
        await desk.say(to, shown, rows=rows, priority=Priority.ANSWER, slot=_SLOT)


async def standings(desk: Desk) -> tuple[Standing, ...]:
    """Every agency: those with most that is late first, then those that are silent, then by name."""
    groups: dict[str, list[Group]] = {}
    for group in await desk.unit.groups.all_active():
        if group.agency:
            groups.setdefault(group.agency, []).append(group)
    burdens = await desk.unit.tickets.burdens(desk.now)
    acts, planned = await desk.unit.rosters.last_acts(), await desk.unit.rosters.planned()
    limit = timedelta(days=desk.office.catalogue.oversight.silent_days)
    found = []
    for agency in desk.office.catalogue.agencies.values():
        own = groups.get(agency.code, [])
        last = max((acts.get(group.id, group.paired_at) for group in own), default=desk.now)
        since = desk.now - last
        standing = Standing(
            agency=agency,
            groups=len(own),
            burden=burdens.get(agency.code, Burden(0, 0)),
            silent_days=since.days if own and since >= limit else None,
            has_roster=any(group.id in planned for group in own),
        )
        found.append(standing)
    return tuple(sorted(found, key=_urgency))


def button(sight: Sight, desk: Desk, page: int = 0) -> Rows:
    """A button elsewhere that brings the list."""
    return ((desk.button(f"agencies_{sight}", buttons.pack(buttons.SEARCH, WORD, sight, page)),),)


def _urgency(standing: Standing) -> tuple[int, int, int, str]:
    return -standing.burden.late, -(standing.silent_days or 0), -standing.groups, standing.agency.short.casefold()


async def _page(sight: Sight, page: int, desk: Desk) -> tuple[words.AgencyList, Rows]:
    everything = await standings(desk)
    seen = [each for each in everything if each.is_in(sight)]
    pages = max(1, -(-len(seen) // PAGE))
    page = min(page, pages - 1)
    listed = words.AgencyList(
        agencies=tuple(_line(each) for each in seen[page * PAGE : (page + 1) * PAGE]),
        total=len(seen),
        sight=sight.value,
        paired=sum(each.groups > 0 for each in everything),
        known=len(everything),
        silent_days=desk.office.catalogue.oversight.silent_days,
        page=page + 1,
        pages=pages,
    )
    turns = []
    if page > 0:
        turns.append(desk.button("previous_page", buttons.pack(buttons.SEARCH, WORD, sight, page - 1)))
    if page < pages - 1:
        turns.append(desk.button("next_page", buttons.pack(buttons.SEARCH, WORD, sight, page + 1)))
    made = [
        desk.button(f"agencies_{each}", buttons.pack(buttons.SEARCH, WORD, each, 0)) for each in Sight if each != sight
    ]
    return listed, (*((tuple(turns),) if turns else ()), tuple(made[:2]), tuple(made[2:]))


def _line(standing: Standing) -> words.AgencyLine:
    return words.AgencyLine(
        name=standing.agency.short,
        is_paired=standing.groups > 0,
        waiting=standing.burden.waiting,
        late=standing.burden.late,
        silent_days=standing.silent_days,
        has_roster=standing.has_roster,
    )


def _to(chat: Chat, person: Person) -> Chat | Person:
    return person if chat.kind is ChatKind.PRIVATE else chat
