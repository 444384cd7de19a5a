"""A confirmed agency teaches the proposals; a transfer teaches better; a secret report teaches nothing."""

from tests.conversations.acts import BRIDGE, POTHOLES, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.catalogues import kalsel
from tests.support.stage import MARTAPURA, Stage
from tickets.addressees import lesson_of
from tickets.learning import Learnt


async def learnt_from(stage: Stage, text: str) -> Learnt:
    """What is known of all words of a text, also of those that only one ticket holds."""
    async with stage.looks() as unit:
        return await unit.lessons.learnt(lesson_of(text, kalsel()))


async def test_the_agency_s_answer_confirms_and_a_transfer_moves_the_lesson(theatre: Theatre) -> None:
    async with theatre("pelajaran-dari-jawaban", "Jawaban dan pengalihan mengajari usulan instansi") as stage:
        number = await sari_files(stage)
        text = (await ticket_of(stage)).text
        assert (await learnt_from(stage, text)).texts == {}, "the citizen's choice among our proposals confirms nothing"
        await stage.budi.says("Kami cek besok pagi ke lokasi, Bu.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        assert (await learnt_from(stage, text)).texts == {"PUPR": 1}
        await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        await stage.budi.presses("Alihkan")
        await stage.budi.presses("Berikutnya ›")
        await stage.budi.presses("Dishub")
        await stage.budi.says("Ini urusan lampu penerangan jalan", reply_to="dengan alasan")
        assert (await learnt_from(stage, text)).texts == {"DISHUB": 1}


async def test_what_was_learnt_is_proposed_to_whoever_passes_a_ticket_on(theatre: Theatre) -> None:
    """No word of the catalogue says whose a *lanting* (a raft house) is; two transfers did."""
    async with theatre("pelajaran-saat-mengalihkan", "Pengalihan dahulu mengajari usulan saat mengalihkan") as stage:
        text = "Jalan titian ke lanting di Martapura sudah berlubang"
        taught = [await sari_files(stage, BRIDGE), await sari_files(stage, POTHOLES)]
        async with stage.looks() as unit:
            for number in taught:
                ticket = await unit.tickets.by_number(number)
                assert ticket
                await unit.lessons.teach(ticket.id, "DISPAR", lesson_of("lanting", kalsel()))
        await sari_files(stage, text)
        await stage.budi.presses("Alihkan")
        assert "Dispar" in stage.budi.buttons()[:4], "it is far behind the first twelve of the list"
        await stage.budi.presses("Dispar")
        assert "ke Dispar" in stage.budi.sees()


async def test_a_secret_report_teaches_nothing(theatre: Theatre) -> None:
    text = "Di SMK anak saya diminta uang sumbangan 1 juta kalau tidak lunas tidak boleh ujian"
    async with theatre("pelajaran-bukan-dari-rahasia", "Laporan rahasia tidak mengajari apa pun") as stage:
        dewi, _ = await stage.group("Inspektorat Daerah", "INSPEKTORAT", "Dewi", "Bu Dewi, Inspektorat")
        await stage.sari.says(text)
        await stage.sari.presses("Pungli & ASN (rahasia)")
        await stage.sari.says("SMKN 1 Martapura")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).secret
        await dewi.says("Kami sudah meminta penjelasan sekolah itu, Bu.", reply_to=stage.number())
        await dewi.presses("Kirim ke pelapor")
        assert (await ticket_of(stage)).followed_up_at
        assert (await learnt_from(stage, text)).texts == {}
