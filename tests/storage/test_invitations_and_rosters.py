"""Invitations, rosters, silent hours, filtered lists and the week in numbers, on both databases."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from storage import tables
from storage.database import Database
from storage.unit import Unit
from storage.values import ALL, Wanted, WeekFacts
from tests.storage.samples import BUDI, DAY, MINUTE, NEW_PUPR_CHAT, NOW, PUPR_CHAT, a_ticket, submitted
from tickets.events import Actor, ActorKind, Event, EventKind
from tickets.invitations import VALID, Standing
from tickets.overview import Filter
from tickets.quiet import QuietHours
from tickets.roster import Part
from tickets.ticket import Status, Ticket

MONDAY = date(2026, 11, 23)


async def budi(unit: Unit) -> int:
    return (await unit.people.meet("telegram", BUDI, NOW)).id


async def a_group(unit: Unit, person_id: int) -> int:
    return (await unit.groups.pair(PUPR_CHAT, "pupr", False, person_id, NOW)).id


# --- invitations ------------------------------------------------------------------------------------------------------


async def test_a_code_is_found_while_nothing_of_it_is_stored(database: Database) -> None:
    async with database.transaction() as unit:
        made = await unit.invitations.make("pupr", "7F3K98QX2M", await budi(unit), NOW)
    async with database.transaction() as unit:
        found = await unit.invitations.find("7F3K98QX2M")
        assert found == made
        assert await unit.invitations.find("7F3K98QX2N") is None
        row = (await unit._connection.execute(sa.select(tables.invitations))).one()
        assert "7F3K98QX2M" not in str(row)
    assert made.expires_at == NOW + VALID
    assert made.standing(NOW) is Standing.GOOD


async def test_a_new_code_revokes_the_unused_ones_of_its_agency_only(database: Database) -> None:
    async with database.transaction() as unit:
        by = await budi(unit)
        for agency, code in (("pupr", "USED1"), ("pupr", "OLD22"), ("dishub", "OTHER")):
            made = await unit.invitations.make(agency, code, by, NOW)
            if code == "USED1":
                await unit.invitations.use(made.id, NOW + MINUTE)
        await unit.invitations.make("pupr", "NEW33", by, NOW + MINUTE)
    async with database.transaction() as unit:
        standings = {}
        for code in ("USED1", "OLD22", "OTHER", "NEW33"):
            found = await unit.invitations.find(code)
            standings[code] = found.standing(NOW + MINUTE) if found else None
    assert standings == {
        "USED1": Standing.USED,
        "OLD22": Standing.REVOKED,
        "OTHER": Standing.GOOD,
        "NEW33": Standing.GOOD,
    }


# --- rosters ----------------------------------------------------------------------------------------------------------


async def test_a_plan_is_kept_changed_and_forgotten(database: Database, sari: object) -> None:
    async with database.transaction() as unit:
        by = await budi(unit)
        group = await a_group(unit, by)
        await unit.rosters.assign(group, (0, 2), Part.DUTY, 1)
        await unit.rosters.assign(group, (0,), Part.STAND_IN, by)
        await unit.rosters.assign(group, (2,), Part.DUTY, by)
        await unit.rosters.replace_on(group, MONDAY, 1)
        await unit.rosters.replace_on(group, MONDAY, by)
    async with database.transaction() as unit:
        roster = await unit.rosters.of_group(group, MONDAY)
        assert (roster.duty, roster.stand_ins, roster.changes) == ({0: 1, 2: by}, {0: by}, {MONDAY: by})
        assert (await unit.rosters.of_group(group, date(2026, 11, 24))).changes == {}, "yesterday's are over"
        await unit.rosters.clear(group, (0,), Part.STAND_IN)
        await unit.rosters.clear(group, (2,))
        roster = await unit.rosters.of_group(group, MONDAY)
        assert (roster.duty, roster.stand_ins) == ({0: 1}, {})
        await unit.rosters.forget(group)
        assert (await unit.rosters.of_group(group, MONDAY)).duty == {}


async def test_people_of_a_group_are_known_who_acted_last_first(database: Database, sari: object) -> None:
    async with database.transaction() as unit:
        by = await budi(unit)
        group = await a_group(unit, by)
        other = (await unit.groups.pair(NEW_PUPR_CHAT, "pupr", False, by, NOW)).id
        await unit.rosters.seen(group, by, NOW)
        await unit.rosters.seen(group, 1, NOW + MINUTE)
        assert await unit.rosters.people(group, 5) == (1, by)
        await unit.rosters.seen(group, by, NOW + 2 * MINUTE)
        assert await unit.rosters.people(group, 1) == (by,)
        assert await unit.rosters.knows(group, 1)
        assert not await unit.rosters.knows(other, 1)
        assert not await unit.rosters.knows(group, 2**70)


async def test_what_a_group_planned_ends_with_the_group(database: Database) -> None:
    async with database.transaction() as unit:
        by = await budi(unit)
        group = await a_group(unit, by)
        await unit.rosters.assign(group, (0,), Part.DUTY, by)
        await unit.rosters.replace_on(group, MONDAY, by)
        await unit.rosters.seen(group, by, NOW)
        await unit.groups.unpair(group)
        for table in (tables.duties, tables.duty_changes, tables.group_people):
            rows = await unit._connection.execute(sa.select(sa.func.count()).select_from(table))
            assert rows.scalar_one() == 0, table.name


async def test_silent_hours_are_kept_over_a_new_pairing(database: Database) -> None:
    night = QuietHours(time(17), time(7, 30))
    async with database.transaction() as unit:
        by = await budi(unit)
        group = await a_group(unit, by)
        assert (await unit.groups.get(group)).quiet is None
        await unit.groups.set_quiet(group, night)
        await a_group(unit, by)
        assert (await unit.groups.get(group)).quiet == night
        await unit.groups.set_quiet(group, None)
        assert (await unit.groups.get(group)).quiet is None


# --- lists and weeks --------------------------------------------------------------------------------------------------


async def some_tickets(unit: Unit, by: int) -> dict[str, Ticket]:
    """New, taken, answered and late, closed, and somebody else's."""
    wishes = {
        "new": {},
        "taken": {"status": Status.IN_PROGRESS, "taken_by": by},
        "answered": {
            "status": Status.IN_PROGRESS,
            "taken_by": by,
            "followed_up_at": NOW + DAY,
            "follow_up_due": NOW - DAY,
        },
        "late": {"follow_up_due": NOW - DAY},
        "closed": {"status": Status.CLOSED, "taken_by": by, "followed_up_at": NOW, "closed_at": NOW + DAY},
        "foreign": {"agency": "dishub", "follow_up_due": NOW - DAY},
    }
    made = {}
    for place, (name, wish) in enumerate(wishes.items()):
        ticket = a_ticket(number=f"LP-2611-00000{place}", draft=name, attachments=(), **wish)
        answered = [followed_up(ticket.followed_up_at)] if ticket.followed_up_at else []
        made[name] = await unit.tickets.insert(ticket, [submitted(), *answered])
    return made


def followed_up(at: datetime) -> Event:
    return Event(kind=EventKind.FOLLOWED_UP, at=at, actor=Actor(ActorKind.AGENCY, 1), text="Sudah ditambal.")


async def test_filters_choose_among_what_is_open(database: Database, sari: object) -> None:
    async with database.transaction() as unit:
        by = await budi(unit)
        made = {ticket.id: name for name, ticket in (await some_tickets(unit, by)).items()}
        chosen = {}
        for each in Filter:
            wanted = Wanted("pupr", each, NOW, by)
            tickets = await unit.tickets.listed(wanted, 10)
            chosen[each.value] = {made[ticket.id] for ticket in tickets}
            assert await unit.tickets.count_listed(wanted) == len(tickets)
        assert chosen == {
            "new": {"new", "late"},
            "in_progress": {"taken", "answered"},
            "overdue": {"late"},
            "mine": {"taken", "answered"},
            "all": {"new", "taken", "answered", "late"},
        }
        assert await unit.tickets.count_listed(Wanted(ALL, Filter.OVERDUE, NOW)) == 2
        everything = Wanted("pupr", Filter.ALL, NOW)
        first, rest = await unit.tickets.listed(everything, 3), await unit.tickets.listed(everything, 3, 3)
        assert len({ticket.id for ticket in (*first, *rest)}) == 4


async def test_the_week_in_numbers(database: Database, sari: object) -> None:
    async with database.transaction() as unit:
        await some_tickets(unit, await budi(unit))
        weeks = await unit.weeks.facts(NOW, NOW + DAY)
        week = weeks["pupr"]
        assert (week.received, week.closed) == (5, 0)
        assert week.answered == ((NOW, NOW),), "the end of the span is not within it"
        longer = (await unit.weeks.facts(NOW, NOW + DAY + timedelta(seconds=1)))["pupr"]
        assert (longer.closed, sorted(longer.answered)) == (1, [(NOW, NOW), (NOW, NOW + DAY)])
        assert weeks[ALL].received == 6
        assert len(weeks[ALL].answered) >= len(week.answered)
        assert await unit.weeks.facts(NOW + DAY * 2, NOW + DAY * 3) == {ALL: WeekFacts(0, (), 0)}


async def test_what_was_answered_counts_once_also_when_it_is_reopened(database: Database, sari: object) -> None:
    async with database.transaction() as unit:
        await budi(unit)
        reopened = a_ticket(status=Status.IN_PROGRESS, followed_up_at=None, reopened=1, attachments=())
        history = [submitted(), followed_up(NOW + MINUTE), followed_up(NOW + 2 * MINUTE), followed_up(NOW + 2 * DAY)]
        await unit.tickets.insert(reopened, history)
        transferred = a_ticket(
            number="LP-2611-000001", draft="other", assigned_at=NOW + DAY, followed_up_at=NOW + 2 * DAY, attachments=()
        )
        await unit.tickets.insert(transferred, [submitted(), followed_up(NOW + MINUTE), followed_up(NOW + 2 * DAY)])
        first = (await unit.weeks.facts(NOW, NOW + DAY))["pupr"]
        assert first.answered == ((NOW, NOW + MINUTE),), "its first answer; not the one of another agency before"
        second = (await unit.weeks.facts(NOW + DAY, NOW + 3 * DAY))["pupr"]
        assert second.answered == ((NOW + DAY, NOW + 2 * DAY),), "a second answer is no second case"


async def test_a_reminder_that_is_postponed_comes_again(database: Database, sari: object) -> None:
    async with database.transaction() as unit:
        ticket = await unit.tickets.insert(a_ticket(attachments=()), [submitted()])
        await unit.reminders.schedule(ticket.id, "day_before", NOW)
        (due,) = await unit.reminders.due(NOW, 10)
        await unit.reminders.done(due.id, NOW)
        await unit.reminders.postpone(due.id, NOW + MINUTE)
        assert await unit.reminders.due(NOW, 10) == ()
        assert await unit.reminders.due(NOW + MINUTE, 10) == (replace(due, due_at=NOW + MINUTE),)
