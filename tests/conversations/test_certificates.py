"""/piagam: certificates for the best of a month or a year that has ended, for the coordinator and leaders only."""

from tests.conversations.conftest import Theatre
from tests.storage.samples import a_ticket
from tests.support.stage import Stage
from tickets import ticket as rules
from tickets.events import Actor, ActorKind, Event, EventKind

PUPR = Actor(ActorKind.AGENCY, 1, "PUPR")


async def five_are_answered(stage: Stage) -> None:
    """Offstage: five reports for PUPR, each answered at once."""
    now = stage.world.clock.now()
    filed = Event(kind=EventKind.SUBMITTED, at=now, actor=Actor(ActorKind.REPORTER, 1))
    came = Event(kind=EventKind.ASSIGNED, at=now, actor=Actor(ActorKind.SYSTEM), data={"to": "PUPR"})
    async with stage.looks() as unit:
        for number in range(5):
            about = {"agency": "PUPR", "region": "63.72", "created_at": now, "assigned_at": now}
            new = a_ticket(number=f"LP-2611-00000{number}", draft=f"d{number}", **about)
            ticket = await unit.tickets.insert(new, [filed, came])
            change = rules.follow_up(ticket, f"Lubang nomor {number} sudah ditambal.", (), by=PUPR, at=now)
            await unit.tickets.save(change.ticket, change.event, ticket.revision)


async def test_the_best_of_a_month_get_certificates(theatre: Theatre) -> None:
    async with theatre("piagam", "Piagam bagi yang terbaik") as stage:
        await five_are_answered(stage)
        await stage.later(days=6)
        stage.forget()
        await stage.rina.says("/piagam")
        seen = stage.rina.sees_all()
        assert "🏅 Piagam 1 Nov 2026 – 30 Nov 2026" in seen
        assert "1. PUPR – 4,000 (N 5, TL 100,00 %" in seen
        name, data = stage.rina.receives()
        assert name == "piagam-2026-11.pdf"
        assert data.startswith(b"%PDF")


async def test_nobody_is_ranked_and_nothing_is_signed(theatre: Theatre) -> None:
    async with theatre("piagam-belum-cukup", "Piagam tanpa penerima") as stage:
        await stage.rina.says("/piagam oktober")
        assert "Belum ada yang dapat diperingkat" in stage.rina.sees()
        assert not [message for message in stage.rina.messages() if message.media]


async def test_a_period_that_has_not_ended_gets_none(theatre: Theatre) -> None:
    async with theatre("piagam-keliru", "Periode yang belum berakhir") as stage:
        for typed in ("/piagam november", "/piagam 2026", "/piagam 2011", "/piagam kemarin"):
            await stage.rina.says(typed)
            assert "yang sudah berakhir" in stage.rina.sees()
        await stage.budi.says("/piagam")
        assert "yang sudah berakhir" not in stage.budi.sees()
