"""What our buttons carry: a verb and a few short arguments, joined by colons, at most 64 bytes.

Data of a button is a stranger's word until the handler checked who pressed it, where, and on what.
"""

from dataclasses import dataclass

from tickets.dialogue import MAX_DATA

FORM = "f"
MENU = "m"
TICKET = "t"
ANSWER = "a"
TRANSFER = "x"
PAIR = "p"
REPORTER = "r"
INVITE = "i"
ROSTER = "d"
OVERVIEW = "o"
LANGUAGE = "l"
REPORTS = "y"
QUESTION = "q"
HANDOVER = "h"
DECLINE = "n"
ROLE = "k"
SEARCH = "s"
SAMPLE = "z"
BUNDLE = "b"
RECORD = "c"
WATCH = "w"
VERIFY = "v"
TEMPLATE = "e"
SAME = "u"
INCIDENT = "g"
PRIVACY = "G"
HOLD = "H"
UNMASK = "J"
POSTER = "E"
SHARE = "F"
PLAN = "C"
BLOCK = "K"
HELD = "T"


@dataclass(frozen=True, slots=True)
class Action:
    """A button's data, taken apart."""

    verb: str
    args: tuple[str, ...]

    def number(self, place: int) -> int | None:
        """The argument at that place as a number, if it is one."""
        return int(self.args[place]) if len(self.args) > place and self.args[place].isdecimal() else None

    def word(self, place: int) -> str:
        """The argument at that place; empty where there is none."""
        return self.args[place] if len(self.args) > place else ""


def pack(verb: str, *args: object) -> str:
    """Data for a button. Raises ValueError when it would not fit."""
    data = ":".join((verb, *map(str, args)))
    if len(data.encode()) > MAX_DATA:
        raise ValueError(f"{len(data.encode())} bytes do not fit a button: {verb}")
    return data


def unpack(data: str) -> Action:
    """A button's data taken apart; anything at all is taken apart somehow."""
    verb, *args = data.split(":")
    return Action(verb, tuple(args))


def case_in(data: tuple[str, ...]) -> int | None:
    """The ticket that the buttons of a card or of an answer are about, the same for all of them; none for others."""
    actions = [unpack(one) for one in data]
    cases = {action.number(1) for action in actions if action.verb in {TICKET, REPORTER}}
    return cases.pop() if len(cases) == 1 else None
