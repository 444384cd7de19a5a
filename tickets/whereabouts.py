"""What an answer to "where?" says besides the kabupaten or kota: an exact spot, a village, more of the story.

The region alone is a ticket's region; whatever else somebody wrote must not be lost with it.
"""

from collections.abc import Mapping
from itertools import pairwise

from tickets.place_names import KINDS_OF_REGION, Level
from tickets.places import Gazetteer, Places
from tickets.words import Word, listed, plain_word, split

MORE = 3
"""Words about something else that are more than a way of naming a place ("kayaknya itu masuk Tapin")."""
LONGEST_NAME = 3
"""Words of an answer that may be nothing but a place's name ("Padang Batung min")."""
_AT = listed("di in at near")
_RELATIONS = listed("depan dekat seberang samping sebelah belakang")
_WAYS_OF_NAMING = KINDS_OF_REGION | listed(
    "di ke ka dari daerah wilayah sekitar kecamatan kec desa kelurahan kel kampung dusun provinsi kalimantan selatan "
    "kalsel indonesia lokasi lokasinya kejadian kejadiannya alamat alamatnya tempat tempatnya ada adanya masuk itu ini "
    "sini sana situ nya yang ya iya lah aja saja mana pak bapak bu ibu min admin kak bang saya kami kita aku ulun pian "
    "tinggal warga karena in at the near it is "
    "tahu lupa bingung yakin nama apa kabupatennya kotanya know sure dont what which"
)
_SMALL = frozenset({Level.DISTRICT, Level.VILLAGE})


def read_place(text: str, gazetteer: Gazetteer) -> tuple[str, Places]:
    """What an answer says about where, and the answer as it was read: a name that is an everyday word ("Rantau") is a
    place to somebody who was asked for one.
    """
    found = gazetteer.find(text)
    if found.region or found.candidates or found.spot or len(split(text)) > LONGEST_NAME:
        return text, found
    pointed = f"di {text}"
    return pointed, gazetteer.find(pointed)


def tells_way(text: str, found: Places, spellings: Mapping[str, str]) -> bool:
    """Whether a short text says where something is, as one says it who was asked: a spot, a village, "di …"."""
    first = next((word.key for word in split(text)), "")
    names_something = first in _AT and bool(_besides(text, found, spellings))
    return names_something or names_spot(text, found, spellings) or is_area(text, found, spellings)


def names_spot(text: str, found: Places, spellings: Mapping[str, str]) -> bool:
    """Whether the text tells where somebody has to go: a street or a building, or what is in front of what."""
    if found.spot:
        return True
    words = split(text)
    besides = set(_besides(text, found, spellings))
    return any(word.key in _RELATIONS and after in besides for word, after in pairwise(words))


def says_more(text: str, found: Places, spellings: Mapping[str, str]) -> bool:
    """Whether the text says more than a region: a village, an exact spot, or something that is no place at all."""
    small = any(match.level in _SMALL for match in found.matches)
    return small or bool(found.spot) or len(_besides(text, found, spellings)) >= MORE


def is_area(text: str, found: Places, spellings: Mapping[str, str]) -> bool:
    """Whether the text is the name of a village or district, and hardly more."""
    places = [match for match in found.matches if match.level in _SMALL]
    besides = _besides(text, found, spellings)
    others = [word for word in besides if not any(match.start <= word.start < match.end for match in places)]
    return bool(places) and not found.spot and len(others) < MORE


def is_whole_spot(text: str, found: Places, spellings: Mapping[str, str]) -> bool:
    """Whether the exact spot is all that the text says besides its region."""
    if not found.spot:
        return False
    start = text.index(found.spot)
    end = start + len(found.spot)
    return all(start <= word.start < end for word in _besides(text, found, spellings))


def _besides(text: str, found: Places, spellings: Mapping[str, str]) -> tuple[Word, ...]:
    """The words that neither name a region nor belong to the ways of naming one."""
    regions = [match for match in found.matches if match.level is Level.REGION]
    return tuple(
        word
        for word in split(text)
        if plain_word(word.key, spellings) not in _WAYS_OF_NAMING
        and not any(match.start <= word.start < match.end for match in regions)
    )
