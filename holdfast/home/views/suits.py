"""What suits me: groups by what they could do for my needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from holdfast.accounts.requests import Asked
from holdfast.directory.places import is_in_miles, remembered_place
from holdfast.directory.queries import FITS
from holdfast.directory.search import holder
from holdfast.directory.shown import Row, Viewer
from holdfast.directory.views.viewer import viewer_of
from holdfast.directory.words import Words
from holdfast.domain.fit import Fit, fits
from holdfast.domain.network import coverage
from holdfast.home.forms import SuitsForm
from holdfast.home.offered import Near, offers_for, rows_for
from holdfast.network.queries import network_value, today_of
from holdfast.web.moment import now_of

MOST = 60
SHOWN = 15


@dataclass(frozen=True, slots=True)
class Suiting:
    """One group, what it could help with, and why it fits otherwise."""

    row: Row
    needs: tuple[str, ...]
    reasons: tuple[Words, ...]


@require_GET
def suits(request: Asked) -> HttpResponse:
    """The groups, those first that could meet what nobody meets yet."""
    now = now_of(request)
    form = SuitsForm(request.GET, languages=holder.current().languages)
    near = Near(request.GET.get("near", ""), request.GET.get("place", ""))
    place = near.place if near.typed else remembered_place(request)
    viewer = replace(viewer_of(request, now), in_miles=place is not None and is_in_miles(place))
    covered = coverage(network_value(request.user, today=today_of(request.user, now)))
    offers = offers_for(request.user, form.wish(place), viewer, limit=MOST)
    shown = {"form": form, "near": near, "place": place, "has_needs": bool(covered), "nav_current": "find"}
    return render(request, "home/suits.html", {**shown, "suiting": _suiting(fits(offers, covered)[:SHOWN], viewer)})


def _suiting(found: list[Fit], viewer: Viewer) -> list[Suiting]:
    rows = {str(row.id): row for row in rows_for([fit.offer for fit in found], viewer)}
    return [
        Suiting(
            rows[fit.offer.id],
            tuple(need.text for need in fit.needs),
            tuple(FITS[code] for code in fit.offer.fits),
        )
        for fit in found
        if fit.offer.id in rows
    ]
