"""What an answer says besides what was asked: danger is heard, wishes are kept, words and files are not lost."""

from tests.conversations.conftest import Theatre
from tests.conversations.test_complaint import POTHOLES, ticket_of
from tests.support.stage import MARTAPURA

AT_RANTAU = "Jalan provinsi di Rantau berlubang dalam, depan pasar Rantau, ada yang jatuh"
FIRE = "tolong cepat ada kebakaran rumah sekarang di pasar"


async def test_danger_told_instead_of_the_region_is_heard(theatre: Theatre) -> None:
    async with theatre("bahaya-saat-ditanya-tempat", "Bahaya diceritakan saat ditanya tempatnya") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(FIRE)
        assert "🚨" in stage.sari.sees_all()
        await stage.sari.presses("Kab. Tapin")
        await stage.sari.says("depan pasar Rantau")
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert ticket.urgent
        assert ticket.text == f"{POTHOLES}\n{FIRE}"


async def test_danger_told_instead_of_the_address_is_heard(theatre: Theatre) -> None:
    async with theatre("bahaya-saat-ditanya-alamat", "Bahaya diceritakan saat ditanya alamatnya") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kab. Tapin")
        await stage.sari.says(FIRE)
        assert "🚨" in stage.sari.sees_all()
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).urgent


async def test_a_fire_station_beside_the_pothole_is_no_fire(theatre: Theatre) -> None:
    async with theatre("alamat-pos-pemadam", "Alamat di depan kantor pemadam kebakaran") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kab. Tapin")
        await stage.sari.says("depan kantor pemadam kebakaran")
        await stage.sari.presses("Kirim")
        assert not (await ticket_of(stage)).urgent


async def test_the_wish_to_stay_unnamed_is_heard_in_an_address(theatre: Theatre) -> None:
    async with theatre("anonim-dalam-alamat", "Minta tidak disebut saat menulis alamat") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kab. Tapin")
        await stage.sari.says("depan pasar lama, tolong nama saya jangan disebut")
        assert "[Nama: anonim]" in stage.sari.sees_all() or "Nama: anonim" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).anonymous


async def test_a_photo_sent_with_the_day_is_attached(theatre: Theatre) -> None:
    async with theatre("foto-saat-ditanya-kapan", "Foto dikirim bersama harinya") as stage:
        await stage.sari.says(AT_RANTAU)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kapan")
        await stage.sari.says("kemarin", photo=True)
        assert "Lampiran: 1" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (len(ticket.attachments), ticket.text) == (1, AT_RANTAU)
        assert ticket.occurred_on is not None


async def test_more_than_a_day_is_more_of_the_story(theatre: Theatre) -> None:
    async with theatre("cerita-saat-ditanya-kapan", "Cerita saat ditanya kapan") as stage:
        await stage.sari.says(AT_RANTAU)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kapan")
        await stage.sari.says("kemarin malam, ada tiga korban dibawa ke rumah sakit")
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert "tiga korban" in ticket.text
        assert ticket.occurred_on is not None


async def test_a_town_alone_is_a_place_to_who_was_asked_for_one(theatre: Theatre) -> None:
    async with theatre("kota-saja", "Nama kota saja saat ditanya tempatnya") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("Rantau")
        assert "Di mana tepatnya di Kabupaten Tapin" in stage.sari.sees()


async def test_thanks_and_the_wish_to_go_on_are_no_address(theatre: Theatre) -> None:
    async with theatre("bukan-alamat", "Terima kasih bukan alamat") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kab. Tapin")
        for text in ("terima kasih", "lewati"):
            await stage.sari.says(text)
            assert "Di mana tepatnya" in stage.sari.sees()
        await stage.sari.says("satu lagi bansos ibu saya belum cair")
        assert "2. bansos ibu saya belum cair" in stage.sari.sees(), "another matter is no address either"


async def test_an_address_too_long_for_one_goes_to_the_story_whole(theatre: Theatre) -> None:
    long = "Dari pasar lurus sampai jembatan lalu belok kiri, " * 8 + "rumah saya terendam"
    async with theatre("alamat-panjang", "Alamat yang terlalu panjang") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kab. Tapin")
        await stage.sari.says(long)
        if "Di mana tepatnya" in stage.sari.sees():
            await stage.sari.says("depan pasar Rantau")
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).text.endswith("rumah saya terendam")


async def test_another_region_leaves_no_pin_in_the_one_before(theatre: Theatre) -> None:
    async with theatre("titik-di-kabupaten-lain", "Kabupaten lain dipilih setelah titik lokasi") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Ubah")
        await stage.sari.presses("Kabupaten/kota")
        await stage.sari.presses("Kab. Tapin")
        assert "Di mana tepatnya di Kabupaten Tapin" in stage.sari.sees()
        await stage.sari.says("depan pasar Rantau")
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.region, ticket.location) == ("63.05", None)


async def test_an_edit_that_says_enough_is_answered(theatre: Theatre) -> None:
    async with theatre("sunting-jadi-cukup", "Pesan disunting sampai cukup jelas") as stage:
        await stage.sari.says("jalan rusak")
        assert "singkat" in stage.sari.sees()
        await stage.sari.edits("jalan rusak", AT_RANTAU)
        assert "Tentang apa laporan ini" in stage.sari.sees()


async def test_an_edit_moves_the_report_to_where_it_tells_now(theatre: Theatre) -> None:
    before = "Jalan rusak parah di Rantau depan pasar lama sejak minggu lalu"
    async with theatre("sunting-tempat", "Pesan disunting, tempatnya lain") as stage:
        await stage.sari.says(before)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("dekat masjid")
        await stage.sari.edits(before, before.replace("Rantau", "Barabai"))
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).region == "63.07"


async def test_an_edit_that_empties_the_report_asks_for_its_text(theatre: Theatre) -> None:
    async with theatre("sunting-jadi-kosong", "Pesan disunting sampai tidak jelas") as stage:
        await stage.sari.says(AT_RANTAU)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.edits(AT_RANTAU, "rusak")
        assert "isi laporan" in stage.sari.sees()
        await stage.sari.says(AT_RANTAU)
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).text.endswith(AT_RANTAU)


async def test_a_new_text_about_something_else_is_asked_for_its_category(theatre: Theatre) -> None:
    async with theatre("isi-baru-hal-lain", "Isi laporan diganti, tentang hal lain") as stage:
        await stage.sari.says(AT_RANTAU)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Ubah")
        await stage.sari.presses("Isi laporan")
        await stage.sari.says("Bantuan sosial ibu saya di Barabai belum cair sejak tiga bulan")
        assert "Tentang apa laporan ini" in stage.sari.sees()
        await stage.sari.presses("Bantuan sosial")
        await stage.sari.says("dekat masjid agung Barabai")
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.agency, ticket.region) == ("DINSOS", "63.07")


async def test_another_category_may_be_typed(theatre: Theatre) -> None:
    async with theatre("kategori-diketik", "Kategori lain diketik saat diubah") as stage:
        await stage.sari.says(AT_RANTAU)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Ubah")
        await stage.sari.presses("Kategori")
        await stage.sari.says("lampu lalu lintas mati")
        assert "→ Dishub" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.category, ticket.text) == ("lalu-lintas", AT_RANTAU)


async def test_half_of_a_double_name_is_enough_to_type(theatre: Theatre) -> None:
    async with theatre("kategori-tidak-tahu-diketik", "Kategori tidak tahu, diketik") as stage:
        await stage.sari.says(AT_RANTAU)
        await stage.sari.says("gak tahu min")
        assert "koordinator" in stage.sari.sees()
        assert "gak tahu" not in stage.sari.sees()


async def test_a_photo_of_the_place_says_in_its_caption_where_it_is(theatre: Theatre) -> None:
    async with theatre("keterangan-foto-alamat", "Alamat ditulis di bawah foto") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("Barabai", photo=True)
        assert "Di mana tepatnya di Kabupaten Hulu Sungai Tengah" in stage.sari.sees()
        await stage.sari.says("depan masjid raya", photo=True)
        assert "Hulu Sungai Tengah, depan masjid raya" in stage.sari.sees()
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.address, ticket.text, len(ticket.attachments)) == ("depan masjid raya", POTHOLES, 2)


async def test_a_caption_that_tells_more_goes_to_the_story(theatre: Theatre) -> None:
    async with theatre("keterangan-foto-cerita", "Keterangan foto yang bercerita") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kab. Tapin")
        await stage.sari.says("airnya sudah masuk rumah warga", photo=True)
        assert "Di mana tepatnya" in stage.sari.sees()
        await stage.sari.says("depan pasar Rantau", album=2)
        await stage.sari.presses("Kirim")
        ticket = await ticket_of(stage)
        assert (ticket.address, len(ticket.attachments)) == ("depan pasar Rantau", 3)
        assert ticket.text == f"{POTHOLES}\nairnya sudah masuk rumah warga"
