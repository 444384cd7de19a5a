"""What is loaded at the start is not looked through for cycles, then or later; what comes later is freed as ever."""

import subprocess
import sys

SETTLED = """
import gc, weakref
from bot import heap

class Knot:
    pass

def tied():
    one, other = Knot(), Knot()
    one.other, other.other = other, one
    return weakref.ref(one)

gc.disable()
before = tied()
seen = len(gc.get_objects())
heap.settle()
print("little is looked through:", len(gc.get_objects()) < seen / 10)
after = tied()
gc.collect()
print("left from before:", before() is not None)
print("left from later:", after() is not None)
"""

STARTED = """
import gc
from bot import heap

def looks():
    before = [each["collections"] for each in gc.get_stats()]
    made = [[] for _ in range(300_000)]
    return sum(each["collections"] for each in gc.get_stats()) - sum(before)

heap.begin()
print("looked at the start:", looks() > 0)
heap.settle()
print("looked later:", looks() > 0)
"""


def printed(program: str) -> list[str]:
    """What it says in a process of its own: this is for a whole process, and for good."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.splitlines()


def test_the_start_is_not_held_up_by_looking_through_what_it_loads() -> None:
    assert printed(STARTED) == ["looked at the start: False", "looked later: True"]


def test_after_the_start_only_what_is_new_is_looked_through() -> None:
    assert printed(SETTLED) == [
        "little is looked through: True",
        "left from before: True",
        "left from later: False",
    ]
