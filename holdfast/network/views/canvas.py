"""Files for and from network research tools: seen before they leave, picked from when they come."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.accounts.requests import Asked
from holdfast.domain.netcanvas import files
from holdfast.domain.netcanvas.picks import Pick, picks
from holdfast.domain.netcanvas.session import LARGEST, Sessions, density
from holdfast.network.actions import main_network
from holdfast.network.canvas import import_picks, outgoing
from holdfast.network.canvas_forms import BringForm, PickForm, TakeForm, carried, picks_of
from holdfast.network.canvas_words import said_of
from holdfast.web.moment import now_of

HERE = {"nav_current": "network"}
NAMES = {"tables": ("notes.zip", "application/zip"), "graphml": ("notes.graphml", "application/graphml+xml")}


@require_safe
def canvas(request: Asked) -> HttpResponse:
    """What would leave, before it leaves."""
    form = TakeForm(request.GET if "level" in request.GET else TakeForm.preset(), person=request.user)
    found = outgoing(request.user, form.wanted(), now=now_of(request)) if form.is_valid() else None
    shown = {"form": form, "outgoing": found, "density": density(found.session) if found else None}
    return render(request, "network/canvas.html", {**shown, **HERE})


@require_POST
def canvas_take(request: Asked) -> HttpResponse:
    """The file, as it was shown."""
    form = TakeForm(request.POST, person=request.user)
    if not form.is_valid():
        return redirect("canvas")
    found = outgoing(request.user, form.wanted(), now=now_of(request))
    name, kind = NAMES[found.form]
    return HttpResponse(
        found.data(), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_http_methods(["GET", "POST"])
def canvas_bring(request: Asked) -> HttpResponse:
    """Choose a file; who is in it is shown, and what could not be read is named."""
    form = BringForm(request.POST or None, request.FILES or None)
    read = Sessions()
    if form.is_valid():
        read = files.read(form.cleaned_data["file"].read(LARGEST + 1))
        if found := picks(read):
            return _to_pick(request, found, read)
    shown = {"form": form, "problems": [said_of(one) for one in read.problems], **HERE}
    return render(request, "network/canvas_bring.html", shown)


def _to_pick(request: Asked, found: tuple[Pick, ...], read: Sessions) -> HttpResponse:
    shown = {
        "form": PickForm(picks=found, person=request.user),
        "carried": carried(found, request.user),
        "sessions": len(read.found),
        "ties": sum(len(one.ties) for one in read.found),
        "problems": [said_of(one) for one in read.problems],
    }
    return render(request, "network/canvas_pick.html", {**shown, **HERE})


@require_POST
def canvas_pick(request: Asked) -> HttpResponse:
    """Those who were ticked come onto the map; the others are forgotten."""
    found = picks_of(request.POST.get("carried", ""), request.user)
    if found is None:
        messages.info(request, _("It has been a while. Choose the file again."))
        return redirect("canvas_bring")
    form = PickForm(request.POST, picks=found, person=request.user)
    if not form.is_valid():
        return render(request, "network/canvas_pick.html", {"form": form, "carried": request.POST["carried"], **HERE})
    now = now_of(request)
    network = main_network(by=request.user, name=_("My network"), now=now)
    added = import_picks(by=request.user, network=network, picks=found, chosen=form.chosen(), now=now)
    messages.info(request, ngettext("%(n)s added.", "%(n)s added.", len(added)) % {"n": len(added)})
    return redirect("network")
