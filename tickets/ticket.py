"""A ticket and what may happen to it: each action returns the new ticket and its event, or is refused.

Nothing is stored or said here. Status and rules are those of DESIGN §3; acknowledging is not following up, so only
`follow_up` stops the follow-up clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from tickets.declining import Decline
from tickets.dialogue import Attachment, Location
from tickets.errors import Reason, Refused
from tickets.events import Actor, Event, EventKind
from tickets.kinds import Kind
from tickets.sources import Source


class Status(StrEnum):
    """Where a ticket stands."""

    __hash__ = str.__hash__  # as `EventKind` has it

    RECEIVED = "received"
    """With the coordinator: no agency is known yet."""
    ASSIGNED = "assigned"
    """An agency must follow up; the follow-up clock runs."""
    IN_PROGRESS = "in_progress"
    """Somebody took the case or answered; the matter is not done yet."""
    WAITING_REPORTER = "waiting_reporter"
    """The reporter was asked for data; the follow-up clock stands still."""
    ANSWERED = "answered"
    """The agency holds it to be done; the reporter is asked."""
    CLOSED = "closed"
    """Done."""
    OUT_OF_AUTHORITY = "out_of_authority"
    """A body outside of this government must act; the reporter was given its address."""
    MERGED = "merged"
    """The same matter as another ticket, which is worked on."""
    ARCHIVED = "archived"
    """Put aside: the data asked for never came. The reporter's answer opens it again."""


OPEN = frozenset({Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING_REPORTER, Status.ANSWERED})
"""Statuses in which somebody still owes somebody something."""

DECLINED = frozenset({Status.OUT_OF_AUTHORITY, Status.MERGED})
"""Statuses in which nobody acts under this number; what the reporter says to that, the coordinator hears, too."""

AWAITS_REPORTER = frozenset({Status.WAITING_REPORTER, Status.ANSWERED})
"""Statuses that end by themselves when the reporter keeps silent."""

UNVERIFIED = frozenset({Status.RECEIVED, Status.WAITING_REPORTER})
"""Statuses in which a ticket without an agency waits for the coordinator to find one."""

MOST_STARS = 5

_HANDED_OVER = {
    Status.RECEIVED: Status.RECEIVED,
    Status.ASSIGNED: Status.IN_PROGRESS,
    Status.IN_PROGRESS: Status.IN_PROGRESS,
    Status.WAITING_REPORTER: Status.WAITING_REPORTER,
    Status.ANSWERED: Status.ANSWERED,
}
"""What a sign of life of the agency that is no follow-up leads to."""

_DECLINABLE = (Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS)
_MERGEABLE = (*_DECLINABLE, Status.WAITING_REPORTER, Status.ANSWERED)

TRANSITIONS: Mapping[tuple[Status, EventKind], Status] = {
    (Status.RECEIVED, EventKind.ASSIGNED): Status.ASSIGNED,
    (Status.RECEIVED, EventKind.FOLLOWED_UP): Status.IN_PROGRESS,
    (Status.RECEIVED, EventKind.TAKEN): Status.RECEIVED,
    (Status.RECEIVED, EventKind.FINISHED): Status.ANSWERED,
    **{(status, EventKind.HANDED_OVER): after for status, after in _HANDED_OVER.items()},
    **{(status, EventKind.DECLINE_PROPOSED): status for status in _DECLINABLE},
    **{(status, EventKind.DECLINE_RETURNED): status for status in _DECLINABLE},
    **{(status, EventKind.OUT_OF_AUTHORITY): Status.OUT_OF_AUTHORITY for status in _DECLINABLE},
    **{(status, EventKind.MERGED): Status.MERGED for status in _MERGEABLE},
    (Status.MERGED, EventKind.SPLIT): Status.ASSIGNED,
    **{(status, EventKind.JOINED): status for status in (*_MERGEABLE, Status.CLOSED)},
    **{(status, EventKind.LEFT): status for status in Status},
    **{(status, EventKind.ACKNOWLEDGED): after for status, after in _HANDED_OVER.items()},
    (Status.OUT_OF_AUTHORITY, EventKind.TRANSFERRED): Status.ASSIGNED,
    (Status.MERGED, EventKind.TRANSFERRED): Status.ASSIGNED,
    (Status.ASSIGNED, EventKind.TAKEN): Status.IN_PROGRESS,
    (Status.ASSIGNED, EventKind.TRANSFERRED): Status.ASSIGNED,
    (Status.ASSIGNED, EventKind.FOLLOWED_UP): Status.IN_PROGRESS,
    (Status.ASSIGNED, EventKind.FINISHED): Status.ANSWERED,
    (Status.IN_PROGRESS, EventKind.TAKEN): Status.IN_PROGRESS,
    (Status.IN_PROGRESS, EventKind.TRANSFERRED): Status.ASSIGNED,
    (Status.IN_PROGRESS, EventKind.FOLLOWED_UP): Status.IN_PROGRESS,
    (Status.IN_PROGRESS, EventKind.FINISHED): Status.ANSWERED,
    (Status.IN_PROGRESS, EventKind.CONFIRMED): Status.CLOSED,
    (Status.IN_PROGRESS, EventKind.REOPENED): Status.IN_PROGRESS,
    (Status.RECEIVED, EventKind.ASKED): Status.WAITING_REPORTER,
    (Status.ASSIGNED, EventKind.ASKED): Status.WAITING_REPORTER,
    (Status.IN_PROGRESS, EventKind.ASKED): Status.WAITING_REPORTER,
    (Status.WAITING_REPORTER, EventKind.SUPPLIED): Status.IN_PROGRESS,
    (Status.WAITING_REPORTER, EventKind.TAKEN): Status.WAITING_REPORTER,
    (Status.WAITING_REPORTER, EventKind.TRANSFERRED): Status.ASSIGNED,
    (Status.WAITING_REPORTER, EventKind.FOLLOWED_UP): Status.IN_PROGRESS,
    (Status.WAITING_REPORTER, EventKind.CONFIRMED): Status.CLOSED,
    (Status.WAITING_REPORTER, EventKind.ARCHIVED): Status.ARCHIVED,
    (Status.WAITING_REPORTER, EventKind.ASSIGNED): Status.ASSIGNED,
    (Status.WAITING_REPORTER, EventKind.OUT_OF_AUTHORITY): Status.OUT_OF_AUTHORITY,
    (Status.RECEIVED, EventKind.ARCHIVED): Status.ARCHIVED,
    (Status.ARCHIVED, EventKind.SUPPLIED): Status.IN_PROGRESS,
    (Status.ARCHIVED, EventKind.ASSIGNED): Status.ASSIGNED,
    (Status.ANSWERED, EventKind.FOLLOWED_UP): Status.ANSWERED,
    (Status.ANSWERED, EventKind.CONFIRMED): Status.CLOSED,
    (Status.ANSWERED, EventKind.REOPENED): Status.IN_PROGRESS,
    (Status.ANSWERED, EventKind.EXPIRED): Status.CLOSED,
    (Status.CLOSED, EventKind.REOPENED): Status.IN_PROGRESS,
    (Status.CLOSED, EventKind.RATED): Status.CLOSED,
    (Status.CLOSED, EventKind.COMMENTED): Status.CLOSED,
    (Status.CLOSED, EventKind.CHECKED): Status.CLOSED,
    **{(status, EventKind.SP4N_NUMBERED): status for status in Status},
    **{(status, EventKind.SP4N_STATUS): status for status in Status},
    **{(status, EventKind.CORRECTED): status for status in Status if status in OPEN},
    **{(status, EventKind.NOTED): status for status in Status},
    **{(status, EventKind.REPLIED): status for status in Status},
    **{(status, EventKind.EDITED): status for status in Status},
    **{(status, EventKind.EXPLAINED): status for status in Status},
}
"""What may happen where, and where it leads. What is not in the table is refused."""

WITHOUT_AGENCY: Mapping[tuple[Status, EventKind], Status] = {
    (Status.WAITING_REPORTER, EventKind.SUPPLIED): Status.RECEIVED,
    (Status.ARCHIVED, EventKind.SUPPLIED): Status.RECEIVED,
}
"""Where it leads instead while no agency has had the ticket: back to the coordinator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One complaint, suggestion or question, from its sending to its end.

    `id` is storage's (0 before it is stored); people are storage's person ids; times are aware UTC; `agency`,
    `category` and `region` are catalogue codes; no agency: with the coordinator. `follow_up_due` is the promise to the
    reporter; reopening does not move it, a time in which we waited for the reporter's data does. `awaiting_since` is
    there while the ticket waits for a word of the reporter: since when. `merged_into`: the id of the ticket about the
    same matter that is worked on in its stead.
    """

    number: str
    reporter_id: int
    kind: Kind
    text: str
    category: str
    agency: str | None
    region: str
    address: str
    location: Location | None
    occurred_on: date | None
    anonymous: bool
    secret: bool
    urgent: bool
    status: Status
    created_at: datetime
    follow_up_due: datetime
    draft: str
    """The draft it came from: sent twice, it is still one ticket."""
    attachments: tuple[Attachment, ...] = ()
    assigned_at: datetime | None = None
    taken_by: int | None = None
    followed_up_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    awaiting_since: datetime | None = None
    checked_at: datetime | None = None
    """When the coordinator looked at the evidence and agreed that it is done."""
    forgotten_at: datetime | None = None
    """When its words, its files and its reporter were erased."""
    declining: Decline | None = None
    """Why nobody here need act: proposed to the coordinator (until the case ends otherwise), or decided once the status
    says so.
    """
    withheld: bool = False
    """It is about the coordinator's own agency: his groups learn nothing of it."""
    stars: int | None = None
    source: Source = Source.TELEGRAM
    sp4n_number: str | None = None
    """Its number in SP4N-LAPOR!, where it has one there, too; no two tickets have the same."""
    sp4n_status: str | None = None
    """How it stands there, in that system's words, as the last status file told."""
    merged_into: int | None = None
    reopened: int = 0
    id: int = 0
    revision: int = 0

    @property
    def is_open(self) -> bool:
        """Whether anybody still owes anything."""
        return self.status in OPEN

    @property
    def awaits_follow_up(self) -> bool:
        """Whether the follow-up clock runs: no answer of substance since the assignment or the reopening."""
        return self.is_open and self.status not in AWAITS_REPORTER and self.followed_up_at is None

    @property
    def is_unverified(self) -> bool:
        """Whether the coordinator has yet to find an agency; the reporter may be waited for meanwhile."""
        return self.agency is None and self.followed_up_at is None and self.status in UNVERIFIED

    def after(self, kind: EventKind) -> Status | None:
        """The status that this leads to; none where it may not happen.

        Only a ticket without an agency is assigned (others are transferred); what the coordinator put aside is not
        opened by the reporter's answer; and a case under way is reopened only after an answer of substance.
        """
        if kind is EventKind.ASSIGNED and self.agency is not None and self.status is not Status.RECEIVED:
            return None
        if kind is EventKind.SUPPLIED and self.status is Status.ARCHIVED and self.declining is not None:
            return None
        if kind is EventKind.REOPENED and self.status is Status.IN_PROGRESS and self.followed_up_at is None:
            return None
        step = (self.status, kind)
        instead = WITHOUT_AGENCY.get(step) if self.agency is None else None
        return instead or TRANSITIONS.get(step)

    def admits(self, kind: EventKind) -> bool:
        """Whether that may happen to the ticket as it stands."""
        return self.after(kind) is not None


@dataclass(frozen=True, slots=True)
class Change:
    """What an action did: the ticket as it is now, and the fact to remember."""

    ticket: Ticket
    event: Event


def hand_over(ticket: Ticket, to: int, *, by: Actor, at: datetime) -> Change:
    """A colleague has the case now. Raises Refused (already theirs)."""
    if ticket.taken_by == to and ticket.admits(EventKind.HANDED_OVER):
        raise Refused(Reason.ALREADY_THEIRS)
    changed = moved(ticket, EventKind.HANDED_OVER, taken_by=to)
    return Change(changed, Event(kind=EventKind.HANDED_OVER, at=at, actor=by, data={"person": str(to)}))


def acknowledge(ticket: Ticket, words: str, attachments: tuple[Attachment, ...], *, by: Actor, at: datetime) -> Change:
    """The agency writes to the reporter without substance: the follow-up clock runs on."""
    event = Event(kind=EventKind.ACKNOWLEDGED, at=at, actor=by, text=words, attachments=attachments)
    return Change(moved(ticket, EventKind.ACKNOWLEDGED), event)


def assign(ticket: Ticket, agency: str, reason: str = "", *, by: Actor, at: datetime, due: datetime) -> Change:
    """The coordinator gives an unassigned ticket to an agency; the follow-up clock starts."""
    changed = moved(ticket, EventKind.ASSIGNED, agency=agency, assigned_at=at, taken_by=None, follow_up_due=due)
    changed = replace(changed, declining=None, awaiting_since=None, closed_at=None)
    return Change(changed, Event(kind=EventKind.ASSIGNED, at=at, actor=by, data={"to": agency}, text=reason))


def take(ticket: Ticket, *, by: Actor, at: datetime) -> Change:
    """Somebody of the agency takes the case. Raises Refused (already taken) when somebody has it."""
    if ticket.taken_by is not None and ticket.admits(EventKind.TAKEN):
        raise Refused(Reason.ALREADY_TAKEN)
    changed = moved(ticket, EventKind.TAKEN, taken_by=by.person_id)
    return Change(changed, Event(kind=EventKind.TAKEN, at=at, actor=by))


def transfer(ticket: Ticket, agency: str, reason: str, *, by: Actor, at: datetime, due: datetime) -> Change:
    """Pass the ticket to another agency: a new follow-up clock starts, the total age goes on."""
    if ticket.agency == agency:
        raise Refused(Reason.ALREADY_THERE)
    data = {"from": ticket.agency or "", "to": agency}
    changed = moved(
        ticket,
        EventKind.TRANSFERRED,
        agency=agency,
        assigned_at=at,
        taken_by=None,
        followed_up_at=None,
        follow_up_due=due,
        awaiting_since=None,
        declining=None,
        merged_into=None,
        closed_at=None,
    )
    return Change(changed, Event(kind=EventKind.TRANSFERRED, at=at, actor=by, data=data, text=reason))


def follow_up(
    ticket: Ticket,
    answer: str,
    attachments: tuple[Attachment, ...],
    *,
    by: Actor,
    at: datetime,
    due: datetime | None = None,
) -> Change:
    """The agency answers the reporter with substance; the follow-up clock stops at the first answer.

    An answer to a ticket held to be done gives the reporter the whole time to speak again. `due`: the deadline without
    the pause that this answer ends.
    """
    changed = moved(
        ticket,
        EventKind.FOLLOWED_UP,
        followed_up_at=ticket.followed_up_at or at,
        awaiting_since=at if ticket.status is Status.ANSWERED else None,
        follow_up_due=due or ticket.follow_up_due,
    )
    return Change(changed, Event(kind=EventKind.FOLLOWED_UP, at=at, actor=by, text=answer, attachments=attachments))


def finish(ticket: Ticket, *, by: Actor, at: datetime) -> Change:
    """The agency holds the matter to be done. Raises Refused (not answered) before there was an answer."""
    if ticket.followed_up_at is None and ticket.admits(EventKind.FINISHED):
        raise Refused(Reason.NOT_ANSWERED)
    changed = moved(ticket, EventKind.FINISHED, answered_at=at, awaiting_since=at, declining=None)
    return Change(changed, Event(kind=EventKind.FINISHED, at=at, actor=by))


def note(ticket: Ticket, text: str, attachments: tuple[Attachment, ...], *, by: Actor, at: datetime) -> Change:
    """An internal note of the agency or the coordinator."""
    event = Event(kind=EventKind.NOTED, at=at, actor=by, text=text, attachments=attachments)
    return Change(moved(ticket, EventKind.NOTED), event)


def reply(ticket: Ticket, text: str, attachments: tuple[Attachment, ...], *, by: Actor, at: datetime) -> Change:
    """The reporter adds something to the case; the agency's clock is not touched, his own silence begins anew."""
    event = Event(kind=EventKind.REPLIED, at=at, actor=by, text=text, attachments=attachments)
    return Change(moved(ticket, EventKind.REPLIED, awaiting_since=_spoken(ticket, at)), event)


def edit(ticket: Ticket, text: str, message: str, *, by: Actor, at: datetime) -> Change:
    """The reporter changed words that the agency has: noted beside them, nothing is overwritten, no clock touched."""
    event = Event(kind=EventKind.EDITED, at=at, actor=by, data={"message": message}, text=text)
    return Change(moved(ticket, EventKind.EDITED), event)


def confirm(ticket: Ticket, *, by: Actor, at: datetime) -> Change:
    """The reporter says that it is done."""
    changed = moved(ticket, EventKind.CONFIRMED, closed_at=at, awaiting_since=None, declining=None)
    return Change(changed, Event(kind=EventKind.CONFIRMED, at=at, actor=by))


def expire(ticket: Ticket, *, by: Actor, at: datetime) -> Change:
    """The reporter said nothing to the answer for too long: closed."""
    changed = moved(ticket, EventKind.EXPIRED, closed_at=at, awaiting_since=None, declining=None)
    return Change(changed, Event(kind=EventKind.EXPIRED, at=at, actor=by))


def ask(ticket: Ticket, question: str, attachments: tuple[Attachment, ...], *, by: Actor, at: datetime) -> Change:
    """The agency asks the reporter for data; its clock stands still. One question at a time."""
    if ticket.status is Status.WAITING_REPORTER:
        raise Refused(Reason.ALREADY_ASKED)
    event = Event(kind=EventKind.ASKED, at=at, actor=by, text=question, attachments=attachments)
    return Change(moved(ticket, EventKind.ASKED, awaiting_since=at), event)


def supply(
    ticket: Ticket, text: str, attachments: tuple[Attachment, ...], *, by: Actor, at: datetime, due: datetime
) -> Change:
    """The reporter gives the data asked for, in time or after the ticket was archived: the clock runs towards `due`."""
    changed = moved(ticket, EventKind.SUPPLIED, awaiting_since=None, closed_at=None, follow_up_due=due)
    return Change(changed, Event(kind=EventKind.SUPPLIED, at=at, actor=by, text=text, attachments=attachments))


def archive(ticket: Ticket, *, by: Actor, at: datetime) -> Change:
    """The data asked for never came."""
    changed = moved(ticket, EventKind.ARCHIVED, awaiting_since=None, closed_at=at, declining=None)
    return Change(changed, Event(kind=EventKind.ARCHIVED, at=at, actor=by))


def number_sp4n(ticket: Ticket, number: str, *, by: Actor, at: datetime) -> Change:
    """The ticket has that number in SP4N-LAPOR!, too."""
    event = Event(kind=EventKind.SP4N_NUMBERED, at=at, actor=by, data={"number": number})
    return Change(moved(ticket, EventKind.SP4N_NUMBERED, sp4n_number=number), event)


def note_sp4n(ticket: Ticket, status: str, *, by: Actor, at: datetime) -> Change:
    """It stands so in SP4N-LAPOR!, in that system's words. Ours stands as it did."""
    event = Event(kind=EventKind.SP4N_STATUS, at=at, actor=by, text=status)
    return Change(moved(ticket, EventKind.SP4N_STATUS, sp4n_status=status), event)


def rate(ticket: Ticket, stars: int, *, by: Actor, at: datetime) -> Change:
    """The reporter gives stars to a closed case, once. Raises ValueError for stars that there are not."""
    if not 1 <= stars <= MOST_STARS:
        raise ValueError(f"one to {MOST_STARS} stars, not {stars}")
    if ticket.stars is not None and ticket.admits(EventKind.RATED):
        raise Refused(Reason.ALREADY_RATED)
    event = Event(kind=EventKind.RATED, at=at, actor=by, data={"stars": str(stars)})
    return Change(moved(ticket, EventKind.RATED, stars=stars), event)


def comment(ticket: Ticket, text: str, *, by: Actor, at: datetime) -> Change:
    """The reporter adds words to the stars."""
    return Change(moved(ticket, EventKind.COMMENTED), Event(kind=EventKind.COMMENTED, at=at, actor=by, text=text))


def explain(
    ticket: Ticket, why: str, text: str, attachments: tuple[Attachment, ...] = (), *, by: Actor, at: datetime
) -> Change:
    """The reporter says why it is not done: the code of a frequent reason, or words of his own."""
    data = {"why": why} if why else {}
    event = Event(kind=EventKind.EXPLAINED, at=at, actor=by, data=data, text=text, attachments=attachments)
    return Change(moved(ticket, EventKind.EXPLAINED, awaiting_since=_spoken(ticket, at)), event)


def reopen(ticket: Ticket, *, by: Actor, at: datetime) -> Change:
    """The reporter says that it is not done: the clock runs again towards the deadline it had before."""
    changed = moved(
        ticket,
        EventKind.REOPENED,
        followed_up_at=None,
        answered_at=None,
        closed_at=None,
        awaiting_since=None,
        checked_at=None,
        declining=None,
        stars=None,
        reopened=ticket.reopened + 1,
    )
    return Change(changed, Event(kind=EventKind.REOPENED, at=at, actor=by))


def _spoken(ticket: Ticket, at: datetime) -> datetime | None:
    """Since when the reporter keeps silent after a word of his. A question of ours is not answered by just any word."""
    return at if ticket.status is Status.ANSWERED else ticket.awaiting_since


def moved(ticket: Ticket, kind: EventKind, **fields: object) -> Ticket:
    """The ticket after an event, with other fields changed. Raises Refused where the table has no such step."""
    status = ticket.after(kind)
    if status is None:
        raise Refused(Reason.WRONG_STATUS)
    return replace(ticket, status=status, revision=ticket.revision + 1, **fields)  # type: ignore[arg-type]
