"""What every channel offers, and what can go wrong with a send, named by what the caller has to decide.

A channel turns its own updates into `Inbound`s and `Parcel`s into its own calls. It knows no database, keeps no queue
and never tries twice: whether, when and how often to try again is the sender's decision, and it needs nothing but
the kind of the error for it:

==============  ================================================================================================
`Retry`         surely not done. Try again: after that many seconds, this chat only; with None, when the
                connection is back
`Unknown`       nobody knows. The parcel's `Repeat` decides; `answered` tells whether the channel itself reported
                a failure of its own (then it was most likely not done) or there was silence
`NotFound`      the message to be edited is gone: send the words as a new message
`TopicGone`     the topic it was to go into was deleted: make it anew, then send again
`TopicClosed`   nobody but who may manage topics can write there: send it beside the topics
`TopicRefused`  the channel lets us make no topics here, or not change them: do without
`Moved`         the chat lives on under another id: redirect everything, then send again
`Gone`          nobody can be reached there any more (blocked, kicked, no right to write): tell those who must know
`Rejected`      the channel does not take this content: our mistake, kept for a developer, never tried again
`TokenInvalid`  not about this parcel: the bot's own credentials are refused, stop everything
==============  ================================================================================================
"""
# ruff: noqa: N818 - the errors are kinds, named by what the caller decides

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tickets.dialogue import Chat, Inbound, Parcel, Sent
from tickets.topics import Topic

Raw = dict[str, Any]
"""An update as the channel sent it, unparsed JSON."""


class ChannelError(Exception):
    """Something went wrong between us and the channel. The text never holds an address or a token."""


class SendError(ChannelError):
    """A parcel did not go out, or nobody knows. `sent` are the messages of it that did go out before."""

    sent: tuple[str, ...] = ()


class Retry(SendError):
    """Surely not done; `after` seconds if the channel named a time, None for trouble with the connection."""

    def __init__(self, after: float | None = None, why: str = "") -> None:
        super().__init__(why or f"to be tried again after {after} seconds")
        self.after = after


class Unknown(SendError):
    """Done or not, nobody knows. `answered`: the channel answered, with a failure of its own."""

    def __init__(self, why: str = "no answer", *, answered: bool = False) -> None:
        super().__init__(why)
        self.answered = answered


class NotFound(SendError):
    """The message that was to be edited is not there (any more), or cannot be edited."""


class TopicGone(SendError):
    """The topic is not there (any more)."""


class TopicClosed(SendError):
    """The topic takes nothing from us while it is closed."""


class TopicRefused(SendError):
    """We may not make topics in that chat, or not change this one."""


class Moved(SendError):
    """The chat has another id now."""

    def __init__(self, new_id: str) -> None:
        super().__init__("the chat has moved")
        self.new_id = new_id


class Gone(SendError):
    """Nobody can be reached in that chat by us; the text says why in the channel's words."""


class Rejected(SendError):
    """The channel does not take the content; the text is its description."""


class TokenInvalid(ChannelError):
    """The channel refuses our credentials."""


class Conflict(ChannelError):
    """Somebody else takes the updates of this bot at the same time."""


class MalformedUpdate(ChannelError):
    """An update that is not what the channel promises."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a parcel's slots mean in the channel's ids, looked up before the send.

    `thread`: the topic to send into. `sent`: the messages of the parts that went out at an earlier try.
    """

    edit: str | None = None
    reply_to: str | None = None
    thread: str | None = None
    sent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the channel said to an `Inspect`: goes into the inbox, and `read` makes an `Inspected` of it."""

    raw: Raw


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where the channel brings updates, and how that goes as it sees it; `url` is empty while they are fetched."""

    url: str
    waiting: int
    trouble: str = ""
    trouble_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CommandHint:
    """A command as the channel's menu shows it."""

    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The commands that people are offered, by where they are, and in private also by the language of the client."""

    private: Sequence[CommandHint] = ()
    private_in: Mapping[str, Sequence[CommandHint]] = field(default_factory=dict)
    groups: Sequence[CommandHint] = ()
    group_admins: Sequence[CommandHint] = ()


class Channel(Protocol):
    """A way to reach people, as worker and sender see it."""

    @property
    def name(self) -> str: ...

    def read(self, raw: Raw, key: str, received_at: datetime) -> Inbound | None:
        """What the update means to us; None if nothing. Pure. Raises MalformedUpdate."""

    def lane(self, raw: Raw) -> str:
        """The id of the chat that the update belongs to, "" if it has none or is malformed."""

    async def deliver(self, parcel: Parcel, target: Target) -> Sent | Answer:
        """Put the parcel into its chat. Raises SendError and TokenInvalid."""

    async def arrange(self, chat: Chat, topic: Topic) -> Topic:
        """Make the topic, and nothing else; or make one that is there what is wanted of it. Returns it as it is then.

        Changing may be repeated, making may not. Raises SendError and TokenInvalid.
        """


class Source(Protocol):
    """A channel from which updates are fetched, as intake sees it."""

    @property
    def name(self) -> str: ...

    def lane(self, raw: Raw) -> str: ...

    async def pull(self, offset: int | None) -> list[Raw]:
        """The updates from `offset` on, waiting a while for the first; confirms those before. Raises ChannelError."""

    async def acknowledge(self, raw: Raw) -> None:
        """Let the person see that their press arrived, if the update is one. Raises ChannelError."""
