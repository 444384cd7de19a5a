"""What a message is, and the hints in it."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogues import DATA, kalsel, mini
from tickets.kinds import Kind
from tickets.reading import Escape, Verdict, danger, escape_word, judge, kind_of


def complaints() -> list[dict[str, str]]:
    with (DATA / "complaints.csv").open() as file:
        return list(csv.DictReader(file))


def with_id(name: str) -> str:
    return next(row["text"] for row in complaints() if row["id"] == name)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("P", Verdict.PING),
        ("pp", Verdict.PING),
        ("hallo", Verdict.PING),
        ("Halooooo", Verdict.PING),
        ("min", Verdict.PING),
        ("Assalamualaikum wr. wb.", Verdict.PING),
        ("selamat pagi pak", Verdict.PING),
        ("tes tes 123", Verdict.TEST),
        ("Test", Verdict.TEST),
        ("saya mau lapor min", Verdict.PING),
        ("halo ada orang?", Verdict.PING),
        ("saya mau lapor jalan rusak", Verdict.FINE),
        ("min ini", Verdict.TOO_SHORT),
        ("", Verdict.TOO_SHORT),
        ("123", Verdict.TOO_SHORT),
        ("jalan rusak", Verdict.TOO_SHORT),
        ("asdfghjkl", Verdict.TOO_SHORT),
        ("pelayanan pemerintah jelek semua", Verdict.TOO_GENERAL),
        ("PEMERINTAH TIDAK BECUS!!!", Verdict.TOO_GENERAL),
        ("pejabat makan gaji buta, rakyat susah", Verdict.TOO_GENERAL),
        ("terima kasih banyak min 🙏", Verdict.THANKS),
        ("🙏", Verdict.THANKS),
        ("makasih pak sudah dibantu", Verdict.THANKS),
        ("Hakim PN memutus tidak adil, tolong batalkan putusannya", Verdict.OUT_OF_SCOPE_COURT),
        ("jalan rusak di banjar", Verdict.FINE),
        ("Kadis X koruptor!!!", Verdict.FINE),
        ("terima kasih, tapi jalannya rusak lagi", Verdict.FINE),
        ("belum puas, jalannya ditambal tanah haja", Verdict.FINE),
        ("pelayanan puskesmas Gambut jelek semua", Verdict.FINE),
        ("jalan di depan pengadilan rusak", Verdict.FINE),
        ("Jalan rusak di Rantau, sekalian bansos ulun balum cair", Verdict.FINE),
    ],
)
def test_a_message_is_judged_before_it_becomes_a_ticket(text: str, verdict: Verdict) -> None:
    assert judge(text) is verdict
    assert judge(text, kalsel()) is verdict


@pytest.mark.parametrize(
    "text",
    [
        "jalan depan pengadilan rusak sampai sidang macet",
        "KTP ulun salah tanggal lahir, ke capil disuruh sidang pengadilan dulu, masa iya?",
        "pabrik kalah gugatan di pengadilan tapi masih buang limbah ke sungai",
        "saya ASN dipecat, menang di PTUN tapi putusannya tidak dijalankan BKD",
    ],
)
def test_who_mentions_a_court_may_complain_of_an_agency(text: str) -> None:
    assert judge(text, kalsel()) is Verdict.FINE


@pytest.mark.parametrize(
    "text",
    [
        "tolong pak gubernur batalkan vonis hakim PN Banjarmasin untuk anak saya",
        "putusan pengadilan agama martapura soal cerai saya tidak adil",
        "eksekusi rumah kami oleh pengadilan negeri tidak adil mohon ditunda",
    ],
)
def test_what_a_court_alone_decides_is_for_no_agency(text: str) -> None:
    assert judge(text, kalsel()) is Verdict.OUT_OF_SCOPE_COURT


def test_dialect_does_not_hide_what_is_too_general() -> None:
    assert judge("pelayanan pemerintah jelek banar", kalsel()) is Verdict.TOO_GENERAL


@pytest.mark.parametrize("row", complaints(), ids=lambda row: row["id"])
def test_every_example_complaint_is_fine_and_of_its_kind(row: dict[str, str]) -> None:
    for catalogue in (None, kalsel()):
        assert judge(row["text"], catalogue) is Verdict.FINE
        assert kind_of(row["text"], catalogue) == row["classification"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Usul: tambah lampu di taman", Kind.SUGGESTION),
        ("assalamualaikum min, saran saya loket ditambah", Kind.SUGGESTION),
        ("usulan kami tahun lalu soal jalan kada ditanggapi", Kind.SUGGESTION),
        ("numpang tanya, syarat bikin izin apotek apa", Kind.INFORMATION),
        ("min berapa biaya balik nama motor", Kind.INFORMATION),
        ("mau tanya kenapa lampu jalan mati terus", Kind.COMPLAINT),
        ("syarat bikin akta lahir apa saja ya", Kind.INFORMATION),
        ("nomor telepon dinas sosial berapa", Kind.INFORMATION),
        ("bagaimana kalau samsat keliling ke kampung kami", Kind.SUGGESTION),
        ("andai ada lampu di jembatan pasti lebih aman", Kind.SUGGESTION),
        ("anak saya dikeroyok, pihak sekolah tidak mau tahu", Kind.COMPLAINT),
        ("saya minta informasi ke PPID sebulan lalu belum dibalas", Kind.COMPLAINT),
        ("petugas ditanya malah marah", Kind.COMPLAINT),
        ("jalan rusak tolong diperbaiki", Kind.COMPLAINT),
        ("", Kind.COMPLAINT),
    ],
)
def test_a_kind_is_proposed_where_the_words_announce_it(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind


def test_a_catalogue_adds_its_own_announcements() -> None:
    assert kind_of("kami hendak paham jadwal biduk", mini()) is Kind.INFORMATION
    assert kind_of("kami berangan dermaga panjang", mini()) is Kind.SUGGESTION
    assert kind_of("kami berangan dermaga panjang", kalsel()) is Kind.COMPLAINT


def test_danger_is_seen_in_the_example_complaints_that_tell_of_it_and_in_no_other() -> None:
    seen = {row["id"]: danger(row["text"], kalsel()) for row in complaints()}
    assert {name: code for name, code in seen.items() if code} == {
        "K07": "fire",
        "K20": "violence",
        "K21": "violence",
        "K30": "flood",
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KEBAKARAN di pasar!!", "fire"),
        ("rumah tetangga kebakaran tolong", "fire"),
        ("api besar membakar rumah, daerah ini memang rawan kebakaran", "fire"),
        ("anak hanyut di sungai", "flood"),
        ("ada orang pingsan di halte", "medical"),
        ("suami memukul istrinya", "violence"),
        ("kabel listrik putus menjuntai, anak-anak main di situ", "hazard"),
        ("pohon tumbang menimpa rumah, ada orang di dalam", "hazard"),
        ("bocor gas di warung sebelah, baunya menyengat", "fire"),
        ("kapal tenggelam di laut Kotabaru", "flood"),
        ("ulun handak mati haja rasanya, kada sanggup lagi", "medical"),
        ("kabel internet putus menjuntai di jalan", None),
        ("tiang listrik miring hampir roboh", None),
        ("ikan di keramba mau mati semua", None),
        ("pegawai kebakaran jenggot waktu ditanya", None),
        ("bekas kebakaran tahun lalu belum dibersihkan", None),
        ("rawan kebakaran, minta hidran", None),
        ("bantuan korban kebakaran belum cair", None),
        ("sosialisasi pencegahan kekerasan", None),
        ("anak saya masuk sekolah pukul 7", None),
        ("jalan rawan kecelakaan", None),
        ("banjir tahun lalu warga dievakuasi", None),
        ("", None),
    ],
)
def test_danger_is_what_happens_now(text: str, code: str | None) -> None:
    assert danger(text, kalsel()) == code


def test_another_province_has_other_dangers() -> None:
    assert danger("biduk terbalik", mini()) == "wave"
    assert danger("kebakaran", mini()) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("batal", Escape.CANCEL),
        ("BATAL!", Escape.CANCEL),
        ("/batal", Escape.CANCEL),
        ("/batal@LaporBot", Escape.CANCEL),
        ("ga jadi min", Escape.CANCEL),
        ("cancel", Escape.CANCEL),
        ("ulang", Escape.RESTART),
        ("ulang dari awal", Escape.RESTART),
        ("kembali", Escape.BACK),
        ("back", Escape.BACK),
        ("menu", Escape.MENU),
        ("Menu dong", Escape.MENU),
        ("bantuan", Escape.HELP),
        ("help!!", Escape.HELP),
        ("tolong batalkan putusannya", None),
        ("bantuan sosial", None),
        ("jalan kembali rusak", None),
        ("tolong", None),
        ("min", None),
        ("", None),
    ],
)
def test_an_escape_word_is_the_whole_message(text: str, word: Escape | None) -> None:
    assert escape_word(text) is word


def test_banjarese_escape_words_come_from_the_catalogue() -> None:
    assert escape_word("kada jadi", kalsel()) is Escape.CANCEL
    assert escape_word("babulik", kalsel()) is Escape.BACK
    assert escape_word("babulik") is None


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for catalogue in (None, kalsel()):
        assert judge(text, catalogue) in set(Verdict)
        assert kind_of(text, catalogue) in set(Kind)
        escape_word(text, catalogue)
    assert danger(text, kalsel()) is None or text
