"""Issues: each page once, bundled as they were announced, answers counted once, on both databases."""

from dataclasses import replace
from datetime import timedelta

from storage.database import Database
from storage.values import ALL
from tests.storage.samples import NOW, SARI
from tickets.issues import Issue, IssueState, Published
from tickets.scoring import AskedIssue

DAY = timedelta(days=1)


def an_issue(slug: str, **fields: object) -> Issue:
    """Something in the paper."""
    usual = {"link": f"https://kabar.example.id/{slug}", "title": slug, "summary": "", "feed": "Kabar", "found_at": NOW}
    return Issue(**usual | fields)  # type: ignore[arg-type]


async def test_a_page_is_found_once_whatever_its_address(database: Database) -> None:
    async with database.transaction() as unit:
        first = await unit.issues.add(an_issue("a"))
        assert first is not None
        assert await unit.issues.add(an_issue("a", link="http://www.kabar.example.id/A/?utm_source=x")) is None
        found = await unit.issues.with_link("https://kabar.example.id/a#x")
        assert found == an_issue("a", id=first)
        assert await unit.issues.by_id(0) is None
        assert await unit.issues.by_id(2**70) is None


async def test_candidates_wait_until_they_are_announced(database: Database) -> None:
    async with database.transaction() as unit:
        ids = [await unit.issues.add(an_issue(slug)) or 0 for slug in "abc"]
        assert [issue.id for issue in await unit.issues.unannounced(2)] == ids[:2]
        await unit.issues.announced(ids[:2], NOW)
        assert [issue.id for issue in await unit.issues.unannounced(2)] == ids[2:]
        assert [issue.id for issue in await unit.issues.announced_with(ids[1])] == ids[:2]


async def test_what_is_asked_waits_for_an_answer(database: Database) -> None:
    async with database.transaction() as unit:
        sari = await unit.people.meet("telegram", SARI, NOW)
        issue_id = await unit.issues.add(an_issue("a")) or 0
        asked = replace(
            an_issue("a", id=issue_id),
            agency="PUPR",
            state=IssueState.ASKED,
            asked_at=NOW,
            due_at=NOW + DAY,
            asked_by=sari.id,
        )
        await unit.issues.save(asked)
        assert await unit.issues.by_id(issue_id) == asked
        assert await unit.issues.unanswered("PUPR", 9) == (asked,) == await unit.issues.unanswered(ALL, 9)
        assert await unit.issues.unanswered("DISHUB", 9) == ()
        assert await unit.issues.asked("PUPR", NOW, NOW + DAY, NOW + DAY) == {"PUPR": (AskedIssue(NOW + DAY),)}
        answer = Published("https://pupr.example.id/1", NOW, sari.id)
        assert await unit.issues.answer(issue_id, answer)
        assert not await unit.issues.answer(issue_id, replace(answer, link="https://www.pupr.example.id/1/"))
        assert await unit.issues.answers(issue_id) == (answer,)
        assert await unit.issues.unanswered(ALL, 9) == ()
        answered = {"PUPR": (AskedIssue(NOW + DAY, (NOW,)),)}
        assert await unit.issues.asked(ALL, NOW, NOW + DAY, NOW + DAY) == answered
        unanswered = {"PUPR": (AskedIssue(NOW + DAY),)}
        assert await unit.issues.asked(ALL, NOW, NOW + DAY, NOW) == unanswered, "what comes later is not known yet"
        assert await unit.issues.asked(ALL, NOW + DAY, NOW + 2 * DAY, NOW + 2 * DAY) == {}
        assert await unit.issues.asked("DISHUB", NOW, NOW + DAY, NOW + DAY) == {}
