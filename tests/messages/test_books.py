"""A recap's sheets: every table says how it was counted, numbers are numbers, and nothing is a formula."""

import csv
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

from messages.books import book_of, csv_of
from messages.recap_tables import Column, Form, Table

NOTES = ("Periode: 1 Okt 2026 sampai 31 Okt 2026", "Cara hitung: laporan yang masuk")
TABLE = Table(
    "agencies",
    "Instansi",
    NOTES,
    (
        Column("unit", "Nama", Form.TEXT),
        Column("received", "Diterima", Form.COUNT),
        Column("share", "TL (%)", Form.SHARE),
        Column("score", "Bobot nilai B", Form.AGENCY_SCORE),
        Column("monday", "Pekan", Form.DAY),
    ),
    (("=HYPERLINK(1)", 86, 84 / 86, 0.54201, date(2026, 10, 5)), ("Dishub", 0, None, None, date(2026, 10, 12))),
)


def parts() -> dict[str, str]:
    with ZipFile(BytesIO(book_of([TABLE]))) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_headings_stay_in_sight_and_numbers_have_their_formats() -> None:
    found = parts()
    sheet = found["xl/worksheets/sheet1.xml"]
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet
    assert "<v>86</v>" in sheet
    assert 'formatCode="0.000"' in found["xl/styles.xml"]
    assert all(note in found["xl/sharedStrings.xml"] for note in NOTES)


def test_no_cell_is_a_formula() -> None:
    found = parts()
    assert "<f>" not in found["xl/worksheets/sheet1.xml"]
    assert "=HYPERLINK(1)" in found["xl/sharedStrings.xml"]


def test_a_csv_has_keys_points_and_its_notes() -> None:
    rows = list(csv.reader(StringIO(csv_of(TABLE).decode("utf-8-sig"))))
    assert rows[0] == ["unit", "received", "share", "score", "monday", "notes"]
    assert rows[1] == ["'=HYPERLINK(1)", "86", "0.9767", "0.542", "2026-10-05", " | ".join(NOTES)]
    assert rows[2][:4] == ["Dishub", "0", "", ""]
