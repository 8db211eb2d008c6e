"""Files in the form of health care: the person takes their own, and picks from what a clinic gave them."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.domain.fhir.bundle import MEDIA_TYPE, bundle
from holdfast.domain.fhir.reading import LARGEST, Found, read
from holdfast.domain.fhir.values import Record
from holdfast.teams.exchange import bundle_name, chosen
from holdfast.teams.exchange_drafts import Added, add_picked
from holdfast.teams.exchange_forms import BringForm, DraftForm, OwnFileForm, carried, found_in
from holdfast.teams.exchange_words import said_of
from holdfast.web.moment import now_of

HERE = {"nav_current": "tend"}


@require_safe
def exchange(request: Asked) -> HttpResponse:
    """What can go out and come in."""
    return render(request, "teams/exchange.html", HERE)


@require_http_methods(["GET", "POST"])
@reauthentication_required
def exchange_take(request: Asked) -> HttpResponse:
    """Tick what goes into the file; then it is saved."""
    form = OwnFileForm(request.POST or None, initial={"called": request.user.nickname})
    if form.is_valid():
        return as_file(chosen(request.user, form.choice(), now=now_of(request)))
    return render(request, "teams/exchange_take.html", {"form": form, **HERE})


def as_file(record: Record) -> HttpResponse:
    """The record as a file to save."""
    name = bundle_name(record.made_at)
    return JsonResponse(
        bundle(record),
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "POST"])
def exchange_bring(request: Asked) -> HttpResponse:
    """Choose a file; what is in it is shown as drafts, and what could not be read is named."""
    form = BringForm(request.POST or None, request.FILES or None)
    found = Found()
    if form.is_valid():
        found = read(form.cleaned_data["file"].read(LARGEST + 1))
        if found.participants or found.lines:
            shown = {"form": DraftForm(found=found, person=request.user), "carried": carried(found, request.user)}
            return render(request, "teams/exchange_pick.html", {**shown, **_left(found), **HERE})
    return render(request, "teams/exchange_bring.html", {"form": form, **_left(found), **HERE})


def _left(found: Found) -> dict[str, object]:
    return {
        "problems": [said_of(one) for one in found.problems],
        "left_out": [f"{kind} ({count})" for kind, count in found.left_out.items()],
    }


@require_POST
def exchange_pick(request: Asked) -> HttpResponse:
    """What was ticked goes where the person said; the rest is forgotten."""
    found = found_in(request.POST.get("carried", ""), request.user)
    if found is None:
        messages.info(request, _("It has been a while. Choose the file again."))
        return redirect("exchange_bring")
    form = DraftForm(request.POST, found=found, person=request.user)
    if not form.is_valid():
        shown = {"form": form, "carried": request.POST["carried"], **HERE}
        return render(request, "teams/exchange_pick.html", shown)
    added = add_picked(by=request.user, people=form.people_taken(), lines=form.lines_taken(), now=now_of(request))
    _say(request, added)
    return redirect("exchange")


def _say(request: Asked, added: Added) -> None:
    count = added.people + added.lines
    messages.info(request, ngettext("%(n)s added.", "%(n)s added.", count) % {"n": count})
    for text in added.full:
        messages.warning(request, _("No room in that part of the plan for: %(text)s") % {"text": text})
