"""Files on their way between citizen and agency: pictures without EXIF data, and nothing that is not what it says."""

import asyncio

from simulator.model import Message
from tests.bot.test_cleaning import SECRET, picture
from tests.conversations.acts import POTHOLES, sari_files
from tests.conversations.conftest import Theatre
from tests.support.stage import MARTAPURA, Role

TRIES = 120
"""Half seconds in which a file is fetched again."""


def files_in(role: Role) -> list[Message]:
    """The messages of the bot that carry a file."""
    return [message for message in role.messages() if message.media]


def names_of(role: Role) -> list[str]:
    """The names of the files that the bot brought there."""
    files = role.stage.world.store.files
    return [files[message.media.file].name or "" for message in files_in(role) if message.media]


async def test_a_picture_sent_as_a_file_arrives_without_place_and_camera(theatre: Theatre) -> None:
    async with theatre("berkas-tanpa-exif", "Foto yang dikirim sebagai berkas") as stage:
        number = await sari_files(stage)
        original = picture()
        assert SECRET in original
        await stage.sari.says("Ini fotonya", document=("rumah 081234567890.jpg", original), reply_to=number)
        name, data = stage.budi.receives()
        assert name == "rumah_08xxxxxxxx.jpg"
        assert SECRET not in data

        stage.scene("Juga dari instansi ke warga")
        await stage.budi.says("Sudah ditambal dengan aspal", document=("hasil.jpg", picture()), reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        name, data = stage.sari.receives()
        assert name == "hasil.jpg"
        assert SECRET not in data


async def test_a_program_under_the_name_of_a_letter_is_held_back(theatre: Theatre) -> None:
    async with theatre("berkas-ditahan", "Berkas yang bukan dokumen") as stage:
        number = await sari_files(stage)
        await stage.sari.says("Ini suratnya", document=("surat.pdf", b"MZ\x90 program"), reply_to=number)
        assert "Satu berkas" in stage.budi.sees()
        assert "tidak kami teruskan: isinya program" in stage.sari.sees()
        assert not files_in(stage.budi)

        await stage.sari.says(document=("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic"), reply_to="tidak kami teruskan")
        assert "kirim sebagai foto" in stage.sari.sees()

        stage.scene("Arsip ditolak langsung")
        await stage.sari.says("Semua fotonya", document=("foto.zip", b"PK"), reply_to=number)
        assert "program dan arsip" in stage.sari.sees_all()
        assert "Semua fotonya" in stage.budi.sees_all()


async def test_a_file_that_cannot_be_fetched_now_is_fetched_later_and_arrives_once(theatre: Theatre) -> None:
    async with theatre("berkas-menyusul", "Berkas yang menyusul") as stage:
        number = await sari_files(stage)
        stage.world.faults.add("502", "getFile", times=2)
        await stage.sari.says("Ini fotonya", document=("rumah.jpg", picture()), reply_to=number)
        for _ in range(TRIES):
            if files_in(stage.budi):
                break
            await asyncio.sleep(0.5)
            await stage.later(seconds=10)
        assert len(files_in(stage.budi)) == 1
        assert [call.error for call in stage.world.calls if call.method == "getFile"][:2] == [(502, "Bad Gateway")] * 2


async def test_too_many_files_at_once_are_not_taken_and_the_words_are(theatre: Theatre) -> None:
    async with theatre("berkas-terlalu-banyak", "Terlalu banyak berkas dalam satu menit", files_per_minute=2) as stage:
        number = await sari_files(stage)
        for nth in range(4):
            await stage.sari.says(f"Foto ke-{nth + 1}", photo=True, reply_to=number)
        assert stage.sari.sees_all().count("terlalu banyak sekaligus") == 1
        assert "Foto ke-4" in stage.budi.sees_all(), "no words are lost"
        assert len(files_in(stage.budi)) == 2
        await stage.later(seconds=60, remark="Satu menit kemudian.")
        await stage.sari.says("Foto sisanya", photo=True, reply_to=number)
        assert len(files_in(stage.budi)) == 3


async def test_the_name_of_a_file_does_not_tell_who_reports_anonymously(theatre: Theatre) -> None:
    async with theatre("nama-berkas-anonim", "Nama berkas pada laporan anonim") as stage:
        eka = stage.citizen("Eka", "Bu Eka")
        await eka.says("Jalan provinsi di Gambut amblas parah", document=("Eka Putri Lestari KTP.pdf", b"%PDF-1.4"))
        await eka.presses("Jalan & jembatan")
        await eka.says(location=MARTAPURA)
        await eka.presses("Nama: terlihat")
        await eka.presses("Kirim")
        assert names_of(stage.budi) == ["lampiran.pdf"]

        stage.scene("Berkas yang menyusul, juga gambar")
        await eka.says("Ini suratnya", document=("Surat Eka.Lestari", b"isi"), reply_to="LP-")
        await eka.says("Ini fotonya", document=("Eka Putri.JPEG", picture()), reply_to="LP-")
        assert names_of(stage.budi) == ["lampiran.pdf", "lampiran", "lampiran.jpg"]
        await eka.says("Satu lagi", document=("Eka palsu.pdf", b"MZ\x90 program"), reply_to="LP-")
        assert "Eka" not in stage.budi.sees_all()


async def test_an_agency_learns_the_name_of_the_file_of_who_is_not_anonymous(theatre: Theatre) -> None:
    async with theatre("nama-berkas-terbuka", "Nama berkas pada laporan dengan nama") as stage:
        number = await sari_files(stage)
        await stage.sari.says("Ini suratnya", document=("Surat Sari.pdf", b"%PDF-1.4"), reply_to=number)
        assert names_of(stage.budi) == ["Surat_Sari.pdf"]


async def test_the_name_of_a_file_does_not_tell_who_joined_a_report(theatre: Theatre) -> None:
    async with theatre("nama-berkas-pelapor-lain", "Nama berkas pelapor lain, dan pada laporan rahasia") as stage:
        await sari_files(stage)
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        await dedi.says(POTHOLES, document=("Dedi Irawan.pdf", b"%PDF-1.4"))
        await dedi.presses("Jalan & jembatan")
        await dedi.says(location=MARTAPURA)
        await dedi.presses("Saya juga")
        await dedi.presses("Sertakan laporan saya")
        assert names_of(stage.budi) == ["lampiran.pdf"]

        stage.scene("Laporan rahasia")
        eka = stage.citizen("Eka", "Bu Eka")
        await eka.says("Jembatan di Mataraman retak parah", document=("Eka.pdf", b"%PDF-1.4"))
        await eka.presses("Jalan & jembatan")
        await eka.says(location=MARTAPURA)
        await eka.presses("Isi: terbuka")
        await eka.presses("Kirim")
        assert names_of(stage.budi) == ["lampiran.pdf", "lampiran.pdf"]
