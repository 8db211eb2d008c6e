"""Every change of a person's account."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from holdfast.accounts.models import Person, PersonSession
from holdfast.notices.actions import forget, set_receiver
from holdfast.sealing.keys import destroy_key, make_key


@transaction.atomic
def open_account(
    *, nickname: str, passphrase: str, now: datetime, time_zone: str = "UTC", language: str = "en"
) -> Person:
    """A new person with a key of their own."""
    person = Person(nickname=nickname, created_at=now, time_zone=time_zone, language=language)
    person.set_password(passphrase)
    person.full_clean()
    person.save()
    make_key(person_id=person.pk, now=now)
    set_receiver(owner=person.pk, time_zone=time_zone, language=language)
    return person


@transaction.atomic
def change_preferences(*, by: Person, time_zone: str, language: str, supports_someone: bool) -> Person:
    """The person's zone and language, and whether they are here for someone else too."""
    by.time_zone, by.language, by.supports_someone = time_zone, language, supports_someone
    by.save(update_fields=["time_zone", "language", "supports_someone"])
    set_receiver(owner=by.pk, time_zone=time_zone, language=language)
    return by


@transaction.atomic
def end_other_sessions(*, by: Person, keep: str | None) -> int:
    """Sign out everywhere else; returns how many sessions ended."""
    return PersonSession.objects.filter(person_id=by.pk).exclude(session_key=keep).delete()[0]


@transaction.atomic
def set_operator(*, nickname: str, is_operator: bool) -> Person:
    """Operators administer; they cannot read. Raises Person.DoesNotExist."""
    person = Person.objects.get(nickname__iexact=nickname)
    person.is_operator = is_operator
    person.save(update_fields=["is_operator"])
    return person


@transaction.atomic
def erase_person(*, person: Person) -> None:
    """Delete the account and everything of it that lives here, and destroy its key."""
    person_id = person.pk
    PersonSession.objects.filter(person_id=person_id).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    forget(owner=person_id)
    person.delete()
    destroy_key(person_id=person_id)
