"""A citizen files a complaint: at best in four actions, and in the ways people really write."""

from datetime import date

from storage.values import ALL
from tests.conversations.conftest import Theatre
from tests.support.stage import BANJARBARU, MARTAPURA, SURABAYA, Stage
from tickets.kinds import Kind
from tickets.ticket import Status, Ticket

POTHOLES = "Jalan provinsi berlubang dalam, tadi pagi ada ibu jatuh dari motor"


async def ticket_of(stage: Stage, number: str | None = None) -> Ticket:
    """The ticket (the newest that Sari was told of), read through a second session."""
    async with stage.looks() as unit:
        ticket = await unit.tickets.by_number(number or stage.number())
    assert ticket is not None
    return ticket


async def tickets_filed(stage: Stage) -> int:
    """How many tickets there are."""
    async with stage.looks() as unit:
        return await unit.tickets.count_open(ALL)


async def test_four_actions_lead_to_a_ticket_number(theatre: Theatre) -> None:
    async with theatre("aduan-empat-langkah", "Aduan dalam empat langkah") as stage:
        await stage.sari.says(POTHOLES, photo=True)
        assert stage.sari.buttons()[0] == "Jalan & jembatan → PUPR"
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(location=MARTAPURA)
        assert stage.sari.buttons()[:3] == ["Kirim", "Ubah", "Batal"]
        await stage.sari.presses("Kirim")

        assert "Nomor tiket: LP-2611-" in stage.sari.sees()
        assert "Kamis, 26 November 2026" in stage.sari.sees()
        assert POTHOLES in stage.budi.sees_all()
        assert {"Terima", "Balas", "Alihkan", "Selesai"} <= set(stage.budi.buttons())
        ticket = await ticket_of(stage)
        assert (ticket.agency, ticket.region, ticket.status) == ("PUPR", "63.03", Status.ASSIGNED)
        assert len(ticket.attachments) == 1
        assert ticket.kind is Kind.COMPLAINT


async def test_a_story_told_in_several_short_messages(theatre: Theatre) -> None:
    async with theatre("beberapa-pesan", "Cerita dalam beberapa pesan pendek") as stage:
        await stage.sari.says("Assalamualaikum min")
        await stage.sari.says("jln rusak")
        await stage.sari.says("di Jl. Veteran Banjarmasin, depan pasar")
        await stage.sari.says("sdh 2 mggu lubangnya makin dalam")
        assert "sudah saya tambahkan" in stage.sari.sees()
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kirim")

        ticket = await ticket_of(stage)
        assert ticket.text.splitlines() == [
            "jln rusak",
            "di Jl. Veteran Banjarmasin, depan pasar",
            "sdh 2 mggu lubangnya makin dalam",
        ]
        assert ticket.region == "63.71"


async def test_an_album_is_one_attachment(theatre: Theatre) -> None:
    async with theatre("album-sebagai-aduan", "Album foto sebagai aduan") as stage:
        await stage.sari.says("Jembatan di Desa Awang Bangkal Barat retak, takut putus", album=3)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("Dekat balai desa")
        assert "Lampiran: 1" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        assert len((await ticket_of(stage)).attachments) == 3


async def test_more_than_five_attachments_are_refused_politely(theatre: Theatre) -> None:
    async with theatre("terlalu-banyak-lampiran", "Lampiran keenam") as stage:
        await stage.sari.says(POTHOLES)
        for _ in range(5):
            await stage.sari.says(photo=True)
        assert "Lampirannya sudah saya simpan" in stage.sari.sees()
        await stage.sari.says(album=2)
        assert "paling banyak 5" in stage.sari.sees()
        assert "sudah saya tambahkan" not in stage.sari.sees_all()


async def test_buttons_are_answered_by_typing_their_words_or_their_number(theatre: Theatre) -> None:
    async with theatre("mengetik-tombol", "Menjawab tombol dengan mengetik") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.says("jalan & jembatan")
        await stage.sari.says("kota banjarbaru")
        await stage.sari.says("dekat bundaran Simpang Empat")
        await stage.sari.says("kapan")
        await stage.sari.says("2")
        assert "Minggu, 22 November 2026" in stage.sari.sees()
        await stage.sari.says("KIRIM")
        ticket = await ticket_of(stage)
        assert (ticket.region, ticket.occurred_on) == ("63.72", date(2026, 11, 22))


async def test_a_category_that_is_not_among_the_likeliest(theatre: Theatre) -> None:
    async with theatre("kategori-lain", "Kategori dari daftar lengkap") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Kategori lain…")
        assert "Lainnya / tidak tahu" in stage.sari.buttons()
        await stage.sari.presses("Lalu lintas & lampu")
        await stage.sari.says(location=BANJARBARU)
        assert "→ Dishub" in stage.sari.sees()


async def test_anonymous_and_secret_are_two_switches(theatre: Theatre) -> None:
    async with theatre("anonim-dan-rahasia", "Anonim dan rahasia") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Nama: terlihat", twice=True)
        assert "Nama: anonim" in stage.sari.buttons(), "pressing twice turns it once"
        await stage.sari.presses("Isi: terbuka")
        await stage.sari.presses("Kirim")

        ticket = await ticket_of(stage)
        assert ticket.anonymous
        assert ticket.secret
        assert "Sari" not in stage.budi.sees_all()
        assert "Pelapor: anonim" in stage.budi.sees_all()
        assert "RAHASIA" in stage.budi.sees_all()
        await stage.budi.says(f"/tiket {ticket.number}")
        assert "Sari" not in stage.budi.sees_all()


async def test_the_wish_to_stay_unnamed_is_heard_in_the_text(theatre: Theatre) -> None:
    async with theatre("anonim-dari-teks", "Permintaan anonim di dalam teks") as stage:
        await stage.sari.says("Jalan di Rantau rusak parah depan kantor camat. Mohon nama saya jangan disebut")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("seberang SPBU")
        assert "anonim" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).anonymous


async def test_extortion_goes_to_the_inspectorate_and_stays_secret(theatre: Theatre) -> None:
    async with theatre("pungli", "Dugaan pungli: anonim, rahasia, ke Inspektorat") as stage:
        inspector, _ = await stage.group("Inspektorat Daerah", "INSPEKTORAT", "Ida", "Bu Ida, Inspektorat")
        await stage.sari.says(
            'Di SMK anak saya diminta uang "sumbangan" 1,5 juta, kalau belum lunas tidak boleh ikut ujian'
        )
        assert "Inspektorat" in stage.sari.buttons()[0]
        await stage.sari.presses("Pungli & ASN (rahasia)")
        assert "Siapa atau bagian mana" in stage.sari.sees()
        await stage.sari.says("Bendahara sekolah")
        await stage.sari.presses("Kab. Tabalong")
        await stage.sari.says("SMK di Tanjung")
        assert {"Nama: anonim", "Isi: rahasia"} <= set(stage.sari.buttons())
        await stage.sari.presses("Kirim")

        ticket = await ticket_of(stage)
        assert (ticket.agency, ticket.anonymous, ticket.secret) == ("INSPEKTORAT", True, True)
        assert "RAHASIA" in inspector.sees_all()
        assert "Bendahara sekolah" in inspector.sees_all()
        assert ticket.number not in stage.budi.sees_all()


async def test_a_pin_outside_the_province_asks_for_the_region(theatre: Theatre) -> None:
    async with theatre("titik-di-luar-provinsi", "Titik lokasi di luar provinsi") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(location=SURABAYA)
        assert "tidak saya kenali" in stage.sari.sees()
        await stage.sari.presses("Kab. Banjar")
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).region == "63.03"


async def test_two_matters_in_one_message_are_asked_apart(theatre: Theatre) -> None:
    async with theatre("dua-hal", "Dua hal dalam satu pesan") as stage:
        await stage.sari.says("Jalan rusak di Rantau, sekalian bansos ulun balum cair")
        assert "dua hal" in stage.sari.sees()
        await stage.sari.presses("Pisahkan")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("depan pasar Rantau")
        await stage.sari.presses("Kirim")
        first = stage.number()
        assert "Bantuan sosial → Dinsos" in stage.sari.buttons(), "the other matter follows by itself"
        await stage.sari.presses("Bantuan sosial")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Kirim")
        roads, aid = await ticket_of(stage, first), await ticket_of(stage)
        assert (roads.text, roads.region, roads.agency) == ("Jalan rusak di Rantau", "63.05", "PUPR")
        assert (aid.text, aid.agency) == ("bansos ulun balum cair", "DINSOS")


async def test_two_matters_may_stay_one(theatre: Theatre) -> None:
    async with theatre("dua-hal-tetap-satu", "Dua hal, tetap satu laporan") as stage:
        await stage.sari.says("Jalan rusak di Rantau, sekalian bansos ulun balum cair")
        await stage.sari.says("tetap satu")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("depan pasar Rantau")
        await stage.sari.presses("Kirim")
        assert "sekalian bansos" in (await ticket_of(stage)).text


async def test_another_matter_in_a_later_message_leaves_the_answers_of_the_first(theatre: Theatre) -> None:
    async with theatre("dua-hal-dua-pesan", "Hal lain dalam pesan berikutnya") as stage:
        await stage.sari.says("Bansos ulun balum cair")
        await stage.sari.presses("Bantuan sosial")
        await stage.sari.presses("Kab. Banjar")
        await stage.sari.says("belakang masjid lama")
        assert "Periksa laporan" in stage.sari.sees()
        await stage.sari.says("saya mau lapor jalan rusak parah di Rantau")
        assert "1. Bansos ulun balum cair" in stage.sari.sees()
        await stage.sari.presses("Pisahkan")
        assert "Periksa laporan" in stage.sari.sees(), "nothing is asked twice"
        await stage.sari.presses("Kirim")
        aid = await ticket_of(stage, stage.number())
        assert (aid.text, aid.agency, aid.region) == ("Bansos ulun balum cair", "DINSOS", "63.03")
        assert aid.address == "belakang masjid lama"
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("depan pasar Rantau")
        await stage.sari.presses("Kirim")
        roads = await ticket_of(stage)
        assert (roads.text, roads.agency, roads.region) == ("jalan rusak parah di Rantau", "PUPR", "63.05")


async def test_a_place_that_only_the_other_matter_names_goes_with_it(theatre: Theatre) -> None:
    async with theatre("dua-hal-tempatnya", "Tempat hal yang lain") as stage:
        await stage.sari.says("Bansos ulun balum cair")
        await stage.sari.says("saya mau lapor jalan rusak parah di Rantau")
        await stage.sari.presses("Pisahkan")
        await stage.sari.presses("Bantuan sosial")
        assert "kabupaten/kota mana" in stage.sari.sees(), "Rantau is where the road is"
        await stage.sari.presses("Kab. Banjar")
        await stage.sari.says("belakang masjid lama")
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).region == "63.03"


async def test_another_matter_told_at_the_question_for_the_region_is_not_lost(theatre: Theatre) -> None:
    async with theatre("dua-hal-saat-ditanya-tempat", "Hal lain saat ditanya tempatnya") as stage:
        await stage.sari.says("Bansos ulun balum cair")
        await stage.sari.presses("Bantuan sosial")
        await stage.sari.says("saya mau lapor jalan rusak parah di Rantau")
        assert "1. Bansos ulun balum cair" in stage.sari.sees(), "asked about, not taken as the place"
        await stage.sari.presses("Pisahkan")
        assert "kabupaten/kota mana" in stage.sari.sees(), "the category is kept, Rantau is where the road is"
        await stage.sari.presses("Kab. Banjar")
        await stage.sari.says("saya juga mau lapor sampah menumpuk di pasar Binuang")
        assert "2. sampah menumpuk" in stage.sari.sees(), "a third matter is asked about as the second was"
        await stage.sari.presses("Pisahkan")
        await stage.sari.says("belakang masjid lama")
        await stage.sari.presses("Kirim")
        aid = await ticket_of(stage)
        assert (aid.text, aid.region, aid.address) == ("Bansos ulun balum cair", "63.03", "belakang masjid lama")
        assert "Jalan & jembatan → PUPR" in stage.sari.buttons(), "the second follows, then the third"


async def test_what_is_said_besides_the_region_is_kept(theatre: Theatre) -> None:
    async with theatre("tempat-dan-cerita", "Jawaban tempat yang juga bercerita") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("Di Rantau pak, sudah tiga minggu begini dan kemarin ada anak jatuh")
        assert "Di mana tepatnya" in stage.sari.sees()
        await stage.sari.says("depan pasar Rantau")
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert ticket.text.endswith("\nDi Rantau pak, sudah tiga minggu begini dan kemarin ada anak jatuh")
        assert (ticket.region, ticket.address) == ("63.05", "depan pasar Rantau")


async def test_a_village_told_as_the_region_begins_the_address(theatre: Theatre) -> None:
    async with theatre("tempat-desa", "Desa dan kecamatan saat ditanya kabupaten/kota") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("Desa Tatakan, Kecamatan Tapin Selatan")
        assert "Di mana tepatnya di Kabupaten Tapin" in stage.sari.sees()
        await stage.sari.says("seberang balai desa")
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert ticket.address == "Desa Tatakan, Kecamatan Tapin Selatan, seberang balai desa"
        assert (ticket.region, ticket.text) == ("63.05", POTHOLES)


async def test_an_address_told_with_the_region_is_kept_whole(theatre: Theatre) -> None:
    async with theatre("tempat-dan-alamat", "Alamat lengkap saat ditanya kabupaten/kota") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("Jl. A. Yani km 5 depan indomaret Banjarbaru")
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.region, ticket.address) == ("63.72", "Jl. A. Yani km 5 depan indomaret Banjarbaru")
        assert ticket.text == POTHOLES


async def test_a_new_report_by_command_is_no_answer_to_the_open_question(theatre: Theatre) -> None:
    async with theatre("lapor-di-tengah-naskah", "/lapor dengan hal lain di tengah pengisian") as stage:
        await stage.sari.says("/lapor")
        await stage.sari.says(f"/lapor {POTHOLES}")
        assert "Jalan & jembatan → PUPR" in stage.sari.buttons(), "an empty draft takes it"
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("/lapor lampu lalu lintas mati di Barabai depan masjid")
        assert stage.sari.buttons() == ["Lanjutkan", "Mulai baru"]
        assert "lampu lalu lintas" in stage.sari.sees()
        await stage.sari.says("/lapor")
        await stage.sari.presses("Lanjutkan")
        assert "kabupaten/kota mana" in stage.sari.sees(), "the road still has no place"
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Kirim")
        roads = await ticket_of(stage, stage.number())
        assert (roads.text, roads.region, roads.agency) == (POTHOLES, "63.03", "PUPR")
        await stage.sari.presses("Lalu lintas & lampu")
        await stage.sari.says("depan masjid")
        await stage.sari.presses("Kirim")
        lamps = await ticket_of(stage)
        assert (lamps.text, lamps.region) == ("lampu lalu lintas mati di Barabai depan masjid", "63.07")


async def test_a_new_report_by_command_may_take_the_place_of_the_draft(theatre: Theatre) -> None:
    async with theatre("lapor-lalu-mulai-baru", "/lapor dengan hal lain, lalu mulai baru") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.says("/lapor lampu lalu lintas mati di Barabai depan masjid")
        await stage.sari.says("/lapor sampah menumpuk di pasar Binuang")
        await stage.sari.says("sudah tiga malam")
        await stage.sari.presses("Mulai baru")
        await stage.sari.presses("Lalu lintas & lampu")
        await stage.sari.says("depan masjid")
        await stage.sari.presses("Kirim")
        lamps = await ticket_of(stage)
        assert lamps.text == "lampu lalu lintas mati di Barabai depan masjid\nsudah tiga malam"
        assert "Lingkungan & sampah → DLH" in stage.sari.buttons(), "the third waits for its turn"


async def test_danger_in_a_new_report_by_command_is_not_put_off(theatre: Theatre) -> None:
    async with theatre("lapor-bahaya-di-tengah", "/lapor keadaan darurat di tengah pengisian") as stage:
        await stage.sari.says("Jalan rusak di Rantau depan pasar")
        await stage.sari.says("/lapor rumah kebakaran di Binuang dekat masjid")
        assert "113 – Pemadam kebakaran" in stage.sari.sees_all()
        await stage.sari.presses("Lanjutkan")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("depan pasar")
        await stage.sari.presses("Kirim")
        assert not (await ticket_of(stage)).urgent


async def test_the_other_matter_outlives_beginning_anew(theatre: Theatre) -> None:
    async with theatre("dua-hal-lalu-mulai-baru", "Dua hal, lalu mulai baru: hal kedua tetap menyusul") as stage:
        await stage.sari.says("Jalan rusak di Rantau, sekalian bansos ulun balum cair")
        await stage.sari.presses("Pisahkan")
        await stage.sari.says("/lapor")
        await stage.sari.presses("Mulai baru")
        await stage.sari.says("/lapor lampu lalu lintas mati di Barabai depan masjid")
        await stage.sari.presses("Lalu lintas & lampu")
        await stage.sari.says("depan masjid")
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).text.startswith("lampu"), "an empty draft takes it, whatever waits"
        assert "Bantuan sosial → Dinsos" in stage.sari.buttons()


async def test_the_same_words_again_stand_there_once(theatre: Theatre) -> None:
    async with theatre("tulisan-dua-kali", "Tulisan yang sama dikirim lagi") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.says(f"{POTHOLES.upper()} ")
        assert "sudah ada di laporan" in stage.sari.sees()
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).text == POTHOLES


async def test_sending_twice_makes_one_ticket(theatre: Theatre) -> None:
    async with theatre("kirim-dua-kali", "Tombol Kirim ditekan dua kali") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan", twice=True)
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Kirim", twice=True)
        assert await tickets_filed(stage) == 1
        assert stage.sari.sees_all().count("Nomor tiket") == 1


async def test_an_older_button_leads_to_the_present_question(theatre: Theatre) -> None:
    async with theatre("tombol-lama", "Tombol dari pertanyaan yang sudah lewat") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Lainnya / tidak tahu")
        assert "kabupaten/kota mana" in stage.sari.sees()
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Jalan & jembatan")
        assert "Periksa laporan" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        await stage.later(hours=2)
        await stage.sari.presses("Batal", under="Periksa")
        assert "sudah terkirim dengan nomor" in stage.sari.sees()
        assert await tickets_filed(stage) == 1


async def test_an_edited_message_edits_the_complaint(theatre: Theatre) -> None:
    async with theatre("pesan-disunting", "Pesan disunting sebelum dikirim") as stage:
        await stage.sari.says("Jalan provinsi di Mataraman berlubang dalam sekali")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("depan pasar")
        await stage.sari.edits("di Mataraman", "Jalan provinsi di Mataraman berlubang, sudah ada korban")
        assert "sudah ada korban" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).text == "Jalan provinsi di Mataraman berlubang, sudah ada korban"
