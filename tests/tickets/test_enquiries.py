"""What somebody asks of the desk itself is told from what he reports."""

import pytest

from tests.support.catalogues import kalsel
from tickets.enquiries import Enquiry, enquiry


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("apa ini bot?", Enquiry.ABOUT),
        ("admin ada?", Enquiry.ABOUT),
        ("saya mau bicara dengan petugas", Enquiry.ABOUT),
        ("ulun handak bapander lawan urang", Enquiry.ABOUT),
        ("bayar berapa pak", Enquiry.ABOUT),
        ("apakah lapor di sini gratis", Enquiry.ABOUT),
        ("can I talk to a human please", Enquiry.ABOUT),
        ("data saya aman kah", Enquiry.PRIVACY),
        ("apakah laporan saya rahasia", Enquiry.PRIVACY),
        ("batalkan laporan LP-2611-TC1E9G", Enquiry.WITHDRAWAL),
        ("saya mau cabut laporan saya", Enquiry.WITHDRAWAL),
        ("tolong hapus laporan yang kemarin", Enquiry.WITHDRAWAL),
        ("laporannya tidak jadi, batalkan saja", Enquiry.WITHDRAWAL),
    ],
)
def test_an_enquiry(text: str, asked: Enquiry) -> None:
    assert enquiry(text, kalsel()) is asked


@pytest.mark.parametrize(
    "text",
    [
        "petugas capil minta bayar berapa ratus ribu",
        "admin desa tidak ada di kantor",
        "hapus pungutan di sekolah",
        "laporan saya dihapus admin dinas",
        "tolong rahasiakan nama saya",
        "data bansos saya tidak aman, bocor ke pinjol",
        "bot judi di grup kelurahan",
        "laporan",
        "batal",
        "",
    ],
)
def test_whatever_says_more_is_a_matter(text: str) -> None:
    assert enquiry(text, kalsel()) is None
