"""The library knows the years we promise in; the last test here fails in time for somebody to mend it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from holidays import GOVERNMENT, PUBLIC, country_holidays

from bot.holidays import YearKnowledge, is_mendable, missing_years, working_calendar, year_knowledge
from tickets.calendar import CalendarUnknown

WITA = ZoneInfo("Asia/Makassar")


def test_public_holidays_and_joint_leave_are_both_days_off() -> None:
    calendar = working_calendar(range(2026, 2028), {}, [], WITA)
    assert calendar.holidays[date(2026, 8, 17)] == "Hari Kemerdekaan Republik Indonesia"
    assert "Cuti Bersama" in calendar.holidays[date(2026, 3, 20)]
    assert not calendar.is_working_day(date(2027, 3, 15)), "cuti bersama Idul Fitri 2027"
    assert calendar.known_years == range(2026, 2028)
    with pytest.raises(CalendarUnknown):
        calendar.is_working_day(date(2028, 1, 3))


def test_the_days_are_those_that_the_library_tells_everybody() -> None:
    calendar = working_calendar(range(2024, 2030), {}, [], WITA)
    told = country_holidays("ID", years=range(2024, 2030), categories=(PUBLIC, GOVERNMENT), language="id", expand=False)
    assert calendar.holidays == dict(told)


def test_the_catalogue_wins_over_the_library() -> None:
    cancelled, added, saturday = date(2026, 12, 24), date(2026, 8, 14), date(2026, 10, 3)
    calendar = working_calendar(range(2026, 2027), {added: "Hari Jadi Provinsi"}, [cancelled, saturday], WITA)
    assert calendar.is_working_day(cancelled)
    assert calendar.is_working_day(saturday)
    assert not calendar.is_working_day(added)


def test_a_catalogue_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-08-14"):
        working_calendar(range(2026, 2027), {date(2026, 8, 14): "x"}, [date(2026, 8, 14)], WITA)


@pytest.mark.parametrize("years", [range(2026, 2026), range(2020, 2030, 2), range(1900, 1901)])
def test_years_that_make_no_calendar_are_refused(years: range) -> None:
    with pytest.raises(ValueError, match=r"years|knows nothing"):
        working_calendar(years, {}, [], WITA)


def test_what_is_known_is_said_plainly() -> None:
    assert str(year_knowledge(2026)) == "2026: public: yes; cuti bersama: yes"
    far = year_knowledge(2090)
    assert (far.public, far.joint_leave, far.complete) == (True, False, False)
    assert far.estimated
    assert str(far) == f"2090: public: yes ({len(far.estimated)} dates estimated); cuti bersama: no"


def test_the_catalogue_may_state_a_year_that_the_library_does_not_know() -> None:
    assert year_knowledge(2090, complete_years={2090}).complete
    today = date(2089, 12, 31)
    assert [year.year for year in missing_years(today)] == [2089, 2090]
    assert [year.year for year in missing_years(today, complete_years={2089, 2090})] == []


@pytest.mark.parametrize(
    ("today", "public", "joint_leave", "mendable", "why"),
    [
        ("2027-01-02", True, False, False, "next year is not decreed yet"),
        ("2027-11-30", True, False, False, "the library still has a little time"),
        ("2027-12-01", True, False, True, "update the library or fill in the catalogue"),
        ("2028-01-01", True, False, True, "this year can always be mended"),
        ("2027-01-02", False, False, True, "public holidays can be computed"),
        ("2027-12-31", True, True, False, "nothing is missing"),
    ],
)
def test_only_what_can_be_mended_is_blamed(
    today: str, public: bool, joint_leave: bool, mendable: bool, why: str
) -> None:
    knowledge = YearKnowledge(2028, public=public, joint_leave=joint_leave, estimated=())
    assert is_mendable(knowledge, date.fromisoformat(today)) is mendable, why


def test_the_holidays_of_this_year_and_the_next_are_known() -> None:
    """Expires when a year comes near. Mend: `holidays` of a newer version, or the year's days in the catalogue."""
    today = datetime.now(UTC).date()
    assert [str(year) for year in missing_years(today) if is_mendable(year, today)] == []
