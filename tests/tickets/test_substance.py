"""What is a mere acknowledgement, and what is personal data."""

import pytest

from tickets.dialogue import Attachment, MediaKind
from tickets.personal_data import Personal, personal_data
from tickets.substance import is_acknowledgement

PHOTO = Attachment(MediaKind.PHOTO, "file", "unique")


@pytest.mark.parametrize(
    "text",
    [
        "Siap",
        "siap pak 🙏",
        "Sudah diteruskan",
        "Sudah kami teruskan ke bidang terkait.",
        "Akan kami tindak lanjuti.",
        "akan segera ditindaklanjuti, mohon ditunggu",
        "Terima kasih atas laporannya, akan segera kami proses.",
        "Yth. Bapak/Ibu, laporan sudah kami terima dan akan diteruskan kepada tim teknis.",
        "Noted, sdh dikoordinasikan dg pimpinan".replace("dg", "dengan"),
        "TERIMA KASIH INFORMASINYA",
    ],
)
def test_only_acknowledges(text: str) -> None:
    assert is_acknowledgement(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lubang sudah ditambal.",
        "Siap, tim turun hari Rabu.",
        "Akan kami tindak lanjuti tanggal 25 November.",
        "Sedang kami periksa.",
        "Sudah diteruskan ke BPJN karena jalan nasional.",
        "Kami cek ke lokasi besok.",
        "Perbaikan dianggarkan 2027.",
        "",
    ],
)
def test_says_something(text: str) -> None:
    assert not is_acknowledgement(text)


def test_a_photo_says_something_by_itself() -> None:
    assert not is_acknowledgement("Siap", (PHOTO,))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NIK 6372014506900003 sudah kami cek", (Personal.NIK,)),
        ("nik 637201 450690 0003", (Personal.NIK,)),
        ("rekening 6372019956900003", (Personal.ACCOUNT,)),
        ("nomor 6372019956900003", ()),
        ("hubungi 0812-3456-7890", (Personal.PHONE,)),
        ("WA +62 812 3456 7890 ya", (Personal.PHONE,)),
        ("kantor (0511) 4772500", ()),
        ("telepon 123", ()),
        ("anggaran 08.000.000 rupiah", ()),
        ("surel sari@contoh.id", (Personal.EMAIL,)),
        ("Pak Budi 081234567890, budi@contoh.go.id", (Personal.PHONE, Personal.EMAIL)),
        ("tiket LP-2611-7F3K98", ()),
        ("Rabu 25 November 2026 pukul 09.30", ()),
    ],
)
def test_personal_data_are_found(text: str, found: tuple[Personal, ...]) -> None:
    assert personal_data(text) == found
