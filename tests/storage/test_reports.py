"""A recap counted from what happened: the same month counted anew, however much happened since, is the same."""

from contextlib import aclosing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from storage.batches import histories
from storage.database import Database
from storage.unit import Unit
from storage.values import Person
from tests.storage.samples import PHOTO, PUPR_CHAT, a_ticket
from tests.tickets.time_support import CALENDAR, wita
from tickets import decisions
from tickets import ticket as rules
from tickets.audit import Act, Entry
from tickets.cases import Clock, History, State
from tickets.deadlines import DeadlineRules
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.recap import Period, Recap, Units, period_of, recap
from tickets.sources import Source
from tickets.ticket import Change, Status, Ticket

PUPR = Actor(ActorKind.AGENCY, 1, "PUPR")
DISKOMINFO = Actor(ActorKind.COORDINATOR, 1)
REPORTER = Actor(ActorKind.REPORTER, 1)
UNITS = Units(("PUPR", "DISHUB"), ("63.71", "63.72"), ("jalan", "lampu"), frozenset({"PUPR"}))
MUCH_LATER = wita("2027-02-01 09:00")
OCTOBER = period_of((date(2026, 10, 1), date(2026, 11, 1)), CALENDAR, MUCH_LATER, None)
SPAN = (wita("2026-10-01 00:00"), wita("2026-11-01 00:00"), wita("2026-11-01 00:00"))
ANSWER = "Jalan sudah ditambal hari ini oleh tim kami."


async def read(unit: Unit, since: datetime, until: datetime, cutoff: datetime) -> list[History]:
    async with aclosing(unit.reports.batches(since, until, cutoff)) as batches:
        return [each async for batch in batches for each in histories(batch)]


class Desk:
    """Files tickets and lets things happen to them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.count = 0

    async def files(self, at: str, agency: str | None = "PUPR", **fields: Any) -> Ticket:
        self.count += 1
        usual: dict[str, Any] = {
            "number": f"LP-{self.count}",
            "draft": f"d{self.count}",
            "agency": agency,
            "category": "jalan",
            "region": "63.72",
            "created_at": wita(at),
            "assigned_at": wita(at) if agency else None,
            "status": Status.ASSIGNED if agency else Status.RECEIVED,
        }
        events = [Event(kind=EventKind.SUBMITTED, at=wita(at), actor=REPORTER)]
        if agency:
            to = {"to": agency}
            events.append(Event(kind=EventKind.ASSIGNED, at=wita(at), actor=Actor(ActorKind.SYSTEM), data=to))
        async with self.database.transaction() as unit:
            return await unit.tickets.insert(a_ticket(**usual | fields), events)

    async def keeps(self, change: Change) -> Ticket:
        async with self.database.transaction() as unit:
            await unit.tickets.save(change.ticket, change.event, change.ticket.revision - 1)
        return change.ticket

    async def answers(self, ticket: Ticket, at: str, words: str = ANSWER, **fields: Any) -> Ticket:
        files = fields.get("files", ())
        return await self.keeps(rules.follow_up(ticket, words, files, by=PUPR, at=wita(at)))

    async def closes(self, ticket: Ticket, at: str) -> Ticket:
        return await self.keeps(rules.confirm(ticket, by=REPORTER, at=wita(at)))

    async def histories(self) -> list[History]:
        async with self.database.transaction() as unit:
            return await read(unit, *SPAN)

    async def recap(self, period: Period = OCTOBER, only: str | None = None) -> Recap:
        since, until = (CALENDAR.at(day, time()) for day in (period.since, period.until))
        async with self.database.transaction() as unit:
            told = await read(unit, since, until, period.cutoff)
            pasted = await unit.reports.pasted(since, min(until, period.cutoff))
        return recap(told, pasted, period, UNITS, Clock(CALENDAR, DeadlineRules()), only)


async def october(desk: Desk) -> list[Ticket]:
    """Four reports: one done, one answered late, one silent, and one with the coordinator."""
    done = await desk.files("2026-10-05 09:00", region="63.71")
    done = await desk.closes(await desk.answers(done, "2026-10-06 09:00", files=(PHOTO,)), "2026-10-08 09:00")
    done = await desk.keeps(rules.rate(done, 5, by=REPORTER, at=wita("2026-10-08 09:01")))
    late = await desk.answers(await desk.files("2026-10-12 09:00"), "2026-10-19 09:00")
    silent = await desk.files("2026-10-13 09:00", category="lampu", source=Source.PHONE)
    return [done, late, silent, await desk.files("2026-10-30 16:00", None)]


async def test_a_month_that_can_be_counted_by_hand(database: Database, sari: Person) -> None:
    desk = Desk(database)
    await october(desk)
    found = await desk.recap()
    assert (found.whole.received, found.whole.verified, found.whole.followed_up) == (4, 3, 2)
    assert {state: count for state, count in found.whole.states.items() if count} == {
        State.UNVERIFIED: 1,
        State.UNANSWERED: 1,
        State.IN_PROCESS: 1,
        State.DONE: 1,
    }
    assert (found.whole.in_time, found.whole.late) == (1, 2)
    assert (found.whole.follow_up.mean, found.whole.completion.mean, found.whole.stars.mean) == (3, 3, 5)
    assert found.whole.with_evidence == 1
    assert [(line.unit, line.figures.received) for line in found.regions] == [("63.71", 1), ("63.72", 3)]
    assert [(line.unit, line.figures.received) for line in found.categories] == [("jalan", 3), ("lampu", 1)]
    assert [line.figures.received for line in found.sources if line.unit is Source.PHONE] == [1]
    assert [(line.unit, line.figures.received) for line in found.agencies] == [("PUPR", 3), ("DISHUB", 0), (None, 1)]
    assert found.never_paired == ("DISHUB",)
    pupr = found.agency_ranking[0].score
    assert (pupr.unit, pupr.assigned, pupr.followed_up) == ("PUPR", 3, 2)
    assert pupr.mean_days == (1 + 5 + 13) / 3


async def test_an_old_month_counted_anew_gives_the_same_numbers(database: Database, sari: Person) -> None:
    desk = Desk(database)
    done, late, silent, unverified = await october(desk)
    before = await desk.recap()
    await desk.keeps(rules.reopen(done, by=REPORTER, at=wita("2026-11-02 08:00")))
    await desk.closes(late, "2026-11-03 09:00")
    to_dishub = rules.transfer(silent, "DISHUB", "lampu", by=PUPR, at=wita("2026-11-03 09:00"), due=MUCH_LATER)
    moved = await desk.keeps(to_dishub)
    at = wita("2026-11-04 09:00")
    moved = await desk.keeps(decisions.correct_category(moved, "jalan", sensitive=False, by=DISKOMINFO, at=at))
    await desk.keeps(decisions.correct_region(moved, "63.71", by=DISKOMINFO, at=at + timedelta(days=1)))
    await desk.keeps(rules.assign(unverified, "PUPR", by=DISKOMINFO, at=at, due=MUCH_LATER))
    await desk.files("2026-11-02 09:00")
    assert await desk.recap() == before


async def test_a_ticket_assigned_in_another_month_is_counted_there_for_its_agency(
    database: Database, sari: Person
) -> None:
    desk = Desk(database)
    ticket = await desk.files("2026-10-30 16:00", None)
    await desk.keeps(rules.assign(ticket, "PUPR", by=DISKOMINFO, at=wita("2026-11-02 09:00"), due=MUCH_LATER))
    november = period_of((date(2026, 11, 1), date(2026, 12, 1)), CALENDAR, MUCH_LATER, None)
    here, there = await desk.recap(), await desk.recap(november)
    assert (here.whole.received, here.agencies[0].figures.received) == (1, 0)
    assert (there.whole.received, there.agencies[0].figures.received) == (0, 1)


async def test_a_later_moment_can_be_asked_for(database: Database, sari: Person) -> None:
    desk = Desk(database)
    ticket = await desk.files("2026-10-30 09:00")
    await desk.answers(ticket, "2026-11-02 09:00")
    known = period_of((OCTOBER.since, OCTOBER.until), CALENDAR, MUCH_LATER, wita("2026-11-10 00:00"))
    assert (await desk.recap()).whole.followed_up == 0
    assert (await desk.recap(known)).whole.followed_up == 1


async def test_what_is_withheld_from_the_coordinator_is_not_counted(database: Database, sari: Person) -> None:
    desk = Desk(database)
    await desk.files("2026-10-05 09:00", withheld=True)
    assert (await desk.recap()).whole.received == 0


async def test_the_same_answer_to_three_cases_was_pasted(database: Database, sari: Person) -> None:
    desk = Desk(database)
    for _ in range(3):
        await desk.answers(await desk.files("2026-10-05 09:00"), "2026-10-06 09:00")
    for _ in range(3):
        await desk.answers(await desk.files("2026-10-05 09:00"), "2026-10-06 09:00", "Sudah.")
    secret = await desk.files("2026-10-05 09:00", secret=True)
    await desk.answers(secret, "2026-10-06 09:00")
    assert (await desk.recap()).signs["PUPR"].pasted == 3


async def test_an_agency_sees_its_own_cases_only(database: Database, sari: Person) -> None:
    desk = Desk(database)
    await october(desk)
    await desk.files("2026-10-14 09:00", "DISHUB")
    found = await desk.recap(only="DISHUB")
    assert (found.whole.received, [line.unit for line in found.agencies]) == (1, ["DISHUB"])
    assert [place.score.unit for place in found.agency_ranking] == ["DISHUB"]


async def test_an_agency_that_had_a_group_once_was_paired(database: Database, sari: Person) -> None:
    at = wita("2026-10-05 09:00")
    async with database.transaction() as unit:
        await unit.groups.pair(PUPR_CHAT, "PUPR", is_coordinator=False, by=sari.id, at=at)
        entry = Entry(action=Act.GROUP_PAIRED.value, at=at, actor=sari.id, agency="DISHUB")
        await unit.audit.record(entry)
        assert await unit.reports.ever_paired(at) == frozenset()
        assert await unit.reports.ever_paired(at + timedelta(days=1)) == {"PUPR", "DISHUB"}


async def test_an_empty_month_is_counted_too(database: Database) -> None:
    found = await Desk(database).recap()
    assert (found.whole.received, found.agency_ranking[0].score.value) == (0, None)


async def test_reports_come_a_few_at_a_time_in_the_order_of_their_ids(
    database: Database, sari: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(database)
    filed = await october(desk)
    at_once = await desk.histories()
    monkeypatch.setattr("storage.reports._AT_ONCE", 3)
    async with database.transaction() as unit, aclosing(unit.reports.batches(*SPAN)) as batches:
        found = [histories(batch) async for batch in batches]
    assert [len(batch) for batch in found] == [3, 1]
    assert [each for batch in found for each in batch] == at_once
    assert [each.ticket_id for each in at_once] == [each.id for each in filed]


async def test_who_stops_in_the_middle_leaves_the_transaction_in_order(
    database: Database, sari: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await october(Desk(database))
    monkeypatch.setattr("storage.reports._AT_ONCE", 1)
    async with database.transaction() as unit:
        async with aclosing(unit.reports.batches(*SPAN)) as batches:
            await anext(batches)
        assert await unit.reports.ever_paired(MUCH_LATER) == frozenset()


async def test_what_a_correction_says_comes_back_as_it_was_written(database: Database, sari: Person) -> None:
    desk = Desk(database)
    ticket = await desk.files("2026-10-05 09:00")
    data = {"region": "63.71", "before": 'a\ttab, a\nline, a\u2028line of another kind, "quotes" and 😀'}
    event = Event(kind=EventKind.CORRECTED, at=wita("2026-11-04 09:00"), actor=DISKOMINFO, data=data)
    await desk.keeps(Change(replace(ticket, revision=ticket.revision + 1), event))
    (history,) = await desk.histories()
    assert [(step.kind, step.at, dict(step.data)) for step in history.steps] == [
        (EventKind.ASSIGNED, wita("2026-10-05 09:00"), {"to": "PUPR"}),
        (EventKind.CORRECTED, wita("2026-11-04 09:00"), data),
    ]


async def test_moments_come_back_to_the_microsecond(database: Database, sari: Person) -> None:
    desk = Desk(database)
    at = wita("2026-10-05 09:00").replace(microsecond=120)
    ticket = await desk.files("2026-10-05 09:00", created_at=at)
    await desk.keeps(rules.follow_up(ticket, ANSWER, (), by=PUPR, at=at))
    (history,) = await desk.histories()
    assert (history.created_at, history.steps[-1].at) == (at, at)
