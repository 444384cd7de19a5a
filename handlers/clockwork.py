"""What happens by itself: every chore, in the order in which a minute does them.

What is due is read from the database each time, so that a restart or days of downtime change nothing but the delay.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from handlers import (
    bundles,
    drafts,
    issues,
    menus,
    monthly,
    news,
    plans,
    reminders,
    retention,
    search,
    waiting,
    watch,
    weekly,
)
from handlers.turns import Chore, rounds, single

CHORES: Final[Mapping[str, Chore]] = MappingProxyType(
    {
        "drafts of answers": rounds(drafts.expire),
        "lists of new tickets": bundles.chore,
        "news": single(news.tick),
        "candidates": single(watch.tick),
        "issues": single(issues.tick),
        "reminders": reminders.come_due,
        "drafts of reports": rounds(waiting.drafts),
        "expectations": single(waiting.forget_expectations),
        "digests": reminders.digests,
        "weeks": weekly.chore,
        "months": single(monthly.tick),
        "menus": single(menus.tick),
        "steps of plans": plans.chore,
        "searches": single(search.forget),
        "index of words": rounds(search.index_older),
        "retention": retention.chore,
    }
)
