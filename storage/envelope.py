"""A file encrypted with a passphrase, in pieces, so that it need not fit into memory.

Layout: `MAGIC`, 16 bytes of salt, 7 of nonce; then pieces of 64 KiB, each AES-256-GCM with 16 bytes of tag. The key is
scrypt(passphrase, salt, N=2^15, r=8, p=1). A piece's nonce is the 7 bytes, its number (4 bytes, big-endian) and one
byte, 1 for the last piece: nothing can be cut off, moved or added unseen (the STREAM construction).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from storage.errors import BrokenSeal

MAGIC = b"LAPOR-BACKUP-1\n"
SHORTEST_PASSPHRASE = 16
"""Characters."""

_PIECE = 64 * 1024
_TAG = 16
_SALT = 16
_NONCE = 7


def is_encrypted(path: Path) -> bool:
    """Whether `encrypt` wrote this file."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def encrypt(source: Path, target: BinaryIO, passphrase: str) -> None:
    """Write `source` encrypted. Raises ValueError for a passphrase of less than `SHORTEST_PASSPHRASE` characters."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise ValueError(f"the passphrase must have at least {SHORTEST_PASSPHRASE} characters")
    salt, prefix = os.urandom(_SALT), os.urandom(_NONCE)
    cipher = _cipher(passphrase, salt)
    target.write(MAGIC + salt + prefix)
    with source.open("rb") as file:
        for number, piece, is_last in _pieces(file, _PIECE):
            sealed = cipher.encrypt(_nonce(prefix, number, is_last), piece, None)
            target.write(sealed)


def decrypt(source: Path, target: BinaryIO, passphrase: str) -> None:
    """Write what `encrypt` was given. Raises BrokenSeal for another passphrase, or when anything of it was changed."""
    with source.open("rb") as file:
        head = file.read(len(MAGIC) + _SALT + _NONCE)
        salt, prefix = head[len(MAGIC) : -_NONCE], head[-_NONCE:]
        if not head.startswith(MAGIC) or len(salt) != _SALT:
            raise BrokenSeal("this is not an encrypted backup")
        cipher = _cipher(passphrase, salt)
        try:
            for number, piece, is_last in _pieces(file, _PIECE + _TAG):
                plain = cipher.decrypt(_nonce(prefix, number, is_last), piece, None)
                target.write(plain)
        except InvalidTag:
            raise BrokenSeal("the passphrase is another one, or the file was changed or cut") from None


def _pieces(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Number, bytes, and whether it is the last; an empty file is one empty piece."""
    number, piece = 0, file.read(size)
    while True:
        following = file.read(size)
        yield number, piece, not following
        if not following:
            return
        number, piece = number + 1, following


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode()))
