"""Several people report the same: joining while filing, merging and splitting by the coordinator; nobody told twice."""

import re

from tests.conversations.acts import (
    BRIDGE,
    POTHOLES,
    a_neighbour_files,
    files,
    history_of,
    kinds,
    sari_files,
    ticket_of,
)
from tests.conversations.conftest import Theatre
from tests.support.stage import BANJARBARU, MARTAPURA, Role, Stage
from tickets.audit import Search
from tickets.ticket import Status

MISSPELT = "jln provinsi brlubang dlm, tdi pagi ad ibu jatoh dr motor. rumah sy di depannya"


async def drafts(citizen: Role, text: str = MISSPELT, category: str = "Jalan & jembatan") -> None:
    """Everything but sending it."""
    await citizen.says(text)
    await citizen.presses(category)
    await citizen.says(location=MARTAPURA)


def tickets_told(citizen: Role) -> set[str]:
    """The numbers that somebody was ever told."""
    return set(re.findall(r"LP-\d{4}-\w{6}", citizen.sees_all()))


async def answers(stage: Stage, words: str, under: str) -> None:
    """Budi answers a case."""
    await stage.budi.says(words, reply_to=under)
    await stage.budi.presses("Kirim ke pelapor")


async def test_dedi_joins_what_sari_reported(theatre: Theatre) -> None:
    async with theatre("saya-juga", "Saya juga: Pak Dedi ikut melaporkan") as stage:
        number = await sari_files(stage)
        await stage.later(days=2, remark="Dua hari kerja kemudian.")
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        await drafts(dedi)
        offer = stage.find(dedi.chat, "Laporan serupa").text
        assert "2 hari lalu" in offer
        assert "PUPR" in offer
        assert "ibu jatuh" not in offer, "nobody else's words"
        assert "Sari" not in offer
        assert number not in offer
        assert "Kirim" in dedi.buttons(), "the summary asks for its own answer all the same"
        await dedi.presses("Saya juga")
        assert number in dedi.sees()
        assert "👥 2 orang melaporkan" in stage.find(stage.pupr, "🎫").text
        stage.scene("Tulisannya ikut, tanpa nama")
        await dedi.presses("Sertakan laporan saya")
        assert "pelapor lain" in stage.find(stage.pupr, "rumah sy di depannya").text
        assert "Dedi" not in stage.budi.sees_all()
        assert "rumah sy" not in stage.sari.sees_all(), "reporters are hidden from each other"
        stage.scene("Jawaban sampai kepada keduanya")
        await stage.budi.says("Terima kasih Bu Sari, lubangnya kami tambal besok pagi.", reply_to="🎫")
        assert "1 pelapor lain" in stage.budi.sees()
        await stage.budi.presses("Kirim ke pelapor")
        assert "Bu Sari, lubangnya kami tambal" in stage.sari.sees()
        assert "lubangnya kami tambal besok" in dedi.sees()
        assert "Sari" not in dedi.sees_all()
        await dedi.says("/laporansaya")
        assert number in dedi.sees()
        assert "ibu jatuh" not in dedi.sees()
        await dedi.says(f"/status {number}")
        assert "ikut melaporkan" in dedi.sees()
        assert "ibu jatuh" not in dedi.sees()


async def test_the_first_reporter_closes_and_anybody_opens_again(theatre: Theatre) -> None:
    async with theatre("saya-juga-belum-selesai", "Siapa yang menutup, siapa yang membuka kembali") as stage:
        number = await sari_files(stage)
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        await drafts(dedi)
        await dedi.presses("Saya juga")
        await answers(stage, "Sudah kami tambal pagi ini, jalan dapat dilalui.", "🎫")
        stage.forget()
        await dedi.presses("Sudah selesai")
        assert "diteruskan ke petugas" in dedi.sees()
        assert (await ticket_of(stage, number)).is_open, "the first reporter has the last word"
        assert "pelapor lain" in stage.budi.sees()
        await stage.sari.presses("Sudah selesai")
        assert (await ticket_of(stage, number)).status is Status.CLOSED
        assert "ditutup sebagai selesai" in dedi.sees()
        stage.scene("Menurut Pak Dedi belum")
        await dedi.presses("Belum selesai", under="ditutup")
        assert (await ticket_of(stage, number)).status is Status.IN_PROGRESS
        assert "Pelapor lain" in stage.find(stage.pupr, "belum selesai").text
        assert number in stage.rina.sees()
        assert "dibuka kembali" in stage.sari.sees()
        await dedi.presses("Baru sebagian")
        assert "pelapor lain" in stage.find(stage.pupr, "Mengapa").text
        assert "Dedi" not in stage.budi.sees_all() + stage.rina.sees_all() + stage.sari.sees_all()


async def test_it_is_another_matter_after_all(theatre: Theatre) -> None:
    async with theatre("bukan-lanjutkan", "Bukan, lanjutkan: laporan sendiri") as stage:
        number = await sari_files(stage)
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        await drafts(dedi)
        await dedi.presses("Bukan, lanjutkan")
        assert "hal lain" in stage.find(dedi.chat, "Baik").text
        await dedi.presses("Anonim" if "Anonim" in dedi.buttons() else "Nama: terlihat")
        assert sum("Laporan serupa" in message.text for message in dedi.messages()) == 0, "asked once"
        await dedi.presses("Kirim")
        assert len(tickets_told(dedi)) == 1
        assert number not in tickets_told(dedi)
        stage.scene("Tombol lama dan tombol palsu")
        await dedi.presses_forged(f"u:join:0000000000:{(await ticket_of(stage, number)).id}", under="Laporan terkirim")
        assert number not in dedi.sees_all()


async def test_whoever_simply_sends_goes_on(theatre: Theatre) -> None:
    async with theatre("tawaran-dilewati", "Tawaran dilewati: Kirim saja") as stage:
        await sari_files(stage)
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        await drafts(dedi)
        await dedi.presses("Kirim")
        assert "Nomor tiket" in dedi.sees()


async def test_sari_reported_this_herself(theatre: Theatre) -> None:
    async with theatre("sudah-melaporkan", "Anda sudah melaporkan ini") as stage:
        number = await sari_files(stage)
        await stage.sari.says("/lapor")
        await drafts(stage.sari, "Jalan provinsi berlubang dalam, tadi pagi ada ibu jatuh dari motor")
        assert number in stage.find(stage.sari.chat, "sudah melaporkan ini").text
        await stage.sari.presses("Tambah informasi", under="sudah melaporkan ini")
        await stage.sari.says("Lubangnya makin dalam, sekarang ada dua")
        assert "makin dalam" in stage.budi.sees()


async def test_secret_and_dangerous_matters_are_not_compared(theatre: Theatre) -> None:
    async with theatre("serupa-rahasia", "Rahasia dan darurat tidak dibandingkan") as stage:
        stage.forget()
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Isi: terbuka")
        await stage.sari.presses("Kirim")
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        await files(dedi, MISSPELT, "Jalan & jembatan")
        assert "serupa" not in dedi.sees_all(), "a secret report is offered to nobody"
        ani = stage.citizen("Ani", "Bu Ani, warga")
        await drafts(ani, "Jalan provinsi berlubang dalam, ada ibu jatuh dari motor, pingsan tidak sadarkan diri")
        assert "serupa" not in ani.sees_all(), "an emergency is a ticket of its own"
        await ani.presses("Kirim")


async def test_the_coordinator_merges_and_splits(theatre: Theatre) -> None:
    async with theatre("gabungkan-pisahkan", "Koordinator menggabungkan dan memisahkan") as stage:
        first = await sari_files(stage)
        await stage.later(days=1)
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        await files(dedi, MISSPELT, "Jalan & jembatan")
        (second,) = tickets_told(dedi)
        stage.forget()
        before = await ticket_of(stage, second)
        await stage.rina.says(f"/tiket {second}")
        await stage.rina.presses("Gabungkan")
        assert first in stage.rina.sees()
        await stage.rina.presses(first)
        merged, kept = await ticket_of(stage, second), await ticket_of(stage, first)
        assert (merged.status, merged.merged_into) == (Status.MERGED, kept.id)
        assert first in dedi.sees()
        assert "2 orang melaporkan" in stage.find(stage.pupr, "2 orang melaporkan").text
        stage.scene("Satu jawaban, dua pelapor")
        await answers(stage, "Besok pagi kami tambal.", first)
        assert "Besok pagi kami tambal." in dedi.sees()
        assert "Besok pagi kami tambal." in stage.sari.sees()
        await dedi.says(f"/status {second}")
        assert f"Ditangani dalam: {first}" in dedi.sees()
        stage.scene("Ternyata dua hal")
        await stage.rina.presses("Pisahkan")
        apart = await ticket_of(stage, second)
        assert (apart.status, apart.merged_into, apart.follow_up_due) == (Status.ASSIGNED, None, before.follow_up_due)
        assert "hal lain" in dedi.sees()
        await answers(stage, "Yang di depan pasar sudah selesai.", first)
        assert "depan pasar" not in dedi.sees_all()
        assert (await kinds(stage, second))[-2:] == ["merged", "split"]
        async with stage.looks() as unit:
            written = {entry.action for entry in await unit.audit.read(Search(), 50)}
        assert {"ticket_merged", "ticket_joined", "ticket_split", "ticket_left"} <= written


async def test_a_merged_ticket_that_goes_to_another_agency_leaves_the_other_alone(theatre: Theatre) -> None:
    async with theatre("gabungan-dialihkan", "Tiket gabungan dialihkan") as stage:
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        await files(dedi, MISSPELT, "Jalan & jembatan")
        (earlier,) = tickets_told(dedi)
        await stage.later(days=2)
        later = await sari_files(stage)
        due = (await ticket_of(stage, later)).follow_up_due
        await stage.rina.says(f"/tiket {earlier}")
        await stage.rina.presses("Gabungkan")
        await stage.rina.presses(later)
        assert (await ticket_of(stage, later)).follow_up_due < due, "merged, the earlier deadline counts"
        stage.forget()
        await stage.budi.presses("Alihkan", under=f"🎫 {earlier}")
        await stage.budi.presses("Dishub")
        await stage.budi.says("Rambu, bukan jalan", reply_to="alasan")
        assert (await ticket_of(stage, earlier)).agency == "DISHUB"
        kept = await ticket_of(stage, later)
        assert kept.follow_up_due == due
        assert "2 orang melaporkan" not in stage.find(stage.pupr, f"🎫 {later}").text
        assert (await kinds(stage, later))[-1] == "left"


async def test_a_number_replied_to_an_older_question_counts(theatre: Theatre) -> None:
    async with theatre("gabungkan-pertanyaan-lama", "Nomor dibalas ke pertanyaan yang lebih lama") as stage:
        first = await sari_files(stage)
        second = await a_neighbour_files(stage, "Dedi", "Aspal hancur lebur di tikungan pasar, bus sulit lewat")
        await stage.rina.says(f"/tiket {second}")
        await stage.rina.presses("Gabungkan")
        question = stage.find(stage.coordinator, "digabung ke laporan mana")
        _, cancel = stage.button(stage.coordinator, "Batal")
        await stage.rina.says("LP-2611-XXXXXX", reply_to=question)
        await stage.rina.says(first, reply_to=question)
        assert (await ticket_of(stage, second)).merged_into == (await ticket_of(stage, first)).id

        stage.scene("Batal pada pertanyaan yang lama")
        stage.world.press(stage.rina.person, question, data=cancel["callback_data"], forged=True)
        await stage.settles()
        assert "tidak jadi digabung" not in stage.rina.sees_all()
        assert "statusnya sudah berubah" in stage.rina.sees()


async def test_a_question_that_was_answered_decides_nothing_any_more(theatre: Theatre) -> None:
    async with theatre(
        "gabungkan-tombol-basi", "Digabung, dipisahkan, lalu tombol pertanyaannya ditekan lagi"
    ) as stage:
        first = await sari_files(stage)
        second = await a_neighbour_files(stage, "Dedi", MISSPELT)
        await stage.rina.says(f"/tiket {second}")
        await stage.rina.presses("Gabungkan")
        question, pick = stage.button(stage.coordinator, first, "digabung ke laporan mana")
        _, cancel = stage.button(stage.coordinator, "Batal", "digabung ke laporan mana")
        await stage.rina.presses(first, under="digabung ke laporan mana")
        await stage.rina.presses("Pisahkan")
        assert "dipisahkan" in question.text
        stage.forget()
        stage.script.remark("Layar ponsel Bu Rina yang lain masih menampilkan pertanyaannya.")
        for button in (cancel, pick):
            stage.script.pressed(stage.rina, button["text"])
            stage.world.press(stage.rina.person, question, data=button["callback_data"], forged=True)
            await stage.settles()
            assert "statusnya sudah berubah" in stage.rina.sees()
        assert "dipisahkan" in question.text
        assert (await ticket_of(stage, second)).status is Status.ASSIGNED
        stage.scene("Ditanya lagi, tombolnya berlaku lagi")
        await stage.rina.presses("Gabungkan", under=f"🎫 {second}")
        await stage.rina.presses("Batal", under="digabung ke laporan mana")
        assert f"{second} tidak jadi digabung" in stage.rina.sees_all()


async def test_a_chain_and_one_person_twice(theatre: Theatre) -> None:
    async with theatre("gabungan-berantai", "A ke B, B ke C; satu orang dua kali") as stage:
        first = await sari_files(stage)
        second = await a_neighbour_files(stage, "Dedi", "Aspal hancur lebur di tikungan pasar, bus sulit lewat")
        await stage.sari.says("/lapor")
        third = await sari_files(stage, BRIDGE)
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        for number, into in ((first, second), (second, third)):
            await stage.rina.says(f"/tiket {number}")
            await stage.rina.presses("Gabungkan")
            await stage.rina.says(into, reply_to="digabung ke laporan mana")
        root = await ticket_of(stage, third)
        assert (await ticket_of(stage, first)).merged_into == (await ticket_of(stage, second)).id
        await answers(stage, "Tim kami ke sana siang ini.", third)
        for citizen in (stage.sari, dedi):
            told = [message for message in citizen.messages() if "Tim kami ke sana" in message.text]
            assert len(told) == 1, "each hears everything once"
        stage.scene("Berputar tidak dapat")
        await stage.rina.says(f"/tiket {third}")
        await stage.rina.presses("Gabungkan")
        await stage.rina.says(first, reply_to="digabung ke laporan mana")
        assert "sudah digabung" in stage.rina.sees()
        assert (await ticket_of(stage, third)).status == root.status or (await ticket_of(stage, third)).is_open


async def test_a_duplicate_by_the_agency_hears_the_answers(theatre: Theatre) -> None:
    async with theatre("ganda-mendapat-jawaban", "Ganda: pelapornya mendapat jawaban") as stage:
        first = await sari_files(stage)
        second = await a_neighbour_files(stage, "Dedi")
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        await stage.budi.presses("Tolak", under="Mataraman")
        await stage.budi.presses("Ganda")
        await stage.budi.says(first, reply_to="masalahnya sama")
        await stage.rina.presses("Setujui")
        assert first in dedi.sees()
        await answers(stage, "Dikerjakan minggu ini.", first)
        assert "Dikerjakan minggu ini." in dedi.sees()
        await dedi.says("Yang di jembatan juga?", reply_to="Dikerjakan minggu ini")
        assert "pelapor lain" in stage.budi.sees()
        assert (await ticket_of(stage, second)).status is Status.MERGED


async def test_a_secret_ticket_takes_nobody_in(theatre: Theatre) -> None:
    async with theatre("gabung-rahasia", "Tiket rahasia tidak menerima pelapor lain") as stage:
        await stage.sari.says(POTHOLES)
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.says(location=MARTAPURA)
        await stage.sari.presses("Isi: terbuka")
        await stage.sari.presses("Kirim")
        secret = stage.number()
        stage.forget()
        other = await a_neighbour_files(stage, "Dedi")
        await stage.rina.says(f"/tiket {other}")
        await stage.rina.presses("Gabungkan")
        await stage.rina.says(secret, reply_to="digabung ke laporan mana")
        assert "rahasia" in stage.rina.sees()
        assert (await ticket_of(stage, other)).is_open
        stage.scene("Kartu rahasia di grup koordinator tidak menawarkan penggabungan")
        await stage.rina.says(f"/tiket {secret}")
        assert stage.rina.buttons() == ["Alihkan"]
        assert "ibu jatuh" not in stage.rina.sees_all()


async def test_another_agencys_ticket_brings_its_words_and_files_once(theatre: Theatre) -> None:
    async with theatre("gabung-lintas-instansi", "Tiket instansi lain digabung") as stage:
        dishub, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Joko", "Pak Joko, Dishub")
        first = await sari_files(stage)
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        await dedi.says("Lampu jalan mati, lubang besar tidak kelihatan", photo=True)
        await dedi.presses("Lalu lintas")
        await dedi.says(location=MARTAPURA)
        await dedi.presses("Kirim")
        (second,) = tickets_told(dedi)
        stage.forget()
        await stage.rina.says(f"/tiket {second}")
        await stage.rina.presses("Gabungkan")
        await stage.rina.says(first, reply_to="digabung ke laporan mana")
        passed_on = [message for message in stage.budi.messages() if "lubang besar tidak kelihatan" in message.text]
        assert len(passed_on) == 1
        assert "Dedi" not in stage.budi.sees_all()
        assert sum(message.kind == "photo" for message in stage.budi.messages()) == 1
        assert "digabung ke" in dishub.sees()


async def test_whoever_blocks_the_bot_harms_nobody(theatre: Theatre) -> None:
    async with theatre("pengikut-memblokir", "Pelapor lain memblokir bot") as stage:
        number = await sari_files(stage)
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        await drafts(dedi)
        await dedi.presses("Saya juga")
        stage.forget()
        stage.world.block(dedi.person)
        await stage.settles()
        await answers(stage, "Besok kami tambal.", number)
        assert "Besok kami tambal." in stage.sari.sees()
        assert "Besok kami tambal." not in dedi.sees_all()
        stage.scene("Ia kembali")
        stage.world.unblock(dedi.person)
        await stage.settles()
        assert "Besok kami tambal." in dedi.sees()
        await dedi.says(f"/status {number}")
        await dedi.presses("Berhenti mengikuti")
        await answers(stage, "Sudah ditambal pagi tadi.", number)
        assert "pagi tadi" not in dedi.sees_all()


async def test_another_city_is_another_matter(theatre: Theatre) -> None:
    async with theatre("serupa-kota-lain", "Kota lain, laporan lain") as stage:
        await sari_files(stage)
        dedi = stage.citizen("Dedi", "Pak Dedi, warga")
        await dedi.says(MISSPELT)
        await dedi.presses("Jalan & jembatan")
        await dedi.says(location=BANJARBARU)
        assert "serupa" not in dedi.sees_all()
        assert len(await history_of(stage)) == 2
