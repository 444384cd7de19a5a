"""Which of the group's people a typed name means."""

import pytest

from tickets.names import meant

PEOPLE = {1: "Budi Santoso", 2: "Wati", 3: "Budiman", 4: "Siti  Wati Rahma"}


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("budi santoso", (1,)),
        ("Budi", (1,)),
        ("WATI", (2,)),
        ("rahma", (4,)),
        ("san", (1,)),
        ("bud", (1, 3)),
        ("sa", ()),
        ("Anton", ()),
        ("  ", ()),
        ("@wati", (2,)),
    ],
)
def test_a_whole_name_beats_a_word_beats_a_beginning(typed: str, who: tuple[int, ...]) -> None:
    assert meant(typed, PEOPLE) == who
