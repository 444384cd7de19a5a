"""Sensitive and secret reports: whom they never reach, whatever happens. Every other chat is read to its end."""

from tests.conversations.acts import kinds, ticket_of
from tests.conversations.conftest import Theatre
from tests.support.stage import Role, Stage
from tickets.ticket import Status

PLACE = "Kantor lantai tiga dekat tangga kuning"
WORDS = ("kuitansi palsu", "bendahara", "tangga kuning", "amplop coklat", "sudah diperiksa", "masih diminta")
"""Of the report, the replies and the answers: none may stand in a chat that does not work on the ticket."""


async def reports_levies(stage: Stage, text: str, accused: str) -> str:
    """Sari reports a levy, anonymously by its category; its number."""
    await stage.sari.says(text)
    await stage.sari.presses("Pungli & ASN (rahasia)")
    await stage.sari.says(accused)
    await stage.sari.presses("Kota Banjarbaru")
    await stage.sari.says(PLACE)
    await stage.sari.presses("Kirim")
    return stage.number()


def read_by(*roles: Role) -> str:
    """Everything that stood in these chats at any time."""
    stage = roles[0].stage
    wanted = {f"({stage.place_of(role.chat)})" for role in roles}
    shown, inside = [], False
    for line in stage.script.lines:
        if line.startswith("**"):
            inside = any(place in line for place in wanted)
        if inside:
            shown.append(line)
    return " ".join(shown).casefold()


def nothing_leaked(*roles: Role, words: tuple[str, ...] = WORDS) -> None:
    seen = read_by(*roles)
    assert [word for word in words if word in seen] == []


async def inspectorate(stage: Stage) -> Role:
    """The group of the Inspektorat, offstage."""
    ida, _ = await stage.group("Inspektorat Daerah", "INSPEKTORAT", "Ida", "Bu Ida, Inspektorat")
    return ida


async def test_a_levy_is_read_by_the_inspectorate_alone_whatever_happens(theatre: Theatre) -> None:
    async with theatre("rahasia-semua-grup", "Laporan rahasia: apa yang terbaca di setiap grup") as stage:
        ida = await inspectorate(stage)
        number = await reports_levies(stage, "Pegawai PUPR minta uang proyek pakai kuitansi palsu", "Bendahara PUPR")
        assert "kuitansi palsu" in ida.sees_all()
        assert number not in stage.budi.sees_all() + stage.rina.sees_all()

        stage.scene("Percakapan dengan pelapor")
        await ida.presses("Terima")
        await ida.says("Kasus sudah diperiksa tim kami", reply_to=number)
        await ida.presses("Kirim ke pelapor")
        await stage.sari.says("Bukti amplop coklat terlampir", reply_to="sudah diperiksa", photo=True)
        await stage.sari.presses("Belum selesai")
        await stage.sari.says("Karena masih diminta lagi", reply_to="dibuka kembali")
        assert "masih diminta" in ida.sees_all()
        assert f"{number} (Inspektorat) belum selesai" in stage.rina.sees_all(), "that it was reopened, no more"

        stage.scene("Koordinator mencari tiketnya")
        await stage.rina.says(f"/tiket {number}")
        assert "Isinya rahasia" in stage.rina.sees_all()
        assert stage.rina.buttons() == ["Alihkan"]
        await stage.rina.says("/tiket")
        assert number in stage.rina.sees()

        stage.scene("Instansi mengusulkan penolakan")
        await ida.presses("Tolak")
        await ida.presses("Bukan kewenangan")
        await ida.presses("Polda")
        assert f"mengusulkan {number} ditolak" in stage.rina.sees_all()
        await stage.rina.presses("Kembalikan ke Inspektorat")

        stage.scene("Tenggat lewat")
        await stage.later(days=5, remark="Lima hari kerja berlalu.")
        assert number in stage.rina.sees_all()

        stage.scene("Dialihkan: tidak kepada yang dilaporkan")
        await stage.rina.presses("Alihkan", under="Isinya rahasia")
        await stage.rina.says("pupr", reply_to="instansi mana")
        assert "laporan sensitif tentang instansi itu" in stage.rina.sees()
        assert (await ticket_of(stage, number)).agency == "INSPEKTORAT"
        await stage.rina.says("bkd", reply_to="instansi mana")
        assert (await ticket_of(stage, number)).agency == "INSPEKTORAT", "a reason is asked for first"
        nothing_leaked(stage.budi, stage.rina)
        assert number not in stage.budi.sees_all()


async def test_the_coordinator_himself_is_accused(theatre: Theatre) -> None:
    async with theatre("rahasia-koordinator-dilaporkan", "Diskominfo yang dilaporkan") as stage:
        text = "Oknum pegawai Diskominfo minta uang pakai kuitansi palsu supaya izin lolos"
        number = await reports_levies(stage, text, "Bendahara Diskominfo")
        assert "Diteruskan ke Inspektorat" in stage.sari.sees()
        ticket = await ticket_of(stage, number)
        assert (ticket.agency, ticket.withheld, ticket.secret) == ("INSPEKTORAT", True, True)
        assert "/undang INSPEKTORAT" in stage.rina.sees(), "nobody can read it yet: he is asked to invite them"
        assert number not in stage.rina.sees_all()
        await stage.rina.says(f"/tiket {number}")
        assert "tidak ada di grup ini" in stage.rina.sees()
        nothing_leaked(stage.rina, stage.budi)
        ida = await inspectorate(stage)
        assert "kuitansi palsu" in ida.sees_all()
        await ida.says("Laporan sudah diperiksa", reply_to=number)
        await ida.presses("Kirim ke pelapor")
        await stage.sari.presses("Belum selesai")
        await stage.later(days=5, remark="Lima hari kerja berlalu.")
        await stage.rina.says("/tiket")
        await stage.rina.says("/tunggakan")
        assert stage.rina.sees_all().count(number) == 2, "only where she typed it, and where we said that we know none"
        await stage.rina.says(f"/sp4n {number} 1234567")
        assert "tidak ada di grup ini" in stage.rina.sees()
        for data in (f"t:show:{ticket.id}", f"t:transfer:{ticket.id}", f"v:change:{ticket.id}", f"t:take:{ticket.id}"):
            await stage.rina.presses_forged(data, under="Tiket terbuka")
        assert stage.rina.sees_all().count(number) == 4, "as before, and in the two messages about /sp4n"
        nothing_leaked(stage.rina, stage.budi)


async def test_the_inspectorate_is_accused_and_the_coordinator_decides(theatre: Theatre) -> None:
    async with theatre("rahasia-inspektorat-dilaporkan", "Inspektorat yang dilaporkan") as stage:
        ida = await inspectorate(stage)
        number = await reports_levies(
            stage, "Auditor Inspektorat minta uang dengan kuitansi palsu waktu pemeriksaan", "Auditor Inspektorat"
        )
        assert "Koordinator akan menentukan" in stage.sari.sees()
        card = stage.find(stage.coordinator, "Kemungkinan instansi").text
        assert "sensitif" in card
        assert "→ Inspektorat" not in stage.rina.buttons()
        ticket = await ticket_of(stage, number)
        await stage.rina.presses_forged(f"v:to:{ticket.id}:INSPEKTORAT", under="Kemungkinan instansi")
        assert "laporan sensitif tentang instansi itu" in stage.rina.sees()
        await stage.rina.presses("→ BKD")
        assert (await ticket_of(stage, number)).agency == "BKD"
        assert number not in ida.sees_all()
        nothing_leaked(ida, stage.budi)


async def test_levies_under_another_category_are_seen_by_the_coordinator_and_moved(theatre: Theatre) -> None:
    async with theatre("rahasia-diubah-kategorinya", "Ternyata pungli: menjadi rahasia") as stage:
        ida = await inspectorate(stage)
        await stage.sari.says("Pegawai PUPR minta uang pelicin pakai kuitansi palsu, baru jalan kami diaspal")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kota Banjarbaru")
        await stage.sari.says(PLACE)
        await stage.sari.presses("Kirim")
        number = stage.number()
        assert "Koordinator akan menentukan" in stage.sari.sees(), "it sounds like a levy"
        assert "sensitif" in stage.find(stage.coordinator, "Kemungkinan instansi").text
        await stage.rina.presses("Ubah")
        await stage.rina.presses("Pungli & ASN (rahasia)")
        secret = await ticket_of(stage, number)
        assert (secret.secret, secret.anonymous) == (True, True)
        await stage.rina.presses("→ Inspektorat")
        assert "kuitansi palsu" in ida.sees_all()
        assert "kuitansi palsu" not in stage.rina.sees_all(), "on the coordinator's card only where it went"
        nothing_leaked(stage.budi)


async def test_a_secret_report_on_an_ordinary_matter_is_the_agencys(theatre: Theatre) -> None:
    async with theatre("rahasia-biasa", "Isi dirahasiakan pelapor: koordinator hanya melihat nomor") as stage:
        await stage.sari.says("Jalan provinsi berlubang dalam, tolong rahasiakan laporan saya")
        await stage.sari.presses("Jalan & jembatan")
        await stage.sari.presses("Kota Banjarbaru")
        await stage.sari.says(PLACE)
        await stage.sari.presses("Kirim")
        number = stage.number()
        assert "tangga kuning" in stage.budi.sees_all()
        await stage.rina.says(f"/tiket {number}")
        await stage.later(days=5, remark="Lima hari kerja berlalu.")
        assert number in stage.find(stage.coordinator, "Tunggakan").text
        nothing_leaked(stage.rina)


async def test_an_accused_agency_cannot_take_it_by_itself(theatre: Theatre) -> None:
    async with theatre("rahasia-tombol-palsu", "Instansi yang dilaporkan mengirim tombol palsu") as stage:
        ida = await inspectorate(stage)
        number = await reports_levies(stage, "Pegawai PUPR minta uang pakai kuitansi palsu", "Bendahara PUPR")
        ticket = await ticket_of(stage, number)
        await stage.budi.says("/tiket")
        for data in (f"t:show:{ticket.id}", f"t:take:{ticket.id}", f"x:to:{ticket.id}:PUPR", f"v:to:{ticket.id}:PUPR"):
            await stage.budi.presses_forged(data, under="Tiket terbuka")
        assert (await ticket_of(stage, number)).status is Status.ASSIGNED
        assert await kinds(stage, number) == ["submitted", "assigned"]
        assert ida.sees_all()
        nothing_leaked(stage.budi)
