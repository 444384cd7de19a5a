"""What a message is, before anybody acts on it: a greeting, a test, thanks, too little, one for a court, a complaint.

Also the hints in it: which kind of ticket, danger to life, a word that leaves the form. All are proposals that the
dialogue confirms. The lists are Indonesian in general; what a province adds comes with its catalogue, which may be left
out except for danger. Places are read in `tickets.places`, days in `tickets.days`, the wish to stay unnamed in
`tickets.discretion`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache

from tickets.catalogue import Catalogue
from tickets.days import occurred_on as _occurred_on
from tickets.kinds import Kind
from tickets.phrases import Heard, PhraseBook
from tickets.replies import HOLLOW
from tickets.replies import reply as _reply
from tickets.routing import suggest
from tickets.words import listed, plain_words

SHORTEST_WORDS = 3
"""A complaint has at least so many words ("jalan rusak" is asked about)."""

SHORTEST_LETTERS = 10
"""A complaint has at least so many letters and digits."""

OPENING_WORDS = 3
"""A lone "usul" or "tanya" announces a suggestion or a question only among that many first words."""


REMEMBERED = 256
"""Texts of which is remembered what they are: every step of a form asks that of the draft's, several times."""


class Verdict(StrEnum):
    """What a message is, as far as its words tell."""

    PING = "ping"
    """A greeting, or "mau lapor" and no more: answer with the menu."""
    TEST = "test"
    """Somebody tries the bot out: no ticket."""
    REPLY = "reply"
    """Yes, no, "sudah benar", "ok kirim": an answer to some question, and nothing else."""
    TOO_SHORT = "too_short"
    """Too little to act on: ask what, where and when."""
    TOO_GENERAL = "too_general"
    """No place, body or event is named: ask for one; archive as *masukan terlalu umum* if none comes."""
    THANKS = "thanks"
    """Thanks and nothing else: ask whether the ticket may be closed, do not assume it."""
    OUT_OF_SCOPE_COURT = "out_of_scope_court"
    """About the decision of a court, and nothing that an agency does: outside the system by law, explain."""
    FINE = "fine"
    """Good enough to go on with."""


class Escape(StrEnum):
    """Words that mean the same everywhere, handled before any form."""

    CANCEL = "batal"
    RESTART = "ulang"
    BACK = "kembali"
    MENU = "menu"
    HELP = "bantuan"


_NO_SPELLINGS: Mapping[str, str] = {}
_STRETCHED = re.compile(r"(\w)\1{2,}")
_THANKFUL_SIGNS = frozenset("🙏👍❤😊💚👌🤝")

_FILLERS = listed(
    "min admin mimin pak bapak bu ibu kak kakak mas mba mbak bang abang gan bos bro om tante ya iya yaa oke ok "
    "okay baik sip dong deh nih sih lah saja kan the all semua semuanya tim team bot lapor kami saya"
)
_GREETINGS = listed(
    "p pp ping halo haloo hallo halloo hello helo hay hai hi hei hey oi woi assalamualaikum assalamu alaikum "
    "alaikumsalam aslm ass asw asslm assalamualaikm askum salam selamat pagi siang sore malam met permisi punten "
    "misi waalaikumsalam wr wb warahmatullahi wabarakatuh min admin mimin sampurasun tabe good morning afternoon "
    "evening dear sir madam"
)
_INTENTS = listed(
    "lapor melapor melaporkan laporan mengadu pengaduan aduan keluhan tanya nanya bertanya orang "
    "report complain complaint"
)
_AROUND_INTENTS = listed(
    "mau ingin cara caranya bagaimana bisa boleh bikin membuat ada disini di sini dong apa untuk mohon tolong "
    "bantu bantuannya izin tentang sesuatu hal dibantu nya kah i want would like to make file a can how do please"
)
_TESTS = listed("tes test testing tess tst coba cobain percobaan ngetes uji ujicoba cekcek")
_THANKS = listed("makasih terima kasih thanks thank suwun syukron mantap alhamdulillah jazakallah nuhun tq")
_AROUND_THANKS = listed(
    "banyak sekali atas bantuan bantuannya respon responnya tanggapan tanggapannya informasi informasinya info "
    "infonya sudah cepat cepatnya sangat membantu you kasih juga semoga sukses sehat selalu berkah dibantu "
    "ditanggapi siap untuk perhatian perhatiannya kembali sama very much so a lot for your help quick reply great good "
    "nice perfect wonderful excellent lovely guys everyone again that this is was really indeed fast response"
)
_COURT = listed("hakim pengadilan mahkamah kejaksaan jaksa ptun pn kasasi")
_COURT_DECISIONS = listed(
    "putusan putusannya memutus memutuskan diputus vonis divonis banding kasasi sidang gugatan perkara tuntutan "
    "eksekusi"
)
_GOVERNMENT = listed(
    "pemerintah pemerintahan pelayanan pejabat negara pemprov pemda birokrasi gubernur pegawai asn pns aparat "
    "negeri pemimpin penguasa layanan dinas instansi wakil dewan presiden menteri indonesia korupsi koruptor"
)
_GENERAL = listed(
    "jelek buruk parah payah lambat lelet bobrok bohong penipu semua semuanya selalu tidak becus beres dimana "
    "peduli rakyat janji tinggal kecil susah hidup kecewa muak capek malas kerja kerjanya mana bagaimana kok ini "
    "itu yang dan di publik sekarang sekali sangat memang apa gunanya guna kenapa begini begitu terus cuma hanya "
    "makan gaji buta percuma korup korupsi koruptor maling masyarakat kepada pada untuk kami saya kita jadi makin "
    "tambah hancur rusak kacau ancur zalim dzalim pernah mau mendengar dengar suara bisa bisanya diri sendiri "
    "orang kaya miskin tolong mohon diperbaiki perbaiki ditingkatkan tingkatkan lebih baik lagi harus perlu "
    "dengan seperti daerah provinsi zaman jaman bangsa dari ke nya pun juga saja ada adalah masih tetap sama "
    "amanah bertanggung jawab menyusahkan tahu main tidur dibawah bawah standar nol besar omong kosong sombong "
    "mengecewakan memuaskan puas bagus"
)
_MY_REPORT = ("lapor", "melapor", "laporan", "laporan ini", "laporan saya", "laporannya", "aduan", "aduan saya")
_MY_REPORT_IN_ENGLISH = ("my report", "the report", "this report", "report", "my complaint", "the complaint")
_ESCAPES: Mapping[str, Escape] = {
    **dict.fromkeys(
        ("batal", "batalkan", "batalin", "dibatalkan", "tidak jadi", "gajadi", "keluar"),
        Escape.CANCEL,
    ),
    **dict.fromkeys(("stop", "berhenti"), Escape.CANCEL),
    **{f"{drop} {it}": Escape.CANCEL for drop in ("batal", "batalkan", "batalin", "tidak jadi") for it in _MY_REPORT},
    **dict.fromkeys(("cancel", "cancel it", "cancel that", "never mind", "exit", "quit"), Escape.CANCEL),
    **{f"cancel {it}": Escape.CANCEL for it in _MY_REPORT_IN_ENGLISH},
    **dict.fromkeys(
        ("ulang", "ulangi", "mulai lagi", "mulai ulang", "dari awal", "ulang dari awal", "mulai dari awal", "restart"),
        Escape.RESTART,
    ),
    **dict.fromkeys(("reset", "ulangi dari awal", "mulai pulang", "mulai baru"), Escape.RESTART),
    **dict.fromkeys(("start again", "start over", "begin again"), Escape.RESTART),
    **dict.fromkeys(("kembali", "balik", "mundur", "sebelumnya"), Escape.BACK),
    **dict.fromkeys(("back", "go back", "previous"), Escape.BACK),
    **dict.fromkeys(("menu", "menu utama", "main menu", "start", "mulai", "home", "beranda"), Escape.MENU),
    **dict.fromkeys(("bantuan", "help", "petunjuk", "panduan", "cara pakai", "cara penggunaan"), Escape.HELP),
}
_POLITE = listed("min admin pak bu bapak ibu kak dong deh lah ya saja aja tolong mohon please")

_SUGGESTIONS = (
    *("i suggest", "my suggestion", "i would like to suggest"),
    *("saya usul", "kami usul", "usul saya", "usul kami", "saya mengusulkan", "kami mengusulkan", "mengusulkan agar"),
    *("saran saya", "saran kami", "saya sarankan", "kami sarankan", "menyarankan agar", "memberi saran", "kasih saran"),
    *(
        "usul agar",
        "usul supaya",
        "usulan kami agar",
        "aspirasi kami",
        "aspirasi warga",
        "alangkah baiknya",
        "ide saya",
        "bagaimana kalau",
        "mohon dipertimbangkan",
    ),
    *(
        "memberi masukan",
        "kasih masukan",
        "masukan saya",
        "sebaiknya pemerintah",
        "sebaiknya dinas",
        "berharap dibangun",
    ),
)
_SUGGESTION_OPENERS = listed("usul usulan saran sekadar aspirasi masukan ide andai seandainya")
_QUESTIONS = (
    *("mau tanya", "mau bertanya", "mau nanya", "ingin tanya", "ingin bertanya", "numpang tanya", "numpang nanya"),
    *("izin tanya", "izin bertanya", "ijin bertanya", "minta info", "mohon info", "mohon informasi", "minta informasi"),
    *("butuh info", "butuh informasi", "ingin tahu", "mau tahu", "apa syarat", "syaratnya apa", "apa saja syarat"),
    *("syarat apa", "apa persyaratan", "persyaratannya apa", "syarat dan", "syarat untuk", "bagaimana cara"),
    *("bagaimana prosedur", "caranya bagaimana", "bagaimana alur", "berapa biaya", "biayanya berapa", "berapa tarif"),
    *("ada info", "kapan dibuka", "kapan pendaftaran", "kapan jadwal", "alamat kantor", "nomor kontak", "jam buka"),
    *("syarat + apa saja", "dimana bisa", "dimana tempat", "dimana alamat", "apakah masih", "apakah bisa"),
    *("nomor telepon + berapa", "berapa denda", "dendanya berapa", "biaya + berapa", "info jadwal", "info pendaftaran"),
    "ada lowongan",
    *("i would like to know", "i want to know", "how do i", "how can i", "what are the requirements"),
    *("where can i", "what documents", "what time does", "how much is", "how much does"),
)
_QUESTION_OPENERS = listed("tanya nanya bertanya")
# "mau tanya kenapa lampu jalan mati" is a complaint in the form of a question.
_REPROACHES = (
    *("kenapa", "mengapa", "tidak mau tahu", "tidak dibalas", "belum dibalas", "tidak dijawab", "belum dijawab"),
    *("tidak ditanggapi", "belum ditanggapi"),
)

_DISSATISFIED = (
    *("belum puas", "tidak puas", "kurang puas", "belum selesai", "belum beres", "belum tuntas", "tidak tuntas"),
    *(
        "belum ada perubahan",
        "tidak ada perubahan",
        "masih sama saja",
        "belum diperbaiki juga",
        "belum ada yang datang",
    ),
    *("masih rusak", "masih gelap", "masih mati", "masih padam", "masih bocor", "masih banjir", "masih berlubang"),
    *("not solved", "not satisfied", "not fixed", "still broken", "nothing has changed", "nothing has happened"),
    *("not repaired", "still not", "still dark", "still dead", "still off", "still leaking", "still flooded"),
    *("still the same", "still there", "no change", "nobody came", "nobody has come", "no one came", "no one has come"),
)


@lru_cache(maxsize=REMEMBERED)
def judge(text: str, catalogue: Catalogue | None = None) -> Verdict:
    """What the message is (see `Verdict`); anything that says enough is `FINE`."""
    words = _words(text, catalogue)
    if not words:
        return Verdict.THANKS if _THANKFUL_SIGNS.intersection(text) else Verdict.TOO_SHORT
    said = set(words)
    for verdict, needed, allowed in _SMALL_TALK:
        if said & needed and said <= allowed:
            return verdict
    if said & _TESTS and all(word in _TESTS or word in _FILLERS or word.isdigit() for word in words):
        return Verdict.TEST
    if said & _COURT and said & _COURT_DECISIONS and not _concerns_an_agency(text, catalogue):
        return Verdict.OUT_OF_SCOPE_COURT
    if said & _GOVERNMENT and said <= _ALL_GENERAL:
        return Verdict.TOO_GENERAL
    is_short = len(words) < SHORTEST_WORDS or sum(map(len, words)) < SHORTEST_LETTERS
    return Verdict.TOO_SHORT if is_short else Verdict.FINE


def _concerns_an_agency(text: str, catalogue: Catalogue | None) -> bool:
    """Whether some agency has to do with it: a road in front of a court, a certificate that needs its decision."""
    return catalogue is not None and bool(suggest(text, catalogue))


_SMALL_TALK = (
    (Verdict.PING, _GREETINGS, _GREETINGS | _FILLERS),
    (Verdict.PING, _INTENTS, _INTENTS | _AROUND_INTENTS | _FILLERS | _GREETINGS),
    (Verdict.THANKS, _THANKS, _THANKS | _AROUND_THANKS | _FILLERS | _GREETINGS),
    (Verdict.REPLY, HOLLOW, HOLLOW),
)
_ALL_GENERAL = _GOVERNMENT | _GENERAL | _FILLERS


@lru_cache(maxsize=REMEMBERED)
def kind_of(text: str, catalogue: Catalogue | None = None) -> Kind:
    """The kind of ticket that the words announce; a complaint unless they announce something else."""
    opening = _opening(_words(text, catalogue))
    books = _books(catalogue)
    if opening & _SUGGESTION_OPENERS or books.suggestion.hear(text):
        return Kind.SUGGESTION
    asks = bool(opening & _QUESTION_OPENERS or books.information.hear(text))
    if asks and not books.reproach.hear(text):
        return Kind.INFORMATION
    return Kind.COMPLAINT


def danger(text: str, catalogue: Catalogue) -> str | None:
    """The code of the first danger of the catalogue that the text sounds like, or none."""
    books = _books(catalogue)
    spoken = books.danger.hear(text)
    if not spoken:
        return None
    denied = books.no_danger.hear(text)
    stands = {heard.meaning for heard in spoken if not _is_denied(heard, spoken, denied)}
    return next((each.code for each in catalogue.dangers if each.code in stands), None)


def _is_denied(heard: Heard[str], spoken: Sequence[Heard[str]], denied: Sequence[Heard[str]]) -> bool:
    """Whether another phrase takes a word of danger back.

    "rawan kebakaran" takes back the "kebakaran" it holds and no other; "tahun lalu", which holds no word of danger,
    takes back everything. When in doubt the emergency numbers are shown: that harms nobody.
    """
    same = [each for each in denied if each.meaning == heard.meaning]
    all_spoken = frozenset[int]().union(*(each.places for each in spoken))
    return any(each.places & heard.places or not each.places & all_spoken for each in same)


def occurred_on(text: str, today: date, catalogue: Catalogue | None = None) -> date | None:
    """The one past day (or today) that an answer to "kapan?" means; see `tickets.days`."""
    return _occurred_on(text, today, _spellings(catalogue))


def escape_word(text: str, catalogue: Catalogue | None = None) -> Escape | None:
    """The escape word that the whole message is; none for a message that only contains one."""
    without_bot = re.sub(r"@\w+", "", text) if "@" in text else text
    whole = " ".join(_words(without_bot, catalogue))
    return _ESCAPES.get(whole) or _ESCAPES.get(without_politeness(without_bot, catalogue).removeprefix("mau "))


def without_politeness(text: str, catalogue: Catalogue | None = None) -> str:
    """The plain words without those that are only courteous."""
    return " ".join(word for word in _words(text, catalogue) if word not in _POLITE)


def reply(text: str, asked: str, catalogue: Catalogue | None = None) -> str | None:
    """What a text means as an answer to that question; see `tickets.replies`."""
    return _reply(_words(text, catalogue), asked, is_question="?" in text)


def is_dissatisfied(text: str, catalogue: Catalogue | None = None) -> bool:
    """Whether the text says that an answer was not enough; what it is about only the dialogue can know."""
    return bool(_books(catalogue).dissatisfied.hear(text))


class _Books:
    """The phrase books of one catalogue, or of the language alone."""

    def __init__(self, catalogue: Catalogue | None) -> None:
        spellings = _spellings(catalogue)
        language = catalogue.language if catalogue else None
        dangers = catalogue.dangers if catalogue else ()
        self.suggestion = _book((*_SUGGESTIONS, *(language.suggestion if language else ())), spellings)
        self.information = _book((*_QUESTIONS, *(language.information if language else ())), spellings)
        self.reproach = _book(_REPROACHES, spellings)
        self.dissatisfied = _book(_DISSATISFIED, spellings)
        self.danger = PhraseBook([(word, each.code) for each in dangers for word in each.words], spellings)
        self.no_danger = PhraseBook([(word, each.code) for each in dangers for word in each.unless], spellings)


@lru_cache(maxsize=8)
def _books(catalogue: Catalogue | None) -> _Books:
    return _Books(catalogue)


def _book(phrases: Iterable[str], spellings: Mapping[str, str]) -> PhraseBook[None]:
    return PhraseBook([(phrase, None) for phrase in phrases], spellings)


def _spellings(catalogue: Catalogue | None) -> Mapping[str, str]:
    return catalogue.language.spellings if catalogue else _NO_SPELLINGS


@lru_cache(maxsize=REMEMBERED)
def _words(text: str, catalogue: Catalogue | None) -> tuple[str, ...]:
    """The plain words, with stretched letters ("halooo") made one."""
    return plain_words(_STRETCHED.sub(r"\1", text), _spellings(catalogue))


def _opening(words: Sequence[str]) -> frozenset[str]:
    """The first words after the greeting."""
    matter = [word for word in words if word not in _GREETINGS and word not in _FILLERS]
    return frozenset(matter[:OPENING_WORDS])
