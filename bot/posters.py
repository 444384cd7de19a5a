"""Posters: an A4 sheet to be printed (PDF, lines and letters) and a square picture to be sent around (PNG).

Drawing takes half a second and needs no database: it is never done within a transaction; and it leaves matplotlib's
settings alone, since a recap may be drawn meanwhile in another thread. All lengths are in units of
the canvas: millimetres on the sheet, sixths of a hundredth (six pixels) in the picture.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from textwrap import wrap
from typing import Any, Final, Literal

import segno
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path

from messages.posters import PosterWords

SHEET: Final = (210.0, 297.0)
"""A4 in millimetres."""
SQUARE: Final = (180.0, 180.0)
SQUARE_PIXELS: Final = 1080
QUIET_ZONE: Final = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""
INK: Final = "#12303F"
DEEP: Final = "#0B4F6C"
SUN: Final = "#F2B134"
PALE: Final = "#EAF2F5"
WHITE: Final = "#FFFFFF"
_FONT: Final = "DejaVu Sans"
_POINTS: Final = 72 / 25.4
_NARROWEST: Final = 8
"""Letters of the shortest line that a text is broken into."""
_MEASURED: Final = 100
_SIXTEENTH_BITS: Final = 65536
"""FreeType counts widths in 65536ths of a pixel."""
_SMALLEST: Final = 0.5
"""Of the wished size: words that do not fit even then are cut."""

Weight = Literal["normal", "bold"]
Align = Literal["left", "center"]


@dataclass(frozen=True, slots=True)
class Look:
    """How some words stand: size of the letters in units, how many lines at most."""

    size: float
    colour: str = INK
    weight: Weight = "normal"
    align: Align = "center"
    lines: int = 1


class Canvas:
    """A sheet of paper or a picture; (0, 0) is at the top left."""

    def __init__(self, size: tuple[float, float], points: float, dpi: int) -> None:
        """`points`: points of a unit."""
        self._points = points
        width, height = size
        self.figure = Figure(figsize=(width * points / 72, height * points / 72), dpi=dpi)
        FigureCanvasAgg(self.figure)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)

    def box(self, x: float, y: float, width: float, height: float, colour: str, *, round_by: float = 0) -> None:
        """A rectangle, its corners round."""
        if not round_by:
            self._axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, linewidth=0))
            return
        style = f"round,pad=0,rounding_size={round_by}"
        self._axes.add_patch(FancyBboxPatch((x, y), width, height, style, facecolor=colour, linewidth=0))

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle."""
        self._axes.add_patch(Circle((x, y), radius, facecolor=colour, linewidth=0))

    def words(self, text: str, x: float, y: float, width: float, look: Look) -> float:
        """Words from there downward, smaller where they would not fit; where the next may begin."""
        lines, size = fitted(text, width, look)
        for line in lines:
            self._axes.text(
                x,
                y + size * 0.8,
                line,
                fontfamily=_FONT,
                fontsize=size * self._points,
                color=look.colour,
                fontweight=look.weight,
                ha=look.align,
                va="baseline",
                parse_math=False,
            )
            y += size * 1.3
        return y

    def code(self, address: str, x: float, y: float, size: float, *, whole_pixels: bool) -> None:
        """A QR code with its quiet zone, in a square of that size.

        `whole_pixels`: a little smaller, that no edge of it lies between two pixels.
        """
        code = segno.make(address, error="q", micro=False)
        rows = [list(row) for row in code.matrix_iter(border=QUIET_ZONE)]
        module = size / len(rows)
        if whole_pixels:
            pixels = self._points / 72 * self.figure.dpi
            module = int(module * pixels) / pixels
        start = (size - module * len(rows)) / 2
        self.box(x, y, size, size, WHITE)
        corners: list[tuple[float, float]] = []
        for down, row in enumerate(rows):
            for right, is_dark in enumerate(row):
                if is_dark:
                    left, top = x + start + right * module, y + start + down * module
                    far, low = left + module, top + module
                    corners += [(left, top), (far, top), (far, low), (left, low), (left, top)]
        steps = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * (len(corners) // 5)
        dark = PathPatch(Path(corners, steps), facecolor="black", linewidth=0)
        self._axes.add_patch(dark)

    def saved(self, kind: Literal["pdf", "png"], title: str) -> bytes:
        """The file."""
        about: dict[str, Any] = {"Title": title, "CreationDate": None} if kind == "pdf" else {"Software": None}
        file = BytesIO()
        self.figure.savefig(file, format=kind, facecolor=WHITE, metadata=about)
        return file.getvalue()


def fitted(text: str, width: float, look: Look) -> tuple[list[str], float]:
    """The lines of a text and the size of their letters: as wished, or so much smaller that all of it fits.

    Breaks of its own are kept. Characters that the font has not are left out.
    """
    text = drawable(text)
    size = look.size
    while True:
        lines = [line for part in text.splitlines() for line in _wrapped(part, width, size, look.weight)]
        if len(lines) <= look.lines and all(length(line, size, look.weight) <= width for line in lines):
            return lines, size
        if size <= look.size * _SMALLEST:
            return _cut(lines, width, size, look), size
        size *= 0.95


def _wrapped(text: str, width: float, size: float, weight: Weight) -> list[str]:
    """As few lines as fit, of much the same length: no word stands alone below a long line."""
    found: list[str] = []
    for letters in range(len(text), _NARROWEST, -1):
        lines = wrap(text, letters, break_long_words=False)
        if found and len(lines) > len(found):
            return found
        if all(length(line, size, weight) <= width for line in lines):
            found = lines
    return found or wrap(text, _NARROWEST, break_long_words=False)


def _cut(lines: list[str], width: float, size: float, look: Look) -> list[str]:
    kept = lines[: look.lines]
    if len(lines) > look.lines:
        kept[-1] += "…"
    return [_shortened(line, width, size, look.weight) for line in kept]


def _shortened(line: str, width: float, size: float, weight: Weight) -> str:
    while length(line, size, weight) > width and len(line) > 2:
        line = line.rstrip("…")[:-1] + "…"
    return line


def length(text: str, size: float, weight: Weight) -> float:
    """How long a line is in letters of that size; a little more than it is drawn, since pairs move together."""
    return sum(_advance(character, weight) for character in text) * size


@cache
def _advance(character: str, weight: Weight) -> float:
    """How wide a letter of size 1 is."""
    font = get_font(findfont(FontProperties(family=_FONT, weight=weight)))
    font.set_size(_MEASURED, 72)
    return float(font.load_char(ord(character)).linearHoriAdvance) / _SIXTEENTH_BITS / _MEASURED


def drawable(text: str) -> str:
    """The text without characters that the font has no picture of."""
    known = _glyphs()
    lines = ("".join(each for each in line if ord(each) in known) for line in text.splitlines())
    return "\n".join(" ".join(line.split()) for line in lines)


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(get_font(findfont(FontProperties(family=_FONT))).get_charmap())


def sheet(words: PosterWords) -> bytes:
    """The A4 poster as PDF."""
    return drawn_sheet(words).saved("pdf", f"{words.bot_name}: {words.whose}")


def square(words: PosterWords) -> bytes:
    """The square picture as PNG."""
    return drawn_square(words).saved("png", words.bot_name)


def drawn_sheet(words: PosterWords) -> Canvas:
    """The A4 poster before it is a file."""
    canvas = Canvas(SHEET, _POINTS, 100)
    width, height = SHEET
    middle = width / 2
    canvas.box(0, 0, width, 108, DEEP)
    canvas.box(0, 108, width, 3, SUN)
    canvas.words(words.government.upper(), middle, 14, 180, Look(4.6, SUN, "bold"))
    y = canvas.words(words.headline, middle, 23, 180, Look(17, WHITE, "bold", lines=2))
    canvas.words(words.invitation, middle, y + 1.5, 164, Look(5.6, PALE, lines=2))
    canvas.box(49, 86, 112, 118, PALE, round_by=7)
    canvas.box(50, 87, 110, 116, WHITE, round_by=6)
    canvas.words(words.scan, middle, 93, 100, Look(6, DEEP, "bold"))
    canvas.code(words.address, 54, 99, 102, whole_pixels=False)
    y = canvas.words(words.whose, middle, 209, 186, Look(8.2, INK, "bold", lines=2))
    if words.place:
        canvas.words(words.place, middle, y + 1, 186, Look(6.2, DEEP, lines=2))
    for at, step in enumerate(words.steps):
        x = 41 + at * 64
        canvas.disc(x, 250.5, 5, SUN)
        canvas.words(str(at + 1), x, 247.4, 10, Look(6, INK, "bold"))
        canvas.words(step, x, 259, 61, Look(4.8, INK))
    canvas.box(0, 270, width, height - 270, DEEP)
    canvas.words(f"{words.bot_name} · {words.shown}", middle, 273.5, 190, Look(6.6, WHITE, "bold"))
    canvas.words(words.promise, middle, 282.5, 190, Look(4.4, WHITE))
    canvas.words(f"{words.opens_in}. {words.emergency}", middle, 289, 190, Look(3.8, SUN))
    return canvas


def drawn_square(words: PosterWords) -> Canvas:
    """The square picture before it is a file."""
    canvas = Canvas(SQUARE, SQUARE_PIXELS / 100 * 72 / SQUARE[0], 100)
    width, height = SQUARE
    middle = width / 2
    canvas.box(0, 0, width, height, DEEP)
    canvas.box(0, 0, width, 3, SUN)
    y = canvas.words(words.headline, middle, 9, 166, Look(11, WHITE, "bold", lines=2))
    canvas.box(middle - 46, y + 3, 92, 92, WHITE, round_by=5)
    canvas.code(words.address, middle - 44, y + 5, 88, whole_pixels=True)
    size = 5.6 if words.place else 7  # two lines and the place end above the bot's name
    y = canvas.words(words.whose, middle, y + 100, 170, Look(size, WHITE, "bold", lines=2))
    if words.place:
        canvas.words(words.place, middle, y + 0.5, 170, Look(5.6, SUN, lines=1))
    canvas.words(f"{words.bot_name} · {words.shown}", middle, 161, 170, Look(6, WHITE, "bold"))
    canvas.words(words.promise, middle, 170, 170, Look(4.4, PALE))
    return canvas
