"""Sari, two agencies, the coordinator and the clock do anything in any order to one ticket; what the rules admit leaves
true what must always hold. MACHINE=2000 plays so many games; the short run always the same ones.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.tickets.test_ticket import MONDAY, OF_NOBODY, OF_RINA, OF_SARI, TICKET
from tickets import decisions
from tickets import ticket as rules
from tickets.declining import Decline, Why
from tickets.errors import Refused
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.replaying import contradiction
from tickets.ticket import Change, Status, Ticket

GAMES = int(os.environ.get("MACHINE") or 60)
AGENCIES = ("PUPR", "DISHUB")
DUE = timedelta(days=5)
AT_ONCE = frozenset(
    {
        *(EventKind.TAKEN, EventKind.FINISHED, EventKind.CONFIRMED, EventKind.EXPIRED),
        *(EventKind.RATED, EventKind.DECLINE_PROPOSED, EventKind.DECLINE_RETURNED, EventKind.OUT_OF_AUTHORITY),
        *(EventKind.ARCHIVED, EventKind.SUPPLIED, EventKind.REOPENED),
    }
)
"""Facts that cannot follow upon themselves: whoever is told of one is told once."""
STAFF = {"PUPR": (11, 12), "DISHUB": (21, 22)}
Deed = Callable[["TicketMachine", Actor], Change]
OF_THE_AGENCY: dict[str, Deed] = {
    "take": lambda it, by: rules.take(it.ticket, by=by, at=it.now),
    "hand over": lambda it, by: rules.hand_over(it.ticket, STAFF[by.agency or ""][1], by=by, at=it.now),
    "acknowledge": lambda it, by: rules.acknowledge(it.ticket, "Baik", (), by=by, at=it.now),
    "answer": lambda it, by: rules.follow_up(it.ticket, "Ditambal", (), by=by, at=it.now, due=it.now + DUE),
    "finish": lambda it, by: rules.finish(it.ticket, by=by, at=it.now),
    "note": lambda it, by: rules.note(it.ticket, "catatan", (), by=by, at=it.now),
    "ask": lambda it, by: rules.ask(it.ticket, "Di mana?", (), by=by, at=it.now),
    "decline": lambda it, by: decisions.propose_decline(it.ticket, Decline(Why.AUTHORITY, "BPJN"), by=by, at=it.now),
}
OF_SARI_HERSELF: dict[str, Deed] = {
    "reply": lambda it, by: rules.reply(it.ticket, "Tambahan", (), by=by, at=it.now),
    "confirm": lambda it, by: rules.confirm(it.ticket, by=by, at=it.now),
    "reopen": lambda it, by: rules.reopen(it.ticket, by=by, at=it.now),
    "rate": lambda it, by: rules.rate(it.ticket, 4, by=by, at=it.now),
    "comment": lambda it, by: rules.comment(it.ticket, "Bagus", by=by, at=it.now),
    "explain": lambda it, by: rules.explain(it.ticket, "partly", "", by=by, at=it.now),
    "supply": lambda it, by: rules.supply(it.ticket, "Di Cempaka", (), by=by, at=it.now, due=it.now + DUE),
}
OF_THE_COORDINATOR: dict[str, Deed] = {
    "decline": lambda it, by: decisions.decline(it.ticket, by=by, at=it.now),
    "return": lambda it, by: decisions.return_decline(it.ticket, by=by, at=it.now),
    "outside": lambda it, by: decisions.declare_outside(it.ticket, "BPJN", by=by, at=it.now),
    "aside": lambda it, by: decisions.put_aside(it.ticket, "spam", by=by, at=it.now),
    "note": lambda it, by: rules.note(it.ticket, "catatan", (), by=by, at=it.now),
}
OF_TIME: dict[str, Deed] = {
    "expire": lambda it, by: rules.expire(it.ticket, by=by, at=it.now),
    "archive": lambda it, by: rules.archive(it.ticket, by=by, at=it.now),
}


class TicketMachine(RuleBasedStateMachine):
    """One ticket and all that happened to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = MONDAY
        self.ticket: Ticket = replace(TICKET, agency=None, status=Status.RECEIVED, assigned_at=None)
        self.history: list[Event] = []

    @initialize()
    def sari_files(self) -> None:
        self.history = [Event(kind=EventKind.SUBMITTED, at=self.now, actor=OF_SARI)]

    @rule(agency=st.sampled_from(AGENCIES), by=st.sampled_from([OF_RINA, OF_NOBODY]))
    def somebody_assigns(self, agency: str, by: Actor) -> None:
        self._try(lambda it, by: rules.assign(it.ticket, agency, by=by, at=it.now, due=it.now + DUE), by)

    @rule(agency=st.sampled_from(AGENCIES))
    def somebody_transfers(self, agency: str) -> None:
        self._try(lambda it, by: rules.transfer(it.ticket, agency, "bukan kami", by=by, at=it.now, due=it.now + DUE))

    @rule(deed=st.sampled_from(sorted(OF_THE_AGENCY)), who=st.integers(0, 1))
    def the_agency_acts(self, deed: str, who: int) -> None:
        if self.ticket.agency:
            staff = Actor(ActorKind.AGENCY, STAFF[self.ticket.agency][who], self.ticket.agency)
            self._try(OF_THE_AGENCY[deed], staff)

    @rule(deed=st.sampled_from(sorted(OF_SARI_HERSELF)))
    def sari_acts(self, deed: str) -> None:
        self._try(OF_SARI_HERSELF[deed], OF_SARI)

    @rule(deed=st.sampled_from(sorted(OF_THE_COORDINATOR)))
    def the_coordinator_acts(self, deed: str) -> None:
        self._try(OF_THE_COORDINATOR[deed], OF_RINA)

    @rule(deed=st.sampled_from(sorted(OF_TIME)))
    def time_is_over(self, deed: str) -> None:
        self._try(OF_TIME[deed], OF_NOBODY)

    @rule(hours=st.integers(1, 400))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def its_history_explains_it(self) -> None:
        if self.history:
            assert contradiction(self.ticket, self.history) is None

    @invariant()
    def it_has_one_owner(self) -> None:
        ticket = self.ticket
        assert ticket.agency is None or ticket.agency in AGENCIES
        if ticket.taken_by is not None:
            assert ticket.agency is not None
            assert ticket.taken_by in STAFF[ticket.agency], "whoever took it works where it is"

    @invariant()
    def no_clock_is_negative(self) -> None:
        ticket = self.ticket
        moments = (ticket.assigned_at, ticket.followed_up_at, ticket.answered_at, ticket.closed_at)
        for at in (*moments, ticket.awaiting_since, ticket.checked_at):
            assert at is None or ticket.created_at <= at <= self.now
        assert ticket.follow_up_due > ticket.created_at
        assert [event.at for event in self.history] == sorted(event.at for event in self.history)

    @invariant()
    def nobody_is_told_twice_or_waited_for_in_vain(self) -> None:
        ticket = self.ticket
        assert not (ticket.awaits_follow_up and not ticket.is_open)
        assert ticket.stars is None or any(event.kind is EventKind.RATED for event in self.history)
        assert ticket.is_open or ticket.closed_at is not None
        for one, other in pairwise(self.history):
            assert one.kind is not other.kind or one.kind not in AT_ONCE, one.kind

    def _try(self, deed: Deed, by: Actor = OF_RINA) -> None:
        """Do it; what is refused changes nothing, and what is done twice in a row is refused or says the same."""
        before: Any = self.ticket
        try:
            change = deed(self, by)
        except Refused:
            assert self.ticket == before
            return
        assert change.event.at == self.now
        assert change.event.actor == by
        self.ticket = change.ticket
        self.history.append(change.event)


TestTicket = TicketMachine.TestCase
TestTicket.settings = settings(
    max_examples=GAMES,
    stateful_step_count=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
