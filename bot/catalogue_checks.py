"""Whether the files of a catalogue agree with one another: codes that exist, names used once, days that make sense.

What one file must look like by itself is in `bot.catalogue_file`; `bot.catalogue` reads the files and asks here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from bot.catalogue_file import AgencyRow, CatalogueTable, DistrictRow, ExampleRow, RegionRow, VillageRow
from bot.catalogue_lines import TomlLines
from tickets.catalogue import BUTTON_LIMIT
from tickets.words import squeeze

Row = TypeVar("Row", bound=BaseModel)


@dataclass(slots=True)
class Table(Generic[Row]):
    """The rows of one CSV file that could be read, and the line each stands on.

    ``codes`` are those of all rows, so that a row with some other fault is not also reported missing.
    """

    file: str
    is_readable: bool = False
    codes: set[str] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[Row, int]]:
        return zip(self.rows, self.lines, strict=True)


@dataclass(slots=True)
class Files:
    """The tables that were read, and the name of the TOML file, for the checks between files."""

    name: str
    agencies: Table[AgencyRow]
    regions: Table[RegionRow]
    districts: Table[DistrictRow]
    villages: Table[VillageRow]
    examples: Table[ExampleRow]


def disagreements(files: Files, toml: tuple[CatalogueTable, TomlLines] | None) -> Iterator[str]:
    """Every contradiction between the files, one sentence each with file and line.

    A file that could not be read at all is left out: everything would seem to be missing.
    """
    if not all(table.is_readable for table in (files.agencies, files.regions, files.districts, files.villages)):
        return
    yield from _tables_disagree(files)
    if toml is None:
        return
    tables, lines = toml
    yield from _orphans(files.regions, "code", {tables.province.code}, "province", cut=2)
    for path, value, what in _toml_disagrees(files, tables):
        yield f"{files.name}, line {lines.find(path, value)}: {what}."


def _tables_disagree(files: Files) -> Iterator[str]:
    yield from _repeated_codes(files.agencies)
    yield from _repeated_codes(files.regions)
    yield from _repeated_codes(files.districts)
    yield from _repeated_codes(files.villages)
    agency_names: dict[str, int] = {}
    for agency, line in files.agencies:
        first = agency_names.setdefault(squeeze(agency.name), line)
        if first != line:
            yield f'agencies.csv, line {line}: the name "{agency.name}" stands already in line {first}; change one.'
    yield from _orphans(files.examples, "code", files.agencies.codes, "agency")
    yield from _orphans(files.districts, "regency_code", files.regions.codes, "region")
    yield from _orphans(files.villages, "district_code", files.districts.codes, "district")


def _repeated_codes(table: Table[Row]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for row, line in table:
        code = str(getattr(row, "code", ""))
        first = seen.setdefault(code, line)
        if first != line:
            yield f'{table.file}, line {line}: the code "{code}" stands already in line {first}; remove one of the two.'


def _orphans(table: Table[Row], column: str, known: set[str], what: str, cut: int | None = None) -> Iterator[str]:
    for row, line in table:
        code = str(getattr(row, column))[:cut]
        if code not in known:
            yield (
                f'{table.file}, line {line}: there is no {what} with the code "{code}"; correct it or add the {what}.'
            )


_Finding = tuple[tuple[str | int, ...], object, str]


def _toml_disagrees(files: Files, toml: CatalogueTable) -> Iterator[_Finding]:
    agencies, regions = files.agencies.codes, files.regions.codes
    if toml.coordinator not in agencies:
        yield ("coordinator",), None, _no_agency("the coordinator", toml.coordinator)
    if not _is_time_zone(toml.time_zone):
        yield ("time_zone",), None, f'there is no time zone "{toml.time_zone}"; write one such as "Asia/Makassar"'
    yield from _bad_categories(toml, agencies)
    yield from _bad_agency_words(toml, agencies)
    yield from _bad_dangers(toml)
    yield from _bad_outside(toml, agencies)
    yield from _bad_templates(toml)
    yield from _bad_landmarks(toml, regions)
    yield from _bad_tiles(toml, regions)
    yield from _bad_roads(toml, regions)
    yield from _bad_days(toml)
    yield from _chained_spellings(toml)
    yield from _bad_translations(toml)


def _no_agency(who: str, code: str) -> str:
    return f'{who} names the agency "{code}", which is not in agencies.csv; correct the code or add the agency'


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True


def _bad_categories(toml: CatalogueTable, agencies: set[str]) -> Iterator[_Finding]:
    for key in ("code", "label", "button"):
        yield from _repeated("categories", key, [str(getattr(category, key)) for category in toml.categories])
    for at, category in enumerate(toml.categories):
        who = f'the category "{category.code}"'
        if category.agency is not None and category.agency not in agencies:
            yield ("categories", at, "agency"), None, _no_agency(who, category.agency)
        for other in category.others:
            if other not in agencies:
                yield ("categories", at, "others", other), None, _no_agency(who, other)
            elif other == category.agency:
                text = f'{who} lists its own agency "{other}" as a second choice; move the words to "words"'
                yield ("categories", at, "others", other), None, text
        yield from _repeated_words(("categories", at, "words"), category.words)
        for other, words in category.others.items():
            yield from _repeated_words(("categories", at, "others", other), words)


def _bad_agency_words(toml: CatalogueTable, agencies: set[str]) -> Iterator[_Finding]:
    for code, words in toml.agency_words.items():
        if code not in agencies:
            yield ("agency_words", code), None, _no_agency('"agency_words"', code)
        yield from _repeated_words(("agency_words", code), words)


def _repeated(table: str, key: str, values: list[str]) -> Iterator[_Finding]:
    seen: set[str] = set()
    for at, value in enumerate(values):
        if value.casefold() in seen:
            yield (table, at, key), None, f'the {key} "{value}" is used twice in "{table}"; change one of the two'
        seen.add(value.casefold())


def _repeated_words(path: tuple[str | int, ...], words: list[str]) -> Iterator[_Finding]:
    seen: set[str] = set()
    for word in words:
        if word in seen:
            yield path, word, f'"{word}" stands twice in the same list; remove one of the two'
        seen.add(word)


def _bad_dangers(toml: CatalogueTable) -> Iterator[_Finding]:
    numbers = {entry.number for entry in toml.emergencies}
    yield from _repeated("emergencies", "number", [entry.number for entry in toml.emergencies])
    yield from _repeated("dangers", "code", [danger.code for danger in toml.dangers])
    for at, danger in enumerate(toml.dangers):
        for number in danger.numbers:
            if number not in numbers:
                text = f'the danger "{danger.code}" names the number {number}, which "emergencies" lacks; add it there'
                yield ("dangers", at, "numbers"), number, text


def _bad_outside(toml: CatalogueTable, agencies: set[str]) -> Iterator[_Finding]:
    for key in ("code", "button"):
        yield from _repeated("outside", key, [str(getattr(body, key)) for body in toml.outside])
    for at, body in enumerate(toml.outside):
        if body.code in agencies:
            text = f'"{body.code}" is outside and in agencies.csv as well; remove one of the two'
            yield ("outside", at, "code"), None, text
        yield from _repeated_words(("outside", at, "words"), body.words)


def _bad_templates(toml: CatalogueTable) -> Iterator[_Finding]:
    for key in ("code", "name"):
        yield from _repeated("templates", key, [str(getattr(each, key)) for each in toml.templates])


def _bad_tiles(toml: CatalogueTable, regions: set[str]) -> Iterator[_Finding]:
    taken: set[tuple[int, int]] = set()
    for region, place in toml.tiles.items():
        if region not in regions:
            yield ("tiles", region), None, f'"tiles" names the region "{region}", which is not in regions.csv'
        if place in taken:
            yield ("tiles", region), None, f'"tiles" puts two regions at {list(place)}; move one of them'
        taken.add(place)


def _bad_landmarks(toml: CatalogueTable, regions: set[str]) -> Iterator[_Finding]:
    yield from _repeated("landmarks", "name", [landmark.name for landmark in toml.landmarks])
    for at, landmark in enumerate(toml.landmarks):
        for region in landmark.regions:
            if region not in regions:
                text = f'the landmark "{landmark.name}" names the region "{region}", which is not in regions.csv'
                yield ("landmarks", at, "regions"), region, f"{text}; correct the code"


def _bad_roads(toml: CatalogueTable, regions: set[str]) -> Iterator[_Finding]:
    yield from _repeated("roads", "name", [road.name for road in toml.roads])
    for at, road in enumerate(toml.roads):
        ends = -1
        for each in sorted(road.kilometres, key=lambda stretch: stretch.first):
            if each.region not in regions:
                text = f'the road "{road.name}" names the region "{each.region}", which is not in regions.csv'
                yield ("roads", at, "kilometres"), each.region, f"{text}; correct the code"
            if each.first <= ends or each.last < each.first:
                text = f'the road "{road.name}" has kilometre {each.first} twice or backwards;'
                yield ("roads", at, "kilometres"), None, f"{text} let each begin behind the last"
            ends = each.last


def _bad_days(toml: CatalogueTable) -> Iterator[_Finding]:
    days, deadlines = toml.working_days, toml.deadlines
    for day in sorted(set(days.extra_holidays) & set(days.extra_working_days)):
        yield ("working_days",), None, f"{day} is both an extra holiday and an extra working day; remove one of the two"
    if deadlines.follow_up_target > deadlines.follow_up_limit:
        text = (
            f"the follow-up target is {deadlines.follow_up_target} days, above the limit; lower it or raise the limit"
        )
        yield ("deadlines", "follow_up_target"), None, text
    if deadlines.completion > deadlines.completion_with_inspection:
        text = "completion with inspection is shorter than without; raise it"
        yield ("deadlines", "completion_with_inspection"), None, text


def _bad_translations(toml: CatalogueTable) -> Iterator[_Finding]:
    """A translation of nothing is a label that has changed since; a button has only so much room."""
    buttons = {category.button for category in toml.categories}
    shown = buttons | {category.label for category in toml.categories} | {each.purpose for each in toml.emergencies}
    for language, words in toml.translations.items():
        for own, foreign in words.items():
            path = ("translations", language, own)
            if own not in shown:
                text = f'"{own}" is translated, but no label, button or purpose reads so; correct it or remove the line'
                yield path, None, text
            elif own in buttons and len(foreign) > BUTTON_LIMIT:
                text = f'"{foreign}" stands on a button and is longer than {BUTTON_LIMIT} characters; shorten it'
                yield path, None, text


def _chained_spellings(toml: CatalogueTable) -> Iterator[_Finding]:
    spellings = toml.language.spellings
    for word, meaning in spellings.items():
        if any(part in spellings for part in meaning.split()):
            text = f'"{word}" is spelled "{meaning}", which is itself in the list; write the final word or remove one'
            yield ("language", "spellings", word), None, text
