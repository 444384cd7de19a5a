"""Answers that are none: given anew they cost nothing, and what is typed at a screen is no part of the story."""

import pytest

from tests.conversations.acts import sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import PHOTO, Role

RANTAU = "Jalan provinsi di Rantau berlubang dalam, depan pasar Rantau, ada yang jatuh"


async def to_summary(sari: Role) -> None:
    """Two actions: the text says where."""
    await sari.says(RANTAU)
    await sari.presses("Jalan & jembatan")
    assert "Periksa laporan" in sari.sees()


def shows_everything(sari: Role) -> bool:
    """Whether the summary holds what was told at first, and nothing else."""
    seen = sari.sees()
    return all(said in seen for said in (f"{RANTAU}\n", "Jalan, jembatan & drainase", "Kabupaten Tapin", "Periksa"))


async def test_a_text_too_short_gives_the_old_one_back(theatre: Theatre) -> None:
    async with theatre("ubah-isi-terlalu-singkat", "Isi baru terlalu singkat; yang lama kembali") as stage:
        sari = stage.sari
        await to_summary(sari)
        stage.scene("Tombol Kembali")
        await sari.presses("Ubah")
        await sari.presses("Isi laporan")
        await sari.says("lubang besar")
        assert "lebih lengkap" in sari.sees()
        await sari.presses("Kembali")
        assert shows_everything(sari)
        stage.scene("Kata kembali, setelah bot dimulai ulang")
        await sari.presses("Ubah")
        await sari.presses("Isi laporan")
        await sari.says("lubang besar")
        await stage.restarts()
        await sari.says("kembali")
        assert shows_everything(sari)
        stage.scene("Batal, lalu tidak jadi")
        await sari.presses("Ubah")
        await sari.presses("Isi laporan")
        await sari.says("lubang besar", photo=PHOTO)
        await sari.says("batal")
        await sari.presses("Tidak, lanjutkan")
        assert shows_everything(sari)
        assert "Lampiran: 1" in sari.sees(), "a photo is never lost"
        stage.scene("Isi yang cukup menggantikan yang lama")
        await sari.presses("Ubah")
        await sari.presses("Isi laporan")
        await sari.says("lubang besar")
        await sari.says("di jalan provinsi depan pasar, sudah tiga orang jatuh")
        await sari.presses("Kirim")
        assert (await ticket_of(stage)).text == "lubang besar\ndi jalan provinsi depan pasar, sudah tiga orang jatuh"


async def test_an_ambiguous_place_gives_the_old_one_back(theatre: Theatre) -> None:
    async with theatre("ubah-tempat-tidak-jelas", "Tempat baru tidak jelas; yang lama kembali") as stage:
        sari = stage.sari
        await to_summary(sari)
        await sari.presses("Ubah")
        await sari.presses("Kabupaten/kota")
        await sari.says("banjar")
        assert "lebih dari satu tempat" in sari.sees()
        await sari.presses("Bukan itu, lihat semua")
        await sari.presses("Kembali")
        assert shows_everything(sari)
        await sari.presses("Kirim")
        assert (await ticket_of(stage)).region == "63.05"


async def test_looking_through_all_categories_gives_the_old_one_back(theatre: Theatre) -> None:
    async with theatre("ubah-kategori-lain-kembali", "Melihat semua kategori; yang lama kembali") as stage:
        sari = stage.sari
        await to_summary(sari)
        await sari.presses("Ubah")
        await sari.presses("Kategori")
        await sari.presses("Kategori lain…")
        await sari.presses("Kembali")
        assert shows_everything(sari)
        stage.scene("Sambil itu masih ada yang ditambahkan")
        await sari.presses("Ubah")
        await sari.presses("Kategori")
        await sari.presses("Kategori lain…")
        await sari.says("malam hari gelap sekali, tidak ada lampu di situ")
        await sari.presses("Kembali")
        assert "Jalan, jembatan & drainase" in sari.sees()
        await sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.category, ticket.agency) == ("jalan", "PUPR")
        assert ticket.text == f"{RANTAU}\nmalam hari gelap sekali, tidak ada lampu di situ"


async def test_on_the_way_back_nothing_is_lost_either(theatre: Theatre) -> None:
    async with theatre("kembali-lalu-terlalu-singkat", "Kembali, isi terlalu singkat, lanjut tanpa mengubah") as stage:
        sari = stage.sari
        await sari.says("Jalan provinsi berlubang dalam, ada yang jatuh")
        await sari.presses("Kembali")
        await sari.says("lubang besar")
        assert "lebih lengkap" in sari.sees()
        await sari.presses("Lanjut tanpa mengubah")
        await sari.presses("Jalan & jembatan")
        await sari.says("Rantau, depan pasar")
        assert "Jalan provinsi berlubang dalam, ada yang jatuh\n" in sari.sees()
        assert "lubang besar" not in sari.sees()


TWO_MATTERS = "Jalan rusak di Rantau, sekalian bansos ulun balum cair"


async def test_yes_and_no_at_the_question_whether_to_cancel(theatre: Theatre) -> None:
    async with theatre("batal-dijawab-dengan-kata", "Batalkan laporan ini? dijawab dengan kata-kata") as stage:
        sari = stage.sari
        await to_summary(sari)
        for answer in ("tidak", "jangan", "no don't cancel", "kada"):
            stage.scene(answer)
            await sari.says("batalkan laporan saya")
            assert "Batalkan laporan ini?" in sari.sees()
            await sari.says(answer)
            assert shows_everything(sari)
        for number, answer in enumerate(("ya", "iya batalkan saja", "ya batalkan laporan saya", "yes", "inggih")):
            stage.scene(answer)
            if number:
                await to_summary(sari)
            await sari.says("batal")
            await sari.says("ok")
            assert "tidak saya kenali" in sari.sees(), "no button was meant"
            assert "Batalkan laporan ini?" in sari.sees()
            await sari.says(answer)
            assert "isinya sudah dihapus" in sari.sees()
        async with stage.looks() as unit:
            assert await unit.tickets.count_open("PUPR") == 0


async def test_a_word_of_consent_at_the_summary_is_no_line_of_the_report(theatre: Theatre) -> None:
    async with theatre("ringkasan-dijawab-dengan-kata", "Periksa laporan, dijawab dengan kata-kata") as stage:
        sari = stage.sari
        await to_summary(sari)
        for answer in ("ya", "sudah benar", "sudah saya kirim?", "jangan kirim dulu"):
            await sari.says(answer)
            assert shows_everything(sari)
            assert "sudah saya tambahkan" not in sari.sees()
        stage.scene("Ubah")
        await sari.says("ganti kategori")
        assert "Tentang apa laporan ini?" in sari.sees()
        await sari.presses("Kembali")
        await sari.says("batal lapor")
        assert "Batalkan laporan ini?" in sari.sees()
        await sari.presses("Tidak, lanjutkan")
        stage.scene("Tambahan tetap tambahan")
        await sari.says("kirim orang untuk melihat, sudah tiga yang jatuh")
        assert "sudah saya tambahkan" in sari.sees()
        stage.scene("Kirim")
        await sari.says("iya kirim aja min")
        assert (await ticket_of(stage)).text == f"{RANTAU}\nkirim orang untuk melihat, sudah tiga yang jatuh"


@pytest.mark.parametrize("answer", ["ok kirim", "sudah benar kirim", "kirimakan", "send it"])
async def test_clear_words_send(theatre: Theatre, answer: str) -> None:
    async with theatre(f"kirim-dengan-kata-{answer.replace(' ', '-')}", f"Kirim dengan kata: {answer}") as stage:
        await to_summary(stage.sari)
        await stage.sari.says(answer)
        assert (await ticket_of(stage)).text == RANTAU


async def test_two_matters_parted_or_kept_by_words(theatre: Theatre) -> None:
    async with theatre("dua-hal-dijawab-dengan-kata", "Dua hal: dipisah atau tetap satu, dengan kata-kata") as stage:
        sari = stage.sari
        await sari.says(TWO_MATTERS)
        assert "dua hal" in sari.sees()
        await sari.says("ya")
        assert "dua hal" in sari.sees()
        assert "tidak saya kenali" in sari.sees(), "a bare yes chooses neither"
        await sari.says("satu saja")
        assert "Tentang apa laporan ini?" in sari.sees()
        stage.scene("Sekali lagi, dipisah")
        await sari.says("batal")
        await sari.says("ya")
        await sari.says(TWO_MATTERS)
        await sari.says("dipisah saja")
        await sari.presses("Jalan & jembatan")
        await sari.says("depan pasar Rantau")
        await sari.says("ok kirim")
        assert (await ticket_of(stage)).text == "Jalan rusak di Rantau"


async def test_an_old_draft_goes_on_or_begins_anew_by_words(theatre: Theatre) -> None:
    async with theatre("lanjut-atau-baru-dengan-kata", "Laporan lama: lanjut atau baru, dengan kata-kata") as stage:
        sari = stage.sari
        await to_summary(sari)
        for answer in ("ya", "lanjut", "lanjutkan saja"):
            stage.scene(answer)
            await stage.later(hours=13)
            await sari.says("ok kirim")
            assert "belum terkirim" in sari.sees(), "a draft of yesterday is not sent unseen"
            await sari.says("tidak")
            assert "belum terkirim" in sari.sees()
            await sari.says(answer)
            assert shows_everything(sari)
        stage.scene("baru")
        await sari.says("ulang")
        await sari.says("baru")
        assert "Apa yang ingin Bapak/Ibu laporkan?" in sari.sees()


async def test_a_ticket_is_asked_for_in_the_middle_of_a_report(theatre: Theatre) -> None:
    async with theatre("status-di-tengah-laporan", "Menanyakan tiket di tengah laporan baru") as stage:
        number = await sari_files(stage)
        await stage.sari.says("Lampu jalan di depan pasar Martapura padam sejak Senin")
        await stage.sari.presses("Lalu lintas & lampu")
        for asked in (f"/ status {number}", f"cek status {number}", number.lower()):
            await stage.sari.says(asked)
            assert "Riwayat" in stage.sari.sees(), asked
        await stage.sari.says("/ batal")
        assert stage.sari.buttons() == ["Ya, batalkan", "Tidak, lanjutkan"]
        await stage.sari.says("tidak jadi")
        assert number not in stage.sari.sees(), "it stands nowhere in the report"


async def test_not_to_know_the_day_and_to_have_no_photo_are_answers(theatre: Theatre) -> None:
    async with theatre("lupa-kapan-tanpa-foto", "Lupa kapan, dan tidak ada foto") as stage:
        await to_summary(stage.sari)
        await stage.sari.presses("Kapan")
        await stage.sari.says("lupa min")
        assert shows_everything(stage.sari)
        await stage.sari.presses("Lampiran")
        await stage.sari.says("ga ada foto")
        assert shows_everything(stage.sari)
        for text in ("nanti aja", "cepetan ya", "hehe iya", "…"):
            await stage.sari.says(text)
            assert shows_everything(stage.sari), text
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).text == RANTAU
