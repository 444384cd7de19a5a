"""What somebody looks for among the tickets: words and filters, typed as people type.

    lubang jembatan skpd:PUPR daerah:banjarbaru status:proses bulan:2026-10 sumber:surat terlambat

A word is found in every spelling that means the same and with other prefixes and suffixes ("jln" finds "jalan",
"berlubang" finds "lubang"). All words and all filters must fit.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tickets.catalogue import Catalogue, Region, names_of
from tickets.days import MONTHS
from tickets.sources import Source
from tickets.ticket import OPEN, Status
from tickets.words import fold, listed, plain_word, plain_words, split, squeeze, stems

SHORTEST = 2
"""Letters of a word that is searched for."""
MOST_WORDS = 8
"""Words of a search; more are left out."""
_MOST_MORE = 3
"""Words that may follow the first of a filter's value."""
_TOO_COMMON = listed("yang dan di ke dari untuk dengan ini itu ada atau pada saya kami sudah belum tidak juga saja")
"""Words of nearly every text: they are neither kept nor searched for."""
_TOKEN = re.compile(r'(?P<name>[^\W\d_]+)\s?:\s?(?P<value>"[^"]*"|[^\s"]+)|"(?P<quoted>[^"]*)"|(?P<word>\S+)')
_NAMES = {
    **dict.fromkeys(("skpd", "opd", "instansi", "dinas", "agency"), "agency"),
    **dict.fromkeys(("daerah", "wilayah", "kabupaten", "kab", "kota", "region"), "region"),
    **dict.fromkeys(("status", "keadaan"), "status"),
    **dict.fromkeys(("bulan", "tahun", "periode", "month"), "period"),
    **dict.fromkeys(("sumber", "kanal", "source"), "source"),
    **dict.fromkeys(("terlambat", "late"), "late"),
}
_LATE = listed("terlambat telat tunggakan late overdue")
_NO = listed("tidak bukan no false")
_NEW = listed("baru new")
_MINE = listed("saya mine")
_EVERY = listed("semua all")
_PROCESS = frozenset({Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING_REPORTER})
_STATUSES: Mapping[str, frozenset[Status]] = {
    key: statuses
    for names, statuses in (
        ("diterima verifikasi menungguverifikasi diterimamenungguverifikasi", {Status.RECEIVED}),
        ("diteruskan forwarded", {Status.ASSIGNED}),
        ("ditindaklanjuti sedangditindaklanjuti beingfollowedup", {Status.IN_PROGRESS}),
        ("proses diproses dalamproses berjalan process inprogress", _PROCESS),
        ("menunggu data menunggudata menunggupelapor menunggudatapelapor waiting", {Status.WAITING_REPORTER}),
        ("dijawab menunggutanggapan menunggutanggapanpelapor answered", {Status.ANSWERED}),
        ("selesai tuntas ditutup closed done", {Status.CLOSED}),
        ("arsip diarsipkan", {Status.ARCHIVED}),
        ("ditolak bukankewenangan", {Status.OUT_OF_AUTHORITY}),
        ("ganda digabung digabungkan digabungdenganlaporanlain", {Status.MERGED}),
        ("terbuka buka open", OPEN),
    )
    for key in names.split()
    for statuses in (frozenset(statuses),)
}
"""Every word for a status that somebody was shown, without its spaces, and others that mean the same."""
_SOURCES: Mapping[str, tuple[Source, ...]] = {
    **dict.fromkeys(("telegram", "bot", "chat"), (Source.TELEGRAM,)),
    **dict.fromkeys(("mediasosial", "medsos", "sosmed"), (Source.SOCIAL_MEDIA,)),
    **dict.fromkeys(("mediacetak", "koran", "cetak"), (Source.PRINT_MEDIA,)),
    **dict.fromkeys(("mediadaring", "daring", "online", "berita"), (Source.ONLINE_MEDIA,)),
    "media": (Source.SOCIAL_MEDIA, Source.PRINT_MEDIA, Source.ONLINE_MEDIA),
    **dict.fromkeys(("telepon", "telpon", "phone"), (Source.PHONE,)),
    **dict.fromkeys(("surat", "letter"), (Source.LETTER,)),
    **dict.fromkeys(("tatapmuka", "langsung", "loket"), (Source.IN_PERSON,)),
    **dict.fromkeys(("sp4n", "sp4nlapor", "lapor"), (Source.SP4N,)),
}


@dataclass(frozen=True, slots=True)
class Query:
    """A search. What is empty or none is not asked for. `since` and `until` are local days, both included.

    `new`, `late` and `mine` are the filters of /tiket (`tickets.overview`).
    """

    words: tuple[str, ...] = ()
    agency: str | None = None
    region: str | None = None
    statuses: frozenset[Status] = frozenset()
    since: date | None = None
    until: date | None = None
    sources: tuple[Source, ...] = ()
    late: bool = False
    new: bool = False
    mine: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everything."""
        return self == Query()


@dataclass(frozen=True, slots=True)
class Misread:
    """A filter whose value is not known: its code (`agency`, `region` …), and what was typed."""

    filter: str
    typed: str


def read(text: str, catalogue: Catalogue, today: date) -> Query | Misread:
    """What somebody typed behind /cari."""
    query, words = Query(), list[str]()
    tokens = list(_TOKEN.finditer(text))
    while tokens:
        token = tokens.pop(0)
        name = _NAMES.get(fold(token["name"])) if token["name"] else None
        if name is not None:
            value = token["value"].strip('"').replace("_", " ").replace("+", " ")
            more = [each["word"] for each in tokens[: _count_words(tokens)]]
            found = _longest(query, name, value, more, (catalogue, today))
            if found is None:
                return Misread(name, value)
            query, used = found
            del tokens[:used]
        elif fold(token[0]) in _LATE:
            query = replace(query, late=True)
        else:
            words += [word.key for word in split(token[0])]
    kept = [word for word in dict.fromkeys(words) if len(word) >= SHORTEST and word not in _TOO_COMMON]
    return replace(query, words=tuple(kept[:MOST_WORDS]))


def kept_words(texts: Iterable[str]) -> frozenset[str]:
    """The words by which texts are found: as spelled usually, and without what may be prefix or suffix."""
    words = {word for text in texts for word in plain_words(text, {}) if len(word) >= SHORTEST}
    return frozenset(form for word in words - _TOO_COMMON for form in stems(word))


def forms(word: str, spellings: Mapping[str, str]) -> frozenset[str]:
    """The kept words that a searched word may stand for. `spellings`: what the province writes differently."""
    meant = plain_word(word, spellings)
    alike = {said for said, stands_for in spellings.items() if stands_for == meant}
    usual = set(plain_words(word, {})) if len(plain_words(word, {})) == 1 else {word}
    return frozenset(form for each in {meant, *usual, *alike} if " " not in each for form in stems(each))


def month(day: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day.replace(day=1), date.fromordinal(following.toordinal() - 1)


def _count_words(tokens: Sequence[re.Match[str]]) -> int:
    """How many plain words come next that may belong to a filter's value: "daerah:hulu sungai selatan"."""
    plain = [bool(token["word"]) for token in tokens[:_MOST_MORE]]
    return plain.index(False) if False in plain else len(plain)


def _longest(
    query: Query, name: str, value: str, more: Sequence[str], known: tuple[Catalogue, date]
) -> tuple[Query, int] | None:
    """The query with the filter whose value takes most of the words behind it, and how many; none if unknown."""
    for used in range(len(more), -1, -1):
        typed = " ".join((value, *more[:used]))
        agencies = known[0].agencies.values() if name == "agency" and used else ()
        if agencies and not any(squeeze(typed) in names_of(each) for each in agencies):
            continue
        changed = _filtered(query, name, typed, *known)
        if changed is not None:
            return changed, used
    return None


def _filtered(query: Query, name: str, value: str, catalogue: Catalogue, today: date) -> Query | None:
    """The query with one more filter; none if its value is not known."""
    key = squeeze(value)
    match name:
        case "agency":
            found = catalogue.find_agency(value)
            return replace(query, agency=found[0].code) if len(found) == 1 else None
        case "region":
            regions = _regions(key, catalogue)
            return replace(query, region=regions[0]) if len(regions) == 1 else None
        case "status":
            return _with_status(query, key, value)
        case "source":
            sources = _SOURCES.get(key)
            return replace(query, sources=sources) if sources else None
        case "late":
            return replace(query, late=key not in _NO)
    period = _period(fold(value), today)
    return replace(query, since=period[0], until=period[1]) if period else None


def _with_status(query: Query, key: str, value: str) -> Query | None:
    """The query for tickets in that status, or for those that a filter of /tiket shows."""
    if key in _EVERY:
        return query
    if key in _NEW:
        return replace(query, new=True)
    if key in _LATE:
        return replace(query, late=True)
    if key in _MINE:
        return replace(query, mine=True, statuses=query.statuses or OPEN)
    statuses = _STATUSES.get(key) or frozenset(each for each in Status if each.value == value.replace(" ", "_"))
    return replace(query, statuses=statuses) if statuses else None


def _regions(key: str, catalogue: Catalogue) -> list[str]:
    """The regions of that name; "banjar" is the kabupaten, never the beginning of another name."""
    return [
        region.code
        for region in catalogue.regions.values()
        if key in {squeeze(each) for each in (*_names_of(region), *region.spellings)}
    ]


def _names_of(region: Region) -> tuple[str, ...]:
    """A region's names, also without "Kabupaten" or "Kota", and its capital."""
    return region.code, region.name, region.name.partition(" ")[2], region.short, region.capital


def _period(text: str, today: date) -> tuple[date, date] | None:
    """ "2026-10", "10-2026", "oktober", "oktober-2026", "ini", "lalu", or a year."""
    if text in {"ini", "sekarang"}:
        return month(today)
    if text in {"lalu", "kemarin"}:
        return month(date.fromordinal(today.replace(day=1).toordinal() - 1))
    parts = [part for part in re.split(r"[-/.\s]+", text) if part]
    years = [int(part) for part in parts if re.fullmatch(r"(19|20)\d\d", part)]
    months = [int(part) for part in parts if re.fullmatch(r"\d\d?", part)]
    months += [MONTHS[part] for part in parts if part in MONTHS]
    if len(years) + len(months) != len(parts) or len(years) > 1 or len(months) > 1 or not parts:
        return None
    if not months:
        return date(years[0], 1, 1), date(years[0], 12, 31)
    if not 1 <= months[0] <= 12:
        return None
    year = years[0] if years else today.year - (months[0] > today.month)
    return month(date(year, months[0], 1))
