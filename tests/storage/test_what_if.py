"""Other rules tried on past tickets, in numbers that can be counted by hand, on both databases."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from bot.office import calendar_of, rules_of
from storage.database import Database
from storage.errors import StorageError, WrongSecretKey
from storage.past import Place
from storage.sealing import Sealer
from storage.values import Person
from tests.storage.test_reports import Desk
from tests.support.catalogues import mini
from tests.tickets.time_support import WITA, YEARS, wita
from tickets import ticket as rules_of_tickets
from tickets.cases import Clock
from tickets.catalogue import Catalogue, Verification
from tickets.events import Actor, ActorKind
from tickets.what_if import Change, Comparison, Deadline, Differences, Rules

DISKOMINFO = Actor(ActorKind.COORDINATOR, 1)
LAUT = Actor(ActorKind.AGENCY, 1, "LAUT")
NOVEMBER = wita("2026-11-01 00:00")
OCTOBER = wita("2026-10-01 00:00")
USUAL = {"category": "laut", "region": "99.01", "text": "Dermaga di Karangan roboh, perahu warga tidak bisa bersandar"}


def catalogue(**deadlines: int) -> Catalogue:
    """The small catalogue, with three days for the follow-up unless told otherwise."""
    usual = {"verification": 3, "follow_up_target": 3, "follow_up_limit": 5}
    return replace(mini(), deadlines=replace(mini().deadlines, **usual | deadlines))


def with_category(code: str, **fields: Any) -> Catalogue:
    base = catalogue()
    categories = {**base.categories, code: replace(base.categories[code], **fields)}
    return replace(base, categories=MappingProxyType(categories))


def with_holidays(*days: str) -> Catalogue:
    base = catalogue()
    return replace(
        base, working_days=replace(base.working_days, extra_holidays=tuple(date.fromisoformat(day) for day in days))
    )


def rules(of: Catalogue) -> Rules:
    return Rules(of, Clock(calendar_of(of, YEARS, WITA), rules_of(of)))


async def differences(
    database: Database, other: Catalogue, *, at: str = "2026-12-01 00:00", batch: int = 2
) -> Differences:
    comparison = Comparison(rules(catalogue()), rules(other), wita(at), 2)
    place = Place(OCTOBER)
    while True:
        async with database.transaction() as unit:
            found = await unit.past.batch(place, NOVEMBER, wita(at), batch)
        if not found:
            return comparison.found
        for each in found:
            comparison.add(each)
        place = Place(found[-1].history.created_at, found[-1].history.ticket_id)


def counts(found: Differences, what: str) -> dict[str | None, tuple[int, int]]:
    return {code: (getattr(each, what).before, getattr(each, what).after) for code, each in found.agencies.items()}


async def three(desk: Desk) -> None:
    """Filed on Monday, 5 October, and answered after 2, 4 and 5 working days."""
    for answered in ("2026-10-07 09:00", "2026-10-09 09:00", "2026-10-12 09:00"):
        await desk.answers(await desk.files("2026-10-05 09:00", "LAUT", **USUAL), answered)


async def test_two_more_days_make_two_of_three_answers_timely(database: Database, sari: Person) -> None:
    await three(Desk(database))
    found = await differences(database, catalogue(follow_up_target=5))
    assert found.tickets == 3
    assert found.moved[Deadline.FOLLOW_UP] == {2: 3}
    assert counts(found, "late") == {"LAUT": (2, 0)}
    assert counts(found, "escalated") == {"LAUT": (2, 0)}
    assert found.examples[Change.NO_LONGER_LATE] == ["LP-2", "LP-3"]
    assert found.changes[Change.NEWLY_LATE] == 0


async def test_fewer_days_make_more_late_and_the_examples_stay_few(database: Database, sari: Person) -> None:
    await three(Desk(database))
    found = await differences(database, catalogue(follow_up_target=1, follow_up_limit=4))
    assert found.moved[Deadline.FOLLOW_UP] == {-2: 3}
    assert counts(found, "late") == {"LAUT": (2, 3)}
    assert counts(found, "over_limit") == {"LAUT": (0, 1)}
    assert found.examples[Change.NEWLY_LATE] == ["LP-1"]
    nothing = await differences(database, catalogue())
    assert not any(nothing.changes.values())
    assert nothing.moved[Deadline.FOLLOW_UP] == {0: 3}


async def test_holidays_move_deadlines_by_the_days_that_they_take(database: Database, sari: Person) -> None:
    await three(Desk(database))
    found = await differences(database, with_holidays("2026-10-06", "2026-10-07"))
    assert found.moved[Deadline.FOLLOW_UP] == {2: 3}
    assert counts(found, "late") == {"LAUT": (2, 0)}


async def test_what_is_answered_before_the_digest_of_the_next_day_is_late_and_not_escalated(
    database: Database, sari: Person
) -> None:
    desk = Desk(database)
    await desk.answers(await desk.files("2026-10-05 09:00", "LAUT", **USUAL), "2026-10-09 08:29")
    await desk.answers(await desk.files("2026-10-05 09:00", "LAUT", **USUAL), "2026-10-09 08:31")
    found = await differences(database, catalogue(follow_up_target=4))
    assert counts(found, "late") == {"LAUT": (2, 0)}
    assert counts(found, "escalated") == {"LAUT": (1, 0)}


async def test_waiting_for_the_reporter_is_nobodys_lateness(database: Database, sari: Person) -> None:
    desk = Desk(database)
    ticket = await desk.files("2026-10-05 09:00", "LAUT", **USUAL)
    asked = await desk.keeps(rules_of_tickets.ask(ticket, "Dermaga mana?", (), by=LAUT, at=wita("2026-10-06 09:00")))
    reporter = Actor(ActorKind.REPORTER, 1)
    back = rules_of_tickets.supply(asked, "Karangan", (), by=reporter, at=wita("2026-10-14 09:00"), due=NOVEMBER)
    await desk.answers(await desk.keeps(back), "2026-10-20 09:00")
    found = await differences(database, catalogue(follow_up_target=5))
    assert counts(found, "late") == {"LAUT": (1, 0)}
    assert found.moved[Deadline.FOLLOW_UP] == {2: 1}


async def test_a_transfer_gives_the_new_agency_its_own_days(database: Database, sari: Person) -> None:
    desk = Desk(database)
    ticket = await desk.files("2026-10-05 09:00", "KEBUN", **USUAL)
    moved = rules_of_tickets.transfer(
        ticket, "LAUT", "bukan kami", by=DISKOMINFO, at=wita("2026-10-12 09:00"), due=NOVEMBER
    )
    await desk.answers(await desk.keeps(moved), "2026-10-16 09:00")
    found = await differences(database, catalogue(follow_up_target=4))
    assert counts(found, "late") == {"LAUT": (1, 0)}
    assert (found.routed, found.hits.before, found.hits.after) == (1, 1, 1)


async def test_verifications_are_the_coordinators(database: Database, sari: Person) -> None:
    desk = Desk(database)
    ticket = await desk.files("2026-10-05 09:00", None, **USUAL)
    given = rules_of_tickets.assign(ticket, "LAUT", by=DISKOMINFO, at=wita("2026-10-07 09:00"), due=NOVEMBER)
    await desk.answers(await desk.keeps(given), "2026-10-08 09:00")
    await desk.files("2026-10-05 09:00", None, **USUAL)
    found = await differences(database, catalogue(verification=1))
    assert counts(found, "late") == {None: (1, 2), "LAUT": (0, 0)}
    assert found.moved[Deadline.VERIFICATION] == {-2: 2}
    assert found.verified_in_fact == 2


async def test_a_setting_of_a_category_sends_its_reports_to_the_coordinator_first(
    database: Database, sari: Person
) -> None:
    await three(Desk(database))
    found = await differences(database, with_category("laut", verification=Verification.COORDINATOR))
    assert (found.verified.before, found.verified.after, found.verified_in_fact) == (0, 3, 0)
    assert found.changes[Change.TO_COORDINATOR] == 3
    assert counts(found, "late") == {"LAUT": (2, 2)}


async def test_other_words_change_which_agency_is_suggested(database: Database, sari: Person) -> None:
    desk = Desk(database)
    await three(desk)
    await desk.files("2026-10-06 09:00", "KEBUN", **USUAL | {"category": "kebun", "text": "Kumbang di kebun kelapa"})
    found = await differences(database, with_category("laut", words=("ombak",)))
    assert (found.routed, found.hits.before) == (4, 4)
    assert found.hits.after == 4 - found.changes[Change.HIT_LOST]
    renamed = await differences(database, with_category("kebun", words=("dermaga", "perahu", "jaring", "bersandar")))
    assert renamed.hits.before - renamed.hits.after == renamed.changes[Change.HIT_LOST] > 0


async def test_secret_texts_are_read_and_withheld_tickets_are_not(database: Database, sari: Person) -> None:
    desk = Desk(database)
    await desk.files("2026-10-05 09:00", "LAUT", **USUAL, secret=True)
    await desk.files("2026-10-05 09:00", "LAUT", **USUAL, secret=True, withheld=True)
    found = await differences(database, catalogue())
    assert (found.tickets, found.hits.before) == (1, 1)
    async with database.transaction() as unit:
        (past,) = await unit.past.batch(Place(OCTOBER), NOVEMBER, NOVEMBER, 5)
    assert past.text == USUAL["text"]
    assert "Dermaga" not in repr(past)


async def test_batches_leave_nobody_out_and_read_nobody_twice(database: Database, sari: Person) -> None:
    desk = Desk(database)
    for hour in (9, 9, 9, 10, 10):
        await desk.files(f"2026-10-05 {hour:02}:00", "LAUT", **USUAL)
    await desk.files("2026-11-01 00:00", "LAUT", **USUAL)
    for size in (1, 2, 3, 10):
        assert (await differences(database, catalogue(), batch=size)).tickets == 5


async def test_a_database_opened_to_be_read_refuses_to_write(
    database: Database, database_url: str, sealer: Sealer, sari: Person
) -> None:
    await three(Desk(database))
    reader = await Database.open(database_url, sealer, read_only=True)
    try:
        assert (await differences(reader, catalogue())).tickets == 3
        with pytest.raises(StorageError):
            async with reader.transaction() as unit:
                await unit.notes.put("any", "thing")
        async with reader.transaction() as unit:  # a writer need not wait for who reads
            assert await unit.past.batch(Place(OCTOBER), NOVEMBER, NOVEMBER, 1)
            async with database.transaction() as writer:
                await writer.notes.put("any", "thing")
    finally:
        await reader.close()
    with pytest.raises(WrongSecretKey):
        await Database.open(database_url, Sealer("x" * 40), read_only=True)


async def test_an_sqlite_file_that_is_not_there_is_not_made(tmp_path: Path, sealer: Sealer) -> None:
    with pytest.raises(StorageError):
        await Database.open(f"sqlite:///{tmp_path}/none/lapor.db", sealer, read_only=True)
    assert not (tmp_path / "none").exists()
