"""What a short text means where nothing else stands in it: how many stars, done or not, enough, a mere "ok", "status".

Precision before recall: one word that is not listed makes it something else, and so does a question mark.
"""

import re
from collections.abc import Mapping

from tickets.catalogue import Catalogue
from tickets.replies import ADDRESSED
from tickets.words import listed, plain_words

LONGEST = 6
"""Words of a short answer; what is longer says more than that."""

_THANKS = listed(
    "makasih terima kasih thanks thank you suwun syukron alhamdulillah tq banyak sekali atas bantuan "
    "bantuannya very much great"
)
_AGREES = listed(
    "ok oke okay okey okeh ya iya yaa yah yes yup baik baiklah siap sip noted paham mengerti dimengerti alright "
    "inggih nggih ayuha"
)
_AROUND = ADDRESSED | _THANKS | _AGREES
_WAITS = listed("sudah saja ditunggu tunggu menunggu kabar kabarnya")

_DONE = listed("selesai beres tuntas tuntung done fixed solved repaired works working")
_MENDED = listed("diperbaiki dibaiki dibereskan diselesaikan bagus normal lancar")
"""Done only with "sudah": "diperbaiki pak" asks for it."""
_ALREADY = "sudah"
_NOT = listed("belum not")
_AROUND_DONE = _AROUND | _DONE | _MENDED | listed("sudah semua semuanya sekarang it is its all already now")
_NO = listed("no nope nah")
_BARE_NO = _NO | ADDRESSED | listed("not yet it is its still sorry maaf")
"""Round a "no" to whether it is solved: "no thanks" and "no problem" are another."""
_AROUND_NOT = _AROUND | _DONE | _MENDED | _NOT | listed("masih juga sama sekali yet still it is its")

_ENOUGH = listed("selesai sudah cukup sekian done finished enough")
_THAT_IS_ALL = (listed("itu saja"), listed("segitu saja"), listed("that all"), listed("thats all"))
_AROUND_ENOUGH = _AROUND | _ENOUGH | listed("itu saja segitu dulu dahulu that is all thats its")

_COUNTS: Mapping[str, int] = {
    word: count
    for count, words in enumerate(("1 satu asa", "2 dua", "3 tiga talu", "4 empat ampat", "5 lima"), start=1)
    for word in words.split()
}
_STARS = frozenset("⭐🌟★")
_AROUND_STARS = _AROUND | listed(
    "saya ulun kami bintang bintangnya nilai nilainya kasih beri bari saja star stars give i"
)
_OUT_OF_FIVE = re.compile(r"(?<=\w)\s*(?:/|dari|out of|of)\s*(?:5|lima|five)\b", re.IGNORECASE)
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")

_ASKING = listed("cek lihat status tiket nomor no laporan mohon tolong min")
_STATUS = (listed("status"), listed("cek laporan"), listed("lihat laporan"), listed("cek tiket"), listed("lihat tiket"))
_AROUND_STATUS = _ASKING | listed(
    "saya ulun aku kami admin pak bapak bu ibu kak mau ingin minta dong ya my report check"
)

LONGEST_QUESTION = 10
"""Words of a question for news."""
_NEWS = tuple(
    listed(words)
    for words in (
        *("kabar", "kabarnya", "perkembangan", "perkembangannya", "progres", "progresnya", "progress", "progressnya"),
        *("kelanjutan", "kelanjutannya", "lanjutannya", "sampai mana", "tindak lanjut", "tindak lanjutnya", "update"),
        *("laporan bagaimana", "laporannya bagaimana", "aduan bagaimana", "tanya laporan", "tanya aduan", "news"),
    )
)
_STEPS = listed(
    "diproses ditindaklanjuti ditangani ditanggapi dikerjakan diperbaiki dibalas selesai fixed processed repaired done"
)
_WHETHER = listed("kapan bagaimana kah apa apakah when has")
_AROUND_NEWS = (
    _AROUND_STATUS
    | ADDRESSED
    | _STEPS
    | _WHETHER
    | frozenset().union(*_NEWS)
    | listed(
        "sudah belum masih ada akan bisa lagi terbaru hasil hasilnya aduan aduannya pengaduan laporannya tiketnya nih "
        "yang ini itu kemarin tadi dari soal tentang dengan ya nanya bertanya menanyakan numpang izin "
        "halo permisi maaf pagi siang sore malam selamat assalamualaikum "
        "any there is the on of about what how will it be get been please yet hello"
    )
)


def stars(text: str, catalogue: Catalogue) -> int | None:
    """How many stars it gives, in figures, in words or in signs."""
    words = _words(_OUT_OF_FIVE.sub("", text), catalogue)
    if words is None or not words <= {*_COUNTS, *_AROUND_STARS}:
        return None
    counts = [_COUNTS[word] for word in words if word in _COUNTS]
    if counts:
        return counts[0] if len(counts) == 1 else None
    shown = sum(sign in _STARS for sign in text)
    return shown if 1 <= shown <= max(_COUNTS.values()) else None


def is_no_number_of_stars(text: str, catalogue: Catalogue) -> bool:
    """Whether figures or stars were given, and nothing else, that are not one to five: "6", "0", "bintang 10"."""
    if stars(text, catalogue) is not None:
        return False
    words = _words(text, catalogue)
    if not words:
        return sum(sign in _STARS for sign in text) > max(_COUNTS.values())
    figures = {word for word in words if word.isdecimal()}
    return bool(figures) and words <= {*figures, *_COUNTS, *_AROUND_STARS}


def is_done(text: str, catalogue: Catalogue) -> bool | None:
    """Whether the matter is done, as the person says; none where it is not said for certain.

    A bare "sudah" is, "ya sudah" is not: that may as well be resignation.
    """
    words = _words(text, catalogue)
    if not words:
        return None
    if (words & _NOT and words <= _AROUND_NOT) or (words & _NO and words <= _BARE_NO):
        return False
    is_sure = bool(words & _DONE) or (_ALREADY in words and bool(words & _MENDED))
    is_bare = words - ADDRESSED - _THANKS == {_ALREADY}
    return True if words <= _AROUND_DONE and (is_sure or is_bare) else None


def is_enough(text: str, catalogue: Catalogue) -> bool:
    """Whether somebody who adds to a case says that this was all."""
    words = _words(text, catalogue)
    if not words or not words <= _AROUND_ENOUGH:
        return False
    return bool(words & _ENOUGH) or any(words >= phrase for phrase in _THAT_IS_ALL)


def only_agrees(text: str, catalogue: Catalogue) -> bool:
    """Whether it is a mere "ok", "siap" or "iya": it wants no answer, and begins nothing."""
    words = _words(text, catalogue)
    return words is not None and bool(words & _AGREES) and words <= _AROUND | _WAITS


def _words(text: str, catalogue: Catalogue) -> frozenset[str] | None:
    """The words of a short text; none of a question, or of what is longer."""
    words = plain_words(_STRETCHED.sub(r"\1", text), catalogue.language.spellings)
    return None if "?" in text or len(words) > LONGEST else frozenset(words)


def asks_where_it_stands(text: str, catalogue: Catalogue) -> bool:
    """Whether it is "status", "cek laporan saya" or the like, and nothing else."""
    words = frozenset(plain_words(text, catalogue.language.spellings))
    return words <= _AROUND_STATUS and any(words >= asked for asked in _STATUS)


def asks_for_news(text: str, catalogue: Catalogue) -> bool:
    """Whether somebody asks how it goes with a report, and says nothing else: "gimana kabar laporan saya min?"."""
    words = plain_words(text, catalogue.language.spellings)
    said = frozenset(words)
    if len(words) > LONGEST_QUESTION or not said <= _AROUND_NEWS:
        return False
    return any(said >= news for news in _NEWS) or bool(said & _STEPS and ("?" in text or said & _WHETHER))


def without_asking(text: str) -> str:
    """The text without the words that ask for a ticket: "cek status LP-…", or "/ status LP-…", is about LP-…"""
    words = text.lstrip("/ ").split()
    while words and words[0].casefold().rstrip(":.") in _ASKING:
        del words[0]
    return " ".join(words)
