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
