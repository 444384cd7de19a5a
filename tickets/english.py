"""Everyday English words of complaints, each with the Indonesian word it stands for.

Few people write to an Indonesian government in English, but whoever does is offered likely categories, too, and is
understood when he types a day. No word here is also an Indonesian one. Whole phrases ("thank you", "start over") are
among the lists of `tickets.reading`.
"""

from collections.abc import Mapping

_MEANT: Mapping[str, str] = {
    "jalan": "road roads street streets",
    "lubang": "hole holes pothole potholes",
    "aspal": "asphalt",
    "jembatan": "bridge bridges",
    "drainase": "drain drains drainage",
    "selokan": "gutter gutters",
    "lampu jalan": "streetlight streetlights light lights lamp lamps",
    "gelap": "dark",
    "lalu lintas": "traffic",
    "parkir": "parking",
    "truk": "truck trucks",
    "rusak": "broken damaged",
    "banjir": "flood flooded flooding floods",
    "kebakaran": "fire fires",
    "asap": "smoke smog",
    "sampah": "garbage rubbish trash waste litter",
    "sungai": "river rivers",
    "tercemar": "polluted pollution",
    "sekolah": "school schools",
    "guru": "teacher teachers",
    "rumah sakit": "hospital hospitals",
    "dokter": "doctor doctors",
    "perawat": "nurse nurses",
    "obat": "medicine medicines",
    "listrik": "electricity",
    "pajak": "tax taxes",
    "izin": "licence license permit permits",
    "harga": "price prices",
    "upah": "wage wages salary",
    "pungli": "bribe bribes bribery",
    "kekerasan": "violence",
    "hari ini": "today",
    "kemarin": "yesterday",
    "hari": "day days",
    "minggu": "week weeks",
    "lalu": "ago",
    "satu": "one",
    "dua": "two",
    "tiga": "three",
    "empat": "four",
    "lima": "five",
    "enam": "six",
    "tujuh": "seven",
}
ENGLISH: Mapping[str, str] = {word: meant for meant, words in _MEANT.items() for word in words.split()}
"""English word to Indonesian."""
