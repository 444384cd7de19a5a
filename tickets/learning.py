"""What texts with a confirmed agency teach: how often each word of a text led to which agency.

A count-based learner (naive Bayes over words, every word a cautious vote). Counts come from the examples of the
catalogue and, for the words of the text at hand, from storage, which keeps them without the texts. It proposes
nothing by itself: `tickets.routing` lets it vote beside the catalogue's words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log

from tickets.words import listed, stems

CAUTION = 3.0
"""So many imaginary texts, spread as all texts are, stand beside those in which a word really occurred."""

MOST_WORDS = 60
"""Words of one text that are learnt or looked up; a longer text says no more about whose it is."""

_SHORTEST = 3  # letters of a word that is learnt
_ONE_EACH = 1.0  # every agency has had that many imaginary texts
_SAY_NOTHING = listed(
    "yang dan atau di ke dari pada untuk dengan dalam oleh karena tapi tetapi sudah belum tidak bukan masih akan lagi "
    "juga saja sangat sekali banyak semua ada ini itu kami saya kita anda kamu mereka dia warga orang mohon tolong "
    "bapak ibu pak min admin kalau jika bila saat waktu sejak sampai kapan kenapa mana siapa apa bagaimana bisa mau "
    "minta tanya lapor makasih selamat pagi siang sore malam hari minggu bulan tahun kah nya jadi lalu hanya dekat "
    "tadi kemarin besok sekarang semalam subuh jam terus setiap selalu sering pernah katanya kata bilang ujar sudahlah "
    "padahal supaya agar cuma cukup begitu begini sini situ sana lain sama beberapa satu dua tiga empat lima juta ribu"
)


@dataclass(frozen=True, slots=True)
class Learnt:
    """In how many texts of each agency a word stood, for some words; and how many texts each agency had in all."""

    words: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    texts: Mapping[str, int] = field(default_factory=dict)


NOTHING = Learnt()
"""Before the first text."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the agency that was right for it."""

    text: str
    agency: str


def lesson(words: Iterable[str]) -> tuple[str, ...]:
    """What is learnt from the plain words of a text: its telling words by their stem, each once, in their order."""
    telling = (word for word in words if len(word) >= _SHORTEST and word.isalpha() and word not in _SAY_NOTHING)
    return tuple(dict.fromkeys(stem(word) for word in telling))[:MOST_WORDS]


def stem(word: str) -> str:
    """One form for all forms of a word: the shortest that it may stand for."""
    return min(stems(word), key=lambda form: (len(form), form))


def learn(lessons: Iterable[tuple[tuple[str, ...], str]]) -> Learnt:
    """The counts of texts that are at hand: the lesson of each with its agency."""
    words: dict[str, Counter[str]] = {}
    texts: Counter[str] = Counter()
    for learnt, agency in lessons:
        texts[agency] += 1
        for word in learnt:
            words.setdefault(word, Counter())[agency] += 1
    return Learnt(words, texts)


def together(one: Learnt, other: Learnt, words: Iterable[str]) -> Learnt:
    """The counts of two sources for these words."""
    return Learnt(
        {word: _sum(one.words.get(word, {}), other.words.get(word, {})) for word in words},
        _sum(one.texts, other.texts),
    )


def votes(learnt: Learnt, words: Iterable[str]) -> dict[str, dict[str, float]]:
    """For each agency what each word says for it (above 0) or against it, as the logarithm of a likelihood ratio.

    Words never met say nothing, words that many agencies met say little. Agencies are those that had a text.
    """
    everything = sum(learnt.texts.values()) + _ONE_EACH * len(learnt.texts)
    usual = {agency: (count + _ONE_EACH) / everything for agency, count in learnt.texts.items()}
    said: dict[str, dict[str, float]] = {agency: {} for agency in usual}
    for word in words:
        counts = learnt.words.get(word, {})
        met = sum(counts.values())
        if met == 0:
            continue
        for agency, share in usual.items():
            chance = (counts.get(agency, 0) + CAUTION * share) / (met + CAUTION)
            said[agency][word] = log(chance / share) / len(counts) ** 0.5
    return said


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> Mapping[str, int]:
    if not one or not other:
        return one or other
    return {key: one.get(key, 0) + other.get(key, 0) for key in {*one, *other}}
