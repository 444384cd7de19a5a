"""The holidays of Indonesia, turned into the data that `tickets.calendar` needs.

The only file that imports the `holidays` library. Two of its categories count as days off: public (libur nasional) and
government (cuti bersama, joint leave decreed for the civil service). The joint decree of three ministers fixes both in
September or October of the year before; the library learns of it with its next release. For later years it
computes the public holidays, some marked as estimated, and knows no joint leave. Such a year is used all the same,
because a desk that takes no complaint whose deadline reaches over the new year would be worse than a deadline a
few days early; `missing_years` keeps that from staying unnoticed.

Days of one province or office, late decrees and cancelled joint leave come from the catalogue.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import holidays
from holidays import GOVERNMENT, PUBLIC

from tickets.calendar import WorkingCalendar

DECREE_KNOWN_FROM = (12, 1)
"""Month and day from which next year's joint leave is decreed and in the library, or can be put into the catalogue."""


def _alone(country: str) -> ModuleType:
    """The module of one country. Imported by its name it would bring its package along, which holds 250: 8 MB, and a
    tenth of a second of every start.
    """
    file = Path(holidays.__file__).with_name("countries") / f"{country}.py"
    spec = spec_from_file_location(f"holidays_of_{country}", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"the holidays library has no {file.name}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_Indonesia = _alone("indonesia").Indonesia
_ESTIMATED = _Indonesia.estimated_label.removeprefix("%s").strip()


@dataclass(frozen=True)
class YearKnowledge:
    """What is known of one year's days off.

    public       libur nasional are known
    joint_leave  cuti bersama is known, from the library or because the catalogue says it is complete
    estimated    public holidays whose date the library computed and marks as not yet confirmed, in order
    """

    year: int
    public: bool
    joint_leave: bool
    estimated: tuple[date, ...]

    @property
    def complete(self) -> bool:
        return self.public and self.joint_leave

    def __str__(self) -> str:
        estimated = f" ({len(self.estimated)} dates estimated)" if self.estimated else ""
        return f"{self.year}: public: {_yes(self.public)}{estimated}; cuti bersama: {_yes(self.joint_leave)}"


def working_calendar(
    years: range,
    extra_holidays: Mapping[date, str],
    extra_working_days: Collection[date],
    timezone: ZoneInfo,
) -> WorkingCalendar:
    """The calendar of those years; the extra days come from the catalogue and win over the library.

    All of `years` are known to the calendar afterwards; ask `missing_years` how well. Take the years from the
    oldest ticket to the year after next: a process runs for months, and sixty working days reach far.

    Raises ValueError for no years, for years the library has nothing about, and for a day that is both off and worked.
    """
    if not years or years.step != 1:
        raise ValueError(f"a calendar needs consecutive years, got {years}")
    if empty := [year for year in years if not year_knowledge(year).public]:
        raise ValueError(f"the holidays library knows nothing about {empty}")
    if both := sorted(extra_holidays.keys() & set(extra_working_days)):
        raise ValueError(f"days that are both a holiday and a working day: {', '.join(map(str, both))}")
    return WorkingCalendar(
        timezone=timezone,
        holidays={**_days(years, PUBLIC, GOVERNMENT), **extra_holidays},
        extra_working_days=frozenset(extra_working_days),
        known_years=years,
    )


def year_knowledge(year: int, complete_years: Collection[int] = ()) -> YearKnowledge:
    """What the library knows of a year; for `complete_years` the catalogue states the joint leave in full."""
    public = _days(range(year, year + 1), PUBLIC)
    return YearKnowledge(
        year=year,
        public=bool(public),
        joint_leave=year in complete_years or bool(_days(range(year, year + 1), GOVERNMENT)),
        estimated=tuple(sorted(day for day, name in public.items() if _ESTIMATED in name)),
    )


def missing_years(today: date, complete_years: Collection[int] = ()) -> tuple[YearKnowledge, ...]:
    """Of this year and the next, those whose days off are not completely known."""
    known = (year_knowledge(year, complete_years) for year in (today.year, today.year + 1))
    return tuple(year for year in known if not year.complete)


def is_mendable(missing: YearKnowledge, today: date) -> bool:
    """Whether somebody can do something about it today: update the library, or fill in the catalogue.

    Next year's joint leave cannot be known before it is decreed; everything else can.
    """
    undecreed = missing.public and missing.year > today.year and (today.month, today.day) < DECREE_KNOWN_FROM
    return not missing.complete and not undecreed


def _days(years: range, *categories: str) -> dict[date, str]:
    return dict(_Indonesia(years=years, categories=categories, language="id", expand=False))


def _yes(known: bool) -> str:
    return "yes" if known else "no"
