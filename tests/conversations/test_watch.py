"""The issue watch: what feeds bring, what the coordinator makes of it, and what agencies publish about it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from tests.conversations.acts import ticket_of
from tests.conversations.conftest import Theatre
from tests.conversations.test_recording import number_in
from tests.support.catalogues import watching
from tests.support.stage import Stage
from tickets.audit import Search
from tickets.issues import IssueState
from tickets.scoring import issue_response
from tickets.sources import Source

NEWS = (
    ("Jalan provinsi di Cempaka berlubang, warga menanam pisang", "jalan-cempaka"),
    ("Antrean obat di RSUD Ulin mengular sejak subuh", "obat-ulin"),
    ("Pameran anggrek dibuka akhir pekan ini", "anggrek"),
)
ANSWER = "https://pupr.kalselprov.example/tanggapan-cempaka"


def rss(*news: tuple[str, str]) -> bytes:
    """A feed of those titles."""
    items = "".join(
        f"<item><title>{title}</title><link>https://kabar.example.id/{slug}</link></item>" for title, slug in news
    )
    return f'<rss version="2.0"><channel><title>Kabar</title>{items}</channel></rss>'.encode()


class Paper:
    """A newspaper with a feed."""

    def __init__(self) -> None:
        self.feed = rss(*NEWS)
        self.status = 200
        self.asked = 0

    async def answer(self, _: web.Request) -> web.Response:
        """Whoever asks gets the feed."""
        self.asked += 1
        return web.Response(body=self.feed, status=self.status)


@asynccontextmanager
async def printed(folder: Path) -> AsyncIterator[tuple[Paper, Path]]:
    """The paper's server, and a catalogue that watches it."""
    paper = Paper()
    app = web.Application()
    app.router.add_get("/rss", paper.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    file = watching(folder, Kabar=f"http://127.0.0.1:{runner.addresses[0][1]}/rss")
    try:
        yield paper, file
    finally:
        await runner.cleanup()


async def an_hour_passes(stage: Stage) -> None:
    """The feeds are looked at, and what they brought is told with the next minute."""
    await stage.later(hours=1)
    await stage.app.watcher.look()
    await stage.later(hours=1 / 60)


async def rina_asks(stage: Stage) -> None:
    """Rina asks PUPR for a response, offstage."""
    await stage.rina.says("/isu https://kabar.example.id/jalan-cempaka Jalan provinsi di Cempaka berlubang")
    await stage.rina.presses("PUPR")
    stage.forget()
    stage.script.remark("Bu Rina sudah meminta PUPR merespons sebuah isu.")


async def test_candidates_come_bundled_and_each_once(theatre: Theatre, tmp_path: Path) -> None:
    async with (
        printed(tmp_path) as (paper, catalogue),
        theatre("isu-dari-media", "Isu dari umpan berita", catalogue=catalogue) as stage,
    ):
        stage.forget()
        await an_hour_passes(stage)
        assert stage.rina.sees().count("Kabar") == 3
        await stage.rina.presses("3 Abaikan")
        assert "diabaikan" in stage.rina.sees()
        await stage.rina.presses("1 Minta respon isu")
        await stage.rina.presses("PUPR")
        assert "Respon isu untuk PUPR" in stage.budi.sees()
        before = len(stage.rina.messages())
        paper.feed = rss(*NEWS, ("Jembatan Mataraman retak", "obat-ulin/?utm_source=rss"))
        await an_hour_passes(stage)
        assert paper.asked >= 2
        assert len(stage.rina.messages()) == before
        async with stage.looks() as unit:
            acts = [entry.action for entry in await unit.audit.read(Search(), 5)]
        assert "issue_asked" in acts


async def test_a_new_feed_does_not_bring_yesterdays_news(theatre: Theatre, tmp_path: Path) -> None:
    async with printed(tmp_path) as (paper, catalogue):
        paper.feed = rss(*((f"Berita nomor {n}", f"berita-{n}") for n in range(20)))
        async with theatre("isu-umpan-baru", "Umpan berita yang baru dipasang", catalogue=catalogue) as stage:
            stage.forget()
            for _ in range(3):
                await an_hour_passes(stage)
            assert stage.rina.sees_all().count("Berita nomor") == 5
            paper.feed = rss(("Kabar hari ini", "hari-ini"))
            await an_hour_passes(stage)
            assert "Kabar hari ini" in stage.rina.sees()


async def test_what_is_a_ticket_already_is_no_candidate(theatre: Theatre, tmp_path: Path) -> None:
    async with printed(tmp_path) as (paper, catalogue):
        paper.feed = rss()
        async with theatre("isu-sudah-tiket", "Berita yang sudah dicatat", catalogue=catalogue) as stage:
            await stage.rina.says("/catat https://kabar.example.id/jalan-cempaka Jalan provinsi di Cempaka berlubang")
            await stage.rina.presses("Jalan & jembatan")
            await stage.rina.says("Depan Pasar Cempaka", reply_to="Di mana tepatnya")
            await stage.rina.presses("Simpan aduan")
            paper.feed = rss(*NEWS)
            await an_hour_passes(stage)
            assert "Isu di media" in stage.rina.sees()
            assert "menanam pisang" not in stage.rina.sees()


async def test_a_candidate_becomes_a_ticket(theatre: Theatre, tmp_path: Path) -> None:
    async with (
        printed(tmp_path) as (_, catalogue),
        theatre("isu-jadi-tiket", "Isu dijadikan tiket", catalogue=catalogue) as stage,
    ):
        stage.forget()
        await an_hour_passes(stage)
        await stage.rina.presses("1 Jadikan tiket")
        await stage.rina.presses("Jalan & jembatan")
        await stage.rina.says("Depan Pasar Cempaka", reply_to="Di mana tepatnya")
        await stage.rina.presses("Simpan aduan")
        ticket = await ticket_of(stage, number_in(stage.rina))
        assert (ticket.source, ticket.agency) == (Source.ONLINE_MEDIA, "PUPR")
        assert "menurut Kabar" in stage.budi.sees_all()


async def test_an_issue_waits_again_when_its_record_is_given_up(theatre: Theatre, tmp_path: Path) -> None:
    async with (
        printed(tmp_path) as (_, catalogue),
        theatre("isu-batal-jadi-tiket", "Isu batal dijadikan tiket", catalogue=catalogue) as stage,
    ):
        stage.forget()
        await an_hour_passes(stage)
        await stage.rina.presses("1 Jadikan tiket")
        assert "1 Jadikan tiket" not in buttons_of(stage)
        await stage.rina.says("batal", reply_to="Tentang apa laporan ini")
        await stage.rina.presses(stage.rina.buttons()[0])
        assert "1 Jadikan tiket" in buttons_of(stage), "it is decided on anew"
        await stage.rina.presses("1 Abaikan")
        assert "1 Jadikan tiket" not in buttons_of(stage)


def buttons_of(stage: Stage) -> list[str]:
    """What can be pressed under the message with the issues."""
    rows = (stage.find(stage.coordinator, "Isu di media").markup or {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


async def test_a_broken_feed_disturbs_nobody(theatre: Theatre, tmp_path: Path) -> None:
    async with printed(tmp_path) as (paper, catalogue):
        paper.status = 500
        async with theatre("isu-umpan-rusak", "Umpan berita yang rusak", catalogue=catalogue) as stage:
            for feed in (b"<html>", b"", b"\x00"):
                paper.feed, paper.status = feed, 200
                await an_hour_passes(stage)
            assert "Isu di media" not in stage.rina.sees_all()
            await stage.rina.says("/isu")
            assert "Tidak ada isu" in stage.rina.sees()


async def test_the_agency_answers_with_links_of_what_it_published(theatre: Theatre) -> None:
    async with theatre("isu-dijawab", "Instansi menjawab isu dengan tautan") as stage:
        stage.scene("Koordinator meminta")
        await stage.rina.says("/isu https://kabar.example.id/jalan-cempaka Jalan provinsi di Cempaka berlubang")
        await stage.rina.presses("PUPR")
        stage.scene("Instansi menjawab")
        await stage.budi.says("Siap, sedang kami siapkan", reply_to="Respon isu untuk PUPR")
        assert "Belum ada tautan" in stage.budi.sees()
        await stage.budi.says(f"Sudah tayang: {ANSWER}?utm_source=wa", reply_to="Belum ada tautan")
        assert "Dihitung 1" in stage.budi.sees()
        await stage.budi.says(f"{ANSWER}/", reply_to="Respon isu untuk PUPR")
        assert "sudah tersimpan" in stage.budi.sees()
        await stage.later(days=5)
        links = " ".join(f"https://pupr.kalselprov.example/{n}" for n in range(4))
        await stage.budi.says(links, reply_to="Respon isu untuk PUPR")
        assert "Dihitung 3" in stage.budi.sees()
        async with stage.looks() as unit:
            until = stage.world.clock.now() + timedelta(minutes=1)
            asked = await unit.issues.asked("PUPR", until.replace(month=1), until, until)
        assert issue_response(asked["PUPR"]) == 200
        await stage.rina.says("/isu")
        assert "Tidak ada isu" in stage.rina.sees()
        stage.scene("Bulan itu diperingkat")
        await stage.rina.says("/peringkat")
        assert "PUPR – 200 % (1 dari 1 isu dijawab)" in stage.rina.sees_all()


async def test_an_unanswered_issue_is_reminded_of_like_a_ticket(theatre: Theatre) -> None:
    async with theatre("isu-diingatkan", "Isu yang belum dijawab") as stage:
        await rina_asks(stage)
        await stage.budi.says("/isu")
        assert "3 hari kerja lagi" in stage.budi.sees()
        for _ in range(5):
            await stage.later(days=1)
        assert stage.budi.sees_all().count("Respon isu ditunggu") == 2
        assert stage.rina.sees_all().count("Isu belum direspons") == 1
        await stage.budi.says(ANSWER, reply_to="Respon isu ditunggu")
        assert "lewat tenggat" in stage.budi.sees()


async def test_the_same_issue_is_asked_once(theatre: Theatre) -> None:
    async with theatre("isu-sekali", "Isu yang sama diminta dua kali") as stage:
        await rina_asks(stage)
        await stage.rina.says("/isu http://www.kabar.example.id/jalan-cempaka/?fbclid=1")
        assert "Respon isu" in stage.rina.sees()
        assert "PUPR" in stage.rina.sees()
        assert stage.budi.sees_all().count("Respon isu untuk PUPR") == 1


async def test_a_link_sent_alone_may_be_an_issue(theatre: Theatre) -> None:
    async with theatre("isu-chat-pribadi", "Koordinator mengirim tautan di chat pribadi") as stage:
        alone = stage.citizen("Rina", "Bu Rina, koordinator")
        await alone.says("https://kabar.example.id/jalan-cempaka jalan provinsi berlubang")
        await alone.presses("Minta respon isu")
        await alone.presses("PUPR")
        assert "Respon isu untuk PUPR" in stage.budi.sees()


async def test_an_agency_without_a_group_is_stood_in_for(theatre: Theatre) -> None:
    async with theatre("isu-tanpa-grup", "Instansi tanpa grup diminta merespons") as stage:
        await stage.rina.says("/isu https://kabar.example.id/obat Antrean obat puskesmas")
        await stage.rina.presses("Dinkes")
        assert "Respon isu untuk Dinkes" in stage.rina.sees_all()
        await stage.rina.says("https://dinkes.example.id/tanggapan", reply_to="Respon isu untuk Dinkes")
        assert "Dihitung 1" in stage.rina.sees()


async def test_only_the_coordinator_decides_and_only_the_agency_answers(theatre: Theatre) -> None:
    async with theatre("isu-bukan-haknya", "Siapa yang boleh apa") as stage:
        await stage.rina.says("/isu https://kabar.example.id/jalan-cempaka Jalan berlubang")
        await stage.budi.says("/isu https://kabar.example.id/lain Isu lain")
        assert "Tidak ada isu" in stage.budi.sees()
        number = "Tidak ada isu"
        await stage.budi.presses_forged("w:to:1:PUPR", under=number)
        assert "koordinator" in stage.budi.sees()
        async with stage.looks() as unit:
            issue = await unit.issues.by_id(1)
        assert issue is not None
        assert issue.state is IssueState.CANDIDATE
        await stage.sari.says("/isu")
        assert "Respon isu" not in stage.sari.sees()
