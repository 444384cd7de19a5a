"""Trying a status file tells exactly what applying it does, and leaves no trace."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from handlers.desk import Desk
from handlers.sp4n_file import Effect, imported
from storage.database import Database
from storage.sealing import Sealer
from tests.storage.samples import NOW, SARI, a_ticket, submitted
from tests.support.catalogues import MINI_FILE
from tests.support.databases import SECRET_KEY, sqlite_template
from tests.support.stage import office_of
from tickets.sp4n import Line, Outcome

__all__ = ["sqlite_template"]
OURS = ("LP-2611-7F3K90", "LP-2611-7F3K9Q", "LP-2611-000000")
"""Of the first three tickets that anybody would guess, two are there."""
lines = st.lists(
    st.builds(
        Line,
        st.integers(2, 99),
        st.sampled_from(["1111", "2222", "3333"]),
        st.sampled_from(["", *OURS, "bukan nomor"]),
        st.sampled_from(["", "Selesai", "Proses", "=1+1"]),
    ),
    max_size=6,
)


@given(lines)
@example([Line(2, "1111", OURS[0]), Line(3, "1111", OURS[1]), Line(4, "2222", OURS[0])])
@example([Line(2, "1111", OURS[0], "Proses"), Line(3, "1111", "", "Selesai")])
@settings(
    max_examples=15,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_lines(sqlite_template: Path, lines: list[Line]) -> None:
    asyncio.run(_tried_and_applied(sqlite_template, tuple(lines)))


async def _tried_and_applied(template: Path, lines: tuple[Line, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copyfile(template, Path(folder) / "lapor.db"))
        database = await Database.open(f"sqlite:///{file}", Sealer(SECRET_KEY))
        try:
            async with database.transaction() as unit:
                sari = await unit.people.meet("telegram", SARI, NOW)
                for number in OURS[:2]:
                    await unit.tickets.insert(
                        a_ticket(number=number, reporter_id=sari.id, agency="LAUT", draft=number), [submitted()]
                    )
            before = await _stored(database)
            tried = await _run(database, lines, apply=False)
            assert await _stored(database) == before
            assert await _run(database, lines, apply=True) == tried
            assert (await _stored(database) != before) == any(
                each.outcome in {Outcome.NUMBERED, Outcome.STATUS} for each in tried
            )
        finally:
            await database.close()


async def _run(database: Database, lines: tuple[Line, ...], *, apply: bool) -> tuple[Effect, ...]:
    async with database.transaction() as unit:
        return await imported(lines, Desk(unit=unit, office=office_of("", MINI_FILE), now=NOW), apply=apply)


async def _stored(database: Database) -> object:
    """The tickets, their histories, and what is to be sent."""
    async with database.transaction() as unit:
        tickets = [await unit.tickets.by_number(number) for number in OURS]
        histories = [await unit.tickets.history(ticket.id) for ticket in tickets if ticket]
        return tickets, histories, await unit.outbox.counts()
