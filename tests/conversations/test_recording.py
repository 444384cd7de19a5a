"""Reports that came in elsewhere: recorded by the coordinator, answered by the agency, passed on by the coordinator."""

from tests.conversations.acts import files, history_of, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import MARTAPURA, Role, Stage
from tickets.audit import Search
from tickets.sources import Source
from tickets.ticket import Status

POST = "https://www.facebook.com/wargabanjar/posts/12345?fbclid=IwAR0"
STORY = "Jalan provinsi arah Cempaka berlubang dalam, tadi malam ada yang jatuh"


def number_in(role: Role) -> str:
    """The newest number that stands in the chat."""
    return [word for word in role.sees_all().split() if word.startswith("LP-")][-1]


async def rina_records(stage: Stage, *, quietly: bool = True) -> str:
    """Rina records a post of Facebook in the coordinator's group; its number."""
    await stage.rina.says(f"/catat {POST} {STORY}")
    await stage.rina.presses("Jalan & jembatan")
    await stage.rina.says("Depan Pasar Cempaka", reply_to="Di mana tepatnya")
    await stage.rina.presses("Simpan aduan")
    if quietly:
        stage.forget()
        stage.script.remark("Bu Rina sudah mencatat aduan dari Facebook.")
    return number_in(stage.rina)


async def test_a_post_is_recorded_in_the_group_and_answered(theatre: Theatre) -> None:
    async with theatre("catat-media-sosial", "Aduan di Facebook dicatat koordinator") as stage:
        stage.scene("Koordinator mencatat")
        await rina_records(stage, quietly=False)
        number = number_in(stage.rina)
        ticket = await ticket_of(stage, number)
        assert (ticket.source, ticket.agency, ticket.status) == (Source.SOCIAL_MEDIA, "PUPR", Status.ASSIGNED)
        assert "facebook.com" not in ticket.text
        assert "media sosial" in stage.budi.sees_all()
        stage.scene("Instansi menjawab; koordinator menyampaikan")
        await stage.budi.says("Sudah ditambal pagi ini oleh UPT.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        assert "Sampaikan kepada pelapor" in stage.rina.sees()
        stage.scene("Kata pelapor, lewat koordinator")
        await stage.rina.says(
            "Kata warga di kolom komentar: masih ada satu lubang", reply_to="Sampaikan kepada pelapor"
        )
        assert "masih ada satu lubang" in stage.budi.sees_all()
        await stage.rina.presses("Belum selesai")
        assert (await ticket_of(stage, number)).reopened == 1
        await stage.budi.says("Lubang terakhir ditambal siang ini.", reply_to="belum selesai")
        await stage.budi.presses("Kirim ke pelapor")
        await stage.rina.presses("Sudah selesai")
        assert (await ticket_of(stage, number)).status is Status.CLOSED
        await stage.rina.says(f"/tiket {number}")


async def test_the_same_link_twice_is_noticed(theatre: Theatre) -> None:
    async with theatre("catat-tautan-sama", "Tautan yang sama dicatat dua kali") as stage:
        number = await rina_records(stage)
        await stage.rina.says("/catat m.facebook.com/wargabanjar/posts/12345/?utm_source=wa Jalan Cempaka rusak berat")
        assert "sudah tercatat" in stage.rina.sees()
        assert number in stage.rina.sees()
        await stage.rina.presses("Batal")
        await stage.rina.says("/catat HTTPS://FACEBOOK.com/wargabanjar/posts/12345 Jembatan di dekat sana retak parah")
        await stage.rina.presses("Tetap catat")
        await stage.rina.presses("Jalan & jembatan")
        assert "sudah tercatat" not in stage.rina.sees()


async def test_a_forwarded_message_is_offered_to_be_recorded(theatre: Theatre) -> None:
    async with theatre("catat-terusan", "Koordinator meneruskan pesan warga ke bot") as stage:
        alone = stage.citizen("Rina", "Bu Rina, koordinator")
        warga = stage.world.add_person("Warga", "Banjar")
        origin = stage.world.send(warga, stage.world.private(warga), f"{STORY} di Martapura, Kab. Banjar")
        await stage.settles()
        stage.forget()
        stage.world.forward(alone.person, alone.chat, origin)
        await stage.settles()
        assert "Catat sebagai aduan?" in alone.sees()
        await alone.presses("Catat")
        await alone.presses("Tanpa tautan")
        await alone.presses("Jalan & jembatan")
        await alone.says("depan Pasar Martapura")
        assert "Warga Banjar" in alone.sees()
        await alone.presses("Simpan aduan")
        assert (await ticket_of(stage, number_in(alone))).source is Source.SOCIAL_MEDIA


async def test_a_screenshot_may_be_the_coordinators_own_complaint(theatre: Theatre) -> None:
    async with theatre("catat-laporan-sendiri", "Foto koordinator sendiri, bukan aduan orang lain") as stage:
        alone = stage.citizen("Rina", "Bu Rina, koordinator")
        await alone.says("Lampu jalan mati di depan kantor", photo=True)
        await alone.presses("Laporan saya sendiri")
        assert "Langkah" in alone.sees()


async def test_an_album_is_offered_once(theatre: Theatre) -> None:
    async with theatre("catat-album", "Beberapa tangkapan layar sekaligus") as stage:
        alone = stage.citizen("Rina", "Bu Rina, koordinator")
        await alone.says(f"{STORY}, Martapura", album=3)
        assert alone.sees_all().count("Catat sebagai aduan?") == 1
        await alone.presses("Catat")
        await alone.presses("Media cetak")
        await alone.presses("Jalan & jembatan")
        await alone.says(location=MARTAPURA)
        await alone.presses("Simpan aduan")
        assert len((await ticket_of(stage, number_in(alone))).attachments) == 3


async def test_a_proxy_leaves_a_contact_that_only_the_coordinator_sees(theatre: Theatre) -> None:
    async with theatre("catat-lewat-rt", "Ketua RT menitipkan laporan dan kontak") as stage:
        await stage.rina.says("/catat Pohon besar miring di atas jalan provinsi dekat pasar, takut roboh ke jalan")
        await stage.rina.presses("Tatap muka")
        await stage.rina.presses("Jalan & jembatan")
        await stage.rina.says(location=MARTAPURA, reply_to="Di kabupaten/kota mana")
        await stage.rina.presses("Penyampai")
        await stage.rina.says("Ketua RT 05", reply_to="Siapa yang mengatakan")
        await stage.rina.presses("Kontak pelapor")
        await stage.rina.says("Pak Anang, 0811 0000 1111", reply_to="Bagaimana pelapor dapat dihubungi")
        await stage.rina.presses("Ya, pelapor setuju")
        await stage.rina.presses("Simpan aduan")
        number = number_in(stage.rina)
        assert "0811" not in stage.budi.sees_all()
        assert "Ketua RT 05" in stage.budi.sees_all()
        await stage.budi.says("Tim turun sore ini untuk memangkas.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.rina.presses("Lihat kontak")
        assert "0811 0000 1111" in stage.rina.sees()
        await stage.rina.presses("Izinkan instansi melihat")
        assert "0811 0000 1111" in stage.budi.sees_all()
        async with stage.looks() as unit:
            acts = [entry.action for entry in await unit.audit.read(Search(), 10)]
        assert acts[:3] == ["contact_shared", "contact_seen", "ticket_recorded"]


async def test_a_contact_without_consent_is_forgotten(theatre: Theatre) -> None:
    async with theatre("catat-tanpa-izin", "Pelapor tidak setuju kontaknya disimpan") as stage:
        await stage.rina.says(f"/catat {STORY} di Martapura, Kab. Banjar")
        await stage.rina.presses("Telepon")
        await stage.rina.presses("Jalan & jembatan")
        await stage.rina.says("depan Pasar Martapura", reply_to="Di mana tepatnya")
        await stage.rina.presses("Kontak pelapor")
        await stage.rina.says("0811 0000 1111", reply_to="Bagaimana pelapor dapat dihubungi")
        await stage.rina.presses("Tidak, hapus kontaknya")
        assert "tidak ada" in stage.rina.sees()
        await stage.rina.presses("Simpan aduan")
        ticket = await ticket_of(stage, number_in(stage.rina))
        async with stage.looks() as unit:
            record = await unit.records.of(ticket.id)
        assert record is not None
        assert record.contact == ""
        await stage.rina.says("ok", reply_to="Tercatat")


async def test_data_wanted_of_a_recorded_ticket_come_through_the_coordinator(theatre: Theatre) -> None:
    async with theatre("catat-minta-data", "Instansi bertanya, koordinator menjawab untuk pelapor") as stage:
        number = await rina_records(stage)
        await stage.budi.presses("Minta data")
        await stage.budi.says("Di kilometer berapa lubangnya?", reply_to="pertanyaan")
        await stage.budi.presses("Kirim pertanyaan")
        assert "kilometer berapa" in stage.rina.sees()
        assert (await ticket_of(stage, number)).status is Status.WAITING_REPORTER
        await stage.rina.says("Menurut unggahannya KM 12", reply_to="kilometer berapa")
        assert (await ticket_of(stage, number)).status is Status.IN_PROGRESS
        assert "KM 12" in stage.budi.sees_all()


async def test_only_the_coordinator_records(theatre: Theatre) -> None:
    async with theatre("catat-bukan-koordinator", "Instansi dan warga mencoba mencatat") as stage:
        await stage.budi.says("/catat Jalan rusak")
        assert "dilakukan koordinator" in stage.budi.sees()
        await stage.sari.says("/catat Jalan rusak")
        assert "Mencatat" not in stage.sari.sees()
        number = await rina_records(stage)
        ticket = await ticket_of(stage, number)
        await stage.budi.presses_forged(f"c:contact:{ticket.id}", under=number)
        assert "dilakukan koordinator" in stage.budi.sees()
        await files(stage.sari, STORY, "Jalan & jembatan")
        await stage.sari.presses_forged(f"c:solved:{ticket.id}:0", under="Nomor tiket")
        assert (await ticket_of(stage, number)).status is Status.ASSIGNED


async def test_a_recorded_ticket_is_not_the_recorders_own(theatre: Theatre) -> None:
    async with theatre("catat-bukan-milik-pencatat", "Yang dicatat bukan laporan pencatat sendiri") as stage:
        number = await rina_records(stage)
        alone = stage.citizen("Rina", "Bu Rina, koordinator")
        await alone.says("/laporansaya")
        assert number not in alone.sees_all()
        await alone.says(f"/status {number}")
        assert "tidak" in alone.sees()


async def test_a_record_is_given_up(theatre: Theatre) -> None:
    async with theatre("catat-batal", "Catatan yang dibatalkan dan dilanjutkan") as stage:
        alone = stage.citizen("Rina", "Bu Rina, koordinator")
        await alone.says("/catat")
        await alone.says(STORY)
        await alone.says("/catat")
        await alone.presses("Lanjutkan")
        await alone.presses("Surat")
        await alone.says("/batal")
        await alone.presses("Ya, batalkan")
        assert "tidak jadi dicatat" in alone.sees()
        await alone.says("/batal")


async def test_silence_about_an_answer_closes_a_recorded_ticket_too(theatre: Theatre) -> None:
    async with theatre("catat-diam", "Tidak ada kabar dari pelapor yang dicatat") as stage:
        number = await rina_records(stage)
        await stage.budi.says("Sudah ditambal.", photo=True, reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.budi.presses("Selesai")
        await stage.later(days=8)
        await stage.later(days=4)
        assert (await ticket_of(stage, number)).status is Status.CLOSED
        assert [event.kind.value for event in await history_of(stage, number)][-1] == "expired"


async def test_a_report_of_the_national_system_has_both_numbers(theatre: Theatre) -> None:
    async with theatre("catat-sp4n", "Aduan SP4N-LAPOR! dicatat dengan nomornya") as stage:
        for again in (False, True):
            await stage.rina.says(f"/catat {STORY}")
            await stage.rina.presses("SP4N-LAPOR!")
            await stage.rina.says("nomor 12", reply_to="Nomor aduannya")
            await stage.rina.says("#1234567", reply_to="Nomor aduannya")
            await stage.rina.presses("Jalan & jembatan")
            await stage.rina.says("Depan Pasar Cempaka", reply_to="Di mana tepatnya")
            await stage.rina.presses("Simpan aduan")
            assert ("sudah dipakai" in stage.rina.sees(2)) is again
        assert "1234567" in stage.budi.sees_all()
        await stage.rina.presses("Lewati")
        await stage.rina.presses("Simpan aduan")
        assert (await ticket_of(stage, number_in(stage.rina))).sp4n_number is None


async def test_a_confidential_matter_goes_its_own_way(theatre: Theatre) -> None:
    async with theatre("catat-pungli", "Pungli yang dilaporkan lewat telepon") as stage:
        await stage.rina.says("/catat Ada pungutan liar di loket Dinas PUPR Banjarbaru, diminta uang 200 ribu")
        await stage.rina.presses("Telepon")
        await stage.rina.presses("Pungli")
        while "Periksa catatan ini" not in stage.rina.sees():
            await stage.rina.says("Petugas loket PUPR di Banjarbaru", reply_to="balas pesan ini")
        await stage.rina.presses("Simpan aduan")
        ticket = await ticket_of(stage, number_in(stage.rina))
        assert (ticket.secret, ticket.anonymous) == (True, True)
        assert ticket.agency not in {"PUPR", None}
        assert "pungutan" not in stage.budi.sees_all()
        await stage.rina.says("/sp4n ekspor csv")
        assert b"pungutan" not in stage.rina.receives()[1]
