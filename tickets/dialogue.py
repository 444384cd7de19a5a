"""The envelope between any chat channel and us: what came in, and what goes out, in no channel's words.

Channels translate their own updates into an `Inbound` and a `Parcel` into their own calls. Nothing here knows Telegram;
ids of chats, people and messages are opaque text given by the channel.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MAX_DATA = 64
"""Bytes that a pressed button may carry (the narrowest channel: Telegram)."""


class ChatKind(StrEnum):
    """Where a conversation takes place."""

    PRIVATE = "private"
    GROUP = "group"


class MediaKind(StrEnum):
    """What an attachment is; each is relayed as what it came as."""

    PHOTO = "photo"
    VIDEO = "video"
    DOCUMENT = "document"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO_NOTE = "video_note"


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation of a channel: a private chat or a group."""

    channel: str
    id: str
    kind: ChatKind
    title: str = ""
    is_forum: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote or pressed, as the channel tells it: a stranger until `people` and `groups` say otherwise."""

    id: str
    name: str
    username: str | None = None
    language: str | None = None
    is_bot: bool = False
    is_anonymous: bool = False
    """Writes as the group itself, so nobody can tell who it was."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that stays with the channel; `file_id` is what the channel wants to see to send it again."""

    kind: MediaKind
    file_id: str
    unique_id: str
    name: str = ""
    size: int = 0
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A point on the map in WGS 84 degrees, with the name and address of the venue where the channel gave one."""

    latitude: float
    longitude: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Where a message came from that somebody passed on: who wrote it, and its address where it is public."""

    by: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: its name in lower case without slash and bot name, and the words behind it."""

    name: str
    args: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What every inbound has: which update, when, where, by whom."""

    key: str
    at: datetime
    chat: Chat
    sender: Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Received):
    """Somebody wrote, sent a file, or shared a place."""

    message_id: str
    text: str = ""
    command: Command | None = None
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    reply_to: str | None = None
    reply_to_sender: Sender | None = None
    """Who wrote the message replied to, where the channel tells."""
    reply_to_data: tuple[str, ...] = ()
    """What the buttons of the message replied to carry. A message of ours that we died on while sending it is known
    by nothing else."""
    forwarded: bool = False
    origin: Sender | None = None
    """Who wrote what is forwarded; none where the channel does not tell."""
    is_ours: bool = False
    """What is forwarded was said by us: no words of the person who sends it."""
    album: str | None = None
    thread: str | None = None
    edited: bool = False
    passed_on: Forwarded | None = None
    """Of what is forwarded, what can be said of where it came from."""
    unsupported: str = ""
    """The channel's word for content we cannot take (sticker, contact, poll …); empty when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press(Received):
    """A button was pressed. The data is a stranger's until it was checked."""

    message_id: str
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Received):
    """The bot's own standing in a chat changed: added, promoted, removed; in a private chat: blocked or unblocked."""

    present: bool
    is_admin: bool = False
    can_manage_topics: bool = False
    was_present: bool = False
    """Before the change: a bot that was there already was not added now, but promoted, demoted or restricted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Received):
    """The chat lives on under another id (Telegram: a group became a supergroup); the old id is dead."""

    new_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Departed(Received):
    """Somebody left the group, or was removed from it by `sender`."""

    who: Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed(Received):
    """The chat's title changed; the new one is in `chat.title`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected(Received):
    """The answer to an `Inspect` parcel: what the bot may do in that chat."""

    is_member: bool
    is_admin: bool
    reads_everything: bool
    """Sees every message of the group (admin, or privacy mode off), not only commands and replies to itself."""
    can_manage_topics: bool = False
    can_pin: bool = False


Inbound = Message | Press | Standing | Moved | Departed | Renamed | Inspected


@dataclass(frozen=True, slots=True)
class Button:
    """A button with words already rendered, and what comes back when it is pressed (at most `MAX_DATA` bytes)."""

    label: str
    data: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A message of text. `html` is the small HTML every channel can reduce to plain text: b i u s code pre a.

    `<a href="person:ID">name</a>` mentions somebody by the channel's id, where the channel can; else it is the name.
    """

    html: str
    buttons: Rows = ()
    ask_reply: bool = False
    """Ask the client of the person replied to to open its reply field (where the channel can)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Put other words and buttons on the message that last went out under this parcel's slot."""

    html: str
    buttons: Rows = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One file, or an album of two to ten that the channel accepts together; the caption stands on the first."""

    items: tuple[Attachment, ...]
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of our own making, kept in the outbox until it is sent; `html` is its caption.

    `as_photo`: shown as a picture (a chart), not to be opened as a document.
    """

    name: str
    data: bytes
    html: str = ""
    buttons: Rows = ()
    as_photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """Two to ten pictures of our own making that the channel shows as one; `html` is the caption of all."""

    pictures: tuple[File, ...]
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A point on the map."""

    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspect:
    """Nothing to see for people: ask the channel what the bot may do here; the answer comes in as `Inspected`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrange:
    """Nothing to read: make the topic of the parcel's case what is wanted of it (its name, open or closed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Nothing to read: the commands that this chat is offered, with their descriptions, in place of those that are
    offered in all chats of its kind. None: those again.
    """

    commands: tuple[tuple[str, str], ...] = ()


Content = Text | Edit | Media | File | Album | Pin | Inspect | Arrange | Offer


class Repeat(StrEnum):
    """What to do when nobody knows whether a send arrived (no answer from the channel)."""

    FREELY = "freely"
    """Repeating changes nothing: edits."""
    ONCE = "once"
    """A double is harmless, a loss is not: confirmations, cards, answers."""
    NEVER = "never"
    """Better lost than twice: reminders and digests, which come again by themselves."""


class Priority(StrEnum):
    """Who goes first when a budget binds; sorts by value."""

    URGENT = "0-urgent"
    """Somebody may be in danger: there are few of these, and a thousand citizens who talk must not hold them up."""
    CITIZEN = "1-citizen"
    ANSWER = "3-answer"
    CARD = "4-card"
    REMINDER = "5-reminder"
    BROADCAST = "6-broadcast"
    """The same to very many: whoever waits for anything else goes before."""

    @classmethod
    def _missing_(cls, value: object) -> "Priority | None":
        """What version 1 wrote, in messages that still wait."""
        return cls.URGENT if value == "2-urgent" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message on its way out: where to, what, and how it is to be treated.

    `slot` names the message within its chat (``card:17``), so that later edits and replies can mean "that message"
    before anybody knows its id. `reply_to` is a message id of the channel, `reply_to_slot` a slot; both are wishes:
    a message that is gone is not replied to. `ticket_id` ties the sent message to a case: a reply to it belongs there,
    and where the case has a topic in a group, the message goes into it; one with `reply_to` goes beside that message.
    `unique_key` makes a second parcel with the same key vanish. `batch`: what it is counted with (`Outbox.of_batch`).
    """

    chat: Chat
    content: Content
    priority: Priority = Priority.CITIZEN
    repeat: Repeat = Repeat.ONCE
    slot: str | None = None
    ticket_id: int | None = None
    reply_to: str | None = None
    reply_to_slot: str | None = None
    unique_key: str | None = None
    batch: int | None = None
    not_before: datetime | None = None

    @property
    def cost(self) -> int:
        """How many messages it is to a channel's limits."""
        match self.content:
            case Media(items=items):
                return len(items)
            case Album(pictures=pictures):
                return len(pictures)
            case Inspect() | Offer():
                return 0
        return 1


@dataclass(frozen=True, slots=True)
class Sent:
    """What the channel says of a parcel that went out: the ids of the messages it made (several for an album).

    `withheld`: files of it that did not go along, each with a code that says why.
    """

    message_ids: tuple[str, ...] = field(default=())
    withheld: tuple[tuple[Attachment, str], ...] = ()
