"""What the media write about, and what agencies published about it. All of it is public, and lies open."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import Executable

from storage import tables
from storage.dialects import insert
from storage.repository import BIGGEST_ID, Repository
from storage.values import ALL, Agencies
from tickets.issues import Issue, IssueState, Published
from tickets.links import key_of
from tickets.scoring import AskedIssue

_issues = tables.issues
_answers = tables.issue_answers
_AS_IS = ("link", "title", "summary", "feed", "found_at", "agency", "asked_at", "due_at", "asked_by")


@cache
def _found(dialect: str) -> Executable:
    return insert(dialect, _issues).on_conflict_do_nothing().returning(_issues.c.id)


@cache
def _answered(dialect: str) -> Executable:
    return insert(dialect, _answers).on_conflict_do_nothing().returning(_answers.c.id)


class Issues(Repository):
    """Every issue that was ever found; one for each page."""

    async def add(self, issue: Issue, *, announced_at: datetime | None = None) -> int | None:
        """Keep a new one; its id, or none where its page is known already."""
        values = self._values(issue) | {"link_key": key_of(issue.link), "announced_at": announced_at}
        found: int | None = (await self._run(_found(self._dialect), values)).scalar_one_or_none()
        return found

    async def knows_feed(self, feed: str) -> bool:
        """Whether anything was ever found in that feed."""
        return bool((await self._run(sa.select(sa.exists().where(_issues.c.feed == feed)))).scalar_one())

    async def save(self, issue: Issue) -> None:
        """Keep a changed one."""
        await self._run(sa.update(_issues).where(_issues.c.id == issue.id).values(self._values(issue)))

    async def by_id(self, issue_id: int, *, lock: bool = False) -> Issue | None:
        """The issue with this id. `lock`: no other process changes it until this transaction ends."""
        if not 0 < issue_id <= BIGGEST_ID:
            return None
        return await self._one(sa.select(_issues).where(_issues.c.id == issue_id), lock=lock)

    async def with_link(self, link: str) -> Issue | None:
        """The issue of that page, whatever its address was written like."""
        return await self._one(sa.select(_issues).where(_issues.c.link_key == key_of(link)), lock=True)

    async def unannounced(self, limit: int) -> tuple[Issue, ...]:
        """Candidates that the coordinator has not seen, oldest first; this transaction's until it ends."""
        waiting = _issues.c.announced_at.is_(None), _issues.c.state == IssueState.CANDIDATE.value
        statement = sa.select(_issues).where(*waiting).order_by(_issues.c.id).limit(limit)
        return await self._several(statement.with_for_update(skip_locked=True))

    async def announced(self, ids: Collection[int], at: datetime) -> None:
        """The coordinator has seen these."""
        await self._run(sa.update(_issues).where(_issues.c.id.in_(list(ids))).values(announced_at=at))

    async def announced_with(self, issue_id: int) -> tuple[Issue, ...]:
        """The issues that came to the coordinator in one message with this one, itself among them."""
        moment = sa.select(_issues.c.announced_at).where(_issues.c.id == issue_id).scalar_subquery()
        return await self._several(sa.select(_issues).where(_issues.c.announced_at == moment).order_by(_issues.c.id))

    async def unanswered(self, agency: Agencies, limit: int) -> tuple[Issue, ...]:
        """What agencies were asked and have not published anything about, nearest deadline first."""
        none = ~sa.exists().where(_answers.c.issue_id == _issues.c.id)
        statement = sa.select(_issues).where(_issues.c.state == IssueState.ASKED.value, none, *_of(agency))
        return await self._several(statement.order_by(_issues.c.due_at, _issues.c.id).limit(limit))

    async def answers(self, issue_id: int) -> tuple[Published, ...]:
        """What was published about it, first to last."""
        rows = await self._run(sa.select(_answers).where(_answers.c.issue_id == issue_id).order_by(_answers.c.id))
        return tuple(Published(row.link, row.at, row.by) for row in rows)

    async def answer(self, issue_id: int, answer: Published) -> bool:
        """Keep what was published; False where that page is there already."""
        values = {
            "issue_id": issue_id,
            "link_key": key_of(answer.link),
            "link": answer.link,
            "at": answer.at,
            "by": answer.by,
        }
        return (await self._run(_answered(self._dialect), values)).scalar_one_or_none() is not None

    async def asked(
        self, agency: Agencies, since: datetime, until: datetime, cutoff: datetime
    ) -> dict[str, tuple[AskedIssue, ...]]:
        """What each agency was asked from `since` until before `until`, with the answers that came before `cutoff`, for
        `tickets.scoring`."""
        within = _issues.c.asked_at >= since, _issues.c.asked_at < until
        known = sa.and_(_answers.c.issue_id == _issues.c.id, _answers.c.at < cutoff)
        statement = (
            sa.select(_issues.c.id, _issues.c.agency, _issues.c.due_at, _answers.c.at)
            .select_from(_issues.outerjoin(_answers, known))
            .where(*within, *_of(agency))
            .order_by(_issues.c.id, _answers.c.id)
        )
        found: dict[tuple[str, int], tuple[datetime, list[datetime]]] = {}
        for row in await self._run(statement):
            _, times = found.setdefault((row.agency, row.id), (row.due_at, []))
            if row.at is not None:
                times.append(row.at)
        by_agency: dict[str, tuple[AskedIssue, ...]] = {}
        for (code, _), (due, times) in found.items():
            by_agency[code] = (*by_agency.get(code, ()), AskedIssue(due, tuple(times)))
        return by_agency

    async def _one(self, statement: sa.Select[Any], *, lock: bool) -> Issue | None:
        return next(iter(await self._several(statement.with_for_update() if lock else statement)), None)

    async def _several(self, statement: sa.Select[Any]) -> tuple[Issue, ...]:
        rows = (await self._run(statement)).all()
        return tuple(
            Issue(id=row.id, state=IssueState(row.state), **{name: getattr(row, name) for name in _AS_IS})
            for row in rows
        )

    @staticmethod
    def _values(issue: Issue) -> dict[str, Any]:
        return {name: getattr(issue, name) for name in _AS_IS} | {"state": issue.state.value}


def _of(agency: Agencies) -> tuple[sa.ColumnElement[bool], ...]:
    return () if agency is ALL else (_issues.c.agency == agency,)
