"""The secret address at which a person's calendar app finds the meetings they keep."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override

from holdfast.accounts.models import Person
from holdfast.directory.members import standing_ids
from holdfast.directory.models import CalendarAddress
from holdfast.directory.publishing import listings_shown, published
from holdfast.domain.meetings.formats.icalendar import Cover, render
from holdfast.domain.network import TieState
from holdfast.network.access import ties_of
from holdfast.sealing.digests import digest_of


@dataclass(frozen=True, slots=True)
class Address:
    """What the page shows."""

    secret: str
    created_at: datetime


def address_of(person: Person) -> Address | None:
    """The person's address, if it is on."""
    found = CalendarAddress.objects.filter(person=person).first()
    return Address(found.secret, found.created_at) if found else None


@transaction.atomic
def renew_calendar_address(*, by: Person, now: datetime) -> CalendarAddress:
    """A new address; the one before stops at once."""
    stop_calendar_address(by=by, now=now)
    secret = secrets.token_urlsafe(24)
    address = CalendarAddress.objects.create(person=by, digest=digest_of(secret), created_at=now)
    address.secret = secret  # sealed to its row, which has no number before it is there
    address.save(update_fields=["secret"])
    return address


@transaction.atomic
def stop_calendar_address(*, by: Person, now: datetime) -> None:
    """The address answers no more."""
    Person.objects.select_for_update().get(pk=by.pk)
    CalendarAddress.objects.filter(person=by).delete()


def person_at(secret: str) -> Person:
    """Whose calendar an address is; 404 for one that never was, was renewed or stopped, or whose account is closed."""
    found = CalendarAddress.objects.filter(digest=digest_of(secret), person__is_active=True).select_related("person")
    address = found.first()
    if address is None:
        raise Http404
    return address.person


def calendar_of(person: Person, *, now: datetime, is_named: bool) -> bytes:
    """The meetings the person keeps; unless they asked for names, each entry says no more than that it is a meeting."""
    with override(person.language or None):
        cover = Cover(_("Calendar"), "" if is_named else _("Meeting"))
    rows = listings_shown().filter(pk__in=set(standing_ids(_kept(person)).values())).select_related("source")
    return render(published(rows.order_by("pk")), now=now, cover=cover)


def _kept(person: Person) -> list[str]:
    ties = ties_of(person).exclude(listing_key="").exclude(state=TieState.ENDED)
    return list(ties.values_list("listing_key", flat=True))
