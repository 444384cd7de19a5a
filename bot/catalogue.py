"""Reads a catalogue from its files, or says in plain sentences everything that is wrong with it.

A catalogue is `<name>.toml` and, in the folder `<name>/` beside it, `agencies.csv`, `regions.csv`, `districts.csv`,
`villages.csv` and, if there is one, `examples.csv`. The people who edit them are not programmers: every error names the
file and the line and what to do, and all errors come together. What each file looks like is in `bot.catalogue_file`,
whether they agree in `bot.catalogue_checks`, what the values mean in `tickets.catalogue`.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.catalogue_checks import Files, Row, Table, disagreements
from bot.catalogue_file import AgencyRow, CatalogueTable, DistrictRow, ExampleRow, RegionRow, VillageRow
from bot.catalogue_lines import TomlLines
from tickets import catalogue as c
from tickets.learning import Example
from tickets.templates import Template

_LONGEST_QUOTE = 40  # characters of a wrong value that an error repeats


class CatalogueError(Exception):
    """The catalogue cannot be used; ``errors`` holds one sentence for each thing to correct."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def load_catalogue(path: Path | str, folder: Path | None = None) -> c.Catalogue:
    """The catalogue of a TOML file and the tables beside it, or in another folder; raises `CatalogueError` with all
    that is wrong.
    """
    path = Path(path)
    errors: list[str] = []
    folder = folder or path.with_suffix("")
    toml = _read_toml(path, errors)
    agencies = _read_table(folder / "agencies.csv", AgencyRow, errors)
    regions = _read_table(folder / "regions.csv", RegionRow, errors)
    districts = _read_table(folder / "districts.csv", DistrictRow, errors)
    villages = _read_table(folder / "villages.csv", VillageRow, errors)
    examples = _read_examples(folder / "examples.csv", errors)
    files = Files(path.name, agencies, regions, districts, villages, examples)
    errors.extend(disagreements(files, toml))
    if errors or toml is None:
        raise CatalogueError(errors)
    return _build(files, toml[0])


# --- reading ----------------------------------------


def _text(path: Path, errors: list[str]) -> str | None:
    try:
        data = path.read_bytes()
    except OSError:
        errors.append(f"{path.name}, line 1: the file cannot be read; put it at {path.parent.name}/{path.name}.")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
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
    except (RecursionError, ValueError):
        errors.append(f"{path.name}, line {_strangest(text)}: brackets within brackets, or a number, without end.")
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


def _strangest(text: str) -> int:
    """The line that has the most brackets or digits: what a reader of TOML breaks at without telling where."""
    signs = [sum(map(line.count, "[{0123456789")) for line in text.split("\n")]
    return signs.index(max(signs)) + 1


def _sentence(detail: ErrorDetails) -> str:  # noqa: PLR0911 - one return per kind of error reads best
    """What one pydantic error means to somebody who edits the file."""
    name = " → ".join(str(part + 1) if isinstance(part, int) else part for part in detail["loc"])
    shown = _shown(detail["input"])
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


def _shown(value: object) -> str:
    try:
        return str(value)[:_LONGEST_QUOTE]
    except ValueError:  # a number too long to be written in decimals
        return "a number without end"


def _read_table(path: Path, model: type[Row], errors: list[str]) -> Table[Row]:
    table = Table[Row](path.name)
    text = _text(path, errors)
    if text is None:
        return table
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        errors.append(f"{path.name}, line {max(1, reader.line_num)}: this is no table ({error}); save it again as CSV.")
        return table
    wanted = {name for name, info in model.model_fields.items() if info.is_required()}
    if absent := sorted(wanted - set(reader.fieldnames or ())):
        errors.append(f"{path.name}, line 1: the column {', '.join(absent)} is missing; add it to the first line.")
        return table
    table.is_readable = True
    adapter = TypeAdapter(model)
    for line, row in rows:
        table.codes.add(row["code"])
        if "" in row:
            errors.append(f"{path.name}, line {line}: too many columns; put names with commas in quotes.")
            continue
        try:
            table.rows.append(adapter.validate_python(row))
            table.lines.append(line)
        except ValidationError as error:
            errors.extend(f"{path.name}, line {line}: {_sentence(each)}." for each in error.errors())
    return table


def _read_examples(path: Path, errors: list[str]) -> Table[ExampleRow]:
    """The examples to learn from; a province that has none yet needs no file."""
    return _read_table(path, ExampleRow, errors) if path.exists() else Table[ExampleRow](path.name)


# --- building ----------------------------------------


def _build(files: Files, toml: CatalogueTable) -> c.Catalogue:
    language = toml.language
    return c.Catalogue(
        format=toml.format,
        province=c.Province(**toml.province.model_dump()),
        time_zone=toml.time_zone,
        bot_name=toml.bot_name,
        ticket_prefix=toml.ticket_prefix,
        coordinator=toml.coordinator,
        certificate=c.Certificate(**toml.certificate.model_dump()) if toml.certificate else c.Certificate(),
        notice=c.Notice(**toml.notice.model_dump()),
        retention=c.Retention(**toml.retention.model_dump()),
        deadlines=c.Deadlines(**toml.deadlines.model_dump()),
        watch=c.Watch(
            minutes=toml.watch.minutes,
            most=toml.watch.most,
            answer_days=toml.watch.answer_days,
            feeds=tuple(c.Feed(feed.name, feed.url) for feed in toml.watch.feeds),
        ),
        duplicates=c.Duplicates(**toml.duplicates.model_dump()),
        oversight=c.Oversight(**toml.oversight.model_dump()),
        blocking=c.Blocking(tuple(sorted(set(toml.blocking.days))), toml.blocking.danger_hours),
        incidents=c.Incidents(**toml.incidents.model_dump()),
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
        agency_words=MappingProxyType({code: tuple(words) for code, words in toml.agency_words.items()}),
        examples=tuple(Example(row.text, row.code) for row in files.examples.rows),
        outside=c.by_code(_outside(toml)),
        templates=tuple(Template(each.name, each.text, sample=each.code) for each in toml.templates),
        tiles=MappingProxyType(dict(toml.tiles)),
        least_confidence=toml.verification.least_confidence,
        regions=c.by_code(_region(row) for row in files.regions.rows),
        districts=c.by_code(c.District(row.code, row.regency_code, row.name) for row in files.districts.rows),
        villages=c.by_code(c.Village(row.code, row.district_code, row.name) for row in files.villages.rows),
        landmarks=tuple(
            c.Landmark(each.name, tuple(each.regions), tuple(each.spellings), each.exact) for each in toml.landmarks
        ),
        roads=tuple(
            c.Road(road.name, tuple(road.spellings), tuple(c.Stretch(**dict(each)) for each in road.kilometres))
            for road in toml.roads
        ),
        translations=MappingProxyType(
            {language: MappingProxyType(dict(words)) for language, words in toml.translations.items()}
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
            evidence=each.evidence,
            verification=each.verification,
            least_confidence=each.least_confidence,
        )


def _outside(toml: CatalogueTable) -> Iterable[c.Outside]:
    for each in toml.outside:
        yield c.Outside(each.code, each.name, each.button, each.address, tuple(each.words))
