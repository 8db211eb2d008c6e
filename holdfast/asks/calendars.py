"""The secret address at which a calendar app finds the help that is planned: of a person, or of a supporter."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from holdfast.accounts.models import Person
from holdfast.asks.models import HelpCalendar
from holdfast.asks.week import Planned, planned_by, planned_for
from holdfast.notices.models import Receiver
from holdfast.sealing.digests import digest_of
from holdfast.supporters.models import Supporter

BACK, AHEAD = timedelta(days=28), timedelta(days=400)
PRODUCT = "-//Holdfast//Calendar//EN"


def secret_of(owner: UUID) -> str:
    """The secret of this person's or supporter's calendar; empty when it is off."""
    found = HelpCalendar.objects.filter(pk=owner).first()
    return found.secret if found else ""


@transaction.atomic
def renew_help_calendar(*, owner: UUID, now: datetime) -> HelpCalendar:
    """A new address; the one before stops at once."""
    stop_help_calendar(owner=owner)
    secret = secrets.token_urlsafe(24)
    return HelpCalendar.objects.create(person_id=owner, digest=digest_of(secret), secret=secret, created_at=now)


@transaction.atomic
def stop_help_calendar(*, owner: UUID) -> None:
    """The address answers no more."""
    HelpCalendar.objects.filter(pk=owner).delete()


def calendar_at(secret: str, *, now: datetime, is_named: bool) -> bytes:
    """The calendar behind an address; 404 for one that never was, was renewed or stopped, or whose owner is gone."""
    found = HelpCalendar.objects.filter(digest=digest_of(secret)).first()
    if found is None:
        raise Http404
    begins, ends = now - BACK, now + AHEAD
    if person := Person.objects.filter(pk=found.person_id, is_active=True).first():
        with override(person.language):
            return _written(planned_for(person, begins=begins, ends=ends), now, is_named)
    if supporter := Supporter.objects.filter(pk=found.person_id, left_at=None).first():
        with override(_language(supporter.pk)):
            return _written(planned_by(supporter, begins=begins, ends=ends), now, is_named)
    raise Http404


def _language(owner: UUID) -> str:
    receiver = Receiver.objects.filter(pk=owner).first()
    return receiver.language if receiver else "en"


def _written(planned: Iterable[Planned], now: datetime, is_named: bool) -> bytes:
    """iCalendar (RFC 5545), in UTC. Without names an entry says only that something is planned."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Calendar"))
    for one in planned:
        calendar.add_component(_event(one, now, is_named))
    content: bytes = calendar.to_ical()
    return content


def _event(one: Planned, now: datetime, is_named: bool) -> Event:
    event = Event()
    event.add("uid", f"{sha256(str(one.slot.pk).encode()).hexdigest()[:24]}@holdfast")
    event.add("dtstamp", now)
    event.add("dtstart", one.starts_at)
    if one.slot.ends_at:
        event.add("dtend", one.slot.ends_at)
    event.add("summary", _said(one) if is_named else _("Planned"))
    event.add("status", "TENTATIVE" if one.is_open else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _said(one: Planned) -> str:
    what = f"{one.kind}: {one.label}" if one.label else str(one.kind)
    return f"{what} ({', '.join(one.who)})" if one.who else what
