"""Words of a citizen's text, made comparable.

Everything that reads free text (places, routing, reading) compares words, never letters: this module cuts a text into
words with their positions, folds case, accents and punctuation away, and undoes the chat spellings of Indonesian in
general ("yg", "jln", "malam2"). What a province says differently (Banjarese "banyu" for "air") is not here but in the
catalogue's ``spellings``; what words *mean* is not here either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tickets.english import ENGLISH

_WORD = re.compile(r"[^\W_]+(?:['’`\"][^\W_]+)*")
_QUOTES = str.maketrans("", "", "'’`\"ʻ")

#: Chat spellings of Indonesian in general, each with the word it stands for.
CHAT_SPELLINGS: Mapping[str, str] = {
    **dict.fromkeys(("yg", "yng"), "yang"),
    **dict.fromkeys(("tdk", "gak", "ga", "gk", "ngga", "nggak", "enggak", "tak", "tdak", "g", "ngak"), "tidak"),
    **dict.fromkeys(("sdh", "udh", "udah", "dah", "sdah", "suda", "uda"), "sudah"),
    **dict.fromkeys(("blm", "blum", "belom", "blom"), "belum"),
    **dict.fromkeys(("bgt", "bngt", "banget", "bingit"), "sekali"),
    **dict.fromkeys(("bnyk", "byk", "banyk", "bnyak"), "banyak"),
    **dict.fromkeys(("tlg", "tlong", "tolongin", "tulung"), "tolong"),
    **dict.fromkeys(("mhn", "mohn", "mhon"), "mohon"),
    **dict.fromkeys(("jln", "jl", "jlan", "jalanan", "jaln"), "jalan"),
    **dict.fromkeys(("lobang", "lubag", "bolong", "lubng"), "lubang"),
    **dict.fromkeys(("brlubang", "berlobang", "bolongan", "balubang"), "berlubang"),
    **dict.fromkeys(("rmh", "rmah"), "rumah"),
    **dict.fromkeys(("sklh", "skul", "sekolahan"), "sekolah"),
    **dict.fromkeys(("kmrn", "kmren", "kemaren", "kmarin"), "kemarin"),
    **dict.fromkeys(("skrg", "skrang", "skr", "skg"), "sekarang"),
    **dict.fromkeys(("hr", "hri"), "hari"),
    **dict.fromkeys(("mgg", "mggu", "mnggu", "mg"), "minggu"),
    **dict.fromkeys(("bln", "buln"), "bulan"),
    **dict.fromkeys(("thn", "th", "taun"), "tahun"),
    **dict.fromkeys(("yll", "yl"), "lalu"),
    **dict.fromkeys(("td", "tdi"), "tadi"),
    **dict.fromkeys(("bsk", "bsok"), "besok"),
    **dict.fromkeys(("klo", "kalo", "klau", "kl"), "kalau"),
    **dict.fromkeys(("gmn", "gimana", "bgmn", "gmana", "bgaimana"), "bagaimana"),
    **dict.fromkeys(("knp", "knapa", "kenpa", "ngapa"), "kenapa"),
    **dict.fromkeys(("kpn", "kpan"), "kapan"),
    **dict.fromkeys(("brp", "brapa", "bp"), "berapa"),
    **dict.fromkeys(("sy", "sya", "gw", "gue", "gua", "aq", "ak"), "saya"),
    **dict.fromkeys(("dgn", "dngan", "dg", "sm"), "dengan"),
    **dict.fromkeys(("utk", "untk", "buat", "tuk"), "untuk"),
    **dict.fromkeys(("krn", "karna", "krna", "soalnya"), "karena"),
    **dict.fromkeys(("dr", "dri"), "dari"),
    **dict.fromkeys(("dlm",), "dalam"),
    **dict.fromkeys(("jg", "jga"), "juga"),
    **dict.fromkeys(("lg", "lgi"), "lagi"),
    **dict.fromkeys(("aja", "aj", "doang", "sja"), "saja"),
    **dict.fromkeys(("org", "orng"), "orang"),
    **dict.fromkeys(("jgn", "jngn", "jangn"), "jangan"),
    **dict.fromkeys(("pd", "pda"), "pada"),
    **dict.fromkeys(("sblm", "sblum"), "sebelum"),
    **dict.fromkeys(("dpt", "dpat"), "dapat"),
    **dict.fromkeys(("bs", "bsa"), "bisa"),
    **dict.fromkeys(("tp", "tpi"), "tapi"),
    **dict.fromkeys(("ank",), "anak"),
    **dict.fromkeys(("bpk", "pk"), "bapak"),
    **dict.fromkeys(("mks", "trims", "trimakasih", "trmksh", "tks", "thx", "mksh", "terimakasih"), "makasih"),
    **dict.fromkeys(("motr", "sepedamotor"), "motor"),
    **dict.fromkeys(("hrg", "hrga"), "harga"),
    **dict.fromkeys(("byr",), "bayar"),
    **dict.fromkeys(("dkt", "dkat"), "dekat"),
    **dict.fromkeys(("mlm", "mlam"), "malam"),
    **dict.fromkeys(("smpah", "smph"), "sampah"),
    **dict.fromkeys(("ktr", "kntr", "kantr"), "kantor"),
    **dict.fromkeys(("rumkit",), "rs"),
}

_PARTICLES = ("lah", "kah", "pun", "nya", "ku", "mu", "in")
_SUFFIXES = ("kan", "an", "i")
# Prefixes with what may have been lost behind them: "memukul" is "pukul", "menyetrum" "setrum", "menambang" "tambang".
_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("meny", ("s",)),
    ("many", ("s",)),
    ("peny", ("s",)),
    ("meng", ("", "k")),
    ("mang", ("", "k")),
    ("peng", ("", "k")),
    ("mem", ("", "p")),
    ("mam", ("", "p")),
    ("pem", ("", "p")),
    ("men", ("", "t")),
    ("man", ("", "t")),
    ("pen", ("", "t")),
    ("nge", ("",)),
    ("ng", ("", "k")),
    ("ny", ("s",)),
    ("ber", ("",)),
    ("ter", ("",)),
    ("per", ("",)),
    ("me", ("",)),
    ("di", ("",)),
    ("ke", ("",)),
    ("ka", ("",)),
    ("se", ("",)),
    ("ba", ("",)),
    ("ta", ("",)),
    ("n", ("t",)),
    ("m", ("p",)),
)
SHORTEST_STEM = 4
"""A stem shorter than this is a coincidence ("jalan" without "-an" is not a word)."""

SHORTEST_OWNED = 3
"""Before "-nya" shorter stems are sure: "baunya", "airnya", "ktpnya"."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: ``text[start:end]`` as written, ``key`` as compared."""

    key: str
    start: int
    end: int


def listed(words: str) -> frozenset[str]:
    """A set of words written as one text, for the lists in the modules that read."""
    return frozenset(words.split())


def fold(text: str) -> str:
    """Lower case, no accents, no quotes inside words; idempotent."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return plain.translate(_QUOTES).casefold()


@lru_cache(maxsize=1024)
def split(text: str) -> tuple[Word, ...]:
    """The words of a text with their places in it. Figures are words too.

    Remembered, because everything that reads a text begins here: a complaint is split ten times while it is filed.
    """
    found = ((match, _key(match.group())) for match in _WORD.finditer(text))
    return tuple(Word(key, match.start(), match.end()) for match, key in found if key)


@lru_cache(maxsize=16_384)
def _key(written: str) -> str:
    return "".join(letter for letter in fold(written) if letter.isalnum())


def squeeze(text: str) -> str:
    """A name as one key without spaces or punctuation: "Banjar Baru", "banjar-baru" and "BANJARBARU" are equal."""
    return "".join(word.key for word in split(text))


def plain_word(key: str, spellings: Mapping[str, str]) -> str:
    """One folded word in its usual spelling; the province's ``spellings`` come before the general ones."""
    if len(key) > 3 and key[-1] == "2" and key.rstrip("2").isalpha():  # "malam2" is "malam-malam"
        key = key.rstrip("2")
    return spellings.get(key) or CHAT_SPELLINGS.get(key, key)


def plain_words(text: str, spellings: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a text in their usual spelling, English ones in Indonesian. One may become several words."""
    return _plain_words(text, _Same(spellings))


class _Same:
    """A mapping as the key of a memory: the same object, not an equal one. Spellings are never changed."""

    __slots__ = ("mapping",)

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self.mapping = mapping

    def __hash__(self) -> int:
        return id(self.mapping)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.mapping is other.mapping


@lru_cache(maxsize=1024)
def _plain_words(text: str, spellings: _Same) -> tuple[str, ...]:
    spelled = (plain_word(word.key, spellings.mapping) for word in split(text))
    return tuple(part for word in spelled for part in ENGLISH.get(word, word).split())


def normalise(text: str, spellings: Mapping[str, str] | None = None) -> str:
    """The text as plain words with single spaces; doing it twice changes nothing where spellings do not chain."""
    return " ".join(plain_words(text, spellings or {}))


@lru_cache(maxsize=16_384)
def stems(word: str) -> frozenset[str]:
    """The forms a word may stand for: itself, and itself without particles, suffixes and prefixes.

    A set of guesses, not one stem: "memukuli" gives "memukuli", "memukul", "pukuli", "pukul" and some non-words, which
    match nothing. That is all a list of words needs.
    """
    forms = {word}
    forms.update(_without_endings(forms, _PARTICLES))
    forms.update(_without_endings(forms, _SUFFIXES))
    for form in tuple(forms):
        forms.update(_without_prefix(form))
    return frozenset(forms)


def _without_endings(forms: Iterable[str], endings: tuple[str, ...]) -> set[str]:
    return {
        form.removesuffix(ending)
        for form in forms
        for ending in endings
        if form.endswith(ending) and len(form) - len(ending) >= (SHORTEST_OWNED if ending == "nya" else SHORTEST_STEM)
    }


def _without_prefix(form: str) -> set[str]:
    return {
        lost + form.removeprefix(prefix)
        for prefix, losses in _PREFIXES
        if form.startswith(prefix)
        for lost in losses
        if len(form) - len(prefix) >= SHORTEST_STEM
    }
