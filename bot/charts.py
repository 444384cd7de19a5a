"""A recap as pictures: one look, readable on a phone and by the colour-blind (Okabe and Ito's palette).

Drawing is slow and needs no database: it is never done within a transaction.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from textwrap import wrap
from typing import Any, Final

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Patch, Rectangle

from messages.charts import ChartWords
from tickets.figures import Line
from tickets.recap import Recap

INK: Final = "#222222"
QUIET: Final = "#999999"
PALE: Final = "#E6E6E6"
SOFT: Final = "#555555"
BLUE: Final = "#0072B2"
ORANGE: Final = "#D55E00"
SKY: Final = "#56B4E9"
_STYLE: Final[dict[Any, object]] = {
    "font.family": "DejaVu Sans",
    "font.size": 15,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}
_DPI: Final = 100
_HEAD: Final = 0.9
_FOOT: Final = 0.55
_MARGIN: Final = 0.2
"""Inches for the title, the time and the filter, and left and right."""
_WIDTH: Final = 10.8
_COMPRESSED: Final = 3
"""Of 9: the last tenth of size takes as long as the drawing."""
_UNFINISHED: Final[dict[str, Any]] = {"color": PALE, "edgecolor": QUIET, "hatch": "//"}
_FEWEST: Final = 5
"""Lines that there is room for: a single agency gets a bar, not a wall."""
_LONGEST: Final = 12
"""Bars of a picture at most; the sheets have all of them."""
_NAME: Final = 20
"""Letters of a line of a name."""
WEEK: Final = timedelta(days=7)
_SHADES: Final = ((0.5, "#DEEBF7", INK), (0.75, "#9ECAE1", INK), (0.9, "#4292C6", "white"), (2.0, "#08519C", "white"))
"""Of the tiles: below which follow-up, shade and ink. Light to dark, told apart without colours, too."""
_TILE_VALUE: Final[dict[str, Any]] = {"fontsize": 19, "fontweight": "bold"}
_TILE_NAME: Final = 15
_TILE_LINES: Final = 2
_TILES_IN_A_ROW: Final = 4
"""Where a catalogue does not say how the regions lie."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG and what its file is called."""

    name: str
    png: bytes


def pictures(
    recap: Recap, words: ChartWords, tiles: Mapping[str, tuple[int, int]], wanted: Container[str] | None = None
) -> tuple[Picture, ...]:
    """Every picture, or those of the files that are wanted. `tiles`: row and column of each region, as they lie to each
    other.
    """
    drawn: Sequence[tuple[str, Callable[[Figure], None], float]] = (
        ("follow_up", lambda figure: _follow_up(figure, recap, words), 12),
        ("pace", lambda figure: _pace(figure, recap, words), 12),
        ("inflow", lambda figure: _inflow(figure, recap, words), 8),
        ("regions", lambda figure: _regions(figure, recap, words, tiles), 12),
        ("satisfaction", lambda figure: _satisfaction(figure, recap, words), 8),
    )
    return tuple(
        Picture(f"{name}.png", _png(name, draw, height, words))
        for name, draw, height in drawn
        if wanted is None or f"{name}.png" in wanted
    )


def _png(name: str, draw: Callable[[Figure], None], height: float, words: ChartWords) -> bytes:
    with rc_context(_STYLE):
        within = (_MARGIN / _WIDTH, _FOOT / height, 1 - 2 * _MARGIN / _WIDTH, 1 - (_HEAD + _FOOT) / height)
        figure = Figure(figsize=(_WIDTH, height), dpi=_DPI, layout=ConstrainedLayoutEngine(rect=within))
        FigureCanvasAgg(figure)
        left = 1.5 * _MARGIN / _WIDTH
        figure.text(left, 1 - _HEAD / 2 / height, words.title(name), fontsize=24, fontweight="bold", va="center")
        draw(figure)
        figure.text(left, _FOOT / 2 / height, words.footer, fontsize=12, color=SOFT, va="center")
        file = BytesIO()
        figure.savefig(file, format="png", metadata={"Software": None}, pil_kwargs={"compress_level": _COMPRESSED})
    return file.getvalue()


def _nothing(axes: Axes, words: ChartWords) -> None:
    axes.set_axis_off()
    axes.text(0.5, 0.5, words.say("nothing"), ha="center", va="center", color=SOFT, transform=axes.transAxes)


def _busiest(recap: Recap) -> list[Line[str | None]]:
    """The agencies with most reports, the busiest first."""
    return sorted((line for line in recap.agencies if line.figures.received), key=lambda line: -line.figures.received)


def _named(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), ["\n".join(wrap(name, _NAME, max_lines=2, placeholder="…")) for name in names])
    axes.set_ylim(max(len(names), _FEWEST) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)


def _more(axes: Axes, words: ChartWords, count: int) -> None:
    if count > 0:
        axes.set_xlabel(words.say("more", count=words.number(count)), fontsize=13, color=SOFT)


def _key(axes: Axes) -> None:
    """What the colours mean, in a line of its own above the bars: it covers nothing."""
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0.3, columnspacing=1.2)


def _follow_up(figure: Figure, recap: Recap, words: ChartWords) -> None:
    axes = figure.subplots()
    lines = _busiest(recap)
    if not lines:
        return _nothing(axes, words)
    shown = lines[:_LONGEST]
    done = [line.figures.followed_up for line in shown]
    every = [line.figures.received for line in shown]
    places = range(len(shown))
    axes.barh(places, done, color=BLUE, label=words.say("followed_up"))
    rest = [all_ - part for all_, part in zip(every, done, strict=True)]
    axes.barh(places, rest, left=done, label=words.say("not_yet"), **_UNFINISHED)
    for place, line in enumerate(shown):
        part = line.figures.followed_up_share
        label = f"{words.number(line.figures.followed_up)}/{words.number(line.figures.received)}"
        axes.text(line.figures.received, place, f" {label} · {words.percent(part or 0)}", va="center")
    _named(axes, [words.agency(line.unit) for line in shown])
    axes.set_xlim(0, max(every) * 1.45)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    _key(axes)
    _more(axes, words, len(lines) - len(shown))
    return None


def _pace(figure: Figure, recap: Recap, words: ChartWords) -> None:
    axes = figure.subplots()
    lines = [line for line in _busiest(recap) if line.figures.follow_up.mean is not None]
    if not lines:
        return _nothing(axes, words)
    shown = lines[:_LONGEST]
    means = [line.figures.follow_up.mean or 0.0 for line in shown]
    medians = [line.figures.follow_up.median or 0.0 for line in shown]
    places = range(len(shown))
    axes.barh(places, means, color=SKY, label=words.say("mean"))
    axes.scatter(medians, places, color=INK, marker="D", s=70, zorder=3, label=words.say("median"))
    for place, mean in enumerate(means):
        axes.text(max(mean, medians[place]), place, f"   {words.decimal(mean)}", va="center")
    axes.axvline(words.target, color=ORANGE, linestyle="--", label=words.say("target", days=words.number(words.target)))
    _named(axes, [words.agency(line.unit) for line in shown])
    axes.set_xlim(0, max(*means, *medians, words.target) * 1.25)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    _key(axes)
    _more(axes, words, len(lines) - len(shown))
    return None


def _inflow(figure: Figure, recap: Recap, words: ChartWords) -> None:
    axes = figure.subplots()
    counts = [count for _, count in recap.weeks]
    if not any(counts):
        return _nothing(axes, words)
    whole = [recap.period.since <= day and day + WEEK <= recap.period.until for day, _ in recap.weeks]
    looks: dict[bool, dict[str, Any]] = {True: {"color": BLUE}, False: _UNFINISHED}
    for is_whole, look in looks.items():
        places = [place for place, each in enumerate(whole) if each is is_whole]
        label = words.say("whole_week" if is_whole else "cut_week")
        bars = axes.bar(places, [counts[place] for place in places], label=label, **look)
        axes.bar_label(bars, labels=[words.number(counts[place]) for place in places], padding=4)
    _key(axes)
    axes.set_xticks(range(len(counts)), [words.day(monday) for monday, _ in recap.weeks])
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    return None


def _regions(figure: Figure, recap: Recap, words: ChartWords, tiles: Mapping[str, tuple[int, int]]) -> None:
    axes = figure.subplots()
    placed = [(line, tiles.get(line.unit, divmod(at, _TILES_IN_A_ROW))) for at, line in enumerate(recap.regions)]
    shown = [(line, place) for line, place in placed if not tiles or line.unit in tiles]
    if not shown:
        return _nothing(axes, words)
    for line, place in shown:
        _tile(axes, line, place, words)
    axes.set_xlim(min(column for _, (_, column) in shown), max(column for _, (_, column) in shown) + 1)
    axes.set_ylim(max(row for _, (row, _) in shown) + 1, min(row for _, (row, _) in shown))
    axes.set_aspect("equal")
    axes.set_axis_off()
    starts = [words.whole_percent(least) for least in (0, *(below for below, *_ in _SHADES))]
    scale = [
        Patch(facecolor=shade, edgecolor=QUIET, label=words.say("from", part=start))
        for (_, shade, _), start in zip(_SHADES, starts, strict=False)
    ]
    axes.legend(handles=scale, loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, columnspacing=1.2)
    return None


def _tile(axes: Axes, line: Line[str], place: tuple[int, int], words: ChartWords) -> None:
    row, column = place
    part = line.figures.followed_up_share
    shade, ink = ("white", INK) if part is None else next((shade, ink) for below, shade, ink in _SHADES if part < below)
    axes.add_patch(Rectangle((column + 0.03, row + 0.03), 0.94, 0.94, facecolor=shade, edgecolor=QUIET))
    name = "\n".join(wrap(words.region(line.unit), _TILE_NAME, max_lines=_TILE_LINES, placeholder="…"))
    value = "–" if part is None else words.percent(part)
    count = f"{words.number(line.figures.received)} {words.say('reports')}"
    small: dict[str, Any] = {"fontsize": 13}
    for text, down, look in ((name, 0.24, {"fontsize": 12}), (value, 0.57, _TILE_VALUE), (count, 0.82, small)):
        axes.text(column + 0.5, row + down, text, ha="center", va="center", color=ink, **look)


def _satisfaction(figure: Figure, recap: Recap, words: ChartWords) -> None:
    axes = figure.subplots()
    given = recap.stars
    if not any(given):
        return _nothing(axes, words)
    stars = range(len(given), 0, -1)
    counts = [given[each - 1] for each in stars]
    bars = axes.barh(range(len(given)), counts, color=[BLUE if each > 2 else ORANGE for each in stars])
    axes.bar_label(bars, labels=[words.number(count) for count in counts], padding=6)
    _named(axes, [words.say("stars", stars=words.number(each)) for each in stars])
    axes.set_xlim(0, max(counts) * 1.2)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    mean = recap.whole.stars.mean or 0.0
    average = words.say("average", mean=words.decimal(mean), count=words.number(sum(given)))
    axes.set_title(average, loc="left", fontsize=16)
    return None
