"""Answers that are none: given anew they cost nothing, and what is typed at a screen is no part of the story."""

from tests.conversations.acts import ticket_of
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
