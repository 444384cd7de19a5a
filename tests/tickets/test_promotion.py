"""What a poster's link carries, and how a place is called on it."""

import re

import pytest

from tests.support.catalogues import kalsel
from tickets.promotion import LONGEST, PLACE_LONGEST, Link, Scans, payload, place_name, read, scans, without_region

SIGNATURE = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("number", [1, 17, 2**59])
def test_a_payload_fits_behind_an_address_and_is_read_again(number: int) -> None:
    written = payload(number, SIGNATURE)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", written)
    assert len(written) <= LONGEST
    assert read(written) == (number, SIGNATURE[:20])


@pytest.mark.parametrize(
    "text",
    [
        *("", "qr", "qr1", "qr1-", "7F3K98QX2M", "LP-2611-7F3K98"),
        *(f"qr1-{SIGNATURE}", f"qr1-{SIGNATURE[:19]}", f"qr1-{SIGNATURE[:19]}G", f"qr1-{SIGNATURE[:20]}\n"),
        *(f"qr0-{SIGNATURE[:20]}", f"qr01-{SIGNATURE[:20]}", f"qr²-{SIGNATURE[:20]}", f" qr1-{SIGNATURE[:20]}"),
    ],
)
def test_anything_else_is_no_payload(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  SMAN 1\n Martapura ", "SMAN 1 Martapura"),
        ("Pos 3", "Pos 3"),
        ("x" * PLACE_LONGEST, "x" * PLACE_LONGEST),
        ("x" * (PLACE_LONGEST + 1), None),
        ("ab", None),
        ("...", None),
        ("", None),
        ("Jemb\u202eatan \x00Lama", "Jembatan Lama"),
    ],
)
def test_a_places_name_is_one_line_of_some_letters(typed: str, kept: str | None) -> None:
    assert place_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jembatan Barito, Barito Kuala", "Jembatan Barito"),
        ("Jembatan Barito, Kab. Barito Kuala", "Jembatan Barito"),
        ("Jembatan Barito, kabupaten barito kuala", "Jembatan Barito"),
        ("Jembatan Barito, Marabahan", "Jembatan Barito, Marabahan"),
        ("Jembatan Barito Kuala", "Jembatan Barito Kuala"),
        (", Barito Kuala", ", Barito Kuala"),
    ],
)
def test_the_region_is_not_said_twice(typed: str, kept: str) -> None:
    assert without_region(typed, kalsel().region("63.04")) == kept


def test_who_joined_another_report_has_finished() -> None:
    assert scans({"started": 5, "finished": 2, "joined": 1}) == Scans(5, 3)
    assert scans({}) == Scans()
    assert Link(17).subject == "link:17"
