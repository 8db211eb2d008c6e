"""What waits for operators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from holdfast.accounts.requests import Asked
from holdfast.directory.access import check_operator, claim_to_settle, report_to_settle
from holdfast.directory.claims import settle_claim
from holdfast.directory.details import details
from holdfast.directory.reporting import HIDES, settle_report
from holdfast.directory.reviewing import waiting
from holdfast.directory.same_queries import lookalikes
from holdfast.directory.source_queries import sources_waiting
from holdfast.directory.views.viewer import viewer_of
from holdfast.web.moment import now_of


@require_GET
def review(request: Asked) -> HttpResponse:
    """The one thing that waits longest."""
    check_operator(request.user)
    skip = request.GET.get("skip", "")
    found = waiting(request.GET.get("pile", ""), int(skip) if skip.isdecimal() and len(skip) < 6 else 0)
    elsewhere = {"lookalikes": lookalikes().count(), "sources_waiting": sources_waiting().count()}
    shown: dict[str, Any] = {"waiting": found, "hides": HIDES, **elsewhere}
    if found.listing:
        shown["listing"] = details(found.listing, viewer_of(request, now_of(request)))
    return render(request, "directory/review.html", shown)


@require_POST
def report(request: Asked, report_id: UUID) -> HttpResponse:
    """Agree with a report, or not."""
    found = report_to_settle(request.user, report_id)
    accepted = request.POST.get("answer") == "yes"
    settle_report(report=found, accepted=accepted, by=request.user, now=now_of(request))
    if accepted and found.kind not in HIDES:
        messages.info(request, _("Put right here what is wrong."))
        return redirect("listing_dates" if found.kind == found.Kind.OTHER_TIME else "listing_edit", found.listing_id)
    messages.info(request, _("Settled. What was told is erased."))
    return redirect("review")


@require_POST
def claim(request: Asked, claim_id: UUID) -> HttpResponse:
    """Agree with a claim, or not."""
    found = claim_to_settle(request.user, claim_id)
    settle_claim(claim=found, accepted=request.POST.get("answer") == "yes", by=request.user, now=now_of(request))
    messages.info(request, _("Settled. What was told is erased."))
    return redirect("review")
