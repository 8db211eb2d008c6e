"""What a person shares with a supporter: always as it is now, and gone from the moment it ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from holdfast.asks.beside import Section
from holdfast.asks.views.link_visit import View, Visit
from holdfast.care.words import Words
from holdfast.consent.access import item_or_404
from holdfast.consent.caseload import Wanted, given_to
from holdfast.consent.items import all_shown
from holdfast.consent.showing import Looker, look
from holdfast.consent.still import ended, still
from holdfast.consent.words import ITEMS, SLUGS
from holdfast.domain.consent import Viewer, ViewerKind
from holdfast.supporters.models import Agreement
from holdfast.supporters.queries import agreements_with
from holdfast.web.eyes import for_eyes


@dataclass(frozen=True, slots=True)
class SharedBy:
    """What one person shares with this supporter."""

    agreement: Agreement
    items: tuple[tuple[str, Words], ...]
    """Each as its address and its title."""

    @property
    def name(self) -> str:
        """How the supporter knows the person."""
        return self.agreement.person_name


def shared_with_me(visit: Visit) -> Section | None:
    """The part of a supporter's page that says what is shared with them; nothing where nothing is."""
    rows = agreements_with(visit.supporter).filter(paused_at=None, person__is_active=True)
    found = [one for one in _shared_by(rows, visit.now) if one.items]
    return Section("care/_shared_with_me.html", {"found": found}) if found else None


def shared_list(request: HttpRequest, visit: Visit, shared_by_id: UUID) -> HttpResponse:
    """Everything one person shares with me."""
    (found,) = _shared_by([_agreement(visit, shared_by_id)], visit.now)
    if not found.items:
        raise Http404
    return visit.shown(request, "care/helper_shared_list.html", {"found": found})


@for_eyes
def shared_item(request: HttpRequest, visit: Visit, shared_by_id: UUID, shared_item: str) -> HttpResponse:
    """One thing a person shares with me. Each look is written down, and the person can read of it."""
    agreement, item = _agreement(visit, shared_by_id), item_or_404(shared_item)
    viewer = Viewer(ViewerKind.AGREEMENT, agreement.pk)
    found = look(Looker(visit.supporter.pk, {viewer}), owner=agreement.person, item=item, now=visit.now)
    shown = {
        "look": found,
        "owner_name": agreement.person_name,
        "agreement": agreement,
        "title": ITEMS[item],
        "still_url": f"{visit.here}shared/{agreement.pk}/{SLUGS[item]}/still/",
    }
    return visit.shown(request, "care/helper_shared.html", shown)


def shared_still(request: HttpRequest, visit: Visit, shared_by_id: UUID, shared_item: str) -> HttpResponse:
    """Whether an open page may still be shown: asked every second by that page, and no look of its own."""
    agreement = _agreement(visit, shared_by_id)
    looker = Looker(visit.supporter.pk, {Viewer(ViewerKind.AGREEMENT, agreement.pk)})
    return still(request, looker, owner=agreement.person_id, item=item_or_404(shared_item), now=visit.now)


def or_ended(view: View) -> View:
    """Where nothing is found any more, the words that take its place: the open page would leave a 404 as it is."""

    @wraps(view)
    def answered(request: HttpRequest, **ids: Any) -> HttpResponse:
        try:
            response = view(request, **ids)
        except Http404:
            return ended(request)
        return ended(request) if response.status_code == HTTPStatus.NOT_FOUND else response

    return answered


def _shared_by(agreements: Iterable[Agreement], now: datetime) -> list[SharedBy]:
    """What is shared by each of these agreements; as many reads for one as for all."""
    rows, can = list(agreements), all_shown()
    wanted = [Wanted(row.person_id, {Viewer(ViewerKind.AGREEMENT, row.pk)}) for row in rows]
    return [
        SharedBy(row, tuple((SLUGS[one.item], ITEMS[one.item]) for one in given if one.item in can))
        for row, given in zip(rows, given_to(wanted, now=now), strict=True)
    ]


def _agreement(visit: Visit, agreement_id: UUID) -> Agreement:
    """One of the supporter's agreements while it runs and is not paused, or 404."""
    row = agreements_with(visit.supporter).filter(pk=agreement_id, paused_at=None, person__is_active=True).first()
    if row is None:
        raise Http404
    return row
