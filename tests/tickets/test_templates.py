"""Placeholders are filled once, unknown ones refused, and what is filled always fits an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.lengths import FIRST, units
from tickets.templates import (
    LONGEST,
    LONGEST_NAME,
    ROOM,
    Flaw,
    Placeholder,
    Template,
    Unfit,
    check,
    fill,
    key_of,
    offered,
    read,
)

VALUES = {
    Placeholder.NUMBER: "LP-2611-7F3K98",
    Placeholder.CATEGORY: "Jalan & jembatan",
    Placeholder.PLACE: "Jl. Ahmad Yani, Martapura",
    Placeholder.DUE: "Kamis, 26 November 2026",
    Placeholder.OFFICER: "Budi",
}
PIECES = st.one_of(
    st.text(),
    st.sampled_from([f"{{{each}}}" for each in Placeholder] + ["{", "}", "{}", "{ Nomor }", "{nama}", "🙂", "<b>&"]),
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def flaw_of(typed: str) -> tuple[Flaw, tuple[str, ...]]:
    with pytest.raises(Unfit) as caught:
        read(typed)
    return caught.value.flaw, caught.value.unknown


def test_a_name_a_colon_and_words_are_a_template() -> None:
    assert read(" Sudah   ditambal : Jalan di {tempat}: sudah kami tambal.\nTerima kasih. ") == Template(
        "Sudah ditambal", "Jalan di {tempat}: sudah kami tambal.\nTerima kasih."
    )


@pytest.mark.parametrize("typed", ["", "tanpa titik dua", ": isi", "nama:", "nama:  ", "!!: isi", "\n:\n"])
def test_what_lacks_one_of_the_two_is_not_taken(typed: str) -> None:
    assert flaw_of(typed) == (Flaw.SHAPE, ())


def test_a_name_fits_a_button() -> None:
    assert read(f"{'n' * LONGEST_NAME}: isi").name == "n" * LONGEST_NAME
    assert flaw_of(f"{'n' * (LONGEST_NAME + 1)}: isi")[0] is Flaw.NAME


def test_unknown_placeholders_are_named() -> None:
    assert flaw_of("a: {nama} {nomor} {no hp} {nama}") == (Flaw.UNKNOWN, ("nama", "no hp"))


@pytest.mark.parametrize("text", ["{", "}", "a { b", "{}", "{ }", "}{", "{\n}", ":-}", "{" * 50])
def test_a_brace_that_encloses_nothing_is_a_brace(text: str) -> None:
    check(text)
    assert fill(text, VALUES) == text


def test_case_and_spaces_do_not_matter() -> None:
    assert fill("{Nomor} { TEMPAT }", VALUES) == "LP-2611-7F3K98 Jl. Ahmad Yani, Martapura"
    assert fill("{{nomor}}", VALUES) == "{LP-2611-7F3K98}"


def test_what_a_value_brings_with_it_is_not_filled() -> None:
    assert fill("{tempat}", VALUES | {Placeholder.PLACE: "{petugas} {nomor}"}) == "{petugas} {nomor}"


def test_a_long_value_is_cut() -> None:
    filled = fill("{tempat}", VALUES | {Placeholder.PLACE: "🙂" * 300})
    assert filled.endswith("…")
    assert units(filled) <= ROOM[Placeholder.PLACE]


def test_many_placeholders_are_too_long() -> None:
    assert flaw_of("a: " + "{tempat}" * 11)[0] is Flaw.LENGTH
    assert flaw_of("a: " + "x" * (LONGEST + 1))[0] is Flaw.LENGTH
    assert read("a: " + "{tempat}" * 10).text


def test_when_one_is_changed_its_name_may_stay() -> None:
    assert read("Hanya isi", "Lama") == Template("Lama", "Hanya isi")
    assert read("Baru: isi", "Lama") == Template("Baru", "isi")
    assert read("Yth:", "Lama") == Template("Lama", "Yth:")


def test_own_ones_hide_samples_of_the_same_name() -> None:
    samples = [Template("Selesai", "s", sample="selesai"), Template("Cuaca", "c", sample="cuaca")]
    own = [Template("SELESAI ", "milik sendiri", id=1), Template("Anggaran", "a", id=2), Template("cuaca", "", id=3)]
    assert [each.name for each in offered(own, samples)] == ["Anggaran", "SELESAI "]
    assert [each.ref for each in offered([], samples)] == ["selesai", "cuaca"]


@given(TEXTS, st.dictionaries(st.sampled_from(Placeholder), st.text()))
def test_any_text_is_refused_or_filled_to_something_that_fits(text: str, values: dict[Placeholder, str]) -> None:
    all_values = dict.fromkeys(Placeholder, "") | values
    try:
        check(text)
    except Unfit:
        return
    filled = fill(text, all_values)
    assert units(filled) <= LONGEST <= FIRST
    emptied = fill(text, dict.fromkeys(Placeholder, ""))
    assert not any(f"{{{each}}}" in emptied for each in Placeholder if "{{" not in text and "}}" not in text)


@given(TEXTS)
def test_a_text_without_placeholders_stays_as_it_is(text: str) -> None:
    plain = text.replace("{", "(")
    assert fill(plain, VALUES) == plain


@given(st.text())
def test_anything_typed_is_a_template_or_unfit(typed: str) -> None:
    try:
        template = read(typed)
    except Unfit:
        return
    assert template.name == " ".join(template.name.split())
    assert 0 < len(template.name) <= LONGEST_NAME
    assert template.text
    assert key_of(template.name.upper().lower()) == key_of(template.name.lower())
