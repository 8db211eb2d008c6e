"""Telling something about a listing: that one was there, or what is wrong. No account is needed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.directory.access import standing_listing
from holdfast.directory.limits import has_told, is_allowed, remember_told, reporter_mark
from holdfast.directory.members import whole_meeting
from holdfast.directory.reporting import report_problem, say_i_was_there
from holdfast.directory.telling_forms import ProblemForm
from holdfast.domain.meetings.spoken import has_met
from holdfast.web.moment import now_of


@login_not_required
@require_POST
def was_there(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Somebody was there. Once a day from each device."""
    found = standing_listing(listing_id)
    response = redirect("listing", found.pk)
    if not has_met(whole_meeting(found), now_of(request)):
        messages.info(request, _("You can say so once it has begun."))
        return response
    if has_told(request, found.pk):
        messages.info(request, _("You told us today already. Thank you."))
        return response
    if not is_allowed(request, "was_there"):
        return render(request, "429.html", status=429)
    say_i_was_there(listing=found, now=now_of(request))
    remember_told(request, response, found.pk)
    messages.info(request, _("Thank you. Others now see that somebody was there. We do not keep who it was."))
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def problem(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """What is wrong with a listing."""
    found = standing_listing(listing_id)
    form = ProblemForm(request.POST or None)
    if form.is_valid():
        if not is_allowed(request, "problem"):
            return render(request, "429.html", status=429)
        mark = reporter_mark(request, found.pk)
        report_problem(listing=found, mark=mark, now=now_of(request), **form.cleaned_data)
        messages.info(request, _("Thank you. An operator will look at it."))
        return redirect("listing", found.pk)
    shown = {"form": form, "listing": found, "meeting": whole_meeting(found), "nav_current": "find"}
    return render(request, "directory/problem.html", shown)
