"""Every change of a person's account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.accounts.models import Person
from holdfast.sealing.keys import make_key


@transaction.atomic
def open_account(*, nickname: str, passphrase: str, now: datetime, time_zone: str = "UTC", language: str = "en") -> Person:
    """A new person with a key of their own."""
    person = Person(nickname=nickname, created_at=now, time_zone=time_zone, language=language)
    person.set_password(passphrase)
    person.full_clean()
    person.save()
    make_key(person_id=person.pk, now=now)
    return person
