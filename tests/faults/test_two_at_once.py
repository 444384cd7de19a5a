"""Two faults at once: a small table of pairs that meet in one machine room, and a case that is lived through them.

The second strikes while the first is there; both pass.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.faults.case import Case
from tests.faults.living import lives_through, opened
from tests.faults.troubles import TROUBLES, GroupKind, Strike, database_restarted
from tests.support.postgres import Cluster

PAIRS = (
    ("429", "restarted"),
    ("429", "disk full"),
    ("429", "topic deleted"),
    ("drop after", "restarted"),
    ("drop after", "disk full"),
    ("drop before", "locked"),
    ("slow", "topic deleted"),
    ("updates dropped", "restarted"),
    ("blocked", "delivered twice"),
    ("clock forward", "drop before"),
)
STEPS = ("send", "relay")
"""Where a report becomes a ticket with its card, and where an answer goes to its reporter."""


def both(first: Strike, second: Strike) -> Strike:
    """The second within the first."""

    @asynccontextmanager
    async def strikes(case: Case) -> AsyncIterator[None]:
        async with first(case), second(case):
            yield

    return strikes


@pytest.mark.parametrize(("first", "second"), PAIRS)
async def test_a_case_is_lived_through_two_faults_at_once(sqlite_url: str, first: str, second: str) -> None:
    one, other = TROUBLES[first], TROUBLES[second]
    group: GroupKind = "forum" if "forum" in {one.group, other.group} else "supergroup"
    async with opened(sqlite_url, group) as case:
        await lives_through(case, both(one.strikes, other.strikes), STEPS, "asked for")
        repeated = case.repeated()
        assert all(times <= 2 * len(STEPS) for times in repeated.values()), repeated


async def test_postgresql_is_restarted_while_telegram_throttles(postgres: Cluster) -> None:
    async with opened(postgres.fresh(), "supergroup") as case:
        strikes = both(TROUBLES["429"].strikes, database_restarted(postgres))
        await lives_through(case, strikes, STEPS, "once a strike")
