"""/rencana: what holds an agency back with its cases, steps with owner and date, reminded of and ticked off in chat."""

from datetime import date

from tests.conversations.acts import sari_files
from tests.conversations.conftest import Theatre
from tests.conversations.test_roles import alone
from tickets.plans import MonthFigures


async def test_a_plan_is_made_reminded_of_and_ticked_off(theatre: Theatre) -> None:
    async with theatre("rencana-tindak", "Rencana tindak sebuah instansi") as stage:
        number = await sari_files(stage)
        await stage.later(days=4)
        stage.forget()
        stage.scene("Siapa yang tertinggal")
        await stage.rina.says("/rencana")
        assert "PUPR – 1 terlambat" in stage.rina.sees()
        await stage.rina.presses("PUPR")
        plan = stage.rina.sees()
        assert f"Belum dijawab dan lewat tenggat: 1 ({number})" in plan
        assert "Jadwal piket belum diisi" in plan
        stage.scene("Langkah")
        await stage.rina.presses("＋ Isi jadwal piket")
        await stage.rina.says("/rencana pupr; Jawab semua yang terlambat; Kabid Jalan; 30 November")
        assert "2. ▫️ Jawab semua yang terlambat – Kabid Jalan, 30 Nov 2026" in stage.rina.sees()
        stage.scene("Pada harinya")
        await stage.later(days=1)
        assert "Langkah rencana tindak yang jatuh tempo" in stage.budi.sees_all()
        assert "jatuh tempo" not in stage.rina.sees_all()
        await stage.budi.presses("✓ 1", under="jatuh tempo")
        assert "Langkah selesai (PUPR): Jawab semua yang terlambat" in stage.budi.sees()
        assert "Dicatat oleh Budi. Tersisa 1 langkah." in stage.rina.sees()
        stage.scene("Rencana sendiri di grup instansi")
        await stage.budi.says("/rencana")
        assert "✅ Jawab semua yang terlambat" in stage.budi.sees()
        assert not [label for label in stage.budi.buttons() if label.startswith("＋")]


async def test_a_step_that_is_not_done_is_reminded_of_once_a_week(theatre: Theatre) -> None:
    async with theatre("rencana-diingatkan-lagi", "Langkah yang belum selesai") as stage:
        await stage.rina.says("/rencana Banjarbaru; Rapat dengan DLH kota; Sekda; 24/11")
        for _ in range(2):
            await stage.later(days=1)
            await stage.restarts()
        assert stage.rina.sees_all().count("jatuh tempo") == 1
        await stage.later(days=4)
        assert stage.rina.sees_all().count("jatuh tempo") == 2
        await stage.rina.presses("✓ 1", under="24 Nov 2026 (lewat)")
        await stage.later(days=5)
        assert stage.rina.sees_all().count("jatuh tempo") == 2


async def test_what_is_no_plan_and_no_step_is_explained(theatre: Theatre) -> None:
    async with theatre("rencana-keliru", "Rencana yang keliru diketik") as stage:
        for typed, why in (
            ("/rencana dinas antariksa", "bukan satu instansi"),
            ("/rencana PUPR;", "Tulis langkahnya"),
            ("/rencana PUPR; Isi piket; Kabid; kemarin", "Tanggalnya belum terbaca"),
            (f"/rencana PUPR; {'x' * 201}", "terlalu panjang"),
        ):
            await stage.rina.says(typed)
            assert why in stage.rina.sees()
        await stage.budi.says("/rencana Dishub")
        assert "hanya rencana instansi sendiri" in stage.budi.sees()
        await stage.budi.says("/rencana PUPR; Isi piket")
        assert "hanya rencana instansi sendiri" in stage.budi.sees()


async def test_an_agency_cannot_touch_another_ones_plan(theatre: Theatre) -> None:
    async with theatre("rencana-tombol-palsu", "Tombol rencana yang dipalsukan") as stage:
        await stage.rina.says("/rencana DISHUB; Periksa lampu; Kabid; 30 November")
        await stage.budi.says("/rencana")
        for data in ("C:show:DISHUB", "C:done:1", "C:drop:1", "C:add:PUPR:silent", "C:done:99", "C:add:x:y", "C"):
            await stage.budi.presses_forged(data, under="")
        assert "Dishub" not in stage.budi.sees_all()
        await stage.rina.presses("Coret langkah 1")
        assert "Belum ada." in stage.rina.messages()[-1].text


async def test_the_figures_of_recaps_stand_in_the_plan_month_by_month(theatre: Theatre) -> None:
    async with theatre("rencana-angka", "Angka per bulan dalam rencana") as stage:
        await sari_files(stage)
        async with stage.looks() as unit:
            await unit.plans.keep_month([("PUPR", MonthFigures(date(2026, 10, 1), 19, 10, 4.2, 7))])
        await stage.later(days=6)
        rina = alone(stage, "Rina")
        stage.forget()
        await rina.says("/rencana pupr")
        plan = rina.sees()
        assert "Oktober 2026: TL 52,63 % dari 19, 4,20 hari kerja, terlambat 7" in plan
        assert "November 2026: TL 0,00 % dari 1, " in plan
