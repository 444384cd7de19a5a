"""What happens by itself: reminders, digests; never twice, never at night, one after days of downtime."""

from datetime import UTC, datetime

from tests.conversations.acts import a_neighbour_files, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Stage
from tickets.ticket import Status

FRIDAY_NIGHT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
"""Jumat, 20 November 2026, 23.30 WITA."""


async def until(stage: Stage, day: int, hour: int, minute: int, remark: str) -> None:
    """It is that time of November 2026 (December from the 31st on), local."""
    moment = datetime(2026, 12 if day > 30 else 11, day - 30 if day > 30 else day, hour, minute, tzinfo=stage.zone)
    await stage.later(hours=(moment - stage.world.clock.now()).total_seconds() / 3600, remark=remark)


def reminders(stage: Stage) -> int:
    """How many reminders stand in PUPR's group."""
    return sum("⏰" in message.text for message in stage.budi.messages())


def digests(stage: Stage, role: str) -> int:
    """How many digests stand in a group."""
    person = stage.budi if role == "pupr" else stage.rina
    return sum("Tunggakan" in message.text for message in person.messages())


async def test_an_overdue_case_is_reminded_of(theatre: Theatre) -> None:
    async with theatre("lewat-tenggat", "Pengingat, lewat tenggat, tunggakan") as stage:
        await sari_files(stage)
        await until(stage, 25, 8, 29, "Rabu, 08.29 WITA: masih tenang")
        assert reminders(stage) == 0
        await until(stage, 25, 8, 30, "Rabu, 08.30 WITA: satu hari kerja sebelum tenggat")
        assert "satu hari kerja lagi" in stage.budi.sees_all()
        assert reminders(stage) == 1
        await until(stage, 26, 8, 30, "Kamis, 08.30 WITA: hari tenggat")
        assert "hari ini" in stage.budi.sees_all()
        assert reminders(stage) == 2
        await until(stage, 26, 23, 59, "Kamis, 23.59 WITA")
        await until(stage, 27, 0, 5, "Jumat, 00.05 WITA: lewat tenggat, tetapi malam hari")
        assert digests(stage, "pupr") == digests(stage, "coordinator") == 0
        await until(stage, 27, 8, 30, "Jumat, 08.30 WITA: tunggakan, juga di grup koordinator")
        assert (digests(stage, "pupr"), digests(stage, "coordinator")) == (1, 1)
        await stage.restarts()
        await until(stage, 27, 15, 0, "Jumat, 15.00 WITA: tidak dua kali")
        await until(stage, 29, 12, 0, "Minggu: hari libur")
        assert (digests(stage, "pupr"), digests(stage, "coordinator")) == (1, 1)
        await until(stage, 30, 8, 30, "Senin, 08.30 WITA")
        assert (digests(stage, "pupr"), digests(stage, "coordinator")) == (2, 2)
        await stage.budi.says("/tunggakan")
        assert "terlambat 2 hari kerja" in stage.budi.sees()
        await stage.budi.presses(stage.number())
        await stage.budi.says("Sudah ditambal.", reply_to="(sudah lewat)")
        await stage.budi.says("Sudah ditambal pagi ini.", reply_to="🎫")
        await stage.budi.presses("Kirim ke pelapor")
        await until(stage, 31, 8, 30, "Selasa, 08.30 WITA: sudah dijawab, tidak ada lagi tunggakan")
        assert (digests(stage, "pupr"), digests(stage, "coordinator")) == (3, 2), "the third is /tunggakan"


async def test_a_card_tells_the_date_of_its_deadline_and_once_that_it_has_passed(theatre: Theatre) -> None:
    async with theatre("kartu-lewat-tenggat", "Kartu tidak menyebut hari yang sudah lewat") as stage:
        number = await sari_files(stage)
        neighbour = await a_neighbour_files(stage, "Ani")

        def card(of: str) -> str:
            return stage.find(stage.pupr, f"🎫 {of}").text

        await until(stage, 24, 10, 0, "Selasa: kartunya tetap benar tanpa diubah")
        assert "Tenggat: Kamis, 26 November 2026\n" in card(number)
        await stage.budi.says("Sudah ditambal pagi ini.", reply_to=f"🎫 {neighbour}")
        await stage.budi.presses("Kirim ke pelapor")
        await until(stage, 26, 23, 59, "Kamis, 23.59 WITA: hari tenggat")
        assert "sudah lewat" not in card(number)
        await until(stage, 27, 8, 30, "Jumat, 08.30 WITA: tenggatnya sudah lewat")
        assert "Tenggat: Kamis, 26 November 2026 (sudah lewat)" in card(number)
        assert "Tenggat" not in card(neighbour), "it was answered"
        seen = stage.pupr.last_seq
        await until(stage, 30, 8, 0, "Senin, sebelum rekap: kartunya tidak diubah lagi")
        assert stage.pupr.last_seq == seen
        await stage.budi.says("Sudah ditambal.", reply_to=f"🎫 {number}")
        await stage.budi.presses("Kirim ke pelapor")
        assert "Tenggat" not in card(number)


async def test_five_days_of_downtime_bring_one_digest(theatre: Theatre) -> None:
    async with theatre("lima-hari-mati", "Bot mati lima hari kerja") as stage:
        await sari_files(stage)
        await stage.bot_stops()
        await until(stage, 31, 3, 0, "Bot mati sampai Selasa pekan berikutnya, pukul 03.00 WITA")
        await stage.bot_starts()
        assert reminders(stage) == 0, "nothing at night, and no reminder of a deadline that has passed"
        assert digests(stage, "pupr") == 0
        await until(stage, 31, 8, 30, "Selasa, 08.30 WITA")
        assert (digests(stage, "pupr"), digests(stage, "coordinator")) == (1, 1)
        assert reminders(stage) == 0


async def test_answered_cases_are_not_reminded_of_but_reopened_ones_are(theatre: Theatre) -> None:
    async with theatre(
        "pengingat-setelah-dibuka-kembali", "Tidak diingatkan setelah dijawab, kecuali dibuka kembali"
    ) as stage:
        number = await sari_files(stage)
        await stage.budi.says("Kami cek besok.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await until(stage, 25, 9, 0, "Rabu: tidak ada pengingat")
        assert reminders(stage) == 0
        await stage.sari.presses("Belum selesai")
        await until(stage, 26, 9, 0, "Kamis, hari tenggat: pengingat")
        assert reminders(stage) == 1
        assert (await ticket_of(stage)).status is Status.IN_PROGRESS


async def test_a_complaint_on_friday_night_counts_from_monday(theatre: Theatre) -> None:
    async with theatre("jumat-malam", "Aduan pada Jumat malam", start=FRIDAY_NIGHT) as stage:
        await sari_files(stage, quietly=False)
        assert "Rabu, 25 November 2026" in stage.sari.sees()
