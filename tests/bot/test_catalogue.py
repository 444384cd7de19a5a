"""A catalogue is read whole, or refused with a sentence for each thing to correct, naming file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from bot.catalogue import CatalogueError, load_catalogue
from bot.catalogue_file import CatalogueTable, CategoryTable
from bot.catalogue_lines import TomlLines
from tests.support.catalogues import KALSEL_FILE, MINI_FILE, kalsel, mini
from tickets.catalogue import BUTTON_LIMIT, EXTRA_FIELDS, FORMAT, LABEL_LIMIT, Emergency

Change = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny catalogue, to be spoilt."""
    shutil.copy(MINI_FILE, tmp_path / "mini.toml")
    shutil.copytree(MINI_FILE.with_suffix(""), tmp_path / "mini")
    return tmp_path


@pytest.fixture
def change(folder: Path) -> Change:
    """Replaces a text in one file of the copy."""

    def change(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return change


def errors_of(folder: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder / "mini.toml")
    return caught.value.errors


def test_the_whole_province_is_there() -> None:
    catalogue = kalsel()
    assert len(catalogue.agencies) == 49
    assert len(catalogue.regions) == 13
    assert len(catalogue.districts) == 156
    assert len(catalogue.villages) == 2016
    assert len(catalogue.categories) == 15
    assert [entry.number for entry in catalogue.emergencies] == ["112", "110", "119", "113"]
    assert catalogue.province.demonym == "Kalsel"
    assert catalogue.coordinator == "DISKOMINFO"


def test_the_last_category_is_for_those_who_do_not_know_and_has_no_agency() -> None:
    *known, unknown = kalsel().categories.values()
    assert unknown.agency is None
    assert all(category.agency for category in known)


def test_labels_and_buttons_fit_a_chat() -> None:
    for category in kalsel().categories.values():
        assert len(category.label) <= LABEL_LIMIT
        assert len(category.button) <= BUTTON_LIMIT


def test_every_label_button_and_purpose_has_its_english() -> None:
    catalogue = kalsel()
    for category in catalogue.categories.values():
        assert catalogue.translated(category.label, "en") != category.label
        assert catalogue.translated(category.button, "en") != category.button
        assert len(catalogue.translated(category.label, "en")) <= LABEL_LIMIT
    for emergency in catalogue.emergencies:
        assert catalogue.translated(emergency.purpose, "en") != emergency.purpose


def test_what_is_not_translated_is_said_as_it_stands() -> None:
    assert mini().translated("Perahu & dermaga", "en") == "Boats & jetties"
    assert mini().translated("Perahu & dermaga", "bjn") == "Perahu & dermaga"
    assert mini().translated("Kebun & kelapa", "en") == "Kebun & kelapa"


def test_reports_about_officials_and_violence_are_sensitive() -> None:
    assert {code for code, category in kalsel().categories.items() if category.sensitive} == {"pungli", "kekerasan"}


def test_work_that_can_be_seen_wants_a_photo_and_what_cannot_does_not() -> None:
    wanting = {code for code, category in kalsel().categories.items() if category.evidence}
    assert wanting == {"jalan", "lalu-lintas", "lingkungan", "ketertiban"}


def test_every_agency_can_be_reached_by_some_category() -> None:
    catalogue = kalsel()
    reached = {catalogue.coordinator}
    for category in catalogue.categories.values():
        reached |= {category.agency or catalogue.coordinator, *category.others}
    assert set(catalogue.agencies) == reached


def test_the_source_and_licence_of_the_tables_lie_beside_them() -> None:
    notice = (KALSEL_FILE.with_suffix("") / "LICENSE-ODbL.md").read_text()
    assert "idn-area-data 3.1.2" in notice
    assert "https://opendatacommons.org/licenses/odbl/1-0/" in notice


def test_another_province_needs_another_file_only() -> None:
    catalogue = mini()
    assert catalogue.agency("LAUT").short == "Dislaut"
    assert catalogue.agency("LAUT").aliases == ("Dinlaut",)
    assert catalogue.category("rahasia").agency is None
    assert catalogue.region_of_village("99.02.01.1002").name == "Kota Selat"
    assert catalogue.working_days.extra_holidays == (date(2027, 2, 1),)
    assert catalogue.deadlines.follow_up_limit == 4
    assert catalogue.numbers_for("wave") == (Emergency("911", "Semua keadaan darurat"),)


def test_the_file_and_the_rules_agree_on_format_and_fields() -> None:
    assert get_args(CatalogueTable.model_fields["format"].annotation) == (FORMAT,)
    asked = get_args(CategoryTable.model_fields["asks"].annotation)[0]
    assert set(get_args(asked)) == EXTRA_FIELDS


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("mini.toml", 'coordinator = "HUMAS"', 'coordinator = "X"', 'the coordinator names the agency "X"'),
        ("mini.toml", 'agency = "LAUT"', 'agency = "AIR"', 'the category "laut" names the agency "AIR"'),
        ("mini.toml", 'KEBUN = ["rumput', 'AIR = ["rumput', 'the category "laut" names the agency "AIR"'),
        ("mini.toml", 'KEBUN = ["rumput', 'LAUT = ["rumput', 'the category "laut" lists its own agency'),
        ("mini.toml", "Asia/Jakarta", "Asia/Jkt", 'there is no time zone "Asia/Jkt"'),
        ("mini.toml", "demonym", "demonim", '"province → demonim" is not known'),
        ("mini.toml", 'label = "Perahu & dermaga"', f'label = "{"x" * 65}"', "longer than 64 characters"),
        ("mini.toml", 'button = "Perahu & dermaga"', f'button = "{"x" * 25}"', "longer than 24 characters"),
        ("mini.toml", '"dermaga", "jaring"', '"dermaga", "Jaring"', '"Jaring" in "categories → 1 → words → 3" must be'),
        ("mini.toml", '"dermaga", "jaring"', '"dermaga", "dermaga"', '"dermaga" stands twice in the same list'),
        ("mini.toml", 'code = "kebun"', 'code = "laut"', 'the code "laut" is used twice'),
        ("mini.toml", 'label = "Kebun & kelapa"', 'label = "Perahu & dermaga"', "the label"),
        ("mini.toml", '["institution"]', '["shoe size"]', "'institution' or 'reported_party'"),
        ("mini.toml", 'numbers = ["911"]', 'numbers = ["112"]', 'the danger "wave" names the number 112'),
        ("mini.toml", '["99.01"]', '["98.01"]', 'the landmark "Menara Suar" names the region "98.01"'),
        (
            "mini.toml",
            '4, region = "99.02"',
            '4, region = "98.02"',
            'the road "Jalan Pesisir" names the region "98.02"',
        ),
        ("mini.toml", "first = 6, last", "first = 4, last", 'the road "Jalan Pesisir" has kilometre 4 twice'),
        ("mini.toml", "reporter_silence = 7", "reporter_silence = 2", '"deadlines → reporter_silence" is "2"'),
        ("mini.toml", "follow_up_target = 2", "follow_up_target = 9", "the follow-up target is 9 days"),
        ("mini.toml", "completion = 10", "completion = 0", '"deadlines → completion" is "0"'),
        ("mini.toml", "completion_with_inspection = 30", "completion_with_inspection = 3", "shorter than without"),
        ("mini.toml", "extra_working_days = [2027-02-06]", 'extra_working_days = ["2027-02-30"]', "2027-02-30"),
        ("mini.toml", 'nyiur = "kelapa"', 'nyiur = "biduk"', '"nyiur" is spelled "biduk"'),
        ("mini.toml", '"Semua keadaan darurat" =', '"Segala bahaya" =', '"Segala bahaya" is translated, but no label'),
        ("mini.toml", '= "Boats & jetties"', f'= "{"x" * 25}"', "longer than 24 characters; shorten it"),
        ("mini.toml", "format = 1", "format = 2", '"format" is "2" but has to be 1'),
        ("mini.toml", 'code = "laut"', "code = laut", "this is not TOML"),
        ("mini/agencies.csv", "KEBUN,", "LAUT,", 'the code "LAUT" stands already in line 2'),
        ("mini/agencies.csv", "Dinas Kebun", "dinas laut", 'the name "dinas laut" stands already in line 2'),
        ("mini/agencies.csv", "HUMAS,Hubungan Masyarakat", "HUMAS,", '"name" is empty'),
        ("mini/agencies.csv", "suara warga", "suara, warga", "too many columns"),
        ("mini/agencies.csv", "code,name,short", "code,nama,short", "the column name is missing"),
        ("mini/regions.csv", "99.02,", "98.02,", 'there is no province with the code "98"'),
        ("mini/districts.csv", "99.02,Selat", "99.09,Selat", 'there is no region with the code "99.09"'),
        ("mini/villages.csv", "99.01.02,Lumba", "99.01.09,Lumba", 'there is no district with the code "99.01.09"'),
        ("mini/villages.csv", "99.01.01.2001", "99.1.1.2001", '"code" is "99.1.1.2001"'),
    ],
)
def test_a_fault_is_named_with_its_file_and_the_line_it_stands_on(
    folder: Path, change: Change, file: str, old: str, new: str, said: str
) -> None:
    line = (folder / file).read_text().split(old)[0].count("\n") + 1
    change(file, old, new)
    errors = errors_of(folder)
    assert any(e.startswith(f"{Path(file).name}, line {line}: ") and said in e for e in errors), errors


def test_a_missing_key_is_named_with_the_line_of_its_table(folder: Path, change: Change) -> None:
    change("mini.toml", 'demonym = "Puco"\n', "")
    assert errors_of(folder) == ['mini.toml, line 8: "province → demonym" is missing; add it.']


def test_a_day_cannot_be_both_a_holiday_and_a_working_day(folder: Path, change: Change) -> None:
    change("mini.toml", "[2027-02-06]", "[2027-02-01]")
    (error,) = errors_of(folder)
    assert "2027-02-01 is both an extra holiday and an extra working day" in error


def test_every_error_is_one_sentence_that_says_what_to_do(folder: Path, change: Change) -> None:
    change("mini/villages.csv", "99.01.02,Lumba", "99.01.09,Lumba")
    (error,) = errors_of(folder)
    assert error == (
        'villages.csv, line 3: there is no district with the code "99.01.09"; correct it or add the district.'
    )


def test_all_errors_come_together(folder: Path, change: Change) -> None:
    change("mini.toml", 'agency = "LAUT"', 'agency = "AIR"')
    change("mini.toml", '["99.01"]', '["98.01"]')
    change("mini/agencies.csv", "HUMAS,Hubungan Masyarakat", "HUMAS,")
    change("mini/villages.csv", "99.01.02,Lumba", "99.01.09,Lumba")
    errors = errors_of(folder)
    assert [error.split(":")[0] for error in errors] == [
        "agencies.csv, line 4",
        "villages.csv, line 3",
        "mini.toml, line 46",
        "mini.toml, line 71",
    ]


def test_a_missing_table_is_one_error_and_not_hundreds(folder: Path) -> None:
    (folder / "mini" / "districts.csv").unlink()
    assert errors_of(folder) == ["districts.csv, line 1: the file cannot be read; put it at mini/districts.csv."]


def test_a_file_in_another_encoding_is_named_with_its_line(folder: Path) -> None:
    path = folder / "mini" / "agencies.csv"
    path.write_bytes(path.read_bytes().replace(b"Dinas Kebun", b"Dinas Kebun \xe9"))
    assert errors_of(folder) == ["agencies.csv, line 3: the file is not in UTF-8; save it again in that encoding."]


def test_a_spreadsheet_s_byte_order_mark_does_no_harm(folder: Path) -> None:
    path = folder / "mini" / "agencies.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_catalogue(folder / "mini.toml").agency("LAUT").name == "Dinas Laut"


def test_lines_of_a_toml_text_are_found_by_path() -> None:
    lines = TomlLines('a = 1\n[[b]]\nc = 1\n[b.d]\n"e f" = [\n  "x",\n  "y",\n]\n[[b]]\nc = 2\n')
    assert lines.find(("a",)) == 1
    assert lines.find(("b", 0, "c")) == 3
    assert lines.find(("b", 0, "d", "e f")) == 5
    assert lines.find(("b", 0, "d", "e f", 1), "y") == 7
    assert lines.find(("b", 1, "c")) == 10
    assert lines.find(("b", 1, "unknown")) == 9
