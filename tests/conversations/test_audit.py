"""What the coordinator does is written down: who, what, where, and why."""

from tests.conversations.acts import sari_files
from tests.conversations.conftest import Theatre
from tests.support.stage import Role, Stage
from tickets.audit import Entry, Search


async def log_of(stage: Stage) -> list[Entry]:
    """The audit log, first to last."""
    async with stage.looks() as unit:
        return list(await unit.audit.read(Search(), 100))[::-1]


async def actions_of(stage: Stage) -> list[str]:
    """What was written down, in codes."""
    return [entry.action for entry in await log_of(stage)]


async def test_pairing_inviting_and_steps_on_tickets_are_written_down(theatre: Theatre) -> None:
    async with theatre("catatan-audit", "Yang dilakukan koordinator dicatat") as stage:
        await sari_files(stage)
        before = len(await log_of(stage))
        await stage.budi.presses("Terima")
        assert len(await log_of(stage)) == before, "the agency's own steps are in the ticket's history"
        await stage.rina.says("/undang DISHUB")
        await stage.rina.says("/senyap 17.00-07.30")
        await stage.rina.says(f"/tiket {stage.number()}")
        await stage.rina.presses("Alihkan")
        await stage.rina.says("Dishub", reply_to="ke instansi mana")
        await stage.rina.says("Ini soal lampu jalan", reply_to="alasan")
        rina = Role(stage, stage.rina.person, stage.rina.name, stage.pupr)
        await rina.says("/lepaskan")
        await rina.presses("Ya, lepaskan")
        done = (await log_of(stage))[before:]
        assert [entry.action for entry in done] == [
            "invitation_made",
            "silence_set",
            "ticket_transferred",
            "group_unpaired",
        ]
        moved = done[2]
        assert (moved.agency, moved.data["from"], moved.reason) == ("DISHUB", "PUPR", "Ini soal lampu jalan")
        assert {entry.actor for entry in done} == {moved.actor}


async def test_the_log_begins_with_the_first_groups(theatre: Theatre) -> None:
    async with theatre("catatan-audit-awal", "Catatan audit dimulai dengan grup pertama") as stage:
        assert await actions_of(stage) == ["group_paired", "group_paired"]
        assert [entry.agency for entry in await log_of(stage)] == ["PUPR", None]
