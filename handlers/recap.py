"""The recap of a period: what is said of it. `handlers.counting` counts it."""

from collections.abc import Mapping

from handlers.desk import Office
from messages import recap as words
from messages.certificates import Certificates, awarded
from messages.recap_tables import Names
from tickets.cases import State
from tickets.distortion import Signs
from tickets.figures import Spread
from tickets.recap import Recap
from tickets.scoring import Place, interval

MOST = 10
"""Lines of either ranking in the message about them."""
BEST = 5
"""Lines of a ranking in the summary; the sheets have all."""


def names(office: Office) -> Names:
    """What agencies, regions and categories are called in sheets and pictures."""
    catalogue = office.catalogue
    coordinator = catalogue.agencies.get(catalogue.coordinator)
    return Names(
        agencies={code: agency.short for code, agency in catalogue.agencies.items()},
        regions={code: region.name for code, region in catalogue.regions.items()},
        categories={code: category.label for code, category in catalogue.categories.items()},
        coordinator=office.words.phrases("recap")["notes"]["coordinator"].format(
            name=coordinator.short if coordinator else catalogue.coordinator
        ),
    )


def full_names(office: Office) -> Mapping[str, str]:
    """Agencies and regions as a document calls them, by code."""
    agencies, regions = office.catalogue.agencies, office.catalogue.regions
    return {code: agency.name for code, agency in agencies.items()} | {
        code: region.name for code, region in regions.items()
    }


def summary(found: Recap, office: Office) -> words.RecapSummary:
    """The text of a recap."""
    called, whole, period = names(office), found.whole, found.period
    states = whole.states
    return words.RecapSummary(
        agency=None if found.agency is None else called.agency(found.agency),
        since=period.since,
        until=period.last_day,
        cutoff=period.cutoff,
        has_ended=period.has_ended,
        received=whole.received,
        verified=whole.verified,
        followed_up=whole.followed_up,
        followed_up_share=whole.followed_up_share,
        in_process=states[State.IN_PROCESS],
        done=states[State.DONE],
        unverified=states[State.UNVERIFIED],
        unanswered=states[State.UNANSWERED],
        on_hold=states[State.ON_HOLD],
        archived=states[State.ARCHIVED],
        out_of_authority=states[State.OUT_OF_AUTHORITY],
        merged=states[State.MERGED],
        late=whole.late,
        in_time_share=whole.in_time_share,
        follow_up=_days(whole.follow_up),
        completion=_days(whole.completion),
        stars=whole.stars.mean,
        ratings=whole.stars.n,
        reopened=whole.reopened,
        with_evidence=whole.with_evidence,
        agencies=_ranking(found.agency_ranking, called.agencies),
        regions=_ranking(found.region_ranking, called.regions),
        without_reports=sum(line.unit is not None and not line.figures.received for line in found.agencies),
        never_paired=len(found.never_paired),
    )


def _days(found: Spread) -> words.Days | None:
    if found.mean is None or found.median is None:
        return None
    return words.Days(n=found.n, mean=found.mean, median=found.median)


def _ranking(places: tuple[Place[str], ...], called: Mapping[str, str]) -> words.Ranking:
    lines = tuple(
        words.RankedLine(
            place=each.place,
            name=called.get(each.score.unit, each.score.unit),
            score=each.score.value or 0.0,
            share=each.score.share or 0.0,
            assigned=each.score.assigned,
        )
        for each in places
        if each.place is not None
    )
    return words.Ranking(
        best=lines[:BEST],
        ranked=len(lines),
        too_few=sum(each.place is None and each.score.assigned > 0 for each in places),
    )


def ranking(found: Recap, office: Office) -> words.RankingSummary:
    """The text of the rankings."""
    called, period = names(office), found.period
    agencies = _places(found.agency_ranking, called.agencies, found.signs)
    regions = () if found.agency else _places(found.region_ranking, called.regions, {})
    return words.RankingSummary(
        agency=None if found.agency is None else called.agency(found.agency),
        since=period.since,
        until=period.last_day,
        cutoff=period.cutoff,
        agencies=agencies[:MOST],
        more_agencies=max(0, len(agencies) - MOST),
        too_few_agencies=_too_few(found.agency_ranking),
        regions=regions[:MOST],
        too_few_regions=_too_few(found.region_ranking),
        responses=tuple(
            words.ResponseLine(
                name=called.agency(each.unit), asked=each.asked, answered=each.answered, percent=round(each.value)
            )
            for each in found.responses[:BEST]
            if each.value is not None
        ),
    )


def certificates(found: Recap, office: Office) -> Certificates:
    """The text about the certificates: who gets one, and the signs to be looked at."""
    called, period = names(office), found.period
    return Certificates(
        since=period.since,
        until=period.last_day,
        cutoff=period.cutoff,
        agencies=_places(awarded(found.agency_ranking), called.agencies, found.signs),
        regions=_places(awarded(found.region_ranking), called.regions, {}),
    )


def _places(
    places: tuple[Place[str], ...], called: Mapping[str, str], seen: Mapping[str, Signs]
) -> tuple[words.PlaceLine, ...]:
    return tuple(_place(each, each.place, called, seen) for each in places if each.place is not None)


def _place(each: Place[str], place: int, called: Mapping[str, str], seen: Mapping[str, Signs]) -> words.PlaceLine:
    score = each.score
    low, high = interval(score.followed_up, score.assigned) or (0.0, 1.0)
    signs = seen.get(score.unit)
    return words.PlaceLine(
        place=place,
        name=called.get(score.unit, score.unit),
        score=score.value or 0.0,
        share=score.share or 0.0,
        low=low,
        high=high,
        assigned=score.assigned,
        signs=None
        if signs is None
        else words.SignLine(
            reopened=signs.reopened,
            without_evidence=signs.without_evidence,
            bulk=signs.bulk,
            pasted=signs.pasted,
            last_minute=signs.last_minute,
        ),
    )


def _too_few(places: tuple[Place[str], ...]) -> int:
    return sum(each.place is None and each.score.assigned > 0 for each in places)
