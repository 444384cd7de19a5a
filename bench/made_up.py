"""A province's desk as it could have been: people, groups, and tickets that lived by the rules; always the same for the
same seed.

Texts are put together from the catalogue's examples and everyday words. Histories are made by the actions of
`tickets.ticket`, so that nothing is there that could not have happened. Numbers of people and chats are functions of
their place, so that a crowd can go on speaking for them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bench.api_stub import WORDS
from bot.catalogue import load_catalogue
from bot.office import calendar_of, rules_of
from tickets.calendar import WorkingCalendar
from tickets.catalogue import Catalogue, Category
from tickets.deadlines import Reminder, follow_up_due, reminders
from tickets.dialogue import Attachment, Location, MediaKind
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.kinds import Kind
from tickets.number import draw
from tickets.ticket import Change, Status, Ticket, confirm, expire, finish, follow_up, note, rate, take

CATALOGUE = Path(__file__).parents[1] / "catalogue" / "kalimantan-selatan.toml"
CHANNEL = "telegram"
COORDINATOR_GROUP = -1001000000001
FIRST_ADMIN = 7_000_000_000
FIRST_CITIZEN = 5_000_000_000
FIRST_MESSAGE = 2_000_000_000
"""Ids of messages begin high: a stub that counts from one never meets them."""
YEAR, MONTHS_OF_A_YEAR = timedelta(days=365), 12
MOULDS = 2_000
"""Different lives; every ticket is one of them, with a number, a reporter and a time of its own."""
ONE_MINUTE = timedelta(minutes=1)

_SYSTEM = Actor(ActorKind.SYSTEM)
_NAMES = "Sari Budi Aminah Rahmat Siti Hasan Dewi Yusuf Rina Fauzi Nurul Ahmad Lina Taufik Maya Arif"
_SURNAMES = "Rahmawati Santoso Hidayat Noor Fitriani Maulana Anwar Lestari Ramadhan Syahrani Putri"
_FIRST_NAMES, _LAST_NAMES = _NAMES.split(), _SURNAMES.split()
_ANSWERS = (
    "Terima kasih laporannya, petugas kami sudah ke lokasi dan pekerjaan dimulai hari ini.",
    "Sudah kami periksa bersama kelurahan. Perbaikan dijadwalkan pekan depan.",
    "Sudah ditambal tadi pagi, mohon dicek. Bila masih ada yang rusak, balas pesan ini.",
    "Kami sudah menegur pengelolanya, dan akan memantau setiap hari.",
    "Lampunya sudah diganti. Terima kasih atas kesabaran Bapak/Ibu.",
)
_NOTES = ("Koordinasi dengan UPTD dulu.", "Menunggu alat berat dari Banjarbaru.", "Sudah ditelepon, belum diangkat.")
_STREETS = ("Jl. A. Yani", "Jl. Veteran", "Jl. Pangeran Hidayatullah", "Gang Mawar", "Jl. Trikora", "Jl. Gatot Subroto")
_STARS = (5, 5, 5, 4, 4, 3, 2, 1)
_LONGEST_STEP_HOURS = 30

Act = Callable[[Ticket, datetime], Change]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much there is. `open_share` of the tickets are not closed; `groups` none: one for each agency. The tickets
    came evenly over the last `months`.
    """

    tickets: int
    drafts: int = 0
    outbox: int = 0
    inbox: int = 0
    groups: int | None = None
    open_share: float = 0.1
    months: int = MONTHS_OF_A_YEAR

    @property
    def span(self) -> timedelta:
        """How long ago the first ticket came."""
        return YEAR * self.months / MONTHS_OF_A_YEAR


@dataclass(frozen=True, slots=True)
class Being:
    """A person."""

    id: int
    external_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A paired group and the person who answers in it; no agency: the coordinator's."""

    id: int
    chat_id: int
    agency: str | None
    admin: int
    title: str


@dataclass(frozen=True, slots=True, eq=False)
class Mould:
    """A ticket as it could be now, what happened to it, what its texts are made of, and the group that has its card."""

    ticket: Ticket
    events: tuple[Event, ...]
    parts: tuple[str, ...]
    group: Place

    @property
    def span(self) -> timedelta:
        """From the first fact to the last."""
        return self.events[-1].at - self.events[0].at


@dataclass(frozen=True, slots=True)
class Cast:
    """The same life once more: of another ticket, at another time, reported by somebody else."""

    mould: Mould
    id: int
    number: str
    at: datetime
    due: datetime
    reporter_id: int


class Town:
    """What does not change: catalogue, calendar, people, groups."""

    def __init__(self, sizes: Sizes, now: datetime) -> None:
        self.catalogue: Catalogue = load_catalogue(CATALOGUE)
        zone = ZoneInfo(self.catalogue.time_zone)
        self.calendar: WorkingCalendar = calendar_of(
            self.catalogue, range((now - sizes.span).year - 1, now.year + 2), zone
        )
        self._rules = rules_of(self.catalogue)
        self._dues: dict[date, datetime] = {}
        self._reminders: dict[datetime, Sequence[Reminder]] = {}
        agencies = sorted({example.agency for example in self.catalogue.examples})
        count = len(agencies) if sizes.groups is None else sizes.groups
        self.groups = [_place(1, None, "Koordinator")]
        self.groups_of: dict[str, list[Place]] = defaultdict(list)
        for number in range(count):
            agency = agencies[number % len(agencies)]
            place = _place(2 + number, agency, f"{self.catalogue.agencies[agency].short} {number + 1}")
            self.groups.append(place)
            self.groups_of[agency].append(place)
        self.examples = [example for example in self.catalogue.examples if example.agency in self.groups_of]
        self.villages = list(self.catalogue.villages.values())
        self.citizens = max(sizes.tickets // 4, sizes.drafts, 20)

    def people(self) -> Iterator[Being]:
        """One for each group, then the citizens."""
        for place in self.groups:
            yield Being(place.admin, FIRST_ADMIN + place.id, f"Petugas {place.title}")
        for number in range(self.citizens):
            last = _LAST_NAMES[number // len(_FIRST_NAMES) % len(_LAST_NAMES)]
            name = f"{_FIRST_NAMES[number % len(_FIRST_NAMES)]} {last}"
            yield Being(self.citizen(number), FIRST_CITIZEN + number, name)

    def citizen(self, number: int) -> int:
        """The id of a citizen."""
        return len(self.groups) + 1 + number

    def category(self, agency: str, random: Random) -> Category:
        """A category that an agency has to do with."""
        own = [each for each in self.catalogue.categories.values() if agency == each.agency or agency in each.others]
        return random.choice(own)

    def due(self, at: datetime) -> datetime:
        """The deadline of what is filed then."""
        day = self.calendar.local_date(at)
        if day not in self._dues:
            self._dues[day] = follow_up_due(self.calendar, self._rules, at)
        return self._dues[day]

    def reminders(self, due: datetime, at: datetime) -> Sequence[Reminder]:
        """When the group is, or was, to be reminded of what was filed then."""
        if due not in self._reminders:
            self._reminders[due] = reminders(self.calendar, due, at)
        return self._reminders[due]


class Story:
    """What happened in the town in the months until `now`."""

    def __init__(self, town: Town, sizes: Sizes, now: datetime, seed: int) -> None:
        self._town = town
        self._sizes = sizes
        self._now = now
        self._random = Random(seed)
        self._numbers: set[str] = set()
        self._moulds = [self._mould() for _ in range(MOULDS)]

    def tickets(self) -> Iterator[Cast]:
        """Every ticket, oldest first; what would not be over by now becomes something shorter."""
        town, random = self._town, self._random
        span = self._sizes.span
        step = (span - ONE_MINUTE) / max(1, self._sizes.tickets)
        for number in range(self._sizes.tickets):
            at = self._now - span + step * number
            mould = random.choice(self._moulds)
            while at + mould.span > self._now:
                mould = random.choice(self._moulds)
            reporter = town.citizen(random.randrange(town.citizens))
            yield Cast(mould, number + 1, self._number(at), at, town.due(at), reporter)

    def _mould(self) -> Mould:
        town, random, at = self._town, self._random, self._now - self._sizes.span
        example = random.choice(town.examples)
        said = random.choices(WORDS, k=4)
        village, street = random.choice(town.villages), random.choice(_STREETS)
        ticket = Ticket(
            number="",
            reporter_id=town.citizen(0),
            kind=Kind.COMPLAINT,
            text=f"{example.text} {' '.join(said)}",
            category=town.category(example.agency, random).code,
            agency=example.agency,
            region=town.catalogue.districts[village.district].region,
            address=f"{street} {random.randrange(1, 200)}, {village.name}",
            location=_somewhere(random) if random.random() < 0.3 else None,
            occurred_on=None,
            anonymous=random.random() < 0.1,
            secret=random.random() < 0.01,
            urgent=random.random() < 0.01,
            status=Status.ASSIGNED,
            created_at=at,
            assigned_at=at,
            follow_up_due=town.due(at),
            draft="",
            attachments=(_photo(len(self._numbers)),) if random.random() < 0.2 else (),
        )
        data = {"category": ticket.category, "region": ticket.region}
        filed = Event(kind=EventKind.SUBMITTED, at=at, actor=_reporter(ticket), data=data)
        given = Event(kind=EventKind.ASSIGNED, at=at, actor=_SYSTEM, data={"to": example.agency})
        group = random.choice(town.groups_of[example.agency])
        lived, later = self._life(ticket, group)
        answers = (event.text for event in later if event.text)
        return Mould(lived, (filed, given, *later), (example.text, *said, village.name, street, *answers), group)

    def _life(self, ticket: Ticket, group: Place) -> tuple[Ticket, list[Event]]:
        """What became of it: all the way to the reporter's word and his stars, or a part of the way."""
        random = self._random
        is_closed = random.random() >= self._sizes.open_share
        acts = _acts(group, ticket, random)
        far = len(acts) - random.randrange(2) if is_closed else random.randrange(len(acts) - 1)
        step = timedelta(hours=random.uniform(1, _LONGEST_STEP_HOURS))
        events = []
        for number, act in enumerate(acts[:far], 1):
            change = act(ticket, ticket.created_at + step * number)
            ticket = change.ticket
            events.append(change.event)
        return ticket, events

    def _number(self, at: datetime) -> str:
        day = self._town.calendar.local_date(at)
        while True:
            number = draw(self._town.catalogue.ticket_prefix, day, self._random)
            if number not in self._numbers:
                self._numbers.add(number)
                return number


def _acts(group: Place, ticket: Ticket, random: Random) -> list[Act]:
    """What usually happens, one after another; the last two close it and give stars."""
    agency, reporter = Actor(ActorKind.AGENCY, group.admin, group.agency), _reporter(ticket)
    answer, stars = random.choice(_ANSWERS), random.choice(_STARS)
    acts: list[Act] = [
        lambda ticket, at: take(ticket, by=agency, at=at),
        lambda ticket, at: follow_up(ticket, answer, (), by=agency, at=at),
        lambda ticket, at: finish(ticket, by=agency, at=at),
        lambda ticket, at: confirm(ticket, by=reporter, at=at),
        lambda ticket, at: rate(ticket, stars, by=reporter, at=at),
    ]
    if random.random() < 0.2:
        words = random.choice(_NOTES)
        acts.insert(1, lambda ticket, at: note(ticket, words, (), by=agency, at=at))
    if random.random() < 0.3:
        acts[-2] = lambda ticket, at: expire(ticket, by=_SYSTEM, at=at)
    return acts


def _reporter(ticket: Ticket) -> Actor:
    return Actor(ActorKind.REPORTER, ticket.reporter_id)


def _place(number: int, agency: str | None, title: str) -> Place:
    return Place(number, COORDINATOR_GROUP - number + 1, agency, number, title)


def _somewhere(random: Random) -> Location:
    return Location(round(-3.5 + random.random() / 2, 6), round(114.6 + random.random() / 2, 6))


def _photo(ticket_id: int) -> Attachment:
    return Attachment(MediaKind.PHOTO, f"AgACAgUAAx{ticket_id:012}", f"AQAD{ticket_id:012}", size=81234)
