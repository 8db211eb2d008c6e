"""Whether an open page may stay open: asked every second by the page itself, and no line of the record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from holdfast.consent.access import granted
from holdfast.consent.showing import Looker
from holdfast.domain.consent import Item


def still(request: HttpRequest, looker: Looker, *, owner: UUID, item: Item, now: datetime) -> HttpResponse:
    """Nothing (204) while it is shared; else the words that take its place. It tells nobody anything else.

    A view that cannot find the relation any more answers with `ended`, not with 404, which leaves the page as it is.
    """
    if granted(viewers=looker.viewers, owner=owner, item=item, now=now):
        return HttpResponse(status=204)
    return ended(request)


def ended(request: HttpRequest) -> HttpResponse:
    """What takes the place of something that is no longer shared."""
    return render(request, "consent/_ended.html")
