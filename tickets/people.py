"""Who may do what to which ticket: checked for commands, buttons and replies alike.

A group is what a person acts for: being in the paired group of an agency is being its admin (Telegram vouches for
membership with every message). A reporter acts for himself alone.
"""

from dataclasses import dataclass

from tickets.events import Actor, ActorKind
from tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Bench:
    """What a group works on: the tickets of one agency, or, as the coordinator, all of them."""

    agency: str | None
    is_coordinator: bool

    def may_work_on(self, ticket: Ticket) -> bool:
        """Whether the group's people may see the ticket and act on it."""
        return self.is_coordinator or (self.agency is not None and ticket.agency == self.agency)

    def actor(self, person_id: int) -> Actor:
        """One of the group's people, acting for it."""
        kind = ActorKind.COORDINATOR if self.is_coordinator else ActorKind.AGENCY
        return Actor(kind, person_id, self.agency)


def may_invite(bench: Bench | None, *, is_coordinator: bool) -> bool:
    """Whether somebody may invite agencies: alone with us as a coordinator, in a group as one of the coordinator's."""
    return is_coordinator if bench is None else bench.is_coordinator


def is_reporter(ticket: Ticket, person_id: int) -> bool:
    """Whether the ticket is that person's own."""
    return ticket.reporter_id == person_id
