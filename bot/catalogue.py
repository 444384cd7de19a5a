"""Reads a catalogue from its files, or says in plain sentences everything that is wrong with it.

A catalogue is `<name>.toml` and, in the folder `<name>/` beside it, `agencies.csv`, `regions.csv`, `districts.csv` and
`villages.csv`. The people who edit them are not programmers: every error names the file and the line and what to do,
and all errors come together. What each file looks like is in `bot.catalogue_file`; what the values mean in
`tickets.catalogue`.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.catalogue_file import AgencyRow, CatalogueTable, DistrictRow, RegionRow, VillageRow
from bot.catalogue_lines import TomlLines
from tickets import catalogue as c
from tickets.words import squeeze

_LONGEST_QUOTE = 40  # characters of a wrong value that an error repeats


class CatalogueError(Exception):
    """The catalogue cannot be used; ``errors`` holds one sentence for each thing to correct."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


Row = TypeVar("Row", bound=BaseModel)


@dataclass(slots=True)
class _Table(Generic[Row]):
    """The rows of one CSV file that could be read, and the line each stands on."""

    file: str
    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[Row, int]]:
        return zip(self.rows, self.lines, strict=True)


@dataclass(slots=True)
class _Files:
    """Everything that was read, for the checks between files."""

    toml: CatalogueTable
    lines: TomlLines
    name: str
    agencies: _Table[AgencyRow]
    regions: _Table[RegionRow]
    districts: _Table[DistrictRow]
    villages: _Table[VillageRow]


def load_catalogue(path: Path | str) -> c.Catalogue:
    """The catalogue of a TOML file and the tables beside it; raises `CatalogueError` with all that is wrong."""
    path = Path(path)
    errors: list[str] = []
    folder = path.with_suffix("")
    toml = _read_toml(path, errors)
    agencies = _read_table(folder / "agencies.csv", AgencyRow, errors)
    regions = _read_table(folder / "regions.csv", RegionRow, errors)
    districts = _read_table(folder / "districts.csv", DistrictRow, errors)
    villages = _read_table(folder / "villages.csv", VillageRow, errors)
    if toml is None or errors:
        raise CatalogueError(errors)
    files = _Files(toml[0], toml[1], path.name, agencies, regions, districts, villages)
    errors.extend(_disagreements(files))
    if errors:
        raise CatalogueError(errors)
    return _build(files)


# --- reading ----------------------------------------


def _text(path: Path, errors: list[str]) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError:
        errors.append(f"{path.name}, line 1: the file cannot be read; put it at {path.parent.name}/{path.name}.")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        errors.append(f"{path.name}, line {line}: the file is not in UTF-8; save it again in that encoding.")
    return None


def _read_toml(path: Path, errors: list[str]) -> tuple[CatalogueTable, TomlLines] | None:
    text = _text(path, errors)
    if text is None:
        return None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        errors.append(_syntax_error(path.name, str(error), text))
        return None
    lines = TomlLines(text)
    try:
        return CatalogueTable.model_validate(data), lines
    except ValidationError as error:
        for detail in error.errors():
            line = lines.find(detail["loc"], detail["input"])
            errors.append(f"{path.name}, line {line}: {_sentence(detail)}.")
        return None


def _syntax_error(file: str, message: str, text: str) -> str:
    at = re.search(r"\(at line (\d+), column \d+\)", message)
    line = int(at.group(1)) if at else len(text.splitlines())
    what = re.sub(r"\s*\(at .*\)$", "", message)
    return f"{file}, line {line}: this is not TOML ({what}); correct the quotes, commas or brackets here or just above."


def _sentence(detail: ErrorDetails) -> str:  # noqa: PLR0911 - one return per kind of error reads best
    """What one pydantic error means to somebody who edits the file."""
    name = " → ".join(str(part + 1) if isinstance(part, int) else part for part in detail["loc"])
    shown = str(detail["input"])[:_LONGEST_QUOTE]
    match detail["type"]:
        case "missing":
            return f'"{name}" is missing; add it'
        case "extra_forbidden":
            return f'"{name}" is not known; remove it or correct its spelling'
        case "string_pattern_mismatch":
            return f'"{name}" is "{shown}", which does not look as it should ({detail["ctx"]["pattern"]}); correct it'
        case "string_too_long":
            return f'"{name}" is "{shown}", longer than {detail["ctx"]["max_length"]} characters; shorten it'
        case "string_too_short" | "too_short":
            return f'"{name}" is empty; fill it in'
        case "literal_error":
            return f'"{name}" is "{shown}" but has to be {detail["ctx"]["expected"]}; correct it'
        case "value_error":
            return f'"{shown}" in "{name}" {detail["ctx"]["error"]}; correct it'
        case _:
            return f'"{name}" is "{shown}", but: {detail["msg"].lower()}; correct it'


def _read_table(path: Path, model: type[Row], errors: list[str]) -> _Table[Row]:
    table = _Table[Row](path.name)
    text = _text(path, errors)
    if text is None:
        return table
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    wanted = {name for name, info in model.model_fields.items() if info.is_required()}
    if absent := sorted(wanted - set(reader.fieldnames or ())):
        errors.append(f"{path.name}, line 1: the column {', '.join(absent)} is missing; add it to the first line.")
        return table
    adapter = TypeAdapter(model)
    for row in reader:
        if "" in row:
            errors.append(f"{path.name}, line {reader.line_num}: too many columns; put names with commas in quotes.")
            continue
        try:
            table.rows.append(adapter.validate_python(row))
            table.lines.append(reader.line_num)
        except ValidationError as error:
            errors.extend(f"{path.name}, line {reader.line_num}: {_sentence(each)}." for each in error.errors())
    return table


# --- checks between the files ----------------------------------------


def _disagreements(files: _Files) -> Iterator[str]:
    yield from _tables_disagree(files)
    toml = ((path, value, what) for path, value, what in _toml_disagrees(files))
    for path, value, what in toml:
        yield f"{files.name}, line {files.lines.find(path, value)}: {what}."


def _tables_disagree(files: _Files) -> Iterator[str]:
    yield from _repeated_codes(files.agencies)
    yield from _repeated_codes(files.regions)
    yield from _repeated_codes(files.districts)
    yield from _repeated_codes(files.villages)
    agency_names: dict[str, int] = {}
    for agency, line in files.agencies:
        first = agency_names.setdefault(squeeze(agency.name), line)
        if first != line:
            yield f'agencies.csv, line {line}: the name "{agency.name}" stands already in line {first}; change one.'
    yield from _orphans(files.regions, "code", {files.toml.province.code}, "province", cut=2)
    yield from _orphans(files.districts, "regency_code", {row.code for row, _ in files.regions}, "region")
    yield from _orphans(files.villages, "district_code", {row.code for row, _ in files.districts}, "district")


def _repeated_codes(table: _Table[Row]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for row, line in table:
        code = str(getattr(row, "code", ""))
        first = seen.setdefault(code, line)
        if first != line:
            yield f'{table.file}, line {line}: the code "{code}" stands already in line {first}; remove one of the two.'


def _orphans(table: _Table[Row], column: str, known: set[str], what: str, cut: int | None = None) -> Iterator[str]:
    for row, line in table:
        code = str(getattr(row, column))[:cut]
        if code not in known:
            yield (
                f'{table.file}, line {line}: there is no {what} with the code "{code}"; correct it or add the {what}.'
            )


_Finding = tuple[tuple[str | int, ...], object, str]


def _toml_disagrees(files: _Files) -> Iterator[_Finding]:
    toml = files.toml
    agencies = {row.code for row, _ in files.agencies}
    regions = {row.code for row, _ in files.regions}
    if toml.coordinator not in agencies:
        yield ("coordinator",), None, _no_agency("the coordinator", toml.coordinator)
    if not _is_time_zone(toml.time_zone):
        yield ("time_zone",), None, f'there is no time zone "{toml.time_zone}"; write one such as "Asia/Makassar"'
    yield from _bad_categories(toml, agencies)
    yield from _bad_dangers(toml)
    yield from _bad_landmarks(toml, regions)
    yield from _bad_days(toml)
    yield from _chained_spellings(toml)


def _no_agency(who: str, code: str) -> str:
    return f'{who} names the agency "{code}", which is not in agencies.csv; correct the code or add the agency'


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError):
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


def _bad_landmarks(toml: CatalogueTable, regions: set[str]) -> Iterator[_Finding]:
    yield from _repeated("landmarks", "name", [landmark.name for landmark in toml.landmarks])
    for at, landmark in enumerate(toml.landmarks):
        for region in landmark.regions:
            if region not in regions:
                text = f'the landmark "{landmark.name}" names the region "{region}", which is not in regions.csv'
                yield ("landmarks", at, "regions"), region, f"{text}; correct the code"


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


def _chained_spellings(toml: CatalogueTable) -> Iterator[_Finding]:
    spellings = toml.language.spellings
    for word, meaning in spellings.items():
        if any(part in spellings for part in meaning.split()):
            text = f'"{word}" is spelled "{meaning}", which is itself in the list; write the final word or remove one'
            yield ("language", "spellings", word), None, text


# --- building ----------------------------------------


def _build(files: _Files) -> c.Catalogue:
    toml = files.toml
    language = toml.language
    return c.Catalogue(
        format=toml.format,
        province=c.Province(**toml.province.model_dump()),
        time_zone=toml.time_zone,
        bot_name=toml.bot_name,
        ticket_prefix=toml.ticket_prefix,
        coordinator=toml.coordinator,
        notice=c.Notice(**toml.notice.model_dump()),
        deadlines=c.Deadlines(**toml.deadlines.model_dump()),
        working_days=c.WorkingDays(
            tuple(toml.working_days.extra_holidays), tuple(toml.working_days.extra_working_days)
        ),
        language=c.Language(
            spellings=MappingProxyType(dict(language.spellings)),
            common=frozenset(language.common),
            suggestion=tuple(language.suggestion),
            information=tuple(language.information),
        ),
        emergencies=tuple(c.Emergency(entry.number, entry.purpose) for entry in toml.emergencies),
        dangers=tuple(
            c.Danger(each.code, tuple(each.numbers), tuple(each.words), tuple(each.unless)) for each in toml.dangers
        ),
        agencies=c.by_code(_agency(row) for row in files.agencies.rows),
        categories=c.by_code(_categories(toml)),
        regions=c.by_code(_region(row) for row in files.regions.rows),
        districts=c.by_code(c.District(row.code, row.regency_code, row.name) for row in files.districts.rows),
        villages=c.by_code(c.Village(row.code, row.district_code, row.name) for row in files.villages.rows),
        landmarks=tuple(
            c.Landmark(each.name, tuple(each.regions), tuple(each.spellings), each.exact) for each in toml.landmarks
        ),
    )


def _agency(row: AgencyRow) -> c.Agency:
    short, *aliases = (form.strip() for form in row.short.split(" / "))
    return c.Agency(row.code, row.name, short, tuple(aliases), row.serves)


def _region(row: RegionRow) -> c.Region:
    spellings = tuple(part for part in (each.strip() for each in row.spellings.split(",")) if part)
    return c.Region(row.code, row.name, row.short, row.capital, spellings)


def _categories(toml: CatalogueTable) -> Iterable[c.Category]:
    for each in toml.categories:
        others: Mapping[str, tuple[str, ...]] = {code: tuple(words) for code, words in each.others.items()}
        yield c.Category(
            code=each.code,
            label=each.label,
            button=each.button,
            official=each.official,
            agency=each.agency,
            others=MappingProxyType(dict(others)),
            words=tuple(each.words),
            asks=tuple(each.asks),
            sensitive=each.sensitive,
        )
