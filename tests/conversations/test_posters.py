"""/poster: a sheet and a picture by whose code a citizen reports with fewer questions, and sees what was filled in."""

from io import BytesIO

import zxingcpp
from PIL import Image

from tests.conversations.acts import POTHOLES, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import BANJARBARU, Role, Stage

SMOOTH = "Antrean loket lama sekali, sudah tiga jam menunggu"


def files(role: Role) -> list[tuple[str, bytes]]:
    """What the bot drew into a chat, oldest first."""
    media = [message.media for message in role.messages() if message.media]
    store = role.stage.world.store
    return [(store.files[each.file].name or "", store.data(each.file) or b"") for each in media]


def links(role: Role) -> list[str]:
    """The addresses of posters that the bot told in this chat, oldest first."""
    return [word for word in role.sees_all().split() if word.startswith("https://t.me/lapor_bot?start=qr")]


async def poster(role: Role, typed: str = "/poster") -> str:
    """Have a poster made; what its code carries."""
    await role.says(typed)
    return links(role)[-1].partition("=")[2]


async def scans(citizen: Role, payload: str) -> None:
    """The camera opens the bot, Telegram says /start with what the code carries."""
    await citizen.says(f"/start {payload}")


async def test_the_poster_of_an_agency_asks_fewer_questions(theatre: Theatre) -> None:
    async with theatre("poster-instansi", "Poster instansi, dari grup sampai laporan") as stage:
        payload = await poster(stage.budi)
        (sheet, pdf), (_, png) = files(stage.budi)
        assert sheet == "poster-a4.pdf"
        assert pdf.startswith(b"%PDF-")
        (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(png)))
        assert code.text == links(stage.budi)[-1]
        assert len(payload) <= 64
        await scans(stage.sari, payload)
        assert "Laporan untuk Dinas Pekerjaan Umum dan Penataan Ruang" in stage.sari.sees()
        assert stage.sari.buttons() == ["Hal atau tempat lain"]
        await stage.sari.says(POTHOLES)
        assert "kabupaten/kota" in stage.sari.sees()
        await stage.sari.says(location=BANJARBARU)
        assert "Kategori: Jalan, jembatan & drainase → PUPR" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).agency == "PUPR"


async def test_a_place_is_answered_by_its_poster(theatre: Theatre) -> None:
    async with theatre("poster-lokasi", "Poster di sebuah sekolah: dua tindakan sampai terkirim") as stage:
        school, _ = await stage.group("Disdikbud", "DISDIKBUD", "Ani", "Bu Ani, Disdikbud")
        payload = await poster(school, "/poster lokasi SMAN 1 Martapura")
        await scans(stage.sari, payload)
        assert "Tempat: SMAN 1 Martapura, Kabupaten Banjar" in stage.sari.sees()
        await stage.sari.says("Atap ruang kelas di sekolah ini bocor, siswa kehujanan sejak Senin")
        summary = stage.sari.sees()
        assert "Sekolah & pendidikan → Disdikbud" in summary
        assert "Terkait: SMAN 1 Martapura" in summary
        assert "Tempat: Kabupaten Banjar, SMAN 1 Martapura" in summary
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.agency, ticket.region, ticket.address) == ("DISDIKBUD", "63.03", "SMAN 1 Martapura")
        await school.says("/poster daftar")
        assert "1 mulai, 1 terkirim" in school.sees()


async def test_words_that_speak_for_nobody_go_to_the_posters_agency(theatre: Theatre) -> None:
    async with theatre("poster-tanpa-kata-kunci", "Poster rumah sakit, laporan tanpa kata kunci") as stage:
        payload = await poster(stage.rina, "/poster DINKES lokasi Puskesmas Barabai")
        await scans(stage.sari, payload)
        await stage.sari.says(SMOOTH)
        assert "→ Dinkes" in stage.sari.sees()
        assert "Kabupaten Hulu Sungai Tengah, Puskesmas Barabai" in stage.sari.sees()


async def test_what_the_poster_says_can_be_put_away(theatre: Theatre) -> None:
    async with theatre("poster-hal-lain", "Isian dari poster diabaikan") as stage:
        payload = await poster(stage.budi, "/poster lokasi Jembatan Barito, Barito Kuala")
        await scans(stage.sari, payload)
        await stage.sari.presses("Hal atau tempat lain")
        assert "Tempat:" not in stage.sari.sees()
        await stage.sari.says("Lampu jalan mati di depan Pasar Kandangan")
        assert "→ Dishub" in " ".join(stage.sari.buttons())


async def test_what_is_filled_in_is_changed_like_anything_else(theatre: Theatre) -> None:
    async with theatre("poster-diubah", "Isian dari poster diubah di ringkasan") as stage:
        payload = await poster(stage.budi, "/poster lokasi Jembatan Barito, Barito Kuala")
        await scans(stage.sari, payload)
        await stage.sari.says("Jembatan ini aspalnya berlubang dalam")
        assert "Tempat: Kabupaten Barito Kuala, Jembatan Barito" in stage.sari.sees()
        await stage.sari.presses("Ubah")
        await stage.sari.presses("Alamat/patokan")
        await stage.sari.says("Sisi Banjarmasin, dekat gerbang")
        assert "dekat gerbang" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).address == "Sisi Banjarmasin, dekat gerbang"


async def test_a_place_in_the_citizens_words_goes_before_the_posters(theatre: Theatre) -> None:
    async with theatre("poster-tempat-lain", "Kata pelapor mendahului poster") as stage:
        payload = await poster(stage.budi, "/poster lokasi Terminal Gambut, Kabupaten Banjar")
        await scans(stage.sari, payload)
        await stage.sari.says("Jalan provinsi di Tanjung Kabupaten Tabalong berlubang dekat pasar Mabuun")
        assert "Terminal Gambut" not in stage.sari.sees()
        assert "Kabupaten Tabalong" in stage.sari.sees()


async def test_a_levy_is_not_reported_to_the_office_on_whose_wall_the_poster_hangs(theatre: Theatre) -> None:
    async with theatre("poster-pungli", "Pungli di kantor yang memasang poster") as stage:
        payload = await poster(stage.budi)
        await scans(stage.sari, payload)
        await stage.sari.says("Petugas Dinas PUPR minta uang pelicin supaya izin keluar, pungli 500 ribu")
        assert "Langkah 2" in stage.sari.sees()
        await stage.sari.presses("Pungli & ASN (rahasia)")
        await stage.sari.says("petugas loket Dinas PUPR")
        await stage.sari.says(location=BANJARBARU)
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).agency == "INSPEKTORAT"
        await stage.budi.says("/poster daftar")
        assert "0 mulai, 0 terkirim" in stage.budi.sees()


async def test_an_altered_code_is_as_good_as_none(theatre: Theatre) -> None:
    async with theatre("poster-kode-diubah", "Kode poster yang diubah orang") as stage:
        payload = await poster(stage.budi, "/poster lokasi Jembatan Barito, Barito Kuala")
        number, _, signature = payload.partition("-")
        stage.forget()
        for altered in (f"{number}9-{signature}", f"{number}-{signature[::-1]}", f"{number}-", "qr1", f"{payload}0"):
            await scans(stage.sari, altered)
            assert "Selamat datang" in stage.sari.sees()
        await stage.sari.says("Jalan berlubang di Jalan Pelajau")
        assert "Langkah 2" in stage.sari.sees()
        assert "Barito" not in stage.sari.sees()
        await stage.budi.says("/poster daftar")
        assert "0 mulai, 0 terkirim" in stage.budi.sees()


async def test_an_open_draft_is_not_lost_to_a_poster(theatre: Theatre) -> None:
    async with theatre("poster-naskah-terbuka", "Memindai poster di tengah laporan") as stage:
        payload = await poster(stage.budi, "/poster lokasi Jembatan Barito, Barito Kuala")
        await stage.sari.says("Lampu jalan mati di depan rumah kami")
        await scans(stage.sari, payload)
        assert stage.sari.buttons() == ["Lanjutkan", "Mulai baru"]
        await stage.sari.presses("Lanjutkan")
        assert "Langkah 2" in stage.sari.sees()
        await scans(stage.sari, payload)
        await stage.sari.presses("Mulai baru")
        assert "Tempat: Jembatan Barito, Kabupaten Barito Kuala" in stage.sari.sees()
        await scans(stage.sari, payload)
        assert "Tempat: Jembatan Barito, Kabupaten Barito Kuala" in stage.sari.sees()
        await scans(stage.sari, await poster(stage.budi))
        assert "Tempat:" not in stage.sari.sees()
        await stage.budi.says("/poster daftar")
        assert stage.budi.sees().count("1 mulai, 0 terkirim") == 2


async def test_the_same_wish_gives_the_same_code(theatre: Theatre) -> None:
    async with theatre("poster-lagi", "Poster yang sama diminta lagi") as stage:
        first = await poster(stage.budi)
        await scans(stage.sari, first)
        assert await poster(stage.budi, "/poster") == first
        assert "1 mulai melapor, 0 terkirim" in stage.budi.sees_all()
        await stage.budi.presses("Semua poster")
        await stage.budi.presses("PUPR")
        assert links(stage.budi)[-1].endswith(first)
        assert await poster(stage.rina) != first


async def test_where_a_place_is_is_asked_when_its_name_does_not_say(theatre: Theatre) -> None:
    async with theatre("poster-wilayah", "Poster untuk tempat yang namanya ada di mana-mana") as stage:
        await stage.budi.says("/poster lokasi Jembatan Gantung Muara")
        assert "ada di kabupaten/kota mana?" in stage.budi.sees()
        assert len(stage.budi.buttons()) == 13
        await stage.budi.says("/poster daftar")
        assert "Belum ada poster" in stage.budi.sees()
        await stage.budi.presses("Kab. Tapin", under="ada di kabupaten/kota mana?")
        await scans(stage.sari, links(stage.budi)[-1].partition("=")[2])
        assert "Tempat: Jembatan Gantung Muara, Kabupaten Tapin" in stage.sari.sees()


async def test_of_the_places_that_a_name_may_mean_the_likely_come_first(theatre: Theatre) -> None:
    async with theatre("poster-wilayah-mirip", "Poster untuk tempat dengan dua arti") as stage:
        await stage.rina.says("/poster tempat Kantor Desa Banjar")
        few = stage.rina.buttons()
        assert few[-1] == "Bukan itu, lihat semua"
        await stage.rina.presses("Bukan itu, lihat semua")
        assert len(stage.rina.buttons()) == 13
        await stage.rina.presses("Kota Banjarbaru")
        assert "Kantor Desa Banjar, Kota Banjarbaru" in stage.rina.sees_all()


async def test_what_is_no_place_and_no_agency_is_explained(theatre: Theatre) -> None:
    async with theatre("poster-keliru", "Poster yang tidak dapat dibuat") as stage:
        for typed in ("/poster lokasi", "/poster lokasi " + "x" * 61, "/poster Dinas Antah Berantah", "/poster DISHUB"):
            await stage.budi.says(typed)
            assert "Poster belum dapat dibuat" in stage.budi.sees()
        assert "untuk instansi grup ini" in stage.budi.sees()
        await stage.rina.says("/poster Dinas Antah Berantah")
        assert "untuk satu instansi" in stage.rina.sees()
        await stage.sari.says("/poster")
        assert "hanya untuk grup instansi" in stage.sari.sees()


async def test_another_agencys_posters_are_none_of_ours(theatre: Theatre) -> None:
    async with theatre("poster-instansi-lain", "Tombol poster instansi lain") as stage:
        other, _ = await stage.group("Dishub", "DISHUB", "Tono", "Pak Tono, Dishub")
        await poster(other)
        await poster(stage.budi)
        for forged in ("E:draw:1", "E:draw:99999999999999999999", "E:region:1:63.01", "E:draw:x", "E:"):
            await stage.budi.presses_forged(forged, under="Poster PUPR")
            assert "sudah tidak berlaku" in stage.budi.sees()
        await stage.budi.says("/poster daftar")
        assert "Dishub" not in stage.budi.sees()
        await stage.rina.says("/poster daftar")
        assert "Dishub" in stage.rina.sees()
        assert "PUPR" in stage.rina.sees()


async def test_many_posters_are_turned_like_pages(theatre: Theatre) -> None:
    async with theatre("poster-banyak", "Banyak poster, dalam halaman") as stage:
        async with stage.looks() as unit:
            for number in range(10):
                await unit.promotion.link("PUPR", f"Jembatan {number}", "63.03", stage.world.clock.now())
        await stage.budi.says("/poster daftar")
        assert "(10), halaman 1 dari 2" in stage.budi.sees()
        await stage.budi.presses("Berikutnya ›")
        assert "halaman 2 dari 2" in stage.budi.sees()
        assert "Jembatan 9" in stage.budi.sees()
        await stage.budi.presses("‹ Sebelumnya")
        assert "halaman 1 dari 2" in stage.budi.sees()


async def test_a_second_matter_is_not_the_posters(theatre: Theatre) -> None:
    async with theatre("poster-dua-hal", "Dua hal dalam satu laporan lewat poster") as stage:
        payload = await poster(stage.budi, "/poster lokasi Jembatan Barito, Barito Kuala")
        await scans(stage.sari, payload)
        await stage.sari.says("Jalan di jembatan ini berlubang. Selain itu sampah menumpuk di pasar Marabahan")
        await stage.sari.presses("Pisahkan")
        await stage.sari.presses("Kirim")
        first = await ticket_of(stage)
        assert (first.agency, first.address) == ("PUPR", "Jembatan Barito")
        assert "sampah" in stage.sari.sees_all()


async def test_who_joins_a_report_that_there_is_has_finished_too(theatre: Theatre) -> None:
    async with theatre("poster-saya-juga", "Ikut laporan yang sudah ada lewat poster") as stage:
        await sari_files(stage)
        payload = await poster(stage.budi)
        neighbour = stage.citizen("Udin", "Pak Udin, warga")
        await scans(neighbour, payload)
        await neighbour.says(POTHOLES)
        await neighbour.says(location={"latitude": -3.411, "longitude": 114.845})
        await neighbour.presses("Saya juga")
        await stage.budi.says("/poster daftar")
        assert "1 mulai, 1 terkirim" in stage.budi.sees()


async def test_a_poster_that_was_ordered_is_drawn_after_a_restart(theatre: Theatre) -> None:
    async with theatre("poster-mulai-ulang", "Poster diminta, bot dinyalakan lagi") as stage:
        await _ordered_while_away(stage)
        assert len(files(stage.budi)) == 2


async def _ordered_while_away(stage: Stage) -> None:
    await stage.bot_stops()
    await stage.budi.says("/poster")
    await stage.bot_starts()
