"""Groups as they are: chatter, commands, forged buttons; the bot is thrown out; the group becomes a supergroup."""

import sqlalchemy as sa

from storage import tables
from storage.database import Database
from tests.conversations.acts import files, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Stage


async def stored_updates(stage: Stage) -> tuple[int, int]:
    """How many updates the inbox knows, and of how many it still has the content."""
    async with stage.looks() as unit:
        rows = (await unit._connection.execute(sa.select(tables.inbox.c.content))).scalars().all()
    return len(rows), sum(content is not None for content in rows)


async def test_ordinary_chatter_is_neither_answered_nor_kept(theatre: Theatre) -> None:
    async with theatre("obrolan-biasa", "Obrolan biasa di grup") as stage:
        stage.world.promote(stage.world.bot, stage.pupr)
        await sari_files(stage)
        answers = len(stage.budi.messages())
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await wati.says("Bapak-bapak, rapat jam berapa?")
        await stage.budi.says("Jam dua, di ruang atas", reply_to="rapat jam berapa")
        await wati.says("Foto papan tulis kemarin", photo=True)
        await stage.budi.says("Terima kasih 🙏")
        await wati.says("", album=2)
        assert len(stage.budi.messages()) == answers
        _, with_content = await stored_updates(stage)
        assert with_content == 0, "what was handled is forgotten"
        async with stage.looks() as unit:
            events = (await unit._connection.execute(sa.select(tables.events.c.text))).scalars().all()
            dialogues = (
                await unit._connection.execute(sa.select(sa.func.count()).select_from(tables.dialogues))
            ).scalar_one()
        assert not any("rapat" in (text or "") for text in events)
        assert dialogues == 0


async def test_commands_in_a_group(theatre: Theatre) -> None:
    async with theatre("perintah-grup", "Perintah di grup") as stage:
        await stage.budi.says("/tiket")
        assert "Tidak ada tiket terbuka" in stage.budi.sees()
        await stage.budi.says("/tunggakan")
        first = await sari_files(stage)
        second = await sari_files(stage, "Jembatan di Mataraman retak parah, takut putus")
        await stage.budi.says("/bantuan")
        assert "Grup PUPR" in stage.budi.sees()
        await stage.budi.says("/tiket")
        assert first in stage.budi.sees()
        assert second in stage.budi.sees()
        await stage.budi.presses(second)
        assert "Jembatan di Mataraman" in stage.budi.sees_all()
        await stage.budi.says("/tiket LP-2611-000000")
        assert "tidak ada di grup ini" in stage.budi.sees()
        await stage.rina.says("/tiket")
        assert first in stage.rina.sees()
        await stage.rina.says("/bantuan")
        assert "Grup koordinator" in stage.rina.sees()


async def test_a_foreign_group_cannot_act(theatre: Theatre) -> None:
    async with theatre("grup-asing", "Tombol palsu dari grup lain") as stage:
        dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        number = await sari_files(stage)
        ticket = await ticket_of(stage)
        for data in (
            f"t:take:{ticket.id}",
            f"t:finish:{ticket.id}",
            f"t:show:{ticket.id}",
            f"t:transfer:{ticket.id}",
            f"x:to:{ticket.id}:DISHUB",
            "a:send:1:1",
            "t:take:999999999999999999999",
            "t:take:abc",
            "p:to:PUPR",
            "🙂" * 10,
        ):
            await dewi.presses_forged(data, under="sekarang grup Dishub")
        await dewi.says(f"/tiket {number}")
        assert "tidak ada di grup ini" in dewi.sees()
        assert "Jalan provinsi" not in dewi.sees_all()
        assert await kinds(stage) == ["submitted", "assigned"]
        async with stage.looks() as unit:
            assert [group.chat.title for group in await unit.groups.of_agency("PUPR")] == ["Dinas PUPR"]


async def test_the_bot_is_thrown_out_of_a_group(theatre: Theatre) -> None:
    async with theatre("bot-dikeluarkan", "Bot dikeluarkan dari grup") as stage:
        number = await sari_files(stage)
        stage.script.remark("Pak Budi mengeluarkan bot dari grup")
        stage.world.kick(stage.world.bot, stage.pupr)
        await stage.settles()
        assert "tidak dapat dijangkau lagi" in stage.rina.sees_all()
        assert number in stage.rina.sees_all(), "the coordinator stands in"
        await files(stage.sari, "Jembatan di Mataraman retak parah, takut putus", "Jalan & jembatan")
        assert stage.number() in stage.rina.sees_all()
        stage.script.remark("Bot dimasukkan lagi")
        stage.world.join(stage.world.bot, stage.pupr)
        await stage.settles()
        assert stage.number() in stage.budi.sees_all(), "what came meanwhile is brought"
        await stage.budi.presses("Terima")
        assert "sudah diterima petugas PUPR" in stage.sari.sees()


async def test_a_group_becomes_a_supergroup(theatre: Theatre) -> None:
    async with theatre("menjadi-supergrup", "Grup menjadi supergrup") as stage:
        dewi = stage.found_group("Dinas Perhubungan", "Dewi", "Bu Dewi, Dishub", kind="group")
        rina = stage.member(dewi.chat, "Rina", "Bu Rina, koordinator")
        await rina.says("/hubungkan DISHUB")
        await files(stage.sari, "Lampu jalan PJU di simpang empat mati sudah 4 malam", "Lalu lintas & lampu")
        number = stage.number()
        stage.forget()
        stage.script.remark(f"Grup Dishub menjadi supergrup; laporan {number} masih terbuka")
        moved = stage.moves(dewi)
        await stage.settles()
        assert number in moved.sees_all(), "open cards are posted anew"
        await moved.presses("Terima")
        assert "sudah diterima petugas Dishub" in stage.sari.sees()
        await stage.budi.says("/tiket")
        assert await kinds(stage, number) == ["submitted", "assigned", "taken"]


async def test_the_database_alone_names_nobody(theatre: Theatre, database_url: str) -> None:
    async with theatre("basis-data-tanpa-nama", "Basis data tidak menyebut nama") as stage:
        await sari_files(stage, quietly=False)
        database: Database = stage.app.database
        async with database.transaction() as unit:
            for table in tables.metadata.sorted_tables:
                for row in await unit._connection.execute(sa.select(table)):
                    shown = " ".join(str(value) for value in row)
                    assert "Sari" not in shown
                    assert str(stage.sari.person.id) not in shown
