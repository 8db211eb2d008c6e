"""A person: someone with an account. Nobody is a role, and no place is ever stored."""

from __future__ import annotations

from functools import cache
from typing import ClassVar
from uuid import uuid4
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


@cache
def time_zones() -> frozenset[str]:
    """Every IANA time zone; finding them reads a whole folder."""
    return frozenset(available_timezones())


def check_time_zone(value: str) -> None:
    """Refuse what is not an IANA time zone."""
    if value not in time_zones():
        raise ValidationError(_("Select a time zone from the list."))


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this nickname, whatever its capitals."""
        return self.get(nickname__iexact=username)


class Person(AbstractBaseUser):
    """Signs in with a nickname and a passphrase; an e-mail address is optional."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    nickname = models.CharField(max_length=40, unique=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    language = models.CharField(max_length=8, default="en", choices=settings.LANGUAGES)
    supports_someone = models.BooleanField(default=False)
    """Here for someone else's recovery, or also: family groups are then offered."""

    has_worked = models.BooleanField(default=False, editable=False)
    """Was verified as a worker at some time: only then is it asked, at every page, whether they are one today."""

    USERNAME_FIELD = "nickname"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("nickname"), name="person_nickname_any_case"),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class RecoveryCode(models.Model):
    """A one-time code, written down on paper, that lets its owner set a new passphrase."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class PersonSession(AbstractBaseSession):
    """One signed-in device, or one visitor."""

    person_id = models.UUIDField(null=True, blank=True, db_index=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """The store that reads and writes it."""
        store: type[SessionBase] = import_string("holdfast.accounts.sessions.SessionStore")
        return store

    def __str__(self) -> str:
        return f"session of person {self.person_id}"
