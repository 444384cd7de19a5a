"""Stars, done or not, enough, "ok": what a short answer means, and what is more than that."""

import pytest

from tests.support.catalogues import kalsel
from tickets.short_answers import (
    asks_for_news,
    asks_where_it_stands,
    is_done,
    is_enough,
    is_no_number_of_stars,
    only_agrees,
    stars,
    without_asking,
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("bintang 5", 5),
        ("5 bintang", 5),
        ("⭐⭐⭐⭐⭐", 5),
        ("⭐⭐ pak", 2),
        ("5 ⭐⭐⭐⭐⭐", 5),
        ("Lima!", 5),
        ("kasih 4", 4),
        ("saya kasih bintang 5 ya", 5),
        ("4/5", 4),
        ("4 dari 5", 4),
        ("ampat", 4),
        ("talu bintang", 3),
        ("asa haja", 1),
        ("two stars", 2),
        ("6", None),
        ("0", None),
        ("⭐⭐⭐⭐⭐⭐", None),
        ("4 5", None),
        ("bintang", None),
        ("lampu 3 mati", None),
        ("lima lubang di jalan", None),
        ("", None),
    ],
)
def test_stars(text: str, count: int | None) -> None:
    assert stars(text, kalsel()) == count


@pytest.mark.parametrize(
    ("text", "is_none"),
    [
        ("6", True),
        ("0", True),
        ("bintang 10 min", True),
        ("4 5", True),
        ("⭐⭐⭐⭐⭐⭐", True),
        ("5", False),
        ("bintang", False),
        ("lampu 3 mati", False),
        ("6?", False),
        ("", False),
    ],
)
def test_a_number_that_is_none_of_the_stars(text: str, is_none: bool) -> None:
    assert is_no_number_of_stars(text, kalsel()) is is_none


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("sudah", True),
        ("udah pak", True),
        ("alhamdulillah sudah", True),
        ("ya sudah selesai", True),
        ("sudah diperbaiki pak terima kasih", True),
        ("sdh beres min, makasih", True),
        ("done", True),
        ("already fixed, thank you", True),
        ("belum", False),
        ("blm pak", False),
        ("balum", False),
        ("belum selesai pak", False),
        ("belum diperbaiki", False),
        ("not fixed yet", False),
        ("ya sudah", None),
        ("ok", None),
        ("iya", None),
        ("baik pak terima kasih", None),
        ("diperbaiki pak", None),
        ("tolong selesaikan", None),
        ("sudah selesai?", None),
        ("sudah selesai belum", None),
        ("apakah sudah selesai", None),
        ("sudah tiga hari", None),
        ("belum diperbaiki malah tambah rusak parah", None),
        ("belum ada petugas datang", None),
        ("sudah diperbaiki tapi rusak lagi", None),
        ("sudah sudah sudah sudah sudah sudah selesai", None),
        ("", None),
        ("it works now", True),
        ("Yes, repaired, great!", True),
        ("still not working", False),
        ("No", False),
        ("nope, sorry", False),
        ("no thanks", None),
        ("no problem", None),
        ("no 12", None),
    ],
)
def test_done_or_not(text: str, done: bool | None) -> None:
    assert is_done(text, kalsel()) is done


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("selesai", True),
        ("sudah", True),
        ("sudah itu saja", True),
        ("itu aja pak", True),
        ("itu haja", True),
        ("cukup, terima kasih", True),
        ("that's all", True),
        ("ok", False),
        ("itu lubangnya", False),
        ("sudah tiga hari", False),
        ("sudah selesai?", False),
        ("", False),
    ],
)
def test_enough(text: str, enough: bool) -> None:
    assert is_enough(text, kalsel()) is enough


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("ok", True),
        ("okeee", True),
        ("siap pak", True),
        ("iya", True),
        ("baik bu, ditunggu kabarnya", True),
        ("noted 👍", True),
        ("ya?", False),
        ("iya lubangnya dalam", False),
        ("baik jalannya", False),
        ("sudah", False),
        ("👍", False),
        ("", False),
    ],
)
def test_a_mere_ok(text: str, agrees: bool) -> None:
    assert only_agrees(text, kalsel()) is agrees


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("status", True),
        ("cek laporan saya min", True),
        ("status jalan di Rantau bagaimana", False),
        ("laporan", False),
    ],
)
def test_who_asks_where_it_stands_asks_nothing_else(text: str, asks: bool) -> None:
    assert asks_where_it_stands(text, kalsel()) is asks


@pytest.mark.parametrize(
    "text",
    [
        "ada kabar?",
        "gimana kabar laporan saya min",
        "laporan saya sudah sampai mana",
        "kayapa laporan ulun",
        "bagaimana tindak lanjutnya pak",
        "belum ada perkembangan?",
        "sudah diproses kah?",
        "kapan diperbaiki",
        "mau tanya laporan saya kemarin",
        "any news on my report?",
        "when will it be fixed?",
    ],
)
def test_a_question_for_news(text: str) -> None:
    assert asks_for_news(text, kalsel())


@pytest.mark.parametrize(
    "text",
    [
        "kapan jalan di Rantau diperbaiki",
        "belum diperbaiki",
        "sudah selesai",
        "ada kabar burung soal pungli",
        "baik, ditunggu kabarnya",
        "bagaimana cara bikin laporan",
        "laporan",
        "",
    ],
)
def test_what_is_no_question_for_news(text: str) -> None:
    assert not asks_for_news(text, kalsel())


def test_words_that_ask_for_a_ticket_are_no_part_of_its_number() -> None:
    assert without_asking("/ status LP-2611-7F3K98") == without_asking("cek status: LP-2611-7F3K98") == "LP-2611-7F3K98"
