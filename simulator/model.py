"""What exists in the simulated Telegram: people, bots, chats, messages, presses. Plain values, no rules."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from simulator.codec import TRANSIENT

JSON = dict[str, Any]
ChatKind = Literal["private", "group", "supergroup"]
Status = Literal["creator", "administrator", "member", "left", "kicked"]

ANONYMOUS_ADMIN = 1087968824
PRESENT = ("creator", "administrator", "member")
ADMIN = ("creator", "administrator")

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",  # newer than Bot API 10.0, needed by clients that are
)


@dataclass
class Person:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language: str | None = None
    started: set[int] = field(default_factory=set)  # bots this person has written to
    blocked: set[int] = field(default_factory=set)  # bots this person has blocked
    deactivated: bool = False


@dataclass
class Update:
    id: int
    kind: str
    payload: JSON
    queue: str  # updates of one queue reach a webhook one after the other
    expires: datetime


@dataclass
class Webhook:
    url: str
    secret: str | None = None
    max_connections: int = 40
    last_error: str | None = None
    last_error_date: datetime | None = None


@dataclass
class Bot:
    id: int
    token: str
    name: str
    username: str
    reads_everything: bool = False
    commands: dict[str, list[JSON]] = field(default_factory=dict)  # scope and language → commands
    texts: dict[str, str] = field(default_factory=dict)  # name, description, short_description per language
    menu_buttons: dict[int, JSON] = field(default_factory=dict)  # chat (0: default) → button
    allowed_updates: list[str] = field(default_factory=list)  # empty: Telegram's default
    webhook: Webhook | None = None
    updates: dict[int, Update] = field(default_factory=dict)
    next_update: int = 500_000_001
    logged_out: bool = False


@dataclass
class Member:
    status: Status
    anonymous: bool = False
    muted: bool = False
    rights: dict[str, bool] = field(default_factory=dict)
    title: str | None = None

    @property
    def present(self) -> bool:
        return self.status in PRESENT

    @property
    def is_admin(self) -> bool:
        return self.status in ADMIN

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, True))


@dataclass
class Topic:
    thread: int
    name: str
    creator: int
    icon_color: int = 7322096
    icon: str | None = None
    closed: bool = False


@dataclass
class StoredFile:
    unique: str
    content: str  # key of the bytes in the file store
    kind: str
    size: int
    path: str
    name: str | None = None
    mime: str | None = None
    width: int = 0
    height: int = 0
    duration: int = 0
    sizes: list[str] = field(default_factory=list)  # of a photo: all its variants


@dataclass
class Media:
    """A file as it stands in a message. `sizes` are the photo's variants, smallest first."""

    kind: str
    file: str
    sizes: list[str] = field(default_factory=list)
    extra: JSON = field(default_factory=dict)  # title, performer, emoji: what only some kinds have


@dataclass
class Message:
    id: int
    chat: str
    date: datetime
    sender: int
    kind: str = "text"
    seq: int = 0  # changes with every change of the message
    sender_chat: int | None = None
    text: str = ""  # or the caption
    entities: list[JSON] = field(default_factory=list)
    media: Media | None = None
    content: JSON = field(default_factory=dict)  # location, contact, venue, or what a service message tells
    reply_to: int | None = None
    quote: JSON | None = None
    thread: int | None = None
    markup: JSON | None = None  # inline keyboard
    keyboard: JSON | None = None  # reply keyboard, its removal, or force reply
    media_group: str | None = None
    edited: datetime | None = None
    origin: JSON | None = None  # forward origin
    options: JSON = field(default_factory=dict)  # protected content, spoiler, link preview …
    reactions: dict[int, list[JSON]] = field(default_factory=dict)
    deleted: bool = False

    @property
    def is_service(self) -> bool:
        return self.kind == "service"


@dataclass
class Query:
    """A pressed button. `answered` stays false while the person sees the button spin."""

    id: str
    person: int
    bot: int
    chat: str
    message: int
    data: str
    label: str
    date: datetime
    answered: bool = False
    text: str | None = None
    alert: bool = False
    url: str | None = None


@dataclass
class Chat:
    key: str
    id: int
    kind: ChatKind
    title: str = ""
    person: int = 0  # of a private chat
    bot: int = 0  # of a private chat
    username: str | None = None
    description: str | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    next_message: int = 1
    last_seq: int = 0
    pinned: list[int] = field(default_factory=list)
    topics: dict[int, Topic] = field(default_factory=dict)
    migrated_to: int | None = None
    migrated_from: int | None = None
    last_bot: int | None = None  # the bot that wrote last: general commands are for it
    invites: int = 0
    invite_link: str | None = None
    changes: dict[int, None] = field(default_factory=dict, metadata=TRANSIENT)  # message ids, last changed last
    typing: dict[int, datetime] = field(default_factory=dict, metadata=TRANSIENT)
    toasts: dict[int, str] = field(default_factory=dict, metadata=TRANSIENT)  # person → last answered query

    @property
    def is_group(self) -> bool:
        return self.kind != "private"
