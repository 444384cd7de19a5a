"""An agency declines a case; the coordinator decides; only then the citizen is told."""

from tests.conversations.acts import kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tickets.ticket import Status


async def test_a_national_road_is_not_ours(theatre: Theatre) -> None:
    async with theatre("tolak-bukan-kewenangan", "Bukan kewenangan: koordinator setuju") as stage:
        number = await sari_files(stage)
        before = stage.sari.sees_all()
        await stage.budi.presses("Tolak")
        await stage.budi.presses("Bukan kewenangan")
        await stage.budi.presses("BPJN")
        assert "menunggu koordinator" in stage.find(stage.pupr, "Masuk:").text
        assert stage.sari.sees_all() == before, "the citizen hears of a decision, not of a proposal"
        assert (await ticket_of(stage, number)).awaits_follow_up, "the clock runs on"
        assert stage.rina.buttons() == ["Setujui", "Kembalikan ke PUPR", "Alihkan"]
        await stage.rina.presses("Setujui", twice=True)
        told = stage.sari.sees()
        assert "bukan kewenangan PUPR" in told
        assert "Balai Pelaksanaan Jalan Nasional" in told
        assert "lapor.go.id" in told
        assert "setuju" in stage.budi.sees()
        assert (await ticket_of(stage, number)).status is Status.OUT_OF_AUTHORITY
        assert (await kinds(stage, number))[-2:] == ["decline_proposed", "out_of_authority"]
        stage.scene("Bu Sari tidak setuju")
        await stage.sari.says("Tapi itu jalan kampung, bukan jalan nasional", reply_to="bukan kewenangan")
        assert "jalan kampung" in stage.rina.sees()
        assert "jalan kampung" in stage.budi.sees()
        await stage.sari.says(f"/status {number}")
        assert "Bukan kewenangan" in stage.sari.sees()


async def test_the_coordinator_returns_it(theatre: Theatre) -> None:
    async with theatre("tolak-dikembalikan", "Koordinator mengembalikan, lalu usul lagi dan dialihkan") as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Tolak")
        await stage.budi.presses("Bukan kewenangan")
        await stage.budi.presses("Kabupaten/kota")
        assert "Pemerintah Kabupaten Banjar" in stage.rina.sees()
        proposal, agree = stage.button(stage.coordinator, "Setujui")
        await stage.rina.presses("Kembalikan ke PUPR")
        assert "tidak disetujui" in stage.budi.sees()
        assert (await ticket_of(stage, number)).status is Status.ASSIGNED
        stage.scene("Tombol usulan lama tidak memutuskan usulan baru")
        await stage.budi.presses("Tolak")
        await stage.budi.presses("Bukan kewenangan")
        await stage.budi.presses("PLN")
        stage.world.press(stage.rina.person, proposal, data=agree["callback_data"], forged=True)
        await stage.settles()
        assert (await ticket_of(stage, number)).status is Status.ASSIGNED
        stage.scene("Dialihkan")
        await stage.rina.presses("Alihkan", under="PLN")
        await stage.rina.says("dishub", reply_to="instansi mana")
        await stage.rina.says("Lampu jalan urusan perhubungan", reply_to="dengan alasan")
        ticket = await ticket_of(stage, number)
        assert (ticket.agency, ticket.declining) == ("DISHUB", None)
        await stage.rina.presses("Setujui", under="PLN")
        assert "Tidak ada lagi usulan" in stage.rina.sees()


async def test_a_duplicate_names_the_other_ticket(theatre: Theatre) -> None:
    async with theatre("tolak-ganda", "Ganda dengan tiket lain") as stage:
        first = await sari_files(stage)
        await stage.sari.says("/lapor")
        second = await sari_files(stage, "Jembatan di Mataraman retak parah, takut putus")
        await stage.budi.presses("Tolak", under="Mataraman")
        await stage.budi.presses("Ganda")
        await stage.budi.says(second, reply_to="masalahnya sama")
        assert "tidak ditemukan" in stage.budi.sees(), "a ticket is no duplicate of itself"
        await stage.budi.says(f"sama dengan {first.lower()}", reply_to="tidak ditemukan")
        await stage.rina.presses("Setujui")
        assert f"laporan {first}" in stage.sari.sees()
        assert (await ticket_of(stage, second)).status is Status.MERGED
        assert (await ticket_of(stage, first)).status is Status.ASSIGNED


async def test_missing_data_are_asked_for_and_not_declined(theatre: Theatre) -> None:
    async with theatre("tolak-belum-lengkap", "Belum lengkap berarti minta data") as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Tolak")
        await stage.budi.presses("Data belum lengkap")
        assert "balas pesan ini" in stage.budi.sees()
        assert "decline_proposed" not in await kinds(stage, number)


async def test_a_proposal_ends_with_the_case(theatre: Theatre) -> None:
    async with theatre("tolak-lalu-selesai", "Diusulkan ditolak, lalu selesai") as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Tolak")
        await stage.budi.presses("Bukan kewenangan")
        await stage.budi.presses("BPJN")
        proposal, agree = stage.button(stage.coordinator, "Setujui")
        await stage.budi.says("Ternyata jalan provinsi: sudah kami tambal.", photo=True, reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        assert "Setujui" in stage.rina.buttons(), "an answer decides nothing"
        await stage.budi.presses("Selesai")
        assert f"Usulan menolak {number} tidak perlu diputuskan lagi" in stage.rina.sees_all()
        assert "Setujui" not in stage.rina.buttons()
        assert "menunggu koordinator" not in stage.find(stage.pupr, "Masuk:").text
        stage.scene("Tombol lama di layar Bu Rina, setelah pelapor membuka kembali")
        await stage.sari.presses("Belum selesai")
        stage.world.press(stage.rina.person, proposal, data=agree["callback_data"], forged=True)
        await stage.settles()
        assert "Tidak ada lagi usulan" in stage.rina.sees()
        ticket = await ticket_of(stage, number)
        assert (ticket.status, ticket.declining) == (Status.IN_PROGRESS, None)
        stage.scene("Diusulkan lagi, lalu ditutup pelapor")
        await stage.budi.says("Sudah kami tambal ulang.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.budi.presses("Tolak")
        await stage.budi.presses("Bukan kewenangan")
        await stage.budi.presses("PLN")
        await stage.sari.presses("Sudah selesai")
        assert "Status: Selesai" in stage.rina.sees_all()
        assert "Setujui" not in stage.rina.buttons()
        assert (await ticket_of(stage, number)).status is Status.CLOSED


async def test_only_the_coordinator_decides(theatre: Theatre) -> None:
    async with theatre("tolak-tombol-palsu", "Instansi mencoba memutuskan sendiri") as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Tolak")
        await stage.budi.presses("Bukan kewenangan")
        await stage.budi.presses("PLN")
        ticket = await ticket_of(stage, number)
        await stage.budi.presses_forged(f"n:agree:{ticket.id}:1", under="Menunggu keputusan")
        assert (await ticket_of(stage, number)) == ticket


async def test_an_older_question_takes_no_proposal_back(theatre: Theatre) -> None:
    async with theatre("tolak-berdua", "Dua admin menekan Tolak; yang lama tidak membatalkan usulan") as stage:
        await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await stage.budi.presses("Tolak")
        first = stage.find(stage.pupr, "ditolak?")
        _, cancel = stage.button(stage.pupr, "Batal")
        _, outside = stage.button(stage.pupr, "Bukan kewenangan")
        await wati.presses("Tolak")
        await wati.presses("Bukan kewenangan")
        await wati.presses("Kabupaten/kota")

        stage.scene("Budi menekan Batal, lalu Bukan kewenangan, pada pertanyaan yang pertama")
        for button in (cancel, outside):
            stage.world.press(stage.budi.person, first, data=button["callback_data"])
            await stage.settles()
        assert "tidak jadi ditolak" not in stage.budi.sees_all()
        assert "Wati mengusulkan" in stage.budi.sees_all()
        assert "sudah diusulkan ditolak" in stage.budi.sees()


async def test_each_of_two_older_questions_goes_on(theatre: Theatre) -> None:
    async with theatre("tolak-pertanyaan-lama", "Alasan dipilih pada pertanyaan Tolak yang lama") as stage:
        number = await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await stage.budi.presses("Tolak")
        first = stage.find(stage.pupr, "ditolak?")
        _, outside = stage.button(stage.pupr, "Bukan kewenangan")
        await wati.presses("Tolak")
        stage.world.press(stage.budi.person, first, data=outside["callback_data"])
        await stage.settles()
        await stage.budi.presses("PLN")
        assert (await kinds(stage, number))[-1] == "decline_proposed"


async def test_ganda_asks_for_the_number_and_does_not_say_that_nothing_is_declined(theatre: Theatre) -> None:
    async with theatre("tolak-ganda-ditanyakan", "Ganda: nomornya ditanyakan") as stage:
        await sari_files(stage)
        await stage.budi.presses("Tolak")
        await stage.budi.presses("Ganda")
        assert "tidak jadi ditolak" not in stage.budi.sees_all()
        assert "Alasan menolak" in stage.budi.sees_all()
        assert "nomor tiket yang masalahnya sama" in stage.budi.sees()
