"""When a month is recapped by itself: a table of cases. The 1st of November 2026 is a Sunday."""

import pytest

from tests.tickets.time_support import CALENDAR, wita
from tickets.months import month_to_report


@pytest.mark.parametrize(
    ("now", "month", "why"),
    [
        ("2026-11-01 09:00", None, "a Sunday"),
        ("2026-11-02 08:29", None, "not before the hour of the digest"),
        ("2026-11-02 08:30", "2026-10-01", "the first working day"),
        ("2026-11-02 19:59", "2026-10-01", "after a pause of the program"),
        ("2026-11-02 20:00", None, "never at night"),
        ("2026-11-12 10:00", "2026-10-01", "a missed day is made up"),
        ("2026-10-31 10:00", None, "not on a Saturday"),
        ("2026-10-03 10:00", "2026-09-01", "unless it is worked"),
        ("2027-01-01 10:00", None, "New Year"),
        ("2027-01-04 10:00", "2026-12-01", "over the turn of the year"),
    ],
)
def test_which_month_is_recapped(now: str, month: str | None, why: str) -> None:
    found = month_to_report(CALENDAR, wita(now))
    assert (found and found[0].isoformat()) == month, why


def test_a_month_ends_where_the_next_begins() -> None:
    october, november = (month_to_report(CALENDAR, wita(f"2026-{month}-02 09:00")) for month in (11, 12))
    assert october is not None
    assert november is not None
    assert october[1] == november[0]
