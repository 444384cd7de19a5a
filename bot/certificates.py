"""Award certificates as one PDF, a page for each: A4 across, its text as text, ready to be signed."""

from collections.abc import Sequence
from io import BytesIO
from textwrap import wrap
from typing import Any, Final

from matplotlib import rc_context
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle

from messages.certificates import Award

A4: Final = (11.69, 8.27)
INK: Final = "#1F2A37"
SOFT: Final = "#555555"
BLUE: Final = "#0072B2"
MEDALS: Final = ("#C9A227", "#9AA5B1", "#B0763E")
"""Gold, silver, bronze; the number in them says the same."""
_STYLE: Final[dict[Any, object]] = {
    "font.family": "DejaVu Serif",
    "text.color": INK,
    "pdf.fonttype": 42,
    "figure.facecolor": "white",
}
_LINE: Final = 74
"""Letters of a line of the text."""
_LONG_NAME: Final = 40
"""From so many letters on a name is written smaller."""
_NAME_LINE: Final = 46


def certificates(awards: Sequence[Award]) -> bytes:
    """The PDF."""
    file = BytesIO()
    with rc_context(_STYLE), PdfPages(file, metadata={"Creator": None, "Producer": None, "CreationDate": None}) as pdf:
        for award in awards:
            pdf.savefig(_page(award))
    return file.getvalue()


def _page(award: Award) -> Figure:
    figure = Figure(figsize=A4)
    _frame(figure)
    _medal(figure, award.place)
    _middle(figure, 0.86, award.issuer, fontsize=15)
    _middle(figure, 0.775, award.title, fontsize=34, fontweight="bold", color=BLUE)
    _middle(figure, 0.69, award.given_to, fontsize=14, style="italic")
    _middle(
        figure,
        0.6,
        "\n".join(wrap(award.name, _NAME_LINE)),
        fontsize=30 if len(award.name) < _LONG_NAME else 22,
        fontweight="bold",
    )
    _middle(figure, 0.5, award.rank, fontsize=18, color=BLUE)
    _middle(figure, 0.415, "\n".join(wrap(award.text, _LINE)), fontsize=14)
    _middle(figure, 0.335, award.figures, fontsize=12)
    _right(figure, 0.265, award.signed_at)
    _right(figure, 0.235, award.signer)
    figure.add_artist(_line())
    _middle(figure, 0.075, award.rule, fontsize=8, color=SOFT)
    return figure


def _frame(figure: Figure) -> None:
    """Two lines around the page."""
    for inset, width, colour in ((0.025, 3.0, BLUE), (0.035, 0.8, INK)):
        high = inset * A4[0] / A4[1]
        box = Rectangle((inset, high), 1 - 2 * inset, 1 - 2 * high, transform=figure.transFigure)
        box.set(fill=False, linewidth=width, edgecolor=colour)
        figure.add_artist(box)


def _medal(figure: Figure, place: int) -> None:
    """A medal with the place in it, in the corner where nobody signs."""
    axes = figure.add_axes((0.09, 0.105, 0.13, 0.19))
    axes.set_xlim(-1.2, 1.2)
    axes.set_ylim(-1.7, 1.2)
    axes.set_aspect("equal")
    axes.set_axis_off()
    for side in (-1, 1):
        ribbon = (
            (0.1 * side, -0.5),
            (0.75 * side, -0.5),
            (0.85 * side, -1.65),
            (0.5 * side, -1.35),
            (0.2 * side, -1.65),
        )
        axes.add_patch(Polygon(ribbon, facecolor=BLUE, edgecolor="white"))
    colour = MEDALS[min(place, len(MEDALS)) - 1]
    axes.add_patch(Circle((0, 0), 1, facecolor=colour, edgecolor="white"))
    axes.add_patch(Circle((0, 0), 0.82, fill=False, edgecolor="white", linewidth=2))
    axes.text(0, -0.03, str(place), ha="center", va="center", fontsize=28, fontweight="bold", color="white")


def _line() -> Line2D:
    """Where it is signed."""
    return Line2D((0.6, 0.86), (0.135, 0.135), color=INK, linewidth=0.8)


def _middle(figure: Figure, high: float, text: str, **look: Any) -> None:
    figure.text(0.5, high, text, ha="center", va="center", **look)


def _right(figure: Figure, high: float, text: str) -> None:
    figure.text(0.73, high, text, ha="center", va="center", fontsize=12)
