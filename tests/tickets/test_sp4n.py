"""The bridge to SP4N-LAPOR!: numbers, months, harmless cells, and status files as people save them."""

import csv
from datetime import date
from io import StringIO
from zoneinfo import ZoneInfo

import pytest

from tests.storage.samples import NOW, a_ticket
from tickets import sp4n
from tickets.records import Record
from tickets.sources import Source
from tickets.sp4n import COLUMNS, Line, Malformed

WITA = ZoneInfo("Asia/Makassar")
TODAY = date(2026, 11, 23)
NAMES = sp4n.Names(categories={"jalan": "Jalan"}, agencies={"pupr": "PUPR"}, regions={"banjarbaru": "Kota Banjarbaru"})


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1234567", "1234567"),
        ("#1.234.567", "1234567"),
        (" 123 4567 ", "1234567"),
        ("123", None),
        ("12a4567", None),
        ("", None),
    ],
)
def test_a_number_as_it_was_typed(typed: str, number: str | None) -> None:
    assert sp4n.read_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("2026-10", date(2026, 10, 1)),
        ("2026-1", date(2026, 1, 1)),
        ("10/2026", date(2026, 10, 1)),
        ("Oktober 2025", date(2025, 10, 1)),
        ("november", date(2026, 11, 1)),
        ("desember", date(2025, 12, 1)),
        ("okt", date(2026, 10, 1)),
        ("bulan Oktober 2026", date(2026, 10, 1)),
        ("bulan ini", TODAY.replace(day=1)),
        ("bulan lalu", date(2026, 10, 1)),
        ("2026-13", None),
        ("2026-0", None),
        ("kemarin", None),
        ("", None),
    ],
)
def test_a_month_as_it_was_typed(typed: str, first: date | None) -> None:
    days = sp4n.month(typed, TODAY)
    assert (days and days[0]) == first


def test_a_month_ends_where_the_next_begins() -> None:
    assert sp4n.month("2026-12", TODAY) == (date(2026, 12, 1), date(2027, 1, 1))


def test_a_ticket_as_a_line() -> None:
    ticket = a_ticket(source=Source.SOCIAL_MEDIA, sp4n_number="1234567", text="=HYPERLINK(0)\nrusak")
    record = Record(ticket_id=1, recorder_id=1, link="https://x.com/u/status/1", contact="0811")
    row = dict(zip(COLUMNS, sp4n.row_of(ticket, record, NAMES, WITA), strict=True))
    assert row["isi"] == "'=HYPERLINK(0)\nrusak"
    assert (row["sumber"], row["nomor_sp4n"], row["tautan"]) == ("social_media", "1234567", record.link)
    assert (row["instansi"], row["status"]) == ("PUPR", "belum ditindaklanjuti")
    assert row["masuk"] == NOW.astimezone(WITA).strftime("%Y-%m-%d %H:%M")
    assert "0811" not in "".join(row.values())


def test_confidential_words_stay_here() -> None:
    ticket = a_ticket(secret=True, text="pungutan liar", address="Gang Rahasia")
    record = Record(ticket_id=1, recorder_id=1, link="https://x.com/u/status/1")
    row = "".join(sp4n.row_of(ticket, record, NAMES, WITA))
    assert "pungutan" not in row
    assert "Gang" not in row
    assert "x.com" not in row


@pytest.mark.parametrize("cell", ["=1+1", "+62811", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert sp4n.harmless(cell) == f"'{cell}"


def test_a_csv_file_can_be_read_again() -> None:
    data = sp4n.csv_of([tuple(f'a, "{n}"\n' for n in range(len(COLUMNS)))])
    assert data.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(StringIO(data.decode("utf-8-sig")))
    assert tuple(head) == COLUMNS
    assert row[0] == 'a, "0"\n'


@pytest.mark.parametrize(
    "data",
    [
        b"nomor_sp4n,status\n1234567,Selesai\n",
        b"\xef\xbb\xbfNomor SP4N;Nama;Status\r\n#1234567;x;Selesai\r\n",
        b"Tracking ID\tStatus Laporan\n1.234.567\t Selesai \n\n",
    ],
)
def test_a_status_file_as_people_save_it(data: bytes) -> None:
    assert sp4n.read_file(data) == ((Line(2, "1234567", "", "Selesai"),), ())


def test_our_own_number_and_letters_of_windows() -> None:
    data = "nomor_tiket;nomor_sp4n;status\nLP-2611-7F3K98;1234567;Diproses – café\n".encode("cp1252")
    assert sp4n.read_file(data)[0] == (Line(2, "1234567", "LP-2611-7F3K98", "Diproses – café"),)


def test_our_export_read_again_keeps_the_national_status_apart_from_ours() -> None:
    row = tuple(
        {"nomor_sp4n": "1234567", "status": "proses", "status_sp4n": "Selesai"}.get(name, "") for name in COLUMNS
    )
    assert sp4n.read_file(sp4n.csv_of([row])) == ((Line(2, "1234567", "", "Selesai"),), ())


def test_malformed_lines_are_named_by_their_number() -> None:
    lines, malformed = sp4n.read_file(b"nomor_sp4n,status\nabc,Selesai\n1234567,\n\n7654321,Proses\n99\n")
    assert [line.at for line in lines] == [5]
    assert [each.at for each in malformed] == [2, 3, 6]


@pytest.mark.parametrize("data", [b"", b"\n", b"nama,alamat\na,b\n", b'nomor_sp4n,status\n"1234567,Selesai'])
def test_what_is_no_status_file(data: bytes) -> None:
    lines, malformed = sp4n.read_file(data)
    assert lines == ()
    assert isinstance(malformed[0], Malformed)
