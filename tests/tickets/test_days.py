"""Which day an answer to "kapan kejadiannya?" means, on Saturday, 21 November 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogues import kalsel
from tickets.reading import occurred_on

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("hari ini", "2026-11-21"),
        ("td pagi", "2026-11-21"),
        ("tadi jam 10.30", "2026-11-21"),
        ("barusan", "2026-11-21"),
        ("kemarin", "2026-11-20"),
        ("kmrn sore", "2026-11-20"),
        ("tadi malam", "2026-11-20"),
        ("samalam", "2026-11-20"),
        ("kemarin lusa", "2026-11-19"),
        ("2 hari lalu", "2026-11-19"),
        ("3hr yg lalu", "2026-11-18"),
        ("dua hari yang lalu", "2026-11-19"),
        ("sudah 3 hari", "2026-11-18"),
        ("seminggu yang lalu", "2026-11-14"),
        ("2 minggu lalu", "2026-11-07"),
        ("3 mei", "2026-05-03"),
        ("3 Mei 2026", "2026-05-03"),
        ("3-5 mei", "2026-05-03"),
        ("25 desember", "2025-12-25"),
        ("3/5/2026", "2026-05-03"),
        ("03-05-26", "2026-05-03"),
        ("3/5", "2026-05-03"),
        ("2026-05-03", "2026-05-03"),
        ("20 November 2026 jam 10", "2026-11-20"),
        ("tgl 20", "2026-11-20"),
        ("tgl 30", "2026-10-30"),
        ("senin kemarin", "2026-11-16"),
        ("hari jum'at", "2026-11-20"),
        ("sabtu", "2026-11-21"),
        ("sabtu lalu", "2026-11-14"),
        ("hari minggu", "2026-11-15"),
    ],
)
def test_one_day_is_understood(said: str, day: str) -> None:
    assert occurred_on(said, TODAY, kalsel()) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "said",
    [
        *(
            "minggu lalu",
            "minggu kemarin",
            "bulan lalu",
            "tahun lalu",
            "minggu",
            "lupa",
            "",
            "🙏",
            "jam 3 sore",
            "12.30",
        ),
        *("besok", "lusa", "3 mei 2027", "22/11/2026", "senin depan", "3 mei 2015", "31/2/2026", "sabtu atau minggu"),
        *("0 mei", "99/99/9999", "2026-13-01"),
    ],
)
def test_what_means_no_day_several_or_a_wrong_one_stays_unknown(said: str) -> None:
    assert occurred_on(said, TODAY, kalsel()) is None


def test_on_a_leap_day_it_looks_back_as_well() -> None:
    assert occurred_on("kemarin", date(2028, 2, 29)) == date(2028, 2, 28)


_WORDS = "senin minggu lalu kemarin 3 31 mei 2 hari 2026 / - tgl sudah tadi malam 29 februari besok 999 yang"


@given(
    st.text() | st.lists(st.sampled_from(_WORDS.split())).map(" ".join), st.dates(date(2020, 1, 1), date(2035, 1, 1))
)
def test_a_day_is_never_in_the_future_nor_older_than_five_years(text: str, today: date) -> None:
    day = occurred_on(text, today)
    assert day is None or 0 <= (today - day).days <= 5 * 366 + 31
