"""A report is taken along to another account or number, by the code that its reporter was shown once."""

import re

from sqlalchemy.engine import make_url

from tests.conversations.acts import kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Role, Stage
from tickets.audit import Search
from tickets.receipts import read


async def has_code(stage: Stage, role: Role, number: str) -> str:
    """Somebody looks at the report and presses *Kode cadangan*; the code."""
    await role.says(f"/status {number}")
    await role.presses("Kode cadangan")
    return code_in(role.sees())


def code_in(words: str) -> str:
    """The code of a message."""
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", words)
    assert found, words
    return found.group()


async def test_sari_takes_her_report_to_a_new_number(theatre: Theatre) -> None:
    async with theatre("kode-cadangan", "Kode cadangan: laporan dibuka dari akun lain") as stage:
        number = await sari_files(stage)
        code = await has_code(stage, stage.sari, number)
        assert "sekali ini" in stage.sari.sees()
        stage.scene("Nomor baru")
        new = stage.citizen("Sarinah", "Bu Sari, akun baru")
        await new.says(f"/klaim {code.lower().replace('-', ' ')}")
        assert "ada di akun ini" in new.sees()
        assert "dipindahkan ke akun lain" in stage.sari.sees()
        again = code_in(new.sees())
        assert again != code
        stage.scene("Jawaban datang di akun baru, dan hanya di sana")
        said = len(stage.sari.messages())
        await stage.budi.says("Tim turun besok pagi", reply_to="🎫")
        await stage.budi.presses("Kirim ke pelapor")
        assert "Tim turun" in new.sees()
        assert len(stage.sari.messages()) == said
        await stage.sari.says(f"/status {number}")
        assert "tidak ada pada akun ini" in stage.sari.sees()
        stage.scene("Kode lama sudah terpakai")
        await stage.sari.says(f"/klaim {code}")
        assert "tidak berlaku" in stage.sari.sees()
        await new.says(f"/klaim {again}")
        assert "sudah ada di akun ini" in new.sees()
        ticket = await ticket_of(stage, number)
        async with stage.looks() as unit:
            (entry,) = await unit.audit.read(Search(action="report_claimed"), 9)
            assert (entry.ticket, entry.actor) == (ticket.id, ticket.reporter_id)
        assert await kinds(stage, number) == ["submitted", "assigned", "followed_up"]


async def test_a_link_does_the_same(theatre: Theatre) -> None:
    async with theatre("kode-cadangan-tautan", "Kode cadangan lewat tautan") as stage:
        number = await sari_files(stage)
        code = await has_code(stage, stage.sari, number)
        assert f"start=klaim-{read(code)}" in stage.sari.sees()
        new = stage.citizen("Sarinah", "Bu Sari, akun baru")
        await new.says(f"/start klaim-{read(code)}")
        assert "ada di akun ini" in new.sees_all()


async def test_guesses_are_few_and_say_nothing(theatre: Theatre) -> None:
    async with theatre("kode-cadangan-tebakan", "Kode cadangan: tebakan dan kode yang diganti") as stage:
        number = await sari_files(stage)
        first = await has_code(stage, stage.sari, number)
        code = await has_code(stage, stage.sari, number)
        andi = stage.citizen("Andi", "Pak Andi, orang lain")
        await andi.says("/klaim")
        assert "Ketik kode" in andi.sees()
        for guess in (first, "7F3K-98QX-2M4T", "abc", number, "7F3K-98QX-2M4V"):
            await andi.says(f"/klaim {guess}")
            assert "tidak berlaku" in andi.sees()
        await andi.says(f"/klaim {code}")
        assert "Terlalu banyak" in andi.sees(), "not even the right one"
        assert (await ticket_of(stage, number)).reporter_id != 0
        await andi.presses_forged("G:code:1", under="Terlalu banyak")
        assert "Kode cadangan" not in andi.sees()
        await stage.later(hours=25, remark="Sehari kemudian.")
        new = stage.citizen("Sarinah", "Bu Sari, akun baru")
        await new.says(f"/klaim {code}")
        assert number in new.sees()


async def test_no_code_can_be_read_in_the_database(theatre: Theatre) -> None:
    async with theatre("kode-cadangan-basis-data", "Kode cadangan tidak tersimpan") as stage:
        number = await sari_files(stage)
        code = await has_code(stage, stage.sari, number)
        url = make_url(stage.database_url)
        if url.get_backend_name() == "sqlite":
            await stage.bot_stops()
            with open(str(url.database), "rb") as file:  # noqa: ASYNC230 - nothing else runs
                stored = file.read()
            assert code.encode() not in stored
            assert (read(code) or "?").encode() not in stored
            await stage.bot_starts()
