"""People who ask several things in a row and wait for nothing, so that the program always has something to do."""

import re
from dataclasses import dataclass
from itertools import groupby

from simulator.model import Chat, Person
from simulator.world import World

IN_A_ROW = 4
"""Questions of each: they are answered in their order."""


@dataclass(frozen=True)
class Asker:
    """One of them; every question is asked once."""

    person: Person
    chat: Chat

    def heard(self, world: World) -> list[int]:
        """The questions that were answered, in the order of the answers; one is there twice that was answered twice."""
        said = (message.text for message in world.messages(self.chat) if message.sender == world.bot.id)
        return [int(turn) for text in said for turn in re.findall(r"urutan (\d)", text)]

    def heard_all_in_order(self, world: World) -> bool:
        """Whether nothing is missing and nothing came before its turn. The same twice in a row is no harm."""
        return [turn for turn, _ in groupby(self.heard(world))] == list(range(IN_A_ROW))


def asks(world: World, name: str) -> Asker:
    """Somebody new asks everything at once."""
    person = world.add_person(name)
    asker = Asker(person, world.private(person))
    for turn in range(IN_A_ROW):
        world.send(person, asker.chat, f"/status urutan {turn}")
    return asker


def owed(world: World, askers: list[Asker]) -> int:
    """How many of their questions are not answered."""
    return sum(IN_A_ROW - len(set(asker.heard(world))) for asker in askers)
