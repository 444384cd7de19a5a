"""python -m bot route: texts in, agencies and regions out, a line at once; no token, no database."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.route import LineError, Router, route_lines
from tests.bot.test_command_line import ROOT, environment
from tests.support.catalogues import kalsel, mini

POTHOLE = {"id": "a", "text": "Jalan provinsi arah Cempaka berlubang, ada yang jatuh"}


def route(folder: Path, file: str, said: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "bot", "route", file]
    env = environment(folder)
    return subprocess.run(command, cwd=folder, env=env, input=said, capture_output=True, timeout=180, check=False)


def lines(*wanted: object) -> bytes:
    return b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in wanted)


def answers(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.decode().splitlines()]


def test_a_file_is_answered_line_by_line_without_a_token(tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_bytes(lines(POTHOLE, {"id": 2, "text": "PJU mati di bjb"}))
    done = route(tmp_path, "texts.jsonl")
    assert (done.returncode, done.stderr) == (0, b"")
    first, second = answers(done.stdout)
    assert list(first) == ["id", "agencies", "region"]
    assert (first["id"], first["agencies"][0]["code"], first["region"]) == ("a", "PUPR", "63.72")
    assert (second["id"], second["agencies"][0]["code"], second["region"]) == (2, "DISHUB", "63.72")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["texts.jsonl"], "no database, no key is made"


def test_bad_lines_are_named_with_their_number_and_the_others_answered(tmp_path: Path) -> None:
    said = lines(b"\xff\xfe", b"", b"no json", ["id"], {"id": 1}, {"text": "x"}, {"id": True, "text": "x"}, POTHOLE)
    done = route(tmp_path, "-", said)
    assert done.returncode == 1
    assert [each["id"] for each in answers(done.stdout)] == ["a"]
    wrong = done.stderr.decode().splitlines()
    assert [line.split(":")[0] for line in wrong] == [f"line {number}" for number in (1, 3, 4, 5, 6, 7)]
    assert "UTF-8" in wrong[0]
    assert "not JSON" in wrong[1]
    assert "object" in wrong[2]
    assert '"text" is missing' in wrong[3]
    assert '"id" is missing' in wrong[4]


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    done = route(tmp_path, "nowhere.jsonl")
    assert done.returncode == 1
    assert done.stderr.decode().strip() == "nowhere.jsonl cannot be read: No such file or directory."


def test_who_writes_a_line_to_stdin_is_answered_before_he_writes_the_next(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "route", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path), stdin=pipe, stdout=pipe) as process:
        assert process.stdin
        assert process.stdout
        for number in range(2):
            process.stdin.write(lines({"id": number, "text": "bansos belum cair"}) + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=90) == 0


@pytest.mark.parametrize("text", ["", "zzz", "🙏", "P", "jalan " * 5000])
def test_any_text_has_at_least_three_agencies_surest_first(text: str) -> None:
    agencies = Router(kalsel()).answer(text)["agencies"]
    confidences = [each["confidence"] for each in agencies]
    assert len(agencies) >= 3
    assert confidences == sorted(confidences, reverse=True)
    assert 0 <= sum(confidences) <= 1.001


def test_another_province_is_answered_with_its_own_agencies() -> None:
    said: list[str] = []
    assert route_lines([b'{"id": 1, "text": "biduk karam di dermaga"}'], Router(mini()), said.append, said.append)
    assert {each["code"] for each in json.loads(said[0])["agencies"]} <= set(mini().agencies)


def test_a_line_nested_too_deeply_is_only_a_bad_line() -> None:
    said: list[str] = []
    assert not route_lines([b"[" * 100_000], Router(mini()), said.append, said.append)
    assert said[0].startswith("line 1: ")
    assert issubclass(LineError, ValueError)
