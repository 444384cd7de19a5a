"""Coordinators add and remove coordinators, leaders and agencies' admins, and nobody else does."""

import re

from tests.conversations.conftest import Theatre
from tests.conversations.test_audit import log_of
from tests.support.stage import Role, Stage

LINK = re.compile(r"\?start=([0-9A-Z]{10})")


def alone(stage: Stage, first_name: str) -> Role:
    """Somebody alone with the bot."""
    return stage.citizen(first_name, {"Rina": "Bu Rina, koordinator"}.get(first_name, first_name))


async def forwards(coordinator: Role, message_of: Role, text: str) -> None:
    """Pass on what somebody said."""
    message = coordinator.stage.find(message_of.chat, text)
    coordinator.stage.world.forward(coordinator.person, coordinator.chat, message)
    await coordinator.stage.settles()


async def test_a_reply_in_the_group_names_the_new_coordinator(theatre: Theatre) -> None:
    async with theatre("peran-dengan-balasan", "Koordinator baru ditunjuk dengan membalas pesannya") as stage:
        joko = stage.member(stage.coordinator, "Joko", "Pak Joko, Diskominfo")
        joko_alone = alone(stage, "Joko")
        await joko_alone.says("/start")
        stage.scene("Pak Joko belum koordinator: di percakapan pribadi ia warga biasa")
        await joko_alone.says("/peran")
        assert "hanya untuk grup instansi" in joko_alone.sees()
        await joko.says("Siap bertugas")
        stage.scene("Bu Rina menunjuknya")
        await stage.rina.says("/peran")
        assert "Rina · kustodian (tetap, dari pengaturan)" in stage.rina.sees()
        await stage.rina.says("/peran koordinator", reply_to="Siap bertugas")
        assert "Jadikan Joko koordinator?" in stage.rina.sees()
        await joko.presses("Ya, berikan")
        assert "terdaftar" in stage.rina.sees(), "he cannot appoint himself"
        await stage.rina.presses("Ya, berikan")
        assert "Joko sekarang koordinator" in stage.rina.sees_all()
        assert "sekarang koordinator" in joko_alone.sees()
        await joko_alone.says("/peran")
        assert "Joko, sejak 23 Nov 2026" in joko_alone.sees()
        stage.scene("Peran dicabut: seketika berlaku")
        await stage.rina.says("/peran")
        await stage.rina.presses("Joko")
        await stage.rina.presses("Cabut koordinator")
        assert "keluarkan juga dari grup itu" in stage.rina.sees_all()
        await stage.rina.presses("Ya, cabut")
        assert "sudah dicabut" in joko_alone.sees()
        await joko_alone.presses("Joko", under="👥")
        assert "sudah tidak berlaku" in joko_alone.sees()
        await joko_alone.says("/peran")
        assert "hanya untuk grup instansi" in joko_alone.sees()
        done = [(entry.action, entry.data["role"]) for entry in await log_of(stage) if "role" in entry.action]
        assert done == [("role_given", "coordinator"), ("role_taken", "coordinator")]


async def test_a_forwarded_message_names_a_leader(theatre: Theatre) -> None:
    async with theatre("peran-dengan-terusan", "Pimpinan ditunjuk dengan meneruskan pesannya") as stage:
        rina = alone(stage, "Rina")
        await rina.says("/peran pimpinan")
        assert "Teruskan (forward)" in rina.sees()
        stage.scene("Bu Rina meneruskan pesan Pak Budi; perintah di dalamnya bukan perintah Bu Rina")
        await stage.budi.says("/bantuan")
        await forwards(rina, stage.budi, "/bantuan")
        assert "Jadikan Budi pimpinan?" in rina.sees()
        await rina.presses("Batal")
        assert "tidak ada yang diubah" in rina.sees()
        await rina.says("/peran pimpinan")
        await forwards(rina, stage.budi, "/bantuan")
        await rina.presses("Ya, berikan")
        assert "Budi sekarang pimpinan" in rina.sees()
        assert "Budi sekarang pimpinan" in stage.rina.sees(), "the coordinator's group hears of it"
        await rina.says("/peran")
        assert "Budi, sejak" in rina.sees()


async def test_an_admin_comes_by_a_link_and_connects_the_group_of_the_agency(theatre: Theatre) -> None:
    async with theatre("peran-dengan-tautan", "Admin instansi lewat tautan undangan") as stage:
        rina = alone(stage, "Rina")
        await rina.says("/peran")
        await rina.presses("Tambah admin instansi")
        await rina.presses("Berikutnya ›")
        await rina.presses("Dishub")
        await rina.presses("Buat tautan undangan")
        code = LINK.findall(rina.sees())[-1]
        dewi = stage.citizen("Dewi", "Bu Dewi, Dishub")
        await dewi.says(f"/start {code}")
        assert "sekarang admin instansi Dishub" in dewi.sees_all()
        stage.scene("Tautan itu berlaku sekali")
        await alone(stage, "Tono").says(f"/start {code}")
        assert "sudah dipakai" in alone(stage, "Tono").sees()
        stage.scene("Bu Dewi menghubungkan grup Dishub, dan hanya itu")
        group = stage.found_group("Dinas Perhubungan", "Dewi", "Bu Dewi, Dishub")
        await group.says("/hubungkan PUPR")
        assert "Tanpa kode undangan" in group.sees()
        await group.says("/hubungkan DISHUB")
        assert "sekarang grup Dishub" in group.sees_all()
        own = Role(stage, group.person, group.name, stage.pupr)
        stage.world.join(group.person, stage.pupr)
        await own.says("/hubungkan DISHUB")
        await own.presses("Ya, ganti")
        assert "hanya koordinator" in own.sees(), "what another agency has is not hers to take"
        stage.scene("Kembali dicabut")
        await rina.says("/peran")
        await rina.presses("Dewi")
        await rina.presses("Cabut admin Dishub")
        await rina.presses("Ya, cabut")
        assert "admin instansi Dishub sudah dicabut" in dewi.sees()


async def test_what_cannot_be_done_is_said(theatre: Theatre) -> None:
    async with theatre("peran-ditolak", "Yang tidak dapat diubah") as stage:
        anton = stage.member(stage.coordinator, "Anton", "Pak Anton, koordinator")
        await anton.says("/peran koordinator", reply_to=None)
        assert "terdaftar" in anton.sees()
        await anton.says("/peran")
        assert "Yang dapat mengubah peran hanya" in anton.sees()
        await stage.budi.says("/peran")
        assert "untuk koordinator" in stage.budi.sees()
        await stage.rina.says("/peran raja")
        assert "tidak dikenal" in stage.rina.sees()
        await stage.rina.says("/peran")
        await stage.rina.presses("Rina")
        assert "COORDINATOR_IDS" in stage.rina.sees_all()
        assert "Cabut koordinator" not in stage.rina.buttons()
        await stage.rina.presses_forged("k:sure:coordinator:1:", under="COORDINATOR_IDS")
        assert "Perannya hanya dapat dicabut di sana" in stage.rina.sees()
        await stage.rina.presses_forged("k:sure:coordinator:99999999999999999999:", under="COORDINATOR_IDS")
        await stage.rina.presses_forged("k:yes:king:1:", under="COORDINATOR_IDS")
        await stage.rina.presses_forged("k:link:leader:PUPR", under="COORDINATOR_IDS")
        await stage.budi.presses_forged("k:yes:coordinator:2:", under="untuk koordinator")
        await alone(stage, "Sari").says("/start")
        await alone(stage, "Sari").presses_forged("k:yes:coordinator:1:", under="Selamat datang")
        async with stage.looks() as unit:
            assert await unit.roles.holders() == ()
