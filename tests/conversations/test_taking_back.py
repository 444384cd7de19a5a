"""The citizen takes back what he said before: the place, the wish to stay unnamed, a message that he edits."""

import pytest

from tests.conversations.acts import POTHOLES, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import MARTAPURA, Stage


async def _says_tapin(stage: Stage) -> None:
    """Sari's potholes, in Tapin: the address is asked for."""
    await stage.sari.says(POTHOLES)
    await stage.sari.presses("Jalan & jembatan")
    await stage.sari.presses("Kab. Tapin")


async def test_another_region_at_the_address_is_a_correction(theatre: Theatre) -> None:
    async with theatre("koreksi-kabupaten", "Kabupaten dikoreksi saat ditanya alamat") as stage:
        await _says_tapin(stage)
        await stage.sari.says("bukan di Tapin tapi di Barabai")
        assert "Di mana tepatnya di Kabupaten Hulu Sungai Tengah" in stage.sari.sees()
        await stage.sari.says("dekat masjid agung")
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.region, ticket.address, ticket.text) == ("63.07", "dekat masjid agung", POTHOLES)


async def test_a_correction_at_the_summary_keeps_what_still_holds(theatre: Theatre) -> None:
    async with theatre("koreksi-kabupaten-di-ringkasan", "Kabupaten dikoreksi di ringkasan") as stage:
        await _says_tapin(stage)
        await stage.sari.says("depan pasar Rantau")
        await stage.sari.says("maaf salah, maksudnya di Barabai")
        assert "Di mana tepatnya di Kabupaten Hulu Sungai Tengah" in stage.sari.sees(), "the market is in Rantau"
        await stage.sari.says("depan toko Haji Ijai")
        await stage.sari.says("eh Kandangan deng")
        assert "Kabupaten Hulu Sungai Selatan, depan toko Haji Ijai" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).text == POTHOLES


async def test_a_region_taken_back_is_asked_for_again(theatre: Theatre) -> None:
    async with theatre("koreksi-tanpa-ganti", "Kabupaten ditarik kembali tanpa gantinya") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.says("salah kabupaten min")
        assert "Di kabupaten/kota mana" in stage.sari.sees()
        await stage.sari.says("bukan di Martapura tapi di Barabai, depan masjid agung")
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.region, ticket.location) == ("63.07", None)


@pytest.mark.parametrize("text", ["salah satu jalan di Barabai juga rusak parah", "bukan cuma di Tapin, Barabai juga"])
async def test_a_story_with_such_words_moves_nothing(theatre: Theatre, text: str) -> None:
    name = "bukan-koreksi-salah-satu" if text.startswith("salah") else "bukan-koreksi-bukan-cuma"
    async with theatre(name, "Cerita yang bukan koreksi") as stage:
        await _says_tapin(stage)
        await stage.sari.says("depan pasar Rantau")
        await stage.sari.says(text)
        assert "Kabupaten Tapin" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        assert text in (await ticket_of(stage)).text


async def test_who_need_not_be_anonymous_after_all_is_named(theatre: Theatre) -> None:
    async with theatre("tidak-jadi-anonim", "Tidak jadi anonim") as stage:
        await stage.sari.says(f"{POTHOLES}, tolong nama saya jangan disebut")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kab. Tapin")
        await stage.sari.says("gausah anonim deh min")
        assert "nama Bapak/Ibu terlihat" in stage.sari.sees()
        assert "Di mana tepatnya" in stage.sari.sees(), "it was no address"
        await stage.sari.says("depan pasar Rantau")
        assert "Nama: Sari – terlihat oleh instansi" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        assert not (await ticket_of(stage)).anonymous


async def test_the_secret_of_the_content_is_taken_back_and_the_name_stays_hidden(theatre: Theatre) -> None:
    async with theatre("jangan-dirahasiakan", "Isinya tidak usah dirahasiakan") as stage:
        await stage.sari.says(f"{POTHOLES} di Rantau depan pasar lama, nama saya tolong dirahasiakan")
        await stage.sari.presses("Jalan & jembatan")
        if "Di mana tepatnya" in stage.sari.sees():
            await stage.sari.says("depan pasar lama")
        await stage.sari.says("laporannya jangan dirahasiakan")
        assert "Isi: terbuka" in stage.sari.sees()
        assert "Nama: anonim" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.anonymous, ticket.secret) == (True, False)
        assert "jangan dirahasiakan" not in ticket.text


async def test_nobody_becomes_anonymous_by_saying_that_it_is_not_needed(theatre: Theatre) -> None:
    async with theatre("tidak-perlu-anonim", "Tidak perlu anonim, dan tidak menjadi anonim") as stage:
        await _says_tapin(stage)
        await stage.sari.says("depan pasar Rantau")
        await stage.sari.says("anonimnya tidak usah")
        assert "Nama: Sari – terlihat oleh instansi" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.anonymous, ticket.text) == (False, POTHOLES)


async def test_an_edited_address_is_another_address(theatre: Theatre) -> None:
    async with theatre("sunting-alamat", "Pesan alamat disunting") as stage:
        await _says_tapin(stage)
        await stage.sari.says("dkt masjid")
        await stage.sari.edits("dkt masjid", "depan pasar Rantau, jangan sebut nama saya")
        assert "Tempat: Kabupaten Tapin, depan pasar Rantau" in stage.sari.sees()
        assert "Nama: anonim" in stage.sari.sees()
        await stage.sari.edits("depan pasar Rantau", "a")
        assert "depan pasar Rantau" in stage.sari.sees(), "what is no address changes nothing"
        await stage.sari.edits("a", "seberang kantor camat")
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.address, ticket.text) == ("seberang kantor camat", POTHOLES)


async def test_an_edit_of_what_was_no_address_answers(theatre: Theatre) -> None:
    async with theatre("sunting-jawaban-ditolak", "Jawaban yang ditolak disunting") as stage:
        await _says_tapin(stage)
        await stage.sari.says("ok")
        await stage.sari.edits("ok", "depan pasar Rantau")
        assert "Tempat: Kabupaten Tapin, depan pasar Rantau" in stage.sari.sees()


async def test_a_village_keeps_its_spot_when_one_of_both_is_edited(theatre: Theatre) -> None:
    async with theatre("sunting-desa", "Desa dan patokan disunting") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("Desa Tatakan Kecamatan Tapin Selatan")
        await stage.sari.says("dkt langgar")
        await stage.sari.edits("dkt langgar", "dekat langgar Darussalam")
        assert "Tatakan Kecamatan Tapin Selatan, dekat langgar Darussalam" in stage.sari.sees()
        await stage.sari.edits("Desa Tatakan", "Barabai")
        assert "Di mana tepatnya di Kabupaten Hulu Sungai Tengah" in stage.sari.sees()


TWO = "Jalan di Rantau depan pasar lama rusak parah. Selain itu bansos ibu saya belum cair"


async def test_an_edit_leaves_two_matters_apart(theatre: Theatre) -> None:
    async with theatre("sunting-dua-hal", "Pesan yang sudah dipisah disunting") as stage:
        await stage.sari.says(TWO)
        await stage.sari.presses("Pisahkan")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("depan pasar lama")
        await stage.sari.edits(TWO, TWO.replace("rusak", "rusak dan berlubang").replace("ibu saya", "nenek saya"))
        assert "rusak dan berlubang" in stage.sari.sees()
        assert "bansos" not in stage.sari.sees()
        await stage.sari.presses("Kirim")
        first = await ticket_of(stage)
        assert first.text.endswith("rusak dan berlubang parah")
        assert "Tentang apa laporan ini" in stage.sari.sees()
        await stage.sari.presses("Bantuan sosial")
        await stage.sari.edits("nenek", TWO.replace("belum cair", "tidak cair"))
        await stage.sari.presses("Kab. Tapin")
        await stage.sari.says("depan pasar lama")
        assert "bansos ibu saya tidak cair" in stage.sari.sees()
        assert "rusak" not in stage.sari.sees()


async def test_an_edit_without_the_second_matter_takes_it_back(theatre: Theatre) -> None:
    async with theatre("sunting-tinggal-satu", "Hal kedua dihapus dari pesan") as stage:
        await stage.sari.says(TWO)
        await stage.sari.presses("Pisahkan")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("depan pasar lama")
        await stage.sari.edits(TWO, "Jalan di Rantau depan pasar lama rusak parah")
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).text == "Jalan di Rantau depan pasar lama rusak parah"
        assert "Nomor tiket" in stage.sari.sees(), "nothing waits"


async def test_a_message_that_waits_for_its_turn_may_be_edited(theatre: Theatre) -> None:
    async with theatre("sunting-yang-menunggu", "Laporan lain yang menunggu disunting") as stage:
        await _says_tapin(stage)
        await stage.sari.says("/lapor bansos ibu saya blm cair")
        await stage.sari.edits("bansos ibu", "/lapor bansos nenek saya belum cair dua bulan")
        await stage.sari.presses("Lanjutkan")
        await stage.sari.says("depan pasar Rantau")
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).text == POTHOLES
        await stage.sari.presses("Bantuan sosial")
        await stage.sari.presses("Kab. Tapin")
        await stage.sari.says("depan pasar Rantau")
        assert "bansos nenek saya belum cair dua bulan" in stage.sari.sees()


async def test_a_mere_wish_to_stay_unnamed_answers_no_question(theatre: Theatre) -> None:
    async with theatre("anonim-saja", "Minta anonim, tidak jadi, lalu anonim lagi") as stage:
        await _says_tapin(stage)
        await stage.sari.says("bisa anonim ga?")
        assert "nama Bapak/Ibu tidak terlihat" in stage.sari.sees()
        assert "Di mana tepatnya" in stage.sari.sees(), "it was no address"
        await stage.sari.says("depan pasar Rantau")
        await stage.sari.says("gak usah anonim deh, saya berani")
        assert "Nama: Sari – terlihat" in stage.sari.sees()
        await stage.sari.says("eh anonim aja lagi")
        assert "Nama: anonim" in stage.sari.sees()
        await stage.sari.says("alamatnya salah")
        await stage.sari.says("seberang terminal")
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.anonymous, ticket.text, ticket.address) == (True, POTHOLES, "seberang terminal")
