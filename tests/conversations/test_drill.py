"""The drill: the machine is lost at the worst moment, the backup is restored, and everybody goes on where he was."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.backups import back_up, restore
from tests.conversations.acts import kinds, sari_files
from tests.conversations.conftest import Theatre
from tests.support.stage import MARTAPURA

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


async def test_a_lost_machine_is_restored_and_goes_on(theatre: Theatre, dialect: str, tmp_path: Path) -> None:
    async with theatre("dipulihkan-dari-cadangan", "Dipulihkan dari cadangan") as stage:
        number = await sari_files(stage)
        await stage.budi.presses("Terima")
        await stage.budi.says("Petugas kami berangkat hari ini, lubang ditambal besok pagi.", reply_to="Jalan provinsi")
        await stage.sari.says("Lampu jalan di depan SMPN 1 Martapura mati sudah seminggu")
        said: list[str] = []
        await asyncio.to_thread(back_up, stage._settings, tmp_path / "night.backup", said.append)
        await stage.bot_stops()
        stage.script.remark("Basis data hilang; cadangan dipulihkan, lalu bot dinyalakan lagi.")
        if dialect == "sqlite":
            with closing(sqlite3.connect(tmp_path / "lapor.db")) as lost:
                lost.execute("DROP TABLE tickets")
        restored = tmp_path / "night.backup"
        await asyncio.to_thread(restore, stage._settings, restored, said.append, NOW, force=True)
        assert "1 tickets" in said[-1]
        await stage.bot_starts()
        await stage.budi.presses("Kirim ke pelapor")
        assert "ditambal besok pagi" in stage.sari.sees(3)
        assert "followed_up" in await kinds(stage, number)
        await stage.sari.presses("Lalu lintas & lampu", under="Langkah 2 dari 3")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Kirim")
        assert stage.number() != number
