"""What storage gives and takes besides tickets and the envelope: frozen values, times aware and in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any, Final

from tickets.dialogue import Chat, Parcel
from tickets.overview import Filter
from tickets.quiet import QuietHours


class _Agencies(Enum):
    ALL = "all"


ALL: Final = _Agencies.ALL
"""Instead of an agency's code: every agency, and the tickets that have none; all that the coordinator may see."""

Agencies = str | None | _Agencies
"""An agency's code, None for tickets that are with the coordinator, or ALL."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has written or pressed, as the channel told it last."""

    id: int
    channel: str
    external_id: str
    name: str
    username: str | None
    reported_language: str | None
    """What the channel says the client's language is."""
    chosen_language: str | None
    """What the person chose here; nothing that the channel reports overwrites it."""
    blocked: bool
    notice_version: str | None
    created_at: datetime
    erased_at: datetime | None = None
    """When they were erased: nobody any more."""

    @property
    def language(self) -> str | None:
        """The language to speak to them: chosen, or else the client's; `messages` knows which it has words for."""
        return self.chosen_language or self.reported_language


@dataclass(frozen=True, slots=True)
class Consent:
    """Somebody agreed to a version of the notice, for a ticket or at large."""

    version: str
    at: datetime
    ticket_id: int | None


@dataclass(frozen=True, slots=True)
class Erasure:
    """Somebody's wish to be erased. `done_at`: it was done; what `chat` still finds goes a little later."""

    id: int
    person_id: int
    chat: Chat
    asked_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody whose data are here, and the numbers of the reports that they filed and joined."""

    person: Person
    reports: tuple[str, ...]
    followed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """A ticket of which nothing may be erased, by whose order and why."""

    id: int
    ticket_id: int
    placed_by: int
    placed_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Whose reporter may file nothing new, by whose order, why and until when. No `ends_at`: it is only asked about.

    `why` is a code of `tickets.blocking`, or empty where `reason` has words. `refused`: how many reports were refused,
    `kept_at`: when one of danger was kept all the same.
    """

    id: int
    ticket_id: int | None
    why: str
    reason: str
    asked_by: int
    asked_at: datetime
    ends_at: datetime | None
    told_at: datetime | None
    refused: int
    refused_at: datetime | None
    kept_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldReport:
    """A draft that is held back since then, and why (a code of `tickets.pace`).

    `content`: the draft itself, where it is not in its writer's hands.
    """

    id: int
    person_id: int
    draft: str
    why: str
    at: datetime
    content: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What the bot may do in a group."""

    is_admin: bool
    reads_everything: bool
    can_manage_topics: bool


ALONE: Final = 0
"""Instead of a group's id: the private chat of a coordinator, which stands for a group there."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat that was paired with an agency or as the coordinator's. `active`: the bot is still in it.

    One that is no row stands for the private chat of a coordinator (`ALONE`).
    """

    id: int
    chat: Chat
    agency: str | None
    is_coordinator: bool
    active: bool
    is_admin: bool
    reads_everything: bool
    paired_by: int | None
    paired_at: datetime
    quiet: QuietHours | None = None
    can_manage_topics: bool = False

    @property
    def has_topics(self) -> bool:
        """Whether cases get a topic of their own here: it is a forum, and the bot may make them."""
        return self.chat.is_forum and self.can_manage_topics

    @property
    def is_alone(self) -> bool:
        """Whether it is the private chat of a coordinator."""
        return self.id == ALONE


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Where somebody stands in a form. `data` is JSON; `version` is the form's, `revision` counts the answers."""

    chat: Chat
    person_id: int
    form: str
    version: int
    data: dict[str, Any]
    revision: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a person's next words mean, when they are no reply and no command. `data` is JSON."""

    person_id: int
    what: str
    ticket_id: int | None
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which open tickets somebody wants to see: whose, by which filter, as of when, and who "mine" means."""

    agency: Agencies
    filter: Filter
    now: datetime
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What somebody looks for among all tickets. `agency`: whose tickets they may see; `only`: whose they want to.

    `words`: for each searched word the forms it may have; created from `since` until `before`; `late_at`: overdue then;
    `untaken`: nobody took it, nobody answered; `taken_by`: who has it.
    """

    agency: Agencies
    only: str | None = None
    words: tuple[frozenset[str], ...] = ()
    region: str | None = None
    statuses: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None
    late_at: datetime | None = None
    untaken: bool = False
    taken_by: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """Which closed tickets are checked: `percent` of those closed since then."""

    percent: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Burden:
    """What an agency has to do: tickets that are not closed, and how many of them are overdue."""

    waiting: int
    late: int


@dataclass(frozen=True, slots=True)
class StoredSearch:
    """A search whose pages can be turned. `content` is JSON."""

    id: int
    content: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicWeek:
    """Reports that everybody may be told of, and how many of them were followed up."""

    received: int
    followed_up: int


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """What happened to an agency's tickets in a span of time.

    `answered` are the tickets first answered in it: when each came to the agency, and when it was answered.
    """

    received: int
    answered: tuple[tuple[datetime, datetime], ...]
    closed: int


class Via(StrEnum):
    """How somebody came to follow a ticket that is not his own."""

    JOINED = "joined"
    """*Saya juga*, instead of a ticket of his own."""
    INCIDENT = "incident"
    """His own ticket, which stays as it is (danger), belongs to an incident."""


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who gets a ticket's updates and answers besides its reporter, and since when."""

    person_id: int
    since: datetime


class IncidentStatus(StrEnum):
    """Where an incident stands."""

    PROPOSED = "proposed"
    """The coordinator was told of many reports."""
    RUNNING = "running"
    """One ticket is worked on for all of them; new reports join."""
    DISMISSED = "dismissed"
    """The coordinator holds them to be several matters."""
    ENDED = "ended"
    """Over: new reports are tickets of their own again."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Many reports of one region and category in a short time. `ticket_id`: the one worked on, once it is running.

    `reporters` is how many people the coordinator was told of, `last_at` when somebody last reported it.
    """

    id: int
    region: str
    category: str
    status: IncidentStatus
    ticket_id: int | None
    reporters: int
    at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Broadcast:
    """News to all reporters of an incident. `shown`: how many the progress message said had got it."""

    id: int
    incident_id: int
    text: str
    person_id: int
    at: datetime
    total: int
    shown: int | None
    is_running: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder whose time has come."""

    id: int
    ticket_id: int
    kind: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Bundled:
    """A ticket that stands in a group's list of new tickets and has no card there. `seq` grows as they come."""

    seq: int
    ticket_id: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Bundle:
    """A group's list of new tickets, by its number (`tickets.flood`). `was_shown`: the group has seen it."""

    group_id: int
    number: int
    was_shown: bool


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for a group: how many messages, as the channel counts them, and since when the oldest."""

    group_id: int
    messages: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Passage:
    """Something reached a group then, and was so many messages, as the channel counts them."""

    group_id: int
    at: datetime
    messages: int


@dataclass(frozen=True, slots=True)
class Sending:
    """An answer or a question that somebody sent and that can be taken back until it is due.

    `writer_id` wrote it, `sender_id` pressed; no group: it is none any more. `data` is JSON; `id` is storage's.
    """

    group_id: int | None
    ticket_id: int
    writer_id: int
    sender_id: int
    sent_at: datetime
    due_at: datetime
    data: dict[str, Any]
    id: int = 0


@dataclass(frozen=True, slots=True)
class Incoming:
    """A raw update on its way into the inbox.

    `key` names the update within its channel (the second one with the same key vanishes); `lane` is the chat id, or
    empty when the update belongs to no chat; `raw` is the JSON as it came, or already read.
    """

    channel: str
    key: str
    lane: str
    raw: bytes | dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An update that is to be handled now. `lane` is a hash; `attempts` counts this one."""

    id: int
    channel: str
    key: str
    lane: str
    raw: dict[str, Any]
    received_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Failure:
    """An update whose handler raised; `error` is the traceback and may quote people: for eyes, not for logs."""

    id: int
    channel: str
    key: str
    error: str
    failed_at: datetime
    attempts: int


class OutboxStatus(StrEnum):
    """Where an outgoing message stands."""

    WAITING = "waiting"
    """It was never tried, or is to be tried again."""
    SENDING = "sending"
    """A sender holds it; if its lease ran out, nobody knows whether it arrived."""
    SENT = "sent"
    """The channel has it."""
    SUPERSEDED = "superseded"
    """A later edit of the same message made it pointless before it was sent."""
    GONE = "gone"
    """There is nobody to receive it: the bot was blocked or removed."""
    REJECTED = "rejected"
    """The channel does not accept it: a mistake of ours, kept until `replay`."""
    UNKNOWN = "unknown"
    """It may have arrived, and it must not arrive twice."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A parcel that is to be sent now. `was_sending`: somebody tried before and was never heard of again."""

    id: int
    parcel: Parcel
    chat_key: str
    attempts: int
    created_at: datetime
    was_sending: bool
