"""A ticket that a case at law needs is kept: its reporter is told so politely, and erased once it is free."""

from tests.conversations.acts import POTHOLES, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tickets.audit import Search


async def test_a_hold_wins_over_the_wish_to_be_erased(theatre: Theatre) -> None:
    async with theatre("tahan-dan-hapus", "Disimpan untuk keperluan hukum, lalu dilepas") as stage:
        number = await sari_files(stage)
        await stage.rina.says(f"/tahan {number} diminta penyidik, surat 12/XI")
        assert "disimpan untuk keperluan hukum" in stage.rina.sees()
        stage.scene("Sari ingin datanya dihapus")
        await stage.sari.says("/hapusdata")
        await stage.sari.presses("Ya, hapus data saya")
        assert "belum boleh dihapus" in stage.sari.sees()
        assert number in stage.sari.sees()
        await stage.later(hours=3, remark="Tiga jam berlalu.")
        ticket = await ticket_of(stage, number)
        async with stage.looks() as unit:
            assert (await unit.people.get(ticket.reporter_id)).name == "Sari"
        stage.scene("Penyimpanan dilepas")
        await stage.rina.says("/tahan")
        await stage.rina.presses(f"Lepas {number}")
        await stage.rina.presses("Ya, lepas penyimpanan", twice=True)
        await stage.later(seconds=60, remark="Satu menit kemudian.")
        assert "sudah dihapus" in stage.sari.sees()
        async with stage.looks() as unit:
            done = await unit.audit.read(Search(ticket=ticket.id), 9)
            assert [entry.action for entry in done] == ["hold_lifted", "hold_placed"]
            assert done[1].reason == "diminta penyidik, surat 12/XI"
            assert (await unit.audit.read(Search(action="person_erased"), 9))[0].data == {"tickets": "1"}


async def test_a_hold_wins_over_age(theatre: Theatre) -> None:
    async with theatre("tahan-dan-masa-simpan", "Disimpan lebih lama dari masa simpan") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Sudah kami tambal", reply_to=f"🎫 {number}")
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.presses("Sudah selesai")
        await stage.rina.says(f"/tahan {number} perkara nomor 7 di pengadilan")
        await stage.later(hours=24 * 731)
        assert (await ticket_of(stage, number)).text == POTHOLES
        stage.forget()
        await stage.rina.says("/tahan")
        assert "perkara nomor 7" in stage.rina.sees()


async def test_who_may_not_hold_or_lift(theatre: Theatre) -> None:
    async with theatre("tahan-keliru", "/tahan: yang keliru dan yang tidak berwenang") as stage:
        number = await sari_files(stage)
        await stage.rina.says("/tahan LP-2611-XXXXXX karena diminta penyidik")
        await stage.rina.says(f"/tahan {number} ya")
        assert "alasannya" in stage.rina.sees()
        await stage.rina.says("/tahan")
        assert "Tidak ada" in stage.rina.sees()
        await stage.rina.says(f"/tahan {number} diminta penyidik kepolisian")
        await stage.rina.says(f"/tahan {number} diminta penyidik kepolisian")
        assert "sudah disimpan" in stage.rina.sees()
        await stage.budi.says(f"/tahan {number} saya ingin menyimpannya")
        assert "oordinator" in stage.budi.sees()
        await stage.budi.presses_forged("H:yes:1", under=f"🎫 {number}")
        await stage.sari.says(f"/tahan {number} saya ingin menyimpannya")
        await stage.sari.presses_forged("H:yes:1", under="Laporan terkirim")
        dedi = stage.member(stage.coordinator, "Dedi", "Pak Dedi, belum terdaftar")
        await dedi.says(f"/tahan {number} saya ingin menyimpannya")
        await dedi.presses_forged("H:yes:1", under="sudah disimpan")
        for data in ("H", "H:yes", "H:yes:99", "H:lift:x"):
            await stage.rina.presses_forged(data, under="sudah disimpan")
        ticket = await ticket_of(stage, number)
        async with stage.looks() as unit:
            assert await unit.holds.among([ticket.id]) == {ticket.id}
