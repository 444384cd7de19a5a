"""What people write is shown as it can be read, and never as something else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.plain import LONGEST_NAME, plain_name, plain_text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Jalan rusak\n\tdi Martapura 🙏🏽", "Jalan rusak\n\tdi Martapura 🙏🏽"),
        ("keluarga 👨\u200d👩\u200d👧 dan 🏳️\u200d🌈", "keluarga 👨\u200d👩\u200d👧 dan 🏳️\u200d🌈"),
        ("kosong\u200b\u2060\ufeff\u00ad di tengah", "kosong di tengah"),
        ("dibalik \u202ekilabid\u202c \u2066a\u2069", "dibalik kilabid a"),
        ("a\u200db", "ab"),
        ("baris\x00\x1b[31m\rmerah", "baris  [31m merah"),
        ("hampa\u3164\u2800!", "hampa  !"),
        ("a" + "\u0301" * 40 + "b", "a" + "\u0301" * 3 + "b"),
        ("مرحبا", "مرحبا"),
    ],
)
def test_a_text_keeps_what_can_be_read(written: str, shown: str) -> None:
    assert plain_text(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Petugas PUPR ✅", "Petugas PUPR"),
        ("🚨 Sari 🌸", "Sari"),
        ("𝐃𝐢𝐧𝐚𝐬 𝐏𝐔𝐏𝐑", "Dinas PUPR"),
        ("Dinаs РUРR", "Dinas PUPR"),
        ("Сергей", "Сергей"),
        ("M. Ali, S.H. (Budi) O’Neil-Ñ", "M. Ali, S.H. (Budi) O’Neil-Ñ"),
        ("🌸🌸", "🌸🌸"),
        ("Bu\nSari\u202e", "Bu Sari"),
        ("<b>Koordinator</b>", "<b>Koordinator</b>"),
        ("x" * 200, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_no_sign_of_ours(written: str, shown: str) -> None:
    assert plain_name(written) == shown


@given(st.text())
def test_nothing_that_nobody_sees_is_left(text: str) -> None:
    shown = plain_text(text)
    hidden = {each for each in shown if unicodedata.category(each) in {"Cf", "Cs"}} - {"\u200d"}
    assert not hidden
    assert plain_text(shown) == shown
    name = plain_name(text)
    assert "\n" not in name
    assert plain_name(name) == name


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd", "Po", "Zs"]), max_size=200))
def test_ordinary_words_are_not_touched(text: str) -> None:
    assert plain_text(text) == text
