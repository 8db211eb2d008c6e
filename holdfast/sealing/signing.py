"""This host's signature under what it hands out: Ed25519 (RFC 8032), a key for each purpose.

The keys are derived from the master key (HKDF, RFC 5869), so there is nothing more to keep or to lose. Whoever has the
master key could sign anything; nobody else can.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def sign(message: bytes, *, purpose: str) -> str:
    """The signature under exactly these bytes, in base64."""
    return b64encode(_key(settings.MASTER_KEY, purpose).sign(message)).decode()


def is_signed(message: bytes, signature: str, *, purpose: str) -> bool:
    """Whether this host signed exactly these bytes for this purpose."""
    try:
        _key(settings.MASTER_KEY, purpose).public_key().verify(b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=8)
def _key(master: str, purpose: str) -> Ed25519PrivateKey:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"holdfast signs: {purpose}".encode())
    return Ed25519PrivateKey.from_private_bytes(derived.derive(master.encode()))
