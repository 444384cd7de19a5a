"""What a handler works with: one transaction, the time, and the office's unchanging things.

Nothing is sent from here: `say` renders a message in its reader's language and lays it into the outbox of the same
transaction that changes the state.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from handlers import buttons
from messages.base import Message
from messages.render import Renderer
from storage.unit import Unit
from storage.values import Person
from tickets.calendar import WorkingCalendar
from tickets.catalogue import Catalogue
from tickets.deadlines import DeadlineRules, Remaining, follow_up_due, remaining, verification_due
from tickets.dialogue import (
    Album,
    Attachment,
    Button,
    Chat,
    ChatKind,
    Edit,
    File,
    Location,
    Media,
    Parcel,
    Pin,
    Priority,
    Repeat,
    Rows,
    Text,
)
from tickets.forms.engine import Facts
from tickets.personal_data import masked, published
from tickets.places import Gazetteer

ALBUM = 10
"""Files that a channel sends together at most."""


@dataclass(frozen=True, slots=True)
class Office:
    """What stays the same from one transaction to the next: catalogue, calendar, words, names."""

    catalogue: Catalogue
    gazetteer: Gazetteer
    calendar: WorkingCalendar
    rules: DeadlineRules
    words: Renderer
    bot_name: str
    prefix: str
    coordinator_ids: frozenset[str]
    random: Random
    regions_at: Callable[[Location], tuple[str, ...]]
    undo: timedelta
    """How long what was sent to a reporter can be taken back; zero: it goes out at once."""
    reports_per_hour: int = 0
    """Of one person; zero: as many as he likes. Urgent ones always go through."""
    reports_per_minute: int = 0
    """Of everybody together; zero: as many as come."""
    first_reports_per_minute: int = 0
    """Of people who never reported before; zero: as many as come."""
    files_per_minute: int = 0
    """Of one person; zero: as many as he likes. Words are always taken."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One transaction's view of the world."""

    unit: Unit
    office: Office
    now: datetime

    @property
    def today(self) -> date:
        """The local date."""
        return self.office.calendar.local_date(self.now)

    @property
    def facts(self) -> Facts:
        """What a form may know."""
        return Facts(self.office.catalogue, self.office.gazetteer, self.today, self.office.regions_at)

    def follow_up_due(self) -> datetime:
        """When a ticket assigned now is to be followed up."""
        return follow_up_due(self.office.calendar, self.office.rules, self.now)

    def verification_due(self) -> datetime:
        """When a ticket that comes in now is to be verified."""
        return verification_due(self.office.calendar, self.office.rules, self.now)

    def remaining(self, due: datetime) -> Remaining:
        """What is left until then."""
        return remaining(self.office.calendar, self.now, due)

    def agency_name(self, code: str | None) -> str | None:
        """The short name of an agency as people say it; none for none. A code the catalogue lost stays a code."""
        agency = self.office.catalogue.agencies.get(code) if code else None
        return agency.short if agency else code

    def guarded(self, text: str) -> str:
        """A citizen's words as others may read them: personal data masked, but for what the catalogue publishes."""
        return masked(text, self.published)

    @property
    def published(self) -> frozenset[str]:
        """Numbers and addresses of agencies and bodies, which are nobody's own."""
        return _published(self.office.catalogue)

    def translated(self, words: str, person: Person) -> str:
        """Words of the catalogue in the person's language, where the catalogue has them in it."""
        return self.office.catalogue.translated(words, self.office.words.language(person.language))

    def button(self, key: str, data: str, language: str | None = None) -> Button:
        """A button with its words."""
        return Button(self.office.words.label(key, language), data)

    async def say(  # noqa: PLR0913 - the wishes of a parcel, each by name
        self,
        to: Chat | Person,
        message: Message,
        *,
        rows: Rows = (),
        priority: Priority = Priority.CITIZEN,
        repeat: Repeat = Repeat.ONCE,
        slot: str | None = None,
        ticket_id: int | None = None,
        reply_to: str | None = None,
        reply_to_slot: str | None = None,
        ask_reply: bool = False,
        unique_key: str | None = None,
        not_before: datetime | None = None,
        batch: int | None = None,
    ) -> None:
        """Lay a message into the outbox: to a person in the private chat, in the person's language, or to a group.

        What replies to a card that the group has not got, because the ticket stands in a list there, has a button
        that brings it.
        """
        if isinstance(to, Chat) and ticket_id is not None and reply_to_slot == card_slot(ticket_id):
            rows = (*rows, *await self._opener(to, ticket_id))
        html = self.office.words.render(message, to.language if isinstance(to, Person) else None)
        parcel = Parcel(
            chat=private_chat(to) if isinstance(to, Person) else to,
            content=Text(html=html, buttons=rows, ask_reply=ask_reply),
            priority=priority,
            repeat=repeat,
            slot=slot,
            ticket_id=ticket_id,
            reply_to=reply_to,
            reply_to_slot=reply_to_slot,
            unique_key=unique_key,
            not_before=not_before,
            batch=batch,
        )
        await self.unit.outbox.put(parcel, self.now)

    async def _opener(self, chat: Chat, ticket_id: int) -> Rows:
        if not await self.unit.bundles.holds(chat, ticket_id):
            return ()
        return ((self.button("open_card", buttons.pack(buttons.TICKET, "show", ticket_id)),),)

    async def edit(
        self,
        to: Chat | Person,
        slot: str,
        message: Message,
        *,
        rows: Rows = (),
        ticket_id: int | None = None,
        priority: Priority = Priority.CARD,
        not_before: datetime | None = None,
        in_place: bool = False,
    ) -> None:
        """Put other words on the message that went out under that slot, at once or then. `in_place`: where such an edit
        waits already, at its place among what waits for the chat (see `Outbox.rewrite`).
        """
        html = self.office.words.render(message, to.language if isinstance(to, Person) else None)
        parcel = Parcel(
            chat=private_chat(to) if isinstance(to, Person) else to,
            content=Edit(html=html, buttons=rows),
            slot=slot,
            ticket_id=ticket_id,
            priority=priority,
            repeat=Repeat.FREELY,
            not_before=not_before,
        )
        if not (in_place and await self.unit.outbox.rewrite(parcel)):
            await self.unit.outbox.put(parcel, self.now)

    async def hand_over(
        self,
        to: Chat | Person,
        attachments: tuple[Attachment, ...],
        *,
        ticket_id: int,
        reply_to_slot: str | None,
        priority: Priority,
        slot: str | None = None,
    ) -> None:
        """Pass files on, ten to an album, tied to their ticket."""
        for start in range(0, len(attachments), ALBUM):
            parcel = Parcel(
                chat=private_chat(to) if isinstance(to, Person) else to,
                content=Media(items=attachments[start : start + ALBUM]),
                priority=priority,
                slot=slot,
                ticket_id=ticket_id,
                reply_to_slot=reply_to_slot,
            )
            await self.unit.outbox.put(parcel, self.now)

    async def send_file(  # noqa: PLR0913 - the wishes of a parcel, each by name
        self,
        to: Chat | Person,
        name: str,
        data: bytes,
        caption: Message,
        *,
        rows: Rows = (),
        as_photo: bool = False,
        priority: Priority = Priority.ANSWER,
        reply_to: str | None = None,
        slot: str | None = None,
    ) -> None:
        """Lay a file of our own making into the outbox: a sheet, a chart."""
        html = self.office.words.render(caption, to.language if isinstance(to, Person) else None)
        parcel = Parcel(
            chat=private_chat(to) if isinstance(to, Person) else to,
            content=File(name=name, data=data, html=html, buttons=rows, as_photo=as_photo),
            priority=priority,
            reply_to=reply_to,
            slot=slot,
        )
        await self.unit.outbox.put(parcel, self.now)

    async def send_pictures(self, to: Chat, pictures: Sequence[tuple[str, bytes]], caption: Message) -> None:
        """Lay two to ten pictures of our own making into the outbox, to be shown as one."""
        files = tuple(File(name=name, data=data, as_photo=True) for name, data in pictures)
        content = Album(pictures=files, html=self.office.words.render(caption))
        await self.unit.outbox.put(Parcel(chat=to, content=content, priority=Priority.ANSWER), self.now)

    async def point(self, chat: Chat, location: Location, *, ticket_id: int, slot: str, priority: Priority) -> None:
        """Show a place on the map, in reply to the message under that slot."""
        parcel = Parcel(
            chat=chat, content=Pin(location=location), priority=priority, ticket_id=ticket_id, reply_to_slot=slot
        )
        await self.unit.outbox.put(parcel, self.now)


@lru_cache(maxsize=8)
def _published(catalogue: Catalogue) -> frozenset[str]:
    """What stands in the catalogue for everybody."""
    return published(
        catalogue.notice.contact,
        *(entry.number for entry in catalogue.emergencies),
        *(body.address for body in catalogue.outside.values()),
    )


def card_slot(ticket_id: int) -> str:
    """The slot of a ticket's card in any chat."""
    return f"card:{ticket_id}"


def private_chat(person: Person) -> Chat:
    """Where a person is spoken to alone."""
    return Chat(person.channel, person.external_id, ChatKind.PRIVATE)
