"""The coordinator verifies: one tap to the agency, or on hold, outside, aside; the citizen hears how it stands."""

from tests.conversations.acts import POTHOLES, files, history_of, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Stage
from tickets.audit import Search
from tickets.events import EventKind
from tickets.kinds import Kind
from tickets.ticket import Status

UNKNOWN = "Lainnya / tidak tahu"


async def unverified(stage: Stage, text: str = POTHOLES) -> str:
    """Sari's report waits for the coordinator; its number. The script begins with the card."""
    await files(stage.sari, text, UNKNOWN)
    stage.forget()
    number = stage.number()
    stage.script.remark(f"Bu Sari memilih “{UNKNOWN}”; laporan {number} menunggu verifikasi.")
    return number


async def test_one_tap_gives_it_to_the_agency(theatre: Theatre) -> None:
    async with theatre("verifikasi-satu-tekan", "Verifikasi dengan satu tekan") as stage:
        await stage.sari.says(POTHOLES, photo=True)
        await stage.sari.presses(UNKNOWN)
        await stage.sari.says(location={"latitude": -3.411, "longitude": 114.845})
        await stage.sari.presses("Kirim")
        receipt = stage.sari.sees()
        assert "Koordinator akan menentukan instansi yang berwenang" in receipt
        assert "Kamis, 26 November 2026" in receipt
        assert "menunggu verifikasi" in receipt
        assert "Ditindaklanjuti" not in receipt, "nobody can promise that yet"
        number = stage.number()
        await stage.sari.says(f"/status {number}")
        assert "Diverifikasi paling lambat" in stage.sari.sees()
        card = stage.find(stage.coordinator, "Kemungkinan instansi").text
        assert "PUPR" in card
        assert "%" in card
        assert "jalan provinsi" in card, "the words that speak for it"
        assert number not in stage.budi.sees_all()
        await stage.later(days=2, remark="Dua hari kerja berlalu.")
        assert "Tenggat verifikasinya" in stage.rina.sees(2)
        await stage.rina.presses("→ PUPR", twice=True)
        assert "diteruskan ke PUPR" in stage.sari.sees()
        assert "Senin, 30 November 2026" in stage.sari.sees(), "the follow-up clock begins now"
        assert POTHOLES in stage.budi.sees_all()
        left = stage.find(stage.coordinator, "oleh Rina").text
        assert "Diteruskan ke PUPR oleh Rina" in left
        assert POTHOLES not in left
        ticket = await ticket_of(stage)
        assert (ticket.agency, ticket.status) == ("PUPR", Status.ASSIGNED)
        assert await kinds(stage) == ["submitted", "assigned"]
        async with stage.looks() as unit:
            written = await unit.audit.read(Search(ticket=ticket.id), 10)
        assert [(entry.action, entry.agency) for entry in written] == [("ticket_assigned", "PUPR")]


async def test_the_second_coordinator_learns_who_was_first(theatre: Theatre) -> None:
    async with theatre("verifikasi-kedua", "Koordinator kedua menekan tombol lama") as stage:
        tono = stage.member(stage.coordinator, "Tono", "Pak Tono, koordinator")
        number = await unverified(stage)
        card, old = stage.button(stage.coordinator, "→ PUPR")
        await stage.rina.presses("Lainnya")
        await stage.rina.presses("Berikutnya ›")
        await stage.rina.presses("Batal")
        assert "Tidak ada yang diubah" in stage.rina.sees()
        await stage.rina.presses("Lainnya")
        await stage.rina.presses("PUPR")
        assert f"{number} diteruskan ke PUPR oleh Rina" in stage.rina.sees()
        stage.script.remark("Pak Tono menekan [→ PUPR] pada kartu yang masih tampak lama di teleponnya")
        stage.world.press(tono.person, card, data=old["callback_data"], forged=True)
        await stage.settles()
        assert f"{number} sudah diteruskan ke PUPR oleh Rina" in stage.rina.sees()
        assert (await kinds(stage)).count("assigned") == 1


async def test_an_agency_without_a_group_is_stood_in_for(theatre: Theatre) -> None:
    async with theatre("verifikasi-tanpa-grup", "Diteruskan ke instansi tanpa grup") as stage:
        await unverified(stage, "Lampu jalan PJU di simpang empat mati sudah 4 malam")
        await stage.rina.presses("→ Dishub")
        assert "diteruskan ke Dishub" in stage.sari.sees()
        card = stage.find(stage.coordinator, "Masuk:").text
        assert "koordinator mewakili" in card
        assert "Status: Diteruskan ke Dishub" in card


async def test_words_that_do_not_fit_and_words_too_general_go_to_the_coordinator_first(theatre: Theatre) -> None:
    async with theatre("verifikasi-ragu", "Tidak jelas: koordinator melihat dahulu") as stage:
        await stage.sari.says("Kucing tetangga berisik sekali tiap malam di komplek kami")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(location={"latitude": -3.411, "longitude": 114.845})
        await stage.sari.presses("Kirim")
        assert "Koordinator akan menentukan" in stage.sari.sees()
        ticket = await ticket_of(stage)
        assert (ticket.agency, ticket.category, ticket.status) == (None, "jalan", Status.RECEIVED)
        assert "PUPR" in stage.find(stage.coordinator, "Kemungkinan instansi").text, "what she chose is offered, too"


async def test_without_a_coordinators_group_nobody_waits_for_a_verification(theatre: Theatre) -> None:
    async with theatre("verifikasi-tanpa-koordinator", "Tanpa grup koordinator: langsung", pair=False) as stage:
        budi, _ = await stage.group("Dinas PUPR", "PUPR", "Budi", "Pak Budi, PUPR")
        await files(stage.sari, "Kucing tetangga berisik sekali tiap malam di komplek kami", "Jalan & jembatan")
        assert "Diteruskan ke PUPR" in stage.sari.sees()
        assert "Kucing" in budi.sees_all()


async def test_on_hold_and_back_to_the_coordinator(theatre: Theatre) -> None:
    async with theatre("verifikasi-tunda", "Tunda: pelapor melengkapi, lalu diteruskan") as stage:
        number = await unverified(stage)
        await stage.rina.presses("Tunda")
        await stage.rina.says("Di kilometer berapa, Bu?", reply_to="pertanyaan yang jelas")
        await stage.rina.presses("Kirim pertanyaan")
        asked = await ticket_of(stage, number)
        assert (asked.status, asked.awaits_follow_up) == (Status.WAITING_REPORTER, False)
        await stage.later(days=2, remark="Dua hari kerja berlalu; tenggat verifikasi berhenti.")
        await stage.sari.says("KM 12, dekat pasar", reply_to="memerlukan data")
        back = await ticket_of(stage, number)
        assert (back.status, back.agency) == (Status.RECEIVED, None)
        assert back.follow_up_due > asked.follow_up_due, "the waiting was not the coordinator's time"
        assert "Diverifikasi koordinator paling lambat" in stage.sari.sees()
        assert "KM 12" in stage.rina.sees_all()
        await stage.rina.presses("→ PUPR")
        assert (await ticket_of(stage, number)).status is Status.ASSIGNED


async def test_a_report_on_hold_may_be_given_away_meanwhile(theatre: Theatre) -> None:
    async with theatre("verifikasi-tunda-lalu-teruskan", "Ditunda, tetapi sudah jelas: diteruskan") as stage:
        number = await unverified(stage)
        await stage.rina.presses("Tunda")
        await stage.rina.says("Di kilometer berapa, Bu?", reply_to="pertanyaan yang jelas")
        await stage.rina.presses("Kirim pertanyaan")
        await stage.rina.presses("→ PUPR")
        ticket = await ticket_of(stage, number)
        assert (ticket.agency, ticket.status, ticket.awaiting_since) == ("PUPR", Status.ASSIGNED, None)


async def test_not_our_authority_gives_the_address(theatre: Theatre) -> None:
    async with theatre("verifikasi-bukan-kewenangan", "Bukan kewenangan: alamat yang benar") as stage:
        number = await unverified(stage, "Listrik padam tiap malam di desa kami, PLN tidak datang")
        card = stage.find(stage.coordinator, "Kemungkinan instansi").text
        assert "mungkin bukan kewenangan" in card
        assert "PLN" in card
        await stage.rina.presses("Bukan kewenangan")
        assert stage.rina.buttons()[0] == "PLN", "the body that the words name comes first"
        await stage.rina.presses("PLN")
        assert "telepon 123" in stage.sari.sees()
        assert "Pelapor sudah mendapat alamatnya" in stage.find(stage.coordinator, "diputuskan Rina").text
        ticket = await ticket_of(stage, number)
        assert ticket.status is Status.OUT_OF_AUTHORITY
        stage.scene("Bu Sari tidak setuju; koordinator membacanya dan meneruskan")
        await stage.sari.says("Tiangnya milik desa, dari dana provinsi", reply_to="bukan kewenangan")
        assert "Tiangnya milik desa" in stage.rina.sees()


async def test_put_aside_with_a_reason(theatre: Theatre) -> None:
    async with theatre("verifikasi-arsipkan", "Arsipkan dengan alasan, pelapor diberi tahu") as stage:
        number = await unverified(stage, "Promo pinjaman cepat cair tanpa jaminan, hubungi kami sekarang")
        await stage.rina.presses("Arsipkan")
        await stage.rina.presses("Iklan/spam")
        assert "iklan atau promosi" in stage.sari.sees()
        assert (await ticket_of(stage, number)).status is Status.ARCHIVED
        await stage.sari.says(f"/status {number}")
        assert "Diarsipkan (iklan atau spam)" in stage.sari.sees()
        assert "Jawab" not in stage.sari.buttons()
        stage.scene("Bu Sari keberatan; koordinator membuka lagi")
        await stage.sari.says("Bukan iklan, saya korban pinjaman itu", reply_to=number)
        assert "korban pinjaman" in stage.rina.sees()
        assert "sampaikan ke koordinator" in stage.sari.sees()
        assert (await ticket_of(stage, number)).status is Status.ARCHIVED
        await stage.rina.says(f"/tiket {number}")
        await stage.rina.presses("Alihkan")
        await stage.rina.presses("Biro Ekonomi")
        await stage.rina.says("Ternyata laporan sungguhan", reply_to="dengan alasan")
        again = await ticket_of(stage, number)
        assert (again.status, again.declining, again.closed_at) == (Status.ASSIGNED, None, None)


async def test_put_aside_in_own_words(theatre: Theatre) -> None:
    async with theatre("verifikasi-arsipkan-kata-sendiri", "Arsipkan dengan kata sendiri") as stage:
        number = await unverified(stage)
        await stage.rina.presses("Arsipkan")
        await stage.rina.presses("Alasan lain…")
        await stage.rina.says("ya", reply_to="alasan mengarsipkan")
        assert "terlalu singkat" in stage.rina.sees()
        await stage.rina.says("Sudah dijawab lewat telepon hari ini", reply_to="terlalu singkat")
        assert "Sudah dijawab lewat telepon" in stage.sari.sees()
        archived = (await history_of(stage, number))[-1]
        assert (archived.kind, archived.data["why"]) == (EventKind.ARCHIVED, "other")


async def test_corrections_before_and_after_the_verification(theatre: Theatre) -> None:
    async with theatre("verifikasi-ubah", "Ubah kategori, tempat, jenis, dan instansi") as stage:
        number = await unverified(stage)
        await stage.rina.presses("Ubah")
        await stage.rina.presses("Aspirasi")
        assert "jenis laporan" not in stage.sari.sees()
        assert (await ticket_of(stage, number)).kind is Kind.SUGGESTION
        await stage.rina.presses("Ubah")
        await stage.rina.presses("Jalan & jembatan")
        assert (await ticket_of(stage, number)).category == "jalan"
        assert "kategori sekarang Jalan, jembatan" in stage.sari.sees()
        await stage.rina.presses("→ PUPR")
        stage.scene("Setelah diteruskan: koordinator mencari kartunya")
        await stage.rina.says(f"/tiket {number}")
        await stage.rina.presses("Ubah")
        await stage.rina.presses("Kabupaten/kota")
        await stage.rina.presses("Kota Banjarbaru")
        assert (await ticket_of(stage, number)).region == "63.72"
        assert "Kota Banjarbaru" in stage.find(stage.pupr, "Masuk:").text
        await stage.rina.presses("Ubah", under="Masuk:")
        await stage.rina.presses("Instansi")
        await stage.rina.says("dishub", reply_to="instansi mana")
        await stage.rina.says("Ternyata urusan rambu", reply_to="dengan alasan")
        assert (await ticket_of(stage, number)).agency == "DISHUB"
        assert [kind for kind in await kinds(stage, number) if kind == "corrected"] == ["corrected"] * 3


async def test_an_agency_cannot_verify_or_correct(theatre: Theatre) -> None:
    async with theatre("verifikasi-tombol-palsu", "Instansi mengirim tombol koordinator") as stage:
        number = await sari_files(stage)
        ticket = await ticket_of(stage, number)
        for data in (f"v:to:{ticket.id}:DISHUB", f"v:kind:{ticket.id}:aspirasi", f"v:why:{ticket.id}:spam"):
            await stage.budi.presses_forged(data, under="Masuk:")
        await stage.rina.says("/tiket")
        for data in (f"v:region:{ticket.id}:99.99", "v:to:0:PUPR", f"v:category:{ticket.id}:jalan", "v"):
            await stage.rina.presses_forged(data, under="Tiket terbuka")
        assert await ticket_of(stage, number) == ticket


async def test_what_nobody_verified_is_escalated(theatre: Theatre) -> None:
    async with theatre("verifikasi-terlambat", "Belum diverifikasi: pengingat dan rekap") as stage:
        number = await unverified(stage)
        await stage.later(days=3, remark="Hari tenggat.")
        assert "Tenggat verifikasinya hari ini" in stage.rina.sees(2)
        await stage.later(days=1, remark="Sehari sesudahnya.")
        assert number in stage.rina.sees()
        assert "terlambat" in stage.rina.sees()
