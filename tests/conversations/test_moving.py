"""The desk moves to another database in the middle of everything, and everybody goes on where he was."""

import asyncio
from pathlib import Path

import pytest

from bot.copying import move
from tests.conversations.acts import kinds, sari_files
from tests.support.postgres import Cluster
from tests.support.stage import MARTAPURA, Stage


@pytest.fixture
def elsewhere(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """An empty database of the other kind."""
    if dialect == "postgresql":
        return f"sqlite:///{tmp_path}/moved.db"
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.empty()


async def test_the_bot_goes_on_where_it_was_on_the_other_kind_of_database(database_url: str, elsewhere: str) -> None:
    async with Stage.open(database_url) as stage:
        first = await sari_files(stage)
        await stage.budi.presses("Terima")
        await stage.budi.says("Petugas kami berangkat hari ini, lubang ditambal besok pagi.", reply_to="Jalan provinsi")
        await stage.sari.says("Lampu jalan di depan SMPN 1 Martapura mati sudah seminggu")
        await stage.bot_stops()

        said: list[str] = []
        await asyncio.to_thread(move, stage._settings, database_url, elsewhere, said.append)
        assert any(line.startswith("tickets ") and " 1 rows " in line for line in said)
        stage._settings = stage._settings.model_copy(update={"database_url": elsewhere})

        await stage.bot_starts()
        await stage.budi.presses("Kirim ke pelapor")
        assert "ditambal besok pagi" in stage.sari.sees(3)
        assert "followed_up" in await kinds(stage, first)
        await stage.sari.presses("Lalu lintas & lampu", under="Langkah 2 dari 3")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Kirim")
        assert stage.number() != first
