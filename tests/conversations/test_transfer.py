"""A ticket finds its agency: by the coordinator, by a transfer with a reason, by pairing a group that was missing."""

from dataclasses import replace
from datetime import timedelta

from tests.conversations.acts import BRIDGE, history_of, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tickets.ticket import Status


async def test_an_unknown_category_goes_to_the_coordinator_who_assigns_it(theatre: Theatre) -> None:
    async with theatre("kategori-tidak-tahu", "Lainnya / tidak tahu: koordinator meneruskan") as stage:
        await sari_files(stage, category="Lainnya / tidak tahu", quietly=False)
        number = stage.number()
        assert "Koordinator akan menentukan" in stage.sari.sees()
        assert number in stage.rina.sees_all()
        assert number not in stage.budi.sees_all()
        assert (await ticket_of(stage)).status is Status.RECEIVED
        await stage.rina.presses("Alihkan")
        await stage.rina.presses("PUPR")
        await stage.rina.says("Jalan provinsi", reply_to="balas pesan ini dengan alasan")
        assert "diteruskan ke PUPR: Jalan provinsi" in stage.sari.sees()
        assert number in stage.budi.sees_all()
        assert "Dialihkan ke PUPR" in stage.rina.sees_all()
        ticket = await ticket_of(stage)
        assert (ticket.agency, ticket.status) == ("PUPR", Status.ASSIGNED)
        assigned = (await history_of(stage))[-1]
        assert (assigned.data["to"], assigned.text) == ("PUPR", "Jalan provinsi")


async def test_the_coordinator_asks_back_before_assigning(theatre: Theatre) -> None:
    async with theatre("koordinator-bertanya-dahulu", "Koordinator bertanya dahulu, lalu meneruskan") as stage:
        number = await sari_files(stage, category="Lainnya / tidak tahu")
        await stage.rina.says("Jalan provinsi atau jalan desa, Bu?", reply_to=number)
        await stage.rina.presses("Kirim ke pelapor")
        await stage.sari.says("Jalan provinsi, Bu", reply_to="Jalan provinsi atau")
        await stage.rina.presses("Alihkan")
        await stage.rina.presses("PUPR")
        await stage.rina.says("Jalan provinsi menurut pelapor", reply_to="dengan alasan")
        assert (await ticket_of(stage)).agency == "PUPR"
        assert (await kinds(stage)).count("transferred") == 1


async def test_transfer_by_buttons(theatre: Theatre) -> None:
    async with theatre("alihkan-dengan-tombol", "Alihkan dengan tombol") as stage:
        dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        number = await sari_files(stage)
        before = await ticket_of(stage)
        await stage.later(days=1, remark="Hari kerja berikutnya")
        await stage.budi.presses("Alihkan")
        await stage.budi.presses("Berikutnya ›")
        await stage.budi.presses("‹ Sebelumnya")
        await stage.budi.presses("Berikutnya ›")
        await stage.budi.presses("Dishub")
        await stage.budi.says("?", reply_to="dengan alasan")
        assert "terlalu singkat" in stage.budi.sees()
        await stage.budi.says("Ini urusan lampu penerangan jalan", reply_to="terlalu singkat")
        assert "Dialihkan ke Dishub" in stage.budi.sees_all()
        assert number in dewi.sees_all()
        assert "diteruskan ke Dishub" in stage.sari.sees()
        ticket = await ticket_of(stage)
        assert ticket.agency == "DISHUB"
        assert ticket.follow_up_due > before.follow_up_due, "a new clock for the new agency"
        assert ticket.created_at == before.created_at

        await stage.budi.presses_forged(f"t:take:{ticket.id}", under="Dialihkan")
        assert "bukan tiket grup ini" in stage.budi.sees()


async def test_transfer_by_a_typed_name(theatre: Theatre) -> None:
    async with theatre("alihkan-dengan-nama", "Alihkan dengan mengetik nama instansi") as stage:
        await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        await sari_files(stage)
        await stage.budi.presses("Alihkan")
        await stage.budi.says("Dinas Sihir", reply_to="ke instansi mana")
        assert "tidak ditemukan" in stage.budi.sees()
        await stage.budi.says("dishub", reply_to="tidak ditemukan")
        await stage.budi.says("Lampu jalan kewenangan Dishub", reply_to="dengan alasan")
        assert (await ticket_of(stage)).agency == "DISHUB"


async def test_a_transfer_is_given_up(theatre: Theatre) -> None:
    async with theatre("alihkan-batal", "Alihkan dibatalkan, atau ke instansi yang sama") as stage:
        await sari_files(stage)
        await stage.budi.presses("Alihkan")
        await stage.budi.says("PUPR", reply_to="ke instansi mana")
        assert "memang sudah di instansi itu" in stage.budi.sees()
        await stage.budi.presses("Batal")
        assert "tidak jadi dialihkan" in stage.budi.sees_all()
        assert (await ticket_of(stage)).agency == "PUPR"


async def test_an_agency_without_a_group_is_stood_in_for_until_it_is_paired(theatre: Theatre) -> None:
    async with theatre("instansi-tanpa-grup", "Instansi tanpa grup, lalu dihubungkan") as stage:
        number = await sari_files(
            stage, "Lampu jalan PJU di simpang empat mati sudah 4 malam", "Lalu lintas & lampu", quietly=False
        )
        assert "Dishub belum punya grup" in stage.rina.sees_all()
        stage.scene("Grup Dishub dihubungkan")
        dewi = stage.found_group("Dinas Perhubungan", "Dewi", "Bu Dewi, Dishub")
        await stage.settles()
        rina = stage.member(dewi.chat, "Rina", "Bu Rina, koordinator")
        await rina.says("/hubungkan dishub")
        assert "sekarang grup Dishub" in dewi.sees_all()
        assert number in dewi.sees_all()
        assert "belum punya grup" not in stage.rina.sees_all(), "the coordinator's card says so no more"
        await dewi.presses("Terima")
        assert "sudah diterima petugas Dishub" in stage.sari.sees()


async def test_pairing_by_buttons_and_by_strangers(theatre: Theatre) -> None:
    async with theatre("menghubungkan-grup", "Menghubungkan grup") as stage:
        dewi = stage.found_group("Dinas Perhubungan", "Dewi", "Bu Dewi, Dishub")
        await stage.settles()
        assert "belum terhubung" in dewi.sees()
        await dewi.says("/tiket")
        await dewi.says("/hubungkan DISHUB")
        assert "hanya koordinator" in dewi.sees().casefold()
        rina = stage.member(dewi.chat, "Rina", "Bu Rina, koordinator")
        await rina.says("/hubungkan Dinas Sihir")
        assert "tidak ada di katalog" in dewi.sees()
        await rina.says("/hubungkan")
        await dewi.presses("Berikutnya ›")
        assert "hanya koordinator" in dewi.sees().casefold()
        await rina.presses("Berikutnya ›")
        await rina.presses("Dishub")
        assert "Pemeriksaan grup" in dewi.sees()
        async with stage.looks() as unit:
            groups = await unit.groups.of_agency("DISHUB")
        assert [group.chat.title for group in groups] == ["Dinas Perhubungan"]
        await rina.says("/lepaskan")
        await rina.presses("Ya, lepaskan")
        async with stage.looks() as unit:
            assert not await unit.groups.of_agency("DISHUB")


async def test_an_anonymous_admin_pairs_by_pressing(theatre: Theatre) -> None:
    async with theatre("menghubungkan-anonim", "Koordinator yang menulis anonim menghubungkan grup") as stage:
        dewi = stage.found_group("Dinas Perhubungan", "Dewi", "Bu Dewi, Dishub")
        rina = stage.member(dewi.chat, "Rina", "Bu Rina, koordinator")
        stage.world.promote(rina.person, dewi.chat, anonymous=True)
        await stage.settles()
        await rina.says("/hubungkan DISHUB")
        assert "tekan tombolnya" in dewi.sees()
        await rina.presses("Dishub")
        async with stage.looks() as unit:
            assert await unit.groups.of_agency("DISHUB")


async def test_an_old_button_reopens_nothing_at_the_next_agency(theatre: Theatre) -> None:
    async with theatre("belum-selesai-setelah-dialihkan", "Belum selesai dari jawaban instansi sebelumnya") as stage:
        dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        number = await sari_files(stage)
        await stage.budi.says("Sudah kami cek, yang rusak lampu jalannya", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.budi.presses("Alihkan", under=number)
        await stage.budi.says("dishub", reply_to="ke instansi mana")
        await stage.budi.says("Lampu jalan kewenangan Dishub", reply_to="dengan alasan")
        await dewi.presses("Terima")
        await stage.sari.presses("Belum selesai", under="lampu jalannya")
        assert (await ticket_of(stage, number)).reopened == 0
        assert "reopened" not in await kinds(stage, number)
        assert "Sedang ditindaklanjuti" in stage.sari.sees()


WHY = "Ini rambu, bukan jalan; urusan Dishub"


async def test_two_transfers_of_one_admin_stand_side_by_side(theatre: Theatre) -> None:
    async with theatre("alihkan-dua-tiket", "Dua pengalihan satu admin; rekan membalas yang kedua") as stage:
        first = await sari_files(stage)
        second = await sari_files(stage, BRIDGE)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        for number in (first, second):
            await stage.budi.presses("Alihkan", under=number)
            await stage.budi.says("Dishub", reply_to=f"Alihkan {number} ke instansi mana")
        await stage.budi.says(WHY, reply_to=f"dengan alasan mengalihkan {first}")
        assert (await ticket_of(stage, first)).agency == "DISHUB"
        await wati.says(WHY, reply_to=f"dengan alasan mengalihkan {second}")
        moved = await history_of(stage, second)
        async with stage.looks() as unit:
            assert (await unit.people.get(moved[-1].actor.person_id or 0)).name == "Wati", "who gave the reason"
        assert "Pratinjau" not in stage.budi.sees_all()
        assert (await ticket_of(stage, second)).agency == "DISHUB"


async def test_two_admins_transfer_the_same_ticket(theatre: Theatre) -> None:
    async with theatre("alihkan-berdua", "Dua admin mengalihkan tiket yang sama") as stage:
        number = await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await stage.budi.presses("Alihkan")
        own = stage.find(stage.pupr, "ke instansi mana")
        await wati.presses("Alihkan")
        await stage.budi.says("DLH", reply_to=own)
        await wati.says("Dishub", reply_to="ke instansi mana")
        await stage.budi.says("apa", reply_to="Budi, balas pesan ini")
        assert "terlalu singkat" in stage.budi.sees()
        await stage.budi.says("Ini soal sampah di saluran", reply_to="Budi, balas pesan ini")
        assert (await ticket_of(stage, number)).agency == "DLH"

        stage.scene("Wati terlambat")
        await wati.says(WHY, reply_to="Wati, balas pesan ini")
        assert "bukan tiket grup ini" in stage.budi.sees()
        assert (await ticket_of(stage, number)).agency == "DLH"


async def test_an_anonymous_admin_gives_the_reason(theatre: Theatre) -> None:
    async with theatre("alihkan-anonim", "Admin anonim membalas dengan alasan mengalihkan") as stage:
        await sari_files(stage)
        await stage.budi.presses("Alihkan")
        await stage.budi.presses("Dishub")
        stage.world.promote(stage.budi.person, stage.pupr, anonymous=True)
        await stage.budi.says(WHY, reply_to="dengan alasan mengalihkan")
        assert WHY in stage.sari.sees()
        assert (await ticket_of(stage)).agency == "DISHUB"


async def test_a_reason_for_a_transfer_that_was_given_up_goes_to_nobody(theatre: Theatre) -> None:
    async with theatre("alihkan-sudah-batal", "Alasan untuk pengalihan yang sudah dibatalkan") as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Alihkan")
        await stage.budi.presses("Dishub")
        await stage.budi.presses("Batal")
        await stage.budi.says(WHY, reply_to="tidak jadi dialihkan")
        assert "sudah tidak berlaku" in stage.budi.sees()

        stage.scene("Pilihan diganti")
        await stage.budi.presses("Alihkan")
        await stage.budi.presses("Dishub")
        await stage.budi.presses("Dinas ESDM")
        await stage.budi.says(WHY, reply_to="ke Dishub")
        assert "sudah tidak berlaku" in stage.budi.sees()
        assert (await ticket_of(stage, number)).agency == "PUPR"
        await stage.budi.says("Ini tambang, urusan ESDM", reply_to="ke Dinas ESDM")
        assert (await ticket_of(stage, number)).agency != "PUPR"


async def test_a_transfer_and_a_question_that_an_older_version_kept_go_on(theatre: Theatre) -> None:
    async with theatre("alihkan-dari-versi-lama", "Pengalihan yang dimulai sebelum bot diperbarui") as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Alihkan")
        await stage.budi.presses("Dishub")
        await stage.budi.presses("Minta data")
        await stage.budi.says("Di kilometer berapa?", reply_to="pertanyaan yang jelas")
        async with stage.looks() as unit:
            kept = (await unit.dialogues.idle("group", stage.world.clock.now() + timedelta(hours=1), 1))[0]
            data = dict(kept.data)
            (transfer,), (question,) = data.pop("transfers"), data.pop("questions")
            del transfer["by"]
            await unit.dialogues.save(replace(kept, data={**data, "transfer": transfer, "question": question}))
        await stage.budi.says("apa", reply_to="dengan alasan mengalihkan")
        assert "terlalu singkat" in stage.budi.sees()
        await stage.budi.presses("Kirim pertanyaan")
        assert "Di kilometer berapa?" in stage.sari.sees()
        await stage.budi.says(WHY, reply_to="terlalu singkat")
        assert (await ticket_of(stage, number)).agency == "DISHUB"
