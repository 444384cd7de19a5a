"""One-time codes: how they are drawn, read and judged."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogues import kalsel
from tests.tickets.time_support import wita
from tickets.invitations import VALID, Invitation, Standing, draw, read, written

MADE = wita("2026-11-23 09:00")
FRESH = Invitation(id=1, agency="PUPR", made_by=1, made_at=MADE, expires_at=MADE + VALID)


@given(st.integers())
def test_what_is_drawn_is_read_again_however_it_is_typed(seed: int) -> None:
    code = draw(Random(seed))
    shown = written(code)
    assert read(shown) == read(shown.lower()) == read(shown.replace("-", " ")) == read(code) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7F3K9-8QX2M", "7F3K98QX2M"),
        ("7f3k9 8qx2m", "7F3K98QX2M"),
        ("7F3K9-8QXOL", "7F3K98QX01"),
        ("PUPR", None),
        ("diskominfo", None),
        ("7F3K9-8QX2", None),
        ("7F3K9-8QX2MM", None),
        ("7F3K9-8QXUM", None),
        ("", None),
    ],
)
def test_what_looks_like_a_code(typed: str, code: str | None) -> None:
    assert read(typed) == code


def test_no_name_of_an_agency_looks_like_a_code() -> None:
    for agency in kalsel().agencies.values():
        assert not any(map(read, (agency.code, agency.short, agency.name, *agency.aliases)))


@pytest.mark.parametrize(
    ("invitation", "at", "standing"),
    [
        (FRESH, "2026-11-23 09:00", Standing.GOOD),
        (FRESH, "2026-11-30 08:59", Standing.GOOD),
        (FRESH, "2026-11-30 09:00", Standing.EXPIRED),
        (replace(FRESH, used_at=MADE), "2026-11-23 10:00", Standing.USED),
        (replace(FRESH, used_at=MADE), "2026-12-23 10:00", Standing.USED),
        (replace(FRESH, revoked_at=MADE), "2026-11-23 10:00", Standing.REVOKED),
    ],
)
def test_whether_a_code_is_good(invitation: Invitation, at: str, standing: Standing) -> None:
    assert invitation.standing(wita(at)) is standing
