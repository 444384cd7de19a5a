"""Reading a status file of SP4N-LAPOR!: what each line would change, and changing it.

A ticket learns its national number and how it stands there. Its own status stays as it is: what the citizen was told
here is decided here (see docs/decisions).
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from handlers import cards, sp4n
from handlers.agency import keep
from handlers.desk import Desk
from tickets import ticket as rules
from tickets.events import Actor, ActorKind
from tickets.number import parse
from tickets.sp4n import Line, Outcome
from tickets.ticket import Change, Ticket

_SYSTEM = Actor(ActorKind.SYSTEM)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a line does to which ticket; `before` and `after` in the words of the file."""

    line: Line
    outcome: Outcome
    ticket: str = ""
    before: str = ""
    after: str = ""


async def imported(lines: tuple[Line, ...], desk: Desk, *, apply: bool) -> tuple[Effect, ...]:
    """What the lines do, in their order. Without `apply` they do the same, and it is undone."""
    effects: list[Effect] = []
    with suppress(_OnTrial):
        async with desk.unit.savepoint():
            for line in lines:
                effects += await _imported(line, desk)
            if not apply:
                raise _OnTrial
    return tuple(effects)


class _OnTrial(Exception):  # noqa: N818 - nothing went wrong
    """What was done is to be undone."""


async def _imported(line: Line, desk: Desk) -> tuple[Effect, ...]:
    ticket = await _ticket(line, desk)
    if ticket is None:
        return (Effect(line, Outcome.UNKNOWN),)
    if await _conflicts(line, ticket, desk):
        return (Effect(line, Outcome.CONFLICT, ticket.number, ticket.sp4n_number or "", line.number),)
    effects = []
    for outcome, change in _changes(line, ticket, desk):
        before = ticket.sp4n_number if outcome is Outcome.NUMBERED else ticket.sp4n_status
        after = line.number if outcome is Outcome.NUMBERED else line.status
        effects.append(Effect(line, outcome, ticket.number, before or "", after))
        await keep(ticket, change, desk)
        ticket = change.ticket
    if effects:
        await cards.refresh(ticket, desk)
    return tuple(effects) or (Effect(line, Outcome.SAME, ticket.number),)


def _changes(line: Line, ticket: Ticket, desk: Desk) -> Iterator[tuple[Outcome, Change]]:
    """The steps, each from the ticket as the one before left it."""
    if ticket.sp4n_number != line.number:
        change = rules.number_sp4n(ticket, line.number, by=_SYSTEM, at=desk.now)
        yield Outcome.NUMBERED, change
        ticket = change.ticket
    if line.status and ticket.sp4n_status != line.status:
        yield Outcome.STATUS, rules.note_sp4n(ticket, line.status, by=_SYSTEM, at=desk.now)


async def _ticket(line: Line, desk: Desk) -> Ticket | None:
    """By our number where the line has it, else by the national one."""
    if not line.ticket:
        return await desk.unit.tickets.by_sp4n(line.number, lock=True)
    read = parse(line.ticket, desk.office.prefix)
    return await desk.unit.tickets.by_number(read, lock=True) if isinstance(read, str) else None


async def _conflicts(line: Line, ticket: Ticket, desk: Desk) -> bool:
    """A number once given is changed by /sp4n only."""
    has_other = ticket.sp4n_number is not None and ticket.sp4n_number != line.number
    return has_other or await sp4n.other_with(line.number, ticket, desk) is not None
