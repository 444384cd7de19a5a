"""Every conversation is played on the stage, on both databases, and held against its golden transcript.

    async def test_sari_files_a_complaint(theatre: Theatre) -> None:
        async with theatre("aduan-empat-langkah", "Aduan dalam empat langkah") as stage:
            await stage.sari.says("Jalan rusak …", photo=True)

`pytest tests/conversations --rewrite-transcripts` writes the transcripts anew, to be reviewed as a diff. Whatever was
said, no update may have failed, no message may have been rejected by the channel, and the log at DEBUG may hold
nobody's words, names or accounts, and no token.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.databases import (  # noqa: F401
    SECRET_KEY,
    database_url,
    dialect,
    postgres,
    sqlite_template,
    sqlite_url,
)
from tests.support.logs import listening, told
from tests.support.stage import TOKEN, Stage
from tickets.replaying import contradiction

TRANSCRIPTS = Path(__file__).parents[1] / "transcripts"
Theatre = Callable[..., AbstractAsyncContextManager[Stage]]


@pytest.fixture
def theatre(request: pytest.FixtureRequest, database_url: str, dialect: str) -> Theatre:  # noqa: F811
    """Opens a stage for one conversation; at its end the script must be the golden one."""
    rewrite = bool(request.config.getoption("--rewrite-transcripts")) and dialect == "sqlite"

    @asynccontextmanager
    async def play(name: str, title: str, **wishes: Any) -> AsyncIterator[Stage]:
        with listening(TOKEN, SECRET_KEY) as log:
            async with Stage.open(database_url, title, **wishes) as stage:
                yield stage
                await nothing_went_wrong(stage)
            assert "connected" in log.getvalue()
            assert not told(log.getvalue(), stage.world, TOKEN, SECRET_KEY), "the log has ids only"
        compare(TRANSCRIPTS / f"{name}.md", stage.script.text(), rewrite=rewrite)

    return play


async def nothing_went_wrong(stage: Stage) -> None:
    """No update failed, nothing is waiting, and the channel took every message."""
    await stage.settles()
    async with stage.looks() as unit:
        failures = await unit.inbox.failures(10)
        inbox, outbox = await unit.inbox.counts(), await unit.outbox.counts()
        history = await unit.chains.verify(0, 1000)
        tickets = await unit.tickets.after(0, 1000)
        unexplained = [contradiction(ticket, await unit.tickets.history(ticket.id)) for ticket in tickets]
    assert not failures, "\n".join(failure.error for failure in failures)
    assert inbox["pending"] == 0
    assert not history.faults, history.faults
    assert not any(unexplained), unexplained
    wrong = {status: count for status, count in outbox.items() if status in {"rejected", "unknown", "waiting"}}
    assert not any(wrong.values()), wrong
    refused = [call for call in stage.world.calls if call.error and call.error[0] == 400]
    unexpected = [call for call in refused if not _is_harmless(call.error[1] if call.error else "")]
    assert not unexpected, unexpected


_HARMLESS = (
    "not modified",
    "upgraded to a supergroup",
    "chat not found",
    "message thread not found",
    "message to edit not found",
    "not enough rights to create a topic",
    "not enough rights to close the topic",
    "the chat is not a forum",
    "TOPIC_ID_INVALID",
    "TOPIC_NOT_MODIFIED",
    "TOPIC_CLOSED",
)
"""How the channel tells of what others did; the bot has an answer to each."""


def _is_harmless(description: str) -> bool:
    return any(words in description for words in _HARMLESS)


def compare(path: Path, script: str, *, rewrite: bool) -> None:
    """Hold a script against its golden file, or make it the golden one."""
    if rewrite:
        path.write_text(script, encoding="utf-8")
    assert path.exists(), f"{path.name} is missing; pytest --rewrite-transcripts writes it"
    golden = path.read_text(encoding="utf-8")
    assert script == golden, f"{path.name} has changed; pytest --rewrite-transcripts writes it anew"
