"""Whoever writes in English is understood where it matters: small talk, days, categories, danger, escape words."""

from datetime import date

import pytest

from tests.support.catalogues import kalsel
from tickets.discretion import wants_anonymous, wants_secret
from tickets.english import ENGLISH
from tickets.kinds import Kind
from tickets.reading import (
    Escape,
    Verdict,
    danger,
    escape_word,
    is_dissatisfied,
    judge,
    kind_of,
    occurred_on,
)
from tickets.routing import suggest
from tickets.words import CHAT_SPELLINGS

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Hello", Verdict.PING),
        ("Good morning", Verdict.PING),
        ("I want to make a report", Verdict.PING),
        ("How do I file a complaint?", Verdict.PING),
        ("testing", Verdict.TEST),
        ("Thank you very much for your help", Verdict.THANKS),
        ("great, thank you!!", Verdict.THANKS),
        ("Thanks again, that was really fast", Verdict.THANKS),
        ("road broken", Verdict.TOO_SHORT),
        ("The road to Cempaka has deep potholes", Verdict.FINE),
        ("I want to report a broken bridge in Martapura", Verdict.FINE),
    ],
)
def test_a_message_is_judged(text: str, verdict: Verdict) -> None:
    assert judge(text, kalsel()) is verdict


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("The road to Cempaka has deep potholes, somebody fell", "jalan"),
        ("All streetlights near the market are off", "lalu-lintas"),
        ("the street lamps along our street have been dark for two weeks", "lalu-lintas"),
        ("street light broken in front of my house", "lalu-lintas"),
        ("The teacher at our school asks for money", "pendidikan"),
        ("Garbage is dumped into the river", "lingkungan"),
        ("Street lights have been off for two weeks", "lalu-lintas"),
        ("Subsidized fertilizer is not available for farmers here", "pertanian"),
        ("My employer has not paid any salary for two months", "ketenagakerjaan"),
        ("My grandmother never receives the food assistance", "sosial"),
        ("The health center has run out of medicine", "kesehatan"),
    ],
)
def test_likely_categories_are_offered(text: str, category: str) -> None:
    assert category in [each.category for each in suggest(text, kalsel())[:2]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-21"),
        ("yesterday", "2026-11-20"),
        ("two days ago", "2026-11-19"),
        ("3 days ago", "2026-11-18"),
        ("3 May", "2026-05-03"),
        ("3 May 2026", "2026-05-03"),
    ],
)
def test_a_day_is_understood(text: str, day: str) -> None:
    assert occurred_on(text, TODAY, kalsel()) == date.fromisoformat(day)


def test_danger_kind_and_wishes_are_heard() -> None:
    assert danger("There is a fire at the market", kalsel()) == "fire"
    assert danger("My neighbour beats his wife every night", kalsel()) == "violence"
    assert danger("A child drowned in the river", kalsel()) == "flood"
    assert danger("My father is unconscious", kalsel()) == "medical"
    assert danger("The road is broken", kalsel()) is None
    assert danger("Honda Beat hilang dicuri", kalsel()) is None
    assert kind_of("I suggest more lights in the park") is Kind.SUGGESTION
    assert kind_of("How do I renew a permit?") is Kind.INFORMATION
    assert kind_of("The road is broken") is Kind.COMPLAINT
    assert wants_anonymous("Please do not show my name")
    assert wants_secret("please keep this secret")
    assert is_dissatisfied("it is still broken")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("cancel", Escape.CANCEL),
        ("Cancel please", Escape.CANCEL),
        ("never mind", Escape.CANCEL),
        ("restart", Escape.RESTART),
        ("Start over", Escape.RESTART),
        ("go back", Escape.BACK),
        ("main menu", Escape.MENU),
        ("help", Escape.HELP),
        ("kada jadi", Escape.CANCEL),
        ("mulai hanyar", Escape.RESTART),
        ("babulik", Escape.BACK),
        ("cancel the road works in Martapura", None),
    ],
)
def test_escape_words_work_in_all_languages(text: str, word: Escape | None) -> None:
    assert escape_word(text, kalsel()) is word


def test_no_english_word_leads_to_another_one() -> None:
    known = {*ENGLISH, *CHAT_SPELLINGS, *kalsel().language.spellings}
    assert not [word for word, meant in ENGLISH.items() if known.intersection(meant.split())]
    assert not {*CHAT_SPELLINGS, *kalsel().language.spellings}.intersection(ENGLISH)
