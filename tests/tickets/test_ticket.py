"""What may happen to a ticket, and what it means for the clock."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tickets import decisions, merging, sampling
from tickets import ticket as rules
from tickets.declining import Decline, Why
from tickets.errors import Reason, Refused
from tickets.events import Actor, ActorKind, EventKind
from tickets.kinds import Kind
from tickets.people import Bench, Deed, is_reporter
from tickets.ticket import TRANSITIONS, WITHOUT_AGENCY, Status, Ticket

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DUE = MONDAY + timedelta(days=3)
SARI, BUDI, ANI, RINA = 1, 2, 3, 4
OF_SARI = Actor(ActorKind.REPORTER, SARI)
OF_BUDI = Actor(ActorKind.AGENCY, BUDI, "PUPR")
OF_ANI = Actor(ActorKind.AGENCY, ANI, "PUPR")
OF_NOBODY = Actor(ActorKind.SYSTEM)
OF_RINA = Actor(ActorKind.COORDINATOR, RINA)
TICKET = Ticket(
    number="LP-2611-7F3K98",
    reporter_id=SARI,
    kind=Kind.COMPLAINT,
    text="Jalan provinsi arah Cempaka berlubang",
    category="jalan",
    agency="PUPR",
    region="63.72",
    address="arah Cempaka",
    location=None,
    occurred_on=None,
    anonymous=False,
    secret=False,
    urgent=False,
    status=Status.ASSIGNED,
    created_at=MONDAY,
    follow_up_due=DUE,
    draft="0123456789",
    assigned_at=MONDAY,
    id=7,
    revision=0,
)


OTHER = replace(TICKET, id=8, number="LP-2611-8G4M07", reporter_id=5)
NATIONAL_ROAD = Decline(Why.AUTHORITY, "BPJN")


def answered_by_budi(ticket: Ticket = TICKET) -> Ticket:
    return rules.follow_up(ticket, "Sudah kami tambal.", (), by=OF_BUDI, at=MONDAY + timedelta(hours=2)).ticket


def finished_by_budi() -> Ticket:
    return rules.finish(answered_by_budi(), by=OF_BUDI, at=MONDAY + timedelta(hours=3)).ticket


def test_taking_a_case_is_no_follow_up() -> None:
    taken = rules.take(TICKET, by=OF_BUDI, at=MONDAY).ticket
    assert (taken.status, taken.taken_by) == (Status.IN_PROGRESS, BUDI)
    assert taken.awaits_follow_up


def test_the_second_admin_who_takes_is_refused() -> None:
    taken = rules.take(TICKET, by=OF_BUDI, at=MONDAY).ticket
    with pytest.raises(Refused) as refused:
        rules.take(taken, by=OF_ANI, at=MONDAY)
    assert refused.value.reason is Reason.ALREADY_TAKEN


def test_an_answer_stops_the_follow_up_clock() -> None:
    assert not answered_by_budi().awaits_follow_up


def test_a_second_answer_does_not_move_the_time_of_the_first() -> None:
    first = answered_by_budi()
    second = rules.follow_up(first, "Dan diaspal.", (), by=OF_BUDI, at=MONDAY + timedelta(days=1)).ticket
    assert second.followed_up_at == first.followed_up_at


def test_a_ticket_cannot_be_finished_before_the_reporter_got_an_answer() -> None:
    with pytest.raises(Refused) as refused:
        rules.finish(TICKET, by=OF_BUDI, at=MONDAY)
    assert refused.value.reason is Reason.NOT_ANSWERED


def test_a_transfer_starts_a_new_clock_and_forgets_who_had_taken_the_case() -> None:
    taken = rules.take(TICKET, by=OF_BUDI, at=MONDAY).ticket
    later = MONDAY + timedelta(days=1)
    moved = rules.transfer(taken, "DISHUB", "lampu jalan", by=OF_BUDI, at=later, due=DUE + timedelta(days=1)).ticket
    assert (moved.agency, moved.taken_by, moved.status) == ("DISHUB", None, Status.ASSIGNED)
    assert (moved.follow_up_due, moved.assigned_at, moved.created_at) == (DUE + timedelta(days=1), later, MONDAY)


def test_a_transfer_to_the_same_agency_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        rules.transfer(TICKET, "PUPR", "salah tekan", by=OF_BUDI, at=MONDAY, due=DUE)
    assert refused.value.reason is Reason.ALREADY_THERE


@pytest.mark.parametrize("ticket", [answered_by_budi(), finished_by_budi()], ids=["answered", "finished"])
def test_not_done_makes_the_clock_run_again_towards_the_same_deadline(ticket: Ticket) -> None:
    reopened = rules.reopen(ticket, by=OF_SARI, at=MONDAY + timedelta(days=1)).ticket
    assert reopened.awaits_follow_up
    assert (reopened.follow_up_due, reopened.reopened, reopened.status) == (DUE, 1, Status.IN_PROGRESS)


def test_not_done_needs_something_that_was_done() -> None:
    acknowledged = rules.acknowledge(replace(TICKET, status=Status.IN_PROGRESS), "Baik", (), by=OF_BUDI, at=MONDAY)
    reopened = rules.reopen(answered_by_budi(), by=OF_SARI, at=MONDAY)
    for ticket in (acknowledged.ticket, reopened.ticket):
        assert not ticket.admits(EventKind.REOPENED)
        with pytest.raises(Refused):
            rules.reopen(ticket, by=OF_SARI, at=MONDAY)


def test_done_closes_and_not_done_opens_it_again() -> None:
    closed = rules.confirm(finished_by_budi(), by=OF_SARI, at=MONDAY + timedelta(days=1)).ticket
    assert not closed.is_open
    assert rules.reopen(closed, by=OF_SARI, at=MONDAY + timedelta(days=2)).ticket.is_open


def test_a_note_changes_neither_status_nor_clock() -> None:
    change = rules.note(TICKET, "sudah dicek lapangan", (), by=OF_BUDI, at=MONDAY)
    assert change.ticket == replace(TICKET, revision=1)
    assert change.event.kind is EventKind.NOTED


def test_the_coordinator_gives_an_unknown_matter_to_an_agency() -> None:
    unknown = replace(TICKET, agency=None, status=Status.RECEIVED, assigned_at=None)
    given = rules.assign(unknown, "DLH", by=OF_RINA, at=MONDAY, due=DUE)
    assert (given.ticket.agency, given.ticket.status) == ("DLH", Status.ASSIGNED)
    assert given.event.data == {"to": "DLH"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (status, kind)
        for status in Status
        for kind in EventKind
        if kind is not EventKind.SUBMITTED
        and (status, kind) not in TRANSITIONS
        and (status, kind) != (Status.WAITING_REPORTER, EventKind.ASKED)
    ],
)
def test_what_is_not_in_the_table_is_refused(status: Status, kind: EventKind) -> None:
    ticket = replace(TICKET, status=status)
    acts = {
        EventKind.ASSIGNED: lambda: rules.assign(ticket, "DLH", by=OF_RINA, at=MONDAY, due=DUE),
        EventKind.TAKEN: lambda: rules.take(ticket, by=OF_BUDI, at=MONDAY),
        EventKind.TRANSFERRED: lambda: rules.transfer(ticket, "DLH", "alasan", by=OF_BUDI, at=MONDAY, due=DUE),
        EventKind.FOLLOWED_UP: lambda: rules.follow_up(ticket, "jawaban", (), by=OF_BUDI, at=MONDAY),
        EventKind.FINISHED: lambda: rules.finish(ticket, by=OF_BUDI, at=MONDAY),
        EventKind.CONFIRMED: lambda: rules.confirm(ticket, by=OF_SARI, at=MONDAY),
        EventKind.REOPENED: lambda: rules.reopen(ticket, by=OF_SARI, at=MONDAY),
        EventKind.ASKED: lambda: rules.ask(ticket, "di mana?", (), by=OF_BUDI, at=MONDAY),
        EventKind.SUPPLIED: lambda: rules.supply(ticket, "di sini", (), by=OF_SARI, at=MONDAY, due=DUE),
        EventKind.ARCHIVED: lambda: rules.archive(ticket, by=OF_NOBODY, at=MONDAY),
        EventKind.EXPIRED: lambda: rules.expire(ticket, by=OF_NOBODY, at=MONDAY),
        EventKind.RATED: lambda: rules.rate(ticket, 5, by=OF_SARI, at=MONDAY),
        EventKind.CHECKED: lambda: sampling.agree(ticket, by=OF_RINA, at=MONDAY),
        EventKind.COMMENTED: lambda: rules.comment(ticket, "bagus", by=OF_SARI, at=MONDAY),
        EventKind.HANDED_OVER: lambda: rules.hand_over(ticket, ANI, by=OF_BUDI, at=MONDAY),
        EventKind.ACKNOWLEDGED: lambda: rules.acknowledge(ticket, "siap", (), by=OF_BUDI, at=MONDAY),
        EventKind.DECLINE_PROPOSED: lambda: decisions.propose_decline(ticket, NATIONAL_ROAD, by=OF_BUDI, at=MONDAY),
        EventKind.DECLINE_RETURNED: lambda: decisions.return_decline(ticket, by=OF_RINA, at=MONDAY),
        EventKind.OUT_OF_AUTHORITY: lambda: decisions.decline(ticket, by=OF_RINA, at=MONDAY),
        EventKind.MERGED: lambda: merging.merge(ticket, OTHER, by=OF_RINA, at=MONDAY),
        EventKind.SPLIT: lambda: merging.split(ticket, by=OF_RINA, at=MONDAY, due=DUE),
        EventKind.JOINED: lambda: merging.join(ticket, at=MONDAY),
        EventKind.CORRECTED: lambda: decisions.correct_region(ticket, "63.03", by=OF_RINA, at=MONDAY),
    }
    with pytest.raises(Refused) as refused:
        acts[kind]()
    assert refused.value.reason is Reason.WRONG_STATUS


def test_every_change_is_one_revision_further() -> None:
    assert [TICKET.revision, answered_by_budi().revision, finished_by_budi().revision] == [0, 1, 2]


def test_the_documentation_shows_the_tables_as_they_are() -> None:
    page = Path("docs/tickets.md").read_text(encoding="utf-8")
    everywhere, _, without_agency = page.partition("## Without an agency")
    assert steps_told_in(everywhere) == [(*step, after) for step, after in TRANSITIONS.items()]
    assert steps_told_in(without_agency) == [(*step, after) for step, after in WITHOUT_AGENCY.items()]


def steps_told_in(page: str) -> list[tuple[str, ...]]:
    return re.findall(r"^\| `(\w+)` \| `(\w+)` \| `(\w+)` \|$", page, re.MULTILINE)


@pytest.mark.parametrize(
    ("bench", "may"),
    [
        (Bench("PUPR", is_coordinator=False), True),
        (Bench("DISHUB", is_coordinator=False), False),
        (Bench(None, is_coordinator=False), False),
        (Bench(None, is_coordinator=True), True),
    ],
)
def test_a_group_works_on_its_own_agencys_tickets_and_the_coordinator_on_all(bench: Bench, may: bool) -> None:
    assert bench.may(Deed.SEE, TICKET) is may


def test_nobody_but_the_coordinator_works_on_a_ticket_without_an_agency() -> None:
    unknown = replace(TICKET, agency=None)
    assert not Bench(None, is_coordinator=False).may(Deed.SEE, unknown)
    assert Bench(None, is_coordinator=True).may(Deed.SEE, unknown)


def test_only_the_reporter_is_the_reporter() -> None:
    assert is_reporter(TICKET, SARI)
    assert not is_reporter(TICKET, BUDI)
