"""How often the right agency and the right region are found in labelled texts: `python -m bench.routing [FILE …]`.

A file has {"id", "text", "agencies": [right one, others that are right as well …], "region": code or null} a line. The
texts are answered by `bot.route`, as `python -m bot route` answers them. Without files: those of tests/data that are
kept for it. Texts that are examples of the catalogue are answered by folds: those of a fold by a catalogue that knows
only the examples of the others.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.catalogue import load_catalogue
from bot.route import Router
from tickets.catalogue import Catalogue

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "catalogue" / "kalimantan-selatan.toml"
KEPT = tuple(
    ROOT / "tests" / "data" / f"{name}.jsonl"
    for name in ("routing-tuned", "routing-kept", "routing-later", "routing-last")
)
FIRST, AMONG = 1, 3
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what is right for it. ``region`` none: no place is named, or several could be meant."""

    id: str
    text: str
    agencies: tuple[str, ...]
    region: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a text."""

    asked: Labelled
    agencies: tuple[str, ...]
    confidence: float
    region: str | None

    def is_right(self, among: int) -> bool:
        """Whether a right agency is among the first so many."""
        return not set(self.asked.agencies).isdisjoint(self.agencies[:among])


def read(file: Path) -> list[Labelled]:
    """The labelled texts of a file."""
    rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    return [Labelled(row["id"], row["text"], tuple(row["agencies"]), row["region"]) for row in rows]


def answered(texts: Sequence[Labelled], answer: Callable[[str], dict[str, Any]]) -> list[Answer]:
    """The answers of one router to all texts."""
    return [_read_answer(text, answer(text.text)) for text in texts]


def cross_validated(texts: Sequence[Labelled], catalogue: Catalogue) -> list[Answer]:
    """The answers of routers that have none of the texts they answer among their examples."""
    answers: list[Answer] = []
    for fold in range(FOLDS):
        asked = texts[fold::FOLDS]
        held = {text.text for text in asked}
        known = tuple(example for example in catalogue.examples if example.text not in held)
        answers.extend(answered(asked, Router(replace(catalogue, examples=known)).answer))
    return answers


def _read_answer(asked: Labelled, given: dict[str, Any]) -> Answer:
    codes = tuple(each["code"] for each in given["agencies"])
    confidence = given["agencies"][0]["confidence"] if codes else 0.0
    return Answer(asked, codes, confidence, given["region"])


def share(part: int, whole: int) -> str:
    """A percentage with what it is of."""
    return f"{100 * part / whole:5.1f} % ({part} of {whole})" if whole else "–"


def figures(answers: Sequence[Answer]) -> str:
    """The four figures of the issue, in lines."""
    naming = [each for each in answers if each.asked.region]
    silent = [each for each in answers if not each.asked.region]
    lines = (
        ("right agency first", share(sum(each.is_right(FIRST) for each in answers), len(answers))),
        ("among the first three", share(sum(each.is_right(AMONG) for each in answers), len(answers))),
        ("region right where named", share(sum(each.region == each.asked.region for each in naming), len(naming))),
        ("region guessed where none is", share(sum(each.region is not None for each in silent), len(silent))),
        (
            "wrong region of all",
            share(sum(each.region not in {None, each.asked.region} for each in naming), len(naming)),
        ),
    )
    return "\n".join(f"  {name:<30}{value}" for name, value in lines)


def faults(answers: Sequence[Answer]) -> str:
    """The texts that were answered wrongly, to learn from."""
    wrong = (each for each in answers if not each.is_right(FIRST) or each.region != each.asked.region)
    return "\n".join(
        f"  {each.asked.id} {'/'.join(each.asked.agencies)} {each.asked.region or '-'} | "
        f"{' '.join(each.agencies[:AMONG])} {each.region or '-'} | {each.asked.text}"
        for each in wrong
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the routing of labelled texts.")
    parser.add_argument("files", nargs="*", type=Path, default=KEPT)
    parser.add_argument("--faults", action="store_true", help="show what was wrong, too")
    wanted = parser.parse_args()
    catalogue = load_catalogue(CATALOGUE)
    router = Router(catalogue)
    router.answer("")  # what is built once does not count
    for file in wanted.files:
        texts = read(file)
        begun = time.process_time()
        answered(texts, router.answer)
        spent = (time.process_time() - begun) / max(len(texts), 1)
        answers = cross_validated(texts, catalogue)
        print(f"{file.name}: {len(texts)} texts, {spent * 1000:.1f} ms of processor each")
        print(figures(answers))
        if wanted.faults:
            print(faults(answers))


if __name__ == "__main__":
    main()
