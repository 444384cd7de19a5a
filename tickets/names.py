"""Which of some known people a typed name means."""

from collections.abc import Mapping

_SHORTEST = 3
"""Letters of a beginning that is taken for a name."""


def meant(typed: str, people: Mapping[int, str]) -> tuple[int, ...]:
    """The ids of those who may be meant; a whole name beats one word of it, which beats a beginning."""
    wanted = " ".join(typed.casefold().split()).removeprefix("@")
    if not wanted:
        return ()
    names = {person_id: " ".join(name.casefold().split()) for person_id, name in people.items()}
    for matches in (_whole, _word, _beginning):
        found = tuple(person_id for person_id, name in names.items() if matches(wanted, name))
        if found:
            return found
    return ()


def _whole(wanted: str, name: str) -> bool:
    return wanted == name


def _word(wanted: str, name: str) -> bool:
    return wanted in name.split()


def _beginning(wanted: str, name: str) -> bool:
    return len(wanted) >= _SHORTEST and any(part.startswith(wanted) for part in (name, *name.split()))
