"""The catalogue as it is written in files: the shape of the TOML and of the rows of its tables, checked by pydantic.

One file alone is judged here (types, lengths, lower case); whether the files agree with one another is for
`bot.catalogue`, which also turns these models into the values the program works with.
"""

from __future__ import annotations

from datetime import date
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from tickets.catalogue import BUTTON_LIMIT, CERTIFICATE_FIELDS, LABEL_LIMIT, Verification
from tickets.templates import LONGEST_NAME, MOST, Unfit, check

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,19}$")]
AgencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{1,19}$")]
WorkingDayCount = Annotated[int, Field(ge=1, le=260)]
Kilometre = Annotated[int, Field(ge=0, le=9_999)]
TilePlace = Annotated[int, Field(ge=0, le=20)]
WaitingDayCount = Annotated[int, Field(ge=3, le=260)]  # its end is announced two working days before


def _lower(word: str) -> str:
    if word != word.lower():
        raise ValueError("must be written in lower case, because texts are compared in lower case")
    return word


Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_lower)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProvinceTable(_Model):
    code: Annotated[str, StringConstraints(pattern=r"^\d\d$")]
    name: Text
    demonym: Text


class NoticeTable(_Model):
    controller: Text
    contact: Text
    version: Text
    retention_years: Annotated[int, Field(ge=1, le=30)]


class RetentionTable(_Model):
    """Days. Updates are known by their keys for as long: no channel repeats one after a week."""

    updates: Annotated[int, Field(ge=7, le=3650)] = 30
    messages: Annotated[int, Field(ge=30, le=3650)] = 90
    audit: Annotated[int, Field(ge=365, le=36500)] = 1825
    people: Annotated[int, Field(ge=30, le=3650)] = 365


class CertificateTable(_Model):
    issuer: Text
    title: Text
    text: Text
    signed_at: Text
    signer: Text

    @field_validator("text")
    @classmethod
    def _names_what_there_is(cls, text: str) -> str:
        known = " ".join(f"{{{field}}}" for field in CERTIFICATE_FIELDS)
        try:
            braced = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
        except ValueError:
            raise ValueError(f"has a brace alone; only {known} may stand in braces") from None
        if any(part not in {(field, "", None) for field in CERTIFICATE_FIELDS} for part in braced):
            raise ValueError(f"may have in braces only {known}")
        return text


class DeadlinesTable(_Model):
    verification: WorkingDayCount
    follow_up_target: WorkingDayCount
    follow_up_limit: WorkingDayCount
    completion: WorkingDayCount
    completion_with_inspection: WorkingDayCount
    reporter_silence: WaitingDayCount
    reporter_data: WaitingDayCount = 10


class DuplicatesTable(_Model):
    days: Annotated[int, Field(ge=1, le=90)] = 14


class OversightTable(_Model):
    silent_days: Annotated[int, Field(ge=1, le=365)] = 7
    checked_percent: Annotated[int, Field(ge=0, le=100)] = 10
    checked_days: Annotated[int, Field(ge=1, le=90)] = 14
    step_days: Annotated[int, Field(ge=1, le=60)] = 5
    reveal_minutes: Annotated[int, Field(ge=1, le=1440)] = 15


class BlockingTable(_Model):
    days: Annotated[list[Annotated[int, Field(ge=1, le=365)]], Field(min_length=1, max_length=6)] = [1, 7, 30, 90]
    danger_hours: Annotated[int, Field(ge=1, le=168)] = 1


class IncidentsTable(_Model):
    reporters: Annotated[int, Field(ge=2, le=1000)] = 5
    minutes: Annotated[int, Field(ge=5, le=1440)] = 60
    quiet_hours: Annotated[int, Field(ge=1, le=240)] = 24


class VerificationTable(_Model):
    least_confidence: Annotated[float, Field(ge=0, le=1)] = 0.0


class WorkingDaysTable(_Model):
    extra_holidays: list[date] = []
    extra_working_days: list[date] = []


class EmergencyTable(_Model):
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{3,15}$")]
    purpose: Text


class DangerTable(_Model):
    code: Slug
    numbers: Annotated[list[str], Field(min_length=1)]
    words: Annotated[list[Word], Field(min_length=1)]
    unless: list[Word] = []


class CategoryTable(_Model):
    code: Slug
    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LABEL_LIMIT)]
    button: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=BUTTON_LIMIT)]
    official: Text
    agency: str | None = None
    others: dict[str, list[Word]] = {}
    words: list[Word]
    asks: list[Literal["institution", "reported_party"]] = []  # tickets.catalogue.EXTRA_FIELDS
    sensitive: bool = False
    evidence: bool = False
    verification: Verification = Verification.CONFIDENCE
    least_confidence: Annotated[float, Field(ge=0, le=1)] | None = None


class OutsideTable(_Model):
    code: AgencyCode
    name: Text
    button: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=BUTTON_LIMIT)]
    address: Text
    words: list[Word] = []


class LandmarkTable(_Model):
    name: Text
    regions: list[str]
    spellings: list[Word] = []
    exact: bool = False


class StretchTable(_Model):
    first: Kilometre
    last: Kilometre
    region: str


class RoadTable(_Model):
    name: Text
    spellings: list[Word] = []
    kilometres: Annotated[list[StretchTable], Field(min_length=1)]


class LanguageTable(_Model):
    suggestion: list[Word]
    information: list[Word]
    common: list[Word] = []
    spellings: dict[Word, Word] = {}


class FeedTable(_Model):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LABEL_LIMIT)]
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$", max_length=500)]


class WatchTable(_Model):
    minutes: Annotated[int, Field(ge=5, le=1440)] = 60
    most: Annotated[int, Field(ge=1, le=10)] = 5
    answer_days: WorkingDayCount = 3
    feeds: list[FeedTable] = []


class TemplateTable(_Model):
    """``code`` stands in a button; name and text are checked by the rules for what people write."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,11}$")]
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]
    text: Text

    @field_validator("text")
    @classmethod
    def _can_be_filled(cls, text: str) -> str:
        try:
            check(text)
        except Unfit as unfit:
            braced = ", ".join(f"{{{word}}}" for word in unfit.unknown)
            raise ValueError(f"has placeholders that nothing fills: {braced}" if braced else "is too long") from None
        return text


class CatalogueTable(_Model):
    """The whole TOML file."""

    format: Literal[1]  # tickets.catalogue.FORMAT
    time_zone: Text
    bot_name: Text
    ticket_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,5}$")]
    coordinator: str
    province: ProvinceTable
    notice: NoticeTable
    certificate: CertificateTable | None = None
    retention: RetentionTable = RetentionTable()
    deadlines: DeadlinesTable
    working_days: WorkingDaysTable = WorkingDaysTable()
    duplicates: DuplicatesTable = DuplicatesTable()
    incidents: IncidentsTable = IncidentsTable()
    verification: VerificationTable = VerificationTable()
    oversight: OversightTable = OversightTable()
    blocking: BlockingTable = BlockingTable()
    emergencies: Annotated[list[EmergencyTable], Field(min_length=1)]
    dangers: list[DangerTable] = []
    categories: Annotated[list[CategoryTable], Field(min_length=1)]
    agency_words: dict[str, list[Word]] = {}
    watch: WatchTable = WatchTable()
    outside: list[OutsideTable] = []
    templates: Annotated[list[TemplateTable], Field(max_length=MOST)] = []
    tiles: dict[str, tuple[TilePlace, TilePlace]] = {}
    landmarks: list[LandmarkTable] = []
    roads: list[RoadTable] = []
    language: LanguageTable
    translations: dict[str, dict[Text, Text]] = {}


class AgencyRow(BaseModel):
    """``short`` may hold several forms, " / " between them; the first is shown. Further columns are left alone."""

    code: AgencyCode
    name: Text
    short: Text
    serves: str = ""


class RegionRow(BaseModel):
    """``spellings`` are separated by commas."""

    code: Annotated[str, StringConstraints(pattern=r"^\d\d\.\d\d$")]
    name: Text
    short: str = ""
    capital: Text
    spellings: str = ""


class DistrictRow(BaseModel):
    code: Annotated[str, StringConstraints(pattern=r"^\d\d\.\d\d\.\d\d$")]
    regency_code: Text
    name: Text


class ExampleRow(BaseModel):
    """``code`` is that of the agency which is right for the text."""

    code: AgencyCode
    text: Text


class VillageRow(BaseModel):
    code: Annotated[str, StringConstraints(pattern=r"^\d\d\.\d\d\.\d\d\.\d{4}$")]
    district_code: Text
    name: Text
