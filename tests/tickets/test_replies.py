"""Short answers to questions with buttons: which button is meant, and what is no answer at all."""

import pytest

from tests.tickets.test_reading import kalsel
from tickets.reading import Escape, Verdict, escape_word, judge, reply
from tickets.replies import AGAIN


@pytest.mark.parametrize(
    ("asked", "text", "meant"),
    [
        ("cancel", "ya", "cancel-yes"),
        ("cancel", "Iyaaa min", "cancel-yes"),
        ("cancel", "iya batalkan saja", "cancel-yes"),
        ("cancel", "iya batalkan laporan saya", "cancel-yes"),
        ("cancel", "yes, cancel it please", "cancel-yes"),
        ("cancel", "inggih", "cancel-yes"),
        ("cancel", "hapus aja", "cancel-yes"),
        ("cancel", "tidak", "cancel-no"),
        ("cancel", "gak usah", "cancel-no"),
        ("cancel", "jangan dihapus ya", "cancel-no"),
        ("cancel", "kada, tarusakan", "cancel-no"),
        ("cancel", "ya lanjutkan laporannya", "cancel-no"),
        ("cancel", "no, don't cancel", "cancel-no"),
        ("cancel", "tidak jadi batal", "cancel-no"),
        ("cancel", "go on", "cancel-no"),
        ("cancel", "jangan lanjutkan", AGAIN),
        ("cancel", "ok", AGAIN),
        ("cancel", "ya?", AGAIN),
        ("cancel", "sudah benar", AGAIN),
        ("cancel", "ya ampun jalannya rusak", None),
        ("cancel", "iya lubangnya makin dalam", None),
        ("cancel", "tolong", None),
        ("resume", "ya", "resume-yes"),
        ("resume", "lanjut aja kak", "resume-yes"),
        ("resume", "lanjutkan yang tadi", "resume-yes"),
        ("resume", "baru", "resume-no"),
        ("resume", "mulai hanyar", "resume-no"),
        ("resume", "buat laporan baru", "resume-no"),
        ("resume", "new report", "resume-no"),
        ("resume", "baru saja", AGAIN),
        ("resume", "tidak", AGAIN),
        ("resume", "baru saja pohonnya tumbang", None),
        ("summary", "ok kirim", "send"),
        ("summary", "iya kirim aja min", "send"),
        ("summary", "sudah benar kirim", "send"),
        ("summary", "kirim sekarang", "send"),
        ("summary", "kirimakan", "send"),
        ("summary", "send it now", "send"),
        ("summary", "tolong dikirim", "send"),
        ("summary", "sudah bener semua, silakan kirim", "send"),
        ("summary", "yaudah kirim aja", "send"),
        ("summary", "sudah dikirim", AGAIN),
        ("summary", "ada yang salah", "change"),
        ("summary", "tidak ada yang salah", AGAIN),
        ("summary", "tidak ada lagi", AGAIN),
        ("summary", "kirim?", AGAIN),
        ("summary", "jangan kirim dulu", AGAIN),
        ("summary", "sudah kirim", AGAIN),
        ("summary", "sudah saya kirim", AGAIN),
        ("summary", "belum benar", AGAIN),
        ("summary", "ya", AGAIN),
        ("summary", "sudah benar", AGAIN),
        ("summary", "ganti kategori", "category"),
        ("summary", "mau ubah alamat", "address"),
        ("summary", "change the category", "category"),
        ("summary", "ganti dong", "change"),
        ("summary", "salah kategori", "category"),
        ("summary", "eh alamatnya salah min", "address"),
        ("summary", "kategorinya tidak salah", AGAIN),
        ("cancel", "ya udah batalin aja", "cancel-yes"),
        ("cancel", "sudah dibatalkan", AGAIN),
        ("summary", "nanti aja", AGAIN),
        ("summary", "cepetan ya min", AGAIN),
        ("summary", "hehe iya", AGAIN),
        ("summary", "nanti malam gelap sekali", None),
        ("occurred_on", "lupa min", "unknown"),
        ("occurred_on", "kurang tau pastinya kapan", None),
        ("occurred_on", "gak ingat kapan", "unknown"),
        ("occurred_on", "kada tahu pak", "unknown"),
        ("occurred_on", "lupa dikunci", None),
        ("attachments", "ga ada foto", "back"),
        ("attachments", "tidak punya fotonya min", "back"),
        ("attachments", "tanpa foto", "back"),
        ("attachments", "tidak ada yang datang", None),
        ("change", "ganti isi laporan", "text"),
        ("change", "ya", AGAIN),
        ("summary", "itu belum diganti juga", None),
        ("summary", "kirim orang untuk melihat", None),
        ("summary", "lubangnya sudah dua bulan", None),
        ("matters", "dipisah saja", "apart"),
        ("matters", "pisah", "apart"),
        ("matters", "pisahakan haja", "apart"),
        ("matters", "jadi dua laporan", "apart"),
        ("matters", "keep it together", AGAIN),
        ("matters", "satu saja", "together"),
        ("matters", "tetap satu aja pak", "together"),
        ("matters", "jangan dipisah", "together"),
        ("matters", "tidak perlu dipisah", "together"),
        ("matters", "perlu dipisah", "apart"),
        ("matters", "jangan digabung", "apart"),
        ("matters", "ya", AGAIN),
        ("matters", "satu-satu saja", AGAIN),
        ("matters", "satu rumah lagi juga rusak", None),
        ("category", "ya", None),
    ],
)
def test_what_is_typed_instead_of_a_button(asked: str, text: str, meant: str | None) -> None:
    assert reply(text, asked, kalsel()) == meant


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("ya", Verdict.REPLY),
        ("ok sudah benar", Verdict.REPLY),
        ("iya kirim aja min", Verdict.REPLY),
        ("yes please", Verdict.REPLY),
        ("tolong", Verdict.TOO_SHORT),
        ("tidak ada air", Verdict.FINE),
    ],
)
def test_yes_and_no_are_no_story(text: str, verdict: Verdict) -> None:
    assert judge(text, kalsel()) is verdict


@pytest.mark.parametrize(
    "text",
    ["batalkan laporan", "batalkan laporan saya", "batal lapor", "ga jadi lapor min", "cancel my report", "batalakan"],
)
def test_whoever_cancels_the_report_wants_to_leave(text: str) -> None:
    assert escape_word(text, kalsel()) is Escape.CANCEL
