"""Takes a place back: "bukan di Tapin tapi di Barabai", "maaf salah, maksudnya Barabai", "salah kabupaten".

Precision before recall: nothing but such a correction is one. Who tells of a place with a "bukan" in it ("bukan cuma di
Tapin", "bukan jalan ke Barabai"), or of something wrong there ("salah sasaran di Barabai"), goes on telling.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from tickets.place_names import KINDS_OF_REGION
from tickets.places import Gazetteer, Places
from tickets.whereabouts import is_area, names_spot, read_place
from tickets.words import Word, listed, plain_word, split

LONGEST = 20
"""Words of a correction; what is longer is a story, whatever it takes back."""
_NOT = listed("bukan bukannya lain not")
""" "Lain" is the Banjarese "bukan"."""
_WRONG = listed("salah keliru ralat ralatnya koreksi typo wrong mistake correction")
_MEANT = listed(
    "maksud maksudnya maksudku harusnya seharusnya mestinya sebenarnya benarnya betulnya sabujurnya meant mean"
)
_OOPS = listed("eh ehh oh ups oops aduh waduh maaf maap sorry sori wait actually sebentar bentar")
_RIGHT = listed("benar betul bujur")
_INSTEAD = listed("tapi tetapi melainkan but")
_AROUND = (
    _OOPS
    | _RIGHT
    | listed(
        "hehe mohon min admin pak bapak bu ibu kak bang ya iya yang tadi barusan saya ulun tulis ketik pilih pencet "
        "tekan sebut ternyata adalah deng ding i it its is was should be"
    )
)
_NOT_ONLY = listed("saja hanya cuma cuman haja juga jua pun only also satu")
"""With these a "bukan" or "salah" takes nothing back: "bukan di Tapin saja", "salah satu jalan"."""
_POINTING = listed("itu ini situ sana sini disitu disana disini there here")
_WHICH = KINDS_OF_REGION | listed("kabupatennya kotanya daerah daerahnya wilayah tempat tempatnya lokasi lokasinya")
_THERE = _POINTING | _WHICH | listed("di in at kecamatan kec desa kelurahan kel alamat alamatnya yang")
_ITS = "nya"
_PAUSE = re.compile(r"[,;:.!\n]|\s[-–—]\s")


def corrected_place(text: str, gazetteer: Gazetteer, spellings: Mapping[str, str]) -> str | None:
    """What a correction says of the place instead of what it takes back; nothing ("") where it only takes it back.

    None for a text that is no correction.
    """
    words = _plain(text, spellings)
    if not 1 < len(words) <= LONGEST or "?" in text or any(word.key in _NOT_ONLY for word in words):
        return None
    for start, end in _denied(text, words):
        if _is_mere_place(text[words[start + 1].start : words[end - 1].end], gazetteer, spellings):
            rest = f"{text[: words[start].start]} {text[words[end - 1].end :]}"
            return _instead(rest, gazetteer, spellings)
    if _begins_with(words, _WRONG) and all(word.key in _WRONG | _AROUND | _THERE for word in words):
        return "" if any(word.key in _WHICH for word in words) else None
    return (_instead(text, gazetteer, spellings) or None) if _is_marked(text, words) else None


def _plain(text: str, spellings: Mapping[str, str]) -> tuple[Word, ...]:
    return tuple(Word(plain_word(word.key, spellings), word.start, word.end) for word in split(text))


def _denied(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """From a "bukan" to what is said instead, longest first: "bukan [di Tapin] (di Barabai)" has no word between."""
    for start, word in enumerate(words[:-1]):
        if word.key in _NOT:
            ends = (at for at in range(start + 1, len(words)) if _begins_another(text, words, at))
            yield from ((start, end) for end in range(next(ends, len(words)), start + 1, -1))


def _begins_another(text: str, words: Sequence[Word], at: int) -> bool:
    return words[at].key in _INSTEAD | _MEANT or bool(_PAUSE.search(text[words[at - 1].end : words[at].start]))


def _is_marked(text: str, words: Sequence[Word]) -> bool:
    """Whether it says that something else was meant: before the place, or behind it."""
    if _begins_with(words, _WRONG | _MEANT) or _begins_with(words[::-1], _MEANT):
        return True
    first, second = words[0], words[1]
    if first.key in _NOT:  # "bukan, di Barabai"
        return second.key in _AROUND or bool(_PAUSE.search(text[first.end : second.start]))
    return first.key in _OOPS or (first.key == "yang" and second.key in _RIGHT)


def _begins_with(words: Sequence[Word], wanted: frozenset[str]) -> bool:
    """Whether such a word comes first, but for what is said around it."""
    return next((word.key in wanted for word in words if word.key not in _AROUND), False)


def _is_mere_place(text: str, gazetteer: Gazetteer, spellings: Mapping[str, str]) -> bool:
    """Whether the words name one place, or point at it, and do nothing else."""
    read, found = read_place(text, gazetteer)
    if _besides(read, found, _THERE, spellings):
        return False
    if found.matches:
        return found.region is not None or len(found.matches) == 1
    return any(word.key in _POINTING for word in _plain(text, spellings))


def _instead(text: str, gazetteer: Gazetteer, spellings: Mapping[str, str]) -> str | None:
    """The place that is named instead, without the words around it; none if that is not all that is said."""
    around = _AROUND | _WRONG | _MEANT | _INSTEAD | _NOT | (_WHICH - KINDS_OF_REGION)
    told = [word for word in _plain(text, spellings) if word.key not in around]
    if not told:
        return ""
    read, found = read_place(text[told[0].start : told[-1].end], gazetteer)
    if not (found.region or found.candidates):
        return None
    is_where = names_spot(read, found, spellings) or is_area(read, found, spellings)
    return read if is_where or not _besides(read, found, _THERE | around, spellings) else None


def _besides(text: str, found: Places, around: frozenset[str], spellings: Mapping[str, str]) -> tuple[Word, ...]:
    """The words that neither name a place, nor belong around it, nor say what is there ("jalannya")."""
    return tuple(
        word
        for word in _plain(text, spellings)
        if word.key not in around
        and not word.key.endswith(_ITS)
        and not any(match.start <= word.start < match.end for match in found.matches)
    )
