"""Reading what supporters said."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from holdfast.accounts.models import Person
from holdfast.consent.viewers import Known
from holdfast.domain.asks.hours import WeekHours
from holdfast.domain.consent import Viewer, ViewerKind
from holdfast.network.words import ROLES
from holdfast.notices.models import Receiver
from holdfast.supporters.models import Agreement, Supporter


def agreements_of(person: Person) -> QuerySet[Agreement]:
    """The running agreements of the person who asks, with tie and supporter."""
    running = Agreement.objects.filter(person=person, ended_at=None, supporter__left_at=None)
    return running.select_related("tie", "supporter").order_by("accepted_at", "pk")


def agreements_with(supporter: Supporter) -> QuerySet[Agreement]:
    """Everyone this supporter agreed to help. The person is named as they named themselves to the supporter."""
    return supporter.agreements.filter(ended_at=None).select_related("tie", "person").order_by("accepted_at", "pk")


def viewers_of(person: Person) -> list[Known]:
    """The supporters the person could share with: those who help now and are not paused, by the name on the map."""
    rows = agreements_of(person).filter(paused_at=None)
    return [
        Known(Viewer(ViewerKind.AGREEMENT, row.pk), row.tie.name, str(ROLES[row.tie.role]), row.called) for row in rows
    ]


def hours_of(supporter: Supporter, spans: Iterable[Iterable[int]] | None = None) -> WeekHours:
    """Their hours, or other spans on their clock."""
    chosen = supporter.hours if spans is None else spans
    return WeekHours(tuple((int(begins), int(ends)) for begins, ends in chosen), supporter.time_zone)


def language_of(supporter: Supporter) -> str:
    """The language they read."""
    receiver = Receiver.objects.filter(pk=supporter.pk).first()
    return receiver.language if receiver else "en"
