"""What is written on a poster; drawing it is `bot.posters`. Indonesian, as posters hang where everybody reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from messages.base import Message, View
from messages.render import Renderer


@dataclass(frozen=True, slots=True)
class PosterWords:
    """Every line of a poster. `address` is what the code leads to, `shown` the beginning of it, to be typed."""

    headline: str
    invitation: str
    bot_name: str
    whose: str
    government: str
    place: str
    scan: str
    steps: tuple[str, ...]
    promise: str
    opens_in: str
    emergency: str
    address: str
    shown: str


def poster_words(
    words: Renderer,
    *,
    bot_name: str,
    government: str,
    agency: str | None,
    place: str,
    address: str,
    emergencies: Sequence[str],
) -> PosterWords:
    """The lines for an agency (none: for all of the government) and, if it hangs there, a place."""
    said = words.phrases("poster")
    government = government.removeprefix("Pemerintah ")
    return PosterWords(
        headline=said["headline"],
        invitation=said["invitation"],
        bot_name=bot_name,
        whose=said["for_agency" if agency else "for_all"].format(agency=agency, government=government),
        government=said["of_government"].format(government=government),
        place=place,
        scan=said["scan"],
        steps=tuple(said["steps"]),
        promise=said["promise"],
        opens_in=said["opens_in"],
        emergency=said["emergency"].format(number=emergencies[0]) if emergencies else "",
        address=address,
        shown=address.partition("://")[2].partition("?")[0],
    )


class PosterComing(Message):
    """It is being drawn."""

    agency: str | None
    place: str


class PosterReady(Message):
    """The poster's link, what came of it so far, and how to use it. `agency` is none: for everybody's reports."""

    agency: str | None
    place: str
    link: str
    started: int
    finished: int


class PosterFile(Message):
    """Under the sheet or the picture."""

    agency: str | None
    place: str
    is_sheet: bool


class PosterFailed(Message):
    """It could not be drawn."""


class AskPosterRegion(Message):
    """In which kabupaten or kota is the place?"""

    place: str


class PosterHelp(Message):
    """What was typed names no place, or no agency. `longest`: characters of a place's name."""

    is_coordinator: bool
    longest: int


class PosterGone(Message):
    """The question about the place is over: the button was an old one."""


class PosterLine(View):
    """One poster, and what came of it. `agency` is none: for everybody's reports."""

    agency: str | None
    place: str
    started: int
    finished: int


class PosterList(Message):
    """Posters of an agency, or all, the most used first."""

    lines: tuple[PosterLine, ...]
    total: int
    page: int
    pages: int
