"""Keeping a listing for its group: asking for it, what it says, when it meets; and listings that no feed has."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.accounts.requests import Asked
from holdfast.directory.access import check_operator, listing_to_keep, standing_listing
from holdfast.directory.claims import EMPTY, add_listing, change_listing, claim_listing, give_up_listing
from holdfast.directory.date_forms import DatesEdit
from holdfast.directory.edit_forms import ListingForm
from holdfast.directory.limits import is_allowed
from holdfast.directory.members import whole_meeting
from holdfast.directory.reporting import NotForKeepers, verify_listing
from holdfast.directory.telling_forms import ClaimForm
from holdfast.directory.words import CATEGORIES
from holdfast.domain.meetings.meeting import Attendance, Category
from holdfast.domain.meetings.spoken import today_at
from holdfast.web.moment import now_of


@require_http_methods(["GET", "POST"])
def claim(request: Asked, listing_id: UUID) -> HttpResponse:
    """Ask to keep a listing."""
    found = standing_listing(listing_id)
    form = ClaimForm(request.POST or None)
    if form.is_valid():
        if not is_allowed(request, "claim"):
            return render(request, "429.html", status=429)
        claim_listing(by=request.user, listing=found, now=now_of(request), **form.cleaned_data)
        messages.info(request, _("We have your note. When an operator agrees, you can change this listing."))
        return redirect("listing", found.pk)
    return render(request, "directory/claim.html", {"form": form, "listing": found, "nav_current": "find"})


@require_POST
def give_up(request: Asked, listing_id: UUID) -> HttpResponse:
    """Keep it no longer."""
    found = listing_to_keep(request.user, listing_id)
    give_up_listing(by=request.user, listing=found)
    messages.info(request, _("You no longer keep this listing. What you wrote there stays."))
    return redirect("listing", found.pk)


@require_POST
def verify(request: Asked, listing_id: UUID) -> HttpResponse:
    """It is as it says."""
    found = listing_to_keep(request.user, listing_id)
    try:
        verify_listing(listing=found, by=request.user, now=now_of(request))
    except NotForKeepers as refused:
        raise Http404 from refused
    messages.info(request, _("Checked today. It is found in the search."))
    return redirect("review") if request.POST.get("next") == "review" else redirect("listing", found.pk)


@require_http_methods(["GET", "POST"])
def edit(request: Asked, listing_id: UUID) -> HttpResponse:
    """What a listing says, but for its times."""
    found = listing_to_keep(request.user, listing_id)
    meeting = whole_meeting(found)
    form = ListingForm(request.POST or None, meeting=meeting)
    if form.is_valid():
        change_listing(listing=found, meeting=form.meeting(), now=now_of(request))
        messages.info(request, _("Kept. Everybody sees it now."))
        return redirect("listing", found.pk)
    shown = {"form": form, "parts": form.parts(), "listing": found, "meeting": meeting, "nav_current": "find"}
    return render(request, "directory/edit.html", shown)


@require_http_methods(["GET", "POST"])
def dates(request: Asked, listing_id: UUID) -> HttpResponse:
    """When it meets, and the dates that are not as usual."""
    found, now = listing_to_keep(request.user, listing_id), now_of(request)
    meeting = whole_meeting(found)
    form = DatesEdit(request.POST or None, meeting=meeting, today=today_at(meeting, now))
    if form.is_valid():
        change_listing(listing=found, meeting=form.meeting(), now=now)
        messages.info(request, _("Kept. Everybody sees it now."))
        return redirect("listing", found.pk)
    shown = {"form": form, "listing": found, "meeting": meeting, "nav_current": "find"}
    return render(request, "directory/dates.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: Asked) -> HttpResponse:
    """A listing that no feed has, for operators: first what it is, then what it says, then its times."""
    check_operator(request.user)
    what = request.GET.get("what", "")
    if what not in set(Category):
        return render(request, "directory/new.html", {"choices": CATEGORIES.items(), "nav_current": "find"})
    is_online = what == Category.COMMUNITY
    meeting = replace(
        EMPTY, category=Category(what), attendance=Attendance.ONLINE if is_online else Attendance.IN_PERSON
    )
    form = ListingForm(request.POST or None, meeting=meeting)
    if form.is_valid():
        made = add_listing(meeting=form.meeting(), now=now_of(request))
        return redirect("listing" if is_online else "listing_dates", made.pk)
    shown = {"form": form, "parts": form.parts(), "meeting": meeting, "nav_current": "find"}
    return render(request, "directory/edit.html", shown)
