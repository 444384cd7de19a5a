"""Status files of SP4N-LAPOR! that nobody would send: read, or refused line by line, and never half of a line."""

import csv
import re
from io import StringIO

from hypothesis import example, given
from hypothesis import strategies as st

from tickets.sp4n import LONGEST_STATUS, MOST_LINES, Line, Malformed, harmless, read_file

HEADING = ("nomor_sp4n", "status", "nomor_tiket")
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=80)
ODD = ("", "1234567", "#1.234.567", "=1+1", "'=cmd|' /C calc'!A0", "a\nb", 'a"b', "\x00", "\u202e", "٣٤٥٦")
cells = st.one_of(words, st.sampled_from(ODD))
delimiters = st.sampled_from(",;\t")
ends = st.sampled_from(["\n", "\r\n", "\r"])


def is_sound(data: bytes) -> tuple[tuple[Line, ...], tuple[Malformed, ...]]:
    """Read it; what comes out can be stored and shown."""
    lines, malformed = read_file(data)
    for line in lines:
        assert re.fullmatch("[0-9]{4,15}", line.number)
        assert line.status or line.ticket
        assert len(line.status) <= LONGEST_STATUS
        assert all(text == " ".join(text.split()) and "\x00" not in text for text in (line.status, line.ticket))
    assert all(each.why and each.at >= 1 for each in malformed)
    places = [each.at for each in (*lines, *malformed)]
    assert len(places) == len(set(places)), "a line is read or refused, not both"
    return lines, malformed


def as_file(rows: list[list[str]], delimiter: str, end: str) -> str:
    """Rows as a spreadsheet saves them."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


@given(st.binary(max_size=400))
@example(b"\xff\xfe" + "nomor_sp4n\tstatus\n".encode("utf-16-le"))
@example(b"nomor_sp4n\n" + b"1" * 200_000)
@example(b'nomor_sp4n,status\n1234567,"Selesai')
@example(b"nomor_sp4n,status\n1234567,Sele\x00sai\n")
@example(b"nomor_sp4n,status\r1234567,Selesai\r")
@example(b"\n\nnomor_sp4n,status\n1234567,Selesai\n")
@example(b"\x1c\x85\x0c")
@example(b"nomor_sp4n,status\n" + b"1234567,x\n" * (MOST_LINES + 1))
def test_any_bytes(data: bytes) -> None:
    is_sound(data)


@given(
    st.lists(st.lists(cells, max_size=5), max_size=8), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n", "\r"])
)
def test_any_cells_under_the_heading(rows: list[list[str]], delimiter: str, end: str) -> None:
    is_sound(as_file([list(HEADING), *rows], delimiter, end).encode())


@given(
    st.lists(
        st.tuples(st.integers(1000, 10**15 - 1).map(str), st.text("abcdefgé ñ;,\t\"'", min_size=1, max_size=30)),
        min_size=1,
        max_size=6,
    ),
    delimiters,
    ends,
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
)
def test_the_same_lines_however_they_were_saved(
    rows: list[tuple[str, str]], delimiter: str, end: str, encoding: str
) -> None:
    known = [(number, " ".join(status.split()).lstrip("' ")) for number, status in rows]
    text = as_file([list(HEADING[:2]), *map(list, rows)], delimiter, end)
    lines, _ = is_sound(text.encode(encoding))
    assert [(line.number, line.status) for line in lines] == [each for each in known if each[1]]


@given(cells)
def test_no_cell_of_ours_is_a_formula(cell: str) -> None:
    assert harmless(cell)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}
