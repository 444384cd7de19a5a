"""Whatever stands in the files of a catalogue: it is used whole, or refused in sentences that name file and line."""

import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.catalogue import CatalogueError, load_catalogue
from bot.watchman import Watched
from tests.support.catalogues import MINI_FILE
from tickets.catalogue import Catalogue
from tickets.places import Gazetteer

TABLES = ("agencies.csv", "regions.csv", "districts.csv", "villages.csv", "examples.csv")
FILES = ("mini.toml", *(f"mini/{name}" for name in TABLES))
PLACED = re.compile(r"(mini\.toml|(agencies|regions|districts|villages|examples)\.csv), line [1-9]\d*: .+\.", re.DOTALL)
"""What every sentence of a refusal begins with."""
quick = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])

VALUES = st.one_of(
    st.sampled_from(
        [
            *("", '""', "''", "0", "-1", "9" * 30, "9" * 5000, "0x" + "f" * 5000, "1e400", "nan", "-inf", "true"),
            *("[]", "{}", "[" * 2000, "[" * 90 + "]" * 90, "{a=" * 500, '"\\u0000"', '"\\ud800"', "'''", "1979-13-45"),
            *(
                "2027-02-01",
                "2027-02-01T00:00:00+23:59",
                '["a", 1]',
                '[["a"]]',
                '"{}"',
                '"{agency[a]}"',
                '"{agency.x}"',
            ),
            *(
                '"{agency.x}"',
                '"{month:>99999999999}"',
                '"{agency!z}"',
                '"' + "x" * 5000 + '"',
                '" / "',
                '"../../etc"',
                '"Asia"',
                "#",
            ),
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tiny catalogue with examples, to be spoilt and mended."""
    copy = tmp_path_factory.mktemp("catalogue")
    shutil.copy(MINI_FILE, copy / "mini.toml")
    shutil.copytree(MINI_FILE.with_suffix(""), copy / "mini")
    (copy / "mini" / "examples.csv").write_text("code,text\nLAUT,perahu kami bocor\nKEBUN,kelapa dimakan hama\n")
    return copy


def is_used_or_refused(folder: Path, file: str, data: bytes) -> Catalogue | None:
    """Load the catalogue with one file of that content; the file is mended afterwards."""
    path = folder / file
    before = path.read_bytes()
    path.write_bytes(data)
    refused: list[str] = []
    try:
        catalogue = load_catalogue(folder / "mini.toml")
    except CatalogueError as refusal:
        refused = refusal.errors
    finally:
        path.write_bytes(before)
    assert [each for each in refused if not PLACED.fullmatch(each)] == []
    if refused:
        return None
    Gazetteer(catalogue)
    return catalogue


@given(file=st.sampled_from(FILES), data=st.binary(max_size=300))
@example("mini.toml", b"\xff\xfe")
@example("mini.toml", b"a = " + b"[" * 5_000)
@example("mini.toml", b"a = " + b"9" * 5_000)
@example("mini/agencies.csv", b"code,name,short\n\x00,\x00,\x00\n")
@example("mini/agencies.csv", b"code,name,short\n" + b"x" * 200_000 + b",a,b\n")
@example("mini/agencies.csv", b"code,name,short\rLAUT,a\r\n,b")
@example("mini/villages.csv", b'code,district_code,name\n"')
@example("mini/regions.csv", b"")
@example("mini/examples.csv", b"code,code,text\n,,\n")
@quick
def test_any_bytes(folder: Path, file: str, data: bytes) -> None:
    is_used_or_refused(folder, file, data)


@given(data=st.data())
@quick
def test_a_document_with_a_value_exchanged(folder: Path, data: st.DataObject) -> None:
    lines = MINI_FILE.read_text(encoding="utf-8").splitlines()
    at = data.draw(st.sampled_from([at for at, line in enumerate(lines) if "=" in line]))
    name, _, _ = lines[at].partition("=")
    lines[at] = f"{name}= {data.draw(VALUES)}"
    is_used_or_refused(folder, "mini.toml", "\n".join(lines).encode())


@given(data=st.data())
@quick
def test_a_document_cut_doubled_or_mixed_up(folder: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(FILES))
    lines = (folder / file).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = data.draw(st.lists(st.sampled_from(lines), max_size=len(lines)))
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(lines)), st.integers(0, len(lines)))))
    text = "".join([*lines[:start], *kept[:3], *lines[end:]])
    is_used_or_refused(folder, file, text.encode())


@given(data=st.data())
@quick
def test_a_table_with_a_cell_exchanged(folder: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(FILES[1:]))
    rows = [line.split(",") for line in (folder / file).read_text(encoding="utf-8").splitlines()]
    row = data.draw(st.sampled_from(rows))
    row[data.draw(st.integers(0, len(row) - 1))] = data.draw(VALUES)
    is_used_or_refused(folder, file, "\n".join(",".join(each) for each in rows).encode())


@given(file=st.sampled_from(FILES), data=st.one_of(st.binary(max_size=60), st.sampled_from([b"a = " + b"[" * 5_000])))
@settings(quick, max_examples=30)
def test_the_running_bot_only_tells_that_it_would_not_start(folder: Path, file: str, data: bytes) -> None:
    """What runs goes on with the catalogue that it has read; nothing of another one gets into it."""
    path = folder / file
    before = path.read_bytes()
    watched = Watched(folder / "mini.toml")
    assert watched.is_valid()
    path.write_bytes(data)
    os.utime(path, ns=(0, 0))  # a clock may not have moved since
    try:
        assert watched.is_valid() == (is_used_or_refused(folder, file, data) is not None)
    finally:
        path.write_bytes(before)


def test_the_catalogue_as_it_is(folder: Path) -> None:
    assert is_used_or_refused(folder, "mini.toml", MINI_FILE.read_bytes()) is not None
