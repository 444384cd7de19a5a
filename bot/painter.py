"""The process that draws (`bot.easel` starts it): a scene comes in by stdin, pictures go out by stdout."""

import os
import pickle
import signal
import sys
from typing import Final

from bot.charts import pictures
from messages.charts import ChartWords
from messages.render import Renderer

_LONGEST: Final = 300
"""Seconds after which it ends, come what may: nobody would end it whose parent forgot it."""
_NICE: Final = 5
"""Who writes to the bot comes first."""


def main() -> None:
    signal.alarm(_LONGEST)
    os.nice(_NICE)
    try:
        scene = pickle.load(sys.stdin.buffer)  # noqa: S301 - of our own process
    except EOFError:
        return  # nothing is to be drawn after all
    words = ChartWords(scene.recap, scene.names, Renderer(scene.zone), scene.target)
    drawn = tuple((each.name, each.png) for each in pictures(scene.recap, words, scene.tiles, scene.wanted))
    pickle.dump(drawn, sys.stdout.buffer)


if __name__ == "__main__":
    main()
