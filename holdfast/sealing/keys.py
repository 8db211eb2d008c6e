"""Make, open and destroy the key of one person.

AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D). The master key wraps each person's key with
the person's id as associated data, so that a wrapped key cannot be moved to another person.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from threading import local
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, connections, router

from holdfast.sealing.models import PersonKey

NONCE = 12
_opened = local()


class KeyMissing(Exception):
    """The person's key was destroyed or never made: what it sealed cannot be read."""


class SealBroken(Exception):
    """A sealed value was altered, moved, or sealed with another key."""


def make_key(*, person_id: UUID, now: datetime) -> None:
    """Give a new person a key of their own."""
    key = AESGCM.generate_key(bit_length=256)
    wrapped = seal(_master(), key, bound_to=person_id.bytes)
    PersonKey.objects.create(person_id=person_id, wrapped=wrapped, created_at=now)


def key_of(person_id: UUID) -> bytes:
    """The person's key, opened once per request. Raises KeyMissing."""
    opened: dict[UUID, bytes] = _opened.__dict__.setdefault("keys", {})
    if person_id not in opened:
        row = PersonKey.objects.filter(person_id=person_id).values_list("wrapped", flat=True).first()
        if row is None:
            raise KeyMissing(f"no key for person {person_id}")
        opened[person_id] = unseal(_master(), bytes(row), bound_to=person_id.bytes)
    return opened[person_id]


def open_keys(person_ids: Iterable[UUID]) -> None:
    """Open several keys with one read, before rows of several people are unsealed; who has none is left out."""
    opened: dict[UUID, bytes] = _opened.__dict__.setdefault("keys", {})
    wanted = [person_id for person_id in person_ids if person_id not in opened]
    master = AESGCM(_master())
    for person_id, row in _wrapped(wanted) if wanted else ():
        opened[person_id] = master.decrypt(row[:NONCE], row[NONCE:], person_id.bytes)


def _wrapped(person_ids: list[UUID]) -> list[tuple[UUID, bytes]]:
    """By hand: composing the query would take three times as long as running it, and every plan needs it."""
    connection = connections[router.db_for_read(PersonKey) or DEFAULT_DB_ALIAS]
    is_native = connection.features.has_native_uuid_field
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(person_ids))
        sql = f"SELECT person_id, wrapped FROM {PersonKey._meta.db_table} WHERE person_id IN ({marks})"  # noqa: S608  # marks
        cursor.execute(sql, [one if is_native else one.hex for one in person_ids])
        rows = cursor.fetchall()
    return [(one if isinstance(one, UUID) else UUID(one), bytes(row)) for one, row in rows]


def destroy_key(*, person_id: UUID) -> None:
    """Make everything the person wrote unreadable, here and in every backup of the main database."""
    PersonKey.objects.filter(person_id=person_id).delete()
    forget_opened_keys()


def forget_opened_keys(**signal: Any) -> None:
    """Drop opened keys from memory."""
    _opened.__dict__.pop("keys", None)


def seal(key: bytes, plain: bytes, *, bound_to: bytes) -> bytes:
    """Encrypt and authenticate; `bound_to` must be given again to open."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def unseal(key: bytes, sealed: bytes, *, bound_to: bytes) -> bytes:
    """Open what `seal` made. Raises SealBroken."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
    except (InvalidTag, ValueError):
        raise SealBroken("a sealed value does not open with this key") from None


def _master() -> bytes:
    return sha256(settings.MASTER_KEY.encode()).digest()


request_started.connect(forget_opened_keys, dispatch_uid="sealing.started")
request_finished.connect(forget_opened_keys, dispatch_uid="sealing.finished")
