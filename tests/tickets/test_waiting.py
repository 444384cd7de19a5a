"""While the reporter is waited for: what it does to the ticket, to the deadline, and when it ends by itself."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.tickets.test_ticket import DUE, MONDAY, OF_BUDI, OF_NOBODY, OF_SARI, TICKET, finished_by_budi
from tests.tickets.time_support import CALENDAR, day, wita
from tickets import ticket as rules
from tickets.deadlines import DeadlineRules, data_ends, data_reminder, last_call, silence_ends, wait_ends
from tickets.errors import Reason, Refused
from tickets.events import Event, EventKind
from tickets.pauses import pauses
from tickets.ticket import Status, Ticket

RULES = DeadlineRules()
TUESDAY = MONDAY + timedelta(days=1)
LATER = DUE + timedelta(days=2)


def asked_by_budi(ticket: Ticket = TICKET) -> Ticket:
    return rules.ask(ticket, "Di kilometer berapa?", (), by=OF_BUDI, at=MONDAY).ticket


def closed_by_sari() -> Ticket:
    return rules.confirm(finished_by_budi(), by=OF_SARI, at=TUESDAY).ticket


def test_a_question_for_data_stops_the_clock_until_the_answer() -> None:
    asked = asked_by_budi()
    assert (asked.status, asked.awaiting_since, asked.awaits_follow_up) == (Status.WAITING_REPORTER, MONDAY, False)
    supplied = rules.supply(asked, "KM 12", (), by=OF_SARI, at=TUESDAY, due=LATER).ticket
    assert (supplied.status, supplied.awaiting_since, supplied.awaits_follow_up) == (Status.IN_PROGRESS, None, True)
    assert supplied.follow_up_due == LATER


def test_one_question_at_a_time() -> None:
    with pytest.raises(Refused) as refused:
        asked_by_budi(asked_by_budi())
    assert refused.value.reason is Reason.ALREADY_ASKED


def test_an_answer_of_the_agency_ends_the_wait_for_data_too() -> None:
    answered = rules.follow_up(asked_by_budi(), "Sudah ketemu.", (), by=OF_BUDI, at=TUESDAY, due=LATER).ticket
    assert (answered.status, answered.awaiting_since) == (Status.IN_PROGRESS, None)
    assert (answered.followed_up_at, answered.follow_up_due) == (TUESDAY, LATER)


def test_an_archived_ticket_is_nobodys_until_the_reporter_answers() -> None:
    archived = rules.archive(asked_by_budi(), by=OF_NOBODY, at=TUESDAY).ticket
    assert (archived.status, archived.is_open, archived.closed_at) == (Status.ARCHIVED, False, TUESDAY)
    supplied = rules.supply(archived, "KM 12", (), by=OF_SARI, at=LATER, due=LATER).ticket
    assert (supplied.status, supplied.is_open, supplied.closed_at) == (Status.IN_PROGRESS, True, None)


def test_silence_closes_and_can_be_broken_afterwards() -> None:
    expired = rules.expire(finished_by_budi(), by=OF_NOBODY, at=LATER).ticket
    assert (expired.status, expired.closed_at, expired.awaiting_since) == (Status.CLOSED, LATER, None)
    assert rules.reopen(expired, by=OF_SARI, at=LATER).ticket.follow_up_due == DUE


@pytest.mark.parametrize("speaks", ["reporter", "agency"])
def test_a_word_to_an_answered_ticket_makes_the_silence_begin_anew(speaks: str) -> None:
    finished = finished_by_budi()
    if speaks == "reporter":
        spoken = rules.reply(finished, "sebentar, saya lihat", (), by=OF_SARI, at=TUESDAY).ticket
    else:
        spoken = rules.follow_up(finished, "Juga kami aspal.", (), by=OF_BUDI, at=TUESDAY).ticket
    assert (spoken.status, spoken.awaiting_since) == (Status.ANSWERED, TUESDAY)


def test_a_note_does_not_touch_the_wait() -> None:
    assert rules.note(asked_by_budi(), "ditelepon", (), by=OF_BUDI, at=TUESDAY).ticket.awaiting_since == MONDAY


def test_stars_are_given_once_and_a_reopening_takes_them_back() -> None:
    change = rules.rate(closed_by_sari(), 4, by=OF_SARI, at=TUESDAY)
    assert (change.ticket.stars, change.event.data) == (4, {"stars": "4"})
    with pytest.raises(Refused) as refused:
        rules.rate(change.ticket, 1, by=OF_SARI, at=TUESDAY)
    assert refused.value.reason is Reason.ALREADY_RATED
    assert rules.reopen(change.ticket, by=OF_SARI, at=LATER).ticket.stars is None


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_there_are_one_to_five_stars(stars: int) -> None:
    with pytest.raises(ValueError, match="stars"):
        rules.rate(closed_by_sari(), stars, by=OF_SARI, at=TUESDAY)


def test_why_it_is_not_done_is_a_code_or_words() -> None:
    reopened = rules.reopen(finished_by_budi(), by=OF_SARI, at=TUESDAY).ticket
    coded = rules.explain(reopened, "partly", "", by=OF_SARI, at=TUESDAY)
    assert (coded.event.data, coded.event.text) == ({"why": "partly"}, "")
    assert coded.ticket == replace(reopened, revision=reopened.revision + 1)
    assert rules.explain(reopened, "", "sisi kiri belum", by=OF_SARI, at=TUESDAY).event.data == {}


# --- the pauses, read from the history --------------------------------------------------------------------------------


def history(*told: tuple[EventKind, str]) -> list[Event]:
    return [Event(kind=kind, at=wita(at), actor=OF_NOBODY) for kind, at in told]


ASKED, SUPPLIED = EventKind.ASKED, EventKind.SUPPLIED
NOW = wita("2026-12-01 12:00")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([], []),
        ([(SUPPLIED, "2026-11-24 09:00")], []),
        ([(ASKED, "2026-11-24 09:00"), (SUPPLIED, "2026-11-25 09:00")], [("2026-11-24 09:00", "2026-11-25 09:00")]),
        ([(ASKED, "2026-11-24 09:00")], [("2026-11-24 09:00", "2026-12-01 12:00")]),
        (
            [(ASKED, "2026-11-24 09:00"), (EventKind.ARCHIVED, "2026-11-30 08:00")],
            [("2026-11-24 09:00", "2026-12-01 12:00")],
        ),
        (
            [
                (ASKED, "2026-11-24 09:00"),
                (EventKind.NOTED, "2026-11-24 10:00"),
                (EventKind.REPLIED, "2026-11-24 11:00"),
            ],
            [("2026-11-24 09:00", "2026-12-01 12:00")],
        ),
        *(
            ([(ASKED, "2026-11-24 09:00"), (end, "2026-11-24 12:00")], [("2026-11-24 09:00", "2026-11-24 12:00")])
            for end in (EventKind.FOLLOWED_UP, EventKind.TRANSFERRED, EventKind.CONFIRMED)
        ),
        (
            [
                (ASKED, "2026-11-24 09:00"),
                (SUPPLIED, "2026-11-24 12:00"),
                (EventKind.FOLLOWED_UP, "2026-11-25 09:00"),
                (ASKED, "2026-11-26 09:00"),
            ],
            [("2026-11-24 09:00", "2026-11-24 12:00"), ("2026-11-26 09:00", "2026-12-01 12:00")],
        ),
    ],
)
def test_a_pause_lasts_from_the_question_to_what_ends_it(
    told: list[tuple[EventKind, str]], expected: list[tuple[str, str]]
) -> None:
    found = pauses(history(*told), NOW)
    assert [(pause.since, pause.until) for pause in found] == [(wita(since), wita(until)) for since, until in expected]


# --- when a wait ends by itself ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "reminded", "announced", "ends", "why"),
    [
        ("2026-11-23 09:00", "2026-11-30", "2026-12-03", "2026-12-07", "a Monday"),
        ("2026-11-23 23:30", "2026-11-30", "2026-12-03", "2026-12-07", "late in the evening counts as that day"),
        ("2026-11-21 09:00", "2026-11-27", "2026-12-02", "2026-12-04", "a Saturday's question counts from Monday"),
        ("2026-12-18 09:00", "2026-12-29", "2027-01-04", "2027-01-07", "over Natal, a new year and Isra Mikraj"),
    ],
)
def test_data_are_reminded_of_half_way_and_their_end_is_announced(
    asked: str, reminded: str, announced: str, ends: str, why: str
) -> None:
    last = data_ends(CALENDAR, RULES, wita(asked))
    assert data_reminder(CALENDAR, RULES, wita(asked)) == wita(f"{reminded} 09:00"), why
    assert last_call(CALENDAR, RULES, last) == wita(f"{announced} 09:00"), why
    assert last == CALENDAR.end_of_day(day(ends)), why


@pytest.mark.parametrize(
    ("announced", "ends", "why"),
    [
        ("2026-12-03 09:00", "2026-12-07", "in time: the promised day"),
        ("2026-12-03 19:59", "2026-12-07", "late on that day"),
        ("2026-12-04 08:00", "2026-12-08", "a day late: the end moves by a day"),
        ("2026-12-05 08:00", "2026-12-08", "on a Saturday"),
        ("2026-12-14 08:00", "2026-12-16", "after a week of downtime"),
    ],
)
def test_an_announcement_made_late_still_leaves_the_days_it_promises(announced: str, ends: str, why: str) -> None:
    last = silence_ends(CALENDAR, RULES, wita("2026-11-23 09:00"))
    assert wait_ends(CALENDAR, RULES, last, wita(announced)) == CALENDAR.end_of_day(day(ends)), why


def test_a_last_call_before_the_wait_is_refused() -> None:
    with pytest.raises(ValueError, match="last call"):
        DeadlineRules(reporter_data=2, last_call=2)


def test_moments_of_a_wait_are_aware() -> None:
    with pytest.raises(ValueError, match="time zone"):
        data_ends(CALENDAR, RULES, datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001 - the mistake under test
