"""Updates in trouble: twice the same, broken ones among good ones, and ours to blame: a handler that raises."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.behaviour import Behaviour
from simulator.model import Update
from simulator.updates import FOREVER
from storage.unit import Unit
from storage.values import Incoming
from tests.faults.acts import MARTAPURA, copies, in_order, sari_files, ticket_of
from tests.faults.program import Program
from tests.support import stage as staging
from tests.support.stage import Stage
from tickets.dialogue import Inbound, Message

POTHOLES = "Jalan provinsi berlubang dalam, tadi pagi ada ibu jatuh dari motor"
ROADS = "Jalan & jembatan"


# --- twice the same -------------------------------------------------------------------------------------------------


async def test_updates_that_telegram_delivers_again_after_a_restart_act_once(both_stages: Stage) -> None:
    stage = both_stages
    await stage.sari.says(POTHOLES)
    await stage.sari.presses(ROADS)
    await stage.sari.says(location=MARTAPURA)
    message, button = stage.button(stage.sari.chat, "Kirim")
    stage.world.press(stage.sari.person, message, data=button["callback_data"])
    delivered = dict(stage.world.bot.updates)
    await stage.settles()
    await stage.bot_stops()
    stage.world.bot.updates.update(delivered)
    await stage.bot_starts()

    assert copies(stage, stage.sari, "Nomor tiket") == 1
    assert copies(stage, stage.pupr, f"🎫 {stage.number()}") == 1


async def test_every_press_that_comes_again_under_a_new_number_acts_once(both_stages: Stage) -> None:
    stage = both_stages
    await stage.sari.says(POTHOLES)
    await stage.sari.presses(ROADS, twice=True)
    await stage.sari.says(location=MARTAPURA)
    await stage.sari.presses("Kirim", twice=True)
    number = stage.number()
    await stage.budi.presses("Terima", twice=True)
    await stage.budi.says("Besok pagi kami ke lokasi.", reply_to=f"🎫 {number}")
    await stage.budi.presses("Kirim ke pelapor", twice=True)
    await stage.sari.presses("Belum selesai", twice=True)
    await stage.sari.says("Masih berlubang.", reply_to="belum beres")

    assert copies(stage, stage.sari, "Nomor tiket") == 1
    assert copies(stage, stage.sari, "sudah diterima petugas") == 1
    assert copies(stage, stage.sari, "Besok pagi kami ke lokasi.") == 1
    assert copies(stage, stage.pupr, "menyatakan") == 1
    async with stage.looks() as unit:
        ticket = await unit.tickets.by_number(number)
        assert ticket is not None
        assert await unit.tickets.count_of_reporter(ticket.reporter_id) == 1
        history = [event.kind.value for event in await unit.tickets.history(ticket.id)]
    assert len(history) == len(set(history)), history
    await in_order(stage)


# --- broken ones among good ones ------------------------------------------------------------------------------------

SARI = {"id": 100000002, "is_bot": False, "first_name": "Sari"}
PRIVATE = {"id": 100000002, "type": "private", "first_name": "Sari"}
GOOD = {"message_id": 9000, "from": SARI, "chat": PRIVATE, "date": 1795000000}
BROKEN: dict[str, tuple[str, Any]] = {
    "no chat": ("message", {"message_id": 1, "from": SARI, "date": 1795000000, "text": "halo"}),
    "a chat that is a text": ("message", {**GOOD, "chat": "Sari", "text": "halo"}),
    "a chat whose id is none": ("message", {**GOOD, "chat": {"id": "x", "type": "private"}, "text": "halo"}),
    "a date that is none": ("message", {**GOOD, "date": "kemarin", "text": "halo"}),
    "a date beyond time": ("message", {**GOOD, "date": 10**30, "text": "halo"}),
    "a message that is a list": ("message", [1, 2, 3]),
    "a message that is nothing": ("message", None),
    "a photo without sizes": ("message", {**GOOD, "photo": [{}]}),
    "a place at no place": ("message", {**GOOD, "location": {"latitude": "utara", "longitude": []}}),
    "a press by nobody": ("callback_query", {"id": "7", "message": GOOD, "data": "f:x:1:y"}),
    "a text that is a number": ("message", {**GOOD, "text": 12345}),
    "a reply to a number": ("message", {**GOOD, "text": "halo", "reply_to_message": 5}),
    "a standing without a status": (
        "my_chat_member",
        {"chat": PRIVATE, "from": SARI, "date": 1, "new_chat_member": {}},
    ),
}
MEANINGLESS: dict[str, tuple[str, Any]] = {
    "a kind that nobody knows": ("teleportation", {"from": "Sari"}),
    "a poll": ("poll", {"id": "1"}),
    "nothing but a kind": ("message_reaction", {}),
}
ODD: dict[str, tuple[str, Any]] = {
    "half a character": ("message", {**GOOD, "text": "jalan rusak \ud83d sekali di sini"}),
    "a character of nothing": ("message", {**GOOD, "text": "jalan rusak \x00 sekali di sini"}),
    "a very long text": ("message", {**GOOD, "text": "jalan rusak " * 20_000}),
    "markup": ("message", {**GOOD, "text": "<b>jalan</i> & <script>rusak</script> {{ 7 * 7 }}"}),
    "a name of half a character": ("message", {**GOOD, "from": {**SARI, "first_name": "\udc00"}, "text": "halo"}),
    "numbers beyond every database": (
        "message",
        {
            **GOOD,
            "message_id": 10**40,
            "chat": {**PRIVATE, "id": 10**40},
            "from": {**SARI, "id": 10**40},
            "text": "hai",
        },
    ),
    "data of a stranger": ("callback_query", {"id": "1", "from": SARI, "message": GOOD, "data": "t:take:" + "9" * 50}),
    "data that is noise": ("callback_query", {"id": "2", "from": SARI, "message": GOOD, "data": ":::\x00\ud800" * 9}),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_update_is_kept_for_replay_and_good_ones_around_it_are_answered(stage: Stage, name: str) -> None:
    await _around(stage, *BROKEN[name])
    await in_order(stage, failed=1)


@pytest.mark.parametrize("name", MEANINGLESS)
async def test_an_update_that_means_nothing_to_us_is_passed_over(stage: Stage, name: str) -> None:
    await _around(stage, *MEANINGLESS[name])
    await in_order(stage)


@pytest.mark.parametrize("name", ODD)
async def test_odd_content_stops_nobody(both_stages: Stage, name: str) -> None:
    stage = both_stages
    stage.world.send(stage.sari.person, stage.sari.chat, "/start")
    await stage.settles()
    await store(stage, *ODD[name])
    await _around(stage, *MEANINGLESS["a poll"])
    async with stage.looks() as unit:
        assert (await unit.inbox.counts())["pending"] == 0
        assert (await unit.outbox.counts())["waiting"] == 0


async def _around(stage: Stage, kind: str, payload: Any) -> None:
    """A good update, this one, and good ones again; the good ones are answered."""
    andi = stage.citizen("Andi", "Pak Andi, warga")
    before = len(stage.world.messages(stage.sari.chat))
    stage.world.send(andi.person, andi.chat, "/start")
    inject(stage, kind, payload)
    stage.world.send(andi.person, andi.chat, "/privasi")
    stage.world.send(stage.sari.person, stage.sari.chat, "/bantuan")
    await stage.settles()
    assert len([said for said in stage.world.messages(andi.chat) if stage.is_bots(said)]) == 2
    assert stage.is_bots(stage.world.messages(stage.sari.chat)[-1])
    assert len(stage.world.messages(stage.sari.chat)) > before + 1


async def store(stage: Stage, kind: str, payload: Any, key: str = "odd") -> None:
    """Put an update into the inbox that our simulator could not even write down as JSON."""
    raw = {"update_id": 5, kind: payload}
    incoming = Incoming("telegram", key, str(SARI["id"]), raw, stage.world.clock.now())
    async with stage.app.database.transaction() as unit:
        await unit.inbox.store([incoming])
    stage.app.worker.wake.set()


def inject(stage: Stage, kind: str, payload: Any) -> None:
    """Put an update into the bot's queue that no real Telegram would make."""
    bot = stage.world.bot
    update = Update(bot.next_update, kind, payload, "broken", stage.world.clock.now() + FOREVER)
    bot.updates[update.id] = update
    bot.next_update += 1
    stage.world.line(bot).wake()


# --- a handler that raises ------------------------------------------------------------------------------------------


class Mistake(Exception):  # noqa: N818 - it is one
    """What a developer has overlooked."""


@pytest.fixture
def mistaken(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The handlers raise after they have done all their work on a message with "khilaf"; call it to mend them."""
    broken = {"now": True}
    right = staging._behave

    def wrong(*office: Any) -> Behaviour:
        behaviour = right(*office)

        async def handle(inbound: Inbound, unit: Unit) -> None:
            await behaviour.handle(inbound, unit)
            if broken["now"] and isinstance(inbound, Message) and "khilaf" in inbound.text:
                raise Mistake

        return replace(behaviour, handle=handle)

    monkeypatch.setattr(staging, "_behave", wrong)
    return lambda: broken.update(now=False)


async def test_a_handler_that_raises_leaves_no_trace_apologises_once_and_replay_does_it_after_all(
    mistaken: Callable[[], None], database_url: str, tmp_path: Path
) -> None:
    async with Stage.open(database_url) as stage:
        number = await sari_files(stage)
        await stage.sari.says("Tambahan: khilaf saya, lubangnya dua.", reply_to="Nomor tiket")
        andi = stage.citizen("Andi", "Pak Andi, warga")
        await andi.says("/start")

        assert copies(stage, stage.sari, "Mohon maaf") == 1
        assert copies(stage, stage.pupr, "khilaf") == 0
        assert andi.buttons()
        assert (await ticket_of(stage, number)).revision == await _revision_before(stage, number)
        program = Program(tmp_path, "http://127.0.0.1:9", database_url, stage.rina.person.id)
        listed = await program.command("replay")
        assert "Mistake" in listed
        assert "1 failed updates" in listed

        mistaken()
        assert "1 updates" in await program.command("replay", "--failed")
        stage.app.worker.wake.set()
        await stage.settles()
        assert copies(stage, stage.pupr, "khilaf") == 1
        assert copies(stage, stage.sari, "Mohon maaf") == 1
        await in_order(stage)


async def _revision_before(stage: Stage, number: str) -> int:
    ticket = await ticket_of(stage, number)
    async with stage.looks() as unit:
        return len([event for event in await unit.tickets.history(ticket.id) if event.kind.value == "submitted"]) - 1
