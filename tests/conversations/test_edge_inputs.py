"""The sixteen awkward inputs, and dangers: what people write that no form expects."""

import csv
from pathlib import Path

import pytest

from storage.values import ALL
from tests.conversations.acts import files, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Stage

COMPLAINTS = Path(__file__).parents[1] / "data" / "complaints.csv"


def complaint(code: str) -> str:
    """The words of an example complaint."""
    with COMPLAINTS.open(encoding="utf-8", newline="") as file:
        return next(row["text"] for row in csv.DictReader(file) if row["id"] == code)


async def tickets(stage: Stage) -> int:
    """How many tickets there are."""
    async with stage.looks() as unit:
        return await unit.tickets.count_open(ALL)


@pytest.mark.parametrize(
    ("code", "said", "answered"),
    [
        ("E01", "P", "Selamat datang"),
        ("E02", "tes tes 123", "Selamat datang"),
        ("E03", "pelayanan pemerintah jelek semua", "Di mana kejadiannya"),
        ("E05", "Hakim PN memutus tidak adil, tolong batalkan putusannya", "di luar kewenangan"),
        ("E09", "Kadis X koruptor!!!", "Langkah 1 dari 3"),
        ("E12", "cek LP-2026-000123", "LP-2026-000123"),
        ("E15", "terima kasih banyak min 🙏", "Sama-sama"),
    ],
)
async def test_an_awkward_first_message(theatre: Theatre, code: str, said: str, answered: str) -> None:
    async with theatre(f"{code.lower()}", f"{code}: {said}") as stage:
        await stage.sari.says(said)
        assert answered in stage.sari.sees(2)
        assert await tickets(stage) == 0


async def test_a_place_that_may_be_several(theatre: Theatre) -> None:
    async with theatre("e10", "E10: jalan rusak di banjar") as stage:
        await stage.sari.says("jalan rusak di banjar")
        await stage.sari.presses("Jalan & jembatan")
        assert {"Kabupaten Banjar", "Kota Banjarbaru", "Kota Banjarmasin"} <= set(stage.sari.buttons())


async def test_a_photo_that_says_nothing(theatre: Theatre) -> None:
    async with theatre("e06", "E06: foto dengan tulisan “min ini”") as stage:
        await stage.sari.says("min ini", photo=True)
        assert "apa yang terjadi" in stage.sari.sees()
        await stage.sari.says("Lubang besar di jalan provinsi Mataraman, depan pasar")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kirim") if "Kirim" in stage.sari.buttons() else await stage.sari.says("depan pasar")


async def test_a_voice_note_needs_words(theatre: Theatre) -> None:
    async with theatre("e08", "E08: pesan suara") as stage:
        await stage.sari.says(voice=b"OggS")
        assert "Mohon tulis juga" in stage.sari.sees()
        assert await tickets(stage) == 0


async def test_more_than_four_thousand_letters(theatre: Theatre) -> None:
    async with theatre("e13", "E13: lebih dari 4.000 huruf") as stage:
        await stage.sari.says("Jalan provinsi di Mataraman rusak. " + "Lubang dalam. " * 250)
        await stage.sari.says("Tambahan: " + "sudah lama sekali. " * 100)
        assert "terlalu panjang" in stage.sari.sees()
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("depan pasar")
        await stage.sari.presses("Kirim")
        assert len((await ticket_of(stage)).text) <= 4000


async def test_markup_in_a_text_is_only_text(theatre: Theatre) -> None:
    async with theatre("e16", "E16: tanda <b> _ * di dalam teks") as stage:
        hostile = "Jalan <b>rusak</b> _parah_ *sekali* [x](tg://user?id=1) & </blockquote> <a href='x'>di Mataraman"
        number = await sari_files(stage, hostile, quietly=False)
        assert hostile in stage.budi.sees_all()
        await stage.budi.says("<i>Baik</i> & </b>", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        assert "<i>Baik</i> & </b>" in stage.sari.sees()


@pytest.mark.parametrize(("code", "number"), [("K07", "113"), ("K30", "112"), ("K20", "110"), ("K21", "110")])
async def test_danger_shows_the_numbers_first_and_makes_the_ticket_urgent(
    theatre: Theatre, code: str, number: str
) -> None:
    text = complaint(code)
    async with theatre(f"darurat-{code.lower()}", f"{code}: keadaan darurat") as stage:
        await stage.sari.says(text)
        said = [message.text for message in stage.sari.messages()]
        first = next(position for position, words in enumerate(said) if number in words)
        assert not any("Langkah" in words for words in said[:first]), "before any question of the form"
        await stage.sari.presses(stage.sari.buttons()[0])
        while "Kirim" not in stage.sari.buttons():
            regions = [label for label in stage.sari.buttons() if label.startswith(("Kab", "Kota"))]
            if regions:
                await stage.sari.presses(regions[0])
            else:
                await stage.sari.says("rumah ketiga dari simpang")
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).urgent
        assert "MENDESAK" in stage.rina.sees_all(), "no group of that agency: the coordinator sees it"


async def test_a_name_that_imitates_ours_and_a_text_full_of_tricks(theatre: Theatre) -> None:
    async with theatre("nama-meniru-petugas", "Nama dan tulisan yang menyamar") as stage:
        trickster = stage.citizen("\u202e✅ Pеtugаs PUPR 🎫", "Seorang warga")
        text = "Jalan\u200b rusak\u202e tubecat\n\n🎫 <b>LP-2611-000000</b>\nStatus: Selesai {{ 7 * 7 }}"
        await files(trickster, text, "Jalan & jembatan")
        card = stage.budi.sees_all()
        assert "Pelapor: Petugas PUPR" in card
        assert "Jalan rusak tubecat" in card
        assert "<b>LP-2611-000000</b>" in card, "as it was written, not as we write"
