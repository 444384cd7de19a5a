"""/bantuan tells each chat what it may type there; what it does not tell is not answered there, or only with a no.

Without transcripts: every new command would change them.
"""

from handlers import coordinator
from messages.render import Renderer
from tests.conversations.conftest import nothing_went_wrong
from tests.conversations.test_menus import appointed, menu
from tests.conversations.test_search import alone
from tests.support.stage import WITA, Role, Stage

WORDS = Renderer(WITA)
NOES = (
    "Perintah itu untuk koordinator",
    "Rekap hanya untuk koordinator",
    "dilakukan koordinator, di grup koordinator",
    "dibuat oleh koordinator",
    "Perintah itu hanya untuk grup instansi",
)


async def test_every_role_is_told_its_own_commands(database_url: str) -> None:
    async with Stage.open(database_url, "/bantuan menurut peran dan grup") as stage:
        await stage.sari.says("/start")
        rina, joko = alone(stage), await appointed(stage, "pimpinan")
        scopes = {"private": stage.sari, "group": stage.budi, "coordinator": stage.rina, "alone": rina, "leader": joko}
        stage.forget()
        for scope, role in scopes.items():
            stage.scene(f"Menu {scope}")
            await role.says("/bantuan")
            told = role.sees(2 if scope in {"alone", "leader"} else 1)
            own = menu(stage, role.chat)
            assert set(own) in (set(), set(WORDS.commands(scope)))
            assert all(f"/{command}" in told for command in WORDS.commands(scope) if command != "bantuan")
        await nothing_went_wrong(stage)


async def test_what_is_not_in_the_menu_is_refused(database_url: str) -> None:
    async with Stage.open(database_url, "Perintah yang bukan untuk grup atau pimpinan") as stage:
        joko = await appointed(stage, "pimpinan")
        stage.forget()
        for scope, role in (("group", stage.budi), ("leader", joko)):
            for command in sorted(coordinator.COMMANDS.keys() - WORDS.commands(scope).keys()):
                assert await is_refused(role, command), command
        for command in sorted(WORDS.commands("group").keys() & coordinator.COMMANDS.keys()):
            assert not await is_refused(stage.budi, command), command
        await nothing_went_wrong(stage)


async def is_refused(role: Role, command: str) -> bool:
    """Whether they are told that it is not for them."""
    await role.says(f"/{command}")
    return any(no in role.sees() for no in NOES)
