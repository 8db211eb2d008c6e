"""How a secret that opens something is kept: not itself, only what can be compared with it."""

from __future__ import annotations

from hashlib import sha256


def digest_of(secret: str) -> str:
    """SHA-256 in hexadecimal. For long random secrets only, which nobody can guess."""
    return sha256(secret.encode()).hexdigest()
