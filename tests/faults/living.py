"""How a whole case is lived through while trouble strikes at some of its steps."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from tests.faults.case import STEPS, Case, open_case
from tests.faults.troubles import GroupKind, Repeats, Strike
from tests.support.stage import Stage


async def lives_through(case: Case, strikes: Strike, at: Iterable[str], repeats: Repeats) -> None:
    """The case is played to its end, with trouble at those steps."""
    for name, step in STEPS.items():
        if name in at:
            async with strikes(case):
                step.act(case)
        else:
            step.act(case)
            await case.stage.settles()
        await case.sees_to_it(step)
    await case.ends_well()
    most = {"never": 0, "once a strike": len(set(at))}.get(repeats)
    repeated = case.repeated()
    assert most is None or all(times <= most for times in repeated.values()), repeated


@asynccontextmanager
async def opened(database_url: str, group: GroupKind) -> AsyncIterator[Case]:
    """A stage whose PUPR works in a group of that kind."""
    async with Stage.open(database_url, pair=False) as stage:
        if group == "group":
            stage.budi = stage.found_group("Dinas PUPR", "Budi", "Pak Budi, PUPR", kind="group")
            stage.pupr = stage.budi.chat
            stage.world.join(stage.rina.person, stage.pupr)
            stage.world.promote(stage.world.bot, stage.pupr)
            stage.world.send(stage.rina.person, stage.pupr, "/hubungkan PUPR")
            await stage.settles()
        else:
            stage.budi, stage.pupr = await stage.group(
                "Dinas PUPR", "PUPR", "Budi", "Pak Budi, PUPR", forum=group == "forum"
            )
        stage.rina, stage.coordinator = await stage.group(
            "Koordinator Diskominfo", "koordinator", "Rina", "Bu Rina, koordinator"
        )
        yield await open_case(stage)
