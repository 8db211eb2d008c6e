"""Recovery codes: eight on paper, each good once for a new passphrase."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from holdfast.accounts.models import Person, RecoveryCode

HOW_MANY = 8
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without letters and digits that look alike on paper; ten of them hold about 49 bits."""
HALF = 5


class CodeRefused(Exception):
    """The nickname and the code do not go together, or the code was used."""


@transaction.atomic
def make_codes(*, by: Person, now: datetime) -> list[str]:
    """Eight new codes; the earlier ones stop working. They are returned once and kept only as digests."""
    RecoveryCode.objects.filter(person=by).delete()
    codes = [f"{_part()}-{_part()}" for _ in range(HOW_MANY)]
    RecoveryCode.objects.bulk_create(RecoveryCode(person=by, digest=digest_of(code), created_at=now) for code in codes)
    return codes


@transaction.atomic
def use_code(*, nickname: str, code: str, passphrase: str, now: datetime) -> Person:
    """Set a new passphrase. Every other session ends, since sessions hang on the passphrase. Raises CodeRefused."""
    row = (
        RecoveryCode.objects.filter(digest=digest_of(code), used_at=None, person__is_active=True)
        .filter(person__nickname__iexact=nickname.strip())
        .select_related("person")
        .first()
    )
    if row is None or not RecoveryCode.objects.filter(pk=row.pk, used_at=None).update(used_at=now):
        raise CodeRefused("the nickname and the code do not go together")
    row.person.set_password(passphrase)
    row.person.save(update_fields=["password"])
    return row.person


def codes_left(person: Person) -> int:
    """How many codes still work."""
    return RecoveryCode.objects.filter(person=person, used_at=None).count()


def digest_of(code: str) -> str:
    """A keyed digest: without the master key a stolen table tells nothing."""
    plain = "".join(letter for letter in code.lower() if letter in ALPHABET)
    return hmac.new(settings.MASTER_KEY.encode(), b"recovery code " + plain.encode(), "sha256").hexdigest()


def _part() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(HALF))
