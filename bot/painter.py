"""The process that draws (`bot.easel` starts it): what is to be drawn goes in, files come out."""

from collections.abc import Iterator

from bot.aside import serve
from bot.charts import pictures
from bot.easel import Awards, Scene
from messages.books import book_of, csv_of
from messages.charts import ChartWords
from messages.posters import PosterWords
from messages.recap_tables import tables_of
from messages.render import Renderer


def drawn(wanted: Scene | Awards | PosterWords) -> object:
    """What `bot.easel.Easel` promises."""
    match wanted:
        case Scene():
            words = Renderer(wanted.zone)
            return (*_pictures(wanted, words), *_sheets(wanted, words))
        case Awards():
            from bot.certificates import certificates  # noqa: PLC0415 - recaps are not to wait for its loading

            return certificates(wanted.awards)
    from bot.posters import sheet, square  # noqa: PLC0415 - nor for this

    return sheet(wanted), square(wanted)


def _pictures(scene: Scene, words: Renderer) -> Iterator[tuple[str, bytes]]:
    if scene.pictures:
        said = ChartWords(scene.recap, scene.names, words, scene.target)
        for each in pictures(scene.recap, said, scene.tiles, scene.pictures):
            yield each.name, each.png


def _sheets(scene: Scene, words: Renderer) -> Iterator[tuple[str, bytes]]:
    if scene.sheets:
        tables = tables_of(scene.recap, scene.names, words)
        yield "rekap.xlsx", book_of(tables)
        for table in tables:
            yield f"{table.key}.csv", csv_of(table)


if __name__ == "__main__":
    serve(drawn)
