"""A period is counted by a process of its own: the same numbers, and nobody is left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.aside import AsideFailed
from bot.census import Census
from storage.batches import Batch, histories
from tests.tickets.time_support import CALENDAR
from tickets.calendar import CalendarUnknown
from tickets.deadlines import DeadlineRules
from tickets.recap import period_of
from tickets.surveys import Survey, Surveying

NOVEMBER = datetime(2026, 11, 2, 1, tzinfo=UTC)
OCTOBER = Survey(
    period=period_of((date(2026, 10, 1), date(2026, 11, 1)), CALENDAR, NOVEMBER, None),
    agencies=("PUPR", "DISHUB"),
    regions=("63.71", "63.72"),
    categories={"jalan": False, "pungli": True},
    calendar=CALENDAR,
    rules=DeadlineRules(),
    for_everybody=True,
    paired=frozenset({"PUPR"}),
    secret=frozenset({3}),
)
ONE_ANSWERED = Batch(
    told=(
        '1\t3\tfollowed_up\t2026-10-06 02:00:00.000000\t\n1\t2\tassigned\t2026-10-05 02:00:00.000000\t{"to": "PUPR"}\n'
        "1\t4\tconfirmed\t2026-10-07 02:00:00.000000\t"
    ),
    filed="1\t63.72\tjalan\ttelegram\t2026-10-05 02:00:00.000000",
    files="1\t3",
)
TWO_SILENT = Batch(
    told='2\t2\tassigned\t2026-10-05 02:00:00\t{"to": "PUPR"}',
    filed="3\t63.71\tjalan\tphone\t2026-10-09 02:00:00\n2\t63.72\tpungli\ttelegram\t2026-10-05 02:00:00",
    files=None,
)
LONG_AGO = Batch(
    told='9\t2\tassigned\t1999-10-05 02:00:00\t{"to": "PUPR"}',
    filed="9\t63.72\tjalan\tphone\t1999-10-05 02:00:00",
    files=None,
)


@pytest.fixture
def census() -> Iterator[Census]:
    census = Census()
    yield census
    census.put_away()


def test_it_counts_what_we_would_count(census: Census, started: list[subprocess.Popen[bytes]]) -> None:
    here = Surveying(OCTOBER)
    census.begin(OCTOBER)
    for batch in (ONE_ANSWERED, TWO_SILENT):
        here.add(histories(batch))
        census.add(batch)
    found = census.counted({"PUPR": 3}, {})
    assert found == here.counted({"PUPR": 3}, {})
    assert (found.tickets, found.found.whole.received, found.found.whole.followed_up) == (3, 3, 1)
    assert found.found.whole.with_evidence == 1
    census.begin(replace(OCTOBER, for_everybody=False))
    again = census.counted({}, {})
    assert (again.tickets, again.public) == (0, ())
    assert len(started) == 1, "it stays for the next survey"


def test_neither_secret_reports_nor_sensitive_ones_are_for_everybody(census: Census) -> None:
    lines = [f"{number}\t63.72\tjalan\ttelegram\t2026-10-05 02:00:00" for number in range(11, 16)]
    census.begin(OCTOBER)
    census.add(TWO_SILENT)
    census.add(Batch(told=None, filed="\n".join(lines), files=None))
    found = census.counted({}, {})
    assert (found.tickets, found.public[0].received) == (7, 5)


def test_a_survey_that_was_broken_off_is_forgotten(census: Census) -> None:
    census.begin(OCTOBER)
    census.add(ONE_ANSWERED)
    census.begin(OCTOBER)
    census.add(TWO_SILENT)
    assert census.counted({}, {}).tickets == 2


def test_a_year_that_nobody_knows_is_told_at_the_end(census: Census) -> None:
    census.begin(OCTOBER)
    census.add(LONG_AGO)
    census.add(ONE_ANSWERED)
    with pytest.raises(CalendarUnknown, match="does not know the year 1999"):
        census.counted({}, {})
    census.begin(OCTOBER)
    census.add(ONE_ANSWERED)
    assert census.counted({}, {}).tickets == 1


def test_a_counter_that_was_killed_is_said_and_another_one_takes_its_place(
    census: Census, started: list[subprocess.Popen[bytes]]
) -> None:
    census.begin(OCTOBER)
    started[0].send_signal(signal.SIGKILL)
    started[0].wait()
    with pytest.raises(AsideFailed, match=r"bot\.counter ended"):
        census.add(ONE_ANSWERED)
    with pytest.raises(AsideFailed, match="put away"):
        census.counted({}, {})
    census.begin(OCTOBER)
    census.add(ONE_ANSWERED)
    assert census.counted({}, {}).tickets == 1
    assert len(started) == 2


def test_what_it_cannot_make_sense_of_ends_it(census: Census) -> None:
    census.begin(OCTOBER)
    census.add(Batch(told="no number\t1\tassigned\t2026-10-05 02:00:00\t{}", filed="1\tx\ty\tz\tnever", files=None))
    with pytest.raises(AsideFailed):
        census.counted({}, {})


def test_it_is_gone_when_it_is_put_away(census: Census, started: list[subprocess.Popen[bytes]]) -> None:
    census.get_ready()
    assert [counter.poll() for counter in started] == [None]
    census.put_away()
    assert [counter.returncode is not None for counter in started] == [True]


def test_who_counts_is_told_no_secret_and_has_no_database(
    census: Census, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for secret in ("SECRET_KEY", "TELEGRAM_BOT_TOKEN", "DATABASE_URL", "PGPASSWORD"):
        monkeypatch.setenv(secret, "rahasia")
    census.begin(OCTOBER)
    census.counted({}, {})
    with open(f"/proc/{started[0].pid}/environ", "rb") as told:
        assert b"rahasia" not in told.read()
    loaded = "import sys, bot.counter; sys.exit(bool({'sqlalchemy', 'cryptography', 'telegram'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", loaded], check=False, env=dict(os.environ)).returncode == 0
