"""Personal data in a citizen's words: masked wherever others read them, shown to one person for a reason."""

from tests.conversations.acts import files, sari_files, ticket_of
from tests.conversations.conftest import Theatre
from tests.conversations.test_search import alone
from tests.conversations.test_secret import read_by
from tests.support.stage import Role, Stage
from tickets.audit import Act, Entry, Search
from tickets.dialogue import Chat, ChatKind

NIK, PHONE, MAIL, PLATE, ACCOUNT = "6372014506900003", "0812-3456-7890", "sari@contoh.id", "DA 1234 AB", "0034010123455"
TEXT = (
    f"Jalan berlubang, truk {PLATE} terguling. NIK saya {NIK}, hubungi {PHONE} atau {MAIL}. "
    f"Sopirnya minta ganti rugi ke rekening BRI {ACCOUNT}."
)
ALL = (NIK, PHONE, MAIL, PLATE, ACCOUNT)


def nothing_personal(*roles: Role) -> None:
    """In none of these chats anything personal ever stood."""
    seen = read_by(*roles)
    assert [each for each in ALL if each.casefold() in seen] == []


async def person_of(role: Role) -> int:
    """Somebody's id in the database."""
    async with role.stage.looks() as unit:
        person = await unit.people.find(Chat("telegram", str(role.person.id), ChatKind.PRIVATE))
    assert person
    return person.id


async def seen_by(stage: Stage) -> tuple[Entry, ...]:
    """Who looked, newest first."""
    async with stage.looks() as unit:
        return await unit.audit.read(Search(action=Act.DATA_SEEN), 10)


async def test_personal_data_stand_in_no_group_whatever_happens(theatre: Theatre) -> None:
    async with theatre("data-pribadi-disamarkan", "Data pribadi disamarkan di semua grup") as stage:
        await files(stage.sari, TEXT, "Jalan & jembatan")
        number = stage.number()
        assert "Data pribadi disamarkan: NIK, nomor telepon, alamat surel, nomor kendaraan, nomor rekening" in (
            stage.budi.sees_all()
        )
        stage.scene("Percakapan")
        await stage.budi.presses("Terima")
        await stage.budi.says("Kami periksa besok bersama tim.", reply_to=number)
        await stage.budi.presses("Kirim ke pelapor")
        await stage.sari.says(f"Kalau perlu WA {PHONE}", reply_to="Kami periksa")
        await stage.sari.edits("Kalau perlu", f"Kalau perlu surel {MAIL}")
        await stage.sari.presses("Belum selesai")
        await stage.sari.says(f"Masih berlubang, tanya {PHONE}", reply_to="dibuka kembali")
        stage.scene("Koordinator")
        await stage.rina.says(f"/tiket {number}")
        await stage.rina.says("/cari berlubang")
        await stage.budi.says(f"/tiket {number}")
        await stage.budi.presses("Tolak")
        await stage.budi.presses("Bukan kewenangan")
        await stage.budi.presses("BPJN")
        assert f"mengusulkan {number} ditolak" in stage.rina.sees_all()
        nothing_personal(stage.budi, stage.rina)


async def test_an_officer_sees_them_alone_and_the_citizen_is_told(theatre: Theatre) -> None:
    async with theatre("data-pribadi-ditampilkan", "Petugas melihat data yang disamarkan") as stage:
        budi = stage.citizen("Budi", "Pak Budi")
        await budi.says("/start")
        number = await sari_files(stage, TEXT)
        await stage.budi.presses("Tampilkan data")
        assert "Mengapa perlu dilihat?" in stage.budi.sees()
        await stage.budi.presses("Menghubungi pihak terkait")
        assert all(each in budi.sees() for each in ALL)
        told = stage.sari.sees()
        assert "dilihat oleh petugas PUPR" in told
        assert "Menghubungi pihak terkait" in told
        (entry,) = await seen_by(stage)
        assert (entry.actor, entry.ticket) == (await person_of(stage.budi), (await ticket_of(stage, number)).id)
        assert set(entry.data["kinds"].split(",")) == {"nik", "phone", "email", "plate", "account"}

        stage.scene("Sekali lagi dalam satu jam: tanpa pertanyaan")
        await stage.budi.presses("Tampilkan data")
        assert len(await seen_by(stage)) == 1
        assert stage.sari.sees() == told
        nothing_personal(stage.budi, stage.rina)


async def test_a_reason_in_words_and_one_that_says_nothing(theatre: Theatre) -> None:
    async with theatre("data-pribadi-alasan-sendiri", "Alasan sendiri untuk melihat data") as stage:
        budi = stage.citizen("Budi", "Pak Budi")
        await budi.says("/start")
        await sari_files(stage, TEXT)
        await stage.budi.presses("Tampilkan data")
        await stage.budi.says("ya", reply_to="Mengapa perlu dilihat?")
        assert "alasannya ditulis lebih jelas" in stage.budi.sees()
        assert await seen_by(stage) == ()
        await stage.budi.says("Untuk laporan kecelakaan ke polisi", reply_to="Mengapa perlu dilihat?")
        assert PHONE in budi.sees()
        assert "laporan kecelakaan ke polisi" in stage.sari.sees()
        assert (await seen_by(stage))[0].reason == "Untuk laporan kecelakaan ke polisi"


async def test_given_up_nobody_sees_anything(theatre: Theatre) -> None:
    async with theatre("data-pribadi-batal", "Batal melihat data") as stage:
        await sari_files(stage, TEXT)
        await stage.budi.presses("Tampilkan data")
        await stage.budi.presses("Batal", under="Mengapa perlu dilihat?")
        assert "tetap disamarkan" in stage.budi.sees_all()
        assert await seen_by(stage) == ()


async def test_who_never_spoke_to_the_bot_is_told_how(theatre: Theatre) -> None:
    async with theatre("data-pribadi-belum-mulai", "Petugas belum membuka percakapan pribadi") as stage:
        await sari_files(stage, TEXT)
        await stage.budi.presses("Tampilkan data")
        await stage.budi.presses("Mencocokkan data")
        assert "tekan Mulai" in stage.budi.sees()
        budi = stage.citizen("Budi", "Pak Budi")
        await budi.says("/start")
        await stage.budi.presses("Tampilkan data")
        assert PHONE in budi.sees()
        assert len(await seen_by(stage)) == 1


async def test_a_coordinator_alone_sees_them_in_the_dossier(theatre: Theatre) -> None:
    async with theatre("data-pribadi-berkas", "Koordinator membuka data dari berkas tiket") as stage:
        rina = alone(stage)
        await rina.says("/start")
        number = await sari_files(stage, TEXT)
        await rina.says(f"/tiket {number}")
        assert PHONE not in rina.sees_all()
        await rina.presses("Tampilkan data")
        await rina.says("Pelapor minta dihubungi")
        assert PHONE in rina.sees()
        assert "dilihat oleh koordinator" in stage.sari.sees()


async def test_another_agency_sees_nothing_with_a_forged_button(theatre: Theatre) -> None:
    async with theatre("data-pribadi-tombol-palsu", "Tombol palsu untuk data pribadi") as stage:
        await sari_files(stage, TEXT)
        ticket = await ticket_of(stage)
        hadi, _ = await stage.group("Dinas Perhubungan", "DISHUB", "Hadi", "Pak Hadi, Dishub")
        await hadi.says("/bantuan")
        person = await person_of(hadi)
        for data in (
            f"J:ask:{ticket.id}",
            f"J:why:{ticket.id}:contact:{person}",
            "J:why:9999:contact:1",
            "J",
            "J:ask:x",
        ):
            await hadi.presses_forged(data, under="balas")
        sari = await person_of(stage.sari)
        await stage.sari.presses_forged(f"J:why:{ticket.id}:contact:{sari}", under="Nomor tiket")
        assert await seen_by(stage) == ()
        nothing_personal(hadi)


async def test_places_dates_and_emergency_numbers_stay(theatre: Theatre) -> None:
    text = "Jalan A. Yani KM 36 no 12 berlubang sejak 20-11-2026, sudah menelepon 112"
    async with theatre("data-pribadi-tidak-ada", "Alamat, tanggal, dan nomor darurat tidak disamarkan") as stage:
        await sari_files(stage, text)
        assert text in stage.budi.sees_all().replace("\n", " ")
        assert "Tampilkan data" not in stage.budi.buttons()


async def test_a_coordinator_who_works_alone_sees_them_from_the_card(theatre: Theatre) -> None:
    async with theatre("data-pribadi-meja", "Koordinator membuka data dari kartu di percakapan pribadi") as stage:
        rina = alone(stage)
        await rina.says("/start")
        number = await sari_files(stage, TEXT)
        await rina.says(f"/tiket {number}")
        await rina.presses("Kerjakan di sini")
        assert PHONE not in rina.sees_all()
        await rina.presses("Tampilkan data")
        await rina.presses("Mencocokkan data")
        assert PHONE in rina.sees_all()
        assert "dilihat oleh koordinator" in stage.sari.sees()
