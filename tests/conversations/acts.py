"""What happens in many conversations: Sari files the usual complaint, somebody looks into the database."""

import textwrap

from tests.support.stage import MARTAPURA, Role, Stage
from tickets.events import Event
from tickets.ticket import Ticket

BRIDGE = "Jembatan di Mataraman retak parah, takut putus"
POTHOLES = "Jalan provinsi berlubang dalam, tadi pagi ada ibu jatuh dari motor"


async def sari_files(
    stage: Stage, text: str = POTHOLES, category: str = "Jalan & jembatan", *, quietly: bool = True
) -> str:
    """Sari files a complaint for PUPR; its number. Not part of the script unless wanted."""
    await files(stage.sari, text, category)
    if quietly:
        stage.forget()
        stage.script.remark(
            f"Bu Sari sudah mengirim laporan {stage.number()}: “{textwrap.shorten(text, 90, placeholder=' …')}”"
        )
    return stage.number()


async def a_neighbour_files(stage: Stage, first_name: str, text: str = BRIDGE) -> str:
    """Somebody else files a complaint for PUPR, offstage; its number."""
    neighbour = stage.citizen(first_name, first_name)
    await files(neighbour, text, "Jalan & jembatan")
    stage.forget()
    return [word for word in neighbour.sees_all().split() if word.startswith("LP-")][-1]


async def files(citizen: Role, text: str, category: str, send: str = "Kirim") -> None:
    """Four actions at most."""
    await citizen.says(text)
    await citizen.presses(category)
    await citizen.says(location=MARTAPURA)
    await citizen.presses(send)


async def ticket_of(stage: Stage, number: str | None = None) -> Ticket:
    """The ticket (the newest that Sari was told of), read through a second session."""
    async with stage.looks() as unit:
        ticket = await unit.tickets.by_number(number or stage.number())
    assert ticket is not None
    return ticket


async def history_of(stage: Stage, number: str | None = None) -> tuple[Event, ...]:
    """What happened to it."""
    ticket = await ticket_of(stage, number)
    async with stage.looks() as unit:
        return await unit.tickets.history(ticket.id)


async def kinds(stage: Stage, number: str | None = None) -> list[str]:
    """What happened to it, in codes."""
    return [event.kind.value for event in await history_of(stage, number)]
