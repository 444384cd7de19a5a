"""An agency's group finds its agency by a one-time code, and the coordinator hears of what becomes of the group."""

import re

from tests.conversations.acts import sari_files
from tests.conversations.conftest import Theatre
from tests.support.stage import Role, Stage

SOME_CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}")


def code_in(role: Role) -> str:
    """The newest code that somebody was given."""
    return SOME_CODE.findall(role.sees_all())[-1]


async def agencies_of(stage: Stage, *titles: str) -> list[str | None]:
    """Whom the groups with these titles serve; "-" for one that serves nobody."""
    async with stage.looks() as unit:
        groups = {group.chat.title: group.agency for group in await unit.groups.all_active()}
    return [groups.get(title, "-") for title in titles]


async def test_a_link_brings_the_bot_into_the_group_and_connects_it(theatre: Theatre) -> None:
    async with theatre("undangan-dengan-tautan", "Undangan dengan tautan") as stage:
        await stage.rina.says("/undang dishub")
        code = code_in(stage.rina)
        assert f"https://t.me/lapor_bot?startgroup={code.replace('-', '')}" in stage.rina.sees()
        assert "Senin, 30 November 2026" in stage.rina.sees()
        stage.script.remark("Bu Dewi membuka tautan itu dan memilih grupnya; Telegram menambahkan bot dan mengirim:")
        dewi = stage.found_group("Dinas Perhubungan", "Dewi", "Bu Dewi, Dishub")
        await dewi.says(f"/start@lapor_bot {code.replace('-', '')}")
        assert "sekarang grup Dishub" in dewi.sees_all()
        assert dewi.sees_all().count("belum terhubung") == 1
        assert "dihubungkan oleh Dewi dengan kode undangan" in stage.rina.sees()
        assert await agencies_of(stage, "Dinas Perhubungan") == ["DISHUB"]


async def test_codes_are_typed_by_anybody_of_the_group_and_only_once(theatre: Theatre) -> None:
    async with theatre("undangan-dengan-kode", "Kode undangan: sekali, dan hanya yang terbaru") as stage:
        await stage.rina.says("/undang DISHUB")
        old = code_in(stage.rina)
        await stage.rina.says("/undang DISHUB")
        new = code_in(stage.rina)
        dewi = stage.found_group("Dinas Perhubungan", "Dewi", "Bu Dewi, Dishub")
        joko = stage.member(dewi.chat, "Joko", "Pak Joko, Dishub")
        stage.scene("Kode yang diganti, salah ketik, dan palsu")
        await joko.says(f"/hubungkan {old}")
        assert "sudah diganti" in joko.sees()
        await joko.says("/hubungkan 22222-22222")
        assert "tidak dikenal" in joko.sees()
        await joko.says("/hubungkan DISHUB")
        assert "Tanpa kode undangan, hanya koordinator" in joko.sees()
        assert await agencies_of(stage, "Dinas Perhubungan") == ["-"]
        stage.scene("Kode yang benar, diketik seadanya")
        await joko.says(f"/hubungkan {new.lower().replace('-', ' ')}")
        assert await agencies_of(stage, "Dinas Perhubungan") == ["DISHUB"]
        stage.scene("Kode yang sama di grup lain")
        other = stage.found_group("Grup Orang Lain", "Tono", "Tono")
        await other.says(f"/hubungkan {new}")
        assert "sudah dipakai" in other.sees()
        await other.presses_forged(f"p:code:{new.replace('-', '')}", under="sudah dipakai")
        assert await agencies_of(stage, "Grup Orang Lain") == ["-"]


async def test_a_code_expires_after_a_week(theatre: Theatre) -> None:
    async with theatre("undangan-kedaluwarsa", "Kode undangan kedaluwarsa") as stage:
        await stage.rina.says("/undang DISHUB")
        code = code_in(stage.rina)
        dewi = stage.found_group("Dinas Perhubungan", "Dewi", "Bu Dewi, Dishub")
        await stage.later(hours=7 * 24, remark="Tujuh hari kemudian")
        await dewi.says(f"/hubungkan {code}")
        assert "kedaluwarsa" in dewi.sees()


async def test_who_may_invite(theatre: Theatre) -> None:
    async with theatre("siapa-boleh-mengundang", "Siapa yang boleh mengundang") as stage:
        await stage.budi.says("/undang PUPR")
        assert "dibuat oleh koordinator" in stage.budi.sees()
        await stage.budi.presses_forged("i:to:DISHUB", under="dibuat oleh koordinator")
        await stage.sari.says("/undang PUPR")
        assert "hanya untuk grup instansi" in stage.sari.sees()
        await stage.sari.presses_forged("i:to:DISHUB", under="hanya untuk grup instansi")
        assert not SOME_CODE.search(stage.budi.sees_all() + stage.sari.sees_all())
        stage.scene("Koordinator di percakapan pribadi")
        rina = stage.citizen("Rina", "Bu Rina, koordinator")
        await rina.says("/undang")
        await rina.presses("Berikutnya ›")
        await rina.presses("‹ Sebelumnya")
        await rina.presses("Berikutnya ›")
        await rina.presses("Dishub")
        assert "Undangan untuk Dishub" in rina.sees()
        await rina.says("/undang Dinas Sihir")
        assert "Dinas Sihir" in "".join(rina.sees(2))
        stage.scene("Siapa pun di grup koordinator")
        anton = stage.member(stage.coordinator, "Anton", "Pak Anton, koordinator")
        await anton.says("/undang PUPR")
        assert SOME_CODE.search(anton.sees())


async def test_several_groups_of_an_agency_and_no_code_wasted(theatre: Theatre) -> None:
    async with theatre("beberapa-grup-satu-instansi", "Beberapa grup untuk satu instansi") as stage:
        await stage.rina.says("/undang PUPR")
        code = code_in(stage.rina)
        await stage.budi.says(f"/hubungkan {code}")
        assert "memang sudah grup PUPR" in stage.budi.sees()
        hendra = stage.found_group("PUPR Bidang Jembatan", "Hendra", "Pak Hendra, PUPR")
        await hendra.says(f"/hubungkan {code}")
        number = await sari_files(stage, quietly=False)
        assert number in hendra.sees_all()
        assert number in stage.budi.sees_all()
        await hendra.presses("Terima")
        assert "Petugas: Hendra" in stage.budi.sees_all()


async def test_a_group_changes_its_agency_only_after_a_question(theatre: Theatre) -> None:
    async with theatre("ganti-instansi", "Grup berganti instansi setelah ditanya") as stage:
        number = await sari_files(stage)
        await stage.rina.says("/undang DISHUB")
        code = code_in(stage.rina)
        await stage.budi.says(f"/hubungkan {code}")
        assert "Ganti menjadi grup Dishub?" in stage.budi.sees()
        await stage.budi.presses("Tidak, biarkan")
        assert await agencies_of(stage, "Dinas PUPR") == ["PUPR"]
        await stage.budi.says(f"/hubungkan {code}")
        await stage.budi.presses("Ya, ganti", twice=True)
        assert await agencies_of(stage, "Dinas PUPR") == ["DISHUB"]
        assert number in stage.rina.sees_all(), "the coordinator stands in for what was PUPR's"
        stage.scene("Tanpa kode hanya koordinator yang dapat mengganti kembali")
        await stage.budi.presses_forged("p:sure:PUPR", under="sekarang grup Dishub")
        assert await agencies_of(stage, "Dinas PUPR") == ["DISHUB"]
        rina = Role(stage, stage.rina.person, stage.rina.name, stage.pupr)
        await rina.says("/hubungkan PUPR")
        await rina.presses("Ya, ganti")
        assert await agencies_of(stage, "Dinas PUPR") == ["PUPR"]


async def test_a_group_is_released_after_a_question(theatre: Theatre) -> None:
    async with theatre("lepaskan-grup", "Melepaskan grup") as stage:
        number = await sari_files(stage)
        await stage.budi.says("/lepaskan")
        assert "hanya koordinator" in stage.budi.sees()
        rina = Role(stage, stage.rina.person, stage.rina.name, stage.pupr)
        await rina.says("/lepaskan")
        assert "1 tiket terbuka" in rina.sees()
        await rina.presses("Tidak, biarkan")
        await rina.says("/lepaskan")
        await stage.budi.presses("Ya, lepaskan")
        assert await agencies_of(stage, "Dinas PUPR") == ["PUPR"], "Budi is no coordinator"
        await rina.presses("Ya, lepaskan")
        assert await agencies_of(stage, "Dinas PUPR") == ["-"]
        assert "Dinas PUPR (PUPR) dilepaskan" in stage.rina.sees_all()
        assert number in stage.rina.sees_all()
        await stage.budi.presses("Terima")
        assert "belum terhubung" in stage.budi.sees()


async def test_what_becomes_of_a_group_is_told_to_the_coordinator(theatre: Theatre) -> None:
    async with theatre("nasib-grup", "Grup berganti nama, bot diangkat, diturunkan, dikeluarkan, kembali") as stage:
        bot = stage.world.bot
        stage.world.rename(stage.pupr, "PUPR Kalsel – Aduan")
        await stage.settles()
        assert "sekarang bernama PUPR Kalsel – Aduan" in stage.rina.sees()
        stage.script.remark("Bot dijadikan admin")
        stage.world.promote(bot, stage.pupr)
        await stage.settles()
        assert "Bot adalah admin" in stage.budi.sees()
        stage.script.remark("Bot diturunkan")
        stage.world.demote(bot, stage.pupr)
        await stage.settles()
        assert "bukan admin lagi" in stage.rina.sees()
        assert "bot bukan admin" in stage.budi.sees()
        stage.script.remark("Bot dikeluarkan, lalu dimasukkan lagi")
        stage.world.kick(bot, stage.pupr)
        await stage.settles()
        assert "tidak dapat dijangkau lagi" in stage.rina.sees_all()
        stage.world.join(bot, stage.pupr)
        await stage.settles()
        assert "dapat dijangkau lagi" in stage.rina.sees()


async def test_the_hint_comes_once_and_not_with_every_change_of_rights(theatre: Theatre) -> None:
    async with theatre("petunjuk-sekali", "Bot ditambahkan lalu dijadikan admin: satu petunjuk") as stage:
        dewi = stage.found_group("Dinas Perhubungan", "Dewi", "Bu Dewi, Dishub")
        await stage.settles()
        stage.world.promote(stage.world.bot, dewi.chat)
        await stage.settles()
        stage.world.demote(stage.world.bot, dewi.chat)
        await stage.settles()
        assert dewi.sees_all().count("belum terhubung") == 1
        assert len(dewi.messages()) == 1


async def test_the_health_card_names_remedies_and_looks_again(theatre: Theatre) -> None:
    async with theatre("pemeriksaan-grup", "Pemeriksaan grup dan Periksa lagi") as stage:
        founder = stage.world.add_person("Dewi")
        forum = stage.world.add_group("Dishub Forum", creator=founder, members=[stage.world.bot], forum=True)
        dewi = Role(stage, founder, "Bu Dewi, Dishub", forum)
        await stage.rina.says("/undang DISHUB")
        await dewi.says(f"/hubungkan {code_in(stage.rina)}")
        assert "tidak boleh mengelola topik" in dewi.sees()
        shown = len(dewi.messages())
        await stage.later(hours=1, remark="Sejam kemudian")
        await dewi.presses("Periksa lagi")
        assert len(dewi.messages()) == shown, "the card is edited"
        assert "10.00 WITA" in dewi.sees()
        stage.world.promote(stage.world.bot, forum)
        await stage.settles()
        assert "bot boleh mengelola topik" in dewi.sees()
        assert "boleh menyematkan" in dewi.sees()
