"""Steps of an action plan as they are typed, and when they are reminded of."""

from datetime import date

import pytest

from tests.tickets.time_support import CALENDAR, day, wita
from tickets.plans import LONGEST_STEP, Misread, Step, Wish, nth_reminder, read_day, read_step

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5 Desember", "2026-12-05"),
        ("5 des 2026", "2026-12-05"),
        ("2026-12-05", "2026-12-05"),
        ("5/12/2026", "2026-12-05"),
        ("5-12", "2026-12-05"),
        ("23 November", "2026-11-23"),
        ("22 November", "2027-11-22"),
        ("22/11/2026", None),
        ("31 November", None),
        ("segera", None),
        ("", None),
    ],
)
def test_a_day_to_come(typed: str, meant: str | None) -> None:
    found = read_day(typed, TODAY)
    assert (found and found.isoformat()) == meant


def test_a_step_is_what_who_and_when() -> None:
    assert read_step(" Isi jadwal piket ; Kabid; 5 Desember", TODAY) == Wish(
        "Isi jadwal piket", "Kabid", day("2026-12-05")
    )
    assert read_step("Isi jadwal piket", TODAY) == Wish("Isi jadwal piket", "", None)
    assert read_step(" ; Kabid", TODAY) is Misread.EMPTY
    assert read_step("x" * (LONGEST_STEP + 1), TODAY) is Misread.LONG
    assert read_step("Isi; Kabid; kemarin", TODAY) is Misread.DAY


def test_a_step_is_reminded_of_on_its_day_and_then_every_week() -> None:
    step = Step(1, "PUPR", "Isi jadwal piket", "Kabid", day("2026-11-23"), None)
    days = ("2026-11-20", "2026-11-23", "2026-11-27", "2026-11-30", "2026-12-07")
    assert [nth_reminder(step, day(each), CALENDAR) for each in days] == [None, 0, 0, 1, 2]
    done = Step(1, "PUPR", "Isi jadwal piket", "Kabid", day("2026-11-23"), wita("2026-11-24 09:00"))
    assert nth_reminder(done, day("2026-11-30"), CALENDAR) is None
