"""A coordinator works alone with the bot as in the coordinator's group: verify, correct, ask, answer, merge."""

from tests.conversations.acts import POTHOLES, a_neighbour_files, files, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.conversations.test_audit import log_of
from tests.conversations.test_search import alone
from tests.conversations.test_verification import UNKNOWN, unverified
from tests.support.stage import Role, Stage
from tickets.kinds import Kind
from tickets.ticket import Status


async def a_second_coordinator(stage: Stage) -> Role:
    """Joko, appointed by Rina, in no group: his private chat."""
    member = stage.member(stage.coordinator, "Joko", "Pak Joko, koordinator")
    await member.says("Siap")
    await stage.rina.says("/peran koordinator", reply_to="Siap")
    await stage.rina.presses("Ya, berikan")
    stage.forget()
    return stage.citizen("Joko", "Pak Joko, koordinator")


async def test_one_tap_alone_with_the_bot_verifies(theatre: Theatre) -> None:
    async with theatre("sendiri-verifikasi", "Verifikasi di chat pribadi koordinator") as stage:
        number = await unverified(stage)
        rina, joko = alone(stage), await a_second_coordinator(stage)
        await joko.says(f"/tiket {number}")
        await rina.says(f"/tiket {number}")
        assert "Kemungkinan instansi" in stage.find(rina.chat, "Masuk:").text
        assert {"Lainnya", "Tunda", "Bukan kewenangan", "Arsipkan", "Ubah"} <= set(rina.buttons())
        await rina.presses("→ PUPR", twice=True)
        assert "Status: Diteruskan ke PUPR" in stage.find(rina.chat, "Masuk:").text, "the card itself shows it"
        assert "diteruskan ke PUPR" in stage.sari.sees()
        assert POTHOLES in stage.budi.sees_all()
        assert stage.find(stage.coordinator, "Diteruskan ke PUPR oleh Rina"), "and the group's"
        assert "Status: Diteruskan ke PUPR" in stage.find(joko.chat, "Masuk:").text, "and whoever else looks at it"
        assert await kinds(stage) == ["submitted", "assigned"]
        assert [(entry.action, entry.agency) for entry in await log_of(stage) if entry.ticket][-1] == (
            "ticket_assigned",
            "PUPR",
        )


async def test_the_second_of_two_learns_who_was_first(theatre: Theatre) -> None:
    async with theatre("sendiri-kedua", "Dua koordinator di chat pribadi masing-masing") as stage:
        number = await unverified(stage)
        rina, joko = alone(stage), await a_second_coordinator(stage)
        await joko.says(f"/tiket {number}")
        card, old = stage.button(joko.chat, "→ PUPR")
        await rina.says(f"/tiket {number}")
        await rina.presses("Lainnya")
        await rina.presses("PUPR")
        assert f"{number} diteruskan ke PUPR oleh Rina" in stage.find(rina.chat, "oleh Rina").text
        stage.script.remark("Pak Joko menekan [→ PUPR] yang masih tampak lama di teleponnya")
        stage.world.press(joko.person, card, data=old["callback_data"], forged=True)
        await stage.settles()
        assert f"{number} sudah diteruskan ke PUPR oleh Rina" in joko.sees()
        assert (await kinds(stage)).count("assigned") == 1


async def test_aside_outside_and_corrections_alone(theatre: Theatre) -> None:
    async with theatre("sendiri-ubah", "Ubah dan arsipkan di chat pribadi") as stage:
        number = await unverified(stage, "Promo pinjaman cepat cair tanpa jaminan, hubungi kami sekarang")
        rina = alone(stage)
        await rina.says(f"/tiket {number}")
        await rina.presses("Bukan kewenangan")
        await rina.presses("Batal")
        await rina.presses("Ubah")
        await rina.presses("Aspirasi")
        assert (await ticket_of(stage, number)).kind is Kind.SUGGESTION
        await rina.presses("Arsipkan")
        await rina.presses("Alasan lain…")
        await rina.says("ya", reply_to="alasan mengarsipkan")
        assert "terlalu singkat" in rina.sees()
        await rina.says("Iklan yang sama sudah lima kali", reply_to="terlalu singkat")
        assert "Iklan yang sama" in stage.sari.sees()
        assert (await ticket_of(stage, number)).status is Status.ARCHIVED


async def test_on_hold_alone_and_taken_back(theatre: Theatre) -> None:
    async with theatre("sendiri-tunda", "Tunda di chat pribadi, dengan batalkan kirim", undo_seconds=10) as stage:
        number = await unverified(stage)
        rina, joko = alone(stage), await a_second_coordinator(stage)
        await rina.says(f"/tiket {number}")
        await rina.presses("Tunda")
        await rina.says("Di kilometer berapa, Bu?", reply_to="pertanyaan yang jelas")
        await rina.presses("Kirim pertanyaan")
        await joko.says(f"/tiket {number}")
        await joko.presses_forged("a:undo:1:0", under="Kemungkinan instansi")
        await rina.presses("Batalkan kirim")
        await rina.presses("Kirim pertanyaan")
        await stage.later(seconds=11, remark="Sebelas detik kemudian")
        assert "Di kilometer berapa" in stage.sari.sees()
        assert (await ticket_of(stage, number)).status is Status.WAITING_REPORTER
        await stage.sari.says("KM 12, dekat pasar", reply_to="memerlukan data")
        await rina.presses("→ PUPR")
        assert (await ticket_of(stage, number)).status is Status.ASSIGNED


async def test_any_ticket_is_steered_and_answered_alone(theatre: Theatre) -> None:
    async with theatre("sendiri-jawab", "Tiket mana pun dikerjakan dari chat pribadi") as stage:
        number = await sari_files(stage)
        rina = alone(stage)
        await rina.says(f"/tiket {number}")
        await rina.presses("Kerjakan di sini")
        assert "Serahkan" not in rina.buttons()
        assert "Tolak" not in rina.buttons()
        stage.scene("Balasan pada kartu adalah draf; ditulis ulang, lalu dikirim")
        await rina.says("Sudah kami teruskan", reply_to="Masuk:")
        await rina.presses("Ubah", under="Pratinjau")
        await rina.says("Tim PUPR menambal hari Rabu, pukul sembilan pagi", reply_to="Balas pesan ini")
        await rina.presses("Kirim ke pelapor")
        assert "menambal hari Rabu" in stage.sari.sees()
        stage.scene("Dialihkan dengan alasan")
        await rina.presses("Alihkan")
        await rina.says("dishub", reply_to="instansi mana")
        await rina.says("Ternyata urusan rambu lalu lintas", reply_to="dengan alasan")
        ticket = await ticket_of(stage, number)
        assert ticket.agency == "DISHUB"
        assert "Dishub" in stage.find(rina.chat, "Masuk:").text
        assert "Dialihkan ke" in stage.find(stage.pupr, number).text or "Dialihkan ke" in stage.budi.sees_all()


async def test_merging_and_splitting_alone(theatre: Theatre) -> None:
    async with theatre("sendiri-gabung", "Gabungkan dan pisahkan di chat pribadi") as stage:
        number = await sari_files(stage)
        other = await a_neighbour_files(stage, "Tono")
        rina = alone(stage)
        await rina.says(f"/tiket {number}")
        await rina.presses("Kerjakan di sini")
        await rina.presses("Gabungkan")
        await rina.says(other, reply_to="digabung ke laporan mana")
        assert (await ticket_of(stage, number)).status is Status.MERGED
        await rina.presses("Pisahkan")
        assert (await ticket_of(stage, number)).status is not Status.MERGED


async def test_as_a_citizen_the_coordinator_has_tickets_of_his_own(theatre: Theatre) -> None:
    async with theatre("sendiri-laporan-sendiri", "Koordinator yang juga pelapor") as stage:
        rina = alone(stage)
        await files(rina, POTHOLES, UNKNOWN)
        stage.forget()
        number = next(word for word in rina.sees_all().split() if word.startswith("LP-"))
        await stage.rina.says(f"/tiket {number}")
        await stage.rina.presses("Tunda")
        await stage.rina.says("Di kilometer berapa, Bu?", reply_to="pertanyaan yang jelas")
        await stage.rina.presses("Kirim pertanyaan")
        stage.forget()
        await rina.says("KM 12, dekat pasar", reply_to="memerlukan data")
        assert (await ticket_of(stage, number)).status is Status.RECEIVED
        assert "KM 12" in stage.rina.sees_all()


async def test_who_is_no_coordinator_any_more_has_no_buttons(theatre: Theatre) -> None:
    async with theatre("sendiri-dicabut", "Peran dicabut: kartu lama tidak berlaku") as stage:
        number = await unverified(stage)
        joko = await a_second_coordinator(stage)
        await joko.says(f"/tiket {number}")
        await stage.rina.says("/peran")
        await stage.rina.presses("Joko")
        await stage.rina.presses("Cabut koordinator")
        await stage.rina.presses("Ya, cabut")
        before = await ticket_of(stage, number)
        await joko.presses("→ PUPR")
        assert await ticket_of(stage, number) == before
        await joko.says("Sudah saya jawab saja di sini", reply_to="Kemungkinan instansi")
        assert await ticket_of(stage, number) == before
        await stage.rina.presses("→ PUPR")
        assert "Kemungkinan instansi" in stage.find(joko.chat, "Masuk:").text, "his card is not brought up to date"
        stage.scene("Seorang warga menirukan tombolnya")
        ticket = await ticket_of(stage, number)
        for data in (
            f"v:to:{ticket.id}:DISHUB",
            f"t:show:{ticket.id}",
            f"u:merge:{ticket.id}",
            f"x:to:{ticket.id}:BKD",
        ):
            await stage.sari.presses_forged(data, under=number)
        assert (await ticket_of(stage, number)).agency == "PUPR"
