"""The citizen adds to a case: by reply, after a button, when asked; quotes keep their link; edits are told."""

from storage.values import ALL
from tests.conversations.acts import files, history_of, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Role, Stage
from tickets.evidence import MAX_BYTES


def quoted_by(role: Role, text: str) -> str:
    """What the newest message of the chat with that text is a reply to."""
    message = role.stage.find(role.chat, text)
    original = role.stage.world.message(role.chat, message.reply_to) if message.reply_to else None
    return original.text if original else ""


async def tickets(stage: Stage) -> int:
    """How many there are."""
    async with stage.looks() as unit:
        return await unit.tickets.count_open(ALL)


async def test_quotes_keep_their_link_on_both_sides(theatre: Theatre) -> None:
    async with theatre("kutipan-di-dua-sisi", "Kutipan di dua sisi") as stage:
        number = await sari_files(stage)
        await stage.budi.says("Di kilometer berapa, Bu?", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.says("Kilometer 12, depan warung", reply_to="Di kilometer berapa")
        assert "Di kilometer berapa" in quoted_by(stage.budi, "Kilometer 12"), "the agency's own message"
        await stage.sari.says("Warnanya hijau", reply_to="Di kilometer berapa")
        await stage.budi.says("Baik, warungnya sudah ketemu.", reply_to="Kilometer 12")
        await stage.budi.presses("Kirim ke pelapor")
        assert "Kilometer 12" in quoted_by(stage.sari, "warungnya sudah ketemu"), "that very message, not the last"
        await stage.sari.says("ini fotonya", album=2, reply_to="warungnya sudah ketemu")
        await stage.budi.says("Fotonya jelas.", reply_to="ini fotonya")
        await stage.budi.presses("Kirim ke pelapor")
        assert "ini fotonya" in quoted_by(stage.sari, "Fotonya jelas")


async def test_after_the_button_everything_belongs_to_the_case(theatre: Theatre) -> None:
    async with theatre("tambah-informasi", "Tambah informasi") as stage:
        number = await sari_files(stage)
        await stage.sari.says(f"/status {number}")
        await stage.sari.presses("Tambah informasi")
        await stage.sari.says("Jembatan di dekatnya juga retak, mohon diperiksa sekalian karena dilewati truk besar")
        await stage.sari.says(voice=b"OggS")
        await stage.sari.says(album=2)
        assert await tickets(stage) == 1
        assert (await kinds(stage)).count("replied") == 4
        await stage.sari.says("selesai menambah")
        assert "sudah lengkap" in stage.sari.sees()
        await stage.sari.says("Guru SMA 2 Martapura sering tidak masuk, anak-anak belajar sendiri")
        assert "pendidikan" in stage.sari.buttons()[0], "a new matter again"
        stage.scene("Setelah setengah jam tombolnya tidak berlaku lagi")
        await stage.sari.says("batal")
        await stage.sari.presses("Ya, batalkan")
        await stage.sari.presses("Tambah informasi", under="Riwayat")
        await stage.later(hours=0.6)
        await stage.sari.says("Guru SMA 2 Martapura sering tidak masuk, anak-anak belajar sendiri")
        assert "pendidikan" in stage.sari.buttons()[0]


async def test_what_sounds_like_an_addition_is_asked_about(theatre: Theatre) -> None:
    async with theatre("tambahan-untuk-yang-mana", "Tambahan untuk laporan yang mana?") as stage:
        roads = await sari_files(stage)
        await files(stage.sari, "Sampah menumpuk di pasar Martapura, baunya menyengat", "Lingkungan & sampah")
        waste = stage.number()
        stage.forget()
        stage.script.remark(f"Bu Sari punya dua laporan terbuka: {roads} dan {waste}")
        await stage.sari.says("belum ada petugas datang")
        assert "tambahan" in stage.sari.sees()
        assert [label[:14] for label in stage.sari.buttons()] == [waste, roads, "Laporan baru"]
        await stage.sari.says("sudah tiga hari")
        await stage.sari.presses(roads)
        assert (await history_of(stage, roads))[-1].text == "belum ada petugas datang\nsudah tiga hari"
        assert "sudah tiga hari" in stage.budi.sees()
        stage.scene("Atau laporan baru")
        await stage.later(hours=1)
        await stage.sari.says("lubangnya makin besar")
        assert stage.sari.buttons()[0].startswith(roads)
        await stage.sari.presses("Laporan baru")
        assert "Langkah" in stage.sari.sees()


async def test_an_edited_message_is_noted_for_the_agency_once(theatre: Theatre) -> None:
    async with theatre("diubah-setelah-terkirim", "Pesan diubah setelah sampai di instansi") as stage:
        number = await sari_files(stage)
        await stage.sari.edits("Jalan provinsi", "Jalan provinsi di km 12 berlubang dalam, tadi pagi ada ibu jatuh")
        assert "diubah 09.0" in stage.budi.sees()
        assert number in quoted_by(stage.budi, "mengubah pesannya"), "in reply to the card"
        await stage.budi.says("Berapa lubangnya?", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.says("Ada tiga", reply_to="Berapa lubangnya")
        await stage.sari.edits("Ada tiga", "Ada empat")
        assert "Ada tiga" in quoted_by(stage.budi, "Ada empat")
        count = (await kinds(stage)).count("edited")
        await stage.sari.edits("Ada empat", "Ada empat")
        assert (await kinds(stage)).count("edited") == count == 2, "not more than once per edit"
        await stage.sari.edits("Ada empat", "Ada tiga")
        assert (await kinds(stage)).count("edited") == 3


async def test_a_file_too_big_is_refused_politely(theatre: Theatre) -> None:
    async with theatre("berkas-terlalu-besar", "Berkas terlalu besar") as stage:
        await stage.sari.says("Jalan provinsi di Mataraman rusak parah", document=bytes(MAX_BYTES + 1))
        assert "20 MB" in stage.sari.sees(3)
        assert "Jalan & jembatan" in stage.sari.buttons()[0], "the words are kept"


async def test_danger_in_a_case_shows_the_numbers_and_the_group_is_pinged(theatre: Theatre) -> None:
    async with theatre("bahaya-grup-diberi-tahu", "Keadaan darurat: grup diberi tahu") as stage:
        await stage.budi.says("/piket senin")
        await files(stage.sari, "Banjir, keluarga terjebak di atap, jembatan di Mataraman putus", "Jalan & jembatan")
        assert "MENDESAK" in stage.budi.sees()
        assert "Budi" in stage.budi.sees()
        await stage.sari.says("air terus naik, kami terjebak banjir", reply_to="Nomor tiket")
        assert "112" in stage.sari.sees(2)
        assert stage.budi.sees_all().count("segera dilihat") == 1


async def test_danger_that_comes_later_makes_the_case_urgent(theatre: Theatre) -> None:
    async with theatre("bahaya-menyusul", "Bahaya yang menyusul pada laporan biasa") as stage:
        number = await sari_files(stage)
        await stage.sari.says("sekarang banjir, ada keluarga terjebak", reply_to="Nomor tiket")
        assert "112" in stage.sari.sees(2)
        assert (await ticket_of(stage, number)).urgent
        assert stage.budi.sees_all().count("segera dilihat") == 1


async def test_an_hour_later_a_number_is_no_answer_to_an_old_question(theatre: Theatre) -> None:
    async with theatre("pertanyaan-lama", "Pertanyaan lama tidak menangkap jawaban baru") as stage:
        await sari_files(stage)
        await stage.sari.says("lubangnya makin besar")
        assert "tambahan" in stage.sari.sees()
        await stage.later(hours=1)
        await stage.sari.says("Guru SMA 2 Martapura sering tidak masuk, anak-anak belajar sendiri")
        await stage.sari.says("1")
        assert "Nama sekolah" in stage.sari.sees(), "the first category was chosen"
        assert (await kinds(stage)).count("replied") == 0


async def test_adding_ends_with_a_word_that_says_so(theatre: Theatre) -> None:
    async with theatre("tambah-lalu-itu-saja", "Tambah informasi, lalu “sudah, itu saja”") as stage:
        number = await sari_files(stage)
        await stage.sari.says(f"/status {number}")
        await stage.sari.presses("Tambah informasi")
        await stage.sari.says("Lubangnya di depan warung Acil Imah")
        await stage.sari.says("sudah, itu saja")
        assert "sudah lengkap" in stage.sari.sees()
        assert (await history_of(stage))[-1].text == "Lubangnya di depan warung Acil Imah"


async def test_a_mere_ok_after_a_report_is_answered_like_thanks(theatre: Theatre) -> None:
    async with theatre("oke-setelah-laporan", "“Oke” setelah laporan terkirim") as stage:
        await sari_files(stage)
        for word in ("ok", "siap pak", "👍", "iya", "baik"):
            await stage.sari.says(word)
            assert "Sama-sama" in stage.sari.sees(), word
        assert (await kinds(stage))[-1] != "replied"
        await stage.sari.says("lampu lalu lintas di Barabai depan masjid mati sejak kemarin")
        assert "Lalu lintas & lampu → Dishub" in stage.sari.buttons()


async def test_status_without_a_slash(theatre: Theatre) -> None:
    async with theatre("status-tanpa-garis-miring", "Menanyakan status dengan kata saja") as stage:
        number = await sari_files(stage)
        for asked in ("status", "cek laporan saya", "cek status", "mohon cek status pak", "/ status"):
            await stage.sari.says(asked)
            assert stage.sari.buttons()[0].startswith(number), asked
        for asked in (f"/status{number}", f"/status_{number}", f"/ status {number}"):
            await stage.sari.says(asked)
            assert "Riwayat" in stage.sari.sees(), asked


async def test_a_report_by_itself_does_not_join_what_waits_for_its_case(theatre: Theatre) -> None:
    async with theatre("laporan-lain-saat-ditanya", "Laporan lain selagi ditanya: tambahan atau bukan") as stage:
        roads = await sari_files(stage)
        await stage.sari.says("belum ada petugas datang")
        await stage.sari.says("ya")
        assert "belum ada petugas datang" in stage.sari.sees(), "asked again, nothing is added"
        await stage.sari.says("lampu lalu lintas di Barabai depan masjid mati sejak kemarin")
        await stage.sari.presses("Lalu lintas & lampu")
        await stage.sari.says("depan masjid")
        assert "Periksa laporan" in stage.sari.sees()
        stage.scene("Pertanyaan tadi masih berlaku")
        await stage.sari.presses("Laporan baru", under="belum ada petugas datang")
        assert stage.sari.buttons() == ["Lanjutkan", "Mulai baru"]
        await stage.sari.presses("Lanjutkan")
        await stage.sari.presses("Kirim")
        lamps = await ticket_of(stage, stage.number())
        assert (lamps.text, lamps.agency) == ("lampu lalu lintas di Barabai depan masjid mati sejak kemarin", "DISHUB")
        assert (await kinds(stage, roads))[-1] != "replied"


async def test_what_waits_for_its_case_is_added_after_another_report(theatre: Theatre) -> None:
    async with theatre("tambahan-setelah-laporan-lain", "Tambahan yang dijawab setelah laporan lain") as stage:
        roads = await sari_files(stage)
        await stage.sari.says("belum ada petugas datang")
        await stage.sari.says("lampu lalu lintas di Barabai depan masjid mati sejak kemarin")
        await stage.sari.presses("Lalu lintas & lampu")
        await stage.sari.presses(roads, under="belum ada petugas datang")
        assert (await history_of(stage, roads))[-1].text == "belum ada petugas datang"
