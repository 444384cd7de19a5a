"""Agencies are found by whatever people call them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogues import kalsel, mini


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("PUPR", ["PUPR"]),
        ("pupr", ["PUPR"]),
        (" Dinas PU ", ["PUPR"]),
        ("dinas pekerjaan umum dan penataan ruang", ["PUPR"]),
        ("rs ulin", ["RSUD-ULIN"]),
        ("RSUD-ULIN", ["RSUD-ULIN"]),
        ("rsud ulin", ["RSUD-ULIN"]),
        ("dp3akb", ["DPPPAKB"]),
        ("satpol pp", ["SATPOLPP"]),
        ("disdik", ["DISDIKBUD"]),
        ("rsud", ["RSUD-ULIN", "RSUD-ANSARI"]),
        ("dinas sosial", ["DINSOS"]),
        ("koordinator", []),
        ("", []),
        ("!!!", []),
    ],
)
def test_an_agency_is_found_by_code_short_form_and_name(written: str, codes: list[str]) -> None:
    assert [agency.code for agency in kalsel().find_agency(written)] == codes


def test_a_part_of_several_names_finds_several() -> None:
    assert len(kalsel().find_agency("biro")) == 9


@given(st.text(max_size=40))
def test_any_text_finds_none_one_or_several(text: str) -> None:
    assert set(kalsel().find_agency(text)) <= set(kalsel().agencies.values())


def test_every_agency_is_found_by_its_own_code_alone() -> None:
    for catalogue in (kalsel(), mini()):
        for agency in catalogue.agencies.values():
            assert catalogue.find_agency(agency.code) == (agency,)
            assert catalogue.find_agency(agency.name.upper()) == (agency,)


def test_an_unknown_danger_shows_every_number() -> None:
    assert kalsel().numbers_for("meteor") == kalsel().emergencies
    assert [entry.number for entry in kalsel().numbers_for("fire")] == ["112", "113"]
