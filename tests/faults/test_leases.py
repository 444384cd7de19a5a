"""What a killed program was sending: nobody waits for it longer than needed. (Leases as such: tests/storage.)"""

from bot.sender import LEASE_SECONDS
from storage.database import Database
from storage.sealing import Sealer
from tests.support.databases import SECRET_KEY
from tests.support.stage import Stage
from tickets.dialogue import Chat, ChatKind, Parcel, Text


async def test_the_only_process_on_sqlite_takes_over_at_its_start_and_nobody_waits_for_a_lease(
    stage: Stage, sqlite_url: str
) -> None:
    await stage.sari.says("/start")
    await stage.bot_stops()
    database = await Database.open(sqlite_url, Sealer(SECRET_KEY))
    async with database.transaction() as unit:
        sari = Chat("telegram", str(stage.sari.person.id), ChatKind.PRIVATE)
        await unit.outbox.put(Parcel(chat=sari, content=Text(html="Sempat terputus.")), stage.world.clock.now())
        assert await unit.outbox.claim(stage.world.clock.now(), 10, LEASE_SECONDS)
    await database.close()

    await stage.bot_starts()
    assert stage.sari.sees() == "Sempat terputus."
