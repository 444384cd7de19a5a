"""Tickets that come faster than a group can get cards: one list with buttons instead."""

from dataclasses import replace

from bot.budget import UNLIMITED
from simulator.model import Message
from tests.conversations.acts import a_neighbour_files, files, history_of, kinds, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Role, Stage

LIMITS = replace(UNLIMITED, cards_per_minute=8)
"""The pace of a group under Telegram's limits; the limits themselves are played in tests/faults/test_flood.py."""
SLOW = replace(UNLIMITED, cards_per_minute=2)
"""A slower one, so that few tickets are many."""


async def a_minute_passes(stage: Stage, remark: str = "Satu menit kemudian.") -> None:
    await stage.later(hours=1 / 60, remark=remark)


async def neighbours_file(stage: Stage, how_many: int, beginning: int = 1) -> list[str]:
    """So many complaints in the same minute, offstage; their numbers."""
    numbers = [
        await a_neighbour_files(stage, f"Warga {number}", f"Lampu jalan di gang {number} padam total")
        for number in range(beginning, beginning + how_many)
    ]
    stage.script.remark(f"Dalam menit ini {how_many} warga melapor untuk PUPR.")
    return numbers


def cards_in(role: Role) -> list[Message]:
    return [message for message in role.messages() if message.text.startswith("🎫") or "\n🎫" in message.text]


def lists_in(role: Role) -> list[Message]:
    return [message for message in role.messages() if message.text.startswith("📥")]


async def test_fifteen_tickets_in_a_minute_are_eight_cards_and_one_list(theatre: Theatre) -> None:
    async with theatre("banjir-laporan", "Lima belas laporan dalam satu menit", limits=LIMITS) as stage:
        numbers = await neighbours_file(stage, 15)
        assert len(cards_in(stage.budi)) == 8
        await a_minute_passes(stage)
        (shown,) = lists_in(stage.budi)
        assert "7 laporan baru · PUPR" in shown.text
        assert all(number in shown.text for number in numbers[8:])
        assert stage.budi.buttons() == [*numbers[8:], "Terima semua (7)", "Alihkan semua (7)"]

        stage.scene("Satu dibuka")
        await stage.budi.presses(numbers[9])
        assert f"🎫 {numbers[9]}" in cards_in(stage.budi)[-1].text
        assert "Terima semua (6)" in [b["text"] for r in shown.markup["inline_keyboard"] for b in r]

        stage.scene("Yang lain diterima sekaligus")
        await stage.budi.presses("Terima semua")
        assert "Budi menerima 6 tiket" in stage.budi.sees()
        for number in (*numbers[8:9], *numbers[10:]):
            assert (await kinds(stage, number))[-1] == "taken"
        assert (await ticket_of(stage, numbers[9])).taken_by is None
        assert len(cards_in(stage.budi)) == 9, "taking all brings no cards"
        assert "sudah diterima" not in stage.sari.sees_all()
        for number in range(9, 16):
            told = stage.citizen(f"Warga {number}", f"Warga {number}").sees()
            assert ("menangani" in told or "ditangani" in told or "petugas" in told) == (number != 10), told

        stage.scene("Dikerjakan satu per satu dari daftar")
        await stage.budi.presses(numbers[14])
        await stage.budi.says("Lampu di gang itu diganti besok pagi, Pak.", reply_to=f"🎫 {numbers[14]}")
        await stage.budi.presses("Kirim ke pelapor")
        assert (await kinds(stage, numbers[14]))[-1] == "followed_up"
        assert len(lists_in(stage.budi)) == 1


async def test_the_list_grows_in_place_and_has_pages(theatre: Theatre) -> None:
    async with theatre("banjir-laporan-halaman", "Daftar laporan baru bertambah dan berhalaman", limits=SLOW) as stage:
        first = await neighbours_file(stage, 5)
        await stage.later(hours=0.5 / 60, remark="Setengah menit kemudian.")
        second = await neighbours_file(stage, 6, 6)
        await stage.later(hours=0.5 / 60)
        (shown,) = lists_in(stage.budi)
        assert "9 laporan baru" in shown.text
        assert "Halaman 1 dari 2" in shown.text
        await stage.budi.presses("Berikutnya ›")
        assert "Halaman 2 dari 2" in shown.text
        assert second[-1] in shown.text
        assert first[-1] not in shown.text
        await stage.budi.presses("‹ Sebelumnya")
        stage.scene("Bot dimatikan di tengah-tengah")
        await stage.restarts()
        await neighbours_file(stage, 1, 12)
        assert len(cards_in(stage.budi)) == 2, "it knows from the database that the flood goes on"
        await a_minute_passes(stage)
        assert lists_in(stage.budi) == [shown]
        assert "10 laporan baru" in shown.text


async def test_two_left_over_get_their_cards_and_no_list(theatre: Theatre) -> None:
    async with theatre("banjir-surut", "Sisa sedikit tetap menjadi kartu", limits=SLOW) as stage:
        numbers = await neighbours_file(stage, 4)
        assert len(cards_in(stage.budi)) == 2
        await a_minute_passes(stage)
        assert lists_in(stage.budi) == []
        assert [card.text.split()[1] for card in cards_in(stage.budi)] == numbers
        await a_minute_passes(stage)
        assert len(cards_in(stage.budi)) == 4


async def test_what_becomes_of_a_ticket_in_the_list_is_told_with_a_button_that_brings_its_card(
    theatre: Theatre,
) -> None:
    async with theatre(
        "banjir-lalu-pengingat", "Tambahan dan pengingat untuk tiket dalam daftar", limits=SLOW
    ) as stage:
        await neighbours_file(stage, 4)
        await files(stage.sari, "Jalan depan sekolah berlubang besar", "Jalan & jembatan")
        stage.forget()
        number = stage.number()
        await a_minute_passes(stage)
        assert number in lists_in(stage.budi)[0].text
        await stage.sari.says("Lubangnya di depan gerbang, dekat tiang listrik.", reply_to=number)
        assert "dekat tiang listrik" in stage.budi.sees()
        assert stage.budi.buttons() == ["Buka kartu"]
        await stage.budi.says("Tim kami menambalnya besok pagi.", reply_to="dekat tiang listrik")
        await stage.budi.presses("Kirim ke pelapor")
        assert (await kinds(stage, number))[-1] == "followed_up"
        assert f"🎫 {number}" not in stage.budi.sees_all(), "nobody has asked for the card yet"
        await stage.budi.presses("Buka kartu")
        assert f"🎫 {number}" in cards_in(stage.budi)[-1].text
        await a_minute_passes(stage)
        assert number not in lists_in(stage.budi)[0].text
        stage.forget()
        await stage.later(days=2, remark="Dua hari kerja kemudian, 09.00 WITA")
        reminders = [message for message in stage.budi.messages() if message.text.startswith("⏰")]
        with_button = [message for message in reminders if message.markup]
        assert (len(reminders), len(with_button)) == (4, 2), "two have a card"
        await stage.budi.presses("Buka kartu", under="⏰")
        assert cards_in(stage.budi)[-1].text.split()[1] in with_button[-1].text


async def test_danger_in_a_later_message_brings_the_card_at_once(theatre: Theatre) -> None:
    async with theatre("banjir-lalu-bahaya", "Bahaya menyusul untuk tiket dalam daftar", limits=SLOW) as stage:
        await neighbours_file(stage, 4)
        await files(stage.sari, "Jembatan gantung desa kami rusak", "Jalan & jembatan")
        stage.forget()
        await a_minute_passes(stage)
        await stage.sari.says("Tolong, jembatannya putus, ada orang hanyut!", reply_to=stage.number())
        assert f"🎫 {stage.number()}" in stage.budi.sees_all()
        assert "MENDESAK" in stage.budi.sees_all()


async def test_an_urgent_ticket_is_a_card_at_once_whatever_comes(theatre: Theatre) -> None:
    async with theatre("banjir-dan-mendesak", "Laporan mendesak di tengah banjir laporan", limits=SLOW) as stage:
        await neighbours_file(stage, 4)
        await files(stage.sari, "Jembatan putus, ada orang hanyut terbawa banjir!", "Jalan & jembatan")
        assert f"🎫 {stage.number()}" in cards_in(stage.budi)[-1].text
        assert "MENDESAK" in cards_in(stage.budi)[-1].text


async def test_all_of_a_list_are_passed_on_with_one_reason(theatre: Theatre) -> None:
    async with theatre("banjir-dialihkan", "Semua laporan dalam daftar dialihkan sekaligus", limits=SLOW) as stage:
        dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        numbers = await neighbours_file(stage, 7)
        await a_minute_passes(stage)
        stage.scene("Instansi, lalu alasan, sekali untuk semua")
        await stage.budi.presses("Alihkan semua (5)")
        await stage.budi.says("PUPR", reply_to="Alihkan 5 tiket")
        assert "memang sudah di instansi itu" in stage.budi.sees()
        await stage.budi.says("Dinas Antariksa", reply_to="Alihkan 5 tiket")
        assert "tidak ditemukan" in stage.budi.sees()
        await stage.budi.says("Dishub", reply_to="Alihkan 5 tiket")
        await stage.budi.says("ok", reply_to="balas pesan ini dengan alasan")
        assert "terlalu singkat" in stage.budi.sees()
        await stage.budi.says("Lampu jalan adalah urusan Dishub.", reply_to="balas pesan ini dengan alasan")
        assert "5 tiket dialihkan ke Dishub oleh Budi" in stage.budi.sees()
        assert "Dialihkan ke" not in stage.budi.sees_all(), "no card is made only to say that it went"
        assert "Semuanya sudah dibuka, berpindah" in lists_in(stage.budi)[0].text
        for position, number in enumerate(numbers[2:], start=3):
            (event,) = [event for event in await history_of(stage, number) if event.kind == "transferred"]
            assert event.text == "Lampu jalan adalah urusan Dishub."
            told = stage.citizen(f"Warga {position}", "warga").sees_all()
            assert told.count("Lampu jalan adalah urusan Dishub.") == 1
        await a_minute_passes(stage, "Satu menit kemudian, di grup Dishub.")
        assert len(cards_in(dewi)) == 2
        assert "3 laporan baru · Dishub" in lists_in(dewi)[0].text


async def test_a_colleague_goes_on_with_a_transfer_of_all(theatre: Theatre) -> None:
    async with theatre(
        "banjir-dialihkan-rekan", "Alihkan semua: rekan yang menjawab pertanyaannya", limits=SLOW
    ) as stage:
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        numbers = await neighbours_file(stage, 5)
        await a_minute_passes(stage)
        await stage.budi.presses("Alihkan semua (3)")
        stage.scene("Pak Budi salah tekan; Bu Wati membalas pertanyaan pertama")
        await stage.budi.says("Dinas Pendidikan", reply_to="Alihkan 3 tiket")
        stray = stage.find(stage.pupr, "dengan alasan mengalihkan")
        await wati.says("dishub", reply_to="Alihkan 3 tiket")
        assert "3 tiket ke Dishub" in wati.sees()
        await wati.says("Lampu jalan bukan bidang kami.", reply_to=stray)
        assert "sudah tidak berlaku" in wati.sees(), "that was about another agency"
        assert (await ticket_of(stage, numbers[-1])).agency == "PUPR"
        await wati.says("Lampu jalan bukan bidang kami.", reply_to="3 tiket ke Dishub")
        assert "3 tiket dialihkan ke Dishub oleh Wati" in wati.sees()
        assert (await ticket_of(stage, numbers[-1])).agency == "DISHUB"
        stage.scene("Sesudahnya")
        await stage.budi.says("Lampu jalan bukan bidang kami.", reply_to="3 tiket ke Dishub")
        assert "sudah tidak berlaku" in stage.budi.sees()


async def test_a_transfer_of_all_is_given_up(theatre: Theatre) -> None:
    async with theatre("banjir-tidak-jadi-dialihkan", "Alihkan semua, lalu batal", limits=SLOW) as stage:
        numbers = await neighbours_file(stage, 5)
        await a_minute_passes(stage)
        await stage.budi.presses("Alihkan semua (3)")
        await stage.budi.presses("Berikutnya ›")
        await stage.budi.presses("Batal")
        assert "Batal dialihkan" in stage.budi.sees_all()
        assert (await ticket_of(stage, numbers[-1])).agency == "PUPR"


async def test_two_admins_press_take_all_and_each_hears_what_was_left(theatre: Theatre) -> None:
    async with theatre("banjir-dua-admin", "Dua admin menekan Terima semua", limits=SLOW) as stage:
        wati = stage.member(stage.pupr, "Wati", "Bu Wati, PUPR")
        numbers = await neighbours_file(stage, 6)
        await a_minute_passes(stage)
        _, button = stage.button(stage.pupr, "Terima semua (4)")
        await stage.budi.presses(numbers[2])
        await stage.budi.presses("Terima", under=f"🎫 {numbers[2]}")
        stage.script.remark("Layar Bu Wati masih menunjukkan daftar yang lama: Terima semua (4).")
        await wati.presses_forged(button["callback_data"], under="📥")
        assert "Wati menerima 3 tiket" in stage.budi.sees()
        assert "1 tidak: sudah dibuka atau berpindah" in stage.budi.sees()
        await stage.budi.presses_forged(button["callback_data"], under="📥")
        assert "Tidak ada tiket yang diterima Budi" in stage.budi.sees()
        assert "3 tidak: sudah diambil petugas lain" in stage.budi.sees()


async def test_forged_buttons_of_a_list_do_nothing(theatre: Theatre) -> None:
    async with theatre("banjir-tombol-palsu", "Tombol daftar yang palsu", limits=SLOW) as stage:
        dewi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Dewi", "Bu Dewi, Dishub")
        numbers = await neighbours_file(stage, 5)
        await a_minute_passes(stage)
        _, take = stage.button(stage.pupr, "Terima semua (3)")
        _, opens = stage.button(stage.pupr, numbers[2])
        stage.forget()
        for data in (take["callback_data"], opens["callback_data"], "b:move:1:2:3", "b", "b:to:1:PUPR", "b:page:1:9"):
            await dewi.presses_forged(data, under="sekarang grup Dishub")
        for data in ("b:take:99999999999999999999:1:1", "b:open:x:-1:", "b:turn:0::7", "b:sihir", "b:drop:1"):
            await stage.budi.presses_forged(data, under="📥")
        for number in numbers:
            assert number not in dewi.sees_all()
            assert (await ticket_of(stage, number)).taken_by is None
