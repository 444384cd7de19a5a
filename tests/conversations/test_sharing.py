"""/bagikan and the button under the week's summary: a text without names, and no number that is too small."""

from datetime import timedelta

from tests.conversations.conftest import Theatre
from tests.storage.samples import a_ticket
from tests.support.stage import Stage
from tickets.events import Actor, ActorKind, Event, EventKind


async def reports(stage: Stage, count: int, *, days_ago: int = 0, start: int = 0, **fields: object) -> None:
    """So many reports for PUPR, filed offstage by somebody."""
    at = stage.world.clock.now() - timedelta(days=days_ago)
    async with stage.looks() as unit:
        for number in range(start, start + count):
            usual = {"number": f"LP-26{number:02}", "draft": f"d{number}", "agency": "PUPR", "region": "63.72"}
            ticket = a_ticket(**{**usual, "created_at": at, "assigned_at": at, "follow_up_due": at, **fields})
            await unit.tickets.insert(
                ticket,
                [
                    Event(kind=EventKind.SUBMITTED, at=at, actor=Actor(ActorKind.REPORTER, 1)),
                    Event(kind=EventKind.ASSIGNED, at=at, actor=Actor(ActorKind.SYSTEM), data={"to": "PUPR"}),
                ],
            )


async def test_the_weeks_summary_can_be_shared_without_names(theatre: Theatre) -> None:
    async with theatre("bagikan-pekan", "Ringkasan pekan dibagikan ke warga") as stage:
        await reports(stage, 6)
        await reports(stage, 2, start=10, secret=True)
        await reports(stage, 1, start=20, category="pungli")
        await stage.later(days=4)
        stage.forget()
        await stage.later(hours=6.5, remark="Jumat, pukul 15.30 WITA")
        assert "Bagikan ke warga" in stage.budi.buttons()
        await stage.budi.presses("Bagikan ke warga")
        shared = stage.budi.sees()
        assert "6 laporan warga untuk Dinas Pekerjaan Umum dan Penataan Ruang, 0 sudah ditindaklanjuti" in shared
        assert "20 Nov 2026 – 27 Nov 2026" in shared
        assert "https://t.me/lapor_bot\n" in shared
        await stage.rina.presses("Bagikan ke warga")
        assert "6 laporan warga untuk Provinsi Kalimantan Selatan" in stage.rina.sees()


async def test_few_reports_are_told_of_over_four_weeks_or_without_a_number(theatre: Theatre) -> None:
    async with theatre("bagikan-sedikit", "Terlalu sedikit untuk disebutkan jumlahnya") as stage:
        await reports(stage, 4, days_ago=4)
        await stage.budi.says("/bagikan")
        assert "terlalu sedikit untuk disebutkan" in stage.budi.sees()
        assert "4" not in stage.budi.sees()
        await reports(stage, 1, days_ago=20, start=10)
        await stage.budi.says("/bagikan")
        assert "5 laporan warga" in stage.budi.sees()
        assert "4 pekan terakhir" in stage.budi.sees()
        assert "23 Okt 2026 – 20 Nov 2026" in stage.budi.sees()
        await reports(stage, 1, days_ago=40, start=20)
        await stage.budi.says("/bagikan")
        assert "5 laporan warga" in stage.budi.sees()


async def test_citizens_have_nothing_to_share(theatre: Theatre) -> None:
    async with theatre("bagikan-warga", "Bagikan di percakapan pribadi") as stage:
        await stage.sari.says("/bagikan")
        assert "hanya untuk grup instansi" in stage.sari.sees()
