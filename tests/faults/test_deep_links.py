"""What stands behind /start is a stranger's word: links that were altered, guessed, cut, or made up.

Telegram's clients carry 64 letters, digits, - and _; but anybody can type anything behind /start. Dodi, who has no
report, tries; Sari's is none of his, and he is answered every time.
"""

import asyncio
import re
import shutil
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.conversations.acts import sari_files, ticket_of
from tests.conversations.conftest import nothing_went_wrong
from tests.support.stage import Role, Stage
from tickets import invitations, number, promotion, receipts

quick = settings(
    max_examples=60,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
CODED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


@dataclass
class Desk:
    """A running bot with real links of each kind, all of them other people's."""

    runner: asyncio.Runner
    stage: Stage
    dodi: Role
    ticket: str
    reporter: int
    links: tuple[str, ...]

    def opens(self, payload: str) -> str:
        """Dodi says /start with it; what he is told."""
        before = len(self.dodi.messages())
        self.runner.run(self.dodi.says(f"/start {payload}"))
        assert len(self.dodi.messages()) > before, "he is answered"
        return "\n".join(message.text for message in self.dodi.messages()[before:])

    def is_as_it_was(self, told: str) -> None:
        """Nothing failed, and Sari's report is hers alone."""
        assert "Sari" not in told
        assert "berlubang" not in told
        self.runner.run(self._unharmed())

    async def _unharmed(self) -> None:
        await nothing_went_wrong(self.stage)
        assert (await ticket_of(self.stage, self.ticket)).reporter_id == self.reporter


@pytest.fixture(scope="module")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Sari's report with its receipt code, a poster of PUPR's, invitations of a group and of a person."""
    file = shutil.copyfile(sqlite_template, tmp_path_factory.mktemp("links") / "lapor.db")
    with asyncio.Runner() as runner:
        curtain = AsyncExitStack()
        stage = runner.run(curtain.enter_async_context(Stage.open(f"sqlite:///{file}")))
        try:
            yield runner.run(_prepared(runner, stage))
        finally:
            runner.run(curtain.aclose())


async def _prepared(runner: asyncio.Runner, stage: Stage) -> Desk:
    ticket = await sari_files(stage)
    await stage.sari.says(f"/status {ticket}")
    await stage.sari.presses("Kode cadangan")
    await stage.budi.says("/poster")
    await stage.rina.says("/undang DISHUB")
    seen = "\n".join(role.sees_all() for role in (stage.sari, stage.budi, stage.rina))
    links = tuple(dict.fromkeys(re.findall(r"\?start(?:group)?=([\w-]+)", seen)))
    assert {link[:2] for link in links} >= {"qr", "kl"}, links
    reporter = (await ticket_of(stage, ticket)).reporter_id
    dodi = stage.citizen("Dodi", "Pak Dodi, warga")
    await dodi.says("/start")
    return Desk(runner, stage, dodi, ticket, reporter, (*links, ticket))


def is_of_no_kind(payload: str, prefix: str) -> bool:
    """Whether it looks like none of our links."""
    return (
        number.parse(payload, prefix) is None
        and promotion.read(payload) is None
        and invitations.read(payload) is None
        and not payload.startswith("klaim-")
    )


@given(
    payload=st.one_of(st.text(CODED, max_size=64), st.text(st.characters(exclude_categories=["Cs"]), max_size=1_500))
)
@quick
def test_what_is_none_of_our_links_is_greeted(desk: Desk, payload: str) -> None:
    payload = " ".join(payload.split())
    assume(is_of_no_kind(payload, "LP"))
    told = desk.opens(payload)
    assert "Selamat datang" in told
    desk.is_as_it_was(told)


@given(data=st.data())
@quick
def test_an_altered_link_opens_nothing_of_anybody(desk: Desk, data: st.DataObject) -> None:
    link = data.draw(st.sampled_from(desk.links))
    at = data.draw(st.integers(0, len(link)))
    other = data.draw(
        st.one_of(st.sampled_from(CODED), st.sampled_from(["", "é", "٣", "\u200b", "0" * 60, "%00", link]))
    )
    altered = data.draw(
        st.sampled_from([link[:at] + other + link[at + 1 :], link[:at] + other + link[at:], link[:at], link[::-1]])
    )
    assume(receipts.read(altered.removeprefix("klaim-")) != _code_of(desk))
    desk.is_as_it_was(desk.opens(altered))


def test_each_link_as_it_is_tells_a_stranger_nothing_of_the_report(desk: Desk) -> None:
    for link in desk.links:
        if not link.startswith("klaim-"):
            desk.is_as_it_was(desk.opens(link))


def _code_of(desk: Desk) -> str | None:
    (claim,) = [link for link in desk.links if link.startswith("klaim-")]
    return receipts.read(claim.removeprefix("klaim-"))
