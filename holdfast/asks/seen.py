"""What ends when a person cuts somebody off, and what that somebody has seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from holdfast.accounts.models import Person
from holdfast.asks.calendars import secret_of
from holdfast.asks.models import Offer, Reply, Update
from holdfast.asks.parting import still_ahead
from holdfast.directory.models import CalendarAddress
from holdfast.network.models import Tie
from holdfast.supporters.access import supporter_of
from holdfast.supporters.models import Agreement, Invitation


def parting_page(person: Person, tie: Tie, now: datetime) -> dict[str, Any]:
    """Everything that runs between the two, and everything of the person's that this supporter could read."""
    mine = Agreement.objects.filter(person=person, tie=tie)
    running = mine.filter(ended_at=None).first()
    replies = Reply.objects.filter(agreement__in=mine).select_related("ask").order_by("-asked_at", "pk")
    promises = still_ahead(mine, now)
    open_links = Invitation.objects.filter(tie=tie, revoked_at=None, accepted_at=None, declined_at=None)
    return {
        "tie": tie,
        "running": running,
        "was_there": mine.exists(),
        "has_link": open_links.filter(expires_at__gt=now).exists(),
        "waiting": replies.filter(agreement=running, ask__ended_at=None, answer="").count() if running else 0,
        "promises": list(promises.select_related("slot__ask").order_by("slot__starts_at", "pk")),
        "offers": Offer.objects.filter(agreement__in=mine, ended_at=None).count(),
        "asks": list(replies),
        "updates": list(Update.objects.filter(told__in=mine).order_by("-created_at", "pk")),
        "terms": list(mine.order_by("accepted_at")),
        "addresses": list(_secret_addresses(person)),
    }


def _secret_addresses(person: Person) -> Iterator[tuple[str, str]]:
    """Every secret address of the person that is on, and the page on which to take a new one."""
    if CalendarAddress.objects.filter(person=person).exists():
        yield _("The calendar of your meetings"), reverse("calendar")
    if secret_of(person.pk):
        yield _("The calendar of your week's help"), reverse("week_calendar")
    helper = supporter_of(person)
    if helper and secret_of(helper.pk):
        yield _("The calendar of what you promised to others"), reverse("helping_calendar")
