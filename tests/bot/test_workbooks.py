"""A spreadsheet program's sheet is read as it was typed."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from bot import workbooks
from bot.workbooks import Unreadable, is_workbook, rows_of
from messages.sheets import xlsx_of


def _sheet(*rows: tuple[object, ...]) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return file.getvalue()


def test_numbers_dates_and_empty_rows_are_as_somebody_typed_them() -> None:
    data = _sheet(("Tracking ID", "Status", "Tanggal"), (1234567, "Selesai", date(2026, 11, 23)), (), (2.5, "Proses"))
    assert is_workbook(data)
    assert rows_of(data) == [
        (1, ["Tracking ID", "Status", "Tanggal"]),
        (2, ["1234567", "Selesai", "2026-11-23"]),
        (3, ["", "", ""]),
        (4, ["2.5", "Proses", ""]),
    ]


def test_what_we_wrote_can_be_read() -> None:
    data = xlsx_of("aduan", ("nomor_tiket", "isi"), [("LP-2611-7F3K98", 'Jalan\nrusak – "parah"')])
    assert rows_of(data) == [(1, ["nomor_tiket", "isi"]), (2, ["LP-2611-7F3K98", 'Jalan\nrusak – "parah"'])]


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04 and nothing more", _sheet(("a",))[:-40]])
def test_a_torn_file_is_named_so(data: bytes) -> None:
    with pytest.raises(Unreadable, match="no workbook"):
        rows_of(data)


def test_another_archive_is_no_workbook() -> None:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("foto.jpg", "a picture")
    with pytest.raises(Unreadable, match="no workbook"):
        rows_of(file.getvalue())


def test_a_file_that_would_fill_the_memory_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "BIGGEST", 1024 * 1024)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2 * 1024 * 1024)
    assert len(file.getvalue()) < 10_000
    with pytest.raises(Unreadable, match="more than 1 MB"):
        rows_of(file.getvalue())


def test_a_text_is_no_workbook() -> None:
    assert not is_workbook(b"nomor_sp4n,status\n")
