"""Places are recognised as people write them, and never guessed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogues import DATA, kalsel, kalsel_places, mini
from tickets.places import Gazetteer, Level

BANJAR, BANJARMASIN, BANJARBARU, KOTABARU = "63.03", "63.71", "63.72", "63.02"
NAMES_NO_PLACE = {"K04", "K09", "K17", "K20", "K22", "K23", "K26", "K29"}
NAMES_AN_AIRPORT_ONLY = {"K07"}
_ADDRESS_WORDS = (
    "di",
    "jalan",
    "Banjar",
    "baru",
    "desa",
    "kota",
    "sungai",
    "Andai",
    "jl.",
    "km",
    "7",
    ",",
    "Rantau",
    "RT",
    "3",
)


def complaints() -> Iterator[tuple[str, str, str]]:
    with (DATA / "complaints.csv").open() as file:
        yield from ((row["id"], row["text"], row["region"]) for row in csv.DictReader(file))


@pytest.mark.parametrize(("name", "text", "region"), list(complaints()))
def test_a_complaint_that_names_a_place_shows_its_region(name: str, text: str, region: str) -> None:
    found = kalsel_places().find(text)
    if name in NAMES_NO_PLACE:
        assert (found.region, found.candidates) == (None, ())
    elif name in NAMES_AN_AIRPORT_ONLY:
        assert found.region is None
        assert found.candidates[0] == region
    else:
        assert found.region == region


def test_eighty_other_texts_show_no_wrong_region() -> None:
    lines = [line for name in ("texts", "texts-later") for line in (DATA / f"{name}.jsonl").read_text().splitlines()]
    texts = [json.loads(line) for line in lines]
    found = [(text["region"], kalsel_places().find(text["text"]).region) for text in texts]
    assert [pair for pair in found if pair[1] not in {None, pair[0]}] == []
    assert sum(expected == region for expected, region in found) >= 77


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("jalan rusak di banjarbaru", BANJARBARU),
        ("jalan rusak di Banjar Baru", BANJARBARU),
        ("jalan rusak di bjb", BANJARBARU),
        ("lampu mati BANJARMASIN utara", BANJARMASIN),
        ("bjm banjir", BANJARMASIN),
        ("di kota baru gelap", KOTABARU),
        ("KOTABARU GELAP", KOTABARU),
        ("kab. banjar", BANJAR),
        ("Kabupaten Banjar", BANJAR),
        ("di banjar, dekat Martapura", BANJAR),
        ("banjir di HST", "63.07"),
        ("warga Tala", "63.01"),
        ("sei andai banjir", BANJARMASIN),
        ("bati2 gelap", "63.01"),
        ("kec. tanjung gelap", "63.09"),
        ("di Rantau jalan rusak", "63.05"),
        ("samsat tanjung", "63.09"),
        ("kecamatan simpang empat, kabupaten banjar", BANJAR),
        ("desa sungai raya martapura", BANJAR),
        ("sungai Riam Kanan keruh", BANJAR),
        ("desa Tabanio sepi", "63.01"),
        ("dekat Duta Mall macet", BANJARMASIN),
        ("jalan A Yani km 17 Gambut", BANJAR),
        ("pantai batakan kotor", "63.01"),
        ("Jl. Banjarmasin No 3 Martapura", BANJAR),
    ],
)
def test_a_region_is_known_by_its_names_spellings_districts_villages_and_landmarks(text: str, region: str) -> None:
    assert kalsel_places().find(text).region == region


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("lampu jalan di Tabalong mati semua", "63.09"),
        ("sapi kami di jaro tabalong mati mendadak", "63.09"),
        ("Jalan di Kandangan lama tidak diperbaiki", "63.06"),
        ("jalan di kandangan baru ditambal", "63.06"),
        ("jalan di kalumpang dalam keadaan rusak", "63.06"),
        ("lampu di rantau kiwa redup", "63.05"),
        ("jalan di desa tabalong mati putus", "63.08"),
        ("Jembatan di Kandangan Lama lapuk", "63.01"),
        ("kandangan lama, jembatan lapuk", "63.06"),
        ("tiwingan lama gelap", BANJAR),
        ("lampu mati di kalumpang dalam", "63.08"),
    ],
)
def test_a_village_elsewhere_is_not_meant_by_what_is_told_of_a_town(text: str, region: str) -> None:
    assert kalsel_places().find(text).region == region


@pytest.mark.parametrize("junction", ["lampu merah", "simpang 4", "simpang tiga", "perempatan"])
def test_a_junction_points_to_the_place_it_is_named_after(junction: str) -> None:
    assert kalsel_places().find(f"tabrakan di {junction} sungai ulin tadi pagi").region == BANJARBARU


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("jalan rusak di banjar", (BANJAR, BANJARBARU, BANJARMASIN)),
        ("di Banjar baru diperbaiki sudah rusak", (BANJAR, BANJARBARU, BANJARMASIN)),
        ("di banjar baru kemarin", (BANJAR, BANJARBARU, BANJARMASIN)),
        ("di kota banjar", (BANJAR, BANJARBARU, BANJARMASIN)),
        ("jalan banjarbaru martapura", (BANJARBARU, BANJAR)),
        ("dari Banjarmasin ke Pelaihari macet", (BANJARMASIN, "63.01")),
        ("di Kuripan banjir", (BANJARMASIN, "63.04")),
        ("jembatan alalak macet", (BANJARMASIN, "63.04")),
        ("basirih macet", (BANJARMASIN,)),
    ],
)
def test_an_ambiguous_name_is_asked_about_and_not_guessed(text: str, candidates: tuple[str, ...]) -> None:
    found = kalsel_places().find(text)
    assert found.region is None
    assert found.candidates == candidates


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Jl. A. Yani km 5 banjir", BANJARMASIN),
        ("jl ahmad yani km 2,5 trotoar rusak", BANJARMASIN),
        ("km7 jalan a yani macet", BANJAR),
        ("Jalan Ahmad Yani Km. 24", BANJARBARU),
        ("jalan A Yani km 28 Bati-Bati", "63.01"),
        ("jl a yani km 3 Kandangan", "63.06"),
        ("jl a yani km 17 berlubang", None),
        ("jl a yani km 120 berlubang", None),
        ("A. Yani km 5 sampai km 8 macet", None),
        ("jl a yani km 3 mabuun", "63.09"),
        ("3 km dari jl a yani ada lubang", None),
        ("lampu merah km 5 mati", None),
    ],
)
def test_kilometres_of_the_long_road_lie_in_one_region_unless_another_is_named(text: str, region: str | None) -> None:
    assert kalsel_places().find(text).region == region


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("limbah pabrik, banyu hirang bau banar, iwak mati. Lokasi Tabalong", "63.09"),
        ("Kelua, jalan arah Amuntai amblas, lokasi di kabupaten Tabalong", "63.09"),
        ("rumah di Barabai, lokasi kejadian: kec. Kandangan", "63.06"),
        ("TKP Rantau", "63.05"),
        ("Batola tidak ada dokter, kami harus ka bjm", "63.04"),
        ("Kab. Balangan: beasiswa belum cair, saya mahasiswa ULM", "63.11"),
        ("Sungai Andai gelap, kabupaten Tapin", "63.05"),
        ("ulun urang Angkinang, jalan rusak", "63.06"),
        ("Mahligai RT 4 gelap", None),
        ("Sungai Ulin RT 04 gelap", BANJARBARU),
        ("Rantau, pasar becek", "63.05"),
        ("pasar becek, Rantau", "63.05"),
        ("jalan Awayan - Tebing Tinggi rusak", "63.11"),
        ("jalan Kandangan ke Barabai gelap", None),
        ("the street lamps near the market are broken", None),
        ("warga kab. Banjar di RS Ulin terlantar", None),
        ("pindah ke Banjarbaru, KTP Banjarmasin", None),
        ("travel jurusan Banjarmasin - Balikpapan", None),
        ("angkot jurusan Banjarmasin Banjarbaru kada ada lagi", None),
        ("Sungai Martapura penuh sampah", None),
        ("kerja di Tanjung Selor", None),
        ("desa Tanjung Selor gelap", "63.06"),
        ("Pasar Baru terbakar", None),
    ],
)
def test_where_it_happens_beats_what_is_mentioned_besides(text: str, region: str | None) -> None:
    assert kalsel_places().find(text).region == region


def test_texts_written_for_the_region_show_none_that_is_wrong() -> None:
    lines = [line for name in ("first", "second") for line in (DATA / f"regions-{name}.jsonl").read_text().splitlines()]
    texts = [json.loads(line) for line in lines]
    found = [(text["region"], kalsel_places().find(text["text"]).region) for text in texts]
    assert [pair for pair in found if pair[1] not in {None, pair[0]}] == []
    assert sum(expected == region for expected, region in found) >= 214


@pytest.mark.parametrize(
    "text",
    [
        "lubang di tengah jalan",
        "orang banjar banar",
        "jalan baru rusak",
        "jembatan merah roboh",
        "di Tanjung Puri rusak",
        "setiap hari harus antri",
        "jalan lurus di ujung pasar baru",
        "pindah ke Jawa",
        "banjarnegara",
        "tapinya mahal",
        "",
        "🙏",
    ],
)
def test_everyday_words_and_beginnings_of_words_are_no_places(text: str) -> None:
    found = kalsel_places().find(text)
    assert (found.region, found.candidates) == (None, ())


def test_desa_and_kecamatan_say_which_of_two_places_of_one_name() -> None:
    assert kalsel_places().find("kec cempaka").region == BANJARBARU
    assert kalsel_places().find("desa cempaka").candidates == ("63.05", "63.08", BANJARBARU)


def test_a_match_tells_what_was_recognised_and_where() -> None:
    text = "Banjir di Sungai Tabuk, Kab. Banjar"
    district, region = kalsel_places().find(text).matches
    assert (district.text, district.level, district.codes) == ("Sungai Tabuk", Level.DISTRICT, ("63.03.04",))
    assert (region.text, region.level, region.codes) == (
        "Banjar",
        Level.REGION,
        ("63.03",),
    ) or region.text == "Kab. Banjar"
    assert text[district.start : district.end] == district.text


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("Lampu PJU di simpang 4 dekat pasar Martapura mati", "simpang 4 dekat pasar Martapura"),
        ("Lokasi Jl. Veteran gg buntu", "Jl. Veteran gg buntu"),
        ("jl A. Yani km. 7 Kertak Hanyar lubang", "jl A. Yani km. 7"),
        ("lubang depan SMPN 5 bjm", "depan SMPN 5 bjm"),
        ("jalan hasan basri rusak", "jalan hasan basri"),
        ("Antri di RS Ulin lama", "RS Ulin"),
        ("bau TPA Banjarbakula", "TPA Banjarbakula"),
        ("rumah di RT 3 RW 1 roboh", "RT 3 RW 1"),
        ("keliling pasar Pelaihari", "pasar Pelaihari"),
        ("jalan rusak parah", None),
        ("jln provinsi arah Cempaka bnyk lobang", None),
        ("jalan umum malam2", None),
        ("Di SMK anak sy diminta uang", None),
        ("jembatan roboh", None),
        ("pasar murah di mana", None),
        ("Sungai Andai", None),
        ("", None),
    ],
)
def test_an_exact_spot_is_the_phrase_that_names_it(text: str, spot: str | None) -> None:
    assert kalsel_places().find(text).spot == spot


@pytest.mark.parametrize(
    ("county", "region"),
    [
        ("Banjar", BANJAR),
        ("Kabupaten Banjar", BANJAR),
        ("Kota Banjarmasin", BANJARMASIN),
        ("Banjar Baru", BANJARBARU),
        ("Kota Baru", KOTABARU),
        ("Kotabaru Regency", KOTABARU),
        ("Tanah Laut Regency", "63.01"),
        ("Kota Banjar", None),
        ("Kabupaten Banjarbaru", None),
        ("Sleman", None),
        ("", None),
    ],
)
def test_a_geocoder_s_county_is_a_region_or_none(county: str, region: str | None) -> None:
    assert kalsel_places().regions_by_name(county) == region


def test_every_region_is_found_by_its_full_name_and_by_its_capital() -> None:
    for region in kalsel().regions.values():
        assert kalsel_places().find(f"lapor dari {region.name}").region == region.code
        assert kalsel_places().find(f"lapor dari {region.capital}").region == region.code


def test_another_province_has_other_places() -> None:
    places = Gazetteer(mini())
    assert places.find("dermaga di utararaya").region == "99.01"
    assert places.find("lumba lumba").candidates == ("99.01", "99.02")
    assert places.find("lumba-lumba di selat tengah").region == "99.02"
    assert places.find("pasir baru datang").region is None
    assert places.find("desa pasir baru").region == "99.01"
    assert places.find("dekat mercusuar").spot == "dekat mercusuar"
    assert places.find("jalan rusak di banjar").candidates == ()
    assert [places.find(f"jalan pesisir km {number}").region for number in (4, 5, 6)] == ["99.02", None, "99.01"]


@given(st.text())
def test_any_text_has_a_region_or_candidates_but_never_both(text: str) -> None:
    found = kalsel_places().find(text)
    assert not (found.region and found.candidates)
    assert found.spot is None or found.spot in text
    assert all(text[match.start : match.end] == match.text for match in found.matches)


@given(st.lists(st.sampled_from(_ADDRESS_WORDS)))
def test_any_row_of_words_from_addresses_is_read(words: list[str]) -> None:
    found = kalsel_places().find(" ".join(words))
    assert set(found.candidates) <= set(kalsel().regions)
