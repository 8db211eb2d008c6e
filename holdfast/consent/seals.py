"""The seals of the record: what binds a line to the one before, the end to the last line, a head to the one before.

HMAC-SHA256 under keys made from the master key, which is not in the database. The keys of people take no part: when a
person's key is destroyed the record about them still holds.
"""

from __future__ import annotations

import hmac
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

BEGINNING = bytes(32)
"""What the first line is bound to."""
LOOKS, ENDS, HEADS = b"holdfast record of looks", b"holdfast record ends", b"holdfast record heads"


def line_seal(before: bytes, said: str) -> bytes:
    """The seal of a line, given the seal of the one before."""
    return _seal(LOOKS, before + said.encode())


def end_seal(number: int, mac: bytes, published: bytes) -> bytes:
    """The seal of the end: how many lines there are, the last one's seal, and the seal of the last published head."""
    return _seal(ENDS, f"{number} {mac.hex()} {published.hex()}".encode())


def head_seal(before: bytes, said: str) -> bytes:
    """The seal of a published head, given the seal of the one before."""
    return _seal(HEADS, before + said.encode())


def is_same(one: bytes, other: object) -> bool:
    """Whether what a row holds is this seal; what is no bytes at all is not."""
    return isinstance(other, (bytes, memoryview)) and hmac.compare_digest(one, bytes(other))


def _seal(purpose: bytes, said: bytes) -> bytes:
    return hmac.new(_key(purpose, settings.MASTER_KEY), said, sha256).digest()


@lru_cache(maxsize=8)
def _key(purpose: bytes, master: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(master.encode())
