"""`python -m bot recap`, as an operator types it, and the pictures that it draws."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest

from bot.certificates import certificates
from bot.charts import pictures
from bot.clock import SystemClock
from bot.geocoding import Geocoder
from bot.office import open_office
from bot.settings import Settings
from handlers import recap
from handlers.desk import Office
from messages.certificates import awards_of
from messages.charts import ChartWords
from messages.recap_tables import tables_of
from tests.bot.test_command_line import CATALOGUE, Run, run
from tickets.cases import Clock, History, Step
from tickets.events import EventKind
from tickets.recap import Counting, Period, Recap, Units, period_of
from tickets.scoring import Response
from tickets.sources import Source

__all__ = ["run"]

FIRST_WORKING_DAY = datetime(2026, 11, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def office() -> Office:
    return open_office(Settings(_env_file=None, catalogue_file=CATALOGUE), SystemClock(), Random(1), Geocoder())


def counted(office: Office, *histories: History) -> Recap:
    catalogue = office.catalogue
    units = Units(tuple(catalogue.agencies), tuple(catalogue.regions), tuple(catalogue.categories), frozenset({"PUPR"}))
    counting = Counting(october(office), units, Clock(office.calendar, office.rules))
    counting.add(histories)
    return counting.recap({})


def october(office: Office) -> Period:
    return period_of((date(2026, 10, 1), date(2026, 11, 1)), office.calendar, FIRST_WORKING_DAY, None)


def answered(number: int) -> History:
    """A report of Monday for the PUPR, answered on Tuesday and rated with four stars."""
    monday, tuesday = datetime(2026, 10, 5, 2, tzinfo=UTC), datetime(2026, 10, 6, 2, tzinfo=UTC)
    steps = (
        Step(EventKind.SUBMITTED, monday, {}),
        Step(EventKind.ASSIGNED, monday, {"to": "PUPR"}),
        Step(EventKind.FOLLOWED_UP, tuesday, {}),
        Step(EventKind.CONFIRMED, tuesday, {}),
        Step(EventKind.RATED, tuesday, {"stars": "4"}),
    )
    return History(number, "63.72", "jalan", Source.TELEGRAM, monday, steps)


def test_a_recap_of_an_empty_month_lists_everybody(run: Run, tmp_path: Path) -> None:
    assert run("migrate").returncode == 0
    done = run("recap", "--month", "2026-10", "--out", "rekap")
    assert done.returncode == 0, done.stderr
    files = {path.name for path in (tmp_path / "rekap").iterdir()}
    pictures = {"follow_up.png", "pace.png", "inflow.png", "regions.png", "satisfaction.png"}
    assert {"rekap.txt", "rekap.xlsx", "agencies.csv", "agency_ranking.csv", "never_paired.csv"} | pictures <= files
    assert "Diterima: 0" in (tmp_path / "rekap" / "rekap.txt").read_text(encoding="utf-8")
    rows = list(csv.DictReader((tmp_path / "rekap" / "regions.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 13
    assert all("Keadaan per 1 Nov 2026, 00.00 WITA" in row["notes"] for row in rows)


def test_what_cannot_be_recapped_is_said_plainly(run: Run, tmp_path: Path) -> None:
    run("migrate")
    (tmp_path / "berkas").touch()
    for words, why in (
        (("--month", "2026-13", "--out", "a"), "no month"),
        (("--month", "2026-10", "--out", "a", "--agency", "rsud"), "not one agency"),
        (("--month", "2026-10", "--out", "a", "--as-of", "besok"), "no day"),
        (("--month", "2026-10", "--out", "berkas/a"), "cannot be written"),
    ):
        done = run("recap", *words)
        assert (done.returncode, why in done.stderr) == (1, True), done.stderr
        assert "Traceback" not in done.stderr


def test_the_summary_says_numbers_formula_rule_and_time(office: Office) -> None:
    found = counted(office, *(answered(number) for number in range(5)))
    text = office.words.render(recap.summary(found, office))
    assert "Diterima: <b>5</b>" in text
    assert "(100,00 %)" in text
    assert "1. PUPR – <b>1,000</b> (N 5, TL 100,00 %)" in text
    assert "1. Kota Banjarbaru – <b>1,00</b> (N 5, TL 100,00 %)" in text
    assert "Tanpa laporan: 48 instansi · belum pernah terhubung: 48 instansi" in text
    assert "B = TL ÷ maks(H; 0,25)" in text
    assert "Minggu, 1 November 2026, 00.00 WITA" in text


def test_the_answers_to_the_media_are_a_sheet_of_all_agencies(office: Office) -> None:
    found = replace(counted(office), responses=(Response("PUPR", 14, 13, 100 * 29 / 14), Response("BPBD", 0, 0, None)))
    tables = {table.key: table for table in tables_of(found, recap.names(office), office.words)}
    assert tables["responses"].rows == (("PUPR", 14, 13, pytest.approx(29 / 14)), ("BPBD", 0, 0, None))
    assert "R = 100 × Σw ÷ I" in tables["responses"].notes[-1]
    text = office.words.render(recap.ranking(found, office))
    assert "1. PUPR – <b>207 %</b> (13 dari 14 isu dijawab)" in text
    assert "BPBD" not in text, "nothing was asked of it: that is not 0 %"


def test_four_reports_are_not_ranked(office: Office) -> None:
    found = counted(office, *(answered(number) for number in range(4)))
    text = office.words.render(recap.summary(found, office))
    assert "Belum ada yang dapat diperingkat." in text
    assert "Data belum cukup (N &lt; 5): 1" in text
    tables = {table.key: table for table in tables_of(found, recap.names(office), office.words)}
    row = next(row for row in tables["agency_ranking"].rows if row[2] == 4)
    assert (row[0], row[8], row[9]) == (None, None, "data belum cukup")


def test_every_table_prints_its_period_filter_time_and_rule(office: Office) -> None:
    for table in tables_of(counted(office, answered(1)), recap.names(office), office.words):
        period, kept, cutoff, rule = table.notes
        assert period == "Periode: 1 Okt 2026 sampai 31 Okt 2026"
        assert kept.startswith("Cakupan: semua instansi")
        assert cutoff.startswith("Keadaan per 1 Nov 2026, 00.00 WITA")
        assert len(rule) > 20
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_pictures_are_drawn_with_and_without_reports(office: Office) -> None:
    for found in (counted(office), counted(office, answered(1), answered(2))):
        words = ChartWords(found, recap.names(office), office.words, office.rules.follow_up)
        for tiles in (office.catalogue.tiles, {}):
            for picture in pictures(found, words, tiles):
                assert picture.png.startswith(b"\x89PNG")


def test_every_region_has_a_tile(office: Office) -> None:
    assert office.catalogue.tiles.keys() == office.catalogue.regions.keys()


def test_the_best_get_a_page_each(office: Office) -> None:
    found = counted(office, *(answered(number) for number in range(5)))
    awards = awards_of(found, recap.full_names(office), office.catalogue.certificate, office.words)
    assert [(award.rank, award.name) for award in awards] == [
        ("Peringkat 1 instansi", "Dinas Pekerjaan Umum dan Penataan Ruang"),
        ("Peringkat 1 kabupaten/kota", "Kota Banjarbaru"),
    ]
    assert awards[1].figures.startswith("Bobot nilai 1,00  ·  ditindaklanjuti 100,00 % dari 5 laporan")
    assert "periode Oktober 2026" in awards[0].text
    assert "Rumus (usulan): B = TL ÷ maks(H; 0,25)" in awards[0].rule
    pdf = certificates(awards)
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page ") == 2


def test_who_has_too_few_reports_gets_none(office: Office) -> None:
    found = counted(office, *(answered(number) for number in range(4)))
    assert not awards_of(found, recap.full_names(office), office.catalogue.certificate, office.words)
