"""The menu of commands is the chat's own: citizens, agencies, the coordinator's group, coordinators, leaders."""

from simulator.model import JSON, Chat
from tests.conversations.acts import files, sari_files
from tests.conversations.conftest import Theatre
from tests.conversations.test_search import alone
from tests.conversations.test_verification import UNKNOWN
from tests.support.stage import Role, Stage


def commands_in(stage: Stage) -> dict[str, list[JSON]]:
    """What the simulated Telegram was told, by scope and language."""
    (bot,) = stage.world.state.bots.values()
    return bot.commands


def menu(stage: Stage, chat: Chat) -> list[str]:
    """The commands that this chat has of its own."""
    of_chat = [commands for scope, commands in commands_in(stage).items() if str(chat.id) in scope]
    assert len(of_chat) <= 1
    return [command["command"] for commands in of_chat for command in commands]


async def appointed(stage: Stage, label: str) -> Role:
    """Joko, whom Rina gave that role; his private chat."""
    member = stage.member(stage.coordinator, "Joko", "Pak Joko")
    await member.says("Siap")
    await stage.rina.says(f"/peran {label}", reply_to="Siap")
    await stage.rina.presses("Ya, berikan")
    return stage.citizen("Joko", "Pak Joko")


async def test_each_kind_of_chat_has_its_menu(theatre: Theatre) -> None:
    async with theatre("menu-perintah", "Menu perintah menurut peran dan grup") as stage:
        by_kind = {scope: [each["command"] for each in told] for scope, told in commands_in(stage).items()}
        everywhere = next(told for scope, told in by_kind.items() if "all_group_chats" in scope)
        assert {"tiket", "tunggakan", "piket", "templat", "hubungkan"} <= set(everywhere)
        assert not {"peran", "undang", "periksa", "meja"} & set(everywhere)
        assert {"meja", "skpd", "peran", "catat", "piket"} <= set(menu(stage, stage.coordinator))
        assert menu(stage, stage.pupr) == [], "what all groups have"
        stage.scene("Bu Rina membuka chat pribadi")
        rina = alone(stage)
        await rina.says("/start")
        assert menu(stage, rina.chat)[0] == "meja"
        await rina.says("/bantuan")
        assert "Sebagai koordinator" in rina.sees()
        assert "/periksa" in rina.sees()
        await stage.sari.says("/start")
        await stage.sari.says("/bantuan")
        assert "Sebagai" not in stage.sari.sees()
        assert menu(stage, stage.sari.chat) == []


async def test_the_menu_follows_the_role(theatre: Theatre) -> None:
    async with theatre("menu-mengikuti-peran", "Menu mengikuti peran") as stage:
        joko = await appointed(stage, "pimpinan")
        assert menu(stage, joko.chat)[:1] == ["rekap"]
        await joko.says("/bantuan")
        assert "Sebagai pimpinan" in joko.sees()
        await stage.rina.says("/peran koordinator", reply_to="Siap")
        await stage.rina.presses("Ya, berikan")
        assert menu(stage, joko.chat)[:1] == ["meja"]
        await stage.rina.says("/peran")
        await stage.rina.presses("Joko")
        await stage.rina.presses("Cabut koordinator")
        await stage.rina.presses("Ya, cabut")
        assert menu(stage, joko.chat)[:1] == ["rekap"], "a leader still"


async def test_the_menu_follows_the_group(theatre: Theatre) -> None:
    async with theatre("menu-mengikuti-grup", "Menu mengikuti grup") as stage:
        await stage.rina.says("/hubungkan PUPR")
        await stage.rina.presses("Ya,")
        assert menu(stage, stage.coordinator) == []
        await stage.rina.says("/hubungkan koordinator")
        await stage.rina.presses("Ya,")
        assert "meja" in menu(stage, stage.coordinator)
        await stage.rina.says("/lepaskan")
        await stage.rina.presses("Ya,")
        assert menu(stage, stage.coordinator) == []


async def test_menus_of_before_are_brought_up_to_date(theatre: Theatre) -> None:
    async with theatre("menu-diperbarui", "Menu diperbarui setelah program diganti") as stage:
        joko = await appointed(stage, "koordinator")
        commands_in(stage).clear()
        async with stage.looks() as unit:
            await unit.notes.put("menus:told", "an older version's")
        await stage.later(seconds=70, remark="Satu menit kemudian")
        assert "meja" in menu(stage, stage.coordinator)
        assert "meja" in menu(stage, joko.chat)
        assert menu(stage, stage.pupr) == []


async def test_the_desk_whenever_it_is_asked_for(theatre: Theatre) -> None:
    async with theatre("meja-diminta", "/meja: di grup dan di chat pribadi") as stage:
        late = await sari_files(stage)
        await stage.later(days=5)
        await files(stage.sari, "Ada yang aneh di dekat balai, mohon dilihat petugas", UNKNOWN)
        stage.forget()
        number = stage.number()
        await stage.rina.says("/meja")
        assert "1 menunggu verifikasi" in stage.rina.sees()
        assert "1 lewat tenggat" in stage.rina.sees()
        assert {number, late} <= set(stage.rina.buttons())
        rina = alone(stage)
        await rina.says("/meja")
        await rina.presses(number)
        await stage.budi.says("/meja")
        assert "Perintah itu untuk koordinator" in stage.budi.sees()
        await stage.sari.says("/meja")
        assert number not in stage.sari.sees()


async def test_who_asks_about_the_desk_is_answered_and_begins_no_report(theatre: Theatre) -> None:
    async with theatre("tanya-tentang-bot", "Siapa ini, bayar berapa, amankah, dan mencabut laporan") as stage:
        number = await sari_files(stage)
        tono = stage.citizen("Tono", "Pak Tono, warga")
        await tono.says("apa ini bot?")
        assert "program (bot)" in tono.sees()
        await tono.says("bayar berapa pak")
        assert "Tidak dipungut biaya" in tono.sees()
        await tono.says("data saya aman kah?")
        assert "Siapa yang melihat" in tono.sees()
        stage.scene("Sesudah laporannya terkirim")
        await stage.later(hours=1)
        await stage.sari.says(f"batalkan laporan {number}")
        assert "tidak dapat ditarik kembali" in stage.sari.sees()
        stage.scene("Di tengah laporan, kata-kata itu milik laporannya")
        await stage.sari.says("Sampah menumpuk di pasar Martapura, baunya menyengat")
        await stage.sari.says("bayar berapa pak")
        assert "program (bot)" not in stage.sari.sees()
