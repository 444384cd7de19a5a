"""Sari has the history of her report as a file, and checks it with the published script and nobody's help."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.verifying import publish
from tests.conversations.acts import a_neighbour_files, sari_files
from tests.conversations.conftest import Theatre
from tests.support.stage import Stage

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_receipt.py"
DAY = 24.0
INTACT, ALTERED, UNREADABLE, UNMATCHED = 0, 1, 2, 3
Check = Callable[[Any], tuple[int, str]]


async def told_of(stage: Stage) -> dict[str, Any]:
    """Sari asks for the copy of her data, then for the proof."""
    await stage.sari.says("/datasaya")
    await stage.sari.presses("Bukti riwayat")
    name, data = stage.sari.receives()
    assert name.startswith("bukti-riwayat-2026-11-2")
    proof: dict[str, Any] = json.loads(data)
    return proof


async def answered(stage: Stage) -> str:
    """Sari's report has an answer and an internal note, a neighbour's lies beside it."""
    number = await sari_files(stage)
    await a_neighbour_files(stage, "Anang")
    await stage.budi.says("Tim turun besok pagi", reply_to=number)
    await stage.budi.presses("Kirim ke pelapor")
    await stage.budi.says("catatan untuk rekan sendiri", reply_to=number)
    await stage.budi.presses("Catatan internal")
    return number


@pytest.fixture
def run(tmp_path: Path) -> Check:
    """The script as a citizen starts it, beside the list that was published."""

    def run(proof: Any) -> tuple[int, str]:
        written = proof if isinstance(proof, bytes) else json.dumps(proof, ensure_ascii=False).encode()
        (tmp_path / "bukti.json").write_bytes(written)
        published = [str(file) for file in (tmp_path / "jangkar.txt",) if file.exists()]
        words = [sys.executable, "-I", str(SCRIPT), str(tmp_path / "bukti.json"), *published]
        utf8 = {"PYTHONUTF8": "1"}
        done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False, env=utf8)
        assert not done.stderr
        return done.returncode, done.stdout

    return run


async def test_sari_checks_that_nothing_was_altered(theatre: Theatre, run: Check, tmp_path: Path) -> None:
    async with theatre("bukti-riwayat", "Bukti riwayat: berkas untuk diperiksa sendiri") as stage:
        number = await answered(stage)
        stage.forget()
        early = await told_of(stage)
        code, said = run(early)
        assert code == UNMATCHED
        assert "UTUH" in said
        assert f"{number}, langkah 1, 2, 3, 4: mintalah bukti baru besok" in said
        await stage.later(hours=DAY)
        proof = await told_of(stage)
        assert "catatan untuk rekan" not in json.dumps(proof)
        assert "Anang" not in json.dumps(proof)
        code, said = run(proof)
        assert code == UNMATCHED
        assert f"{proof['days'][0]['digest']} harus ada dalam daftar jangkar yang diumumkan" in said
        await publish(stage._settings, tmp_path / "jangkar.txt", lambda _: None)
        code, said = run(proof)
        assert code == INTACT, said
        assert "COCOK" in said
        assert "dijawab  Tim turun besok pagi" in said
        assert "(urusan dalam instansi, isinya tidak dibuka)" in said
        (tmp_path / "jangkar.txt").write_text("f" * 64)
        assert run(proof)[0] == ALTERED
        for spoilt in (b"", b"\xff\xfe", b"[]", b'{"format": 2}', b'{"format": 1}', b"[" * 100_000):
            assert run(spoilt)[0] == UNREADABLE


async def test_whatever_is_altered_is_seen(sqlite_url: str, run: Check, tmp_path: Path) -> None:
    async with Stage.open(sqlite_url) as stage:
        await answered(stage)
        await stage.later(hours=DAY)
        proof = await told_of(stage)
        await publish(stage._settings, tmp_path / "jangkar.txt", lambda _: None)
    digests = {day["digest"] for day in proof["days"]}
    check = _script().check
    assert check(proof, digests)[1:] == ([], [])
    altered = list(_each_altered(proof))
    assert len(altered) > 40
    for where, other in altered:
        _, faults, unmatched = check(other, digests)
        assert faults or unmatched, f"{where} was altered unseen"
    where, other = altered[len(altered) // 2]
    assert run(other)[0] == ALTERED, where
    facts = deepcopy(proof)
    del facts["reports"][0]["facts"][1]
    assert check(facts, digests)[1]
    written = json.dumps(proof, ensure_ascii=False)
    assert run(written.replace("besok pagi", "lusa pagi").encode())[0] == ALTERED


async def test_who_has_no_report_has_nothing_to_prove(theatre: Theatre) -> None:
    async with theatre("bukti-riwayat-kosong", "Bukti riwayat: belum ada laporan") as stage:
        await stage.sari.says("/datasaya")
        assert "Bukti riwayat" not in stage.sari.buttons()


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_receipt", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _each_altered(proof: Any) -> Iterator[tuple[str, Any]]:
    """The proof with one value after another altered, and where."""
    for path in _leaves(proof, ()):
        if path == ("format",):
            continue
        other = deepcopy(proof)
        place = other
        for step in path[:-1]:
            place = place[step]
        was = place[path[-1]]
        place[path[-1]] = was + 1 if isinstance(was, int) else f"{was or ''}x"
        yield str(path), other


def _leaves(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(inner, (*path, key))
    else:
        yield path
