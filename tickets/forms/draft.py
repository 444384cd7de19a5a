"""What a person has told us so far, and what was asked last: everything needed to go on after a restart.

A draft is a value; the engine returns a new one for every message. It is stored with the form's name and version.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from tickets.dialogue import Attachment, Location
from tickets.kinds import Kind

MAX_TEXT = 4000
"""Characters of a complaint that are kept; the rest is refused politely."""
MAX_FILES = 5
"""Attachments to one complaint; an album counts as one."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message's share of the complaint's text; an edit of that message replaces it.

    `behind`: what the message said before is another report.
    """

    message_id: str
    text: str
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    """What a poster's link says beforehand: for which agency the report is, and in which place. Words of the person
    go before it."""

    agency: str | None = None
    region: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Something a person sent, free of any channel. `link`: nothing was said, but a poster's link was opened; `behind`:
    it is the end of a message that began with another matter.
    """

    message_id: str
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    album: str | None = None
    link: int | None = None
    behind: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that a form could use."""
        return not (self.text or self.attachments or self.location)


def anew(waiting: tuple[Heard, ...], heard: Heard) -> tuple[Heard, ...]:
    """What waits, with the words that a message has now."""
    return tuple(
        replace(each, text=heard.text, behind=heard.behind) if each.message_id == heard.message_id else each
        for each in waiting
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers, and where the dialogue stands.

    `asking` is the name of the field (or screen) asked last, `question` counts the questions: a button that was shown
    with another count belongs to the past. `changing` means: after this answer, back to the summary. `former` is the
    draft before the answer that is given anew, until there is another one. `stash` holds what came in while we asked
    whether to go on.
    """

    id: str
    started_at: datetime
    asking: str = ""
    question: int = 0
    changing: bool = False
    former: "Draft | None" = None
    refusals: int = 0
    stash: tuple[Heard, ...] = ()
    later: tuple[Heard, ...] = ()
    """Other matters that came with this one; each becomes a draft of its own after it."""
    together: bool = False
    """The person said that the text is one matter, however many it seems to hold."""
    parts: tuple[Part, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    refused_albums: tuple[str, ...] = ()
    category: str | None = None
    agency: str | None = None
    region: str | None = None
    candidates: tuple[str, ...] = ()
    address: str | None = None
    rough: bool = False
    """The address is a village or a district so far; the exact spot is still asked for."""
    location: Location | None = None
    occurred_on: date | None = None
    kind: Kind | None = None
    anonymous: bool = False
    secret: bool = False
    danger: str | None = None
    answers: Mapping[str, Part] = field(default_factory=dict)
    """The message that answered a field, or tried to, as it was written; an edit of it is the answer given anew."""
    offered: tuple[int, ...] = ()
    """Ids of tickets about the same that were offered instead of a new one."""
    extra: Mapping[str, str] = field(default_factory=dict)
    link: int | None = None
    """The poster's link that it began with."""
    preset: Preset | None = None
    """What of that link still holds."""
    actions: int = 0
    """Messages and presses so far, however little they changed; an album is one."""

    @property
    def text(self) -> str:
        """The complaint's text, one line for each message."""
        return "\n".join(part.text for part in self.parts)

    @property
    def _told(self) -> tuple[str, ...]:
        """The messages that the text consists of."""
        return tuple(part.message_id for part in self.parts)

    @property
    def albums(self) -> frozenset[str]:
        """Albums of which at least one item is attached."""
        return frozenset(file.album for file in self.attachments if file.album)

    @property
    def file_count(self) -> int:
        """Attachments as a person counts them: an album is one."""
        return len(self.albums) + sum(1 for file in self.attachments if not file.album)

    def answered(self, name: str, message_id: str, text: str) -> "Draft":
        """The draft that remembers which message answered that field; a part of the story is remembered as such."""
        is_new = bool(text) and message_id not in self._told
        return replace(self, answers={**self.answers, name: Part(message_id, text)}) if is_new else self

    def reopened(self, *, changing: bool = False) -> "Draft":
        """The draft while one of its answers is given anew; what it was is kept until there is another."""
        return replace(self, changing=changing, former=replace(self, former=None))

    def settled(self) -> "Draft":
        """The draft with its answers as they are now."""
        return replace(self, changing=False, former=None) if self.changing or self.former else self

    def restored(self) -> "Draft":
        """The draft with the answer it had before that was given anew.

        Nothing else is lost: files stay, and so does a story that was only added to or edited meanwhile.
        """
        was = self.former
        if was is None:
            return self.settled()
        if self._told[: len(was.parts)] == was._told:
            was = replace(was, parts=self.parts, danger=self.danger, anonymous=self.anonymous, secret=self.secret)
        return replace(
            was,
            asking=self.asking,
            question=self.question,
            actions=self.actions,
            refusals=self.refusals,
            stash=self.stash,
            changing=False,
            attachments=self.attachments,
            refused_albums=self.refused_albums,
        )
