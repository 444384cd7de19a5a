"""When the operator is told: once when it begins, at most once an hour of a kind, once when it is over."""

from datetime import timedelta

from bot.alarms import Alarms, Kind, News, Trouble
from tests.bot.support import MONDAY

FULL = Trouble(Kind.DISK, 4)
MINUTE = timedelta(minutes=1)


def told(alarms: Alarms, *troubles: Trouble, after: timedelta = timedelta()) -> News:
    """What is news so long after Monday morning, and is told."""
    news = alarms.news(troubles, MONDAY + after)
    alarms.note(news, MONDAY + after)
    return news


def test_trouble_is_told_once_and_so_is_its_end() -> None:
    alarms = Alarms()
    assert told(alarms, FULL).begun == (FULL,)
    assert not told(alarms, FULL, after=MINUTE)
    assert not told(alarms, FULL, after=5 * MINUTE * 60)
    assert told(alarms, after=6 * MINUTE * 60).over == (Kind.DISK,)
    assert not told(alarms, after=7 * MINUTE * 60)


def test_trouble_that_comes_and_goes_is_told_once_an_hour() -> None:
    alarms = Alarms()
    told(alarms, FULL)
    assert told(alarms, after=MINUTE).over == (Kind.DISK,)
    for minute in range(2, 60):
        assert not told(alarms, *([FULL] if minute % 2 else []), after=minute * MINUTE)
    assert told(alarms, FULL, after=60 * MINUTE).begun == (FULL,)


def test_one_kind_does_not_silence_another() -> None:
    alarms = Alarms()
    told(alarms, FULL)
    failed = Trouble(Kind.FAILED, 1)
    assert told(alarms, FULL, failed, after=MINUTE).begun == (failed,)


def test_more_failures_are_news_after_an_hour_and_fewer_are_not() -> None:
    alarms = Alarms()
    told(alarms, Trouble(Kind.FAILED, 2))
    assert not told(alarms, Trouble(Kind.FAILED, 3), after=MINUTE)
    assert told(alarms, Trouble(Kind.FAILED, 3), after=60 * MINUTE).begun
    assert not told(alarms, Trouble(Kind.FAILED, 2), after=180 * MINUTE)


def test_what_could_not_be_told_is_still_news() -> None:
    alarms = Alarms()
    assert alarms.news([FULL], MONDAY)
    assert alarms.news([FULL], MONDAY + MINUTE)


def test_a_restart_repeats_nothing() -> None:
    alarms = Alarms()
    told(alarms, FULL)
    again = Alarms(alarms.written())
    assert not told(again, FULL, after=MINUTE)
    assert told(again, after=2 * MINUTE).over == (Kind.DISK,)
    assert Alarms('{"a kind of another version": ["2026-11-23T01:00:00+00:00", 1, true]}').written() == "{}"


def test_a_clock_that_was_set_back_silences_nothing() -> None:
    alarms = Alarms()
    told(alarms, FULL)
    told(alarms, after=MINUTE)
    assert told(alarms, FULL, after=-timedelta(days=3)).begun
