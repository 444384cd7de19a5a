"""The process that draws (`bot.easel` starts it): scenes come in by stdin, their pictures go out by stdout."""

import os
import pickle
import signal
import sys
from typing import Final

from bot.charts import pictures
from bot.easel import Scene
from messages.charts import ChartWords
from messages.render import Renderer

_PATIENCE: Final = 300
"""Seconds after which it ends, idle or not: the next recap of the day gets another one."""
_NICE: Final = 5
"""Who writes to the bot comes first."""


def main() -> None:
    os.nice(_NICE)
    while True:
        signal.alarm(_PATIENCE)
        try:
            scene: Scene = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
        except EOFError:
            return  # whoever started it has ended, or needs it no more
        pickle.dump(_painted(scene), sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _painted(scene: Scene) -> tuple[tuple[str, bytes], ...]:
    words = ChartWords(scene.recap, scene.names, Renderer(scene.zone), scene.target)
    drawn = pictures(scene.recap, words, scene.tiles, scene.wanted)
    return tuple((each.name, each.png) for each in drawn)


if __name__ == "__main__":
    main()
