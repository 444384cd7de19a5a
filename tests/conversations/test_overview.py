"""A group's own overview: filters, pages, one ticket; and the week in numbers."""

from datetime import datetime

from simulator.clock import WITA
from tests.conversations.acts import BRIDGE, a_neighbour_files, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Stage

FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=WITA)


async def until(stage: Stage, moment: datetime, remark: str) -> None:
    """It is that time."""
    await stage.later(hours=(moment - stage.world.clock.now()).total_seconds() / 3600, remark=remark)


async def test_filters_are_buttons_under_one_message(theatre: Theatre) -> None:
    async with theatre("saringan-tiket", "Saringan: baru, proses, terlambat, saya, semua") as stage:
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        first = await sari_files(stage)
        second = await a_neighbour_files(stage, "Ani")
        await stage.budi.says(f"/tiket {first}")
        await stage.budi.presses("Terima")
        stage.forget()
        await stage.budi.says("/tiket")
        shown = len(stage.budi.messages())
        assert "Tiket terbuka · PUPR (2)" in stage.budi.sees()
        assert stage.budi.buttons() == [first, second, "Baru", "Proses", "Terlambat", "Saya"]
        await stage.budi.presses("Baru")
        assert "Tiket baru · PUPR (1)" in stage.budi.sees()
        assert second in stage.budi.sees()
        await stage.budi.presses("Proses")
        assert first in stage.budi.sees()
        await stage.budi.presses("Saya")
        assert "Tiket Budi · PUPR (1)" in stage.budi.sees()
        await wati.presses("Saya")
        assert "Belum ada tiket yang diterima Wati" in stage.budi.sees()
        await wati.presses("Terlambat")
        assert "Tidak ada yang lewat tenggat" in stage.budi.sees()
        assert len(stage.budi.messages()) == shown, "the list is edited in place"
        await stage.budi.presses("Semua")
        await stage.budi.presses(second)
        assert BRIDGE in stage.budi.sees(3)
        assert "Riwayat" in stage.budi.sees(), "as with /tiket NOMOR"


async def test_a_long_list_has_pages(theatre: Theatre) -> None:
    async with theatre("halaman-tiket", "Daftar panjang berhalaman") as stage:
        numbers = [await a_neighbour_files(stage, f"Warga {n}") for n in range(10)]
        stage.forget()
        await stage.budi.says("/tiket")
        assert "Halaman 1 dari 2" in stage.budi.sees()
        assert "‹ Sebelumnya" not in stage.budi.buttons()
        await stage.budi.presses("Berikutnya ›")
        assert "Halaman 2 dari 2" in stage.budi.sees()
        assert numbers[-1] in stage.budi.sees()
        assert numbers[0] not in stage.budi.sees()
        await stage.budi.presses("‹ Sebelumnya")
        assert numbers[0] in stage.budi.sees()
        assert "Berikutnya ›" in stage.budi.buttons()


async def test_an_old_list_stays_itself_and_forged_pages_show_nothing_foreign(theatre: Theatre) -> None:
    async with theatre("daftar-lama", "Daftar lama dan tombol palsu") as stage:
        await sari_files(stage)
        reporter = (await ticket_of(stage)).reporter_id
        await stage.budi.says("/tiket")
        await stage.budi.says("/tunggakan")
        await stage.budi.presses("Baru", under="Tiket terbuka")
        assert "Tunggakan" in stage.budi.sees(), "the newer list is not touched"
        for data in (f"o:mine:0:1:{reporter}", "o:mine:0:1:99999999999999999999", "o:new:99:x", "o:sihir:-1", "o"):
            await stage.budi.presses_forged(data, under="Tiket baru")
        assert "Tiket Sari" not in stage.budi.sees_all()
        dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        await dewi.presses_forged("o:all:0:1", under="sekarang grup Dishub")
        assert "Tidak ada tiket terbuka" in dewi.sees()


async def test_the_week_is_summed_up_on_friday(theatre: Theatre) -> None:
    async with theatre("rekap-pekan", "Rekap pekan pada Jumat pukul 15.00") as stage:
        first = await sari_files(stage)
        await a_neighbour_files(stage, "Ani")
        await stage.later(days=2)
        await stage.budi.says("Sudah ditambal.", reply_to=first)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.presses("Sudah selesai")
        stage.forget()
        await until(stage, FRIDAY.replace(hour=14, minute=59), "Jumat, 14.59 WITA")
        assert "Pekan ini" not in stage.budi.sees_all()
        await until(stage, FRIDAY, "Jumat, 15.00 WITA")
        summary = stage.budi.sees()
        assert "Masuk: 2" in summary
        assert "Dijawab: 1, rata-rata 2 hari kerja" in summary
        assert "Selesai: 1" in summary
        assert "Terlambat sekarang: 1" in summary
        assert "semua instansi" in stage.rina.sees()
        await stage.restarts()
        await until(stage, FRIDAY.replace(hour=16), "Jumat, 16.00 WITA: tidak dua kali")
        assert stage.budi.sees_all().count("Pekan ini") == 1
        await stage.budi.presses("Lihat yang terlambat")
        assert "Tunggakan · PUPR (1)" in stage.budi.sees()


async def test_a_quiet_week_has_no_summary(theatre: Theatre) -> None:
    async with theatre("pekan-tanpa-laporan", "Pekan tanpa laporan: tidak ada rekap") as stage:
        await until(stage, FRIDAY, "Jumat, 15.00 WITA")
        assert stage.budi.messages()[-1].text.startswith("Pemeriksaan grup")


async def test_silent_hours_and_downtime_move_the_summary_to_monday_morning(theatre: Theatre) -> None:
    async with theatre("rekap-pekan-senin", "Rekap pekan yang tertunda jam senyap") as stage:
        await sari_files(stage)
        await stage.budi.says("/senyap 14.00-07.30")
        await until(stage, FRIDAY.replace(hour=19), "Jumat, 19.00 WITA: senyap")
        assert "Pekan ini" not in stage.budi.sees_all()
        await until(stage, FRIDAY.replace(day=30, hour=8, minute=30), "Senin, 08.30 WITA")
        assert stage.budi.sees_all().count("Pekan ini") == 1


async def test_a_filter_or_a_button_typed_as_a_command(theatre: Theatre) -> None:
    async with theatre("perintah-yang-tombol", "/tiket baru, dan tombol yang diketik sebagai perintah") as stage:
        number = await sari_files(stage)
        other = await a_neighbour_files(stage, "Dedi")
        await stage.budi.presses("Terima", under=f"🎫 {other}")
        stage.forget()
        await stage.budi.says("/tiket baru")
        assert number in stage.budi.sees()
        assert other not in stage.budi.sees()
        await stage.budi.says("/tiket SAYA")
        assert other in stage.budi.sees()
        stage.scene("Tombol kartu sebagai perintah")
        await stage.rina.says(f"/gabung {number} {other}")
        assert "melainkan tombol pada kartu" in stage.rina.sees()
        await stage.rina.says("/loloskan 1")
        assert "Ketik /tertahan" in stage.rina.sees()
