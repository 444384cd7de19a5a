"""What is sealed opens only with the same key, in the same place, unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import BrokenSeal, WrongSecretKey
from storage.sealing import SHORTEST_SECRET, Sealer
from tests.support.databases import SECRET_KEY

SEALER = Sealer(SECRET_KEY)
OTHER = Sealer(SECRET_KEY[::-1])


@given(plain=st.binary(max_size=300), context=st.text(min_size=1, max_size=20).filter(lambda s: s.isprintable()))
def test_what_was_sealed_opens_with_the_same_key(plain: bytes, context: str) -> None:
    assert Sealer(SECRET_KEY).open(SEALER.seal(plain, context), context) == plain


def test_the_same_text_never_looks_the_same() -> None:
    assert SEALER.seal(b"Sari", "people.profile") != SEALER.seal(b"Sari", "people.profile")


def test_another_key_is_told_from_damage() -> None:
    with pytest.raises(WrongSecretKey):
        OTHER.open(SEALER.seal(b"Sari", "a.b"), "a.b")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    with pytest.raises(BrokenSeal):
        SEALER.open(SEALER.seal(b"Sari", "a.b"), "a.c")


@given(where=st.integers(0, 36), flip=st.integers(1, 255))
def test_a_changed_value_does_not_open(where: int, flip: int) -> None:
    sealed = bytearray(SEALER.seal(b"Sari", "a.b"))
    sealed[where] ^= flip
    with pytest.raises((BrokenSeal, WrongSecretKey)):
        SEALER.open(bytes(sealed), "a.b")


@pytest.mark.parametrize("cut", [b"", b"\x01", b"plain text that was never sealed"])
def test_what_was_never_sealed_does_not_open(cut: bytes) -> None:
    with pytest.raises(BrokenSeal):
        SEALER.open(cut, "a.b")


def test_a_hash_is_the_same_for_the_same_parts_and_key_only() -> None:
    assert SEALER.key_of("a", "b") == Sealer(SECRET_KEY).key_of("a", "b")
    assert SEALER.key_of("a", "b") != OTHER.key_of("a", "b")
    assert len(SEALER.key_of("telegram", "chat", "1")) == 32


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_parts_of_a_hash_do_not_run_into_each_other(one: list[str], other: list[str]) -> None:
    assert (SEALER.key_of(*one) == SEALER.key_of(*other)) == (one == other)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match=str(SHORTEST_SECRET)):
        Sealer("x" * (SHORTEST_SECRET - 1))
