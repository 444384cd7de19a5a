"""Who is on duty in an agency's group, who stands in, and when the group is left in peace."""

from datetime import datetime

from simulator.clock import WITA
from tests.conversations.acts import a_neighbour_files, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Role, Stage

WEDNESDAY = datetime(2026, 11, 25, 8, 30, tzinfo=WITA)
"""A working day before the deadline of what is filed on Monday."""


async def until(stage: Stage, moment: datetime, remark: str) -> None:
    """It is that time."""
    await stage.later(hours=(moment - stage.world.clock.now()).total_seconds() / 3600, remark=remark)


def mentioned(role: Role, text: str) -> list[int]:
    """The ids of the people whom the newest message with that text mentions."""
    message = role.stage.find(role.chat, text)
    return [each["user"]["id"] for each in message.entities if each["type"] == "text_mention"]


async def test_a_plan_is_made_by_replying_and_by_buttons(theatre: Theatre) -> None:
    async with theatre("jadwal-piket", "Jadwal piket dengan balasan dan tombol") as stage:
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await wati.says("Selamat pagi semua")
        await stage.budi.says("/piket")
        assert "belum ada" in stage.budi.sees()
        stage.scene("Membalas pesan orangnya")
        await stage.budi.says("/piket senin rabu", reply_to="Selamat pagi")
        assert "Piket hari ini, Senin, 23 November 2026: Wati" in stage.budi.sees()
        stage.scene("Untuk diri sendiri, dan salah ketik")
        await stage.budi.says("/piket pengganti senin-jumat")
        assert "Wati · pengganti Budi" in stage.budi.sees()
        await stage.budi.says("/piket besok saja")
        assert "belum terbaca" in stage.budi.sees()
        stage.scene("Dengan tombol")
        await stage.budi.says("/piket")
        await stage.budi.presses("Jumat")
        assert "petugas piket untuk Jumat" in stage.budi.sees()
        await stage.budi.presses("Wati")
        assert "Jumat: Wati · pengganti Budi" in stage.budi.sees()
        await stage.budi.presses("Selasa")
        await stage.budi.presses("Pengganti…")
        await stage.budi.presses("Wati")
        assert "Selasa: – · pengganti Wati" in stage.budi.sees()
        await stage.budi.presses("Jumat")
        await stage.budi.presses("Kosongkan")
        assert "Jumat: –\n" in stage.budi.sees()
        await stage.budi.says("/piket kosong senin")
        assert "Senin: –\n" in stage.budi.sees()


async def test_somebody_is_replaced_for_a_day(theatre: Theatre) -> None:
    async with theatre("gantikan-hari-ini", "Gantikan saya hari ini") as stage:
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await stage.budi.says("/piket senin-jumat")
        await wati.presses("Gantikan saya hari ini")
        assert "Wati tidak sedang piket hari ini; yang piket Budi" in wati.sees()
        stage.scene("Belum ada pengganti: dipilih")
        await stage.budi.presses("Gantikan saya hari ini")
        await wati.presses("Wati", under="Siapa yang menggantikan Budi")
        assert "Wati tidak sedang piket hari ini" in wati.sees(), "only Budi gives his duty away"
        await stage.budi.presses("Wati", under="Siapa yang menggantikan Budi")
        assert "Wati, menggantikan Budi" in stage.budi.sees()
        assert mentioned(wati, "menggantikan Budi.") == [wati.person.id]
        stage.scene("Besok berlaku jadwal lagi; dengan pengganti cukup satu tombol")
        await wati.says("/piket pengganti selasa")
        await stage.later(days=1, remark="Selasa")
        await stage.budi.presses("Saya piket hari ini")
        assert "Piket hari ini, Selasa, 24 November 2026: Budi · pengganti Wati" in stage.budi.sees(), "an old button"
        await stage.budi.presses("Gantikan saya hari ini")
        assert "Selasa, 24 November 2026: Wati, menggantikan Budi" in stage.budi.sees()
        await stage.budi.says("/piket")
        await stage.budi.presses("Saya piket hari ini")
        assert "Selasa, 24 November 2026: Budi" in stage.budi.sees()


async def test_reminders_mention_who_took_the_case_or_is_on_duty(theatre: Theatre) -> None:
    async with theatre("pengingat-menyebut-petugas", "Pengingat menyebut petugas atau yang piket") as stage:
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await wati.says("/piket rabu")
        first = await sari_files(stage)
        second = await a_neighbour_files(stage, "Ani")
        await stage.budi.says(f"/tiket {first}")
        await stage.budi.presses("Terima")
        stage.forget()
        await until(stage, WEDNESDAY, "Rabu, 08.30 WITA")
        assert mentioned(stage.budi, f"⏰ {first}") == [stage.budi.person.id]
        assert mentioned(stage.budi, f"⏰ {second}") == [wati.person.id]
        assert "Piket hari ini: Wati" in stage.budi.sees_all()


async def test_silent_hours_hold_reminders_back_but_not_cards(theatre: Theatre) -> None:
    async with theatre("jam-senyap", "Jam senyap") as stage:
        await stage.budi.says("/senyap")
        await stage.budi.says("/senyap sore")
        assert "belum terbaca" in stage.budi.sees()
        await stage.budi.says("/senyap 08.00-19.00")
        assert "terlalu panjang" in stage.budi.sees()
        await stage.budi.says("/senyap 17.00 sampai 10.00")
        assert "17.00-10.00" in stage.budi.sees()
        number = await sari_files(stage)
        await until(stage, WEDNESDAY, "Rabu, 08.30 WITA: senyap")
        assert "⏰" not in stage.budi.sees_all()
        other = await a_neighbour_files(stage, "Ani")
        assert other in stage.budi.sees_all(), "cards come"
        await until(stage, WEDNESDAY.replace(hour=10, minute=0), "Rabu, 10.00 WITA")
        assert f"⏰ {number}" in stage.budi.sees()
        await until(stage, WEDNESDAY.replace(hour=12), "Rabu, 12.00 WITA: tidak dua kali")
        assert stage.budi.sees_all().count("⏰") == 1
        await until(stage, WEDNESDAY.replace(day=27), "Jumat, 08.30 WITA: lewat tenggat, tetapi senyap")
        assert "Tunggakan" not in stage.budi.sees_all()
        assert "Tunggakan" in stage.rina.sees_all(), "the coordinator's group has no silent hours"
        await stage.budi.says("/senyap mati")
        await stage.later(hours=0.1)
        assert "Tunggakan" in stage.budi.sees_all()


async def test_forged_buttons_plan_nobody(theatre: Theatre) -> None:
    async with theatre("piket-tombol-palsu", "Tombol piket palsu") as stage:
        await sari_files(stage)
        reporter = (await ticket_of(stage)).reporter_id
        await stage.budi.says("/piket senin")
        for data in (
            f"d:set:0:duty:{reporter}",
            f"d:today:2026-11-23:{reporter}",
            "d:set:9:duty:2",
            "d:set:0:duty:999999999999999999999",
            "d:x",
            "d",
        ):
            await stage.budi.presses_forged(data, under="Piket hari ini")
        await stage.budi.says("/piket")
        assert "Senin, 23 November 2026: Budi" in stage.budi.sees()
        assert "Senin: Budi\nSelasa: –" in stage.budi.sees()
        assert "Sari" not in stage.budi.sees(), "a citizen is not known from the group"


async def test_an_anonymous_admin_cannot_be_planned(theatre: Theatre) -> None:
    async with theatre("piket-anonim", "Admin anonim dan piket") as stage:
        stage.world.promote(stage.budi.person, stage.pupr, anonymous=True)
        await stage.budi.says("/piket senin")
        assert "admin anonim" in stage.budi.sees()
        await stage.budi.says("/piket")
        await stage.budi.presses("Saya piket hari ini")
        assert "Piket hari ini, Senin, 23 November 2026: Budi" in stage.budi.sees()


async def test_piket_without_a_day_changes_nothing(theatre: Theatre) -> None:
    async with theatre("piket-tanpa-hari", "/piket tanpa hari, sebagai balasan") as stage:
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await stage.budi.says("/piket senin-jumat")
        await wati.says("Selamat pagi semua")
        await stage.budi.says("/piket", reply_to="Selamat pagi")
        assert "Senin: Budi" in stage.budi.sees()
        assert "Jumat: Budi" in stage.budi.sees()
        await stage.budi.says("/piket jumat", reply_to="Selamat pagi")
        assert "Jumat: Wati" in stage.budi.sees()


async def test_who_leaves_the_group_is_off_the_plan(theatre: Theatre) -> None:
    async with theatre("piket-keluar-grup", "Petugas piket keluar dari grup") as stage:
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        anto = stage.member(stage.pupr, "Anto", "Pak Anto, PUPR")
        await wati.says("/piket senin-jumat")
        await stage.budi.says("/piket pengganti rabu-jumat")
        await anto.says("/piket selasa")
        stage.script.remark("Bu Wati keluar dari grup.")
        stage.world.leave(wati.person, stage.pupr)
        await stage.settles()
        assert "Wati sudah keluar dari grup ini" in stage.budi.sees()
        assert "belum ada yang piket: Senin." in stage.budi.sees(), "the other days have Anto or Budi"
        await stage.budi.says("/piket")
        assert "Wati" not in stage.budi.sees()
        await stage.budi.presses("Senin")
        assert "Wati" not in stage.budi.buttons()
        stage.scene("Pak Anto menggantikan hari ini, lalu dikeluarkan")
        await stage.budi.presses("Anto")
        await stage.budi.says("/piket pengganti senin selasa")
        stage.script.remark("Pak Anto dikeluarkan dari grup.")
        stage.world.kick(anto.person, stage.pupr)
        await stage.settles()
        assert "Anto sudah keluar" not in stage.budi.sees_all(), "Budi stands in: nothing is left empty"
        await stage.budi.says("/piket")
        assert "Piket hari ini, Senin, 23 November 2026: Budi" in stage.budi.sees()


async def test_in_a_group_with_an_admin_bot_it_is_told_once(theatre: Theatre) -> None:
    async with theatre("piket-keluar-sekali", "Keluar dari grup, bot admin: diberi tahu sekali") as stage:
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        stage.world.promote(stage.world.bot, stage.pupr)
        await wati.says("/piket senin-jumat")
        stage.forget()
        stage.world.kick(wati.person, stage.pupr)
        await stage.settles()
        assert stage.budi.sees_all().count("sudah keluar dari grup") == 1
        assert "Senin, Selasa, Rabu, Kamis, Jumat" in stage.budi.sees()


async def test_nobody_is_taken_off_or_put_in_without_a_day(theatre: Theatre) -> None:
    async with theatre(
        "piket-tanpa-nama-hari", "/piket kosong dan /piket pengganti tanpa hari: ditanya harinya"
    ) as stage:
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await stage.budi.says("/piket senin-jumat")
        stage.forget()
        await stage.budi.says("/piket kosong")
        assert "Hari apa yang dikosongkan? Jadwal belum diubah." in stage.budi.sees()
        await stage.budi.presses("Rabu")
        await stage.budi.presses("Kosongkan")
        assert "Rabu: –\n" in stage.budi.sees()
        assert "Kamis: Budi" in stage.budi.sees(), "only the day that was pressed"
        stage.scene("Pengganti")
        await wati.says("/piket pengganti")
        assert "Pengganti untuk hari apa? Jadwal belum diubah." in wati.sees()
        await wati.presses("Jumat")
        assert "pengganti untuk Jumat" in wati.sees()
        await wati.presses("Wati")
        assert "Jumat: Budi · pengganti Wati" in wati.sees()
        stage.scene("Sebagai balasan")
        await stage.budi.says("/piket pengganti", reply_to="/piket pengganti")
        assert "Pengganti untuk hari apa?" in stage.budi.sees()
        stage.scene("Semua hari, dengan sengaja")
        await stage.budi.says("/piket kosong semua")
        assert "Piket hari ini, Senin, 23 November 2026: belum ada" in stage.budi.sees()
        assert "Jumat: –\n" in stage.budi.sees()
