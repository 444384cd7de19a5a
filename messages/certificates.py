"""Award certificates: the message about them, and what is written on each; drawing them is `bot.certificates`.

Title, text and who signs are the catalogue's (`[certificate]`); figures, formula and time are of the recap.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from messages.base import Message
from messages.recap import PlaceLine
from messages.render import Renderer
from tickets.catalogue import Certificate
from tickets.recap import Period, Recap
from tickets.scoring import AGENCY_DECIMALS, REGION_DECIMALS, Place

BEST = 3
"""Places that get a certificate."""


class Certificates(Message):
    """Who gets one, with the signs to be looked at before anything is signed."""

    since: date
    until: date
    """The last day."""
    cutoff: datetime
    agencies: tuple[PlaceLine, ...]
    regions: tuple[PlaceLine, ...]


class CertificatesComing(Message):
    """They are being drawn."""

    since: date
    until: date


class CertificatesHelp(Message):
    """What was typed is no month and no year that has ended."""

    example: date


@dataclass(frozen=True, slots=True)
class Award:
    """What stands on one certificate."""

    issuer: str
    title: str
    given_to: str
    name: str
    place: int
    rank: str
    text: str
    figures: str
    rule: str
    signed_at: str
    signer: str


def awarded(places: tuple[Place[str], ...]) -> tuple[Place[str], ...]:
    """Who of a ranking gets a certificate: the first places, those that are shared whole."""
    return tuple(each for each in places if each.place is not None and each.place <= BEST)


def awards_of(found: Recap, called: Mapping[str, str], certificate: Certificate, words: Renderer) -> tuple[Award, ...]:
    """The certificates of a recap, agencies first. `called`: full names of agencies and regions by code."""
    return tuple(_awards(found, called, certificate, words))


def period_name(period: Period, words: Renderer) -> str:
    """Oktober 2026, or 2026 for a whole year."""
    if period.since.replace(day=1, month=1) == period.since and period.until == date(period.since.year + 1, 1, 1):
        return str(period.since.year)
    return words.written(period.since, "bulan")


def _awards(found: Recap, called: Mapping[str, str], certificate: Certificate, words: Renderer) -> Iterator[Award]:
    said = words.phrases("certificates")
    period = period_name(found.period, words)
    rankings = (
        ("agencies", found.agency_ranking, AGENCY_DECIMALS),
        ("regions", found.region_ranking, REGION_DECIMALS),
    )
    for kind, ranking, decimals in rankings:
        for each in awarded(ranking):
            score = each.score
            filled = {"urutan": each.place, "kelompok": said[kind], "periode": period}
            yield Award(
                issuer=certificate.issuer,
                title=certificate.title,
                given_to=said["given_to"],
                name=called.get(score.unit, score.unit),
                place=each.place or 0,
                rank=said["rank"].format(place=each.place, kind=said[kind]),
                text=certificate.text.format_map(filled),
                figures=said["figures"].format(
                    score=words.written(score.value or 0.0, "desimal", decimals),
                    share=words.written(score.share or 0.0, "persen"),
                    days=words.written(score.mean_days or 0.0, "desimal", 2),
                    assigned=words.written(score.assigned, "angka"),
                ),
                rule=said["rule"].format(
                    day=words.written(found.period.cutoff, "tgl"), time=words.written(found.period.cutoff, "jam")
                ),
                signed_at=said["signed_at"].format(place=certificate.signed_at),
                signer=certificate.signer,
            )
