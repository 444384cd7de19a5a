"""What /bantuan tells of is what the menu of the chat offers: no command is forgotten, none is told in vain."""

import re
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from messages import citizen, group, roles
from messages.base import Message
from messages.render import Renderer

RENDERER = Renderer(ZoneInfo("Asia/Makassar"))
SELF = "bantuan"
CITIZENS = citizen.Help(bot_name="Lapor Bot", emergencies=())
HELPS: dict[str, tuple[Message, ...]] = {
    "private": (CITIZENS,),
    "group": (group.GroupHelp(agency="PUPR", is_coordinator=False, topics=False),),
    "coordinator": (group.GroupHelp(agency="Diskominfo", is_coordinator=True, topics=False),),
    "alone": (CITIZENS, roles.HelpForRole(coordinator=True)),
    "leader": (CITIZENS, roles.HelpForRole(coordinator=False)),
}
"""By scope of `_commands.toml`: what /bantuan says in such chats, one message after another."""
_TAG = re.compile(r"<[^>]*>")
_COMMAND = re.compile(r"(?<![\w/.])/([a-z][a-z0-9]*)")


def explained(scope: str, language: str) -> set[str]:
    """The commands that /bantuan says a word about in such a chat."""
    told = "\n".join(unescape(_TAG.sub("", RENDERER.render(each, language))) for each in HELPS[scope])
    return {command for line in told.splitlines() if " – " in line for command in _COMMAND.findall(line)}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("scope", HELPS)
def test_help_explains_what_the_menu_offers_and_nothing_else(scope: str, language: str) -> None:
    offered = set(RENDERER.commands(scope, language)) - {SELF}
    as_citizen = set(RENDERER.commands("private", language)) if CITIZENS in HELPS[scope] else set()
    told = explained(scope, language)
    assert offered <= told, "forgotten in messages/*/help.html, help_for_role.html or group_help.html"
    assert told <= offered | as_citizen, "not in messages/*/_commands.toml"
