"""Which closed tickets the coordinator looks at, and what comes of it."""

from dataclasses import replace

import pytest

from tests.tickets.test_ticket import DUE, MONDAY, OF_RINA, OF_SARI, TICKET
from tickets.errors import Refused
from tickets.number import ALPHABET
from tickets.sampling import LOTS, agree, is_sent_back, lot, send_back
from tickets.ticket import Status, Ticket, reopen


def closed() -> Ticket:
    return replace(TICKET, status=Status.CLOSED, closed_at=MONDAY, followed_up_at=MONDAY, stars=4)


def test_a_lot_is_the_same_on_every_machine() -> None:
    assert [lot(f"LP-2611-00000{each}") for each in range(5)] == [84, 68, 25, 73, 91]


def test_a_share_of_the_numbers_is_a_share_of_the_tickets() -> None:
    lots = [lot(f"LP-2611-{a}{b}{c}K9Q") for a in ALPHABET for b in ALPHABET for c in ALPHABET[:10]]
    assert {*lots} == set(range(LOTS))
    assert 0.08 < sum(each < 10 for each in lots) / len(lots) < 0.12


def test_who_agrees_does_so_once() -> None:
    ticket = agree(closed(), by=OF_RINA, at=MONDAY).ticket
    assert (ticket.status, ticket.checked_at) == (Status.CLOSED, MONDAY)
    with pytest.raises(Refused):
        agree(ticket, by=OF_RINA, at=MONDAY)
    with pytest.raises(Refused):
        send_back(ticket, "belum", by=OF_RINA, at=MONDAY)


def test_sent_back_it_is_open_again_with_the_deadline_it_had() -> None:
    change = send_back(closed(), "Fotonya dari jalan lain", by=OF_RINA, at=MONDAY)
    assert change.ticket.status is Status.IN_PROGRESS
    assert (change.ticket.follow_up_due, change.ticket.awaits_follow_up) == (closed().follow_up_due, True)
    assert (change.ticket.stars, change.ticket.reopened) == (None, 1)
    assert change.event.text == "Fotonya dari jalan lain"
    assert is_sent_back(change.event)
    assert not is_sent_back(reopen(closed(), by=OF_SARI, at=MONDAY).event)


def test_a_ticket_that_is_closed_anew_may_be_looked_at_anew() -> None:
    checked = agree(closed(), by=OF_RINA, at=MONDAY).ticket
    assert reopen(checked, by=OF_SARI, at=MONDAY).ticket.checked_at is None


def test_only_what_is_closed_is_sent_back() -> None:
    with pytest.raises(Refused):
        send_back(replace(TICKET, status=Status.ANSWERED, follow_up_due=DUE), "belum", by=OF_RINA, at=MONDAY)
