"""Who of a group answers on which day, and who stands in: a plan by weekday, and changes for single days.

People are storage's person ids. Weekdays are Python's: Monday is 0.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

WEEKDAYS = range(7)
WORKDAYS = (0, 1, 2, 3, 4)
"""Monday to Friday."""

_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "senin sen monday mon",
            "selasa sel tuesday tue",
            "rabu rab rebo wednesday wed",
            "kamis kam thursday thu",
            "jumat jum friday fri",
            "sabtu sab saturday sat",
            "minggu min ahad sunday sun",
        )
    )
    for name in names.split()
}
_EVERY_DAY = frozenset({"setiap hari", "tiap hari", "hari kerja", "every day"})
_WHOLE_WEEK = frozenset({"semua", "semuanya", "semua hari", "all"})
_STAND_IN = frozenset({"pengganti", "cadangan", "standin"})
_CLEAR = frozenset({"kosong", "kosongkan", "hapus", "clear"})
_RANGE = re.compile(r"\s*(?:-|–|—|\bsampai\b|\bhingga\b|\bs/d\b|\bsd\b)\s*")


class Part(StrEnum):
    """What somebody does on a day."""

    DUTY = "duty"
    """Answers, and is reminded of what nobody took."""
    STAND_IN = "stand_in"
    """Answers when the one on duty cannot."""


@dataclass(frozen=True, slots=True)
class Roster:
    """A group's plan: by weekday who is on duty and who stands in, and who answers on single days instead."""

    duty: Mapping[int, int] = field(default_factory=dict)
    stand_ins: Mapping[int, int] = field(default_factory=dict)
    changes: Mapping[date, int] = field(default_factory=dict)

    def answers_on(self, day: date) -> int | None:
        """Who answers that day: by a change, by the plan, or as the stand-in of a day without anybody."""
        planned = self.duty.get(day.weekday()) or self.stand_ins.get(day.weekday())
        return self.changes.get(day) or planned

    def without(self, person_id: int) -> "Roster":
        """The plan when somebody is gone."""
        duty = {weekday: each for weekday, each in self.duty.items() if each != person_id}
        stand_ins = {weekday: each for weekday, each in self.stand_ins.items() if each != person_id}
        changes = {day: each for day, each in self.changes.items() if each != person_id}
        return Roster(duty, stand_ins, changes)

    def left_empty_by(self, person_id: int, today: date) -> tuple[int, ...]:
        """The weekdays on which nobody is planned when somebody is gone; today's, too, if nobody answers today then."""
        after = self.without(person_id)
        empty = {*self.duty, *self.stand_ins} - {*after.duty, *after.stand_ins}
        if self.answers_on(today) and not after.answers_on(today):
            empty.add(today.weekday())
        return tuple(sorted(empty))

    def stands_in_on(self, day: date) -> int | None:
        """Who stands in that day; nobody, if the stand-in answers already."""
        stand_in = self.stand_ins.get(day.weekday())
        return None if stand_in == self.answers_on(day) else stand_in


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody typed behind /piket: which part on which weekdays; `clear` takes people off instead.

    Without a day nothing is meant yet: a plan made long ago is easily lost by a word.
    """

    days: tuple[int, ...]
    part: Part = Part.DUTY
    clear: bool = False


def read_wish(text: str) -> Wish | None:
    """ "senin rabu", "pengganti jumat", "senin-kamis", "kosong selasa"; none where a word is not understood."""
    bare = text.casefold().replace("jum'at", "jumat").replace("jum’at", "jumat")
    words = _RANGE.sub("-", " ".join(bare.replace(",", " ").replace(" dan ", " ").split())).split()
    part, clear = Part.DUTY, False
    if words and words[0] in _CLEAR:
        clear, words = True, words[1:]
    if words and words[0] in _STAND_IN:
        part, words = Part.STAND_IN, words[1:]
    if " ".join(words) in _EVERY_DAY:
        return Wish(WORKDAYS, part, clear)
    if " ".join(words) in _WHOLE_WEEK:
        return Wish(tuple(WEEKDAYS), part, clear)
    days: set[int] = set()
    for word in words:
        meant = _days_of(word)
        if meant is None:
            return None
        days.update(meant)
    return Wish(tuple(sorted(days)), part, clear)


def _days_of(word: str) -> Iterable[int] | None:
    """The weekdays of "senin" or "senin-kamis", over the weekend if need be."""
    first, _, last = word.partition("-")
    begins, ends = _NAMES.get(first), _NAMES.get(last or first)
    if begins is None or ends is None:
        return None
    return [(begins + step) % 7 for step in range((ends - begins) % 7 + 1)]
