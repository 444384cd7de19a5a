"""What the government reads of a period: the text of the recap, with its rule, its filter and its time."""

from datetime import date, datetime

from messages.base import Message, View


class RankedLine(View):
    """One of a ranking. `share` is TL as a part of 1, `decimals` how the score is written."""

    place: int
    name: str
    score: float
    share: float
    assigned: int


class Ranking(View):
    """The best of a ranking, how many are ranked at all, and how many had too few reports."""

    best: tuple[RankedLine, ...]
    ranked: int
    too_few: int


class Days(View):
    """Working days: of how many, mean and median."""

    n: int
    mean: float
    median: float


class RecapSummary(Message):
    """A period in numbers. `agency`: whose figures; none: everybody's. `until` is its last day. Shares are of 1."""

    agency: str | None
    since: date
    until: date
    cutoff: datetime
    has_ended: bool
    received: int
    verified: int
    followed_up: int
    followed_up_share: float | None
    in_process: int
    done: int
    unverified: int
    unanswered: int
    on_hold: int
    archived: int
    out_of_authority: int
    merged: int
    late: int
    in_time_share: float | None
    follow_up: Days | None
    completion: Days | None
    stars: float | None
    ratings: int
    reopened: int
    with_evidence: int
    agencies: Ranking
    regions: Ranking
    without_reports: int
    """Agencies to which nothing came."""
    never_paired: int
    """Agencies that never had a group."""


class SignLine(View):
    """What could distort a score: numbers of cases, of answers."""

    reopened: int
    without_evidence: int
    bulk: int
    pasted: int
    last_minute: int


class PlaceLine(View):
    """One of a ranking with its 95 % interval of TL. `signs` are none where they are not counted."""

    place: int
    name: str
    score: float
    share: float
    low: float
    high: float
    assigned: int
    signs: SignLine | None


class ResponseLine(View):
    """How an agency answered what the media wrote: issues it was asked about, those with an answer, R in percent."""

    name: str
    asked: int
    answered: int
    percent: int


class RankingSummary(Message):
    """Both rankings, with the formula under them; `responses`, the most active first, where anybody was asked.
    `agency`: whose own place; none: everybody's.
    """

    agency: str | None
    since: date
    until: date
    cutoff: datetime
    agencies: tuple[PlaceLine, ...]
    more_agencies: int
    too_few_agencies: int
    regions: tuple[PlaceLine, ...]
    too_few_regions: int
    responses: tuple[ResponseLine, ...] = ()


class RecapComing(Message):
    """It is being drawn."""

    since: date


class RecapDrawing(Message):
    """So many reports are read; now it is being drawn."""

    since: date
    reports: int


class RecapFailed(Message):
    """It could not be drawn."""

    since: date


class RecapHelp(Message):
    """What was typed is no month that there is."""

    command: str
    example: date


class RecapNotAllowed(Message):
    """Recaps are for the coordinator and leaders, and an agency's own for its group."""


class RecapFile(Message):
    """Under a picture or a sheet."""

    since: date
    until: date
    cutoff: datetime
