"""Numbers survive bad typing, and a slip of the finger never becomes somebody else's ticket."""

import string
from datetime import date
from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.number import ALPHABET, NumberMistyped, check_character, draw, find, parse

NOVEMBER = date(2026, 11, 21)
NUMBER = "LP-2611-7F3K9" + check_character("LP", "26117F3K9")
numbers = st.integers().map(lambda seed: draw("LP", NOVEMBER, Random(seed)))


def test_a_number_is_prefix_month_and_six_characters() -> None:
    prefix, month, code = draw("LP", date(2026, 1, 31), Random(1)).split("-")
    assert (prefix, month, len(code)) == ("LP", "2601", 6)
    assert set(code) <= set(ALPHABET)
    assert len({draw("LP", NOVEMBER, Random(seed)) for seed in range(1000)}) == 1000


def test_the_check_character_of_a_number_on_paper_never_changes() -> None:
    assert NUMBER == "LP-2611-7F3K98"


@pytest.mark.parametrize("prefix", ["", "lp", "L1", "LP-", "PENGADUAN", "ÉL"])
def test_a_prefix_is_letters(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        draw(prefix, NOVEMBER, Random(1))
    with pytest.raises(ValueError, match="prefix"):
        parse(NUMBER, prefix)
    with pytest.raises(ValueError, match="prefix"):
        find(NUMBER, prefix)


@pytest.mark.parametrize(
    "typed",
    [
        "LP-2611-7F3K98",
        "lp-2611-7f3k98",
        "lp2611 7f3k98",
        "LP26117F3K98",
        "LP.2611.7F3K98",
        "lp 2611 7f3 k98",
        "LP/2611/7F3K98",
        "LP_2611_7F3K98",
        "  LP-2611-7F3K98.  ",
        "#LP-2611-7F3K98",
        "`LP-2611-7F3K98`",
        "LP–2611—7F3K98",
        "LP‑2611−7F3K98",
        "LP\u00a02611\u200b7F3K98",
        "LP-2611\n7F3K98",
        "LP-26II-7F3K98",
        "LP-26l1-7F3K98",
        "1P-2611-7F3K98",
        "ＬＰ－２６１１－７Ｆ３Ｋ９８",
    ],
)
def test_typing_is_forgiven(typed: str) -> None:
    assert parse(typed, "LP") == NUMBER


def test_o_and_i_are_read_as_the_digits_they_look_like() -> None:
    body = "26110A1Z0"
    number = f"OL-2611-0A1Z0{check_character('OL', body)}"
    for typed in (number.replace("0", "O"), number.replace("1", "I"), number.replace("1", "l"), number.lower()):
        assert parse(typed, "OL") == number
        assert find(f"apa kabar {typed}?", "OL") == (number,)


@pytest.mark.parametrize(
    ("typed", "as_read"),
    [
        ("LP-2611-7F3K9X", "LP-2611-7F3K9X"),
        ("lp2611 7f3k88", "LP-2611-7F3K88"),
        ("LP-2612-7F3K98", "LP-2612-7F3K98"),
        ("LP-2613-7F3K98", "LP-2613-7F3K98"),
        ("LP-2611-F73K98", "LP-2611-F73K98"),
        ("LP-2611-7F3U98", "LP-2611-7F3U98"),
        ("LP-2611-7F3K9", "LP-2611-7F3K9"),
        ("LP-2611-7F3K988", "LP-2611-7F3K988"),
    ],
)
def test_a_mistyped_number_is_told_from_something_else(typed: str, as_read: str) -> None:
    assert parse(typed, "LP") == NumberMistyped(as_read)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "P",
        "LP",
        "jalan rusak",
        "lapangan parkir",
        "LP-2611",
        "0812 3456 7890",
        "6371012345678901",
        "XX-2611-7F3K98",
        "26117F3K98",
        f"{NUMBER} ya",
        f"mohon info {NUMBER}",
        "🙏",
        "LP-٢٦١١-7F3K98",
    ],
)
def test_other_text_is_no_number(typed: str) -> None:
    assert parse(typed, "LP") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        (f"Selamat pagi min, {NUMBER} gimana kabarnya?", (NUMBER,)),
        ("yg lp2611 7f3k98 blm jg", (NUMBER,)),
        (f"{NUMBER},{NUMBER.lower()}", (NUMBER,)),
        (f"*{NUMBER}* _{NUMBER}_", (NUMBER,)),
        (f"{NUMBER} dan LP-2611-00000{check_character('LP', '261100000')}", (NUMBER, "LP-2611-00000M")),
        ("LP-2611-7F3K9X", ()),
        (f"X{NUMBER}", ()),
        (f"{NUMBER}X", ()),
        ("LP\n2611\n7F3K98", ()),
        ("XX-2611-7F3K98", ()),
    ],
)
def test_numbers_are_found_in_prose(text: str, found: tuple[str, ...]) -> None:
    assert find(text, "LP") == found


# --- what the check catches: proved for all values at all positions ---------------------------------------------------
# The check is linear over GF(32): whether an error shows depends on the change and its place only, never on
# the rest of the number. So trying every change at every place of one number is trying them in all numbers.

BODY = "26117F3K9"


def checks(prefix: str, rest: str) -> bool:
    return check_character(prefix, rest[:-1]) == rest[-1]


def test_the_check_is_linear() -> None:
    values = {character: value for value, character in enumerate(ALPHABET)}
    random = Random(7)
    for _ in range(300):
        one, other = ("".join(random.choices(ALPHABET, k=9)) for _ in "ab")
        total = "".join(ALPHABET[values[a] ^ values[b]] for a, b in zip(one, other, strict=True))
        seen = [values[check_character("A", text)] for text in (one, other, total)]
        assert seen[0] ^ seen[1] == seen[2]


def test_every_single_wrong_character_is_caught() -> None:
    good = BODY + check_character("LP", BODY)
    for place, character in product(range(len(good)), ALPHABET):
        changed = good[:place] + character + good[place + 1 :]
        assert checks("LP", changed) is (changed == good)
    for place, letter in product(range(2), string.ascii_uppercase):
        prefix = "LP"[:place] + letter + "LP"[place + 1 :]
        assert checks(prefix, good) is (prefix == "LP")


def test_every_swap_of_two_characters_near_or_far_is_caught() -> None:
    places = len(BODY) + 1
    for left, right in ((a, b) for a in range(places) for b in range(a + 1, places)):
        for one, other in permutations(ALPHABET, 2):
            good = with_values({left: one, right: other}, fixed=({left, right}))
            swapped = [*good]
            swapped[left], swapped[right] = swapped[right], swapped[left]
            assert not checks("LP", "".join(swapped))


def test_every_doubled_character_turned_into_another_is_caught() -> None:
    for place in range(len(BODY)):
        for one, other in permutations(ALPHABET, 2):
            good = [*with_values({place: one, place + 1: one}, fixed={place, place + 1})]
            good[place] = good[place + 1] = other
            assert not checks("LP", "".join(good))


def with_values(values: dict[int, str], fixed: set[int]) -> str:
    """A correct number body with these characters at these places; one other place is turned until the check holds."""
    free = next(place for place in range(len(BODY) + 1) if place not in fixed)
    body = [*BODY, "0"]
    for place, value in values.items():
        body[place] = value
    for candidate in ALPHABET:
        body[free] = candidate
        if checks("LP", "".join(body)):
            return "".join(body)
    raise AssertionError("every place can mend the check")


@given(numbers)
def test_what_was_drawn_is_read_back(number: str) -> None:
    assert parse(number, "LP") == number
    assert parse(number.lower().replace("-", " "), "LP") == number
    assert find(f"tentang {number}.", "LP") == (number,)


@given(numbers, st.data())
def test_a_drawn_number_mistyped_is_never_another_number(number: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([i for i, character in enumerate(number) if i > 2 and character != "-"]))
    wrong = data.draw(st.sampled_from(sorted(set(ALPHABET) - {number[place]})))
    assert not isinstance(parse(number[:place] + wrong + number[place + 1 :], "LP"), str)


@given(numbers, st.integers(3, 11))
def test_neighbours_swapped_are_never_another_number(number: str, place: int) -> None:
    plain = number.replace("-", "")
    swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :] if place < 11 else plain
    assert parse(swapped, "LP") == number if swapped == plain else not isinstance(parse(swapped, "LP"), str)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    found = find(text, "LP")
    assert all(parse(number, "LP") == number for number in found)
    assert not isinstance(parse(text, "LP"), str) or len(found) <= 1
