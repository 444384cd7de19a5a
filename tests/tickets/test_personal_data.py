"""What is personal in a citizen's words is masked; what an agency needs to find the place is not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogues import kalsel
from tickets.number import check_character
from tickets.personal_data import Personal, find, masked, personal_data, published

DOTS = re.compile("•")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NIK saya 6372014506900003", Personal.NIK),
        ("KTP: 6371.0112.0390.0005", Personal.NIK),
        ("ktp 6371-0112-0390-0005 atas nama ibu", Personal.NIK),
        ("No KK 6303 0512 0812 0007", Personal.NIK),
        ("nik: 9999999999999999", Personal.NIK),
        ("hubungi 081234567890", Personal.PHONE),
        ("0812 3456 7890", Personal.PHONE),
        ("0812.3456.7890", Personal.PHONE),
        ("0812 - 3456 - 7890", Personal.PHONE),
        ("(0812) 34567890", Personal.PHONE),
        ("+62 812-3456-7890", Personal.PHONE),
        ("+62 (0)812 3456 7890", Personal.PHONE),
        ("6281234567890", Personal.PHONE),
        ("https://wa.me/6281234567890", Personal.PHONE),
        ("WA 81234567890", Personal.PHONE),
        ("surel budi.s+lapor@contoh.co.id ya", Personal.EMAIL),
        ("mobil DA 1234 AB menyerempet", Personal.PLATE),
        ("pelakunya DA1234AB", Personal.PLATE),
        ("motor da 6789 xyz knalpot brong", Personal.PLATE),
        ("truk kh 8123 gf muatan batu bara", Personal.PLATE),
        ("B 1945 SOE parkir sembarangan", Personal.PLATE),
        ("plat DA 1234", Personal.PLATE),
        ("transfer ke rekening BRI 0034-01-012345-50-7", Personal.ACCOUNT),
        ("norek 1234567890", Personal.ACCOUNT),
        ("Bank Kalsel 001 02 03 04567 8", Personal.ACCOUNT),
        ("1310012345678 (Mandiri a.n. Budi)", Personal.ACCOUNT),
    ],
)
def test_what_is_personal_is_masked(text: str, kind: Personal) -> None:
    assert [each.kind for each in find(text)] == [kind]
    shown = masked(text)
    assert DOTS.search(shown)
    assert not re.search(r"\d{3}", shown), "nothing of the number is left"


@pytest.mark.parametrize(
    "text",
    [
        "tiket LP-2611-7F3K98 belum ditangani",
        "Rabu, 25 November 2026 pukul 09.30 sampai 08.15 - 09.30 - 10.00",
        "tanggal 25-11-2026, 25/11/2026, 2026-11-25",
        "harganya Rp 1.500.000, ditawar 1500000, anggaran Rp15.000.000.000",
        "diminta transfer ke rekening BCA Rp 15.000.000",
        "bayar ke rekening bank mandiri sebesar 15.000.000",
        "Jalan A. Yani KM 36,5 No. 12 RT 05 RW 02 Blok B 12 no 5",
        "JALAN A 12 RT 3 BLOK D 120 NO 3, LEBAR 3 M DALAM 40 CM",
        "di KM 7 DAN KM 8, truk 12 ton, motor 3 unit",
        "hubungi 112, 110, 119, 118 atau 0511-4772500",
        "kantor (0511) 477-2500",
        "nomor pelanggan 512345678901",
        "kode pos 70714, titik -3.442081, 114.832512",
        "dana BOS 2024 dan 2025, kelas 6 A, 3 B, lampu 100 W",
        "sudah 3 bulan, 20 rumah, 150 kk terdampak",
        "No. 081/SK/2026",
        "mobil DP3AKB parkir di UPT P3A, kata DP3AKB dan PPID",
    ],
)
def test_what_an_agency_needs_is_left_alone(text: str) -> None:
    assert masked(text) == text


def test_several_in_one_text_are_all_masked() -> None:
    text = "Budi NIK 6372014506900003, hp 0812-3456-7890, DA 1234 AB, budi@contoh.id, rek BNI 0123456789."
    assert personal_data(text) == tuple(Personal)
    assert masked(text) == f"Budi NIK {'•' * 16}, hp 08{'•' * 8}, DA •••• ••, •••@•••, rek BNI {'•' * 10}."


def test_what_the_catalogue_publishes_is_nobodys_own() -> None:
    public = published("WhatsApp 0811-5111-222, surel lapor@kalselprov.go.id")
    assert masked("sudah saya WA ke +62 811 5111 222 dan Lapor@kalselprov.go.id", public).count("•") == 0
    assert "•" in masked("sudah saya WA ke 0811-5111-223", public)


def test_the_numbers_of_the_catalogue_are_not_masked() -> None:
    for line in (*kalsel().emergencies, *kalsel().outside.values()):
        text = getattr(line, "number", "") or getattr(line, "address", "")
        assert masked(f"sudah menelepon {text}") == f"sudah menelepon {text}"


DIGITS = st.text("0123456789", min_size=6, max_size=10)
SEPARATORS = st.sampled_from(["", " ", "-", ".", " - "])
AROUND = st.text(st.sampled_from("abc xyz,.!?\n"), max_size=20)


@given(DIGITS, SEPARATORS, st.sampled_from(["0", "+62", "62", "+62 ", "+62-"]), AROUND, AROUND)
def test_no_mobile_number_gets_through(digits: str, separator: str, prefix: str, before: str, after: str) -> None:
    number = f"{prefix}81{digits[0]}{separator}{separator.join(re.findall('..?.?.?', digits[1:]))}"
    shown = masked(f"{before} {number} {after}")
    if sum(map(str.isdigit, number)) >= 11:
        assert digits[1:] not in re.sub(r"\D", "", shown)


@given(
    st.sampled_from(["11", "31", "63", "64", "73", "94"]),
    st.integers(1, 39),
    st.integers(1, 31),
    st.booleans(),
    st.integers(1, 12),
    st.integers(1, 9999),
    SEPARATORS.filter(lambda each: len(each) < 2),
)
def test_no_nik_gets_through(
    province: str, regency: int, day: int, woman: bool, month: int, serial: int, separator: str
) -> None:
    digits = f"{province}{regency:02}01{day + 40 * woman:02}{month:02}90{serial:04}"
    written = separator.join(re.findall("....", digits))
    assert masked(f"atas nama {written}, mohon dibantu") == f"atas nama {'•' * 16}, mohon dibantu"


@given(st.text(max_size=300))
def test_whatever_is_written_masking_is_done_once_and_leaves_the_rest(text: str) -> None:
    shown = masked(text)
    assert masked(shown) == shown
    end = 0
    for each in find(text):
        assert text[each.start : each.end] == each.value
        assert text[end : each.start] in shown
        end = each.end


@given(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=5, max_size=5), st.integers(1, 12), AROUND)
def test_a_ticket_number_is_never_masked(drawn: str, month: int, around: str) -> None:
    number = f"LP-26{month:02}-{drawn}{check_character('LP', f'26{month:02}{drawn}')}"
    assert number in masked(f"{around} {number} {around}")


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1990, 2030), st.sampled_from("-/. "))
def test_a_date_is_never_masked(day: int, month: int, year: int, separator: str) -> None:
    text = f"kejadian {day:02}{separator}{month:02}{separator}{year} jam 08.30"
    assert masked(text) == text


@given(st.integers(1, 10**12))
def test_a_price_is_never_masked(amount: int) -> None:
    text = f"diminta Rp {amount:,} lewat rekening".replace(",", ".")
    assert masked(text) == text
