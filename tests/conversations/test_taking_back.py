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
