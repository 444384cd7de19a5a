"""The catalogue: everything that differs between one province and the next, as values.

Agencies, regions, categories, words and numbers of days come out of one file (`catalogue/<province>.toml` and the
tables beside it). Here are only the shapes and the look-ups; reading and checking the file is `bot.catalogue`,
understanding a citizen's text with it is `tickets.places`, `tickets.routing` and `tickets.reading`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol, TypeVar

from tickets.learning import Example
from tickets.templates import Template
from tickets.words import split, squeeze

FORMAT = 1
"""The version of the catalogue's file format that this program reads."""

EXTRA_FIELDS = frozenset({"institution", "reported_party"})
"""Fields a category may demand beyond the standard ones: the school, hospital or firm concerned; who is reported."""

LABEL_LIMIT = 64
"""Longest label of a category, in characters."""

BUTTON_LIMIT = 24
"""Longest text on a category's button, in characters."""

_SHORTEST_PART = 4  # letters of an agency's code that /hubungkan understands as the beginning of it


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


_T = TypeVar("_T", bound=_Coded)


@dataclass(frozen=True, slots=True)
class Province:
    """The government that runs the desk. ``demonym`` is its short everyday name ("Kalsel")."""

    code: str
    name: str
    demonym: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """A number to call at once, and what for (Indonesian, shown to citizens)."""

    number: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency (SKPD) that answers tickets. ``aliases``: other short forms; ``serves``: what citizens bring to it."""

    code: str
    name: str
    short: str
    aliases: tuple[str, ...] = ()
    serves: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A kabupaten or kota with its Kemendagri code; ``spellings`` are other ways to write it or its capital."""

    code: str
    name: str
    short: str
    capital: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan; ``region`` is the code of its kabupaten or kota."""

    code: str
    region: str
    name: str


@dataclass(frozen=True, slots=True)
class Village:
    """A desa or kelurahan; ``district`` is the code of its kecamatan."""

    code: str
    district: str
    name: str


@dataclass(frozen=True, slots=True)
class Landmark:
    """A known place that is in no table. ``exact``: one need not ask for a spot ("RS Ulin" yes, "Pulau Laut" no).

    Several ``regions`` make the name ambiguous, likeliest first; none: it lies elsewhere, whatever else is named so.
    """

    name: str
    regions: tuple[str, ...]
    spellings: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """The whole kilometres ``first`` to ``last`` of a road, and the region they lie in."""

    first: int
    last: int
    region: str


@dataclass(frozen=True, slots=True)
class Road:
    """A long road on which addresses are given by kilometres. Kilometres on no stretch say nothing."""

    name: str
    spellings: tuple[str, ...]
    stretches: tuple[Stretch, ...]


class Verification(StrEnum):
    """Where a report of a category goes when it comes in."""

    DIRECT = "direct"
    """Straight to the agency."""
    COORDINATOR = "coordinator"
    """To the coordinator first."""
    CONFIDENCE = "confidence"
    """To the coordinator first where its words do not speak for the agency clearly enough."""


@dataclass(frozen=True, slots=True)
class Category:
    """What a complaint is about, in citizens' words.

    ``agency`` is the default addressee; none means the coordinator decides. ``words`` speak for the category and that
    agency; ``others`` maps each second choice to the words that speak for the category and for *it*. A sensitive
    category never goes to the agency complained of. ``asks`` names fields demanded beyond the standard ones.
    ``evidence``: the agency shows what was done, with a photo, before it calls the matter done. ``verification``:
    whether the coordinator looks at a report before the agency does.
    """

    code: str
    label: str
    button: str
    official: str
    agency: str | None
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    sensitive: bool = False
    evidence: bool = False
    verification: Verification = Verification.CONFIDENCE
    least_confidence: float | None = None
    """Instead of the catalogue's, where it goes by confidence."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A body outside of this government, and where citizens find it. ``{wilayah}`` in either stands for the region.

    ``words`` hint that a matter may be its own; nothing is decided by them.
    """

    code: str
    name: str
    button: str
    address: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of emergency: a text with one of ``words`` and none of ``unless`` is answered with ``numbers`` first."""

    code: str
    numbers: tuple[str, ...]
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadlines:
    """All in working days. ``follow_up_target`` is what is asked for, ``follow_up_limit`` what counts as late."""

    verification: int = 3
    follow_up_target: int = 3
    follow_up_limit: int = 5
    completion: int = 14
    completion_with_inspection: int = 60
    reporter_silence: int = 10
    reporter_data: int = 10


@dataclass(frozen=True, slots=True)
class Duplicates:
    """``days``: among the open tickets of so many days a report is compared with those before it."""

    days: int = 14


@dataclass(frozen=True, slots=True)
class Oversight:
    """What the coordinator looks after. An agency is silent when nobody acted in its groups for ``silent_days``; of
    ``checked_percent`` of the closed tickets the evidence is looked at, within ``checked_days`` of their closing. A
    step of an action plan for which nobody names a day has ``step_days`` working days.
    """

    silent_days: int = 7
    checked_percent: int = 10
    checked_days: int = 14
    step_days: int = 5
    reveal_minutes: int = 15
    """How long an identity that was opened can be read."""


@dataclass(frozen=True, slots=True)
class Blocking:
    """For how many ``days`` a reporter can be blocked: one of these, which coordinators choose from.

    In ``danger_hours`` one report of danger by somebody blocked is kept for the coordinator to look at.
    """

    days: tuple[int, ...] = (1, 7, 30, 90)
    danger_hours: int = 1


@dataclass(frozen=True, slots=True)
class Incidents:
    """When many reports become one incident: so many ``reporters`` within so many ``minutes``, of one region and
    category. After ``quiet_hours`` without a report a running incident takes in no new ones by itself.
    """

    reporters: int = 5
    minutes: int = 60
    quiet_hours: int = 24


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed that is watched; ``name`` is shown."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Watch:
    """How the media are watched: every so many ``minutes``, at most so many candidates in a message. ``answer_days``:
    working days in which an agency publishes its answer to an issue."""

    minutes: int = 60
    most: int = 5
    answer_days: int = 3
    feeds: tuple[Feed, ...] = ()


CERTIFICATE_FIELDS = ("urutan", "kelompok", "periode")
"""What the text of a certificate may name in braces: the place, of what (*instansi*, *kabupaten/kota*), the period."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What stands on an award certificate (`/piagam`). ``text`` may have `CERTIFICATE_FIELDS` in braces."""

    issuer: str = ""
    title: str = "PIAGAM PENGHARGAAN"
    text: str = "sebagai {kelompok} peringkat {urutan} dalam tindak lanjut aduan masyarakat periode {periode}."
    signed_at: str = "………………"
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the privacy notice (UU 27/2022) has to name. ``version`` is stored with each consent."""

    controller: str
    contact: str
    version: str
    retention_years: int


@dataclass(frozen=True, slots=True)
class Retention:
    """After how many days what was kept is erased: handled ``updates``, sent ``messages``, the ``audit`` log, and
    ``people`` of whom nothing else is left. Closed tickets: `Notice.retention_years`."""

    updates: int = 30
    messages: int = 90
    audit: int = 1825
    people: int = 365


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Exceptions to the national calendar: days off and working days of this government alone."""

    extra_holidays: tuple[date, ...] = ()
    extra_working_days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """How people here write. ``spellings`` maps local words to Indonesian; ``common`` are everyday words that are also
    (parts of) names of villages, so that such a name alone names no place; ``suggestion`` and ``information`` announce
    the kinds *aspirasi* and *permintaan informasi*.
    """

    spellings: Mapping[str, str] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    suggestion: tuple[str, ...] = ()
    information: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """One government's catalogue. Compared by identity: it is loaded once and never changes."""

    format: int
    province: Province
    time_zone: str
    bot_name: str
    ticket_prefix: str
    coordinator: str
    notice: Notice
    retention: Retention
    deadlines: Deadlines
    working_days: WorkingDays
    language: Language
    emergencies: tuple[Emergency, ...]
    dangers: tuple[Danger, ...]
    agencies: Mapping[str, Agency]
    categories: Mapping[str, Category]
    regions: Mapping[str, Region]
    districts: Mapping[str, District]
    villages: Mapping[str, Village]
    landmarks: tuple[Landmark, ...]
    roads: tuple[Road, ...]
    agency_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Further words that speak for an agency, whatever the category."""
    examples: tuple[Example, ...] = ()
    """Texts with the agency that is right for them, to learn from."""
    watch: Watch = field(default_factory=Watch)
    outside: Mapping[str, Outside] = field(default_factory=dict)
    """Bodies outside of this government by code, in the file's order."""
    certificate: Certificate = field(default_factory=Certificate)
    duplicates: Duplicates = field(default_factory=Duplicates)
    incidents: Incidents = field(default_factory=Incidents)
    least_confidence: float = 0.0
    """Below it the coordinator looks first, in categories whose verification goes by confidence (0 to 1)."""
    oversight: Oversight = field(default_factory=Oversight)
    blocking: Blocking = field(default_factory=Blocking)
    templates: tuple[Template, ...] = ()
    """Canned answers to begin with, offered to every agency as samples."""
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By language: the labels of categories and the purposes of emergency numbers in it."""

    tiles: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """By region: row and column in pictures, as the regions lie to each other."""

    def translated(self, words: str, language: str) -> str:
        """A label or a purpose in that language; as it stands here where nobody translated it."""
        return self.translations.get(language, {}).get(words, words)

    def agency(self, code: str) -> Agency:
        """The agency of that code; KeyError where there is none."""
        return self.agencies[code]

    def category(self, code: str) -> Category:
        """The category of that code; KeyError where there is none."""
        return self.categories[code]

    def region(self, code: str) -> Region:
        """The kabupaten or kota of that code; KeyError where there is none."""
        return self.regions[code]

    def region_of_village(self, code: str) -> Region:
        """The kabupaten or kota in which a village lies."""
        return self.regions[self.districts[self.villages[code].district].region]

    def numbers_for(self, danger: str) -> tuple[Emergency, ...]:
        """The emergency numbers to show for a danger's code, in order; all of them where the code is unknown."""
        by_number = {entry.number: entry for entry in self.emergencies}
        for entry in self.dangers:
            if entry.code == danger:
                return tuple(by_number[number] for number in entry.numbers)
        return self.emergencies

    def find_agency(self, text: str) -> tuple[Agency, ...]:
        """The agencies somebody may mean by a code, short form or name; one, none or several, in the file's order.

        Case, spaces and punctuation do not matter. A full form beats a part of one: "dinkes" is the Dinas Kesehatan
        only, "rsud" is every hospital.
        """
        wanted = squeeze(text)
        if not wanted:
            return ()
        exact = tuple(agency for agency in self.agencies.values() if wanted in names_of(agency))
        if exact:
            return exact
        return tuple(agency for agency in self.agencies.values() if _may_mean(text, wanted, agency))


def names_of(agency: Agency) -> frozenset[str]:
    """Every full form of an agency's name as a squeezed key."""
    return frozenset(squeeze(form) for form in (agency.code, agency.name, agency.short, *agency.aliases))


def by_code(entries: Iterable[_T]) -> Mapping[str, _T]:
    """Entries by their code, in order, read-only."""
    return MappingProxyType({entry.code: entry for entry in entries})


def _may_mean(text: str, wanted: str, agency: Agency) -> bool:
    if len(wanted) >= _SHORTEST_PART and any(name.startswith(wanted) for name in names_of(agency)):
        return True
    words = {word.key for word in split(text)}
    return words <= {word.key for word in split(f"{agency.name} {agency.short} {' '.join(agency.aliases)}")}
