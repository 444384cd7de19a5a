"""Silent hours of a group, as tables of cases."""

from datetime import time

import pytest

from tests.tickets.time_support import CALENDAR, wita
from tickets.quiet import QuietHours, end_of_silence, is_quiet, quiet_until, read

NIGHT = QuietHours(time(17), time(7, 30))
NOON = QuietHours(time(12), time(13))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("17.00-07.30", "17.00-07.30"),
        ("17:00 - 7:30", "17.00-07.30"),
        ("17-7", "17.00-07.00"),
        ("17.00 sampai 07.30", "17.00-07.30"),
        ("jam 17.00 s/d jam 07.30 WITA", "17.00-07.30"),
        ("pukul 12–13", "12.00-13.00"),
        ("  17.00   hingga 06.00 ", "17.00-06.00"),
        ("24.00-07.00", None),
        ("17.60-07.00", None),
        ("07.00-07.00", None),
        ("malam", None),
        ("17.00", None),
        ("17.00-07.30 besok", None),
        ("", None),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, code: str | None) -> None:
    found = read(typed)
    assert (found and found.code) == code
    assert found is None or read(found.code) == found, "what is stored is read again"


@pytest.mark.parametrize(
    ("hours", "at", "quiet"),
    [
        (NIGHT, "16:59", False),
        (NIGHT, "17:00", True),
        (NIGHT, "23:59", True),
        (NIGHT, "00:00", True),
        (NIGHT, "07:29", True),
        (NIGHT, "07:30", False),
        (NOON, "11:59", False),
        (NOON, "12:00", True),
        (NOON, "12:59", True),
        (NOON, "13:00", False),
        (None, "03:00", False),
    ],
)
def test_when_it_is_silent(hours: QuietHours | None, at: str, quiet: bool) -> None:
    assert is_quiet(hours, CALENDAR, wita(f"2026-11-23 {at}")) is quiet


@pytest.mark.parametrize(
    ("hours", "now", "end"),
    [
        (NIGHT, "2026-11-23 18:00", "2026-11-24 07:30"),
        (NIGHT, "2026-11-24 02:00", "2026-11-24 07:30"),
        (NOON, "2026-11-23 12:30", "2026-11-23 13:00"),
        (NOON, "2026-11-23 13:00", "2026-11-24 13:00"),
    ],
)
def test_when_it_ends(hours: QuietHours, now: str, end: str) -> None:
    assert quiet_until(hours, CALENDAR, wita(now)) == wita(end)


def test_a_message_waits_for_the_end_of_the_silence_only_within_it() -> None:
    assert end_of_silence(NIGHT, CALENDAR, wita("2026-11-24 02:00")) == wita("2026-11-24 07:30")
    assert end_of_silence(NIGHT, CALENDAR, wita("2026-11-24 07:30")) is None
    assert end_of_silence(None, CALENDAR, wita("2026-11-24 02:00")) is None


@pytest.mark.parametrize(
    ("hours", "room"),
    [
        ("17.00-07.30", True),
        ("10.00-08.00", True),
        ("09.00-08.00", False),
        ("06.00-18.00", True),
        ("08.00-19.00", False),
    ],
)
def test_some_of_the_day_stays_free(hours: str, room: bool) -> None:
    found = read(hours)
    assert found is not None
    assert found.leaves_room is room
