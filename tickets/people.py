"""Who may do what, where, and to which ticket: one table, asked by commands, buttons and replies alike.

A group is what a person acts for: being in the paired group of an agency is being its admin (Telegram vouches for
membership with every message). A reporter acts for himself alone. Some powers are a person's own, wherever they sit:
those are the roles that coordinators give and take.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tickets.errors import Reason
from tickets.events import Actor, ActorKind, EventKind
from tickets.ticket import Ticket


class Role(StrEnum):
    """What a person was made by a coordinator, or by the installation's settings."""

    COORDINATOR = "coordinator"
    """Verifies, steers, appoints; in the coordinator's group and alone with us."""
    LEADER = "leader"
    """Reads recaps, and nothing else."""
    AGENCY_ADMIN = "agency_admin"
    """Of one agency: may connect its groups without a code."""
    CUSTODIAN = "custodian"
    """A coordinator who may open the identity of a reporter."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody has. `agency`: of which agency an admin; empty for the others. `by`: none for a setting."""

    person_id: int
    role: Role
    agency: str = ""
    by: int | None = None
    at: datetime | None = None


class Who(StrEnum):
    """What somebody is to the ticket (or at all), wherever they are."""

    ANYBODY = "anybody"
    REPORTER = "reporter"
    COORDINATOR = "coordinator"
    CUSTODIAN = "custodian"
    LEADER = "leader"


class Place(StrEnum):
    """Where somebody is, as seen from the ticket."""

    ALONE = "alone"
    """In the private chat."""
    OWN = "own"
    """In a group of the agency that has the ticket; where there is no ticket, in a group of any agency."""
    OTHER = "other"
    """In a group of another agency."""
    DESK = "desk"
    """In a group of the coordinator."""
    NOWHERE = "nowhere"
    """In a group that serves nobody."""


class Deed(StrEnum):
    """What somebody may want to do."""

    FOLLOW = "follow"
    """See one's own ticket, add to it, judge and rate it."""
    SEE = "see"
    """See a ticket's card and history."""
    TAKE = "take"
    ANSWER = "answer"
    NOTE = "note"
    """Write an internal note; also to draft what may become an answer."""
    ASK = "ask"
    FINISH = "finish"
    HAND_OVER = "hand_over"
    TRANSFER = "transfer"
    DECLINE = "decline"
    """Propose that nobody here need act."""
    DECIDE = "decide"
    """Agree or disagree with that."""
    MERGE = "merge"
    """Merge a ticket into another one about the same matter, or split it off again."""
    DECLARE = "declare"
    """Make many reports one incident, send news to their reporters, end it."""
    VERIFY = "verify"
    """Give a new report to its first agency, declare it out of authority, put it aside."""
    CORRECT = "correct"
    """Correct category, region and kind."""
    CHECK = "check"
    """Look at the evidence of a closed ticket, and open it again."""
    REVEAL = "reveal"
    """Open the identity of an anonymous reporter."""
    UNMASK = "unmask"
    """See the personal data in a ticket's words, which are masked for everybody else."""
    KEEP_TEMPLATES = "keep_templates"
    """Write, change and delete the canned answers of one's own agency, or of the coordinator."""
    SEARCH = "search"
    """Search the tickets of one's own agency."""
    SEARCH_ALL = "search_all"
    SEE_AGENCIES = "see_agencies"
    """Who is paired, active, late, silent."""
    SEE_RECAPS = "see_recaps"
    PROMOTE = "promote"
    """Have posters made for one's own agency; the coordinator for any."""
    PLAN = "plan"
    """See an action plan and tick its steps off: an agency's group its own only."""
    STEER = "steer"
    """Add steps to an action plan and strike them out."""
    SEE_ROLES = "see_roles"
    APPOINT = "appoint"
    """Give and take the roles of coordinator, leader and agency admin."""
    APPOINT_CUSTODIAN = "appoint_custodian"
    RECORD = "record"
    """Write down what came in elsewhere, and act on behalf of its reporter."""
    HOLD = "hold"
    """Keep a ticket from being erased, or let it go."""
    BLOCK = "block"
    """Keep a ticket's reporter from filing new reports for a while, or end that."""
    LET_THROUGH = "let_through"
    """See the complete reports that a limit holds back, and let one through."""
    INVITE = "invite"
    PAIR = "pair"
    """Give a group its role, or take it away."""


@dataclass(frozen=True, slots=True)
class Rule:
    """By whom and where, and which steps the ticket must admit (any of them; none: any ticket, or no ticket at all)."""

    allowed: frozenset[tuple[Who, Place]]
    steps: tuple[EventKind, ...] = ()


_WORKERS = frozenset({(Who.ANYBODY, Place.OWN), (Who.ANYBODY, Place.DESK)})
_ALL_COORDINATORS = frozenset({(Who.ANYBODY, Place.DESK), (Who.COORDINATOR, Place.ALONE)})
_BY_NAME = frozenset({(Who.COORDINATOR, Place.DESK), (Who.COORDINATOR, Place.ALONE)})
_WORKERS_AND_ALONE = _WORKERS | _ALL_COORDINATORS

TABLE: Mapping[Deed, Rule] = {
    Deed.FOLLOW: Rule(frozenset({(Who.REPORTER, Place.ALONE)})),
    Deed.SEE: Rule(_WORKERS_AND_ALONE),
    Deed.TAKE: Rule(_WORKERS_AND_ALONE, (EventKind.TAKEN,)),
    Deed.ANSWER: Rule(_WORKERS_AND_ALONE, (EventKind.FOLLOWED_UP,)),
    Deed.NOTE: Rule(_WORKERS_AND_ALONE, (EventKind.NOTED,)),
    Deed.ASK: Rule(_WORKERS_AND_ALONE, (EventKind.ASKED,)),
    Deed.FINISH: Rule(_WORKERS_AND_ALONE, (EventKind.FINISHED,)),
    Deed.HAND_OVER: Rule(_WORKERS, (EventKind.HANDED_OVER,)),
    Deed.TRANSFER: Rule(_WORKERS_AND_ALONE, (EventKind.ASSIGNED, EventKind.TRANSFERRED)),
    Deed.DECLINE: Rule(_WORKERS, (EventKind.DECLINE_PROPOSED,)),
    Deed.DECIDE: Rule(frozenset({(Who.ANYBODY, Place.DESK)}), (EventKind.DECLINE_RETURNED,)),
    Deed.MERGE: Rule(_ALL_COORDINATORS, (EventKind.MERGED, EventKind.SPLIT)),
    Deed.DECLARE: Rule(frozenset({(Who.ANYBODY, Place.DESK)})),
    Deed.VERIFY: Rule(_ALL_COORDINATORS, (EventKind.ARCHIVED,)),
    Deed.CORRECT: Rule(_ALL_COORDINATORS, (EventKind.CORRECTED,)),
    Deed.CHECK: Rule(_ALL_COORDINATORS, (EventKind.REOPENED,)),
    Deed.REVEAL: Rule(frozenset({(Who.CUSTODIAN, Place.ALONE)})),
    Deed.UNMASK: Rule(_WORKERS | _ALL_COORDINATORS),
    Deed.KEEP_TEMPLATES: Rule(_WORKERS),
    Deed.SEARCH: Rule(frozenset({(Who.ANYBODY, Place.OWN)}) | _ALL_COORDINATORS),
    Deed.SEARCH_ALL: Rule(_ALL_COORDINATORS),
    Deed.SEE_AGENCIES: Rule(_ALL_COORDINATORS),
    Deed.SEE_RECAPS: Rule(_ALL_COORDINATORS | {(Who.LEADER, Place.ALONE)}),
    Deed.PROMOTE: Rule(_WORKERS | _ALL_COORDINATORS),
    Deed.PLAN: Rule(frozenset({(Who.ANYBODY, Place.OWN)}) | _ALL_COORDINATORS),
    Deed.STEER: Rule(_ALL_COORDINATORS),
    Deed.SEE_ROLES: Rule(_ALL_COORDINATORS),
    Deed.APPOINT: Rule(_BY_NAME),
    Deed.APPOINT_CUSTODIAN: Rule(frozenset({(Who.CUSTODIAN, Place.DESK), (Who.CUSTODIAN, Place.ALONE)})),
    Deed.RECORD: Rule(_ALL_COORDINATORS),
    Deed.HOLD: Rule(_BY_NAME),
    Deed.BLOCK: Rule(_BY_NAME),
    Deed.LET_THROUGH: Rule(_ALL_COORDINATORS),
    Deed.INVITE: Rule(_ALL_COORDINATORS),
    Deed.PAIR: Rule(frozenset((Who.COORDINATOR, place) for place in Place if place is not Place.ALONE)),
}
"""Who may do what, where. What is not in the table is not allowed."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a group works on: the tickets of one agency, or, as the coordinator, all of them but those about him.

    `alone`: no group, but the private chat of a coordinator by name.
    """

    agency: str | None
    is_coordinator: bool
    alone: bool = False

    def place(self, ticket: Ticket | None) -> Place:
        """Where its people are, as seen from the ticket."""
        if self.alone:
            return Place.ALONE
        if self.is_coordinator:
            return Place.OTHER if ticket is not None and ticket.withheld else Place.DESK
        if self.agency is None:
            return Place.NOWHERE
        return Place.OWN if ticket is None or ticket.agency == self.agency else Place.OTHER

    def may(self, deed: Deed, ticket: Ticket) -> bool:
        """Whether anybody of the group may do that to the ticket, if its state admits it."""
        if self.alone and ticket.withheld:
            return False
        who = Who.COORDINATOR if self.alone else Who.ANYBODY
        return (who, self.place(ticket)) in TABLE[deed].allowed

    def actor(self, person_id: int) -> Actor:
        """One of the group's people, acting for it."""
        kind = ActorKind.COORDINATOR if self.is_coordinator else ActorKind.AGENCY
        return Actor(kind, person_id, self.agency)


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody about to do something: who it is, by which roles, and in which group (none: alone with us)."""

    person_id: int
    roles: frozenset[Role]
    bench: Bench | None
    agencies: frozenset[str] = frozenset()
    """Those that they are an admin of."""

    def may(self, deed: Deed, ticket: Ticket | None = None) -> bool:
        """Whether they may do it, now."""
        return self.refusal(deed, ticket) is None

    def refusal(self, deed: Deed, ticket: Ticket | None = None) -> Reason | None:
        """Why they may not: it is not theirs to do, or the ticket's state does not admit it; none if they may."""
        rule = TABLE[deed]
        place = self.bench.place(ticket) if self.bench else Place.ALONE
        if not any((who, place) in rule.allowed for who in self._is(ticket)):
            return Reason.NOT_ALLOWED
        if rule.steps and ticket is not None and not any(map(ticket.admits, rule.steps)):
            return Reason.WRONG_STATUS
        return None

    def _is(self, ticket: Ticket | None) -> frozenset[Who]:
        by_role = {Role.COORDINATOR: Who.COORDINATOR, Role.CUSTODIAN: Who.CUSTODIAN, Role.LEADER: Who.LEADER}
        own = {Who.REPORTER} if ticket is not None and is_reporter(ticket, self.person_id) else set()
        if ticket is not None and ticket.withheld:
            by_role.pop(Role.COORDINATOR)
        return frozenset({Who.ANYBODY, *own, *(by_role[role] for role in self.roles if role in by_role)})


def is_reporter(ticket: Ticket, person_id: int) -> bool:
    """Whether the ticket is that person's own; one that was recorded for somebody else is not."""
    return ticket.reporter_id == person_id and not ticket.source.is_recorded
