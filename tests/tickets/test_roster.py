"""Who answers on which day: tables of cases. The 23rd of November 2026 is a Monday."""

from datetime import date

import pytest

from tickets.roster import WEEKDAYS, WORKDAYS, Part, Roster, Wish, read_wish

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, day) for day in (23, 24, 25, 26))
BUDI, WATI, JOKO = 1, 2, 3
PLAN = Roster(
    duty={0: BUDI, 1: WATI},
    stand_ins={0: WATI, 1: WATI, 2: JOKO},
    changes={date(2026, 11, 30): WATI, date(2026, 11, 26): JOKO},
)


@pytest.mark.parametrize(
    ("day", "answers", "stands_in", "why"),
    [
        (MONDAY, BUDI, WATI, "the plan"),
        (TUESDAY, WATI, None, "nobody stands in for himself"),
        (WEDNESDAY, JOKO, None, "a day without anybody on duty is the stand-in's"),
        (date(2026, 11, 27), None, None, "a day without anybody"),
        (date(2026, 11, 30), WATI, None, "the stand-in took over for one day"),
        (THURSDAY, JOKO, None, "somebody took a day that nobody had"),
        (date(2026, 12, 7), BUDI, WATI, "and the week after is as planned"),
    ],
)
def test_who_answers(day: date, answers: int | None, stands_in: int | None, why: str) -> None:
    assert (PLAN.answers_on(day), PLAN.stands_in_on(day)) == (answers, stands_in), why


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("", Wish(())),
        ("senin", Wish((0,))),
        ("Senin, Rabu dan Jum'at", Wish((0, 2, 4))),
        ("senin-kamis", Wish((0, 1, 2, 3))),
        ("senin s/d rabu", Wish((0, 1, 2))),
        ("jumat - senin", Wish((0, 4, 5, 6))),
        ("setiap hari", Wish(WORKDAYS)),
        ("pengganti", Wish((), Part.STAND_IN)),
        ("pengganti hari kerja", Wish(WORKDAYS, Part.STAND_IN)),
        ("pengganti selasa", Wish((1,), Part.STAND_IN)),
        ("kosong", Wish((), clear=True)),
        ("kosongkan semua", Wish(tuple(WEEKDAYS), clear=True)),
        ("kosong pengganti rabu", Wish((2,), Part.STAND_IN, clear=True)),
        ("sabtu minggu", Wish((5, 6))),
        ("besok", None),
        ("senin budi", None),
        ("senin-budi", None),
        ("senin-rabu-jumat", None),
    ],
)
def test_what_is_typed_behind_piket(typed: str, wish: Wish | None) -> None:
    assert read_wish(typed) == wish
