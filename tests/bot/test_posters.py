"""Posters: the code leads where it should, and all words stand on the paper, however long they are."""

import re
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from matplotlib.transforms import Bbox
from PIL import Image

from bot import posters
from bot.posters import Canvas, Look, drawable, drawn_sheet, drawn_square, fitted, length, sheet, square
from messages.posters import PosterWords, poster_words
from messages.render import Renderer

ADDRESS = "https://t.me/lapor_bot?start=qr17-0123456789abcdef0123"
LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"
RENDERER = Renderer(ZoneInfo("Asia/Makassar"))


def words(agency: str | None = "Dinas Kesehatan", place: str = "", address: str = ADDRESS) -> PosterWords:
    return poster_words(
        RENDERER,
        bot_name="Lapor Bot",
        government="Pemerintah Provinsi Kalimantan Selatan",
        agency=agency,
        place=place,
        address=address,
        emergencies=("112", "110"),
    )


def test_the_words_say_whose_it_is_and_where_it_leads() -> None:
    said = words()
    assert said.whose == "Dinas Kesehatan"
    assert said.government == "Layanan pengaduan Pemerintah Provinsi Kalimantan Selatan"
    assert said.shown == "t.me/lapor_bot"
    assert said.emergency == "Keadaan darurat? Telepon 112."
    assert words(agency=None).whose == "Semua urusan Pemerintah Provinsi Kalimantan Selatan"


@pytest.mark.parametrize("agency", ["Dinas Kesehatan", LONG, None])
def test_the_picture_is_square_and_its_code_is_read(agency: str | None) -> None:
    picture = Image.open(BytesIO(square(words(agency, "SMAN 1 Martapura, Kabupaten Banjar"))))
    assert picture.size == (1080, 1080)
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == ADDRESS


@pytest.mark.parametrize("pixels", [270, 540])
def test_the_code_is_read_from_a_small_picture_too(pixels: int) -> None:
    picture = Image.open(BytesIO(square(words()))).convert("L").resize((pixels, pixels))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [ADDRESS]


def test_the_longest_address_still_makes_a_code() -> None:
    address = f"https://t.me/{'x' * 32}?start={'y' * 64}"
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(square(words(address=address)))))
    assert code.text == address


def test_the_sheet_is_one_page_of_a4_with_letters_that_can_be_searched() -> None:
    pdf = sheet(words(LONG, "Puskesmas Barabai"))
    (box,) = re.findall(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf)
    assert [round(float(side) / 72 * 25.4) for side in box] == [210, 297]
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1
    assert any(b"\nBT" in page or page.startswith(b"BT") for page in streams(pdf))


def test_the_code_on_the_sheet_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    saved = Canvas.saved
    monkeypatch.setattr(Canvas, "saved", lambda self, kind, title: saved(self, "png", title))
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(sheet(words(LONG, "Puskesmas Barabai")))))
    assert code.text == ADDRESS


def test_a_sheet_is_the_same_again() -> None:
    assert sheet(words()) == sheet(words())


@pytest.mark.parametrize("text", [LONG, "x" * 300, "a b " * 200, "Dinas", "Baris satu\nBaris dua"])
def test_words_fit_in_their_width_and_lines(text: str) -> None:
    lines, size = fitted(text, 100, Look(8, lines=2))
    assert 0 < len(lines) <= 2
    assert size <= 8
    assert all(length(line, size, "normal") <= 100 for line in lines)


def test_no_word_stands_alone_below_a_long_line() -> None:
    lines, _ = fitted("Dinas Pekerjaan Umum dan Penataan Ruang", 186, Look(8.2, weight="bold", lines=2))
    assert lines == ["Dinas Pekerjaan Umum", "dan Penataan Ruang"]


def test_what_the_font_cannot_draw_is_left_out() -> None:
    assert drawable("Puskesmas 🏥 Lama\n漢 Baru") == "Puskesmas Lama\nBaru"
    assert fitted("🏥", 100, Look(8)) == ([], 8)


def test_dollar_signs_are_no_formulas() -> None:
    assert square(words("Toko $a^2$ dan $b"))
    assert posters.length("$", 10, "normal") > 0


def streams(pdf: bytes) -> Iterator[bytes]:
    """What is in the pages and fonts of a PDF, unpacked."""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(packed)
        except zlib.error:
            continue


@pytest.mark.parametrize("draw", [drawn_sheet, drawn_square])
@pytest.mark.parametrize("place", ["", "Puskesmas Martapura Timur, Kabupaten Banjar", LONG])
@pytest.mark.parametrize("agency", ["Dinas Kesehatan", "Dinas Pekerjaan Umum dan Penataan Ruang", LONG])
def test_no_words_stand_upon_others(draw: Callable[[PosterWords], Canvas], agency: str, place: str) -> None:
    (axes,) = draw(words(agency, place)).figure.axes
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) >= 5
    assert not [pair for pair in combinations(boxes, 2) if Bbox.intersection(*pair) is not None]
