"""What is forwarded to the bot: a friend's words are a report, the bot's own words are none."""

from tests.conversations.acts import BRIDGE, a_neighbour_files, sari_files
from tests.conversations.conftest import Theatre
from tests.conversations.test_search import alone
from tests.support.stage import Role


async def forwards(person: Role, message_of: Role, text: str) -> None:
    """Pass a message that stands in somebody's chat on to the bot."""
    stage = person.stage
    stage.world.forward(person.person, person.chat, stage.find(message_of.chat, text))
    await stage.settles()


async def test_the_bots_own_messages_are_put_into_no_report(theatre: Theatre) -> None:
    async with theatre("pesan-bot-diteruskan", "Pesan bot sendiri diteruskan kembali kepada bot") as stage:
        number = await sari_files(stage)
        await forwards(stage.sari, stage.sari, "Nomor tiket")
        assert f"Laporan {number}" in stage.sari.sees(), "where it stands, and no new report"
        stage.scene("Pak Tono mendapat terusan dari Bu Sari")
        tono = stage.citizen("Tono", "Pak Tono, warga")
        await forwards(tono, stage.sari, "Nomor tiket")
        assert "tidak ada pada akun ini" in tono.sees()
        stage.scene("Di tengah laporannya sendiri")
        await tono.says(BRIDGE)
        await forwards(tono, stage.sari, "Nomor tiket")
        await tono.presses("Jalan & jembatan")
        assert number not in tono.sees(), "his report holds his words alone"
        stage.scene("Kartu instansi, diteruskan oleh Pak Budi ke percakapan pribadinya")
        budi = stage.citizen("Budi", "Pak Budi, sendiri")
        await forwards(budi, stage.budi, "🎫")
        assert "tidak ada pada akun ini" in budi.sees()
        assert "Langkah" not in budi.sees_all()
        stage.scene("Pesan tanpa nomor")
        await budi.says("/bantuan")
        await forwards(budi, budi, "Cara melapor")
        assert "pesan dari bot ini sendiri" in budi.sees()


async def test_a_friends_message_is_a_report_and_a_coordinator_is_not_offered_our_own_words(theatre: Theatre) -> None:
    async with theatre("terusan-teman", "Terusan dari teman, dan terusan kartu oleh koordinator") as stage:
        ani = stage.citizen("Ani", "Bu Ani, warga")
        await ani.says("Lampu jalan di Jalan Pramuka Banjarmasin mati total sejak Senin")
        tono = stage.citizen("Tono", "Pak Tono, warga")
        await forwards(tono, ani, "mati total")
        assert "Tentang apa laporan ini?" in tono.sees()
        stage.scene("Koordinator meneruskan kartu")
        number = await a_neighbour_files(stage, "Dedi")
        rina = alone(stage)
        await forwards(rina, stage.budi, f"🎫 {number}")
        assert "dicatat" not in rina.sees()
        assert number in rina.sees()
