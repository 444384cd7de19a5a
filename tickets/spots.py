"""Finds in free text the exact spot of a complaint: a street, a crossing, a market, a number of kilometres.

A spot is what an officer can drive to; the kabupaten or kota alone is not one (that is `tickets.places`). The lists
below are Indonesian in general; landmarks of a province come from its catalogue as spans already found. Where it is
unsure whether a word is a name ("jalan rusak") it finds nothing: asking once more costs less than a wrong address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tickets.words import Word, listed

Span = tuple[int, int]
"""Positions of the first word and of the word behind the last."""

_STREETS = frozenset({"jalan", "jl", "jln", "jlan", "gang", "gg"})
_CROSSINGS = frozenset({"simpang", "simp", "simpangan", "perempatan", "pertigaan", "bundaran", "persimpangan"})
_BUILDINGS = listed(
    "pasar jembatan terminal pelabuhan dermaga bandara masjid mesjid langgar musholla mushola gereja pura vihara "
    "puskesmas pustu rsud rs rumkit klinik apotek kantor komplek kompleks komp perumahan perum blok taman "
    "lapangan stadion gor spbu mall mal hotel toko warung bank sd sdn smp smpn mts sma sman man smk smkn slb tk "
    "paud pesantren ponpes universitas kampus bendungan tpa tps halte gedung samsat polsek polres koramil kuburan "
    "makam alkah pabrik pt cv waduk embung"
)
# What is written small behind these is rarely a name: "di sma jalur domisili", "bank menolak".
_NAMED_BY_CAPITALS = listed(
    "kantor toko warung bank hotel sd sdn smp smpn mts sma sman man smk smkn slb tk paud pesantren ponpes "
    "universitas kampus pabrik pt cv gedung klinik apotek blok gor halte taman kuburan makam"
)
_BESIDE = listed(
    "depan dekat seberang samping sebelah belakang muka sekitar antara arah menuju di dan rt rw no nomor kiri "
    "kanan sampai ujung pojok"
)
_RELATIONS = listed("depan dekat seberang samping sebelah belakang")
_NUMBERED = frozenset({"rt", "rw", "km", "no", "nomor", "kilometer", "blok"})
_NUMBER = re.compile(r"^(?:km|rt|rw|no)?\d{1,4}[a-z]?$")
_GLUED = re.compile(r"^(?:km|rt|rw)\d{1,4}$")

# Words that end a name or show that none follows: function words, then what people say about streets and buildings.
_NOT_A_NAME = listed(
    "yang dan atau di ke dari pada untuk dengan dalam oleh karena tapi tetapi sudah belum tidak bukan masih akan "
    "lagi juga saja sangat sekali banyak semua ada ini itu nya kami saya kita anda kamu mereka dia warga orang "
    "anak istri suami min admin pak bu bapak ibu mohon tolong kalau jika bila saat waktu sejak sampai hingga "
    "selama setiap tiap kapan kenapa mana siapa apa bagaimana rusak rusaknya lubang berlubang hancur ancur parah "
    "jelek bagus licin becek banjir gelap terang mati hidup padam macet sempit lebar longsor ambles amblas putus "
    "retak miring roboh rubuh kotor bau bersih ramai sepi penuh tutup buka terendam kering basah debu berdebu "
    "asap rawan bahaya berbahaya provinsi propinsi kabupaten nasional negara desa kota umum utama raya tol poros "
    "lingkungan kampung setapak alternatif tembus aspal tanah beton cor besar kecil baru lama panjang pendek satu "
    "dua tiga arah menuju dekat depan samping seberang sebelah belakang kaki keluar masuk terus buntu murah "
    "minggu sore pagi siang malam hari kemarin besok tadi sekarang jam pukul bulan tahun kepala guru murid siswa "
    "pasien dokter pegawai petugas pedagang harga stok barang swasta negeri kerja bayar mau minta diminta pungut "
    "kena jatuh tertimpa kecelakaan lewat kok sih dong lah kah pun jadi habis ambruk bocor mampet tumpat sampah "
    "penumpang antri antre subuh bolong air listrik lampu pju truk motor mobil rumah got tiang kabel jalur "
    "terapung gratis"
)
_VERBISH = re.compile(r"^(?:di|ber|ter|mem|men|meng|meny|ba|ma|ta)[a-z]{4,}$")
_HARD_STOP = re.compile(r"[,;!?:()\n]|\.\s*\n|\.\.")
_LONGEST_NAME = 4
_SHORTEST_SENTENCE_END = 4  # "Yani. Mohon" ends a sentence, "A. Yani" and "gg. Sepakat" do not


def find_spot(text: str, words: Sequence[Word], landmarks: Sequence[Span]) -> str | None:
    """The first phrase of the text that names a spot, as it was written.

    ``words`` have their keys in usual spelling (`tickets.words.plain_word`); ``landmarks`` are spots already known.
    """
    parts = _parts(text, words, landmarks)
    if not parts:
        return None
    start, end = parts[0]
    if start and words[start - 1].key in _RELATIONS:
        start -= 1
    for next_start, next_end in parts[1:]:
        between = words[end:next_start]
        if len(between) > 2 or not all(word.key in _BESIDE for word in between):
            break
        end = next_end
    return text[words[start].start : words[end - 1].end]


def _parts(text: str, words: Sequence[Word], landmarks: Sequence[Span]) -> list[Span]:
    known = dict(landmarks)
    parts: list[Span] = []
    at = 0
    while at < len(words):
        end = max(known.get(at, 0), _part_end(text, words, at))
        if end > at:
            parts.append((at, end))
        at = max(end, at + 1)
    return parts


def _part_end(text: str, words: Sequence[Word], at: int) -> int:
    """Where the part that begins at this word ends; the same position where none begins."""
    key = words[at].key
    if _GLUED.match(key):
        return at + 1
    following = words[at + 1].key if at + 1 < len(words) else ""
    if key in _NUMBERED and _NUMBER.match(following):
        return at + 2
    if key in _CROSSINGS and following.isdigit():
        return _name_end(text, words, at + 2)
    if key in _STREETS or key in _CROSSINGS or key in _BUILDINGS:
        if key in _NAMED_BY_CAPITALS and not _is_surely_a_name(text, words, at + 1):
            return at
        end = _name_end(text, words, at + 1)
        return end if end > at + 1 else at
    return at


def _name_end(text: str, words: Sequence[Word], at: int) -> int:
    """The end of the name that begins at this word."""
    end = at
    while end < len(words) and end - at < _LONGEST_NAME:
        if _is_cut(text, words, end) or not _is_name(text, words[end]):
            break
        end += 1
    if end == at and at < len(words) and words[at - 1].key in {"gang", "gg"} and not _is_cut(text, words, at):
        return at + 1 if words[at].key in {"buntu", "satu", "dua", "tiga", "baru", "lama"} else at
    return end


def _is_surely_a_name(text: str, words: Sequence[Word], at: int) -> bool:
    if at >= len(words):
        return False
    written = text[words[at].start]
    return written.isdigit() or written.isupper() or words[at].key == "negeri"


def _is_name(text: str, word: Word) -> bool:
    written = text[word.start : word.end]
    if word.key in _NOT_A_NAME or word.key in _STREETS or word.key in _NUMBERED:
        return False
    is_capital = written[0].isupper() and not written.isupper()
    return is_capital or not _VERBISH.match(word.key)


def _is_cut(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether punctuation parts this word from the one before."""
    before = words[at - 1]
    gap = text[before.end : words[at].start]
    if _HARD_STOP.search(gap):
        return True
    return "." in gap and gap != "." and before.end - before.start >= _SHORTEST_SENTENCE_END
