"""What a short answer to a question with buttons means: "iya batalkan saja", "ok kirim", "dipisah saja".

A text is such an answer only if it consists of nothing but the words listed for that question; one word more, and it
is part of somebody's story. Of the two buttons, the one that throws something away needs the plainer words. A text that
holds only such words without meaning one button (a bare "ok", "sudah benar") is no story either: `AGAIN`.

The words are Indonesian in general, and English; what a province says differently comes with its spellings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tickets.words import listed

AGAIN = "again"
"""No button was meant, but nothing else was said either."""

ADDRESSED = listed(
    "min admin mimin tim pak bapak bu ibu kak kakak mas mba mbak bang abang gan bos bro om tante sir madam "
    "deh lah nih dong"
)
"""Whom one speaks to, and what one hangs on: they change no answer."""
_PARTICLES = ADDRESSED | listed(
    "sih saja kan oke ok okay baik sip siap ayo ayu ayuha please ya iya yaa iyaa yaudah yasudah"
)
_PLEAS = listed("tolong mohon silakan silahkan")
"""Polite with an answer; alone, a cry for help."""
_YES = listed("y ya iya yaa iyaa iyah yakin yes yeah yep yup yap yoi nggih enggih sure")
_NO = listed("tidak jangan no nope ndak dont not")
_NEED = listed("usah perlu")
_RIGHT = listed("benar bener bnr betul bujur pas sesuai lengkap cocok correct right good fine bagus")
_WRONG = listed("salah keliru wrong")
_ALL = listed("semua semuanya all")
_DONE = listed("sudah belum cukup done enough")
_SEND = listed("kirim kirimkan kirimin send submit")
_GO_ON = listed("lanjut lanjutkan lanjutin teruskan terusin continue go")
_AHEAD = listed("on ahead")
_LATER = listed("nanti dulu sebentar bentar tunggu wait")
_HURRY = listed("cepat cepatan cepetan buruan segera lakasi ayo hurry quick")
_LAUGH = listed("hehe hehehe haha hahaha hihi wkwk wkwkwk xixi hmm mmm eh oh")
HOLLOW = _PARTICLES | _YES | _NO | _RIGHT | _DONE | _SEND | _GO_ON | _LATER | _HURRY | _LAUGH
"""Words that tell nothing of what happened, whatever was asked."""

_DROP = listed("batal batalkan batalin dibatalkan hapus hapuskan hapusin dihapus cancel delete discard")
_REPORT = listed("laporan laporannya laporanku ini itu saya report my the this it")
_FRESH = listed("baru new")
_BEGIN = listed("mulai untuk bikin yang laporan start begin a report")
"""With "untuk": that is how "buat" is read."""
_JUST_NOW = ("baru saja", "baru untuk", "baru bikin", "baru mulai", "baru laporan")
"""Where "baru" does not mean new."""
_OLD = listed("yang tadi lama dulu old")
_SPLIT = listed("pisah pisahkan pisahin dipisah dipisahkan dipisahin terpisah separate separately split")
_JOIN = listed("gabung gabungkan gabungin digabung digabungkan satukan disatukan together")
_ONE = listed("satu")
_TWO = listed("dua")
_STAY = listed("tetap saja jadi jadikan laporan only just report")
_CHANGE = listed("ubah ganti edit change")
_STILL = listed("eh maaf masih yang itu saya laporan ternyata")
_WANTING = listed("mau ingin bisa the my to want i saya laporan dulu")
_PLACE = listed("tempat lokasi place location")
_SURE = listed("tahu tau ingat pasti yakin know remember sure")
_UNSURE = _SURE | listed("saya ulun kapan kapannya tanggal tanggalnya harinya juga i lagi persis persisnya")
_FILES = listed("foto fotonya lampiran lampirannya gambar gambarnya video videonya berkas bukti photo photos file")
_WITHOUT = _FILES | listed("ada punya usah perlu dengan saya ulun lagi have i any")
_CHANGEABLE: Mapping[str, frozenset[str]] = {
    "category": listed("kategori kategorinya category"),
    "text": listed("isi isinya teks text"),
    "region": listed("kabupaten kota kabupatennya kotanya"),
    "address": listed("alamat alamatnya patokan patokannya address landmark"),
    "occurred_on": listed("kapan tanggal tanggalnya waktu date when"),
    "attachments": listed("lampiran lampirannya foto fotonya attachment attachments photo photos"),
    "kind": listed("jenis jenisnya type"),
}
"""What a summary lets one change, by the button's value."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A button's value, and which words mean it: one of each of `needed`, none but these and those `around`, and no
    phrase that says `otherwise`."""

    value: str
    needed: tuple[frozenset[str], ...]
    around: frozenset[str] = frozenset()
    otherwise: tuple[str, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """All words that may be said."""
        return self.around.union(*self.needed)

    def is_meant(self, words: Sequence[str]) -> bool:
        """Whether the words mean this button."""
        said = frozenset(words)
        holds = all(said & each for each in self.needed) and said <= self.words | _PARTICLES | _PLEAS
        return holds and not any(phrase in " ".join(words) for phrase in self.otherwise)


_CHANGES = tuple(_Meaning(value, (_CHANGE, words), _WANTING) for value, words in _CHANGEABLE.items())
_MEANINGS: Mapping[str, tuple[_Meaning, ...]] = {
    "cancel": (
        _Meaning("cancel-no", (_GO_ON,), _YES | listed("tidak no") | _REPORT | _AHEAD),
        _Meaning("cancel-no", (_NO,), _YES | _DROP | _NEED | listed("dulu")),
        _Meaning("cancel-no", (_NO, _DROP), listed("jadi")),
        _Meaning("cancel-yes", (_YES,), _DROP),
        _Meaning("cancel-yes", (_DROP,), _YES | _REPORT | _RIGHT | listed("sudah"), otherwise=("sudah dibatalkan",)),
    ),
    "resume": (
        _Meaning("resume-no", (_FRESH,), _BEGIN, otherwise=_JUST_NOW),
        _Meaning("resume-yes", (_YES | _GO_ON,), _OLD | _REPORT | _AHEAD),
    ),
    "summary": (
        _Meaning("send", (_SEND, _RIGHT), _YES | _ALL | listed("laporan laporannya sudah"), otherwise=("sudah kirim",)),
        _Meaning("send", (_SEND,), _YES | _REPORT | listed("sekarang langsung now")),
        _Meaning("send", (listed("dikirim"), _PLEAS), listed("laporan laporannya")),
        *_CHANGES,
        *(_Meaning(value, (_WRONG, words), _STILL) for value, words in _CHANGEABLE.items()),
        _Meaning("change", (_CHANGE,), _WANTING | _PLACE),
        _Meaning("change", (_WRONG,), listed("ada yang masih")),
        _Meaning(AGAIN, (listed("tidak"),), _NEED | listed("ada lagi yang ditambah ditambahkan")),
    ),
    "change": _CHANGES,
    "occurred_on": (
        _Meaning("unknown", (listed("lupa forgot"),), _UNSURE | listed("i")),
        _Meaning("unknown", (listed("tidak kurang dont not"), _SURE), _UNSURE),
    ),
    "attachments": (
        _Meaning("back", (listed("tidak no belum"),), _WITHOUT),
        _Meaning("back", (listed("tanpa without"), _FILES), _WITHOUT),
    ),
    "matters": (
        _Meaning("together", (_SPLIT, _NO), _NEED),
        _Meaning("apart", (_JOIN, _NO), _NEED),
        _Meaning("apart", (_SPLIT,), _YES | _NEED | _REPORT | _TWO | listed("jadi them")),
        _Meaning("apart", (_TWO, listed("laporan jadi jadikan reports")), _YES),
        _Meaning("together", (_JOIN,), _YES | _STAY | _ONE | listed("keep")),
        _Meaning("together", (_ONE, _STAY), _YES),
    ),
}
"""By the question that is open; what stands first is understood first."""
_KNOWN: Mapping[str, frozenset[str]] = {
    asked: HOLLOW.union(*(meaning.words for meaning in meanings)) for asked, meanings in _MEANINGS.items()
}


def reply(words: Sequence[str], asked: str, *, is_question: bool = False) -> str | None:
    """The value of the button that the words mean, `AGAIN` if they say nothing at all, none if they say more.

    Who asks back ("kirim?") has not answered; nor has who says a word twice that then means something else
    ("satu-satu").
    """
    said = frozenset(words)
    if not said or not said <= _KNOWN.get(asked, frozenset()) | _PLEAS or said <= _PLEAS:
        return None
    if is_question or words.count("satu") > 1:
        return AGAIN
    return next((meaning.value for meaning in _MEANINGS[asked] if meaning.is_meant(words)), AGAIN)
