"""An agency's admin hands a case to a colleague of the group."""

from tests.conversations.acts import kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tickets.ticket import Status


async def test_a_case_is_handed_over_by_button(theatre: Theatre) -> None:
    async with theatre("serahkan-dengan-tombol", "Kasus diserahkan kepada rekan dengan tombol") as stage:
        number = await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await wati.says("/piket")
        await stage.budi.presses("Terima")
        await stage.budi.presses("Serahkan")
        assert "Budi" not in stage.budi.buttons(), "who has the case is not offered"
        await stage.budi.presses("Wati", twice=True)
        assert "diserahkan kepada Wati oleh Budi" in stage.budi.sees()
        assert "Petugas: Wati" in stage.find(stage.pupr, "Masuk:").text
        assert await kinds(stage, number) == ["submitted", "assigned", "taken", "handed_over"]
        assert stage.sari.sees_all().count("sudah diterima petugas") == 1, "the reporter is not told of it"


async def test_a_case_is_handed_over_by_name(theatre: Theatre) -> None:
    async with theatre("serahkan-dengan-nama", "Kasus diserahkan dengan membalas nama") as stage:
        number = await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await wati.says("/piket")
        await stage.budi.presses("Terima")
        await stage.budi.presses("Serahkan")
        await stage.budi.says("Anton", reply_to="kepada siapa")
        assert "tidak dikenal di grup ini" in stage.budi.sees()
        await stage.budi.says("bu wati".removeprefix("bu "), reply_to="tidak dikenal")
        assert "diserahkan kepada Wati" in stage.budi.sees()
        ticket = await ticket_of(stage, number)
        async with stage.looks() as unit:
            assert ticket.taken_by is not None
            assert (await unit.people.get(ticket.taken_by)).name == "Wati"


async def test_a_stranger_is_not_handed_a_case(theatre: Theatre) -> None:
    async with theatre("serahkan-kepada-orang-luar", "Tombol palsu menyerahkan kasus kepada orang luar") as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Terima")
        await stage.budi.presses("Serahkan")
        ticket = await ticket_of(stage, number)
        await stage.budi.presses_forged(f"h:to:{ticket.id}:{ticket.reporter_id}", under="kepada siapa")
        assert await ticket_of(stage, number) == ticket
        await stage.budi.presses("Batal")
        assert "tidak jadi diserahkan" in stage.budi.sees()
        assert ticket.status is Status.IN_PROGRESS


async def test_a_name_replied_to_an_older_question_counts(theatre: Theatre) -> None:
    async with theatre("serahkan-pertanyaan-lama", "Nama dibalas ke pertanyaan yang lebih lama") as stage:
        await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await wati.says("/piket")
        await stage.budi.presses("Terima")
        await stage.budi.presses("Serahkan")
        first = stage.find(stage.pupr, "kepada siapa")
        await stage.budi.says("Anton", reply_to=first)
        assert "tidak dikenal di grup ini" in stage.budi.sees()
        await stage.budi.says("Wati", reply_to=first)
        assert "diserahkan kepada Wati" in stage.budi.sees()


async def test_an_older_question_takes_no_outcome_back(theatre: Theatre) -> None:
    async with theatre("serahkan-batal-lama", "Batal pada pertanyaan Serahkan yang lama") as stage:
        await sari_files(stage)
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await wati.says("/piket")
        await stage.budi.presses("Terima")
        await stage.budi.presses("Serahkan")
        first, cancel = stage.button(stage.pupr, "Batal")
        await wati.presses("Serahkan")
        await stage.budi.presses("Wati", under="kepada siapa")
        for button in (cancel, {"callback_data": cancel["callback_data"].rpartition(":")[0]}):
            stage.world.press(stage.budi.person, first, data=button["callback_data"], forged=True)
            await stage.settles()
        assert "tidak jadi diserahkan" not in stage.budi.sees_all()
