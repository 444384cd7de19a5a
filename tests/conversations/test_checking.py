"""Of the closed tickets some are offered to the coordinator, who looks at the evidence."""

from pathlib import Path
from typing import Any

from tests.conversations.acts import BRIDGE, files, history_of, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.catalogues import checking
from tests.support.stage import Stage
from tickets.audit import Search
from tickets.ticket import Status


def all_of_them(folder: Path) -> dict[str, Any]:
    """A province that looks at every closed ticket."""
    return {"catalogue": checking(folder, 100)}


async def closes(stage: Stage, text: str = "Jalan provinsi berlubang") -> None:
    """Budi answers with a photo, Sari is content."""
    await stage.budi.says("Sudah kami tambal tadi pagi.", photo=True, reply_to=text)
    await stage.budi.presses("Kirim ke pelapor")
    await stage.sari.presses("Sudah selesai")


async def test_a_closed_ticket_is_looked_at_and_found_right(theatre: Theatre, tmp_path: Path) -> None:
    async with theatre("periksa-sesuai", "Bukti diperiksa: sesuai", **all_of_them(tmp_path)) as stage:
        await sari_files(stage)
        await closes(stage)
        await stage.sari.presses("4 ⭐")
        await stage.sari.says("Cepat, terima kasih")
        stage.forget()
        await stage.later(days=1, remark="Sehari kemudian")
        assert "1 laporan selesai menunggu diperiksa buktinya" in stage.rina.sees()
        await stage.rina.presses("Periksa 1 laporan selesai")
        shown = stage.rina.sees_all()
        for words in ("menurut pelapor", "⭐⭐⭐⭐☆", "Sudah kami tambal", "Cepat, terima kasih", "Bukti: 1 berkas"):
            assert words in shown
        assert "Sari" not in shown
        await stage.rina.presses("Sesuai", twice=True)
        assert "bukti sesuai, diperiksa Rina" in stage.rina.sees_all()
        assert "Tidak ada laporan selesai yang menunggu" in stage.rina.sees()
        assert (await kinds(stage))[-1] == "checked"
        async with stage.looks() as unit:
            written = await unit.audit.read(Search(action="ticket_checked"), 10)
        assert len(written) == 1
        await stage.sari.says("/status " + stage.number())
        assert "diperiksa koordinator" not in stage.sari.sees()
        told = stage.rina.sees_all().count("menunggu diperiksa buktinya")
        await stage.later(days=1)
        assert stage.rina.sees_all().count("menunggu diperiksa buktinya") == told


async def test_a_ticket_is_opened_again_with_a_reason(theatre: Theatre, tmp_path: Path) -> None:
    async with theatre("periksa-buka-kembali", "Bukti diperiksa: dibuka kembali", **all_of_them(tmp_path)) as stage:
        await sari_files(stage)
        due = (await ticket_of(stage)).follow_up_due
        await closes(stage)
        stage.forget()
        await stage.rina.says("/periksa")
        await stage.rina.presses("Buka kembali")
        await stage.rina.says("kurang", reply_to="apa yang belum selesai")
        assert "terlalu singkat" in stage.rina.sees()
        await stage.restarts()
        await stage.rina.says("Fotonya menunjukkan jalan lain.", reply_to="apa yang belum selesai")
        ticket = await ticket_of(stage)
        assert (ticket.status, ticket.follow_up_due) == (Status.IN_PROGRESS, due)
        assert ticket.awaits_follow_up
        assert "membukanya kembali" in stage.sari.sees()
        assert "Fotonya menunjukkan jalan lain." in stage.sari.sees()
        assert "Fotonya menunjukkan jalan lain." in stage.budi.sees_all()
        assert "dibuka kembali oleh Rina" in stage.rina.sees_all()
        async with stage.looks() as unit:
            written = await unit.audit.read(Search(action="ticket_reopened"), 10)
        assert [entry.reason for entry in written] == ["Fotonya menunjukkan jalan lain."]
        await stage.sari.says("/status " + stage.number())
        assert "Koordinator: belum selesai, dibuka kembali" in stage.sari.sees()
        await stage.budi.says("Kami perbaiki lagi, ini fotonya.", photo=True, reply_to="membukanya kembali")
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.presses("Sudah selesai")
        await stage.rina.says("/periksa")
        assert "Kami perbaiki lagi" in stage.rina.sees_all()


async def test_two_coordinators_at_once(theatre: Theatre, tmp_path: Path) -> None:
    async with theatre("periksa-berdua", "Dua koordinator memeriksa yang sama", **all_of_them(tmp_path)) as stage:
        await sari_files(stage)
        await closes(stage)
        stage.forget()
        dewi = stage.member(stage.coordinator, "Dewi", "Bu Dewi, koordinator")
        await stage.rina.says("/periksa")
        await dewi.presses("Buka kembali")
        await stage.rina.presses("Sesuai", under="Periksa bukti")
        await dewi.says("Tambalannya sudah lepas lagi", reply_to="apa yang belum selesai")
        assert "diperiksa dan sesuai oleh Rina" in stage.rina.sees()
        assert (await ticket_of(stage)).status is Status.CLOSED
        assert "membukanya kembali" not in stage.sari.sees_all()
        await dewi.presses_forged(f"z:open:{(await ticket_of(stage)).id}:0", under="bukti sesuai")
        assert "diperiksa dan sesuai oleh Rina" in stage.rina.sees()


async def test_one_after_the_other_skipped_and_alone_with_the_bot(theatre: Theatre, tmp_path: Path) -> None:
    async with theatre("periksa-lewati", "Dilewati, dan di chat pribadi", **all_of_them(tmp_path)) as stage:
        first = await sari_files(stage)
        await closes(stage)
        second = await sari_files(stage, BRIDGE)
        await closes(stage, "Jembatan di Mataraman")
        stage.forget()
        rina = stage.citizen("Rina", "Bu Rina, koordinator")
        await rina.says("/periksa")
        assert first in rina.sees_all()
        assert "2 laporan menunggu" in rina.sees_all()
        await rina.presses("Lewati")
        assert second in rina.sees_all()
        await rina.presses("Buka kembali")
        await rina.says("belum")
        assert "terlalu singkat" in rina.sees()
        await rina.says("Jembatannya masih retak di sisi timur")
        assert (await ticket_of(stage, second)).status is Status.IN_PROGRESS
        assert "1 laporan yang dilewati" in rina.sees()
        assert (await history_of(stage, second))[-1].text == "Jembatannya masih retak di sisi timur"


async def test_what_the_reporter_reopened_meanwhile(theatre: Theatre, tmp_path: Path) -> None:
    async with theatre("periksa-kalah-cepat", "Pelapor lebih dahulu", **all_of_them(tmp_path)) as stage:
        await sari_files(stage)
        await closes(stage)
        stage.forget()
        await stage.rina.says("/periksa")
        await stage.sari.presses("Belum selesai")
        await stage.rina.presses("Sesuai", under="Periksa bukti")
        assert "dibuka kembali oleh pelapor" in stage.rina.sees()


async def test_a_secret_one_is_read_alone(theatre: Theatre, tmp_path: Path) -> None:
    async with theatre("periksa-rahasia", "Laporan rahasia tidak dibaca di grup", **all_of_them(tmp_path)) as stage:
        await stage.sari.says("Jalan provinsi berlubang dalam di Martapura depan pasar, tolong dirahasiakan")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says("depan pasar")
        if "Rahasia" in stage.sari.buttons():
            await stage.sari.presses("Rahasia")
        await stage.sari.presses("Kirim")
        assert (await ticket_of(stage)).secret
        await closes(stage)
        stage.forget()
        await stage.rina.says("/periksa")
        assert "tidak tampil di grup" in stage.rina.sees()
        assert "berlubang" not in stage.rina.sees_all()
        assert "tambal" not in stage.rina.sees_all()
        rina = stage.citizen("Rina", "Bu Rina, koordinator")
        await rina.says("/periksa")
        assert "Sudah kami tambal" in rina.sees_all()


async def test_nobody_else_checks(theatre: Theatre, tmp_path: Path) -> None:
    async with theatre("periksa-ditolak", "Bukan untuk instansi dan warga", **all_of_them(tmp_path)) as stage:
        await sari_files(stage)
        await closes(stage)
        ticket = await ticket_of(stage)
        stage.forget()
        await stage.budi.says("/periksa")
        assert "untuk koordinator" in stage.budi.sees()
        shown = len(stage.budi.messages())
        for data in ("z:begin", f"z:fine:{ticket.id}:0", f"z:open:{ticket.id}:0", f"z:skip:{ticket.id}:0"):
            await stage.budi.presses_forged(data, under="untuk koordinator")
            await stage.sari.presses_forged(data, under=ticket.number)
        assert len(stage.budi.messages()) == shown
        assert (await ticket_of(stage)).revision == ticket.revision
        await stage.rina.says("/periksa")
        for data in ("z", "z:fine", "z:fine:0:0", "z:fine:99999999999999999999:0", f"z:fine:{ticket.id}:7", "z:x:1"):
            await stage.rina.presses_forged(data, under="Periksa bukti")
        assert (await ticket_of(stage)).revision == ticket.revision


async def test_a_share_of_nothing_offers_nothing(theatre: Theatre, tmp_path: Path) -> None:
    async with theatre("periksa-nol", "Tidak ada yang ditawarkan", catalogue=checking(tmp_path, 0)) as stage:
        await sari_files(stage)
        await closes(stage)
        await files(stage.sari, "Ada yang aneh di dekat balai, mohon dilihat petugas", "Lainnya / tidak tahu")
        stage.forget()
        await stage.rina.says("/periksa")
        assert "Tidak ada laporan selesai yang menunggu" in stage.rina.sees()
        await stage.later(days=1)
        assert "menunggu diperiksa buktinya" not in stage.rina.sees_all()
