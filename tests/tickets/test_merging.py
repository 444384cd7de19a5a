"""Merging and splitting: one deadline, the earlier one; no secret is told to anybody; undone without a trace."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.catalogues import kalsel
from tests.tickets.test_ticket import BUDI, DUE, MONDAY, OF_BUDI, OF_RINA, OF_SARI, OTHER, TICKET, answered_by_budi
from tickets import merging
from tickets import ticket as rules
from tickets.errors import Reason, Refused
from tickets.events import Event, EventKind
from tickets.hiding import without_name
from tickets.pauses import pauses
from tickets.ticket import Status, Ticket

DAY = timedelta(days=1)
OLDER = replace(TICKET, follow_up_due=DUE - DAY)
SECRET = replace(TICKET, secret=True)


def test_the_earlier_deadline_holds_and_the_own_one_comes_back() -> None:
    absorbed = merging.absorb(OTHER, OLDER, by=OF_RINA, at=MONDAY)
    assert absorbed.ticket.follow_up_due == OLDER.follow_up_due
    left = merging.due_without(absorbed.ticket, [absorbed.event], [])
    assert merging.release(absorbed.ticket, OLDER, left, by=OF_RINA, at=MONDAY).ticket.follow_up_due == DUE


def test_of_several_mergers_the_earliest_that_is_left_counts() -> None:
    oldest = replace(OLDER, number="LP-2611-9H5N16", follow_up_due=DUE - 2 * DAY)
    first = merging.absorb(OTHER, OLDER, by=OF_RINA, at=MONDAY)
    second = merging.absorb(first.ticket, oldest, by=OF_RINA, at=MONDAY)
    history = [first.event, second.event]
    assert merging.due_without(second.ticket, history, [OLDER]) == OLDER.follow_up_due
    assert merging.due_without(second.ticket, history, [oldest]) == oldest.follow_up_due
    assert merging.due_without(second.ticket, history, []) == DUE


def test_a_new_clock_forgets_the_mergers_before_it() -> None:
    absorbed = merging.absorb(OTHER, OLDER, by=OF_RINA, at=MONDAY)
    passed = rules.transfer(absorbed.ticket, "DISHUB", "lampu", by=OF_BUDI, at=MONDAY, due=DUE + 5 * DAY)
    assert merging.due_without(passed.ticket, [absorbed.event, passed.event], []) == DUE + 5 * DAY


def test_an_answered_ticket_brings_no_deadline_along() -> None:
    answered = replace(answered_by_budi(), follow_up_due=DUE - DAY)
    assert merging.absorb(OTHER, answered, by=OF_RINA, at=MONDAY).ticket.follow_up_due == DUE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TICKET, Status.ASSIGNED),
        (replace(TICKET, taken_by=BUDI, status=Status.IN_PROGRESS), Status.IN_PROGRESS),
        (answered_by_budi(), Status.IN_PROGRESS),
        (replace(TICKET, agency=None, status=Status.RECEIVED), Status.RECEIVED),
        (replace(TICKET, status=Status.WAITING_REPORTER, awaiting_since=MONDAY), Status.ASSIGNED),
    ],
)
def test_a_split_ticket_stands_where_it_stood(before: Ticket, after: Status) -> None:
    merged = merging.merge(before, OTHER, by=OF_RINA, at=MONDAY).ticket
    assert (merged.status, merged.merged_into, merged.awaiting_since) == (Status.MERGED, OTHER.id, None)
    assert not merged.awaits_follow_up
    split = merging.split(merged, by=OF_RINA, at=MONDAY + DAY, due=DUE).ticket
    assert (split.status, split.merged_into, split.declining, split.closed_at) == (after, None, None, None)


def test_the_time_a_ticket_was_merged_is_not_its_agencys() -> None:
    history = [
        Event(kind=EventKind.MERGED, at=MONDAY, actor=OF_RINA),
        Event(kind=EventKind.SPLIT, at=MONDAY + DAY, actor=OF_RINA),
    ]
    (pause,) = pauses(history, MONDAY + 5 * DAY)
    assert (pause.since, pause.until) == (MONDAY, MONDAY + DAY)


@pytest.mark.parametrize(
    ("ticket", "into", "reason"),
    [
        (TICKET, TICKET, Reason.SAME_TICKET),
        (TICKET, replace(OTHER, merged_into=7, status=Status.MERGED), Reason.SAME_TICKET),
        (TICKET, replace(OTHER, status=Status.ARCHIVED), Reason.TARGET_ENDED),
        (TICKET, replace(OTHER, status=Status.OUT_OF_AUTHORITY), Reason.TARGET_ENDED),
        (TICKET, replace(OTHER, secret=True), Reason.HIDDEN_TICKET),
        (TICKET, replace(OTHER, category="pungli"), Reason.HIDDEN_TICKET),
        (SECRET, replace(OTHER, agency="DISHUB"), Reason.HIDDEN_TICKET),
        (SECRET, OTHER, None),
        (TICKET, replace(OTHER, secret=True, reporter_id=TICKET.reporter_id), None),
        (TICKET, replace(OTHER, status=Status.CLOSED), None),
        (TICKET, replace(OTHER, anonymous=True), None),
    ],
)
def test_what_may_be_merged_into_what(ticket: Ticket, into: Ticket, reason: Reason | None) -> None:
    if reason is None:
        merging.may_merge(ticket, into, kalsel())
        return
    with pytest.raises(Refused) as refused:
        merging.may_merge(ticket, into, kalsel())
    assert refused.value.reason is reason


def test_joining_tells_no_history_who_it_was() -> None:
    change = merging.join(TICKET, at=MONDAY)
    assert change.event.actor.person_id is None
    assert change.ticket.awaits_follow_up == TICKET.awaits_follow_up
    with pytest.raises(Refused):
        merging.join(
            rules.archive(rules.ask(TICKET, "?", (), by=OF_BUDI, at=MONDAY).ticket, by=OF_SARI, at=MONDAY).ticket,
            at=MONDAY,
        )


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("Terima kasih Bu Sari, besok kami tambal.", "Sari", "Terima kasih Bu …, besok kami tambal."),
        ("Kepada sdri. SARI RAHMAWATI", "Sari Rahmawati", "Kepada sdri. … …"),
        ("Jalan sudah disarikan", "Sari", "Jalan sudah disarikan"),
        ("Pak Al sudah di lokasi", "Al", "Pak Al sudah di lokasi"),
        ("Baik.", "🙂", "Baik."),
    ],
)
def test_a_reporters_name_stays_between_him_and_the_agency(text: str, name: str, shown: str) -> None:
    assert without_name(text, name) == shown
