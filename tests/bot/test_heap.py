"""What was loaded at the start is not looked through for cycles again; what comes later is freed as ever."""

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


def test_after_the_start_only_what_is_new_is_looked_through() -> None:
    """In a process of its own: this is for a whole process, and for good."""
    done = subprocess.run([sys.executable, "-c", SETTLED], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines() == [
        "little is looked through: True",
        "left from before: True",
        "left from later: False",
    ]
