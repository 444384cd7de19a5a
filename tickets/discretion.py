"""The wish that a name or the content of a report is kept from others, and the word that it need not be.

Asked for anywhere in a text, it is heard (`wants_…`); a text that does nothing else is no part of a story
(`only_asks`). Taken back it is only by a short text that says nothing else (`waived`), because a wrong guess shows
somebody's name; and only words for the name take back what hides the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

from tickets.catalogue import Catalogue
from tickets.phrases import PhraseBook
from tickets.replies import ADDRESSED
from tickets.words import listed, plain_words

LONGEST_WAIVER = 10
"""Words that take it back; what is longer says more than that."""


class Waiver(StrEnum):
    """What need not be hidden any more."""

    NAME = "name"
    """The reporter's name."""
    CONTENT = "content"
    """What the report tells."""


_UNNAMED = (
    *("anonymously", "hide my name", "not show my name", "without my name", "keep my name secret"),
    *("anonim", "tanpa nama", "nama + jangan + sebut", "nama + jangan + cantum", "nama + jangan + tulis"),
    *("nama + jangan + tampil", "nama + jangan + tahu", "nama + rahasia", "identitas + rahasia", "identitas + jangan"),
    *("nama + sembunyi", "identitas + sembunyi", "nama + samar", "identitas + samar", "jangan bocorkan saya"),
    *("nama + usah + sebut", "nama + usah + tampil", "nama + usah + cantum", "nama + usah + tulis"),
    *("nama + perlu + sebut", "nama + perlu + tampil", "nama + perlu + cantum", "nama + perlu + tulis"),
    *("jangan + saya yang melapor", "jangan bilang dari saya", "rahasiakan saya", "jangan sebut nama", "anonymous"),
    *(
        "takut ketahuan",
        "jangan + tahu saya yang lapor",
        "tidak mau + nama + sebut",
        "nama + disensor",
        "jangan sebut saya",
    ),
)
_SECRET = (
    *("confidentially", "keep this secret", "keep it secret", "do not publish"),
    *("rahasia", "jangan bocor", "jangan disebar", "jangan sebar", "jangan dipublikasi", "jangan dipublish"),
    *(
        "jangan ditampilkan",
        "jangan dishare",
        "jangan diposting",
        "jangan sampai bocor",
        "jangan diumumkan",
        "confidential",
    ),
    *("jangan sampai tersebar", "jangan viral"),
)
_NEEDLESS = (
    *("tidak usah", "tidak perlu", "tidak mau", "tidak ingin", "tidak jadi", "tidak harus", "tidak minta", "jangan"),
    *("gausah", "gakusah", "gaperlu", "gakperlu", "gamau", "gajadi", "kadausah", "usah", "batal", "bukan"),
    *("no need to be", "no need to", "do not", "dont", "do not need to be", "not"),
)
_HIDDEN = (
    "anonim",
    "anonymous",
    "rahasia",
    "sembunyi",
    "samar",
    "sensor",
    "tanpa nama",
    "hide",
    "secret",
    "confidential",
)
_NOT_HIDDEN = tuple(f"{word} {hidden}" for word in _NEEDLESS for hidden in _HIDDEN)
_BEHIND = listed("usah perlu jadi")
_WAIVES = (
    *_NOT_HIDDEN,
    *("tidak anonim", "tidak rahasia"),
    *(f"{hidden} {word}" for hidden in _HIDDEN for word in _NEEDLESS if word.split()[-1] in _BEHIND),
)
"""What only a text that says nothing else means for certain."""
_MAY = ("boleh", "gapapa", "gpp", "tidak apa", "tidak apa apa", "tidak papa", "silakan", "silahkan")
_SHOW = ("tampil", "sebut", "cantum", "tulis", "buka", "muncul")
_SHOWN = (*(f"{may} + {show}" for may in _MAY for show in _SHOW), *(f"{show} saja" for show in _SHOW))
_NOT = listed("jangan tidak tanpa takut belum not dont")
_SECRECY = "rahasia"
_NAME = listed("anonim anonimnya anonymous nama namanya namaku identitas identitasnya name")
_CONTENT = listed("isi isinya rahasia secret confidential content")
_AROUND = ADDRESSED | listed(
    "saya ulun kami aku nama namanya namaku ku identitas identitasnya isi isinya laporan laporannya ini itu ya iya oh "
    "eh maaf berani jadi ternyata saja lagi dulu juga deh dah ok oke sudah tolong mohon my name the report it please "
    "dan ai lah sekarang biar supaya agar and tapi tadi"
)

_ASKING = listed("bisa boleh mau ingin minta pakai tidak kah takut jangan sampai please can i want to be")


def wants_anonymous(text: str, catalogue: Catalogue | None = None) -> bool:
    """Whether the text asks that the reporter's name is not shown."""
    books = _books(catalogue)
    return books.asks(books.unnamed, text) and not waived(text, catalogue)


def wants_secret(text: str, catalogue: Catalogue | None = None) -> bool:
    """Whether the text asks that its content is kept from others."""
    books = _books(catalogue)
    return books.asks(books.secret, text) and not waived(text, catalogue)


def only_asks(text: str, catalogue: Catalogue | None = None) -> bool:
    """Whether a text asks to hide something, and says nothing else: "tolong anonim ya", "saya takut ketahuan"."""
    if not (wants_anonymous(text, catalogue) or wants_secret(text, catalogue)):
        return False
    books = _books(catalogue)
    words = plain_words(text, books.spellings)
    without = (_without(book, words) for book in (books.unnamed, books.secret))
    rest = {word for word, either in zip(words, zip(*without, strict=True), strict=True) if "" not in either}
    return len(words) <= LONGEST_WAIVER and rest <= _AROUND | _ASKING


def waived(text: str, catalogue: Catalogue | None = None) -> frozenset[Waiver]:
    """What a text that says nothing else wants to be shown: "tidak usah anonim", "isinya jangan dirahasiakan"."""
    words = plain_words(text, _spellings(catalogue))
    if "?" in text or not words or len(words) > LONGEST_WAIVER:
        return frozenset()
    books = _books(catalogue)
    rest = _without(books.waives, words)
    if rest == words:
        shown = _without(books.shown, words)
        rest = shown if _NOT.isdisjoint(shown) else words
    if rest == words or not all(word in _AROUND for word in rest if word):
        return frozenset()
    names = not _NAME.isdisjoint(words)
    tells = not _CONTENT.isdisjoint(words) or (not names and any(_SECRECY in word for word in words))
    return frozenset((Waiver.NAME,) * names + (Waiver.CONTENT,) * tells)


class _Books:
    """The phrase books in one catalogue's spellings, or in those of the language alone."""

    def __init__(self, spellings: Mapping[str, str]) -> None:
        self.spellings = spellings
        self.unnamed = _book(_UNNAMED, spellings)
        self.secret = _book(_SECRET, spellings)
        self.needless = _book((*_NOT_HIDDEN, "tidak rahasia", "rahasia umum"), spellings)
        self.waives = _book(_WAIVES, spellings)
        self.shown = _book(_SHOWN, spellings)

    def asks(self, book: PhraseBook[None], text: str) -> bool:
        """Whether the text asks for it, and not only by the words that call it needless."""
        return bool(book.hear_words(_without(self.needless, plain_words(text, self.spellings))))


def _without(book: PhraseBook[None], words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with a gap for each that belongs to a phrase of the book."""
    heard = frozenset[int]().union(*(each.places for each in book.hear_words(words)))
    return tuple("" if at in heard else word for at, word in enumerate(words))


@lru_cache(maxsize=8)
def _books(catalogue: Catalogue | None) -> _Books:
    return _Books(_spellings(catalogue))


def _book(phrases: Iterable[str], spellings: Mapping[str, str]) -> PhraseBook[None]:
    return PhraseBook([(phrase, None) for phrase in phrases], spellings)


def _spellings(catalogue: Catalogue | None) -> Mapping[str, str]:
    return catalogue.language.spellings if catalogue else {}
