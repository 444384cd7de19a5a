"""Recognises the kabupaten or kota that a citizen's text is about, by the names of all places in the catalogue.

Precision before recall: "jalan rusak di banjar" may be three regions, so three are offered and none is chosen; names
are whole words, never beginnings of words ("Banjar" is not in "Banjarmasin"); names that are everyday words ("Tengah",
"Tanjung") count only with something that shows a place is meant. The region of a point on the map is found elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from tickets.catalogue import Catalogue
from tickets.english import ENGLISH
from tickets.kilometres import on_roads
from tickets.misspellings import Mender
from tickets.place_names import KINDS_OF_REGION, Level, Name, all_names, counties
from tickets.spots import Span, find_spot
from tickets.weighing import POINTING, REGION_CUES, Found, Strength, resolve
from tickets.words import Word, listed, plain_word, split

__all__ = ["Gazetteer", "Level", "Match", "Places"]


@dataclass(frozen=True, slots=True)
class Match:
    """``text[start:end]`` names places of this level: their codes (a landmark's name) and regions, likeliest first."""

    start: int
    end: int
    text: str
    level: Level
    codes: tuple[str, ...]
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """What a text says about where. Either ``region`` is known, or ``candidates`` are worth offering, or nothing is.

    ``candidates`` may hold a single region: likely, but too weak to be taken without asking. ``spot`` is the phrase
    that names an exact place ("simpang 4 dekat pasar Martapura"), if there is one.
    """

    region: str | None = None
    candidates: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    spot: str | None = None


_CITY_CUES = frozenset({"kota", "pemko", "walikota"})
_CUES_OF_LEVEL: Mapping[str, Level] = {
    **dict.fromkeys(("desa", "ds", "kelurahan", "kel", "kampung", "kampong", "kmpg", "dusun", "lurah"), Level.VILLAGE),
    **dict.fromkeys(("kecamatan", "kec", "camat"), Level.DISTRICT),
    **dict.fromkeys(REGION_CUES, Level.REGION),
}
_CUES = (
    listed(
        "km pantai wisata di ke ka dari matan arah menuju "
        "daerah wilayah kawasan warga sekitar samsat polres polsek pasar "
        "puskesmas rsud rs terminal pelabuhan jurusan dekat depan samping seberang tempat kantor sampai lewat via "
        "pdam smpn sman smkn sdn cabang sma smk smp sd uppd capil dukcapil disdukcapil dinsos dermaga perempatan "
        "pertigaan bundaran polresta kejari imigrasi rumkit kantor alun lapangan stadion jembatan"
    )
    | POINTING
)
# A river is named after a town and flows on; "antara Rantau dan Kandangan" names towns, however everyday the word.
_OF_TOWNS: Mapping[str, Strength] = {"sungai": Strength.LIKELY, "antara": Strength.CERTAIN}
_ESTATES = listed("komplek kompleks komp perumahan perum")  # they lie where they are named after, streets need not
_OURS = listed("kami saya kita")  # "desa kami Haratai"
_EDGES = listed("bahu badan pinggir pinggiran tepi")
_CAMPS = listed("kampung kampong kmpg dusun")
_LIKE_NAMES = ("kandungan", "kandang", "peringin", "pengaruh", "bulangan", "tabungan", "gambutan")
_STREETS = listed("jalan gang gg komplek kompleks komp perumahan perum blok toko hotel warung")
_LONG_NAME = 3  # words of a name that is no coincidence, however everyday each is
_LONG_ENOUGH = 7  # letters of a name that may be misspelt and still be known
_MOST_CAPITALS = 0.5  # of the words of a text in which a capital says something
_PEOPLE = listed("orang suku")  # "orang Banjar" are a people of many places, "orang Barabai" live there
_NOT_A_PLACE_AFTER = listed("suku bahasa basa budaya adat soto logat lagu kesultanan")
# "di Banjar baru diperbaiki": here "baru" means "just now" and is no part of a name.
_JUST_NOW = listed("saja kemarin tadi ini sekarang selesai jadi sekali sebulan seminggu setahun sehari mau akan")
_AS_IT_IS = listed("keadaan kondisi waktu beberapa proses tahap")  # "di Kalumpang dalam keadaan rusak"
# "Lampu di Tabalong mati" is told of a town; a village elsewhere has that name, too.
_SAID_OF_TOWNS = listed("mati lama baru")
_JUNCTIONS: Mapping[str, str] = {
    **dict.fromkeys(("3", "4", "5", "tiga", "empat", "lima"), "simpang"),
    "merah": "lampu",
}
"""How a junction is called, by its second word: "simpang 4", "lampu merah"."""
_PLACE_SPELLINGS: Mapping[str, str] = {
    **dict.fromkeys(("sei", "sungei", "sungay"), "sungai"),
    **dict.fromkeys(("tj", "tjg", "tg"), "tanjung"),
    "masjid": "mesjid",
    "gn": "gunung",
}
_LINES = listed("jurusan trayek rute")  # a line has two ends, of which one may be elsewhere: "jurusan Rantau - Sampit"
_HEADING = re.compile(r"\s*[,:;]|\s+[-–—]\s")
_OTHER_END = re.compile(r"\s*[-–—/]\s*\w")
_BEFORE_A_PLACE = listed(", ( - – — .(")
_AFTER_A_NAME = listed("mohon tolong pak bapak bu ibu min admin dan atau yang sudah belum tidak ada kami saya")


class Gazetteer:
    """All names of one catalogue's places, ready to be looked up. Build it once: `find` is quick, building is not."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._roads = catalogue.roads
        self._common = catalogue.language.common
        self._spellings = catalogue.language.spellings
        self._names: dict[str, tuple[Name, ...]] = {}
        self._everyday: set[str] = set()
        self._single: set[str] = set()
        self._longest = 1
        for written, name in all_names(catalogue):
            self._add(written, name)
        self._counties = counties(catalogue)
        self._mender = Mender(self._large_names(), _right_words(catalogue))

    def find(self, text: str) -> Places:
        """The region, candidates, matches and spot in a text."""
        words = split(text)
        plain = [self._plain(word) for word in words]
        found = _with_roads(list(self._search(text, words, plain)), list(on_roads(self._roads, words)))
        region, candidates = resolve(found, plain)
        spot = find_spot(text, plain, _exact_spans(found))
        return Places(region, candidates, _matches(text, words, found, region), spot)

    def regions_by_name(self, county_name: str) -> str | None:
        """The region a geocoder calls by that name ("Banjar Baru", "Tanah Laut Regency"), or none."""
        words = [word.key for word in split(county_name)]
        for kinds, name in _readings(words):
            known = self._counties.get("".join(name))
            if known and not _contradicts(kinds, is_city=known[1]):
                return known[0]
        return None

    def _add(self, written: str, name: Name) -> None:
        words = [_PLACE_SPELLINGS.get(word.key, word.key) for word in split(written)]
        if not words:
            return
        key = "".join(words)
        self._names[key] = (*self._names.get(key, ()), name)
        self._longest = max(self._longest, len(words))
        is_small = name.level in {Level.DISTRICT, Level.VILLAGE}
        if (is_small or len(words) == 1) and len(words) < _LONG_NAME and all(self._is_common(word) for word in words):
            self._everyday.add(key)
        if len(words) == 1:
            self._single.add(key)

    def _is_common(self, word: str) -> bool:
        """Whether it is an everyday word, in Indonesian or as it is said here: "hirang" is "hitam"."""
        return len(word) == 1 or not self._common.isdisjoint((word, self._spellings.get(word, word)))

    def _plain(self, word: Word) -> Word:
        """The word with its key in usual spelling; of several words that it stands for, the first."""
        return Word(plain_word(word.key, self._spellings).partition(" ")[0], word.start, word.end)

    def _search(self, text: str, words: Sequence[Word], plain: Sequence[Word]) -> Iterator[Found]:
        keys = [_place_key(self._mender.mend(word.key)) for word in words]
        at = 0
        while at < len(keys):
            found = self._or_town(text, words, keys, self._best_from(keys, at, plain))
            if found and found.regions:  # a place elsewhere has none
                yield self._as_written(text, words, found)
            at = found.last if found else at + 1

    def _best_from(self, keys: Sequence[str], at: int, plain: Sequence[Word]) -> Found | None:
        """The longest name that begins here, unless a larger place begins within it: "sungai [Riam Kanan]"."""
        found = self._longest_from(keys, at, _cue(plain, at))
        if found is None:
            return None
        for inside in range(at + 1, found.last):
            other = self._longest_from(keys, inside, _cue(plain, inside))
            if other and other.last > found.last and other.names[0].level < found.names[0].level:
                return other
        return found

    def _or_town(self, text: str, words: Sequence[Word], keys: Sequence[str], found: Found | None) -> Found | None:
        """The town with whose name a village's begins, where the village is hardly meant: "lampu di Tabalong mati",
        "di rantau kiwa".
        """
        if found is None or found.level is not Level.VILLAGE or found.cue in _CUES_OF_LEVEL:
            return found
        last = found.last - 1
        if text[words[last].start].isupper() and not text.isupper():
            return found
        town = self._longest_from(keys[:last], found.first, found.cue)
        if town is None or town.level is not Level.REGION or town.last < last or town.strength < Strength.LIKELY:
            return found
        is_elsewhere = set(town.regions).isdisjoint(found.regions)
        is_town = keys[last] in _SAID_OF_TOWNS if is_elsewhere else found.strength is Strength.NOISE
        return town if is_town else found

    def _longest_from(self, keys: Sequence[str], at: int, cue: str) -> Found | None:
        for last in range(min(len(keys), at + self._longest), at, -1):
            key = "".join(keys[at:last])
            names = self._names.get(key)
            if names is None or _ends_with_what_follows(keys, at, last):
                continue
            if cue in _NOT_A_PLACE_AFTER or (cue in _PEOPLE and len(names[0].regions) > 1):
                return None
            said = _CUES_OF_LEVEL.get(cue)
            possible = tuple(name for name in names if not (name.is_county and cue in _CITY_CUES)) or names
            chosen = self._choose(key, possible, said)
            return Found(at, last, chosen, self._strength(key, chosen[0].level, cue, said), cue)
        return None

    def _as_written(self, text: str, words: Sequence[Word], found: Found) -> Found:
        """A name that heads or ends the text, or has a neighbourhood's number behind it, is one of a place."""
        if found.cue in _LINES and _OTHER_END.match(text, words[found.last - 1].end):
            return replace(found, strength=Strength.NOISE)
        weighed = self._with_capitals(text, words, found)
        if weighed.strength is Strength.NOISE and found.level is Level.VILLAGE and not _has_rt(words, found):
            return weighed
        is_address = _has_rt(words, found) or _stands_alone(text, words, found)
        if weighed.strength <= Strength.HINT and is_address and not _streetlike(found.cue):
            return replace(weighed, strength=Strength.LIKELY)
        return weighed

    def _with_capitals(self, text: str, words: Sequence[Word], found: Found) -> Found:
        """An everyday word is a name where it alone is written so, and none where a longer, unknown name goes on."""
        if self._goes_on(text, words, found):
            return replace(found, strength=Strength.NOISE)
        is_several = found.last - found.first > 1 and words[found.first - 1].key in _CUES
        if found.strength is Strength.NOISE and (is_several or found.names[0].level is not Level.VILLAGE):
            likely = replace(found, strength=Strength.LIKELY)
            if _is_capital_name(text, words, found) and not self._goes_on(text, words, likely):
                return likely
        return found

    def _goes_on(self, text: str, words: Sequence[Word], found: Found) -> bool:
        """Whether an everyday name is only the beginning of a longer, unknown one: "di Tanjung Anu"."""
        if found.strength is not Strength.LIKELY or found.names[0].level is Level.VILLAGE or found.last >= len(words):
            return False
        last, following = words[found.last - 1], words[found.last]
        is_capital = text[following.start].isupper() and not text.isupper()
        return is_capital and text[last.end : following.start] == " " and following.key not in _AFTER_A_NAME

    def _choose(self, key: str, names: tuple[Name, ...], cued: Level | None) -> tuple[Name, ...]:
        """The names meant among all of the same spelling: those of the level said, else those of the highest level."""
        if cued is not None:
            said = tuple(name for name in names if name.level is cued)
            if said:
                return said
        top = min(name.level for name in names)
        if top is Level.DISTRICT and key in self._everyday and key not in self._single:
            return tuple(sorted(names, key=lambda name: name.level))
        return tuple(name for name in names if name.level is top)

    def _strength(self, key: str, level: Level, cue: str, cued: Level | None) -> Strength:
        everyday = key in self._everyday
        if cue in _STREETS:
            is_estate = cue in _ESTATES and level is not Level.VILLAGE
            return Strength.NOISE if everyday else Strength.LIKELY if is_estate else Strength.HINT
        if cued is not None and (cued is level or not everyday):
            return Strength.HINT if everyday and cue in _CAMPS else Strength.CERTAIN
        if level is Level.REGION and cue in _OF_TOWNS:
            return _OF_TOWNS[cue]
        if level is Level.VILLAGE:
            return self._strength_of_village(key, cue)
        if everyday:
            return Strength.LIKELY if cue in _CUES else Strength.NOISE
        return Strength.LIKELY if cue in _PEOPLE else Strength.CERTAIN

    def _large_names(self) -> Iterator[str]:
        """Names of one word that are worth recognising in a wrong spelling."""
        for key, names in self._names.items():
            is_large = names[0].level in {Level.REGION, Level.DISTRICT}
            if is_large and len(key) >= _LONG_ENOUGH and key not in self._everyday:
                yield key

    def _strength_of_village(self, key: str, cue: str) -> Strength:
        if key in self._everyday:
            return Strength.NOISE
        if key not in self._single:
            return Strength.CERTAIN
        return Strength.LIKELY if cue in _CUES or cue in _OF_TOWNS or cue in _PEOPLE else Strength.HINT


def _place_key(key: str) -> str:
    """A word as it stands in names of places: "sei" is "sungai", "bati2" is "bati-bati"."""
    if len(key) > 3 and key[-1] == "2" and key[:-1].isalpha():
        return key[:-1] * 2
    return _PLACE_SPELLINGS.get(key, key)


def _cue(plain: Sequence[Word], at: int) -> str:
    """The word before a name, which may show that a place is meant; of several words, one that says the same."""
    if at > 1 and plain[at - 1].key.isdigit() and plain[at - 2].key == "km":
        return "km"
    if at > 1 and plain[at - 1].key in _OURS and plain[at - 2].key in _CUES_OF_LEVEL:
        at -= 1
    if at > 1 and _JUNCTIONS.get(plain[at - 1].key) == plain[at - 2].key:
        return "perempatan"
    if at > 1 and plain[at - 1].key == "jalan" and plain[at - 2].key in _EDGES:  # no street's name follows
        return "di"
    return plain[at - 1].key if at else ""


def _is_capital_name(text: str, words: Sequence[Word], found: Found) -> bool:
    """Whether the words are written as a name, in a text that does not write every word so, inside a sentence."""
    if not found.first or _streetlike(words[found.first - 1].key):
        return False
    between = text[words[found.first - 1].end : words[found.first].start]
    if between.strip():
        return False
    capitals = [text[word.start].isupper() for word in words]
    return all(capitals[found.first : found.last]) and sum(capitals) < _MOST_CAPITALS * len(words)


def _has_rt(words: Sequence[Word], found: Found) -> bool:
    """ "Sungai Ulin RT 4": only what people live in has neighbourhoods."""
    behind = [word.key for word in words[found.last : found.last + 2]]
    return len(behind) > 1 and behind[0] == "rt" and behind[1].isdecimal()


def _stands_alone(text: str, words: Sequence[Word], found: Found) -> bool:
    """Whether the name is the heading of the text ("Rantau, pasar becek") or its last word ("…, Rantau")."""
    if len(words) == found.last - found.first:
        return False
    if not found.first:
        return _HEADING.match(text, words[found.last - 1].end) is not None
    gap = text[words[found.first - 1].end : words[found.first].start]
    return found.last == len(words) and gap.strip() in _BEFORE_A_PLACE


def _streetlike(key: str) -> bool:
    return key in _STREETS or plain_word(key, {}) in _STREETS or key in _NOT_A_PLACE_AFTER


def _right_words(catalogue: Catalogue) -> Iterator[str]:
    """Words that are right as they are and no misspelt name: "kandungan" is not Kandangan, "lamps" not Limpasu."""
    spoken = chain(
        catalogue.language.common,
        chain.from_iterable(each.words for each in catalogue.categories.values()),
        chain.from_iterable(catalogue.agency_words.values()),
        (each.text for each in catalogue.examples),
        (each.name for each in catalogue.villages.values()),
        _LIKE_NAMES,
        ENGLISH,
    )
    return (word.key for text in spoken for word in split(text))


def _ends_with_what_follows(keys: Sequence[str], first: int, last: int) -> bool:
    """Whether the last word belongs to what is said next: "di Banjar [baru diperbaiki]"."""
    if last - first < 2 or last >= len(keys):
        return False
    following = keys[last]
    if keys[last - 1] == "dalam":
        return following in _AS_IT_IS
    is_done = following.startswith("di") and len(following) > 5
    return keys[last - 1] == "baru" and (following in _JUST_NOW or following.isdigit() or is_done)


def _with_roads(found: list[Found], roads: Sequence[Found]) -> list[Found]:
    """Kilometres count beside names that agree; other towns have roads of that name as well."""
    if not roads:
        return found
    agreeing = [
        road
        for road in roads
        if all(each.strength is Strength.NOISE or set(road.regions) & set(each.regions) for each in found)
    ]
    return sorted([*found, *agreeing], key=lambda each: each.first)


def _exact_spans(found: Sequence[Found]) -> list[Span]:
    return [(each.first, each.last) for each in found if any(name.exact for name in each.names)]


def _matches(text: str, words: Sequence[Word], found: Sequence[Found], region: str | None) -> tuple[Match, ...]:
    return tuple(_match(text, words, each, region) for each in found if _is_told(each, region))


def _is_told(found: Found, region: str | None) -> bool:
    if found.strength is Strength.NOISE:
        return region in found.regions and found.last - found.first > 1
    return True


def _match(text: str, words: Sequence[Word], found: Found, region: str | None) -> Match:
    names = tuple(name for name in found.names if region in name.regions) or found.names
    start, end = words[found.first].start, words[found.last - 1].end
    codes = tuple(dict.fromkeys(name.code for name in names))
    regions = tuple(dict.fromkeys(code for name in names for code in name.regions if region in (None, code)))
    return Match(start, end, text[start:end], names[0].level, codes, regions or found.regions)


def _readings(words: Sequence[str]) -> Iterator[tuple[set[str], list[str]]]:
    """A county's name with as few words as possible taken for its kind: in "Kabupaten Kota Baru" only the first is."""
    yield set(), list(words)
    if words and words[0] in KINDS_OF_REGION:
        yield {words[0]}, list(words[1:])
    yield {word for word in words if word in KINDS_OF_REGION}, [word for word in words if word not in KINDS_OF_REGION]


def _contradicts(kinds: set[str], *, is_city: bool) -> bool:
    says_city = bool(kinds & {"kota", "city", "kotamadya", "municipality"})
    says_county = bool(kinds & {"kabupaten", "kab", "regency"})
    return (says_city and not is_city) or (says_county and is_city)
