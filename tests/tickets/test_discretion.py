"""The wish to stay unnamed or secret is heard everywhere; it is taken back only by words that say nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogues import kalsel
from tickets.discretion import Waiver, only_asks, waived, wants_anonymous, wants_secret

SCHOOL = (
    'Di SMK anak sy diminta uang "sumbangan" 1,5 jt, kalo blm lunas kada boleh ikut ujian. Mhn nama sy jgn disebut, '
    "takut anak kena"
)
MINE = (
    "Ada tambang kada baizin di hutan parak kampung ulun, excavator 3 buah kerja malam. Jangan bocorkan ulun nang "
    "melapor lah, bahaya"
)


@pytest.mark.parametrize(
    ("text", "anonymous", "secret"),
    [
        (SCHOOL, True, False),
        (MINE, True, True),
        ("jalan provinsi arah Cempaka banyak lubang", False, False),
        ("tolong nama saya dirahasiakan", True, True),
        ("saya mau anonim saja", True, False),
        ("mohon jangan disebarkan", False, True),
        ("tidak perlu dirahasiakan", False, False),
        ("ini sudah rahasia umum", False, False),
        ("nama jalan tidak ada", False, False),
        ("", False, False),
        ("tidak usah sebut nama saya", True, False),
        ("jangan tampilkan nama saya", True, False),
        ("kalau tidak anonim saya takut", True, False),
        ("jangan anonim, tapi isinya rahasia", False, True),
        ("tidak usah ragu, rahasiakan nama saya", True, True),
    ],
)
def test_the_wish_to_stay_unnamed_or_secret_is_heard(text: str, anonymous: bool, secret: bool) -> None:
    assert wants_anonymous(text, kalsel()) is anonymous
    assert wants_secret(text, kalsel()) is secret


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tidak usah anonim", {Waiver.NAME}),
        ("gak perlu anonim", {Waiver.NAME}),
        ("gausah anonim deh min", {Waiver.NAME}),
        ("kada usah anonim min ai", {Waiver.NAME}),
        ("nggak jadi anonim", {Waiver.NAME}),
        ("anonimnya tidak jadi", {Waiver.NAME}),
        ("nama saya tidak usah disembunyikan", {Waiver.NAME}),
        ("nama saya boleh ditampilkan", {Waiver.NAME}),
        ("sebut saja nama saya", {Waiver.NAME}),
        ("eh gapapa deh ditampilin aja namanya", {Waiver.NAME}),
        ("tidak apa-apa nama saya disebut", {Waiver.NAME}),
        ("no need to be anonymous", {Waiver.NAME}),
        ("don't hide my name", {Waiver.NAME}),
        ("jangan dirahasiakan", {Waiver.CONTENT}),
        ("laporan ini tidak usah dirahasiakan", {Waiver.CONTENT}),
        ("tidak usah anonim dan tidak usah rahasia", {Waiver.NAME, Waiver.CONTENT}),
    ],
)
def test_what_need_not_be_hidden_is_not_asked_for(text: str, shown: set[Waiver]) -> None:
    assert waived(text, kalsel()) == shown
    assert not wants_anonymous(text, kalsel())
    assert not wants_secret(text, kalsel())


@pytest.mark.parametrize(
    "text",
    [
        "jangan sebut nama saya",
        "tidak usah tampilkan nama saya",
        "jangan sampai nama saya tidak anonim",
        "jangan buka identitas saya",
        "jangan anonim kah?",
        "kenapa tidak anonim",
        "jangan anonim, nama saya jangan disebut",
        "depan pasar lama, tidak usah anonim",
        "kata pak RT tidak usah anonim",
        "gausah disembunyikan",
        "tampilkan saja",
        "saya saja yang tahu nama saya",
        "admin saja yang boleh tahu nama saya",
        "kok nama saya ditampilkan",
        "nama saya tidak ditampilkan",
        "anonim saja",
        "rahasia umum",
        "saya tidak takut ketahuan",
        "",
    ],
)
def test_in_doubt_a_name_stays_hidden(text: str) -> None:
    assert not waived(text, kalsel())


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for catalogue in (None, kalsel()):
        wants_anonymous(text, catalogue)
        wants_secret(text, catalogue)
        waived(text, catalogue)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("tolong anonim ya min", True),
        ("bisa anonim ga?", True),
        ("saya takut ketahuan pak", True),
        ("nama saya jangan disebut", True),
        ("eh anonim aja lagi", True),
        ("tolong dirahasiakan", True),
        (SCHOOL, False),
        ("depan pasar lama, tolong nama saya jangan disebut", False),
        ("saya takut ketahuan kepala sekolah", False),
        ("depan pasar lama", False),
        ("tidak usah anonim", False),
    ],
)
def test_a_mere_wish_is_no_part_of_the_story(text: str, only: bool) -> None:
    assert only_asks(text, kalsel()) is only
