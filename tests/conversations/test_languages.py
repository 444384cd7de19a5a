"""Somebody is spoken to in the language of the client, or the one chosen with /bahasa; groups always in Indonesian."""

from tests.conversations.acts import POTHOLES, files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import MARTAPURA, Role, Stage

ENGLISH_POTHOLES = "The provincial road to Cempaka has deep potholes, a woman fell off her motorcycle this morning"
BANJARESE_POTHOLES = "Jalan provinsi ka Cempaka balubang dalam banar, tadi ada nang gugur matan mutur"


def visitor(stage: Stage, first_name: str, name: str, language: str | None) -> Role:
    """Somebody whose client reports that language."""
    role = stage.citizen(first_name, name)
    role.person.language = language
    return role


async def test_four_actions_in_english(theatre: Theatre) -> None:
    async with theatre("english", "A complaint in four actions, in English") as stage:
        emma = visitor(stage, "Emma", "Emma, a teacher from abroad", "en-GB")
        await emma.says(ENGLISH_POTHOLES, photo=True)
        assert emma.buttons()[0] == "Roads & bridges → PUPR"
        await emma.presses("Roads & bridges")
        await emma.says(location=MARTAPURA)
        assert "Please check your report" in emma.sees()
        await emma.says("send")

        assert "Ticket number: LP-2611-" in emma.sees()
        assert "Thursday, 26 November 2026" in emma.sees()
        assert "Pengaduan" in stage.find(stage.pupr, ENGLISH_POTHOLES).text

        await stage.budi.presses("Balas")
        await stage.budi.says("Tim kami memperbaikinya besok pagi.", reply_to="balas pesan ini dengan jawaban")
        await stage.budi.presses("Kirim ke pelapor")
        assert "Answer from PUPR" in emma.sees()
        await emma.says("thank you very much")
        assert "You are welcome." in emma.sees()
        assert emma.buttons() == ["Solved", "Not solved yet"]


async def test_short_words_in_english_are_understood_after_an_answer(theatre: Theatre) -> None:
    async with theatre("english-short-words", "Thanks, no, and it works now: short words in English") as stage:
        emma = visitor(stage, "Emma", "Emma, a teacher from abroad", "en-GB")
        await files(emma, ENGLISH_POTHOLES, "Roads & bridges", send="Send")
        stage.forget()
        await stage.budi.says("Kami tambal besok pagi.", reply_to="🎫")
        await stage.budi.presses("Kirim ke pelapor")
        await emma.says("great, thank you!!")
        assert "You are welcome." in emma.sees()
        await emma.says("the street is still dark and still broken")
        assert emma.buttons() == ["Solved", "Not solved yet"]
        await emma.says("No")
        assert "What is not solved yet?" in emma.sees()
        await emma.says("only the left lane was done")
        await stage.later(seconds=60)
        stage.scene("What is said after the next answer is about that answer")
        await stage.budi.says("Lajur kanan juga sudah selesai.", reply_to="🎫")
        await stage.budi.presses("Kirim ke pelapor")
        await emma.says("yes it works now")
        assert "closed as solved" in emma.sees()
        await emma.says("4 stars")
        assert "⭐⭐⭐⭐☆" in emma.sees()


async def test_four_actions_in_banjarese(theatre: Theatre) -> None:
    async with theatre("bahasa-banjar", "Aduan dalam empat langkah, dalam bahasa Banjar") as stage:
        aluh = visitor(stage, "Aluh", "Aluh, warga Martapura", "bjn")
        await aluh.says("/start")
        assert "Salamat datang" in aluh.sees()
        await aluh.says(BANJARESE_POTHOLES)
        assert "Laporan ini soal napa?" in aluh.sees()
        await aluh.presses("Jalan & jembatan")
        await aluh.says(location=MARTAPURA)
        assert "Pariksa dahulu laporan pian" in aluh.sees()
        await aluh.presses("Kirim")

        assert "Laporan takirim" in aluh.sees()
        assert "Kamis, 26 November 2026" in aluh.sees()
        await aluh.says("/status " + aluh.sees().rsplit(" ", 1)[-1])
        assert "Ditindaklanjuti paling lambat" in aluh.sees()


async def test_the_language_is_changed_in_the_middle_of_the_form(theatre: Theatre) -> None:
    async with theatre("ganti-bahasa", "Bahasa diganti di tengah pengisian") as stage:
        sari = stage.sari
        await sari.says(POTHOLES)
        await sari.says("/bahasa")
        assert sari.buttons() == ["Bahasa Indonesia", "Bahasa Banjar", "English"]
        await sari.presses("English")
        assert "What is this report about?" in sari.sees()
        await sari.presses("Roads & bridges")
        await sari.says("Bahasa Banjar")
        assert "Di kabupaten/kota mana kajadiannya?" in sari.sees()

        sari.person.language = "en"
        await sari.says(location=MARTAPURA)
        assert "Pariksa dahulu laporan pian" in sari.sees()
        await sari.says("babulik")
        await sari.says("start over")
        assert "mulai laporan nang hanyar?" in sari.sees()
        await sari.says("Tarusakan")
        await sari.says("kirim")

        assert "Laporan takirim" in sari.sees()
        assert (await ticket_of(stage)).text == POTHOLES


async def test_the_client_reports_the_language_until_one_is_chosen(theatre: Theatre) -> None:
    async with theatre("bahasa-dari-telegram", "Bahasa menurut Telegram, sampai dipilih sendiri", pair=False) as stage:
        anna = visitor(stage, "Anna", "Anna, warga", "de")
        await anna.says("/start")
        assert "Selamat datang" in anna.sees()
        anna.person.language = "en-US"
        await anna.says("menu")
        assert "How can we help you?" in anna.sees()
        await anna.says("/bahasa")
        await anna.presses("Bahasa Indonesia")
        await anna.says("menu")
        assert "Ada yang bisa kami bantu?" in anna.sees()
