"""What makes a stolen database file worthless: sealed values, and keyed hashes to find them by.

All keys are derived from SECRET_KEY. Each column has a key of its own, so a sealed value opens only where it was put,
and no key seals more values than random nonces allow. Every sealed value starts with the id of its key: a wrong
SECRET_KEY is told apart from damage, and what an older key sealed still opens until it is sealed anew.

Hashes cannot be made anew, for what they were made of is not there any more. So a database keeps the key of its hashes,
sealed, when SECRET_KEY changes.
"""

import copy
import os
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import BrokenSeal, WrongSecretKey

SHORTEST_SECRET = 32
"""Characters that a SECRET_KEY must have at least."""

_FORMAT = b"\x01"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12
HEAD_BYTES = len(_FORMAT) + _KEY_ID_BYTES
"""By so many bytes at its beginning a sealed value tells which key it needs."""
_HASH_BYTES = 16
REMEMBERED = 4096
"""Hashes that are not made again."""


class Sealer:
    """Seals and opens bytes (AES-256-GCM) and makes keyed hashes (BLAKE2b, 32 hex digits)."""

    def __init__(self, secret_key: str, *older: str) -> None:
        """Seal with the first key, open with all. Raise ValueError when one is shorter than `SHORTEST_SECRET`."""
        keys = [_Key(each) for each in (secret_key, *older)]
        self._first = keys[0]
        self._keys = {key.head: key for key in reversed(keys)}
        self._hash = _hasher(keys[0].lookup)

    @property
    def head(self) -> bytes:
        """How everything begins that this seals."""
        return self._first.head

    def seal(self, plain: bytes, context: str) -> bytes:
        """Make bytes unreadable. `context` says where they will lie (``people.profile``) and is needed to open them."""
        nonce = os.urandom(_NONCE_BYTES)
        return self._first.head + nonce + self._first.cipher(context).encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Give back what was sealed. Raises WrongSecretKey, or BrokenSeal when it is not what was sealed here."""
        if len(sealed) < HEAD_BYTES + _NONCE_BYTES or not sealed.startswith(_FORMAT):
            raise BrokenSeal(f"{context} does not hold a sealed value")
        key = self._key_of(sealed)
        nonce = sealed[HEAD_BYTES : HEAD_BYTES + _NONCE_BYTES]
        try:
            return key.cipher(context).decrypt(nonce, sealed[HEAD_BYTES + _NONCE_BYTES :], context.encode())
        except InvalidTag:
            raise BrokenSeal(f"a value of {context} was changed or moved") from None

    def key_of(self, *parts: str) -> str:
        """A hash that only this key of hashes makes, to look sealed things up by; parts never run into each other."""
        return self._hash(*parts)

    def lookup_of(self, sealed: bytes) -> bytes:
        """The key of hashes that belongs to the SECRET_KEY of a sealed value. Raises WrongSecretKey."""
        return self._key_of(sealed).lookup

    def looking_up_by(self, lookup: bytes) -> Self:
        """The same, with another key of hashes."""
        other = copy.copy(self)
        other._hash = _hasher(lookup)
        return other

    def _key_of(self, sealed: bytes) -> "_Key":
        try:
            return self._keys[sealed[:HEAD_BYTES]]
        except KeyError:
            raise WrongSecretKey("SECRET_KEY is not the one this database was filled with") from None


class _Key:
    """One SECRET_KEY, and what is derived from it."""

    def __init__(self, secret_key: str) -> None:
        if len(secret_key) < SHORTEST_SECRET:
            raise ValueError(f"SECRET_KEY must have at least {SHORTEST_SECRET} characters")
        self._secret = secret_key.encode("utf-8", "surrogatepass")
        self.head = _FORMAT + self._derive("key id")[:_KEY_ID_BYTES]
        self.lookup = self._derive("lookup")
        self.cipher = lru_cache(maxsize=None)(self._new_cipher)

    def _new_cipher(self, context: str) -> AESGCM:
        return AESGCM(self._derive(f"seal {context}"))

    def _derive(self, purpose: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=b"lapor-bot", info=purpose.encode()).derive(self._secret)


def _hasher(lookup: bytes) -> Callable[..., str]:
    """What hashes with that key. It remembers: an update asks for the same chat and person again and again, and most
    words of a complaint are in others, too."""
    keyed = blake2b(digest_size=_HASH_BYTES, key=lookup)

    @lru_cache(maxsize=REMEMBERED)
    def hashed(*parts: str) -> str:
        digest = keyed.copy()
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(4, "big") + data)
        return digest.hexdigest()

    return hashed
