"""Personal data in a text: found, and masked where others than the writer read it. Pure.

Wary of false alarms where a guess costs words that an agency needs: ticket numbers, dates, prices, kilometres and
house numbers are never masked. A NIK is sixteen digits with a region and a date of birth in it (a woman's day is 40
higher); the number of a family card looks alike. Phone numbers are Indonesian mobile numbers: an office's landline is
no personal datum. Number plates and bank accounts need their shape and, where that is everybody's, a word beside them.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Personal(StrEnum):
    """What was found."""

    NIK = "nik"
    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Found:
    """Where in a text something personal stands."""

    kind: Personal
    start: int
    end: int
    value: str


_DOT = "•"
_HINT = re.compile(r"[\d@]")
"""All of it holds a digit or an "@"; most texts hold neither."""
_TICKET = re.compile(r"\b[A-Z]{1,8}[ .-]?\d\d(?:0[1-9]|1[0-2])[ .-]?[0-9A-Z]{6}\b", re.IGNORECASE)
"""Like a ticket's number: five of its characters may look like a number plate."""
_NIK = re.compile(r"(?<!\d)(?:\d[ .-]?){15}\d(?!\d)")
_NIK_SAID = re.compile(r"\b(?:nik|ktp|kk|kartu keluarga)\b[^\d\n]{0,20}((?:\d[ .-]?){15}\d)(?!\d)", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\d+])(?<!\d[.,])\(?(?:(?:\+|00)?62[ .-]{0,2}\(?0?\)?[ .-]{0,2}|0)8[1-9]\d?\)?(?:[ .-]{0,3}\d){6,10}(?!\d)"
)
_PHONE_SAID = re.compile(
    r"\b(?:wa|whatsapp|hp|telp?|telepon|kontak|hubungi)\b\W{0,4}(8[1-9]\d(?:[ .-]?\d){6,9})(?!\d)", re.IGNORECASE
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*\.[a-z]{2,}", re.IGNORECASE)
_REGIONS = "A[ABDEG]?|B[ABDEGHKLMNP]?|D[ABCDEGHKLMNPRSTW]?|E[ABD]?|F|G|H|K[BHTU]?|L|M|N|P[ABS]?|R|S|T|W|Z"
"""Letters of registration regions."""
_PLATE = re.compile(
    rf"(?<![\w.])({_REGIONS})([ .-]{{0,2}})([1-9]\d{{0,3}})[ .-]{{0,2}}([A-Z]{{1,3}})(?!\w)", re.IGNORECASE
)
_PLATE_SAID = re.compile(
    rf"\b(?:plat|pelat|nopol|nomor polisi|no\.? ?pol)\b[^\d\n]{{0,20}}?"
    rf"(?<![\w.])((?:{_REGIONS})[ .-]{{0,2}}[1-9]\d{{0,3}})(?!\w)",
    re.IGNORECASE,
)
_VEHICLE = re.compile(
    r"\b(?:plat|pelat|nopol|polisi|mobil|motor|truk|truck|kendaraan|angkot|bus|bis|pick ?up|pikap|tronton|dump|"
    r"ambulans)\b",
    re.IGNORECASE,
)
_PLATE_CONTEXT = 40
"""Letters before a plate in which a vehicle may be named."""
_LONG_PLATE = 3
"""Digits from which capitals with one letter in front are a plate and no house number."""
_NO_SUFFIX = re.compile(
    r"[MLX]|KM|CM|MM|HA|KG|TON|LT|CC|RB|JT|RT|RW|NO|JL|GG|DI|KE|DAN|ADA|INI|ITU|YG|PT|CV|KK|ATM|WIB|DR|PER|UP|THN?",
    re.IGNORECASE,
)
"""What follows a number in other matters: units, addresses, small words."""
_BANK = (
    r"(?:no\.? ?rek(?:ening)?|nomor rekening|rek(?:ening)?\.?|norek|bri|bca|bni|bsi|btn|mandiri|cimb|danamon|permata|"
    r"bank kalsel|virtual account|va)"
)
_ACCOUNT_AFTER = re.compile(rf"\b{_BANK}\b[^\d\n]{{0,30}}((?:\d[ .-]?){{7,17}}\d)(?!\d)", re.IGNORECASE)
_ACCOUNT_BEFORE = re.compile(
    rf"(?<!\d)(\d(?:[ .-]?\d){{9,17}})(?!\d)[^\w\n]{{0,4}}(?:\b{_BANK}\b|a\.?n\.? |atas nama\b)", re.IGNORECASE
)
_PRICE = re.compile(r"\d{1,3}(?:\.\d{3})+")
_MONEY_BEFORE = re.compile(r"(?:rp\.?|rupiah|sebesar|senilai|sejumlah)\s*$", re.IGNORECASE)
_WOMANS_DAY = 40
_DAYS, _MONTHS = range(1, 32), range(1, 13)
_PROVINCES = frozenset({*range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82})
_PAPUA = range(91, 98)
_REGENCIES = range(1, 80)


def find(text: str, public: Collection[str] = ()) -> tuple[Found, ...]:
    """Everything personal in a text, in order, none within another. `public`: what the catalogue itself publishes
    (`published`), which is nobody's own.
    """
    if not _HINT.search(text):
        return ()
    taken: list[Found] = []
    spared = [match.span() for match in _TICKET.finditer(text)]
    for each in _all(text):
        others = (*spared, *((other.start, other.end) for other in taken))
        is_free = all(each.end <= start or each.start >= end for start, end in others)
        if is_free and _plain(each.value) not in public:
            taken.append(each)
    return tuple(sorted(taken, key=lambda each: each.start))


def personal_data(text: str, public: Collection[str] = ()) -> tuple[Personal, ...]:
    """The kinds of personal data in a text, each once."""
    kinds = {each.kind for each in find(text, public)}
    return tuple(kind for kind in Personal if kind in kinds)


def masked(text: str, public: Collection[str] = ()) -> str:
    """The text as others may read it: what is personal replaced by dots that tell its kind and nothing more."""
    pieces, end = [], 0
    for each in find(text, public):
        pieces += [text[end : each.start], _mask(each)]
        end = each.end
    return "".join((*pieces, text[end:]))


def published(*texts: str) -> frozenset[str]:
    """The numbers and addresses that stand in texts of our own."""
    return frozenset(_plain(each.value) for text in texts for each in find(text))


def _all(text: str) -> Iterator[Found]:
    """What may be personal; what comes first is preferred where two overlap."""
    yield from (_found(Personal.NIK, match) for match in _NIK_SAID.finditer(text))
    yield from (_found(Personal.NIK, match) for match in _NIK.finditer(text) if _is_nik(match.group()))
    for pattern in (_ACCOUNT_AFTER, _ACCOUNT_BEFORE):
        yield from (_found(Personal.ACCOUNT, match) for match in pattern.finditer(text) if _is_account(text, match))
    for pattern in (_PHONE, _PHONE_SAID):
        yield from (_found(Personal.PHONE, match) for match in pattern.finditer(text))
    yield from (_found(Personal.EMAIL, match) for match in _EMAIL.finditer(text))
    yield from (_found(Personal.PLATE, match, 0) for match in _PLATE.finditer(text) if _is_plate(text, match))
    yield from (_found(Personal.PLATE, match) for match in _PLATE_SAID.finditer(text))


def _found(kind: Personal, match: re.Match[str], group: int | None = None) -> Found:
    """The match, or its first group where it has one: the rest is what stands around it."""
    place = min(match.re.groups, 1) if group is None else group
    return Found(kind, match.start(place), match.end(place), match.group(place))


def _is_nik(written: str) -> bool:
    digits = "".join(filter(str.isdigit, written))
    province, regency, day, month = (int(digits[at : at + 2]) for at in (0, 2, 6, 8))
    born = day % _WOMANS_DAY in _DAYS and day <= _WOMANS_DAY + _DAYS[-1] and month in _MONTHS
    return born and (province in _PROVINCES or province in _PAPUA) and regency in _REGENCIES and digits[-4:] != "0000"


def _is_account(text: str, match: re.Match[str]) -> bool:
    """No sum of money, and no phone number, which has its own kind."""
    written = match.group(1)
    is_money = _PRICE.fullmatch(written) or _MONEY_BEFORE.search(text[: match.start(1)])
    return not is_money and not _PHONE.fullmatch(written)


def _is_plate(text: str, match: re.Match[str]) -> bool:
    """Capitals are one; others only after the name of a vehicle: "da 12 an" may be anything. "DP3AKB" is an agency."""
    region, gap, digits, suffix = match.groups()
    if _NO_SUFFIX.fullmatch(suffix) or (len(digits) == 1 and not gap):
        return False
    if _VEHICLE.search(text[max(0, match.start() - _PLATE_CONTEXT) : match.start()]):
        return True
    return f"{region}{suffix}".isupper() and len(digits) >= (_LONG_PLATE if len(region) == 1 else 2)


def _plain(value: str) -> str:
    """A value as it is compared: digits only for numbers, an Indonesian number with its 0."""
    if "@" in value:
        return value.casefold()
    digits = "".join(character for character in value if character.isalnum()).upper()
    return re.sub(r"^(?:00)?620?(?=8)", "0", digits)


def _mask(found: Found) -> str:
    match found.kind:
        case Personal.NIK:
            return _DOT * 16
        case Personal.PHONE:
            return f"08{_DOT * 8}"
        case Personal.EMAIL:
            return f"{_DOT * 3}@{_DOT * 3}"
        case Personal.PLATE:
            region = re.match(r"[A-Za-z]+", found.value)
            return f"{region.group().upper() if region else ''} {_DOT * 4} {_DOT * 2}"
        case Personal.ACCOUNT:
            return _DOT * 10
