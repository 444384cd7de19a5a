"""Handing over and declining: the coordinator decides, and nobody gains time by asking him."""

from datetime import timedelta

import pytest

from tests.tickets.test_ticket import ANI, BUDI, DUE, MONDAY, NATIONAL_ROAD, OF_ANI, OF_BUDI, OF_RINA, TICKET
from tickets import decisions
from tickets import ticket as rules
from tickets.declining import Decline, Why, read_decline
from tickets.errors import Reason, Refused
from tickets.events import EventKind
from tickets.ticket import Status

TAKEN = rules.take(TICKET, by=OF_BUDI, at=MONDAY).ticket
PROPOSED = decisions.propose_decline(TAKEN, NATIONAL_ROAD, by=OF_BUDI, at=MONDAY).ticket


def test_budi_hands_his_case_to_ani() -> None:
    change = rules.hand_over(TAKEN, ANI, by=OF_BUDI, at=MONDAY)
    assert (change.ticket.taken_by, change.ticket.status) == (ANI, Status.IN_PROGRESS)
    assert change.event.data == {"person": str(ANI)}
    assert change.ticket.awaits_follow_up, "handing over is no follow-up"


def test_nobody_is_handed_what_is_theirs_already() -> None:
    with pytest.raises(Refused) as refused:
        rules.hand_over(TAKEN, BUDI, by=OF_ANI, at=MONDAY)
    assert refused.value.reason is Reason.ALREADY_THEIRS


def test_a_proposal_changes_neither_status_nor_clock() -> None:
    assert (PROPOSED.status, PROPOSED.follow_up_due) == (Status.IN_PROGRESS, DUE)
    assert PROPOSED.awaits_follow_up


def test_a_second_proposal_waits_for_the_first() -> None:
    with pytest.raises(Refused) as refused:
        decisions.propose_decline(PROPOSED, Decline(Why.AUTHORITY, "PLN"), by=OF_ANI, at=MONDAY)
    assert refused.value.reason is Reason.ALREADY_PROPOSED


def test_the_coordinator_agrees() -> None:
    change = decisions.decline(PROPOSED, by=OF_RINA, at=MONDAY + timedelta(hours=1))
    assert (change.ticket.status, change.event.kind) == (Status.OUT_OF_AUTHORITY, EventKind.OUT_OF_AUTHORITY)
    assert change.ticket.declining == NATIONAL_ROAD
    assert not change.ticket.is_open
    assert not change.ticket.awaits_follow_up


def test_the_coordinator_returns_it_and_it_may_be_proposed_anew() -> None:
    returned = decisions.return_decline(PROPOSED, by=OF_RINA, at=MONDAY).ticket
    assert (returned.status, returned.declining, returned.follow_up_due) == (Status.IN_PROGRESS, None, DUE)
    assert decisions.propose_decline(returned, NATIONAL_ROAD, by=OF_BUDI, at=MONDAY).ticket.declining == NATIONAL_ROAD


def test_a_case_that_ends_otherwise_ends_the_proposal() -> None:
    answered = rules.follow_up(PROPOSED, "Sudah ditambal.", (), by=OF_BUDI, at=MONDAY).ticket
    assert answered.declining == NATIONAL_ROAD, "an answer decides nothing"
    finished = rules.finish(answered, by=OF_BUDI, at=MONDAY).ticket
    waiting = rules.ask(PROPOSED, "Di mana?", (), by=OF_BUDI, at=MONDAY).ticket
    ends = (
        finished,
        rules.confirm(answered, by=OF_ANI, at=MONDAY).ticket,
        rules.archive(waiting, by=OF_ANI, at=MONDAY).ticket,
    )
    assert [each.declining for each in ends] == [None, None, None]
    assert ends[-1].admits(EventKind.SUPPLIED), "late data open the case again"


@pytest.mark.parametrize("act", [decisions.decline, decisions.return_decline])
def test_what_nobody_proposed_is_not_decided(act: object) -> None:
    with pytest.raises(Refused) as refused:
        act(TAKEN, by=OF_RINA, at=MONDAY)  # type: ignore[operator]
    assert refused.value.reason is Reason.NO_PROPOSAL


def test_a_transfer_ends_the_proposal_and_mends_a_wrong_decision() -> None:
    assert rules.transfer(PROPOSED, "DLH", "alasan", by=OF_RINA, at=MONDAY, due=DUE).ticket.declining is None
    declined = decisions.decline(PROPOSED, by=OF_RINA, at=MONDAY).ticket
    given = rules.transfer(declined, "DLH", "alasan", by=OF_RINA, at=MONDAY, due=DUE).ticket
    assert (given.status, given.closed_at, given.declining) == (Status.ASSIGNED, None, None)


def test_an_acknowledgement_is_no_follow_up() -> None:
    change = rules.acknowledge(TICKET, "Siap, kami tindak lanjuti.", (), by=OF_BUDI, at=MONDAY)
    assert change.ticket.awaits_follow_up
    assert change.ticket.followed_up_at is None
    assert (change.ticket.status, change.event.kind) == (Status.IN_PROGRESS, EventKind.ACKNOWLEDGED)


@pytest.mark.parametrize("decline", [None, NATIONAL_ROAD, Decline(Why.DUPLICATE, "LP-2611-7F3K98")])
def test_a_decline_is_read_as_it_was_written(decline: Decline | None) -> None:
    assert read_decline(decline.written() if decline else None) == decline
