"""The year 2026 in WITA as the tests of time know it, and short ways to write its moments."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.holidays import working_calendar
from tickets.calendar import WorkingCalendar

WITA = ZoneInfo("Asia/Makassar")
YEARS = range(2025, 2029)
WORKED_SATURDAY = date(2026, 10, 3)
WORKED_HOLIDAY = date(2026, 8, 25)  # Maulid, worked in this test's province
LOCAL_HOLIDAY = date(2026, 8, 14)  # a Friday; the province's day

CALENDAR: WorkingCalendar = working_calendar(
    YEARS, {LOCAL_HOLIDAY: "Hari Jadi Provinsi"}, frozenset({WORKED_SATURDAY, WORKED_HOLIDAY}), WITA
)


def wita(text: str) -> datetime:
    """`2026-11-23 09:00` on a clock in Banjarmasin, as the aware UTC moment that the program would hold."""
    return datetime.fromisoformat(text).replace(tzinfo=WITA).astimezone(UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


days = st.dates(date(2025, 2, 1), date(2027, 9, 30))
moments = st.datetimes(datetime(2025, 2, 1), datetime(2027, 9, 30), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
