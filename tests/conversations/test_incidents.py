"""Many report the same within an hour: one incident, one ticket, news to everybody once, ended by one tap."""

from tests.conversations.acts import files, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Role, Stage
from tickets.ticket import Status

FLOODS = (
    "Banjir selutut di Pekauman, warga perlu bantuan",
    "banjir masuk rumah kami sejak subuh, air belum surut",
    "Banjir setinggi lutut, kampung kami tidak bisa dilewati motor",
    "rumah terendam banjir, dapur umum belum ada",
    "Tolong banjir di kampung kami makin tinggi",
    "Banjir merendam sekolah, anak-anak libur",
)
NAMES = ("Sari", "Dedi", "Ani", "Joko", "Tuti", "Umar")
CATEGORY = "Ketertiban & bencana"


async def floods(stage: Stage, count: int) -> list[Role]:
    """So many citizens report it, one after the other."""
    people = [stage.citizen(name, name) for name in NAMES[:count]]
    for person, text in zip(people, FLOODS, strict=False):
        await files(person, text, CATEGORY)
    return people


def number_of(person: Role) -> str:
    """The first number that somebody was told."""
    return next(word for word in person.sees_all().split() if word.startswith("LP-"))


async def test_five_reports_become_one_incident(theatre: Theatre) -> None:
    async with theatre("insiden", "Insiden: diusulkan, dijadikan satu, dikabari, diakhiri") as stage:
        stage.forget()
        people = await floods(stage, 4)
        assert "kejadian besar" not in stage.rina.sees_all()
        tuti = stage.citizen("Tuti", "Tuti")
        await files(tuti, FLOODS[4], CATEGORY)
        assert "5 orang" in stage.find(stage.coordinator, "kejadian besar").text
        stage.forget()
        stage.scene("Laporan keenam hanya mengubah usulannya")
        umar = stage.citizen("Umar", "Umar")
        await files(umar, FLOODS[5], CATEGORY)
        proposals = [each for each in stage.rina.messages() if "kejadian besar" in each.text]
        assert len(proposals) == 1
        assert "6 orang" in proposals[0].text
        stage.scene("Jadikan insiden")
        await stage.rina.presses("Jadikan insiden", twice=True)
        everybody = [*people, tuti, umar]
        main = number_of(people[0])
        assert (await ticket_of(stage, main)).status is not Status.MERGED
        for person in everybody:
            told = [each for each in person.messages() if "ditangani bersama" in each.text]
            assert len(told) == 1, "nobody is told twice"
        assert (await ticket_of(stage, number_of(umar))).status is Status.MERGED
        await stage.later(hours=0.02)
        assert "6 dari 6 terkirim" in stage.find(stage.coordinator, "terkirim").text
        stage.scene("Yang datang kemudian ikut dengan sendirinya, tanpa kartu")
        cards_before = sum("🎫" in each.text for each in stage.rina.messages())
        late = stage.citizen("Lina", "Bu Lina, warga")
        await files(late, "Air naik lagi di RT 4, banjir makin luas", CATEGORY)
        assert "ditangani bersama" in late.sees()
        assert sum("🎫" in each.text for each in stage.rina.messages()) == cards_before
        stage.scene("Bukan, ini hal lain")
        await late.presses("Bukan, ini hal lain")
        assert (await ticket_of(stage, number_of(late))).status is not Status.MERGED
        assert "hal lain" in late.sees()
        stage.scene("Kirim kabar")
        await stage.rina.presses("Kirim kabar")
        await stage.rina.says("Dapur umum dibuka di SDN 1 mulai pukul 12.", reply_to="balas pesan ini")
        assert "6 orang" in stage.find(stage.coordinator, "Pratinjau kabar").text
        await stage.rina.presses("Kirim ke semua", twice=True)
        for person in everybody:
            assert sum("Dapur umum dibuka" in each.text for each in person.messages()) == 1
        assert "Dapur umum dibuka" not in late.sees_all()
        stage.scene("Akhiri insiden")
        await stage.rina.presses("Akhiri insiden")
        for person in everybody:
            assert sum("dinyatakan berakhir" in each.text for each in person.messages()) == 1
        stage.scene("Laporan berikutnya ditangani sendiri lagi")
        after = stage.citizen("Rudi", "Pak Rudi, warga")
        await files(after, "Lumpur sisa banjir belum dibersihkan", CATEGORY)
        assert "ditangani bersama" not in after.sees_all()
        await stage.later(hours=0.02)


async def test_it_is_no_incident(theatre: Theatre) -> None:
    async with theatre("bukan-insiden", "Bukan insiden: tidak diusulkan lagi") as stage:
        people = await floods(stage, 5)
        stage.forget()
        await stage.rina.presses("Bukan insiden")
        assert "bukan satu insiden" in stage.find(stage.coordinator, "bukan satu insiden").text
        umar = stage.citizen("Umar", "Umar")
        await files(umar, FLOODS[5], CATEGORY)
        assert "kejadian besar" not in stage.rina.sees_all()
        assert (await ticket_of(stage, number_of(people[1]))).is_open


async def test_an_emergency_keeps_its_card(theatre: Theatre) -> None:
    async with theatre("insiden-darurat", "Darurat tetap berkartu sendiri dan ikut dikabari") as stage:
        people = await floods(stage, 5)
        await stage.rina.presses("Jadikan insiden")
        stage.forget()
        ani = stage.citizen("Lina", "Bu Lina, warga")
        await files(ani, "Tolong, kami terjebak banjir di atap rumah, ada bayi", CATEGORY)
        ticket = await ticket_of(stage, number_of(ani))
        assert ticket.urgent
        assert ticket.is_open
        await stage.rina.presses("Kirim kabar")
        await stage.rina.says("Perahu karet menuju Pekauman.", reply_to="balas pesan ini")
        await stage.rina.presses("Kirim ke semua")
        for person in (ani, *people):
            assert sum("Perahu karet" in each.text for each in person.messages()) == 1
        await stage.later(hours=0.02)


async def test_news_are_understood_as_a_reply_to_any_of_the_questions(theatre: Theatre) -> None:
    async with theatre(
        "insiden-kabar-dua-pertanyaan", "Kirim kabar ditekan dua kali, lalu insidennya berakhir"
    ) as stage:
        people = await floods(stage, 5)
        await stage.rina.presses("Jadikan insiden")
        await stage.later(hours=0.02)
        stage.forget()
        await stage.rina.presses("Kirim kabar")
        older = stage.find(stage.coordinator, "balas pesan ini")
        hadi = stage.member(stage.coordinator, "Hadi", "Pak Hadi, Diskominfo")
        await hadi.presses("Kirim kabar")
        stage.scene("Bu Rina membalas pertanyaan yang lebih lama, mula-mula dengan foto saja")
        await stage.rina.says(photo=True, reply_to=older)
        assert "Kabar perlu kata-kata" in stage.rina.sees()
        await stage.rina.says("Posko kesehatan pindah ke balai desa.", photo=True, reply_to=older)
        assert "Pratinjau kabar" in stage.rina.sees()
        assert "Foto dan berkasnya tidak ikut dikirim" in stage.rina.sees()
        screen, button = stage.button(stage.coordinator, "Batal", "Posko kesehatan")
        await stage.rina.presses("Kirim ke semua")
        stage.script.remark("Layar Pak Hadi masih menunjukkan pratinjaunya; ia menekan Batal.")
        stage.world.press(hadi.person, screen, data=button["callback_data"], forged=True)
        await stage.settles()
        assert "tidak jadi dikirim" not in stage.rina.sees_all(), "what was sent is sent"
        for person in people:
            assert "balai desa" in person.sees_all()
        stage.scene("Kabar yang ditulis setelah insidennya berakhir")
        await stage.rina.presses("Akhiri insiden")
        await hadi.says("Air sudah surut, terima kasih.", reply_to=older)
        assert "sudah diakhiri; kabar itu tidak dikirim ke siapa pun" in hadi.sees_all()
        assert "Pratinjau jawaban" not in hadi.sees_all(), "nor does it become an answer to one reporter"
        for person in people:
            assert "Air sudah surut" not in person.sees_all()
        await stage.later(hours=0.02)
