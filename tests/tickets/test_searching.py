"""What people type behind /cari, and by which words texts are found."""

from datetime import date
from pathlib import Path

import pytest

from bot.catalogue import load_catalogue
from tickets.searching import Misread, Query, forms, kept_words, month, read
from tickets.sources import Source
from tickets.ticket import OPEN, Status

CATALOGUE = load_catalogue(Path("catalogue/kalimantan-selatan.toml"))
TODAY = date(2026, 11, 23)
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def query(text: str) -> Query:
    """What was understood."""
    found = read(text, CATALOGUE, TODAY)
    assert isinstance(found, Query), found
    return found


def code(name: str) -> str:
    """The code of a region."""
    return next(region.code for region in CATALOGUE.regions.values() if name in {region.name, region.short})


def test_words_and_filters_stand_in_any_order() -> None:
    found = query("lubang skpd:PUPR jalan status:proses bulan:2026-10 terlambat sumber:surat")
    assert found.words == ("lubang", "jalan")
    assert found.agency == "PUPR"
    assert found.statuses == {Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING_REPORTER}
    assert (found.since, found.until) == OCTOBER
    assert (found.sources, found.late) == ((Source.LETTER,), True)


@pytest.mark.parametrize("typed", ["skpd:pupr", "agency:PUPR", "instansi: pupr", "SKPD : PUPR", 'opd:"PUPR"'])
def test_an_agency_is_named_in_many_ways(typed: str) -> None:
    assert query(typed) == Query(agency="PUPR")


@pytest.mark.parametrize(
    ("typed", "name", "words"),
    [
        ("daerah:banjarbaru", "Banjarbaru", ()),
        ("daerah:banjar baru", "Banjarbaru", ()),
        ("kota: banjarmasin banjir", "Banjarmasin", ("banjir",)),
        ("daerah:hulu sungai selatan lubang", "Hulu Sungai Selatan", ("lubang",)),
        ("daerah:hulu_sungai_selatan", "Hulu Sungai Selatan", ()),
        ('wilayah:"Tanah Laut" jalan', "Tanah Laut", ("jalan",)),
        ("kab:banjar lampu", "Banjar", ("lampu",)),
    ],
)
def test_a_region_may_have_several_words(typed: str, name: str, words: tuple[str, ...]) -> None:
    found = query(typed)
    region = CATALOGUE.regions[found.region or ""]
    assert name in {region.name, region.short} or name in region.name
    assert found.words == words


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("bulan:2026-10", OCTOBER),
        ("bulan:10-2026", OCTOBER),
        ("bulan:oktober", OCTOBER),
        ("bulan:oktober 2026", OCTOBER),
        ("bulan:10/2026", OCTOBER),
        ("bulan:lalu", OCTOBER),
        ("bulan:ini", (date(2026, 11, 1), date(2026, 11, 30))),
        ("bulan:desember", (date(2025, 12, 1), date(2025, 12, 31))),
        ("tahun:2025", (date(2025, 1, 1), date(2025, 12, 31))),
    ],
)
def test_a_period_is_a_month_or_a_year(typed: str, period: tuple[date, date]) -> None:
    found = query(typed)
    assert (found.since, found.until) == period
    assert found.words == ()


@pytest.mark.parametrize(
    ("typed", "filter_", "value"),
    [
        ("lubang skpd:sihir", "agency", "sihir"),
        ("daerah:atlantis", "region", "atlantis"),
        ("status:entah", "status", "entah"),
        ("bulan:13-2026", "period", "13-2026"),
        ("bulan:2026-10-11-12", "period", "2026-10-11-12"),
        ("sumber:burung", "source", "burung"),
    ],
)
def test_a_filter_that_is_not_understood_is_said(typed: str, filter_: str, value: str) -> None:
    assert read(typed, CATALOGUE, TODAY) == Misread(filter_, value)


def test_other_statuses_and_late() -> None:
    assert query("status:terbuka").statuses == OPEN
    assert query("status:selesai").statuses == {Status.CLOSED}
    assert query("status:bukan kewenangan").statuses == {Status.OUT_OF_AUTHORITY}
    assert query("status:in_progress").statuses >= {Status.IN_PROGRESS}
    assert query("tunggakan").late
    assert not query("terlambat:tidak").late
    assert query("sumber:media sosial").sources == (Source.SOCIAL_MEDIA,)


@pytest.mark.parametrize(
    ("typed", "statuses"),
    [
        ("status:Diterima, menunggu verifikasi", {Status.RECEIVED}),
        ("status:diteruskan", {Status.ASSIGNED}),
        ("status:sedang ditindaklanjuti", {Status.IN_PROGRESS}),
        ("status:menunggu data pelapor", {Status.WAITING_REPORTER}),
        ("status:menunggu tanggapan pelapor", {Status.ANSWERED}),
        ("status:Selesai", {Status.CLOSED}),
        ("status:digabung dengan laporan lain", {Status.MERGED}),
        ("status:Diarsipkan", {Status.ARCHIVED}),
        ("status:dalam proses", {Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING_REPORTER}),
    ],
)
def test_a_status_is_named_as_it_is_shown(typed: str, statuses: set[Status]) -> None:
    assert query(typed) == Query(statuses=frozenset(statuses))


def test_the_filters_of_the_overview_are_understood_as_a_status() -> None:
    assert query("status:baru") == query("status:New") == Query(new=True)
    assert query("status:terlambat") == query("status:late") == Query(late=True)
    assert query("status:saya") == Query(mine=True, statuses=OPEN)
    assert query("status:semua").is_empty
    assert query("lubang status:baru skpd:PUPR") == Query(words=("lubang",), agency="PUPR", new=True)


@pytest.mark.parametrize("typed", ["", "yang di dan", "?!", "http://", ":::", "a"])
def test_what_says_nothing_asks_for_everything(typed: str) -> None:
    found = query(typed)
    assert not found.statuses
    assert found.words in {(), ("http",)}


def test_too_many_words_are_cut() -> None:
    assert len(query(" ".join(f"kata{number}" for number in range(40))).words) == 8


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Jln rusak berlubang dalam", "jalan"),
        ("Jln rusak berlubang dalam", "lubang"),
        ("ada lobang besar", "berlubang"),
        ("petugas memukuli warga", "pukul"),
        ("banyu ledeng kada mengalir", "air"),
        ("air PDAM mati", "banyu"),
        ("lampu penerangan padam", "lampu"),
    ],
)
def test_a_text_is_found_by_other_spellings_and_forms(text: str, word: str) -> None:
    assert forms(word, CATALOGUE.language.spellings) & kept_words([text])


def test_common_words_are_not_kept() -> None:
    assert kept_words(["yang ada di sini dan itu"]) == {"sini"} | kept_words(["sini"])
    assert not forms("lampu", {}) & kept_words(["jalan rusak"])


def test_the_month_of_a_day_is_whole() -> None:
    assert month(date(2026, 12, 5)) == (date(2026, 12, 1), date(2026, 12, 31))
    assert month(date(2028, 2, 5)) == (date(2028, 2, 1), date(2028, 2, 29))
