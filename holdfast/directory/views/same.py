"""Is this the same meeting? Operators join and split listings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from holdfast.accounts.requests import Asked
from holdfast.directory.access import check_operator, listing_to_join
from holdfast.directory.comparing import said_by
from holdfast.directory.joining import decide_sameness, split_listing
from holdfast.directory.members import members_of, shown_meeting
from holdfast.directory.same_forms import JoinForm
from holdfast.directory.same_queries import question
from holdfast.web.moment import now_of


@require_GET
def review(request: Asked) -> HttpResponse:
    """One pair that the rule is not sure about."""
    check_operator(request.user)
    skip = request.GET.get("skip", "")
    at = int(skip) if skip.isdecimal() and len(skip) < 6 else 0
    return render(request, "directory/same_review.html", {"question": question(at), "later": at + 1})


@require_POST
def answer(request: Asked) -> HttpResponse:
    """The same, or different; then the next pair."""
    one = listing_to_join(request.user, _id(request.POST.get("one", "")))
    other = listing_to_join(request.user, _id(request.POST.get("other", "")))
    said = request.POST.get("answer")
    if one.pk == other.pk or said not in {"same", "different"}:
        raise Http404
    decide_sameness(one=one, other=other, is_same=said == "same", by=request.user, now=now_of(request))
    messages.info(request, _("They stand as one meeting now.") if said == "same" else _("They stay two meetings."))
    return redirect("same_review")


@require_http_methods(["GET", "POST"])
def listing(request: Asked, listing_id: UUID) -> HttpResponse:
    """The sources of one listing: join it with another, or take one out."""
    found = listing_to_join(request.user, listing_id)
    if found.merged_into_id:
        return redirect("same_listing", found.merged_into_id)
    form = JoinForm(request.POST or None, listing=found)
    if form.is_valid():
        decide_sameness(one=found, other=form.cleaned_data["other"], is_same=True, by=request.user, now=now_of(request))
        messages.info(request, _("They stand as one meeting now."))
        return redirect("same_listing", found.pk)
    rows = [found, *members_of([found.pk]).get(found.pk, [])]
    sources = list(said_by(rows, shown_meeting(found, rows[1:])))
    return render(request, "directory/same_listing.html", {"listing": found, "sources": sources, "form": form})


@require_POST
def split(request: Asked, listing_id: UUID) -> HttpResponse:
    """A listing is another meeting than those it stands with."""
    found = listing_to_join(request.user, listing_id)
    split_listing(listing=found, by=request.user, now=now_of(request))
    messages.info(request, _("It is a meeting of its own again. New imports will not change that."))
    return redirect("same_listing", found.pk)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
