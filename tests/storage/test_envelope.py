"""A backup that is taken away tells nothing, and one that was touched is not opened."""

from pathlib import Path

import pytest

from storage.envelope import MAGIC, decrypt, encrypt, is_encrypted
from storage.errors import BrokenSeal

PASSPHRASE = "kuda lumping di atas meja makan"
PIECE = 64 * 1024


def sealed(tmp_path: Path, plain: bytes) -> Path:
    (tmp_path / "plain").write_bytes(plain)
    with (tmp_path / "sealed").open("wb") as target:
        encrypt(tmp_path / "plain", target, PASSPHRASE)
    return tmp_path / "sealed"


def opened(path: Path, passphrase: str = PASSPHRASE) -> bytes:
    with (path.parent / "opened").open("wb") as target:
        decrypt(path, target, passphrase)
    return (path.parent / "opened").read_bytes()


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_is_encrypted_comes_back(tmp_path: Path, length: int) -> None:
    plain = bytes(range(256)) * (length // 256) + b"x" * (length % 256)
    path = sealed(tmp_path, plain)
    assert is_encrypted(path)
    assert not is_encrypted(tmp_path / "plain")
    assert opened(path) == plain


def test_nothing_of_it_can_be_read_and_no_two_are_alike(tmp_path: Path) -> None:
    first = sealed(tmp_path, b"Sari Rahmawati " * 100).read_bytes()
    assert b"Sari" not in first
    assert sealed(tmp_path, b"Sari Rahmawati " * 100).read_bytes()[len(MAGIC) :] != first[len(MAGIC) :]


def test_another_passphrase_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(BrokenSeal, match="another one"):
        opened(sealed(tmp_path, b"x"), "kuda lumping di bawah meja makan")


def test_what_was_changed_cut_moved_or_added_is_seen(tmp_path: Path) -> None:
    path = sealed(tmp_path, b"a" * PIECE + b"b" * PIECE + b"c")
    whole = path.read_bytes()
    head, size = len(MAGIC) + 16 + 7, PIECE + 16
    first, second, last = whole[head : head + size], whole[head + size : head + 2 * size], whole[head + 2 * size :]
    touched = {
        "changed": whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:],
        "cut within a piece": whole[:-1],
        "cut after a piece": whole[: head + 2 * size],
        "moved": whole[:head] + second + first + last,
        "added": whole + last,
        "nothing but the head": whole[:head],
    }
    for how, content in touched.items():
        path.write_bytes(content)
        with pytest.raises(BrokenSeal):
            opened(path)
        assert how
    path.write_bytes(b"SQLite format 3\0")
    with pytest.raises(BrokenSeal, match="not an encrypted backup"):
        opened(path)


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"x")
    with (tmp_path / "sealed").open("wb") as target, pytest.raises(ValueError, match="16 characters"):
        encrypt(tmp_path / "plain", target, "pendek")
