"""A group that is a forum: every case has a topic of its own, which lives and dies with the case."""

from tests.conversations.acts import BRIDGE, POTHOLES, files, kinds, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Role, Stage
from tickets.dialogue import Chat, ChatKind
from tickets.topics import MOST_MADE, Topic

ANSWER = "Tim kami menambal lubang itu besok pagi pukul 08.00"


async def in_forum(stage: Stage) -> None:
    """PUPR's group is a forum, the coordinator's is not."""
    stage.budi, stage.pupr = await stage.group("Dinas PUPR", "PUPR", "Budi", "Pak Budi, PUPR", forum=True)
    stage.rina, stage.coordinator = await stage.group(
        "Koordinator Diskominfo", "koordinator", "Rina", "Bu Rina, koordinator"
    )
    stage.forget()


async def files_offstage(stage: Stage, text: str = POTHOLES) -> str:
    """Sari files a complaint for PUPR; its number. What the script has so far stays."""
    so_far = list(stage.script.lines)
    number = await sari_files(stage, text)
    stage.script.lines[:0] = so_far
    return number


async def topic_of(stage: Stage, number: str, role: Role) -> Topic | None:
    """What is stored of the topic of a ticket in somebody's group."""
    ticket = await ticket_of(stage, number)
    async with stage.looks() as unit:
        return await unit.topics.find(Chat("telegram", str(role.chat.id), ChatKind.GROUP), ticket.id)


def topics(role: Role) -> list[tuple[str, bool]]:
    """The topics of a group: names, and whether they are closed."""
    return [(topic.name, topic.closed) for topic in role.chat.topics.values()]


async def test_a_whole_case_in_its_topic(theatre: Theatre) -> None:
    async with theatre("topik-satu-kasus", "Satu kasus di topiknya sendiri", pair=False) as stage:
        await in_forum(stage)
        number = await sari_files(stage, quietly=False)
        name = f"{number} · Jalan & jembatan"
        assert topics(stage.budi) == [(name, False)]
        assert number in stage.in_topic(stage.pupr, number)
        assert number not in stage.in_general(stage.pupr)
        await stage.budi.presses("Terima")
        stage.scene("Menulis di topik, tanpa membalas apa pun")
        await stage.budi.says(ANSWER, topic=number, photo=True)
        await stage.budi.presses("Kirim ke pelapor")
        assert ANSWER in stage.sari.sees_all()
        await stage.sari.says("Terima kasih, jam berapa mulainya?", reply_to=ANSWER)
        assert "jam berapa mulainya" in stage.in_topic(stage.pupr, number)
        stage.scene("Selesai, lalu dibuka kembali")
        await stage.sari.presses("Sudah selesai")
        assert topics(stage.budi) == [(name, True)]
        await stage.sari.presses("4 ⭐")
        assert "⭐" in stage.in_topic(stage.pupr, number), "the bot may write in a closed topic"
        await stage.sari.presses("Belum selesai")
        assert topics(stage.budi) == [(name, False)]
        assert await kinds(stage) == [
            *("submitted", "assigned", "taken", "followed_up", "replied", "confirmed", "rated", "reopened"),
        ]


async def test_what_stays_in_general(theatre: Theatre) -> None:
    async with theatre("topik-dan-general", "Daftar dan obrolan tetap di General", pair=False) as stage:
        await in_forum(stage)
        first = await sari_files(stage)
        second = await files_offstage(stage, BRIDGE)
        await stage.budi.says("/bantuan")
        assert "Tiap laporan punya topiknya sendiri" in stage.in_general(stage.pupr)
        await stage.budi.says("/tiket")
        assert first in stage.in_general(stage.pupr)
        await stage.budi.presses(first)
        assert "Kartunya ada di topik" in stage.in_general(stage.pupr)
        await stage.budi.says(f"/tiket {first}", topic=first)
        assert stage.in_general(stage.pupr).count("Kartunya ada di topik") == 1, "it stands right there"
        said = len(stage.budi.messages())
        await stage.budi.says("Rapat jam dua di ruang atas")
        assert len(stage.budi.messages()) == said, "chatter in General is nobody's"
        await stage.budi.says("Besok kami cek jembatannya, pukul 09.00", topic=second)
        assert "Besok kami cek" in stage.in_topic(stage.pupr, second)
        await stage.budi.presses("Batal")
        await stage.later(days=5, remark="Lima hari kerja kemudian, pukul 09.00: rekap pukul 08.30 sudah masuk")
        assert "Tunggakan PUPR" in stage.in_general(stage.pupr)


async def test_an_album_and_a_reply_to_a_colleague_in_a_topic(theatre: Theatre) -> None:
    async with theatre("topik-album", "Album di topik, dan balasan ke rekan", pair=False) as stage:
        await in_forum(stage)
        number = await sari_files(stage)
        await stage.budi.says("Pekerjaan kemarin, lubang sudah ditutup aspal", topic=number, album=3)
        assert "Kirim ke pelapor" in " ".join(stage.budi.buttons())
        assert "3 lampiran" in stage.budi.sees(), "one draft, not three"
        await stage.budi.presses("Kirim ke pelapor")
        assert "lubang sudah ditutup" in stage.sari.sees_all()
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        await wati.says("Rambu juga sudah dipasang kembali", reply_to="lubang sudah ditutup aspal")
        await wati.presses("Catatan internal")
        assert (await kinds(stage))[-1] == "noted"


async def test_an_admin_deletes_the_topic(theatre: Theatre) -> None:
    async with theatre("topik-dihapus", "Topik dihapus admin", pair=False) as stage:
        await in_forum(stage)
        number = await sari_files(stage)
        await stage.budi.presses("Terima")
        stage.script.remark("Pak Budi menghapus topiknya")
        stage.world.delete_topic(stage.pupr, stage.topic(stage.pupr, number).thread)
        await stage.sari.says("Lubangnya makin dalam", reply_to="Nomor tiket")
        assert topics(stage.budi) == [(f"{number} · Jalan & jembatan", False)]
        there = stage.in_topic(stage.pupr, number)
        assert there.index("Jalan provinsi berlubang") < there.index("Lubangnya makin dalam"), "first the card again"
        assert "Lubangnya" not in stage.in_general(stage.pupr)
        await stage.budi.says(ANSWER, topic=number)
        await stage.budi.presses("Kirim ke pelapor")
        assert ANSWER in stage.sari.sees_all()
        stage.script.remark("Pak Budi menghapus topiknya lagi; bot tahu dari kartu yang hilang")
        stage.world.delete_topic(stage.pupr, stage.topic(stage.pupr, number).thread)
        await stage.sari.presses("Belum selesai")
        there = stage.in_topic(stage.pupr, number)
        assert there.count("Jalan provinsi berlubang") == 1, "one card"


async def test_a_topic_deleted_after_the_case_stays_deleted_until_it_is_opened_again(theatre: Theatre) -> None:
    async with theatre("topik-kasus-tertutup", "Topik kasus tertutup dihapus", pair=False) as stage:
        await in_forum(stage)
        number = await sari_files(stage)
        await stage.budi.says(ANSWER, topic=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.presses("Sudah selesai")
        stage.forget()
        stage.script.remark(f"Laporan {number} sudah selesai; Pak Budi menghapus topiknya")
        stage.world.delete_topic(stage.pupr, stage.topic(stage.pupr, number).thread)
        await stage.sari.presses("5 ⭐")
        assert topics(stage.budi) == []
        assert "⭐" in stage.in_general(stage.pupr)
        await stage.sari.presses("Belum selesai")
        assert topics(stage.budi) == [(f"{number} · Jalan & jembatan", False)]
        assert "Jalan provinsi berlubang" in stage.in_topic(stage.pupr, number)


async def test_who_deletes_it_again_and_again_does_not_want_it(theatre: Theatre) -> None:
    async with theatre("topik-tidak-dikehendaki", "Topik dihapus berkali-kali", pair=False) as stage:
        await in_forum(stage)
        number = await sari_files(stage)
        for again in range(MOST_MADE):
            stage.world.delete_topic(stage.pupr, stage.topic(stage.pupr, number).thread)
            await stage.sari.says(f"Tambahan ke-{again + 1}", reply_to="Nomor tiket")
        assert topics(stage.budi) == []
        stage.forget()
        await stage.sari.says("Masih belum ada yang datang", reply_to="Nomor tiket")
        assert "Masih belum ada yang datang" in stage.in_general(stage.pupr)


async def test_without_the_right_there_are_reply_threads(theatre: Theatre) -> None:
    async with theatre("topik-tanpa-hak", "Forum tanpa hak mengelola topik", pair=False) as stage:
        await in_forum(stage)
        first = await sari_files(stage)
        stage.script.remark("Hak “Kelola topik” bot dicabut")
        stage.world.promote(stage.world.bot, stage.pupr, rights={"can_manage_topics": False})
        await stage.settles()
        assert "tidak boleh mengelola topik" in stage.in_general(stage.pupr)
        second = await sari_files(stage, BRIDGE, quietly=False)
        assert [name.split(" ")[0] for name, _ in topics(stage.budi)] == [first]
        assert second in stage.in_general(stage.pupr)
        await stage.sari.says("Retaknya bertambah", reply_to=second)
        assert "Retaknya bertambah" in stage.in_general(stage.pupr)
        stage.script.remark("Hak itu diberikan lagi: laporan yang terbuka mendapat topiknya")
        stage.world.promote(stage.world.bot, stage.pupr)
        await stage.settles()
        assert [name.split(" ")[0] for name, _ in topics(stage.budi)] == [first, second]
        assert "Jembatan di Mataraman" in stage.in_topic(stage.pupr, second)
        await stage.sari.says("Tolong segera", reply_to=second)
        assert "Tolong segera" in stage.in_topic(stage.pupr, second)


async def test_the_channel_refuses_and_the_card_comes_all_the_same(theatre: Theatre) -> None:
    async with theatre("topik-ditolak", "Topik ternyata tidak boleh dibuat", pair=False) as stage:
        await in_forum(stage)
        stage.script.remark("Bot tidak tahu bahwa haknya dicabut")
        stage.pupr.members[stage.world.bot.id].rights = {"can_manage_topics": False}
        first = await files_offstage(stage)
        assert first in stage.in_general(stage.pupr)
        second = await files_offstage(stage, BRIDGE)
        assert second in stage.in_general(stage.pupr)
        assert len([call for call in stage.world.calls if call.method == "createForumTopic"]) == 1, "remembered"
        stage.script.remark("Haknya diberikan; Pak Budi memeriksa lagi")
        stage.pupr.members[stage.world.bot.id].rights = {}
        await stage.budi.presses("Periksa lagi")
        assert len(topics(stage.budi)) == 2


async def test_a_case_moves_between_a_forum_and_a_plain_group(theatre: Theatre) -> None:
    async with theatre("topik-dialihkan", "Dialihkan dari forum dan kembali", pair=False) as stage:
        await in_forum(stage)
        dewi, dishub = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        number = await sari_files(stage)
        await stage.budi.presses("Alihkan")
        await stage.budi.says("Dishub", reply_to="ke instansi mana")
        await stage.budi.says("Yang rusak lampu jalannya, bukan jalannya", reply_to="alasan")
        assert topics(stage.budi) == [(f"{number} · Jalan & jembatan", True)]
        assert "Dishub" in stage.in_topic(stage.pupr, number), "a last word"
        assert number in dewi.sees_all()
        assert dishub.topics == {}
        stage.scene("Kembali ke PUPR: topik yang sama dibuka lagi")
        await dewi.presses("Alihkan")
        await dewi.says("PUPR", reply_to="ke instansi mana")
        await dewi.says("Lampunya baik, jalannya yang berlubang", reply_to="alasan")
        assert topics(stage.budi) == [(f"{number} · Jalan & jembatan", False)]
        assert stage.in_topic(stage.pupr, number).count("Jalan provinsi berlubang") >= 1


async def test_a_case_moves_from_forum_to_forum(theatre: Theatre) -> None:
    async with theatre("topik-antarforum", "Dialihkan dari forum ke forum", pair=False) as stage:
        await in_forum(stage)
        dewi, dishub = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub", forum=True)
        number = await sari_files(stage)
        await stage.budi.presses("Alihkan")
        await stage.budi.says("Dishub", reply_to="ke instansi mana")
        await stage.budi.says("Yang rusak lampu jalannya, bukan jalannya", reply_to="alasan")
        assert topics(stage.budi) == [(f"{number} · Jalan & jembatan", True)]
        assert topics(dewi) == [(f"{number} · Jalan & jembatan", False)]
        assert "berlubang" in stage.in_topic(dishub, number)
        said = len(stage.budi.messages())
        await stage.budi.says("Apakah sudah diterima Dishub?", topic=number)
        assert len(stage.budi.messages()) == said, "the case is not this group's any more"


async def test_a_group_becomes_a_forum_and_ceases_to_be_one(theatre: Theatre) -> None:
    async with theatre("topik-grup-menjadi-forum", "Grup menjadi forum, lalu tidak lagi") as stage:
        stage.world.promote(stage.world.bot, stage.pupr)
        number = await sari_files(stage)
        stage.script.remark("Admin menyalakan topik di grup")
        stage.pupr.is_forum = True
        await stage.budi.presses("Terima")
        assert number in stage.in_topic(stage.pupr, number), "the open case gets its topic"
        await stage.budi.says(ANSWER, topic=number)
        await stage.budi.presses("Kirim ke pelapor")
        stage.script.remark("Admin mematikan topik lagi")
        stage.pupr.is_forum = False
        for message in stage.world.messages(stage.pupr):
            message.thread = None
        stage.pupr.topics.clear()
        await stage.sari.says("Terima kasih, kami tunggu", reply_to=ANSWER)
        assert "kami tunggu" in stage.in_general(stage.pupr)
        again = await files_offstage(stage, BRIDGE)
        assert again in stage.in_general(stage.pupr)
        assert await topic_of(stage, again, stage.budi) is None


async def test_a_basic_group_becomes_a_forum(theatre: Theatre) -> None:
    async with theatre("topik-supergrup", "Grup biasa menjadi forum") as stage:
        dewi = stage.found_group("Dinas Perhubungan", "Dewi", "Bu Dewi, Dishub", kind="group")
        rina = stage.member(dewi.chat, "Rina", "Bu Rina, koordinator")
        stage.world.promote(stage.world.bot, dewi.chat)
        await rina.says("/hubungkan DISHUB")
        await files(stage.sari, "Lampu jalan PJU di simpang empat mati sudah 4 malam", "Lalu lintas & lampu")
        number = stage.number()
        stage.forget()
        stage.script.remark("Admin menyalakan topik: grup menjadi supergrup, dan forum")
        moved = stage.moves(dewi)
        moved.chat.is_forum = True
        await stage.settles()
        await moved.presses("Terima")
        assert number in stage.in_topic(moved.chat, number)
        await moved.says("Tim kami ke sana malam ini pukul 20.00", topic=number)
        await moved.presses("Kirim ke pelapor")
        assert "malam ini" in stage.sari.sees_all()


async def test_the_coordinators_forum(theatre: Theatre) -> None:
    async with theatre("topik-koordinator", "Forum koordinator mengganti instansi tanpa grup", pair=False) as stage:
        stage.rina, stage.coordinator = await stage.group(
            "Koordinator Diskominfo", "koordinator", "Rina", "Bu Rina, koordinator", forum=True
        )
        stage.forget()
        number = await sari_files(stage)
        assert number in stage.in_topic(stage.coordinator, number)
        stage.budi, stage.pupr = await stage.group("Dinas PUPR", "PUPR", "Budi", "Pak Budi, PUPR", forum=True)
        stage.script.remark(f"PUPR mendapat grupnya; laporan {number}, yang ditangani koordinator, masuk ke sana")
        assert number in stage.in_topic(stage.pupr, number)
        await stage.budi.says(ANSWER, topic=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.presses("Sudah selesai")
        assert [closed for _, closed in (*topics(stage.budi), *topics(stage.rina))] == [True, True]


async def test_the_bot_is_thrown_out_of_a_forum_and_comes_back(theatre: Theatre) -> None:
    async with theatre("topik-bot-dikeluarkan", "Bot dikeluarkan dari forum dan kembali", pair=False) as stage:
        await in_forum(stage)
        first = await sari_files(stage)
        stage.script.remark("Pak Budi mengeluarkan bot")
        stage.world.kick(stage.world.bot, stage.pupr)
        await stage.settles()
        second = await files_offstage(stage, BRIDGE)
        stage.script.remark("Bot dimasukkan lagi, dan menjadi admin")
        stage.world.join(stage.world.bot, stage.pupr)
        stage.world.promote(stage.world.bot, stage.pupr)
        await stage.settles()
        assert [name.split(" ")[0] for name, _ in topics(stage.budi)] == [first, second]
        assert "Jembatan di Mataraman" in stage.in_topic(stage.pupr, second)


async def test_a_corrected_category_renames_the_topic(theatre: Theatre) -> None:
    async with theatre(
        "topik-ganti-kategori", "Koordinator mengubah kategori: topik berganti nama", pair=False
    ) as stage:
        stage.rina, stage.coordinator = await stage.group(
            "Koordinator Diskominfo", "koordinator", "Rina", "Bu Rina, koordinator", forum=True
        )
        stage.budi, stage.pupr = await stage.group("Dinas PUPR", "PUPR", "Budi", "Pak Budi, PUPR", forum=True)
        stage.forget()
        await files(stage.sari, POTHOLES, "Lainnya / tidak tahu")
        number = stage.number()
        stage.forget()
        (before,) = topics(stage.rina)
        await stage.rina.presses("Ubah")
        await stage.rina.presses("Jalan & jembatan")
        assert before[0] != f"{number} · Jalan & jembatan"
        assert topics(stage.rina) == [(f"{number} · Jalan & jembatan", False)]
        await stage.rina.presses("→ PUPR")
        assert topics(stage.budi) == [(f"{number} · Jalan & jembatan", False)]
        assert topics(stage.rina) == [(f"{number} · Jalan & jembatan", True)], "the coordinator's part is done"
        await stage.budi.presses("Terima")
        assert topics(stage.rina) == [(f"{number} · Jalan & jembatan", True)], "and stays so"
